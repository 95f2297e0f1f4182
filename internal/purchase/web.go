package purchase

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"slices"

	"github.com/a-h/templ"

	"qinglan/internal/casework"
	"qinglan/internal/db"
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

// Routes adds the pages.
func (s *Slice) Routes(m *web.Mux) {
	m.Route("GET /purchases", s.all)
	m.Route("GET /purchases/new", s.newNeed)
	m.Route("POST /purchases", s.addNeed)
	m.Route("POST /purchases/{id}/propose", s.propose)
	m.Route("POST /purchases/{id}/invite", s.invite)
	m.Route("GET /purchases/{id}/proposal.pdf", s.paper)
	m.Route("GET /purchases/{id}/order.json", s.recordFile)
	m.Route("GET /purchases/{id}/lecturers/{person}", s.lecturer)
	m.Route("POST /purchases/{id}/lecturers/{person}/{step}", s.step)
}

// A listView is the needs of a buyer, or of everybody for who watches.
type listView struct {
	Shell ui.Shell
	Buyer bool
	Open  ui.Table // that wait for the buyer
	Table ui.Table // the others
}

func (s *Slice) all(w http.ResponseWriter, r *http.Request) error {
	a, err := casework.As(r, programme.Buyer, programme.Province, programme.Auditor)
	if err != nil {
		return err
	}
	ctx := r.Context()
	cs, err := s.Flow.Cases(ctx, a, flow.Filter{Track: "purchase"})
	if err != nil {
		return err
	}
	slices.SortStableFunc(cs, func(x, y flow.Case) int { return y.Opened.Compare(x.Opened) })
	v := listView{Shell: ui.ShellOf(ctx, lang.T(ctx, "政府购买"), "/purchases"), Buyer: a.Role == programme.Buyer}
	if v.Buyer {
		var open []flow.Case
		open, cs = flow.Apart(cs, unsettled...)
		v.Open = s.Table(ctx, a, lang.T(ctx, "待办的购买需求"), open)
		v.Open.ID = "open"
	}
	v.Table = s.Table(ctx, a, lang.T(ctx, "购买需求"), cs)
	if len(v.Open.Rows) > 0 {
		v.Table.Caption = lang.T(ctx, "已办结的购买需求")
	}
	v.Table.Empty, v.Table.EmptyText = lang.T(ctx, "还没有购买需求"), lang.T(ctx, "登记需求以后，系统按培训方向和城市列出名录内讲师。")
	return web.Render(w, r, http.StatusOK, listPage(v))
}

// A needView asks for a need; the warning comes first.
type needView struct {
	Shell   ui.Shell
	ID      string
	Form    []form.Question
	Answers form.Answers
	Wrong   form.Wrong
}

func (s *Slice) needForm() []form.Question {
	t, _ := s.Flow.Current().Track("purchase")
	return t.Forms["need"]
}

func (s *Slice) showNeed(w http.ResponseWriter, r *http.Request, status int, v needView) error {
	v.Shell, v.Form = ui.ShellOf(r.Context(), lang.T(r.Context(), "登记购买需求"), "/purchases"), s.needForm()
	return web.Render(w, r, status, needPage(v))
}

func (s *Slice) newNeed(w http.ResponseWriter, r *http.Request) error {
	if _, err := casework.As(r, programme.Buyer); err != nil {
		return err
	}
	return s.showNeed(w, r, http.StatusOK, needView{ID: db.NewID()})
}

// addNeed opens a purchase. Without the warning confirmed nothing is opened.
func (s *Slice) addNeed(w http.ResponseWriter, r *http.Request) error {
	a, err := casework.As(r, programme.Buyer)
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return fault.Wrap(fault.Invalid, err, "表单无法读取。")
	}
	given, wrong := form.Read(s.needForm(), r.PostForm)
	if len(wrong) == 0 && given["to"] < given["from"] {
		wrong.Add("to", "授课末日不能早于首日。")
	}
	if len(wrong) > 0 {
		return s.showNeed(w, r, http.StatusUnprocessableEntity, needView{ID: r.PostForm.Get("id"), Answers: given, Wrong: wrong})
	}
	c, err := s.Flow.Open(r.Context(), a, flow.Opening{
		ID: r.PostForm.Get("id"), Track: "purchase", Party: a.Organ.ID, Name: given["content"], Unit: a.Organ.Name, City: a.Organ.Region, Answers: given,
	})
	if err != nil {
		return err
	}
	http.Redirect(w, r, "/cases/"+c.ID, http.StatusSeeOther)
	return nil
}

// buying returns the purchase of r if it is the reader's own to act on.
func (s *Slice) buying(r *http.Request) (*flow.Case, org.Actor, error) {
	c, a, err := s.Pages.Find(r)
	if err == nil && (c.Track.Name != "purchase" || a.Role != programme.Buyer) {
		err = fault.New(fault.Missing, "没有这个页面，或您无权查看。")
	}
	return c, a, err
}

func (s *Slice) propose(w http.ResponseWriter, r *http.Request) error {
	c, a, err := s.buying(r)
	if err != nil {
		return err
	}
	seen, err := casework.Seen(r)
	if err != nil {
		return err
	}
	need, err := s.Flow.Given(r.Context(), s.Flow.DB(), c.ID, 1)
	if err != nil {
		return err
	}
	name := "propose"
	if formal(need) {
		name = "inform"
	}
	m, err := s.Flow.Step(c, name, a, seen)
	if err != nil {
		return err
	}
	_, rec, err := s.Propose(r.Context(), s.Flow.DB(), c)
	if err == nil {
		_, err = s.Flow.Move(r.Context(), c, m, a, rec.Answers())
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, "/cases/"+c.ID, http.StatusSeeOther)
	return nil
}

func (s *Slice) invite(w http.ResponseWriter, r *http.Request) error {
	c, a, err := s.buying(r)
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return fault.Wrap(fault.Invalid, err, "表单无法读取。")
	}
	if err := s.Invite(r.Context(), a, c, r.PostForm.Get("certificate")); err != nil {
		return err
	}
	http.Redirect(w, r, "/cases/"+c.ID, http.StatusSeeOther)
	return nil
}

// A purchasePart is what the page of a purchase shows.
type purchasePart struct {
	Case     *flow.Case
	Facts    []ui.Pair
	Propose  bool
	Proposed bool
	Table    ui.Table
	Formal   bool // inside the catalogue or above the limit
}

// purchaseSection shows the need and the order of lecturers, each with the
// reasons for its place, and how far the invitation has come.
func (s *Slice) purchaseSection(ctx context.Context, c *flow.Case, a org.Actor) (templ.Component, error) {
	need, err := s.Flow.Given(ctx, s.Flow.DB(), c.ID, 1)
	if err != nil {
		return nil, err
	}
	v := purchasePart{Case: c, Facts: ui.Answered(ctx, c.Track.Forms["need"][1:], need, nil)}
	v.Formal = formal(need)
	v.Propose = c.State == "needed" && a.Role == programme.Buyer
	v.Proposed = c.Reach >= 1
	list, err := proposals(ctx, s.Flow.DB(), c.ID)
	if err != nil {
		return nil, err
	}
	on, err := s.engagements(ctx, s.Flow.DB(), c.ID)
	if err != nil {
		return nil, err
	}
	v.Table = ui.Table{ID: "proposal", Caption: lang.T(ctx, "名录内讲师，推荐次序"), Columns: []ui.Column{
		{Label: lang.T(ctx, "次序"), Num: true}, {Label: lang.T(ctx, "讲师"), Main: true}, {Label: lang.T(ctx, "证书编号")}, {Label: lang.T(ctx, "推荐理由")}, {Label: lang.T(ctx, "邀请")},
	}, Empty: lang.T(ctx, "名录内没有这一方向的讲师"), EmptyText: lang.T(ctx, "没有选用名录内讲师的，办结时记明理由。")}
	for i, p := range list {
		row := ui.Row{ID: p.Certificate}
		if on[p.Person] != nil && a.Role == programme.Buyer {
			row.Href = "/purchases/" + c.ID + "/lecturers/" + p.Person
		}
		row.Cells = []ui.Cell{
			{Text: fmt.Sprint(i + 1)}, {Text: p.Name, Sub: p.Unit}, {Text: p.Number}, {Text: reasons(ctx, p)},
			s.inviteCell(ctx, c, a, p, on[p.Person]),
		}
		v.Table.Rows = append(v.Table.Rows, row)
	}
	return purchaseBlock(v), nil
}

// reasons says why somebody stands where they stand.
func reasons(ctx context.Context, p Candidate) string {
	var names []string
	for _, d := range p.Directions {
		names = append(names, lang.T(ctx, d))
	}
	why := lang.T(ctx, "方向相符：%s", lang.List(ctx, names))
	if r, ok := org.RegionOf(p.City); ok {
		if p.Near {
			return ui.Joined(why, lang.T(ctx, "本市"))
		}
		return ui.Joined(why, r.Name)
	}
	return why
}

func (s *Slice) inviteCell(ctx context.Context, c *flow.Case, a org.Actor, p Candidate, on *flow.Case) ui.Cell {
	if on != nil {
		return ui.Cell{Text: lang.T(ctx, on.Now().Label), Tone: casework.StateTone(on.Now())}
	}
	if c.State == "proposed" && a.Role == programme.Buyer {
		return ui.Cell{Part: inviteButton(c.ID, p)}
	}
	return ui.Cell{}
}

// paper sends the proposal with its warning.
func (s *Slice) paper(w http.ResponseWriter, r *http.Request) error {
	c, a, err := s.proposed(r)
	if err != nil {
		return err
	}
	list, err := proposals(r.Context(), s.Flow.DB(), c.ID)
	if err != nil {
		return err
	}
	given, err := s.Flow.Answers(r.Context(), s.Flow.DB(), c, "propose", "inform")
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := pdf.Write(&b, proposalPaper(c, list, given["seed"], s.Flow.Now())); err != nil {
		return err
	}
	if err := s.Flow.Log(r.Context(), nil, a, "export", c.ID, nil); err != nil {
		return err
	}
	return web.File(w, r, "推荐名单.pdf", "application/pdf", &b)
}

// recordFile sends what is needed to recompute the order.
func (s *Slice) recordFile(w http.ResponseWriter, r *http.Request) error {
	c, _, err := s.proposed(r)
	if err != nil {
		return err
	}
	rec, err := s.record(r.Context(), s.Flow.DB(), c)
	if err != nil {
		return err
	}
	return web.File(w, r, "order.json", "application/json", bytes.NewReader(rec.File()))
}

// proposed returns the purchase of r if it has an order.
func (s *Slice) proposed(r *http.Request) (*flow.Case, org.Actor, error) {
	c, a, err := s.Pages.Find(r)
	if err == nil && (c.Track.Name != "purchase" || c.Reach < 1) {
		err = fault.New(fault.Missing, "没有这个页面，或您无权查看。")
	}
	if err == nil {
		if given, bad := s.Flow.Answers(r.Context(), s.Flow.DB(), c, "propose", "inform"); bad != nil || len(given["seed"]) != 64 {
			err = fault.New(fault.Missing, "没有这个页面，或您无权查看。")
		}
	}
	return c, a, err
}
