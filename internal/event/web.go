package event

import (
	"context"
	"net/http"
	"slices"

	"github.com/a-h/templ"

	"qinglan/internal/calendar"
	"qinglan/internal/casework"
	"qinglan/internal/db"
	"qinglan/internal/doc"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/lang"
	"qinglan/internal/org"
	"qinglan/internal/web"
	"qinglan/internal/web/ui"
)

// Routes adds the pages.
func (s *Slice) Routes(m *web.Mux) {
	m.Route("GET /events", s.calendar)
	m.Route("GET /events/new", s.fresh)
	m.Route("POST /events", s.plan)
}

// A calendarView is the calendar: what is announced for everybody, and what an
// office has in hand.
type calendarView struct {
	Shell  ui.Shell
	Tabs   []ui.Link
	Office bool
	Own    ui.Table
	Coming ui.Table
	Past   ui.Table
}

func (s *Slice) calendar(w http.ResponseWriter, r *http.Request) error {
	ctx, today := r.Context(), calendar.Day(s.Flow.Now())
	lines, err := announced(ctx, s.Flow.DB(), today.AddMonths(-6).String())
	if err != nil {
		return err
	}
	v := calendarView{Shell: ui.ShellOf(ctx, lang.T(ctx, "推广活动"), "/events")}
	var coming, past []Line
	for _, l := range lines {
		if l.State == "held" || l.Day < today.String() {
			past = append(past, l)
		} else {
			coming = append(coming, l)
		}
	}
	slices.Reverse(past)
	v.Coming, v.Past = s.table(ctx, lang.T(ctx, "近期活动"), coming), s.table(ctx, lang.T(ctx, "近半年已举办"), past)
	v.Coming.ID, v.Past.ID = "coming", "past"
	if a := casework.ActorOf(ctx); slices.Contains(offices, a.Role) {
		v.Office, v.Tabs, v.Shell.Active = true, []ui.Link{
			{Text: lang.T(ctx, "师资库"), Href: "/lecturers"}, {Text: lang.T(ctx, "需求调研"), Href: "/surveys"}, {Text: lang.T(ctx, "推广活动"), Href: "/events"},
		}, "/lecturers"
		if v.Own, err = s.inHand(ctx, a); err != nil {
			return err
		}
	}
	return web.Render(w, r, http.StatusOK, calendarPage(v))
}

// inHand is what an office plans, and what it sees planned below it.
func (s *Slice) inHand(ctx context.Context, a org.Actor) (ui.Table, error) {
	cs, err := s.Flow.Cases(ctx, a, flow.Filter{Track: track, States: []string{"planned", "announced"}})
	t := ui.Table{ID: "own", Caption: lang.T(ctx, "办理中的活动"), Columns: []ui.Column{
		{Label: lang.T(ctx, "活动"), Main: true}, {Label: lang.T(ctx, "举办单位")}, {Label: lang.T(ctx, "状态")},
	}, Empty: lang.T(ctx, "没有办理中的活动"), EmptyText: lang.T(ctx, "新建一项活动，邀请讲师以后再发布。")}
	for i := range cs {
		c := &cs[i]
		tone := casework.StateTone(c.Now())
		if c.Party == a.Organ.ID {
			tone = ui.OnMe
		}
		t.Rows = append(t.Rows, ui.Row{Href: "/cases/" + c.ID, Cells: []ui.Cell{{Text: c.Name}, {Text: c.Unit}, {Text: lang.T(ctx, c.Now().Label), Tone: tone}}})
	}
	return t, err
}

func (s *Slice) table(ctx context.Context, caption string, lines []Line) ui.Table {
	e := s.Flow.Current()
	t := ui.Table{Caption: caption, Columns: []ui.Column{
		{Label: lang.T(ctx, "活动"), Main: true}, {Label: lang.T(ctx, "日期")}, {Label: lang.T(ctx, "地点")}, {Label: lang.T(ctx, "方向")}, {Label: lang.T(ctx, "面向对象")}, {Label: lang.T(ctx, "举办单位")},
	}, Empty: lang.T(ctx, "目前没有活动"), EmptyText: lang.T(ctx, "有新的活动时会列在这里。")}
	for _, l := range lines {
		day, err := calendar.Parse(l.Day)
		if err != nil {
			continue // it was read as a date
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{
			{Text: l.Title, Sub: l.About}, {Text: ui.Day(ctx, day.At(0, 0)), Sub: s.word(ctx, "part", l.Part)},
			{Text: l.Place}, {Text: lang.T(ctx, directionOf(e.Directions, l.Direction))}, {Text: l.Audience}, {Text: l.Organ},
		}})
	}
	return t
}

// word is what a choice of the plan is called.
func (s *Slice) word(ctx context.Context, question, value string) string {
	for _, q := range s.ask() {
		if q.Name == question {
			return lang.T(ctx, directionOf(q.Choices, value))
		}
	}
	return ""
}

func directionOf(cs []form.Choice, value string) string {
	for _, c := range cs {
		if c.Value == value {
			return c.Label
		}
	}
	return value
}

// ask is the form of a plan.
func (s *Slice) ask() []form.Question {
	t, ok := s.Flow.Current().Track(track)
	if !ok {
		return nil
	}
	return t.Forms["plan"]
}

// A planView asks for a plan.
type planView struct {
	Shell   ui.Shell
	ID      string
	Form    []form.Question
	Answers form.Answers
	Wrong   form.Wrong
}

// fresh asks for a plan; what a proposal of a survey says is filled in.
func (s *Slice) fresh(w http.ResponseWriter, r *http.Request) error {
	if _, err := casework.As(r, offices...); err != nil {
		return err
	}
	v := planView{ID: db.NewID(), Answers: form.Answers{}}
	for _, name := range []string{"title", "direction", "audience"} {
		v.Answers[name] = r.URL.Query().Get(name)
	}
	return s.show(w, r, http.StatusOK, v)
}

func (s *Slice) show(w http.ResponseWriter, r *http.Request, status int, v planView) error {
	v.Shell, v.Form = ui.ShellOf(r.Context(), lang.T(r.Context(), "新建推广活动"), "/lecturers"), s.ask()
	return web.Render(w, r, status, planPage(v))
}

func (s *Slice) plan(w http.ResponseWriter, r *http.Request) error {
	a, err := casework.As(r, offices...)
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return fault.Wrap(fault.Invalid, err, "表单无法读取。")
	}
	answers, wrong := form.Read(s.ask(), r.PostForm)
	if len(wrong) == 0 {
		wrong = unclean(answers)
		if answers["on"] < calendar.Day(s.Flow.Now()).String() {
			wrong.Add("on", "日期已经过去，请改为今天或以后的日期。")
		}
	}
	id := r.PostForm.Get("id")
	if len(wrong) > 0 {
		return s.show(w, r, http.StatusUnprocessableEntity, planView{ID: id, Answers: answers, Wrong: wrong})
	}
	if err := s.Plan(r.Context(), a, id, answers); err != nil {
		return err
	}
	http.Redirect(w, r, "/cases/"+id, http.StatusSeeOther)
	return nil
}

// section shows what was planned.
func (s *Slice) section(ctx context.Context, c *flow.Case, _ org.Actor) (templ.Component, error) {
	plan, err := s.Flow.Given(ctx, s.Flow.DB(), c.ID, 1)
	if err != nil || len(plan) == 0 {
		return nil, err
	}
	return planBox(ui.Answered(ctx, c.Track.Forms["plan"], plan, nil)), nil
}

// printed is an event as the archive keeps it.
func (s *Slice) printed(ctx context.Context, c *flow.Case) ([]casework.Printed, error) {
	plan, err := s.Flow.Given(ctx, s.Flow.DB(), c.ID, 1)
	if err != nil || len(plan) == 0 {
		return nil, err
	}
	came, err := s.Flow.Answers(ctx, s.Flow.DB(), c, "hold")
	if err != nil {
		return nil, err
	}
	small := doc.Style{Size: doc.Five, Lead: 1.4}
	t := doc.Table{Style: small, Columns: []doc.Column{{Width: 40}, {Width: 128, Align: doc.Left}}}
	t.Rows = append(t.Rows, doc.Cells("举办单位", c.Unit), doc.Cells("结果", c.Now().Label))
	for _, x := range []struct {
		form string
		a    form.Answers
	}{{"plan", plan}, {"outcome", came}} {
		for _, q := range c.Track.Forms[x.form] {
			if x.a[q.Name] != "" {
				t.Rows = append(t.Rows, doc.Cells(q.Label, form.Show(q, x.a[q.Name], lang.Chinese)))
			}
		}
	}
	return []casework.Printed{{Title: "推广活动记录", At: c.Since, Doc: doc.Document{
		Title: "推广活动记录", Page: doc.Portrait(), Created: c.Since,
		Blocks: []doc.Block{doc.Text{Text: "推广活动记录", Style: doc.Style{Size: doc.Two2, Bold: true, Align: doc.Centre}, After: 4}, t},
		Footer: doc.Footer{Right: "第 {n} 页，共 {m} 页"},
	}}}, nil
}
