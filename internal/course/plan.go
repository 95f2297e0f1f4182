package course

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"time"

	"qinglan/internal/calendar"
	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/programme"
	"qinglan/internal/record"
)

// minutes is the least length of a 学时 (rules/31).
const minutes = 45

// A Lesson is one sitting of a class. Times are of Beijing, as 08:30.
type Lesson struct {
	N              int
	Day, From, To  string
	Subject        string
	Hours          int
	Trainer, Place string
	Ticked         int // how often its attendance was written
}

// Starts returns the moment a lesson begins.
func (l Lesson) Starts() time.Time { return l.at(l.From) }

// Ends returns the moment a lesson is over.
func (l Lesson) Ends() time.Time { return l.at(l.To) }

func (l Lesson) at(hour string) time.Time {
	d, err := calendar.Parse(l.Day)
	m, ok := clock(hour)
	if err != nil || !ok {
		return time.Time{}
	}
	return d.At(m/60, m%60)
}

// When says day and time of a lesson as papers print it.
func (l Lesson) When() string { return l.Day + " " + l.From + "—" + l.To }

// clock reads 8:30 as minutes of the day.
func clock(text string) (int, bool) {
	for _, layout := range []string{"15:04", "15：04"} {
		if t, err := time.Parse(layout, text); err == nil {
			return t.Hour()*60 + t.Minute(), true
		}
	}
	return 0, false
}

// lessonsOf reads the lessons of a plan in the order of time. It must be right.
func lessonsOf(plan form.Answers) []Lesson {
	var out []Lesson
	for _, row := range form.Table(plan["lessons"]) {
		from, _ := clock(row["from"])
		to, _ := clock(row["to"])
		out = append(out, Lesson{
			Day: row["day"], From: hhmm(from), To: hhmm(to), Subject: row["subject"], Hours: number(row["hours"]),
			Trainer: row["trainer"], Place: row["place"],
		})
	}
	slices.SortStableFunc(out, func(a, b Lesson) int { return cmp.Or(cmp.Compare(a.Day, b.Day), cmp.Compare(a.From, b.From)) })
	for i := range out {
		out[i].N = i + 1
	}
	return out
}

func hhmm(m int) string { return fmt.Sprintf("%02d:%02d", m/60, m%60) }

func number(text string) int {
	n, _ := strconv.Atoi(text)
	return n
}

// PlanWrong complains of a plan whose fields are each right but do not fit
// together: times, the hours of a lesson, of a subject and of the whole.
func PlanWrong(e *programme.Edition, plan form.Answers) form.Wrong {
	w := form.Wrong{}
	want, had := map[string]int{}, map[string]int{}
	syllabus := form.Table(plan["syllabus"])
	for i, row := range syllabus {
		if want[row["subject"]] > 0 {
			w.Add(form.Cell("syllabus", i, "subject"), "这个课程前面已经有一行。")
		}
		want[row["subject"]] += number(row["hours"])
	}
	lessons := form.Table(plan["lessons"])
	for i, row := range lessons {
		lessonWrong(w, lessons, i)
		if want[row["subject"]] == 0 {
			w.Add(form.Cell("lessons", i, "subject"), "教学大纲中没有这个课程。")
		}
		had[row["subject"]] += number(row["hours"])
	}
	total := 0
	for i, row := range syllabus {
		total += number(row["hours"])
		if s := row["subject"]; had[s] != want[s] {
			w.Add(form.Cell("syllabus", i, "hours"), "大纲为%d学时，课次安排了%d学时。", want[s], had[s])
		}
	}
	if least := int(e.Limit("training.hours").N); total < least {
		w.Add("syllabus", "集中培训不少于%d学时，现在共%d学时。", least, total)
	}
	return w
}

// lessonWrong complains of the time of lesson i.
func lessonWrong(w form.Wrong, lessons []form.Answers, i int) {
	row := lessons[i]
	from, ok1 := clock(row["from"])
	to, ok2 := clock(row["to"])
	switch {
	case !ok1:
		w.Add(form.Cell("lessons", i, "from"), "请写成时:分，例如 8:30。")
	case !ok2:
		w.Add(form.Cell("lessons", i, "to"), "请写成时:分，例如 8:30。")
	case to <= from:
		w.Add(form.Cell("lessons", i, "to"), "结束须晚于开始。")
	case number(row["hours"])*minutes > to-from:
		w.Add(form.Cell("lessons", i, "hours"), "一学时不少于%d分钟，这一段时间不够。", minutes)
	}
	for k, other := range lessons[:i] {
		f, t := other["from"], other["to"]
		of, ok3 := clock(f)
		ot, ok4 := clock(t)
		if ok1 && ok2 && ok3 && ok4 && other["day"] == row["day"] && from < ot && of < to {
			w.Add(form.Cell("lessons", i, "from"), "与第%d条的时间重叠。", k+1)
		}
	}
}

// planFits is the guard behind what the page has said beside each field.
func planFits(_ context.Context, _ *db.Tx, e flow.Event) error {
	if len(PlanWrong(e.Case.Edition, e.Answers)) > 0 {
		return fault.New(fault.Invalid, "课次安排与教学大纲不一致，请核对。")
	}
	return nil
}

// keepPlan keeps what a plan is reckoned with. Nobody sits in a class whose
// plan may still change.
func keepPlan(ctx context.Context, tx *db.Tx, e flow.Event) error {
	return putPlan(ctx, tx, e.Case.ID, number(e.Answers["capacity"]), e.Answers["directions"], lessonsOf(e.Answers))
}

// numberClass gives an approved class its number.
func (s *Store) numberClass(ctx context.Context, tx *db.Tx, e flow.Event) error {
	c := e.Case
	n, err := record.Number(ctx, tx, "class/"+c.Edition.Name)
	if err != nil {
		return err
	}
	return s.flow.SetNo(ctx, tx, c.ID, fmt.Sprintf("B%d-%03d", c.Edition.Since.Y, n))
}

// institutionSelected passes a class whose institution is selected for its
// edition.
func (s *Store) institutionSelected(ctx context.Context, tx *db.Tx, e flow.Event) error {
	by, err := s.Selection(ctx, tx, e.Case.Edition.Name, e.Case.Party)
	if err == nil && by == "" {
		err = ErrNotSelected
	}
	return err
}

var ErrNotSelected = fault.New(fault.Closed, "只有选定的承训机构可以开办培训班次。")

// Selection returns the newest case by which an institution was selected, or
// "": in one edition, or in any if none is named. Its class is of that edition
// (rules/54).
func (s *Store) Selection(ctx context.Context, q db.Q, edition, organ string) (string, error) {
	cs, err := s.flow.CasesIn(ctx, q, Everyone, flow.Filter{Edition: edition, Track: "institution", Party: organ, States: []string{"selected"}})
	if err != nil || len(cs) == 0 {
		return "", err
	}
	newest := slices.MaxFunc(cs, func(a, b flow.Case) int { return a.Opened.Compare(b.Opened) })
	return newest.ID, nil
}
