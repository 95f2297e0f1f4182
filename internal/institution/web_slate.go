package institution

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
	"qinglan/internal/web"
	"qinglan/internal/web/ui"
)

// A slateView is a city's page of institutions.
type slateView struct {
	Edition          string
	Editions         ui.Choice
	Shell            ui.Shell
	Head             ui.Head
	Case             *flow.Case // nil: not begun
	Table            ui.Table
	Figures          []ui.Figure
	Advised          ui.Table // what is recommended so far, or was
	Members          []flow.Case
	Pending          *flow.Proposal
	Returned         string
	Waiting          int64
	Least, Most      int64
	Report, None     []form.Question
	Tried            casework.Tried
	Collecting, Full bool
}

func (s *Slice) slatePage(w http.ResponseWriter, r *http.Request) error {
	a, err := casework.As(r, programme.City)
	if err != nil {
		return err
	}
	return s.showSlate(w, r, http.StatusOK, a, casework.Tried{})
}

func (s *Slice) showSlate(w http.ResponseWriter, r *http.Request, status int, a org.Actor, tried casework.Tried) error {
	ctx, q := r.Context(), s.Flow.DB()
	e, err := s.EditionAsked(r)
	if err != nil {
		return err
	}
	v := slateView{
		Edition: e.Name, Editions: s.Editions(ctx, r, e),
		Shell: ui.ShellOf(ctx, lang.T(ctx, "机构推荐"), "/slate"), Tried: tried, Collecting: true,
		Least: e.Limit("inst.min").N, Most: e.Limit("inst.max").N,
		Head: ui.Head{Title: lang.T(ctx, "机构推荐"), Lead: a.Organ.Name},
	}
	cs, err := s.Flow.Cases(ctx, a, flow.Filter{Edition: e.Name, Track: track, City: a.Organ.Region})
	if err != nil {
		return err
	}
	v.Table = s.Table(ctx, a, lang.T(ctx, "本市申报的培训机构"), cs)
	v.Table.Empty = lang.T(ctx, "还没有机构申报")
	v.Table.EmptyText = lang.T(ctx, "机构提交、县级归集之后出现在这里。截止前仍没有的，可以报告无推荐。")
	if v.Waiting, err = waiting(ctx, q, e.Name, a.Organ.Region); err != nil {
		return err
	}
	if v.Case, err = s.slateOf(ctx, q, e.Name, a.Organ.Region); err != nil {
		return err
	}
	if v.Case != nil {
		if err := s.fillSlate(ctx, a, &v); err != nil {
			return err
		}
	}
	v.Full = int64(len(v.Members)) >= v.Most
	v.Figures = []ui.Figure{
		{Label: lang.T(ctx, "已推荐"), Value: lang.T(ctx, "%d / %d", len(v.Members), v.Most), Unit: lang.T(ctx, "家")},
		{Label: lang.T(ctx, "待决定"), Value: lang.T(ctx, "%d", v.Waiting), Unit: lang.T(ctx, "家"), Tone: onMe(v.Waiting > 0)},
	}
	return web.Render(w, r, status, slateTempl(v))
}

func onMe(yes bool) ui.Tone {
	if yes {
		return ui.OnMe
	}
	return ui.Plain
}

// fillSlate puts what has become of the slate into v.
func (s *Slice) fillSlate(ctx context.Context, a org.Actor, v *slateView) (err error) {
	q := s.Flow.DB()
	if v.Head, err = s.HeadOf(ctx, v.Case, a); err != nil {
		return err
	}
	v.Head.Title, v.Head.Lead = lang.T(ctx, "机构推荐"), a.Organ.Name
	v.Collecting = v.Case.State == v.Case.Track.Start
	v.Report = rest(v.Case.Track.Forms["report"], "count", "digest")
	v.None = v.Case.Track.Forms["none"]
	rows, err := s.advised(ctx, q, v.Case.ID)
	if err != nil {
		return err
	}
	v.Advised = adviceTable(ctx, rows)
	for _, x := range rows {
		v.Members = append(v.Members, x.Case)
	}
	if v.Pending, err = s.Flow.Pending(ctx, q, v.Case); err != nil {
		return err
	}
	_, v.Returned, err = s.Flow.Returned(ctx, q, v.Case)
	return err
}

// A fullView says that the places of a city are taken: by whom, and which of
// them the city may still take back.
type fullView struct {
	Most     int64
	Members  []flow.Case
	Reported bool // the slate is out of the city's hands
	Here     bool // on the page of an institution that waits
}

// mayTakeOut are the members whose recommendation the city may still cancel.
func (v fullView) mayTakeOut() (out []flow.Case) {
	for _, c := range v.Members {
		if m, ok := c.Track.Move("take-out"); ok && !v.Reported && slices.Contains(m.From, c.State) {
			out = append(out, c)
		}
	}
	return out
}

// noPlace says on the page of an institution that waits for its city why it
// cannot be recommended, instead of offering what the guard would refuse.
func (s *Slice) noPlace(ctx context.Context, c *flow.Case, a org.Actor, m programme.Move) (templ.Component, error) {
	q := s.Flow.DB()
	if m.Name != "recommend" {
		return nil, nil
	}
	n, err := recommended(ctx, q, c)
	if err != nil {
		return nil, err
	}
	list, err := s.slateOf(ctx, q, c.Edition.Name, c.City)
	if err != nil {
		return nil, err
	}
	v := fullView{Most: c.Edition.Limit("inst.max").N, Here: true, Reported: list != nil && list.State != list.Track.Start}
	if n < v.Most && !v.Reported || list == nil {
		return nil, nil
	}
	v.Members, err = s.onSlate(ctx, q, list.ID)
	return fullTempl(v), err
}

// rest returns the questions that the page does not answer itself.
func rest(qs []form.Question, but ...string) (out []form.Question) {
	for _, q := range qs {
		asked := true
		for _, name := range but {
			asked = asked && q.Name != name
		}
		if asked {
			out = append(out, q)
		}
	}
	return out
}

// beginSlate begins the city's slate, for a city that has recommended nobody.
func (s *Slice) beginSlate(w http.ResponseWriter, r *http.Request) error {
	a, e, err := s.Asks(r, programme.City)
	if err != nil {
		return err
	}
	err = s.Flow.DB().Tx(r.Context(), func(tx *db.Tx) error {
		if err := alone(r.Context(), tx, e.Name, a.Organ.Region); err != nil {
			return err
		}
		_, err := s.openSlate(r.Context(), tx, a, e.Name, a.Organ.Region)
		return err
	})
	if err != nil {
		return err
	}
	http.Redirect(w, r, "/slate?edition="+e.Name, http.StatusSeeOther)
	return nil
}

// stepOfSlate returns the city's slate and the move asked for.
func (s *Slice) stepOfSlate(r *http.Request, name string) (*flow.Case, programme.Move, org.Actor, error) {
	a, err := casework.As(r, programme.City)
	if err != nil {
		return nil, programme.Move{}, a, err
	}
	seen, err := casework.Seen(r)
	if err != nil {
		return nil, programme.Move{}, a, err
	}
	e, err := s.EditionAsked(r)
	if err != nil {
		return nil, programme.Move{}, a, err
	}
	c, err := s.slateOf(r.Context(), s.Flow.DB(), e.Name, a.Organ.Region)
	if err == nil && c == nil {
		err = fault.New(fault.Stale, "请先开始机构推荐。")
	}
	if err != nil {
		return nil, programme.Move{}, a, err
	}
	m, err := s.Flow.Step(c, name, a, seen)
	return c, m, a, err
}

// reportSlate drafts the report of exactly what the page showed.
func (s *Slice) reportSlate(w http.ResponseWriter, r *http.Request) error {
	c, m, a, err := s.stepOfSlate(r, "report")
	if err != nil {
		return err
	}
	note, wrong := form.Read(rest(c.Track.Forms["report"], "count", "digest"), r.PostForm)
	if len(wrong) > 0 {
		return s.showSlate(w, r, http.StatusUnprocessableEntity, a, casework.Tried{Move: m.Name, Answers: note, Wrong: wrong})
	}
	cs, err := s.onSlate(r.Context(), s.Flow.DB(), c.ID)
	if err != nil {
		return err
	}
	answers := reportAnswers(cs, note["note"])
	if answers["digest"] != r.PostForm.Get("digest") {
		return fault.New(fault.Stale, "推荐名单有了变化，请看过最新名单再上报。")
	}
	return s.draft(w, r, c, m, a, answers)
}

// noneSlate drafts the written 无推荐.
func (s *Slice) noneSlate(w http.ResponseWriter, r *http.Request) error {
	c, m, a, err := s.stepOfSlate(r, "none")
	if err != nil {
		return err
	}
	answers, wrong := form.Read(c.Track.Forms[m.Form], r.PostForm)
	if len(wrong) > 0 {
		return s.showSlate(w, r, http.StatusUnprocessableEntity, a, casework.Tried{Move: m.Name, Answers: answers, Wrong: wrong})
	}
	return s.draft(w, r, c, m, a, answers)
}

// draft makes a move of the slate, or drafts it for the leaders.
func (s *Slice) draft(w http.ResponseWriter, r *http.Request, c *flow.Case, m programme.Move, a org.Actor, ans form.Answers) error {
	if _, err := s.Flow.Move(r.Context(), c, m, a, ans); err != nil {
		return err
	}
	http.Redirect(w, r, "/slate?edition="+c.Edition.Name, http.StatusSeeOther)
	return nil
}

// members shows on the page of a slate, and to whoever approves it, which
// institutions it recommends.
func (s *Slice) members(ctx context.Context, c *flow.Case, a org.Actor) (templ.Component, error) {
	rows, err := s.advised(ctx, s.Flow.DB(), c.ID)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	return tableTempl(adviceTable(ctx, rows)), nil
}

// adviceTable shows what a city recommends: in which order and why.
func adviceTable(ctx context.Context, rows []advice) ui.Table {
	t := ui.Table{ID: "advised", Caption: lang.T(ctx, "推荐的培训机构"), Columns: []ui.Column{
		{Label: lang.T(ctx, "推荐顺序"), Num: true}, {Label: lang.T(ctx, "机构名称"), Main: true}, {Label: lang.T(ctx, "地区")},
		{Label: lang.T(ctx, "推荐意见")}, {Label: lang.T(ctx, "状态")},
	}}
	for i := range rows {
		c := &rows[i].Case
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{
			{Text: strconv.Itoa(rows[i].Order)}, {Text: c.Name, Sub: c.No, Href: "/cases/" + c.ID}, {Text: casework.Place(c)},
			{Text: rows[i].Opinion}, {Text: lang.T(ctx, c.Now().Label)},
		}})
	}
	return t
}
