package certificate

import (
	"bytes"
	"net/http"
	"net/url"
	"strings"

	"qinglan/internal/calendar"
	"qinglan/internal/lang"
	"qinglan/internal/org"
	"qinglan/internal/web"
	"qinglan/internal/web/ui"
)

// A registerView is a page of the register.
type registerView struct {
	Shell      ui.Shell
	Query      query
	Cities     []ui.Link
	Directions []ui.Link
	Table      ui.Table
	Pages      ui.Pages
	At         string
}

// list shows the register (三.5): what is valid, by number. A replaced or
// revoked certificate is found by whoever verifies it, and not here.
func (s *Slice) list(w http.ResponseWriter, r *http.Request) error {
	snap, err := s.register.current(r.Context())
	if err != nil {
		return err
	}
	in := r.URL.Query()
	q := query{Words: strings.TrimSpace(in.Get("q")), City: in.Get("city"), Direction: in.Get("direction"), After: in.Get("after")}
	sh := ui.ShellOf(r.Context(), lang.T(r.Context(), "浙江省跨境电商优质讲师名录"), "/register")
	w.Header().Set("Cache-Control", "private, max-age=20")
	w.Header().Set("Vary", "Cookie")
	// Most readers are strangers who open the first page: its bytes are kept.
	if sh.Person != "" || sh.Bar != nil || r.URL.RawQuery != "" {
		return web.Render(w, r, http.StatusOK, registerPage(s.pageFor(r, sh, snap, q)))
	}
	b, err := snap.page(string(lang.Of(r.Context())), func() ([]byte, error) {
		var b bytes.Buffer
		err := registerPage(s.pageFor(r, sh, snap, q)).Render(r.Context(), &b)
		return b.Bytes(), err
	})
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Language", lang.Of(r.Context()).HTML())
	w.Write(b) // the reader may have gone: nothing to be done
	return nil
}

func (s *Slice) pageFor(r *http.Request, sh ui.Shell, snap *snapshot, q query) registerView {
	ctx := r.Context()
	v := registerView{Shell: sh, Query: q, At: calendar.Exact(s.Flow.Now())}
	v.Cities = []ui.Link{{Text: lang.T(ctx, "全部城市")}}
	for _, c := range org.Cities(calendar.Day(s.Flow.Now())) {
		v.Cities = append(v.Cities, ui.Link{Text: c.Name, Href: c.Code})
	}
	v.Directions = []ui.Link{{Text: lang.T(ctx, "全部方向")}}
	for _, d := range snap.directions() {
		v.Directions = append(v.Directions, ui.Link{Text: lang.T(ctx, d), Href: d})
	}
	rows := snap.found(q)
	from, to := pageOf(rows, q.After)
	v.Pages = ui.Pages{Shown: to - from, Total: len(rows)}
	if to < len(rows) {
		v.Pages.Next = q.at(rows[to-1].Number)
	}
	if from > perPage {
		v.Pages.Previous = q.at(rows[from-perPage-1].Number)
	} else if from > 0 {
		v.Pages.Previous = q.at("")
	}
	v.Table = registerTable(r, rows[from:to], len(rows))
	return v
}

// at returns the address of the page of q after a number.
func (q query) at(number string) string {
	v := url.Values{}
	for name, value := range map[string]string{"q": q.Words, "city": q.City, "direction": q.Direction, "after": number} {
		if value != "" {
			v.Set(name, value)
		}
	}
	if len(v) == 0 {
		return "/register"
	}
	return "/register?" + v.Encode()
}

func registerTable(r *http.Request, rows []Record, all int) ui.Table {
	ctx := r.Context()
	t := ui.Table{
		ID: "register", Caption: lang.T(ctx, "有效证书"), Count: all,
		Columns: []ui.Column{
			{Label: lang.T(ctx, "姓名"), Main: true}, {Label: lang.T(ctx, "单位（发证时）")}, {Label: lang.T(ctx, "培训方向")},
			{Label: lang.T(ctx, "证书编号")}, {Label: lang.T(ctx, "发证日期")}, {Label: lang.T(ctx, "状态")},
		},
		Empty: lang.T(ctx, "名录里没有符合条件的人"), EmptyText: lang.T(ctx, "请换一个词，或用证书上的核验码核验。"),
	}
	for _, c := range rows {
		t.Rows = append(t.Rows, ui.Row{ID: c.Number, Cells: []ui.Cell{
			{Text: c.Name}, {Text: c.Unit}, {Text: directionsText(ctx, c.Directions)}, {Text: c.Number},
			{Text: ui.Day(ctx, c.At)}, {Text: lang.T(ctx, words[c.State]), Tone: toneOf(c.State)},
		}})
	}
	return t
}
