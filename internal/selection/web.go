package selection

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"qinglan/internal/assessment"
	"qinglan/internal/casework"
	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/lang"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/score"
	"qinglan/internal/web"
	"qinglan/internal/web/ui"
)

// A toAssess is an institution whose assessment is under way.
type toAssess struct {
	Case    flow.Case
	Sheets  []string // the state of each, no mark and no total
	Wanting bool     // an expert is still to be appointed
	Locked  int64
	Want    int64
	ID      string // of the sheet to open
}

// A selectView is the province's page of institutions.
type selectView struct {
	Shell    ui.Shell
	Edition  string
	Editions ui.Choice
	Slates   ui.Table
	Reported ui.Table
	Assess   []toAssess
	Judges   []org.Post
	Ranked   []ranked
	Form     []form.Question
	Tried    casework.Tried
	ID       string
	Case     *flow.Case // a selection that is being made
	Pending  *flow.Proposal
	Returned string
	Chosen   ui.Table
	Line     string
}

func (s *Slice) selecting(w http.ResponseWriter, r *http.Request) error {
	a, err := casework.As(r, programme.Province)
	if err != nil {
		return err
	}
	return s.showSelection(w, r, http.StatusOK, a, casework.Tried{}, nil)
}

func (s *Slice) showSelection(w http.ResponseWriter, r *http.Request, status int, a org.Actor, tried casework.Tried, typed []ranked) error {
	ctx, q := r.Context(), s.Flow.DB()
	e, err := s.EditionAsked(r)
	if err != nil {
		return err
	}
	v := selectView{Edition: e.Name, Editions: s.Editions(ctx, r, e), Shell: ui.ShellOf(ctx, lang.T(ctx, "机构评估与遴选"), "/selection"), Tried: tried, ID: db.NewID()}
	v.Shell.Wide = true
	v.Line = score.Score(e.Limit("inst.line").N).String()
	if v.Slates, err = s.slates(ctx, a, e); err != nil {
		return err
	}
	if v.Reported, err = s.tableOf(ctx, a, e, lang.T(ctx, "待受理的机构"), "reported"); err != nil {
		return err
	}
	if v.Chosen, err = s.tableOf(ctx, a, e, lang.T(ctx, "遴选结果"), "selected", "reserve", "not-selected", "ended"); err != nil {
		return err
	}
	if v.Assess, err = s.underway(ctx, q, a, e); err != nil {
		return err
	}
	if v.Judges, err = s.Flow.Orgs().Holders(ctx, q, programme.Judge); err != nil {
		return err
	}
	if v.Ranked = typed; typed == nil {
		if v.Ranked, err = s.assessed(ctx, q, a, e); err != nil {
			return err
		}
	}
	t, _ := e.Track(assessment.Selection)
	v.Form = asked(t)
	if err := s.drafting(ctx, q, a, e, &v); err != nil {
		return err
	}
	return web.Render(w, r, status, selectTempl(v))
}

// asked are the questions about a selection; its rows are chosen on the page.
func asked(t *programme.Track) []form.Question {
	return slices.DeleteFunc(slices.Clone(t.Forms["outcome"]), func(q form.Question) bool { return q.Name == "rows" })
}

// drafting finds a selection that is being made, and whether it waits inside.
func (s *Slice) drafting(ctx context.Context, q db.Q, a org.Actor, e *programme.Edition, v *selectView) error {
	cs, err := s.Flow.Cases(ctx, a, flow.Filter{Edition: e.Name, Track: assessment.Selection, States: []string{"drafting"}})
	if err != nil || len(cs) == 0 {
		return err
	}
	v.Case = &cs[0]
	if v.Pending, err = s.Flow.Pending(ctx, q, v.Case); err != nil {
		return err
	}
	_, v.Returned, err = s.Flow.Returned(ctx, q, v.Case)
	return err
}

func (s *Slice) tableOf(ctx context.Context, a org.Actor, e *programme.Edition, caption string, states ...string) (ui.Table, error) {
	cs, err := s.Flow.Cases(ctx, a, flow.Filter{Edition: e.Name, Track: assessment.Institution, States: states})
	t := s.Table(ctx, a, caption, cs)
	t.ID = "cases-" + states[0]
	return t, err
}

// slates shows of each city what it has said: how many, none and why, nothing.
func (s *Slice) slates(ctx context.Context, a org.Actor, e *programme.Edition) (ui.Table, error) {
	t := ui.Table{ID: "slates", Caption: lang.T(ctx, "各市推荐"), Dense: true, Columns: []ui.Column{
		{Label: lang.T(ctx, "地市"), Main: true}, {Label: lang.T(ctx, "情况")}, {Label: lang.T(ctx, "家数"), Num: true}, {Label: lang.T(ctx, "说明")},
	}}
	cs, err := s.Flow.Cases(ctx, a, flow.Filter{Edition: e.Name, Track: "slate"})
	if err != nil {
		return t, err
	}
	gone, err := s.beyondCity(ctx, a, e)
	if err != nil {
		return t, err
	}
	for _, city := range org.Cities(e.Since) {
		row := ui.Row{Cells: ui.Texts(city.Name, lang.T(ctx, "未上报"), "", "")}
		i := slices.IndexFunc(cs, func(c flow.Case) bool { return c.City == city.Code && c.State != c.Track.Start })
		if i >= 0 {
			c := &cs[i]
			members, err := s.Flow.Members(ctx, s.Flow.DB(), c.ID)
			if err != nil {
				return t, err
			}
			ans, err := s.Flow.Answers(ctx, s.Flow.DB(), c, "report", "none")
			if err != nil {
				return t, err
			}
			row.Href = s.Href(c, a)
			row.Cells = []ui.Cell{{Text: city.Name}, {Text: lang.T(ctx, c.Now().Label), Tone: casework.StateTone(c.Now())},
				{Text: strconv.Itoa(len(members))}, {Text: ans["reason"] + ans["note"]}}
		} else if n := gone[city.Code]; n > 0 {
			row.Cells = []ui.Cell{{Text: city.Name}, {Text: lang.T(ctx, "已退回，重新研究中"), Tone: ui.Waiting}, {Text: strconv.Itoa(n)}, {Text: lang.T(ctx, "其中已上报的机构照常办理")}}
		}
		t.Rows = append(t.Rows, row)
	}
	return t, nil
}

// beyondCity counts the institutions of each city that have been reported,
// also where the city has its slate back.
func (s *Slice) beyondCity(ctx context.Context, a org.Actor, e *programme.Edition) (map[string]int, error) {
	cs, err := s.Flow.Cases(ctx, a, flow.Filter{Edition: e.Name, Track: assessment.Institution})
	out := map[string]int{}
	for _, c := range cs { // the province sees none that was not reported to it
		if c.Now().Reach >= 4 {
			out[c.City]++
		}
	}
	return out, err
}

// underway returns the institutions that are being assessed, with how far each
// sheet is. No mark is read here.
func (s *Slice) underway(ctx context.Context, q db.Q, a org.Actor, e *programme.Edition) (out []toAssess, err error) {
	cs, err := s.Flow.Cases(ctx, a, flow.Filter{Edition: e.Name, Track: assessment.Institution, States: []string{"accepted"}})
	if err != nil {
		return nil, err
	}
	for _, c := range cs {
		x := toAssess{Case: c, Want: c.Edition.Limit("inst.assessors").N, ID: db.NewID()}
		sheets, err := s.results.Sheets(ctx, q, c.ID)
		if err != nil {
			return nil, err
		}
		for _, sh := range sheets {
			name, err := s.Flow.Orgs().Name(ctx, q, sh.Party)
			if err != nil {
				return nil, err
			}
			x.Sheets = append(x.Sheets, ui.Joined(name, lang.T(ctx, sh.Now().Label)))
		}
		x.Locked = assessment.Locked(sheets)
		x.Wanting = int64(len(assessment.Live(sheets))) < x.Want
		out = append(out, x)
	}
	return out, nil
}

// appoint asks an expert of the pool to assess an institution.
func (s *Slice) appoint(w http.ResponseWriter, r *http.Request) error {
	if _, err := casework.As(r, programme.Province); err != nil {
		return err
	}
	c, a, err := s.Find(r)
	if err != nil {
		return err
	}
	if c.Track.Name != assessment.Institution {
		return errMissing
	}
	seen, err := casework.Seen(r)
	if err != nil {
		return err
	}
	m, err := s.Flow.Step(c, "appoint", a, seen)
	if err != nil {
		return err
	}
	answers, wrong := form.Read(c.Track.Forms[m.Form], r.PostForm)
	if len(wrong) > 0 {
		return fault.New(fault.Invalid, "请从评委库中选择评估专家。")
	}
	return s.draft(w, r, c, m, a, answers, "/selection?edition="+c.Edition.Name+"#assess")
}

// draft makes a move, or drafts it for the leaders, and leads on.
func (s *Slice) draft(w http.ResponseWriter, r *http.Request, c *flow.Case, m programme.Move, a org.Actor, ans form.Answers, to string) error {
	if _, err := s.Flow.Move(r.Context(), c, m, a, ans); err != nil {
		return err
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}

// issue drafts the decision about the institutions that have an outcome; those
// without stay for another.
func (s *Slice) issue(w http.ResponseWriter, r *http.Request) error {
	a, e, err := s.Asks(r, programme.Province)
	if err != nil {
		return err
	}
	ctx, q := r.Context(), s.Flow.DB()
	list, err := s.assessed(ctx, q, a, e)
	if err != nil {
		return err
	}
	for i := range list {
		list[i].Outcome = r.PostForm.Get("outcome." + list[i].Case.ID)
	}
	t, _ := e.Track(assessment.Selection)
	answers, wrong := form.Read(asked(t), r.PostForm)
	decided := slices.DeleteFunc(slices.Clone(list), func(x ranked) bool { return level[x.Outcome] == 0 })
	if len(decided) == 0 {
		wrong.Add("rows", "请至少给一家机构选择结果。")
	}
	var unfit *fault.Error
	if err := fits(decided); errors.As(err, &unfit) {
		wrong["rows"] = form.Complaint{Format: unfit.Format, Args: unfit.Args}
	}
	if len(wrong) > 0 {
		return s.showSelection(w, r, http.StatusUnprocessableEntity, a, casework.Tried{Move: "issue", Answers: answers, Wrong: wrong}, list)
	}
	answers["rows"] = outcomeRows(decided)
	c, err := s.selectionCase(ctx, a, e, r.PostForm.Get("id"))
	if err != nil {
		return err
	}
	m, err := s.Flow.Step(c, "issue", a, c.Seq)
	if err != nil {
		return err
	}
	return s.draft(w, r, c, m, a, answers, "/selection?edition="+e.Name)
}

// selectionCase returns the selection that is being made, opened now if there
// is none.
func (s *Slice) selectionCase(ctx context.Context, a org.Actor, e *programme.Edition, id string) (*flow.Case, error) {
	var v selectView
	if err := s.drafting(ctx, s.Flow.DB(), a, e, &v); err != nil || v.Case != nil {
		return v.Case, err
	}
	return s.Flow.Open(ctx, a, flow.Opening{ID: id, Edition: e.Name, Track: assessment.Selection, Party: a.Organ.ID, Name: e.Short})
}

// outcomes shows a selection on its page and to whoever approves it.
func (s *Slice) outcomes(ctx context.Context, c *flow.Case, a org.Actor) (templ.Component, error) {
	ans, err := s.Flow.Answers(ctx, s.Flow.DB(), c, "issue")
	if err != nil || ans["rows"] == "" {
		return nil, err
	}
	for _, q := range c.Track.Forms["outcome"] {
		if q.Name == "rows" {
			return tableTempl(ui.RowsTable(ctx, q, ans)), nil
		}
	}
	return nil, nil
}

// notYetMarked leads from an institution whose sheets are not all locked to the
// page where experts are appointed, instead of offering what the guard refuses.
func (s *Slice) notYetMarked(ctx context.Context, c *flow.Case, _ org.Actor, m programme.Move) (templ.Component, error) {
	if m.Name != "assess" {
		return nil, nil
	}
	sheets, err := s.results.Sheets(ctx, s.Flow.DB(), c.ID)
	locked, want := assessment.Locked(sheets), c.Edition.Limit("inst.assessors").N
	if err != nil || locked == want && int(want) == len(assessment.Live(sheets)) {
		return nil, err
	}
	return notYetMarkedTempl(c.Edition.Name, int64(len(assessment.Live(sheets))), locked, want), nil
}
