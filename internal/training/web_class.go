package training

import (
	"context"
	"fmt"
	"net/http"
	"slices"

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

// A classView is the page of a class.
type classView struct {
	Shell    ui.Shell
	Head     ui.Head
	Class    *Class
	Actor    org.Actor
	Plan     form.Answers // of the form, or as it was sent
	Planning bool         // the plan is being written
	Figures  []ui.Figure
	Lessons  ui.Table
	People   ui.Table
	Leaves   []leaveView
	Moves    []programme.Move
	Sign     bool // the list may be signed now
	List     form.Answers
	Asked    []form.Question
	Pending  *flow.Proposal
	Note     string // of a draft sent back
	CanUndo  bool
	Release  []ui.Link // who may be taken out
	Events   []ui.Event
	Tried    string
	Answers  form.Answers
	Wrong    form.Wrong
}

// A leaveView is a request that waits for the institution.
type leaveView struct {
	Entry, Name, Lesson, Reason string
	N                           int
}

func (s *Slice) show(w http.ResponseWriter, r *http.Request) error {
	c, a, err := s.found(r, readers...)
	if err != nil {
		return err
	}
	if err := s.Flow.Seen(r.Context(), c, a); err != nil {
		return err
	}
	return s.showClass(w, r, http.StatusOK, c, a, "", nil, nil)
}

// showClass answers with the page of a class; tried is the form that was not
// right.
func (s *Slice) showClass(w http.ResponseWriter, r *http.Request, status int, c *flow.Case, a org.Actor, tried string, ans form.Answers, wrong form.Wrong) error {
	ctx := r.Context()
	v := &classView{Actor: a, Tried: tried, Answers: ans, Wrong: wrong}
	var err error
	if v.Class, err = s.class(ctx, s.Flow.DB(), c); err != nil {
		return err
	}
	if v.Head, err = s.HeadOf(ctx, c, a); err != nil {
		return err
	}
	v.Head.Trail = []ui.Link{{Text: lang.T(ctx, "培训班次"), Href: "/classes"}}
	v.Head.Title = c.Name
	v.Head.Meta = append([]string{c.Unit}, v.Head.Meta...)
	v.Shell = ui.ShellOf(ctx, v.Head.Title, "/classes")
	for _, part := range []func(*http.Request, *classView) error{s.planPart, s.peoplePart, s.leavePart, s.actPart, s.signPart} {
		if err := part(r, v); err != nil {
			return err
		}
	}
	if v.Events, err = s.EventsOf(ctx, c, a); err != nil {
		return err
	}
	return web.Render(w, r, status, classPage(v))
}

// planPart reads the plan and its lessons.
func (s *Slice) planPart(r *http.Request, v *classView) (err error) {
	ctx, c := r.Context(), v.Class.Case
	if v.Plan, err = s.Flow.Answers(ctx, s.Flow.DB(), c, "submit"); err != nil {
		return err
	}
	v.Planning = c.State == "drafting" && v.Actor.Role == programme.Institution
	if v.Tried == "plan" {
		v.Plan = v.Answers
	}
	v.Lessons = s.lessonTable(ctx, v.Class, v.Actor)
	return nil
}

// lessonTable lists the lessons; each leads to its attendance once it began.
func (s *Slice) lessonTable(ctx context.Context, k *Class, a org.Actor) ui.Table {
	t := ui.Table{ID: "lessons", Caption: lang.T(ctx, "课次"), Dense: true, Columns: []ui.Column{
		{Label: lang.T(ctx, "课程"), Main: true}, {Label: lang.T(ctx, "时间")}, {Label: lang.T(ctx, "学时"), Num: true},
		{Label: lang.T(ctx, "授课人")}, {Label: lang.T(ctx, "地点")}, {Label: lang.T(ctx, "考勤")},
	}, Empty: lang.T(ctx, "还没有课次安排")}
	now := s.Flow.Now()
	for _, l := range k.Lessons {
		row := ui.Row{Cells: []ui.Cell{
			{Text: l.Subject, Sub: lang.T(ctx, "第%d次课", l.N)}, {Text: l.When()}, {Text: fmt.Sprint(l.Hours)}, {Text: l.Trainer}, {Text: l.Place},
		}}
		state := ui.Cell{Text: lang.T(ctx, "未开始"), Tone: ui.Plain}
		switch {
		case l.Ticked > 0:
			state = ui.Cell{Text: lang.T(ctx, "已登记"), Tone: ui.Done}
		case k.State != "running":
			state = ui.Cell{Text: "—"}
		case !now.Before(l.Starts()):
			state = ui.Cell{Text: lang.T(ctx, "待登记"), Tone: ui.Waiting}
			if a.Role == programme.Institution {
				state.Tone = ui.OnMe
			}
		}
		if slices.Contains(tickers, a.Role) && (l.Ticked > 0 || k.State == "running") {
			row.Href = fmt.Sprintf("/classes/%s/lessons/%d", k.ID, l.N)
		}
		row.Cells = append(row.Cells, state)
		t.Rows = append(t.Rows, row)
	}
	return t
}

// peoplePart reads the people and how they stand.
func (s *Slice) peoplePart(r *http.Request, v *classView) error {
	ctx, k := r.Context(), v.Class
	people, err := s.peopleFor(ctx, k.Case, v.Actor)
	if err != nil {
		return err
	}
	v.People = s.peopleTable(ctx, k, people)
	if v.Actor.Role == programme.Institution && k.State == "running" {
		s.links(r, v, people)
	}
	present := k.present(people)
	reached, short := 0, 0
	for _, c := range present {
		switch st := k.Of(c.ID); {
		case st.Reached():
			reached++
		case st.Short():
			short++
		}
		v.Release = append(v.Release, ui.Link{Text: ui.Joined(c.Name, c.Unit), Href: c.ID})
	}
	if k.Reach < 2 {
		return nil
	}
	v.Figures = []ui.Figure{
		{Label: lang.T(ctx, "学员"), Value: fmt.Sprint(len(present)), Note: lang.T(ctx, "招收 %d 人", k.Capacity)},
		{Label: lang.T(ctx, "总学时"), Value: fmt.Sprint(k.Total), Note: lang.T(ctx, "结业须满%d学时且出勤不低于%d%%", k.Edition.Limit("training.hours").N, k.Edition.Limit("training.share").N)},
		{Label: lang.T(ctx, "已达标"), Value: fmt.Sprint(reached), Tone: ui.Done},
		{Label: lang.T(ctx, "已不可能达标"), Value: fmt.Sprint(short), Tone: lateIf(short > 0)},
	}
	return nil
}

func lateIf(bad bool) ui.Tone {
	if bad {
		return ui.Late
	}
	return ui.Plain
}

// replies are the words of a 回执.
var replies = map[string]string{"": "未回执", "attend": "按时参加", "leave": "参加，部分请假", "cannot": "不能参加"}

func replyCell(ctx context.Context, t trainee, called bool) ui.Cell {
	switch {
	case t.Gone:
		return ui.Cell{Text: lang.T(ctx, "已离班"), Tone: ui.Plain}
	case !called:
		return ui.Cell{Text: "—"}
	}
	tone := map[string]ui.Tone{"": ui.Waiting, "attend": ui.Done, "leave": ui.Done, "cannot": ui.Late}[t.Reply]
	return ui.Cell{Text: lang.T(ctx, replies[t.Reply]), Tone: tone}
}

// peopleTable lists people with their 回执, hours and what is missing.
func (s *Slice) peopleTable(ctx context.Context, k *Class, people []flow.Case) ui.Table {
	t := ui.Table{ID: "people", Caption: lang.T(ctx, "学员"), Dense: true, Columns: []ui.Column{
		{Label: lang.T(ctx, "姓名"), Main: true}, {Label: lang.T(ctx, "单位")}, {Label: lang.T(ctx, "地区")},
		{Label: lang.T(ctx, "回执")}, {Label: lang.T(ctx, "学时"), Num: true}, {Label: lang.T(ctx, "出勤率"), Num: true}, {Label: lang.T(ctx, "结业")},
	}, Empty: lang.T(ctx, "还没有编入学员"), EmptyText: lang.T(ctx, "省级按地市和培训方向编班后出现在这里。")}
	for i := range people {
		c := &people[i]
		st, tr := k.Of(c.ID), k.trainees[c.ID]
		row := ui.Row{Cells: append([]ui.Cell{{Text: c.Name, Sub: c.No}, {Text: c.Unit}, {Text: casework.Place(c)}, replyCell(ctx, tr, k.Reach >= 4)}, standingCells(ctx, st)...)}
		if !tr.Gone && st.Short() && !st.Reached() {
			row.Tone = ui.Late
		}
		if tr.Gone {
			row.Cells[6] = ui.Cell{Text: "—"}
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// standingCells are hours, share and whether they are enough.
func standingCells(ctx context.Context, st Standing) []ui.Cell {
	word := ui.Cell{Text: lang.T(ctx, "在训"), Tone: ui.Waiting}
	switch {
	case st.Total == 0:
		word = ui.Cell{Text: "—"}
	case st.Reached():
		word = ui.Cell{Text: lang.T(ctx, "已达标"), Tone: ui.Done}
	case st.Short():
		word = ui.Cell{Text: lang.T(ctx, "不能达标"), Tone: ui.Late}
	}
	return []ui.Cell{{Text: fmt.Sprintf("%d/%d", st.Hours, st.Total), Sub: missed(ctx, st)}, {Text: fmt.Sprintf("%d%%", st.Share())}, word}
}

// missed says what somebody has missed.
func missed(ctx context.Context, st Standing) string {
	var parts []string
	for _, x := range []struct {
		n    int
		text string
	}{{st.Late, "迟到%d次"}, {st.Leave, "请假%d次"}, {st.Absent, "缺勤%d次"}} {
		if x.n > 0 {
			parts = append(parts, lang.T(ctx, x.text, x.n))
		}
	}
	return ui.Joined(parts...)
}

// leavePart reads the requests that wait for the reader.
func (s *Slice) leavePart(r *http.Request, v *classView) error {
	if v.Actor.Role != programme.Institution || v.Class.State != "running" {
		return nil
	}
	ctx := r.Context()
	for _, l := range v.Class.leaves {
		if l.State != "asked" || v.Class.trainees[l.Entry].Gone {
			continue
		}
		c, err := s.Flow.Load(ctx, s.Flow.DB(), l.Entry)
		if err != nil {
			return err
		}
		given, err := s.Flow.Given(ctx, s.Flow.DB(), l.Entry, l.Seq)
		if err != nil {
			return err
		}
		at, _ := v.Class.Lesson(l.N)
		v.Leaves = append(v.Leaves, leaveView{l.Entry, c.Name, lang.T(ctx, "第%d次课（%s）", l.N, at.When()), given["reason"], l.N})
	}
	return nil
}

// actPart reads what the reader may do.
func (s *Slice) actPart(r *http.Request, v *classView) (err error) {
	ctx, q, c, a := r.Context(), s.Flow.DB(), v.Class.Case, v.Actor
	if v.Pending, err = s.Flow.Pending(ctx, q, c); err != nil {
		return err
	}
	if v.Pending != nil && v.Pending.Organ != a.Organ.ID {
		v.Pending = nil
	} else if v.Pending == nil {
		for _, m := range s.Flow.Moves(c, a) {
			if !m.Quiet {
				v.Moves = append(v.Moves, m)
			}
		}
	}
	if a.Role == programme.Province {
		if _, v.Note, err = s.Flow.Returned(ctx, q, c); err != nil {
			return err
		}
	}
	_, undoable := s.Flow.Undoable(ctx, q, c, a)
	v.CanUndo = undoable == nil
	if a.Role != programme.Province || !slices.Contains(taking, c.State) {
		v.Release = nil
	}
	return nil
}

// signPart prepares the list for whoever signs it.
func (s *Slice) signPart(r *http.Request, v *classView) (err error) {
	ctx, c := r.Context(), v.Class.Case
	if v.Actor.Role != programme.Institution || c.State != "running" || len(v.Class.Lessons) == 0 {
		return nil
	}
	for _, l := range v.Class.Lessons {
		if l.Ticked == 0 {
			return nil
		}
	}
	v.Sign = true
	v.Asked = signed(c)
	v.List, _, err = s.Completion(ctx, s.Flow.DB(), c)
	return err
}

// signed are the questions that who signs a completion list answers.
func signed(c *flow.Case) (qs []form.Question) {
	for _, q := range c.Track.Forms["completion"] {
		if q.Name == "signer" || q.Name == "title" {
			qs = append(qs, q)
		}
	}
	return qs
}

// classSection shows a class wherever it is decided on.
func (s *Slice) classSection(ctx context.Context, c *flow.Case, a org.Actor) (templ.Component, error) {
	k, err := s.class(ctx, s.Flow.DB(), c)
	if err != nil {
		return nil, err
	}
	plan, err := s.Flow.Answers(ctx, s.Flow.DB(), c, "submit")
	if err != nil {
		return nil, err
	}
	people, err := s.peopleFor(ctx, c, a)
	if err != nil {
		return nil, err
	}
	return classPart(s.facts(ctx, k, plan), s.lessonTable(ctx, k, org.Actor{}), s.peopleTable(ctx, k, people)), nil
}

// facts are what a plan says, without its rows.
func (s *Slice) facts(ctx context.Context, k *Class, plan form.Answers) (out []ui.Pair) {
	out = append(out, ui.Pair{Key: lang.T(ctx, "承训机构"), Value: k.Unit})
	for _, q := range k.Track.Forms["plan"] {
		if q.Name != "lessons" && plan[q.Name] != "" {
			out = append(out, ui.Pair{Key: lang.T(ctx, q.Label), Value: form.Show(q, plan[q.Name], lang.Of(ctx))})
		}
	}
	return append(out, ui.Pair{Key: lang.T(ctx, "总学时"), Value: fmt.Sprint(k.Total)})
}

// plan reads the plan and sends it to the province; what does not fit together
// is said beside each field.
func (s *Slice) plan(w http.ResponseWriter, r *http.Request) error {
	c, a, err := s.found(r, programme.Institution)
	if err != nil {
		return err
	}
	seen, err := casework.Seen(r)
	if err != nil {
		return err
	}
	m, err := s.Flow.Step(c, "submit", a, seen)
	if err != nil {
		return err
	}
	ans, wrong := form.Read(c.Track.Forms[m.Form], r.PostForm)
	if len(wrong) == 0 {
		wrong = planWrong(c.Edition, ans)
	}
	if len(wrong) > 0 {
		return s.showClass(w, r, http.StatusUnprocessableEntity, c, a, "plan", ans, wrong)
	}
	if _, err := s.Flow.Move(r.Context(), c, m, a, ans); err != nil {
		return err
	}
	return back(w, r, c)
}

func back(w http.ResponseWriter, r *http.Request, c *flow.Case) error {
	http.Redirect(w, r, "/classes/"+c.ID, http.StatusSeeOther)
	return nil
}

// decide answers a request for leave.
func (s *Slice) decide(w http.ResponseWriter, r *http.Request) error {
	c, a, err := s.found(r, programme.Institution)
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return fault.Wrap(fault.Invalid, err, "表单无法读取。")
	}
	ans, wrong := form.Read(s.track("entry").Forms["verdict"], r.PostForm)
	if len(wrong) > 0 {
		return s.showClass(w, r, http.StatusUnprocessableEntity, c, a, "leave", ans, wrong)
	}
	err = s.Flow.DB().Tx(r.Context(), func(tx *db.Tx) error {
		return s.Decide(r.Context(), tx, a, c.ID, r.PostForm.Get("entry"), number(ans["lesson"]), r.PostForm.Get("do") == "grant", ans["ground"])
	})
	if err != nil {
		return err
	}
	return back(w, r, c)
}

// release takes somebody out of a class.
func (s *Slice) release(w http.ResponseWriter, r *http.Request) error {
	c, a, err := s.found(r, programme.Province)
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return fault.Wrap(fault.Invalid, err, "表单无法读取。")
	}
	ans, wrong := form.Read(c.Track.Forms["ground"], r.PostForm)
	if len(wrong) > 0 {
		return s.showClass(w, r, http.StatusUnprocessableEntity, c, a, "release", ans, wrong)
	}
	err = s.Flow.DB().Tx(r.Context(), func(tx *db.Tx) error {
		return s.Release(r.Context(), tx, a, c.ID, r.PostForm.Get("entry"), ans["ground"])
	})
	if err != nil {
		return err
	}
	return back(w, r, c)
}

// sign reads who signs and signs the list as the page showed it.
func (s *Slice) sign(w http.ResponseWriter, r *http.Request) error {
	c, a, err := s.found(r, programme.Institution)
	if err != nil {
		return err
	}
	seen, err := casework.Seen(r)
	if err != nil {
		return err
	}
	m, err := s.Flow.Step(c, "sign", a, seen)
	if err != nil {
		return err
	}
	list, _, err := s.Completion(r.Context(), s.Flow.DB(), c)
	if err != nil {
		return err
	}
	if r.PostForm.Get("digest") != list["digest"] {
		return fault.New(fault.Stale, "结业名单刚刚有了变化，请看过最新情况再签报。")
	}
	for name, value := range list {
		r.PostForm.Set(name, value)
	}
	ans, wrong := form.Read(c.Track.Forms[m.Form], r.PostForm)
	if len(wrong) > 0 {
		return s.showClass(w, r, http.StatusUnprocessableEntity, c, a, "sign", ans, wrong)
	}
	if _, err := s.Flow.Move(r.Context(), c, m, a, ans); err != nil {
		return err
	}
	return back(w, r, c)
}
