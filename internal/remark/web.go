package remark

import (
	"context"
	"net/http"

	"github.com/a-h/templ"

	"qinglan/internal/casework"
	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/lang"
	"qinglan/internal/org"
	"qinglan/internal/web"
	"qinglan/internal/web/ui"
)

var errMissing = fault.New(fault.Missing, "没有这个页面，或您无权查看。")

// Routes adds the pages.
func (s *Slice) Routes(m *web.Mux) {
	m.Route("GET /calls", s.calls)
	m.Route("POST /cases/{id}/calls", s.noteCall)
	m.Route("POST /cases/{id}/opinions", s.askColleague)
	m.Route("POST /opinions/{id}", s.answerColleague)
}

// A shown is a remark in words.
type shown struct {
	Remark
	Who, To, Text string
	Mine          bool // waits for the reader's answer
}

// A view is the remarks on a case.
type view struct {
	Case    *flow.Case
	ID      string // of the next remark
	Phone   string
	Lines   []shown
	Call    []form.Question
	Ask     []form.Question
	Open    string // the form that was tried
	Answers form.Answers
	Wrong   form.Wrong
}

type triedKey struct{}

func (s *Slice) section(ctx context.Context, c *flow.Case, a org.Actor) (templ.Component, error) {
	if !a.Officer() || !holds(a) {
		return nil, nil
	}
	v := view{Case: c, ID: db.NewID(), Call: callForm}
	var err error
	if v.Phone, err = s.phoneOf(ctx, c, a); err != nil {
		return nil, err
	}
	if v.Ask, err = s.askForm(ctx, a); err != nil {
		return nil, err
	}
	all, err := s.on(ctx, c.ID, a.Organ.ID)
	if err != nil {
		return nil, err
	}
	for _, r := range all {
		x, err := s.shown(ctx, r, a)
		if err != nil {
			return nil, err
		}
		v.Lines = append(v.Lines, x)
	}
	if tried, ok := ctx.Value(triedKey{}).(view); ok {
		v.Open, v.Answers, v.Wrong = tried.Open, tried.Answers, tried.Wrong
	}
	return part(v), nil
}

func holds(a org.Actor) bool {
	for _, r := range offices {
		if r == a.Role {
			return true
		}
	}
	return false
}

func (s *Slice) shown(ctx context.Context, r Remark, a org.Actor) (x shown, err error) {
	x = shown{Remark: r, Mine: r.Kind == ask && !r.Settled && r.Asked == a.Person}
	if x.Who, err = s.Flow.Orgs().Name(ctx, s.Flow.DB(), r.Person); err != nil {
		return x, err
	}
	if r.Asked != "" {
		if x.To, err = s.Flow.Orgs().Name(ctx, s.Flow.DB(), r.Asked); err != nil {
			return x, err
		}
	}
	switch r.Kind {
	case call:
		x.Text = ui.Joined(outcome(ctx, r), r.Said["who"], r.Said["note"])
	default:
		x.Text = r.Said["text"]
	}
	return x, nil
}

func outcome(ctx context.Context, r Remark) string {
	return form.Show(callForm[0], r.Said["outcome"], lang.Of(ctx))
}

// asked returns the case that r names, for an office that may see it.
func (s *Slice) asked(r *http.Request) (*flow.Case, org.Actor, error) {
	if _, err := casework.As(r, offices...); err != nil {
		return nil, org.Actor{}, err
	}
	c, a, err := s.Find(r)
	if err != nil {
		return nil, a, err
	}
	if err := r.ParseForm(); err != nil {
		return nil, a, fault.Wrap(fault.Invalid, err, "表单无法读取。")
	}
	if r.PostForm.Get("id") == "" {
		return nil, a, fault.New(fault.Invalid, "表单无法读取。")
	}
	return c, a, nil
}

func (s *Slice) noteCall(w http.ResponseWriter, r *http.Request) error {
	c, a, err := s.asked(r)
	if err != nil {
		return err
	}
	said, wrong := form.Read(callForm, r.PostForm)
	if len(wrong) > 0 {
		return s.again(w, r, c, a, view{Open: call, Answers: said, Wrong: wrong})
	}
	follow := said["follow"]
	if err := s.write(r.Context(), Remark{ID: r.PostForm.Get("id"), Case: c.ID, Organ: a.Organ.ID, Person: a.Person, Kind: call, Follow: follow, Said: said}); err != nil {
		return err
	}
	return s.back(w, r, c, a)
}

func (s *Slice) askColleague(w http.ResponseWriter, r *http.Request) error {
	c, a, err := s.asked(r)
	if err != nil {
		return err
	}
	qs, err := s.askForm(r.Context(), a)
	if err != nil {
		return err
	}
	said, wrong := form.Read(qs, r.PostForm)
	if len(wrong) > 0 {
		return s.again(w, r, c, a, view{Open: ask, Answers: said, Wrong: wrong})
	}
	if err := s.write(r.Context(), Remark{ID: r.PostForm.Get("id"), Case: c.ID, Organ: a.Organ.ID, Person: a.Person, Kind: ask, Asked: said["asked"], Said: said}); err != nil {
		return err
	}
	return s.back(w, r, c, a)
}

func (s *Slice) answerColleague(w http.ResponseWriter, r *http.Request) error {
	a, err := casework.As(r, offices...)
	if err != nil {
		return err
	}
	q, err := s.one(r.Context(), r.PathValue("id"), a.Organ.ID)
	if err != nil {
		return err
	}
	c, err := s.Flow.Find(r.Context(), a, q.Case)
	if err != nil {
		return err
	}
	if q.Kind != ask || q.Asked != a.Person {
		return fault.New(fault.Denied, "这条征求意见不是问您的。")
	}
	if err := r.ParseForm(); err != nil {
		return fault.Wrap(fault.Invalid, err, "表单无法读取。")
	}
	said, wrong := form.Read(answerForm, r.PostForm)
	if len(wrong) > 0 {
		return s.again(w, r, c, a, view{Open: q.ID, Answers: said, Wrong: wrong})
	}
	if err := s.write(r.Context(), Remark{ID: "a-" + q.ID, Case: c.ID, Organ: a.Organ.ID, Person: a.Person, Kind: answer, Parent: q.ID, Said: said}); err != nil {
		return err
	}
	return s.back(w, r, c, a)
}

// again shows the page of the case with what was tried.
func (s *Slice) again(w http.ResponseWriter, r *http.Request, c *flow.Case, a org.Actor, tried view) error {
	return s.Show(w, r.WithContext(context.WithValue(r.Context(), triedKey{}, tried)), http.StatusUnprocessableEntity, c, a, casework.Tried{})
}

// back leads to where the reader works on the case.
func (s *Slice) back(w http.ResponseWriter, r *http.Request, c *flow.Case, a org.Actor) error {
	http.Redirect(w, r, s.Href(c, a)+"#remarks", http.StatusSeeOther)
	return nil
}

// A callsView is the list of calls.
type callsView struct {
	Shell ui.Shell
	Table ui.Table
}

func (s *Slice) calls(w http.ResponseWriter, r *http.Request) error {
	a, err := casework.As(r, callers...)
	if err != nil {
		return err
	}
	ctx := r.Context()
	list, err := s.list(ctx, a)
	if err != nil {
		return err
	}
	t := ui.Table{ID: "calls", Caption: lang.T(ctx, "待打电话"), Columns: []ui.Column{
		{Label: lang.T(ctx, "姓名"), Main: true}, {Label: lang.T(ctx, "电话")}, {Label: lang.T(ctx, "为什么打")}, {Label: lang.T(ctx, "截止")}, {Label: lang.T(ctx, "上次")},
	}, Empty: lang.T(ctx, "现在没有要打的电话"), EmptyText: lang.T(ctx, "退回补正后还没有联系上的，和约定再打的，到时列在这里。")}
	for i := range list {
		row, err := s.callRow(ctx, &list[i], a)
		if err != nil {
			return err
		}
		t.Rows = append(t.Rows, row)
	}
	v := callsView{Shell: ui.ShellOf(ctx, lang.T(ctx, "待打电话"), "/desk"), Table: t}
	return web.Render(w, r, http.StatusOK, callsPage(v))
}

func (s *Slice) callRow(ctx context.Context, x *toCall, a org.Actor) (ui.Row, error) {
	c := &x.Case
	phone, err := s.phoneOf(ctx, c, a)
	if err != nil {
		return ui.Row{}, err
	}
	why := ui.Cell{Text: lang.T(ctx, c.Now().Label)}
	if x.Follow != "" {
		why = ui.Cell{Text: lang.T(ctx, "约定%s再打", x.Follow), Tone: ui.OnMe}
	}
	last := ui.Cell{Text: "—"}
	if x.Last != nil {
		last = ui.Cell{Text: outcome(ctx, *x.Last), Sub: ui.When(ctx, x.Last.At)}
	}
	due := ""
	if !c.Due.IsZero() {
		due = ui.Deadline(ctx, c.Due)
	}
	row := ui.Row{Href: s.Href(c, a) + "#remarks", Cells: []ui.Cell{{Text: c.Name, Sub: ui.Joined(c.Unit, casework.Place(c))}, {Part: phoneTempl(phone)}, why, {Text: due}, last}}
	if c.Late(s.Flow.Now()) {
		row.Tone = ui.Late
	}
	return row, nil
}

// onDesk shows what colleagues ask the reader.
func (s *Slice) onDesk(ctx context.Context, a org.Actor) (templ.Component, error) {
	asks, err := s.asks(ctx, a.Organ.ID, a.Person)
	if err != nil || len(asks) == 0 {
		return nil, err
	}
	var out []deskLine
	for _, q := range asks {
		c, err := s.Flow.Find(ctx, a, q.Case)
		if fault.Of(err) == fault.Missing {
			continue
		}
		if err != nil {
			return nil, err
		}
		x, err := s.shown(ctx, q, a)
		if err != nil {
			return nil, err
		}
		out = append(out, deskLine{x, casework.Title(ctx, c), s.Href(c, a) + "#remarks"})
	}
	return deskPart(out), nil
}

// A deskLine is a question of a colleague on the desk.
type deskLine struct {
	shown
	Title, Href string
}
