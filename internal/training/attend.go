package training

import (
	"context"
	"slices"
	"strconv"

	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/programme"
)

// A Class is a class with what is reckoned of it.
type Class struct {
	*flow.Case
	Capacity, Taken int
	Directions      []string
	Lessons         []Lesson
	Total           int // hours
	trainees        map[string]trainee
	leaves          []leave
	marks           map[string]map[int]string
}

// class reads a class.
func (s *Slice) class(ctx context.Context, q db.Q, c *flow.Case) (*Class, error) {
	k := &Class{Case: c}
	var directions string
	var err error
	if k.Capacity, k.Taken, directions, err = room(ctx, q, c.ID); err != nil {
		return nil, err
	}
	k.Directions = form.List(directions)
	if k.Lessons, err = lessonsIn(ctx, q, c.ID); err != nil {
		return nil, err
	}
	for _, l := range k.Lessons {
		k.Total += l.Hours
	}
	if k.trainees, err = traineesOf(ctx, q, c.ID); err != nil {
		return nil, err
	}
	if k.leaves, err = leavesOf(ctx, q, c.ID); err != nil {
		return nil, err
	}
	k.marks, err = marksOf(ctx, q, c.ID)
	return k, err
}

// Lesson returns lesson n.
func (k *Class) Lesson(n int) (Lesson, bool) {
	for _, l := range k.Lessons {
		if l.N == n {
			return l, true
		}
	}
	return Lesson{}, false
}

// leave returns how the leave of somebody for a lesson stands, or "".
func (k *Class) leave(entry string, n int) string {
	for _, l := range k.leaves {
		if l.Entry == entry && l.N == n {
			return l.State
		}
	}
	return ""
}

// A Standing is how far somebody has come in a class (rules/32): whoever came,
// late or not, has the hours of the lesson; a leave has none.
type Standing struct {
	Hours, Total        int
	Late, Leave, Absent int
	Open                int // hours of lessons not written yet
	least, share        int
}

// Share returns the attendance in whole percent of the whole class, rounded
// down: 79.9 is not 80.
func (st Standing) Share() int {
	if st.Total == 0 {
		return 0
	}
	return st.Hours * 100 / st.Total
}

// Reached reports whether the limits of the edition are reached.
func (st Standing) Reached() bool { return st.Hours >= st.least && st.Share() >= st.share }

// Short reports whether they cannot be reached any more.
func (st Standing) Short() bool {
	best := st
	best.Hours += st.Open
	return !best.Reached()
}

// standing reckons from marks, by lesson, of one person.
func standing(e *programme.Edition, lessons []Lesson, marks map[int]string) Standing {
	st := Standing{least: int(e.Limit("training.hours").N), share: int(e.Limit("training.share").N)}
	for _, l := range lessons {
		st.Total += l.Hours
		switch marks[l.N] {
		case "present", "late":
			st.Hours += l.Hours
			if marks[l.N] == "late" {
				st.Late++
			}
		case "leave":
			st.Leave++
		case "absent":
			st.Absent++
		default:
			if l.Ticked == 0 {
				st.Open += l.Hours
			}
		}
	}
	return st
}

// Of returns the standing of an entry in k.
func (k *Class) Of(entry string) Standing { return standing(k.Edition, k.Lessons, k.marks[entry]) }

// entries returns the people of a class, those who left last, in the order in
// which they came.
func (s *Slice) entries(ctx context.Context, q db.Q, class string) ([]flow.Case, error) {
	cs, err := s.Flow.CasesIn(ctx, q, everyone, flow.Filter{List: class})
	if err != nil {
		return nil, err
	}
	members, err := s.Flow.Members(ctx, q, class)
	held := map[string]bool{}
	for _, m := range members {
		held[m.Case] = m.Held
	}
	slices.SortStableFunc(cs, func(a, b flow.Case) int { return rank(held[a.ID]) - rank(held[b.ID]) })
	return cs, err
}

func rank(last bool) int {
	if last {
		return 1
	}
	return 0
}

// present returns of the people of a class those who are still in it.
func (k *Class) present(all []flow.Case) (out []flow.Case) {
	for _, c := range all {
		if !k.trainees[c.ID].Gone {
			out = append(out, c)
		}
	}
	return out
}

// ticksWrong complains of an attendance: everybody in the class needs one mark,
// a leave must have been granted, and a correction says why.
func (k *Class) ticksWrong(people []flow.Case, ans form.Answers) form.Wrong {
	w := form.Wrong{}
	n := number(ans["lesson"])
	given := map[string]string{}
	for _, row := range form.Table(ans["marks"]) {
		given[row["case"]] = row["mark"]
	}
	for _, c := range k.present(people) {
		name := tickField(c.ID)
		switch given[c.ID] {
		case "present", "late", "absent":
		case "leave":
			if k.leave(c.ID, n) != "granted" {
				w.Add(name, "没有准假，不能登记为请假。")
			}
		default:
			w.Add(name, "请选择一项。")
		}
		delete(given, c.ID)
	}
	if len(given) > 0 {
		w.Add("marks", "名单刚刚有了变化，请看过最新情况再登记。")
	}
	if l, _ := k.Lesson(n); l.Ticked > 0 && ans["ground"] == "" {
		w.Add("ground", "更正考勤须写明说明。")
	}
	return w
}

// tickField is the name under which the mark of somebody is asked.
func tickField(entry string) string { return "m." + entry }

// attendanceFits is the guard behind what the page says beside each row.
func (s *Slice) attendanceFits(ctx context.Context, tx *db.Tx, e flow.Event) error {
	if err := alone(ctx, tx, e.Case.ID); err != nil {
		return err
	}
	k, err := s.class(ctx, tx, &e.Case)
	if err != nil {
		return err
	}
	l, ok := k.Lesson(number(e.Answers["lesson"]))
	switch {
	case !ok:
		return fault.New(fault.Invalid, "本班没有这个课次。")
	case s.Flow.Now().Before(l.Starts()):
		return fault.New(fault.Closed, "这个课次还没有开始，不能登记考勤。")
	case strconv.Itoa(l.Ticked) != e.Answers["revision"]:
		return fault.New(fault.Stale, "这个课次的考勤刚刚有人登记过，请看过最新情况再登记。")
	}
	people, err := s.entries(ctx, tx, e.Case.ID)
	if err != nil {
		return err
	}
	if len(k.ticksWrong(people, e.Answers)) > 0 {
		return fault.New(fault.Invalid, "考勤登记不完整，请核对每名学员。")
	}
	return nil
}

// keepAttendance keeps the marks to reckon with; what stood before stays in the
// journal of the class.
func keepAttendance(ctx context.Context, tx *db.Tx, e flow.Event) error {
	n := number(e.Answers["lesson"])
	ok, err := tick(ctx, tx, e.Case.ID, n, number(e.Answers["revision"]))
	if err != nil {
		return err
	}
	if !ok {
		return fault.New(fault.Stale, "这个课次的考勤刚刚有人登记过，请看过最新情况再登记。")
	}
	for _, row := range form.Table(e.Answers["marks"]) {
		if err := putMark(ctx, tx, e.Case.ID, n, row["case"], row["mark"]); err != nil {
			return err
		}
	}
	return nil
}
