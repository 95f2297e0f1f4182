package volume

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"qinglan/internal/bind"
	"qinglan/internal/calendar"
	"qinglan/internal/casework"
	"qinglan/internal/db"
	"qinglan/internal/doc"
	"qinglan/internal/doc/pdf"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/lang"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/web"
	"qinglan/internal/web/ui"
)

var errMissing = fault.New(fault.Missing, "没有这个页面，或您无权查看。")

// Routes adds the pages.
func (s *Slice) Routes(m *web.Mux) {
	m.Route("POST /summaries/{id}/volumes", s.make)
	m.Route("GET /summaries/{id}/handover.pdf", s.list)
	m.Route("GET /volumes/{id}/volume.pdf", s.take)
	m.Route("GET /summaries/{id}/people/{person}/volume.pdf", s.takeOne)
	m.Route("POST /summaries/{id}/sent", s.sent)
	m.Route("GET /handover", s.desk)
	m.Route("POST /handover", s.tick)
}

// A view is the volumes of a list on its page.
type view struct {
	Case    *flow.Case
	Version string
	Volumes []Volume
	Waiting bool
	May     bool // the reader may have them bound
	Sends   bool // the reader sends copies
	Names   map[string]string
	People  []flow.Case // each may be taken by themselves
}

func (s *Slice) section(ctx context.Context, c *flow.Case, a org.Actor) (templ.Component, error) {
	if !slices.Contains(readers, a.Role) || !slices.Contains(bound, c.State) {
		return nil, nil
	}
	annex, err := s.version(ctx, c)
	if err != nil {
		return nil, err
	}
	v := view{Case: c, Version: annex.No, May: a.Role == programme.City, Sends: a.Role == programme.City, Names: map[string]string{}}
	if v.Volumes, err = s.of(ctx, c.ID, annex.No); err != nil {
		return nil, err
	}
	if v.People, err = s.Flow.Cases(ctx, a, flow.Filter{List: c.ID}); err != nil {
		return nil, err
	}
	for _, x := range v.Volumes {
		v.Waiting = v.Waiting || x.State != "done"
		for _, k := range x.Copies {
			for _, p := range []string{k.Sender, k.Receiver} {
				if p != "" && v.Names[p] == "" {
					if v.Names[p], err = s.Flow.Orgs().Name(ctx, s.Flow.DB(), p); err != nil {
						return nil, err
					}
				}
			}
		}
	}
	return part(v), nil
}

// found returns the list that r names, for who may print it.
func (s *Slice) found(r *http.Request, id string) (*flow.Case, org.Actor, error) {
	a, err := casework.As(r, readers...)
	if err != nil {
		return nil, a, err
	}
	c, err := s.Flow.Find(r.Context(), a, id)
	if err == nil && c.Track.Name != summary {
		err = errMissing
	}
	return c, a, err
}

// make orders the volumes of a list.
func (s *Slice) make(w http.ResponseWriter, r *http.Request) error {
	c, a, err := s.found(r, r.PathValue("id"))
	if err != nil {
		return err
	}
	if a.Role != programme.City {
		return fault.New(fault.Denied, "这一步不由您办理。")
	}
	if err := s.order(r.Context(), c, a); err != nil {
		return err
	}
	http.Redirect(w, r, "/summaries/"+c.ID+"#volumes", http.StatusSeeOther)
	return nil
}

// list answers with the 移交清单.
func (s *Slice) list(w http.ResponseWriter, r *http.Request) error {
	c, a, err := s.found(r, r.PathValue("id"))
	if err != nil {
		return err
	}
	annex, err := s.version(r.Context(), c)
	if err != nil {
		return err
	}
	vs, err := s.of(r.Context(), c.ID, annex.No)
	if err != nil {
		return err
	}
	if len(vs) == 0 || slices.ContainsFunc(vs, func(v Volume) bool { return v.State != "done" }) {
		return fault.New(fault.Missing, "装订册还没有生成。")
	}
	var b bytes.Buffer
	if err := pdf.Write(&b, handover(c, vs, calendar.Day(s.Flow.Now()))); err != nil {
		return err
	}
	if err := s.Flow.Log(r.Context(), nil, a, "export", c.ID, form.Answers{"paper": "handover"}); err != nil {
		return err
	}
	return web.File(w, r, "移交清单-"+c.Name+".pdf", "application/pdf", &b)
}

// take hands a volume out. It shows identities: who took it stands in the audit
// before the first byte.
func (s *Slice) take(w http.ResponseWriter, r *http.Request) error {
	v, err := s.volume(r.Context(), r.PathValue("id"))
	if err != nil {
		return err
	}
	c, a, err := s.found(r, v.Summary)
	if err != nil {
		return err
	}
	if v.State != "done" {
		return fault.New(fault.Missing, "装订册还没有生成。")
	}
	content, err := s.Files.Open(v.Key, true)
	if err != nil {
		return err
	}
	defer content.Close()
	if err := s.Flow.Log(r.Context(), nil, a, "export", c.ID, form.Answers{"paper": fmt.Sprintf("volume %d", v.N), "digest": v.SHA256}); err != nil {
		return err
	}
	return web.File(w, r, fmt.Sprintf("装订册-%s-第%d册.pdf", c.Name, v.N), "application/pdf", content)
}

// takeOne hands out the papers of one person of a list, bound there and then. It
// shows an identity: who took it stands in the audit before the first byte.
func (s *Slice) takeOne(w http.ResponseWriter, r *http.Request) error {
	c, a, err := s.found(r, r.PathValue("id"))
	if err != nil {
		return err
	}
	ctx := r.Context()
	if _, err := s.version(ctx, c); err != nil {
		return err
	}
	people, err := s.Flow.Cases(ctx, a, flow.Filter{List: c.ID})
	if err != nil {
		return err
	}
	i := slices.IndexFunc(people, func(p flow.Case) bool { return p.ID == r.PathValue("person") })
	if i < 0 {
		return errMissing
	}
	pieces, err := s.person(ctx, people[i].ID)
	if errors.Is(err, errWaits) {
		err = fault.Wrap(fault.Closed, err, "有材料刚刚收到，正在检查，请稍后再装订。")
	}
	if err != nil {
		return err
	}
	book, err := bind.Bind(func(b bind.Volume) doc.Document { return frontOf(c, &people[i], b) }, pieces)
	if err != nil {
		return err
	}
	if err := s.Flow.Log(ctx, nil, a, "export", people[i].ID, form.Answers{"paper": "volume of one"}); err != nil {
		return err
	}
	return web.File(w, r, "推荐材料-"+people[i].Name+".pdf", "application/pdf", bytes.NewReader(book.PDF))
}

// sentForm is what is noted of a parcel: all volumes of a set go in one.
var sentForm = []form.Question{
	{Name: "copies", Label: "寄送哪一份", Kind: form.Many, Max: copies, Choices: []form.Choice{{Value: "1", Label: "第1份"}, {Value: "2", Label: "第2份"}}},
	{Name: "courier", Label: "快递公司和单号，或送交人", Kind: form.Text, Max: 60},
}

// sent notes that a copy of every volume of a list left. One that has arrived
// meanwhile keeps what was noted of it.
func (s *Slice) sent(w http.ResponseWriter, r *http.Request) error {
	c, a, err := s.found(r, r.PathValue("id"))
	if err != nil {
		return err
	}
	if a.Role != programme.City {
		return fault.New(fault.Denied, "这一步不由您办理。")
	}
	if err := r.ParseForm(); err != nil {
		return fault.Wrap(fault.Invalid, err, "表单无法读取。")
	}
	said, wrong := form.Read(sentForm, r.PostForm)
	if len(wrong) > 0 {
		return fault.New(fault.Invalid, "请选中寄送的份，写明快递公司和单号，或送交人，最多60个字。")
	}
	annex, err := s.version(r.Context(), c)
	if err != nil {
		return err
	}
	vs, err := s.of(r.Context(), c.ID, annex.No)
	if err != nil {
		return err
	}
	err = s.Flow.DB().Tx(r.Context(), func(tx *db.Tx) error {
		left := int64(0)
		for _, v := range vs {
			for _, n := range form.List(said["copies"]) {
				changed, err := s.send(r.Context(), tx, a, v.ID, n, said["courier"])
				if err != nil {
					return err
				}
				left += changed
			}
		}
		if left == 0 {
			return fault.New(fault.Stale, "这些份都已经签收，不能再改寄送。")
		}
		return s.Flow.Log(r.Context(), tx, a, "send-copies", c.ID, form.Answers{"version": annex.No, "copies": said["copies"], "courier": said["courier"]})
	})
	if err != nil {
		return err
	}
	http.Redirect(w, r, "/summaries/"+c.ID+"#volumes", http.StatusSeeOther)
	return nil
}

// A deskView is where the province ticks what arrives.
type deskView struct {
	Shell ui.Shell
	Place string
	Told  string
	Code  string
	Wrong string
	Table ui.Table
}

func (s *Slice) desk(w http.ResponseWriter, r *http.Request) error {
	if _, err := casework.As(r, programme.Province); err != nil {
		return err
	}
	return s.showDesk(w, r, http.StatusOK, deskView{Place: r.URL.Query().Get("place"), Told: r.URL.Query().Get("done")})
}

func (s *Slice) showDesk(w http.ResponseWriter, r *http.Request, status int, v deskView) error {
	ctx := r.Context()
	a := casework.ActorOf(ctx)
	v.Shell = ui.ShellOf(ctx, lang.T(ctx, "纸质册签收"), "/desk")
	if v.Told != "" {
		told, err := s.told(ctx, a, v.Told)
		if err != nil {
			return err
		}
		v.Told = told
	}
	t := ui.Table{ID: "expected", Caption: lang.T(ctx, "还没有收齐的"), Dense: true, Columns: []ui.Column{
		{Label: lang.T(ctx, "报送单位"), Main: true}, {Label: lang.T(ctx, "册")}, {Label: lang.T(ctx, "人数"), Num: true}, {Label: lang.T(ctx, "页数"), Num: true},
		{Label: lang.T(ctx, "已收"), Num: true}, {Label: lang.T(ctx, "寄送")},
	}, Empty: lang.T(ctx, "没有等待签收的纸质册"), EmptyText: lang.T(ctx, "各市上报并装订之后列在这里。")}
	cs, err := s.Flow.Cases(ctx, a, flow.Filter{Edition: s.Flow.Current().Name, Track: summary, States: bound[1:]})
	if err != nil {
		return err
	}
	for i := range cs {
		rows, err := s.expected(ctx, &cs[i])
		if err != nil {
			return err
		}
		t.Rows = append(t.Rows, rows...)
	}
	v.Table = t
	return web.Render(w, r, status, deskPage(v))
}

// expected are the volumes of a list of which a copy is still to come.
func (s *Slice) expected(ctx context.Context, c *flow.Case) (out []ui.Row, err error) {
	annex, err := s.version(ctx, c)
	if err != nil {
		return nil, err
	}
	vs, err := s.of(ctx, c.ID, annex.No)
	for _, v := range vs {
		got, by := 0, []string{}
		for _, k := range v.Copies {
			if !k.Received.IsZero() {
				got++
			} else if k.Courier != "" {
				by = append(by, k.Courier)
			}
		}
		if got == copies || v.State != "done" {
			continue
		}
		out = append(out, ui.Row{Href: "/summaries/" + c.ID + "#volumes", Cells: []ui.Cell{
			{Text: c.Name, Sub: codeOf(v.ID)}, {Text: lang.T(ctx, "第%d册，共%d册", v.N, v.Of)}, {Text: fmt.Sprint(len(v.People))}, {Text: fmt.Sprint(v.Pages)},
			{Text: fmt.Sprintf("%d/%d", got, copies)}, {Text: strings.Join(slices.Compact(by), " ")},
		}})
	}
	return out, err
}

// told says what was ticked just now.
func (s *Slice) told(ctx context.Context, a org.Actor, id string) (string, error) {
	v, err := s.volume(ctx, id)
	if err != nil {
		return "", nil //nolint:nilerr // an address that somebody has typed tells nothing
	}
	c, err := s.Flow.Find(ctx, a, v.Summary)
	if err != nil {
		return "", err
	}
	ks, err := s.copiesOf(ctx, id)
	got := 0
	for _, k := range ks {
		if !k.Received.IsZero() {
			got++
		}
	}
	return lang.T(ctx, "%s第%d册：已收%d份，共%d份", c.Name, v.N, got, copies), err
}

// tick notes a copy whose code was scanned or typed.
func (s *Slice) tick(w http.ResponseWriter, r *http.Request) error {
	a, err := casework.As(r, programme.Province)
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return fault.Wrap(fault.Invalid, err, "表单无法读取。")
	}
	code := strings.ToUpper(strings.TrimSpace(r.PostForm.Get("code")))
	place := strings.TrimSpace(r.PostForm.Get("place"))
	if len([]rune(place)) > 30 {
		place = string([]rune(place)[:30])
	}
	v, err := s.volume(r.Context(), strings.TrimPrefix(code, "QLV-"))
	if err == nil {
		var c *flow.Case
		if c, err = s.Flow.Find(r.Context(), a, v.Summary); err == nil {
			err = s.Flow.DB().Tx(r.Context(), func(tx *db.Tx) error {
				n, err := s.receive(r.Context(), tx, a, v.ID, place, s.Flow.Now())
				if err != nil {
					return err
				}
				return s.Flow.Log(r.Context(), tx, a, "receive-copy", c.ID, form.Answers{"volume": v.ID, "copy": fmt.Sprint(n), "place": place})
			})
		}
	}
	switch fault.Of(err) {
	case fault.Missing, fault.Closed:
		wrong := fault.Text(lang.Of(r.Context()), err)
		if fault.Of(err) == fault.Missing {
			wrong = lang.T(r.Context(), "没有这个编号的装订册，请核对封面。")
		}
		return s.showDesk(w, r, http.StatusUnprocessableEntity, deskView{Place: place, Code: code, Wrong: wrong})
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, "/handover?done="+v.ID+"&place="+queryOf(place), http.StatusSeeOther)
	return nil
}
