package training

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"qinglan/internal/casework"
	"qinglan/internal/course"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/lang"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/web/ui"
)

// planPart reads the plan and its lessons.
func (s *Slice) planPart(r *http.Request, v *classView) (err error) {
	ctx, c := r.Context(), v.Class.Case
	if v.Plan, err = s.Flow.Answers(ctx, s.Flow.DB(), c, "submit"); err != nil {
		return err
	}
	v.Planning = c.State == "drafting" && v.Actor.Role == programme.Institution
	if v.Planning {
		typed, version, err := course.Draft(ctx, s.Flow.DB(), c.ID)
		if err != nil {
			return err
		}
		if v.Version = version; typed != nil {
			v.Plan = typed
		}
	}
	if v.Tried == "plan" {
		v.Plan = v.Answers
	}
	v.Lessons = s.lessonTable(ctx, v.Class, v.Actor)
	return nil
}

// A nextLesson is the first lesson whose attendance is not written.
type nextLesson struct {
	course.Lesson
	Due bool // it has begun
}

// nextPart finds the lesson that the institution writes next.
func (s *Slice) nextPart(_ *http.Request, v *classView) error {
	if v.Actor.Role != programme.Institution || v.Class.State != "running" {
		return nil
	}
	for _, l := range v.Class.Lessons {
		if l.Ticked == 0 {
			v.Next = &nextLesson{l, !s.Flow.Now().Before(l.Starts())}
			return nil
		}
	}
	return nil
}

// lessonTable lists the lessons; each leads to its attendance once it began.
func (s *Slice) lessonTable(ctx context.Context, k *course.Class, a org.Actor) ui.Table {
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

// classSection shows a class wherever it is decided on.
func (s *Slice) classSection(ctx context.Context, c *flow.Case, a org.Actor) (templ.Component, error) {
	k, err := s.Class(ctx, s.Flow.DB(), c)
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
func (s *Slice) facts(ctx context.Context, k *course.Class, plan form.Answers) (out []ui.Pair) {
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
		wrong = course.PlanWrong(c.Edition, ans)
	}
	if len(wrong) > 0 {
		return s.showClass(w, r, http.StatusUnprocessableEntity, c, a, "plan", ans, wrong)
	}
	if _, err := s.Flow.Move(r.Context(), c, m, a, ans); err != nil {
		return err
	}
	return back(w, r, c)
}

// keepPlan saves what is typed of a plan, right or not.
func (s *Slice) keepPlan(w http.ResponseWriter, r *http.Request) error {
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
	version, err := strconv.ParseInt(r.PostForm.Get("version"), 10, 64)
	if err != nil {
		return fault.Wrap(fault.Invalid, err, "表单无法读取。")
	}
	typed, _ := form.ReadDraft(c.Track.Forms[m.Form], r.PostForm)
	if version, err = s.KeepDraft(r.Context(), a, c.ID, version, typed); err != nil {
		return err
	}
	w.Header().Set("X-Version", strconv.FormatInt(version, 10))
	w.WriteHeader(http.StatusNoContent)
	return nil
}
