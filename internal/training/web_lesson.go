package training

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"qinglan/internal/casework"
	"qinglan/internal/course"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/lang"
	"qinglan/internal/law"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/web"
	"qinglan/internal/web/ui"
)

// tickers see the attendance of a lesson; the institution writes it.
var tickers = []programme.Role{programme.Institution, programme.Province, programme.Auditor}

// A lessonView is the list that a teacher ticks on a phone.
type lessonView struct {
	Shell  ui.Shell
	Head   ui.Head
	Class  *course.Class
	Lesson course.Lesson
	Ticks  []tickView
	Write  bool // the reader may write now
	Early  bool // it has not begun
	Ground string
	Wrong  form.Wrong
	Trail  []ui.Event
}

// A tickView is one person on the list.
type tickView struct {
	Field, Name, Unit, Mark, Leave string
	Cannot                         bool // has answered that they cannot come
	Choices                        []form.Choice
}

// lessonOf returns the class and lesson that r names.
func (s *Slice) lessonOf(r *http.Request, roles ...programme.Role) (*course.Class, course.Lesson, org.Actor, error) {
	c, a, err := s.found(r, roles...)
	if err != nil {
		return nil, course.Lesson{}, a, err
	}
	n, err := intOf(r, "n")
	if err != nil {
		return nil, course.Lesson{}, a, err
	}
	k, err := s.Class(r.Context(), s.Flow.DB(), c)
	if err != nil {
		return nil, course.Lesson{}, a, err
	}
	l, ok := k.Lesson(n)
	if !ok {
		return nil, l, a, errMissing
	}
	return k, l, a, nil
}

func (s *Slice) lesson(w http.ResponseWriter, r *http.Request) error {
	k, l, a, err := s.lessonOf(r, tickers...)
	if err != nil {
		return err
	}
	return s.showLesson(w, r, http.StatusOK, k, l, a, nil, nil)
}

// showLesson answers with the list of a lesson; ans is what was tried.
func (s *Slice) showLesson(w http.ResponseWriter, r *http.Request, status int, k *course.Class, l course.Lesson, a org.Actor, ans form.Answers, wrong form.Wrong) error {
	ctx := r.Context()
	v := lessonView{Class: k, Lesson: l, Wrong: wrong, Ground: ans["ground"]}
	v.Early = s.Flow.Now().Before(l.Starts())
	v.Write = a.Role == programme.Institution && k.State == "running" && !v.Early
	v.Head = ui.Head{
		Trail: []ui.Link{{Text: lang.T(ctx, "培训班次"), Href: "/classes"}, {Text: k.Name, Href: "/classes/" + k.ID}},
		Title: lang.T(ctx, "考勤：第%d次课", l.N), Lead: ui.Joined(l.Subject, l.When(), l.Place),
		Meta: []string{lang.T(ctx, "%d学时", l.Hours), lang.T(ctx, "授课人 %s", l.Trainer), lang.T(ctx, "依据：%s", basisOf(k, "attend"))},
	}
	v.Shell = ui.ShellOf(ctx, v.Head.Title, "/classes")
	people, err := s.Entries(ctx, s.Flow.DB(), k.ID)
	if err != nil {
		return err
	}
	given := map[string]string{}
	for _, row := range form.Table(ans["marks"]) {
		given[row["case"]] = row["mark"]
	}
	choices := marksIn(k)
	for _, c := range k.Present(people) {
		t := tickView{Field: course.TickField(c.ID), Name: c.Name, Unit: c.Unit, Choices: choices, Leave: k.Leave(c.ID, l.N), Cannot: k.Trainees[c.ID].Reply == "cannot"}
		t.Mark = k.Marks[c.ID][l.N]
		if t.Mark == "" && v.Write && !t.Cannot { // nobody is put down as present who said no
			t.Mark = map[bool]string{true: "leave", false: "present"}[t.Leave == "granted"]
		}
		if ans != nil {
			t.Mark = given[c.ID]
		}
		v.Ticks = append(v.Ticks, t)
	}
	if v.Trail, err = s.trail(ctx, k, l.N); err != nil {
		return err
	}
	return web.Render(w, r, status, lessonPage(v))
}

func basisOf(k *course.Class, move string) law.Citation {
	m, _ := k.Track.Move(move)
	return m.Basis.Cite()
}

// marksIn are the marks that the edition lets a teacher choose from.
func marksIn(k *course.Class) []form.Choice {
	for _, q := range k.Track.Forms["attendance"] {
		for _, c := range q.Columns {
			if c.Name == "mark" {
				return c.Choices
			}
		}
	}
	return nil
}

// trail tells each time the attendance of a lesson was written, newest first:
// who, how many of each mark, and of a correction whose mark was changed from
// what to what, and why.
func (s *Slice) trail(ctx context.Context, k *course.Class, n int) ([]ui.Event, error) {
	entries, err := s.Flow.Journal(ctx, s.Flow.DB(), k.Case)
	if err != nil {
		return nil, err
	}
	var out []ui.Event
	var before string
	for _, e := range entries {
		if e.Move != "attend" {
			continue
		}
		given, err := s.Flow.Given(ctx, s.Flow.DB(), k.ID, e.Seq)
		if err != nil {
			return nil, err
		}
		if given["lesson"] != strconv.Itoa(n) {
			continue
		}
		who, err := s.Flow.Orgs().Name(ctx, s.Flow.DB(), e.Person)
		if err != nil {
			return nil, err
		}
		ev := ui.Event{At: e.At, Who: who, Did: lang.T(ctx, "登记考勤"), Text: tally(ctx, given["marks"])}
		if given["revision"] != "0" {
			changed, err := s.changed(ctx, k, before, given["marks"])
			if err != nil {
				return nil, err
			}
			ev.Did, ev.Text = lang.T(ctx, "更正考勤"), strings.Join(append(changed, ui.Joined(ev.Text, given["ground"])), "\n")
		}
		before, out = given["marks"], append(out, ev)
	}
	slices.Reverse(out)
	return out, nil
}

// changed says of each person whose mark differs from what it was.
func (s *Slice) changed(ctx context.Context, k *course.Class, before, after string) (out []string, err error) {
	words, was := map[string]string{}, map[string]string{}
	for _, c := range marksIn(k) {
		words[c.Value] = lang.T(ctx, c.Label)
	}
	for _, row := range form.Table(before) {
		was[row["case"]] = row["mark"]
	}
	for _, row := range form.Table(after) {
		if old := was[row["case"]]; old != row["mark"] && old != "" {
			c, err := s.Flow.Load(ctx, s.Flow.DB(), row["case"])
			if err != nil {
				return nil, err
			}
			out = append(out, lang.T(ctx, "%s：%s → %s", c.Name, words[old], words[row["mark"]]))
		}
	}
	return out, nil
}

// tally counts the marks of one list.
func tally(ctx context.Context, marks string) string {
	n := map[string]int{}
	for _, row := range form.Table(marks) {
		n[row["mark"]]++
	}
	return lang.T(ctx, "到%d人，迟到%d人，请假%d人，缺勤%d人", n["present"], n["late"], n["leave"], n["absent"])
}

// tick keeps the attendance of a lesson. It goes by the number of times the
// lesson was written and not by the last move of the class, so that two
// teachers may tick two lessons at once.
func (s *Slice) tick(w http.ResponseWriter, r *http.Request) error {
	k, l, a, err := s.lessonOf(r, programme.Institution)
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return fault.Wrap(fault.Invalid, err, "表单无法读取。")
	}
	if _, err := s.Flow.Step(k.Case, "attend", a, k.Seq); err != nil {
		return err
	}
	ctx := r.Context()
	people, err := s.Entries(ctx, s.Flow.DB(), k.ID)
	if err != nil {
		return err
	}
	ans := course.Ticks(l.N, numberIn(r, "revision"), k.Present(people), func(c *flow.Case) string { return r.PostForm.Get(course.TickField(c.ID)) })
	read, wrong := form.Read([]form.Question{{Name: "ground", Kind: form.Text, Max: 200, Optional: true}}, r.PostForm)
	if read["ground"] != "" {
		ans["ground"] = read["ground"]
	}
	if len(wrong) == 0 && ans["revision"] == strconv.Itoa(l.Ticked) {
		wrong = k.TicksWrong(people, ans)
	}
	if len(wrong) > 0 {
		return s.showLesson(w, r, http.StatusUnprocessableEntity, k, l, a, ans, wrong)
	}
	if err := s.Attend(ctx, a, k.ID, ans); err != nil {
		return err
	}
	return back(w, r, k.Case)
}

// title is what a class is called on a page beside others.
func title(ctx context.Context, c *flow.Case) string { return ui.Joined(casework.NameOf(ctx, c), c.No) }
