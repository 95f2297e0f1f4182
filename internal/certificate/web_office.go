package certificate

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"qinglan/internal/casework"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/lang"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/tally"
	"qinglan/internal/web"
	"qinglan/internal/web/ui"
)

// readers are the offices that have a list of certificates.
var readers = []programme.Role{programme.Province, programme.City, programme.County, programme.Auditor}

// An officeView is the list of certificates of an office.
type officeView struct {
	Shell  ui.Shell
	Table  ui.Table
	Tabs   []ui.Link
	Active string
	State  string
	Words  string // searched for
	Pages  ui.Pages
}

// office lists the certificates that an office sees, by state. 换发 and 撤销
// are moves of the case that each row leads to.
func (s *Slice) office(w http.ResponseWriter, r *http.Request) error {
	a, err := casework.As(r, readers...)
	if err != nil {
		return err
	}
	ctx, state := r.Context(), r.URL.Query().Get("state")
	v := officeView{Shell: ui.ShellOf(ctx, lang.T(ctx, "证书"), "/certificates"), Active: "/certificates"}
	counts, err := s.Flow.Counts(ctx, a, flow.Filter{Track: track})
	if err != nil {
		return err
	}
	v.Tabs = tabs(ctx, counts)
	f := flow.Filter{Track: track, After: r.URL.Query().Get("after"), Limit: perPage + 1}
	v.Words = strings.TrimSpace(r.URL.Query().Get("q"))
	if words[state] != "" {
		f.States, v.State, v.Active = []string{state}, state, "/certificates?state="+state
	}
	if v.Words != "" {
		f.Limit = searched
	}
	cases, err := s.Flow.Cases(ctx, a, f)
	if err != nil {
		return err
	}
	cases = slices.DeleteFunc(cases, func(c flow.Case) bool { return !speaksOf(&c, v.Words) })
	if len(cases) > perPage {
		cases = cases[:perPage]
		v.Pages.Next = "/certificates?state=" + state + "&after=" + cases[perPage-1].ID + "&q=" + url.QueryEscape(v.Words)
	}
	v.Pages.Shown = len(cases)
	v.Table = officeTable(ctx, cases)
	if v.Words != "" {
		v.Table.Empty, v.Table.EmptyText = lang.T(ctx, "没有找到这样的证书"), lang.T(ctx, "请核对编号或姓名，或换一个状态再找。")
	}
	for _, t := range v.Tabs {
		if t.Href == v.Active && v.Words == "" {
			v.Table.Count, v.Pages.Total = t.Count, t.Count
		}
	}
	return web.Render(w, r, http.StatusOK, officePage(v))
}

// searched is how many certificates a search looks through: more than the
// programme means to give.
const searched = 20000

// speaksOf reports whether a certificate has words in its number or name, as
// people write them: brackets of any kind, spaces and the dot left out.
func speaksOf(c *flow.Case, words string) bool {
	words = loose(words)
	return words == "" || strings.Contains(loose(c.No), words) || strings.Contains(loose(c.Name), words)
}

func loose(text string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune("〔〕[]（）()【】 　·•", r) {
			return -1
		}
		return r
	}, strings.ToLower(text))
}

func tabs(ctx context.Context, counts []tally.Count) []ui.Link {
	sum, all := map[string]int{}, 0
	for _, n := range counts {
		sum[n.State] += n.N
		all += n.N
	}
	out := []ui.Link{{Text: lang.T(ctx, "全部"), Href: "/certificates", Count: all}}
	for _, st := range []string{valid, replaced, revoked} {
		out = append(out, ui.Link{Text: lang.T(ctx, words[st]), Href: "/certificates?state=" + st, Count: sum[st]})
	}
	return out
}

func officeTable(ctx context.Context, cases []flow.Case) ui.Table {
	t := ui.Table{
		ID: "certificates", Caption: lang.T(ctx, "证书"), Dense: true,
		Columns: []ui.Column{
			{Label: lang.T(ctx, "姓名"), Main: true}, {Label: lang.T(ctx, "单位（发证时）")}, {Label: lang.T(ctx, "地区")},
			{Label: lang.T(ctx, "证书编号")}, {Label: lang.T(ctx, "发证日期")}, {Label: lang.T(ctx, "状态")},
		},
		Empty: lang.T(ctx, "还没有证书"), EmptyText: lang.T(ctx, "公布认证结果时，名单上每人的证书自动发出。"),
	}
	for i := range cases {
		c := &cases[i]
		t.Rows = append(t.Rows, ui.Row{ID: c.ID, Href: "/cases/" + c.ID, Cells: []ui.Cell{
			{Text: c.Name}, {Text: c.Unit}, {Text: casework.Place(c)}, {Text: c.No}, {Text: ui.Day(ctx, c.Opened)},
			{Text: lang.T(ctx, words[c.State]), Tone: toneOf(c.State)},
		}})
	}
	return t
}

// download sends the paper of a valid certificate to whoever sees its case.
func (s *Slice) download(w http.ResponseWriter, r *http.Request) error {
	a, err := casework.Signed(r)
	if err != nil {
		return err
	}
	id, ok := strings.CutSuffix(r.PathValue("file"), ".pdf")
	if !ok {
		return fault.New(fault.Missing, "没有这个页面，或您无权查看。")
	}
	c, err := s.Flow.Find(r.Context(), a, id)
	if err != nil {
		return err
	}
	rec, err := s.byCase(r.Context(), s.Flow.DB(), c.ID)
	if err != nil {
		return err
	}
	if rec.State != valid {
		return fault.New(fault.Closed, "这份证书%s，不再提供下载。", lang.Word(words[rec.State]))
	}
	mark := ""
	if s.Demo {
		mark = "样章　演示"
	}
	b, err := print(rec.Facts, s.SiteOf(r), mark)
	if err != nil {
		return err
	}
	return web.File(w, r, rec.Number+" "+rec.Name+".pdf", "application/pdf", b)
}

// sections adds to the pages of a certificate's and an entry's case.
func (s *Slice) sections() {
	s.Section(track, func(ctx context.Context, c *flow.Case, a org.Actor) (templ.Component, error) {
		r, err := s.byCase(ctx, s.Flow.DB(), c.ID)
		if fault.Of(err) == fault.Missing {
			return nil, nil
		}
		if err != nil {
			return nil, err
		}
		next, err := s.follower(ctx, a, r)
		return certificateSection(r, next), err
	})
	s.Section("entry", func(ctx context.Context, c *flow.Case, a org.Actor) (templ.Component, error) {
		all, err := s.ofEntry(ctx, s.Flow.DB(), c.ID)
		if err != nil {
			return nil, err
		}
		var seen []Record
		for _, r := range all {
			if _, err := s.Flow.Find(ctx, a, r.Case); err == nil {
				seen = append(seen, r)
			}
		}
		if len(seen) == 0 {
			return nil, nil
		}
		return entrySection(seen), nil
	})
}

// follower returns where the certificate that stands for r is, for those who
// see it.
func (s *Slice) follower(ctx context.Context, a org.Actor, r Record) (string, error) {
	if r.ReplacedBy == "" {
		return "", nil
	}
	_, err := s.Flow.Find(ctx, a, r.ReplacedBy)
	if fault.Of(err) == fault.Missing {
		return "", nil
	}
	return "/cases/" + r.ReplacedBy, err
}

// directionsText joins directions for people.
func directionsText(ctx context.Context, ds []string) string {
	out := slices.Clone(ds)
	for i := range out {
		out[i] = lang.T(ctx, out[i])
	}
	return lang.List(ctx, out)
}

func toneOf(state string) ui.Tone {
	switch state {
	case valid:
		return ui.Done
	case revoked:
		return ui.Late
	}
	return ui.Plain
}
