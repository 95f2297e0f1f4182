package subsidy

import (
	"context"
	"net/http"
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"qinglan/internal/casework"
	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/lang"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/subsidy/standard"
	"qinglan/internal/web"
	"qinglan/internal/web/ui"
)

// Routes adds the pages.
func (s *Slice) Routes(m *web.Mux) {
	m.Route("GET /subsidy", s.page)
	m.Route("POST /subsidy/find", s.findNow)
	m.Route("POST /subsidy/export", s.export)
	m.Route("POST /subsidy/review", s.reviewPicked)
	m.Route("POST /subsidy/lists", s.begin)
	m.Route("GET /subsidy/standards/new", s.newStandard)
	m.Route("POST /subsidy/standards", s.addStandard)
	m.Route("GET /subsidy/standards/{id}", s.editStandard)
	m.Route("POST /subsidy/standards/{id}", s.changeStandard)
	m.Route("GET /subsidy/claims/{id}/account", s.askAccount)
	m.Route("POST /subsidy/claims/{id}/account", s.takeAccount)
	m.Route("POST /subsidy/claims/{id}/reveal", s.reveal)
	m.Route("GET /subsidy-notices", s.outs)
	m.Route("GET /subsidy-notices/{id}", s.out)
}

// watchers see what is promised and how much is left, and no person.
var watchers = []programme.Role{programme.Province, programme.Finance, programme.Auditor}

// page is the same address for everybody: what I may get, what my city owes,
// what my office pays, or how the province's cities stand.
func (s *Slice) page(w http.ResponseWriter, r *http.Request) error {
	a, err := casework.As(r, append(watchers[:3:3], programme.Applicant, programme.Institution, programme.City, programme.Payer)...)
	if err != nil {
		return err
	}
	var v templ.Component
	switch a.Role {
	case programme.Applicant, programme.Institution:
		v, err = s.minePage(r.Context(), a)
	case programme.City, programme.Payer:
		v, err = s.officePage(r.Context(), a, r.URL.Query().Get("found"))
	default:
		v, err = s.watchPage(r.Context(), a)
	}
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, v)
}

// findNow looks for results that have taken effect and are not owed for yet.
func (s *Slice) findNow(w http.ResponseWriter, r *http.Request) error {
	a, err := casework.As(r, programme.City)
	if err != nil {
		return err
	}
	n, err := s.Find(r.Context(), a)
	if err != nil {
		return err
	}
	http.Redirect(w, r, "/subsidy?found="+strconv.Itoa(n), http.StatusSeeOther)
	return nil
}

// reviewPicked notes that the claims that were picked are true, all or none.
func (s *Slice) reviewPicked(w http.ResponseWriter, r *http.Request) error {
	a, err := casework.As(r, programme.City)
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return fault.Wrap(fault.Invalid, err, "表单无法读取。")
	}
	if err := s.Review(r.Context(), a, r.PostForm["claim"]); err != nil {
		return err
	}
	http.Redirect(w, r, "/subsidy", http.StatusSeeOther)
	return nil
}

// begin opens a public notice of the claims that were picked.
func (s *Slice) begin(w http.ResponseWriter, r *http.Request) error {
	a, err := casework.As(r, programme.City)
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return fault.Wrap(fault.Invalid, err, "表单无法读取。")
	}
	id := db.NewID()
	if err := s.Draft(r.Context(), a, id, r.PostForm["claim"]); err != nil {
		return err
	}
	http.Redirect(w, r, "/cases/"+id, http.StatusSeeOther)
	return nil
}

// A standardView is the form of a standard, new or in draft.
type standardView struct {
	Shell   ui.Shell
	Action  string
	ID      string // of a new case
	Seq     int64
	Form    []form.Question
	Answers form.Answers
	Wrong   form.Wrong
}

func (s *Slice) standardForm() []form.Question {
	t, _ := s.Flow.Current().Track("standard")
	return t.Forms["standard"]
}

// newStandard shows the empty form, or with from= a copy of a standard that is
// there.
func (s *Slice) newStandard(w http.ResponseWriter, r *http.Request) error {
	a, err := casework.As(r, programme.City)
	if err != nil {
		return err
	}
	v := standardView{Action: "/subsidy/standards", ID: db.NewID(), Answers: form.Answers{"year": strconv.Itoa(s.Flow.Now().Year()), "days": "5"}}
	if from := r.URL.Query().Get("from"); from != "" {
		c, err := s.Flow.Find(r.Context(), a, from)
		if err != nil {
			return err
		}
		if v.Answers, err = s.Flow.Answers(r.Context(), s.Flow.DB(), c, "edit", "open"); err != nil {
			return err
		}
	}
	return s.showStandard(w, r, http.StatusOK, v)
}

func (s *Slice) showStandard(w http.ResponseWriter, r *http.Request, status int, v standardView) error {
	v.Shell, v.Form = ui.ShellOf(r.Context(), lang.T(r.Context(), "补助标准"), "/subsidy"), s.standardForm()
	return web.Render(w, r, status, standardPage(v))
}

// read reads the form of a standard and what is wrong with it as a whole.
func (s *Slice) read(r *http.Request, c *flow.Case) (form.Answers, form.Wrong, error) {
	if err := r.ParseForm(); err != nil {
		return nil, nil, fault.Wrap(fault.Invalid, err, "表单无法读取。")
	}
	a, w := form.Read(s.standardForm(), r.PostForm)
	if len(w) > 0 {
		return a, w, nil
	}
	st, err := standard.Of(c.ID, c.City, a)
	return a, st.Check(), err
}

func (s *Slice) addStandard(w http.ResponseWriter, r *http.Request) error {
	a, err := casework.As(r, programme.City)
	if err != nil {
		return err
	}
	given, wrong, err := s.read(r, &flow.Case{City: a.Organ.Region})
	if err != nil {
		return err
	}
	if len(wrong) > 0 {
		return s.showStandard(w, r, http.StatusUnprocessableEntity,
			standardView{Action: "/subsidy/standards", ID: r.PostForm.Get("id"), Answers: given, Wrong: wrong})
	}
	c, err := s.Flow.Open(r.Context(), a, opening(a, r.PostForm.Get("id"), given))
	if err != nil {
		return err
	}
	http.Redirect(w, r, "/cases/"+c.ID, http.StatusSeeOther)
	return nil
}

// opening is how a standard begins.
func opening(a org.Actor, id string, given form.Answers) flow.Opening {
	return flow.Opening{
		ID: id, Track: "standard", Party: a.Organ.ID, City: a.Organ.Region, Unit: given["docno"],
		Name: given["year"] + " " + items[given["item"]], Answers: given,
	}
}

// drafted returns the standard of r if a may still write it.
func (s *Slice) drafted(r *http.Request) (*flow.Case, org.Actor, error) {
	c, a, err := s.Pages.Find(r)
	if err == nil && (c.Track.Name != "standard" || a.Role != programme.City) {
		err = fault.New(fault.Missing, "没有这个页面，或您无权查看。")
	}
	return c, a, err
}

func (s *Slice) editStandard(w http.ResponseWriter, r *http.Request) error {
	c, _, err := s.drafted(r)
	if err != nil {
		return err
	}
	if c.State != "drafting" {
		return fault.New(fault.Stale, "这份标准已经报出，不能修改。")
	}
	if err := s.unsigned(r.Context(), s.Flow.DB(), c); err != nil {
		return err
	}
	given, err := s.Flow.Answers(r.Context(), s.Flow.DB(), c, "edit", "open")
	if err != nil {
		return err
	}
	return s.showStandard(w, r, http.StatusOK, standardView{Action: "/subsidy/standards/" + c.ID, Seq: c.Seq, Answers: given})
}

func (s *Slice) changeStandard(w http.ResponseWriter, r *http.Request) error {
	c, a, err := s.drafted(r)
	if err != nil {
		return err
	}
	seen, err := casework.Seen(r)
	if err != nil {
		return err
	}
	m, err := s.Flow.Step(c, "edit", a, seen)
	if err != nil {
		return err
	}
	given, wrong, err := s.read(r, c)
	if err != nil {
		return err
	}
	if len(wrong) > 0 {
		return s.showStandard(w, r, http.StatusUnprocessableEntity,
			standardView{Action: "/subsidy/standards/" + c.ID, Seq: c.Seq, Answers: given, Wrong: wrong})
	}
	o := opening(a, c.ID, given)
	err = s.Flow.DB().Tx(r.Context(), func(tx *db.Tx) error {
		if _, err := s.Flow.MoveIn(r.Context(), tx, *c, m, a, given); err != nil {
			return err
		}
		return s.Flow.Retitle(r.Context(), tx, c.ID, o.Name, o.Unit, "", o.City)
	})
	if err != nil {
		return err
	}
	http.Redirect(w, r, "/cases/"+c.ID, http.StatusSeeOther)
	return nil
}

// standardSection shows what a standard says, and how much of it is left.
func (s *Slice) standardSection(ctx context.Context, c *flow.Case, a org.Actor) (templ.Component, error) {
	given, err := s.Flow.Answers(ctx, s.Flow.DB(), c, "edit", "open")
	if err != nil {
		return nil, err
	}
	v := standardPart{Facts: ui.Answered(ctx, s.standardForm(), given, nil)}
	if st, err := standardByCase(ctx, s.Flow.DB(), c.ID); err == nil {
		v.Figures = budgetFigures(ctx, st)
	}
	if a.Role == programme.City && c.State == "drafting" {
		if err := s.unsigned(ctx, s.Flow.DB(), c); fault.Of(err) == fault.Closed {
			v.Locked = fault.Text(lang.Of(ctx), err)
		} else if err != nil {
			return nil, err
		} else {
			v.Edit = "/subsidy/standards/" + c.ID
		}
	}
	if a.Role == programme.City && slices.Contains([]string{"in-force", "ended"}, c.State) {
		v.Copy = "/subsidy/standards/new?from=" + c.ID
	}
	return standardBlock(v), nil
}

// A standardPart is what the page of a standard shows.
type standardPart struct {
	Facts      []ui.Pair
	Figures    []ui.Figure
	Edit, Copy string
	Locked     string // why it cannot be changed now
}

func budgetFigures(ctx context.Context, st Standard) []ui.Figure {
	return []ui.Figure{
		{Label: lang.T(ctx, "预算"), Value: form.Yuan(st.Budget), Unit: lang.T(ctx, "元")},
		{Label: lang.T(ctx, "已批准"), Value: form.Yuan(st.Spent), Unit: lang.T(ctx, "元")},
		{Label: lang.T(ctx, "余额"), Value: form.Yuan(st.Left()), Unit: lang.T(ctx, "元"), Tone: ui.Done},
	}
}
