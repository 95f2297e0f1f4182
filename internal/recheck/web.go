package recheck

import (
	"context"
	"net/http"
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
	"qinglan/internal/standing"
	"qinglan/internal/web"
	"qinglan/internal/web/ui"
)

// Routes adds the pages.
func (s *Slice) Routes(m *web.Mux) {
	m.Route("POST /certification/{id}/recheck", s.askFor)
	m.Route("POST /rechecks/{id}/check", s.check)
	m.Route("POST /rechecks/{id}/confirm", s.confirmCheck)
}

type triedKey struct{}

// triedIn returns what was tried on the page of ctx and was not right.
func triedIn(ctx context.Context) casework.Tried {
	t, _ := ctx.Value(triedKey{}).(casework.Tried)
	return t
}

// An askPart is what the person can do about marks that were released.
type askPart struct {
	Case    *flow.Case
	ID      string // of the 查分 that would be opened
	Form    []form.Question
	Tried   casework.Tried
	Until   string
	Recheck *flow.Case // that was asked for; nil if none was
}

// askSection shows on the page of a released attempt what its reader may ask.
func (s *Slice) askSection(ctx context.Context, c *flow.Case, a org.Actor) (templ.Component, error) {
	if !standing.Released(c) || !standing.ReadsMarks(c, a) {
		return nil, nil
	}
	v, err := s.askPart(ctx, c, a)
	if err != nil || v == nil {
		return nil, err
	}
	return askBox(*v), nil
}

// openSection says on the page of a meeting, before anybody signs, whose 查分
// keeps its list from being confirmed.
func (s *Slice) openSection(ctx context.Context, c *flow.Case, a org.Actor) (templ.Component, error) {
	if c.Now().Final {
		return nil, nil
	}
	open, err := s.openOn(ctx, s.Flow.DB(), a.Person, c.ID)
	if err != nil || len(open) == 0 {
		return nil, err
	}
	return openBox(open), nil
}

// askPart returns what a may ask of the released attempt c, or nil.
func (s *Slice) askPart(ctx context.Context, c *flow.Case, a org.Actor) (*askPart, error) {
	there, err := s.recheckOf(ctx, s.Flow.DB(), a, c.ID)
	if err != nil {
		return nil, err
	}
	if there != nil {
		return &askPart{Case: c, Recheck: there}, nil
	}
	if a.Role != programme.Applicant || c.Party != a.Person || s.mayAsk(ctx, s.Flow.DB(), c) != nil {
		return nil, nil
	}
	until, err := s.askUntil(ctx, s.Flow.DB(), c)
	t, _ := c.Edition.Track("recheck")
	return &askPart{Case: c, ID: db.NewID(), Form: t.Forms["request"], Tried: triedIn(ctx), Until: ui.Deadline(ctx, until)}, err
}

// mayAskNow says among a person's own cases that marks may still be asked to be
// looked at again, and by when.
func (s *Slice) mayAskNow(ctx context.Context, a org.Actor) (templ.Component, error) {
	cs, err := s.Flow.Cases(ctx, a, flow.Filter{Track: "attempt", Party: a.Person})
	if err != nil {
		return nil, err
	}
	for i := range cs {
		if c := &cs[i]; standing.Released(c) && c.State == "failed" {
			v, err := s.askPart(ctx, c, a)
			if err != nil {
				return nil, err
			}
			if v != nil && v.Recheck == nil {
				return mayAskBox(*v), nil
			}
		}
	}
	return nil, nil
}

// askFor opens a 查分 of an attempt for the person whose it is.
func (s *Slice) askFor(w http.ResponseWriter, r *http.Request) error {
	c, a, err := s.Find(r)
	if err != nil {
		return err
	}
	if _, err := casework.As(r, programme.Applicant); err != nil || c.Track.Name != "attempt" {
		return fault.New(fault.Missing, "没有这个页面，或您无权查看。")
	}
	if err := r.ParseForm(); err != nil {
		return fault.Wrap(fault.Invalid, err, "表单无法读取。")
	}
	if r.PostForm.Get("seen") != strconv.FormatInt(c.Seq, 10) {
		return fault.New(fault.Stale, "这个办件刚刚有了变化，请看过最新情况再办理。")
	}
	t, _ := c.Edition.Track("recheck")
	answers, wrong := form.Read(t.Forms["request"], r.PostForm)
	if len(wrong) > 0 {
		tried := casework.Tried{Answers: answers, Wrong: wrong}
		r = r.WithContext(context.WithValue(r.Context(), triedKey{}, tried))
		return s.Show(w, r, http.StatusUnprocessableEntity, c, a, casework.Tried{})
	}
	id := r.PostForm.Get("id")
	if err := s.ask(r.Context(), a, c.ID, id, answers); err != nil {
		return err
	}
	http.Redirect(w, r, "/cases/"+id, http.StatusSeeOther)
	return nil
}

// A recheckPart is the page of a 查分: what was asked, what was entered, and
// the form of the next step.
type recheckPart struct {
	Case   *flow.Case
	Asked  []ui.Pair
	Table  ui.Table
	Form   []form.Question // to fill in; nil: nothing to fill in
	Tried  casework.Tried
	Second bool   // the reader may confirm what another has found
	Button string // what the confirmation says
}

// recheckSection shows marks to whoever reads them, and to the examiners who
// have to check them: they are released already.
func (s *Slice) recheckSection(ctx context.Context, c *flow.Case, a org.Actor) (templ.Component, error) {
	if a.Role != programme.Examiner && !standing.ReadsMarks(c, a) {
		return nil, nil
	}
	attempt, err := s.Flow.Load(ctx, s.Flow.DB(), c.Parent)
	if err != nil {
		return nil, err
	}
	asked, err := s.Flow.Given(ctx, s.Flow.DB(), c.ID, 1)
	if err != nil {
		return nil, err
	}
	v := recheckPart{Case: c, Tried: triedIn(ctx), Asked: casework.Facts(ctx, c.Edition, c.Track.Forms["request"], asked, a.Role)}
	if v.Table, err = s.recheckTable(ctx, c, attempt); err != nil {
		return nil, err
	}
	if a.Role == programme.Examiner && c.State == "asked" {
		if v.Form, err = s.checking(ctx, attempt, c); err != nil {
			return nil, err
		}
	}
	if a.Role == programme.Examiner && c.State == "checked" {
		_, differs, err := s.righted(ctx, s.Flow.DB(), c)
		if err != nil {
			return nil, err
		}
		v.Second = s.another(ctx, s.Flow.DB(), c, a) == nil
		v.Button = lang.T(ctx, "核对一致：维持")
		if differs {
			v.Button = lang.T(ctx, "核对一致：更正")
		}
	}
	return recheckBox(v), nil
}

// recheckTable sets what was released beside what the recheck has found.
func (s *Slice) recheckTable(ctx context.Context, c, attempt *flow.Case) (ui.Table, error) {
	t := ui.Table{ID: "recheck", Caption: lang.T(ctx, "成绩核对"), Columns: []ui.Column{
		{Label: lang.T(ctx, "项目"), Main: true}, {Label: lang.T(ctx, "发布的成绩"), Num: true}, {Label: lang.T(ctx, "复核结果"), Num: true},
	}}
	q := s.Flow.DB()
	out, err := s.Flow.Answers(ctx, q, attempt, "match")
	if err != nil {
		return t, err
	}
	found, err := s.Flow.Answers(ctx, q, c, "check")
	if err != nil {
		return t, err
	}
	carried, err := s.standing.Carried(ctx, q, attempt)
	if err != nil {
		return t, err
	}
	for _, p := range attempt.Edition.Parts {
		cells := []ui.Cell{{Text: lang.T(ctx, p.Label)}, {Text: out[p.Name]}, {Text: found[p.Name]}}
		if h, ok := carried[p.Name]; ok {
			cells[1] = ui.Cell{Text: h.Mark.String(), Sub: lang.T(ctx, "沿用%s", h.Day.String())}
		} else if found[p.Name] != "" && found[p.Name] != out[p.Name] {
			cells[2].Tone = ui.Late
		}
		t.Rows = append(t.Rows, ui.Row{Cells: cells})
	}
	return t, nil
}

// checking returns the form of a recheck: the parts that were taken this time,
// each with the mark to compare with, and the words for the person.
func (s *Slice) checking(ctx context.Context, attempt, c *flow.Case) (qs []form.Question, err error) {
	carried, err := s.standing.Carried(ctx, s.Flow.DB(), attempt)
	for _, q := range c.Track.Forms["checking"] {
		if _, ok := carried[q.Name]; !ok {
			if q.Kind == form.Score {
				q.Hint = "与发布的成绩一致的可以不填"
			}
			qs = append(qs, q)
		}
	}
	return qs, err
}

// check keeps what the first examiner has found.
func (s *Slice) check(w http.ResponseWriter, r *http.Request) error {
	c, a, err := s.rechecked(r)
	if err != nil {
		return err
	}
	seen, err := casework.Seen(r)
	if err != nil {
		return err
	}
	m, err := s.Flow.Step(c, "check", a, seen)
	if err != nil {
		return err
	}
	attempt, err := s.Flow.Load(r.Context(), s.Flow.DB(), c.Parent)
	if err != nil {
		return err
	}
	qs, err := s.checking(r.Context(), attempt, c)
	if err != nil {
		return err
	}
	answers, wrong := form.Read(qs, r.PostForm)
	if len(wrong) > 0 {
		tried := casework.Tried{Answers: answers, Wrong: wrong}
		r = r.WithContext(context.WithValue(r.Context(), triedKey{}, tried))
		return s.Show(w, r, http.StatusUnprocessableEntity, c, a, casework.Tried{})
	}
	return s.step(w, r, c, m, a, answers)
}

// confirmCheck is the second pair of eyes; the rule says whether a mark is put
// right.
func (s *Slice) confirmCheck(w http.ResponseWriter, r *http.Request) error {
	c, a, err := s.rechecked(r)
	if err != nil {
		return err
	}
	seen, err := casework.Seen(r)
	if err != nil {
		return err
	}
	_, differs, err := s.righted(r.Context(), s.Flow.DB(), c)
	if err != nil {
		return err
	}
	move := "keep"
	if differs {
		move = "correct"
	}
	m, err := s.Flow.Step(c, move, a, seen)
	if err != nil {
		return err
	}
	return s.step(w, r, c, m, a, nil)
}

func (s *Slice) step(w http.ResponseWriter, r *http.Request, c *flow.Case, m programme.Move, a org.Actor, answers form.Answers) error {
	if _, err := s.Flow.Move(r.Context(), c, m, a, answers); err != nil {
		return err
	}
	http.Redirect(w, r, "/cases/"+c.ID, http.StatusSeeOther)
	return nil
}

// rechecked returns the 查分 that r names, for an examiner who sees it.
func (s *Slice) rechecked(r *http.Request) (*flow.Case, org.Actor, error) {
	a, err := casework.As(r, programme.Examiner)
	if err != nil {
		return nil, a, err
	}
	c, err := s.Flow.Find(r.Context(), a, r.PathValue("id"))
	if err == nil && c.Track.Name != "recheck" {
		err = fault.New(fault.Missing, "没有这个页面，或您无权查看。")
	}
	return c, a, err
}
