package course

import (
	"context"
	"encoding/json"
	"strconv"

	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/org"
)

// TicksWrong complains of an attendance: everybody in the class needs one mark,
// a leave must have been granted, and a correction says why.
func (k *Class) TicksWrong(people []flow.Case, ans form.Answers) form.Wrong {
	w := form.Wrong{}
	n := number(ans["lesson"])
	given := map[string]string{}
	for _, row := range form.Table(ans["marks"]) {
		given[row["case"]] = row["mark"]
	}
	for _, c := range k.Present(people) {
		name := TickField(c.ID)
		switch given[c.ID] {
		case "present", "late", "absent":
		case "leave":
			if k.Leave(c.ID, n) != "granted" {
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

// TickField is the name under which the mark of somebody is asked.
func TickField(entry string) string { return "m." + entry }

// attendanceFits is the guard behind what the page says beside each row.
func (s *Store) attendanceFits(ctx context.Context, tx *db.Tx, e flow.Event) error {
	if err := alone(ctx, tx, e.Case.ID); err != nil {
		return err
	}
	k, err := s.Class(ctx, tx, &e.Case)
	if err != nil {
		return err
	}
	l, ok := k.Lesson(number(e.Answers["lesson"]))
	switch {
	case !ok:
		return fault.New(fault.Invalid, "本班没有这个课次。")
	case s.flow.Now().Before(l.Starts()):
		return fault.New(fault.Closed, "这个课次还没有开始，不能登记考勤。")
	case strconv.Itoa(l.Ticked) != e.Answers["revision"]:
		return fault.New(fault.Stale, "这个课次的考勤刚刚有人登记过，请看过最新情况再登记。")
	}
	people, err := s.Entries(ctx, tx, e.Case.ID)
	if err != nil {
		return err
	}
	if len(k.TicksWrong(people, e.Answers)) > 0 {
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

// Attend writes an attendance.
func (s *Store) Attend(ctx context.Context, a org.Actor, class string, ans form.Answers) error {
	return s.flow.DB().Tx(ctx, func(tx *db.Tx) error {
		if err := alone(ctx, tx, class); err != nil {
			return err
		}
		c, err := s.flow.Load(ctx, tx, class)
		if err != nil {
			return err
		}
		m, err := s.flow.Step(c, "attend", a, c.Seq)
		if err == nil {
			_, err = s.flow.MoveIn(ctx, tx, *c, m, a, ans)
		}
		return err
	})
}

// Ticks are the answers of an attendance, written for the time after seen.
func Ticks(lesson, seen int, people []flow.Case, mark func(c *flow.Case) string) form.Answers {
	rows := make([]form.Answers, len(people))
	for i := range people {
		rows[i] = form.Answers{"case": people[i].ID, "mark": mark(&people[i])}
	}
	b, err := json.Marshal(rows)
	if err != nil {
		panic(err) // strings always marshal
	}
	return form.Answers{"lesson": strconv.Itoa(lesson), "revision": strconv.Itoa(seen), "marks": string(b)}
}
