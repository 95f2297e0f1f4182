package course

import (
	"context"
	"fmt"
	"slices"

	"qinglan/internal/calendar"
	"qinglan/internal/db"
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
	Trainees        map[string]Trainee
	Leaves          []Leave
	Marks           map[string]map[int]string
}

// Class reads a class.
func (s *Store) Class(ctx context.Context, q db.Q, c *flow.Case) (*Class, error) {
	k := &Class{Case: c}
	var directions string
	var err error
	if k.Capacity, k.Taken, directions, err = room(ctx, q, c.ID); err != nil {
		return nil, err
	}
	k.Directions = form.List(directions)
	if k.Lessons, err = LessonsIn(ctx, q, c.ID); err != nil {
		return nil, err
	}
	for _, l := range k.Lessons {
		k.Total += l.Hours
	}
	if k.Trainees, err = TraineesOf(ctx, q, c.ID); err != nil {
		return nil, err
	}
	if k.Leaves, err = leavesOf(ctx, q, c.ID); err != nil {
		return nil, err
	}
	k.Marks, err = marksOf(ctx, q, c.ID)
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

// Leave returns how the leave of somebody for a lesson stands, or "".
func (k *Class) Leave(entry string, n int) string {
	for _, l := range k.Leaves {
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

// SoFar returns the attendance in whole percent of what has been written, rounded
// down; of nothing it is 0. What a certificate needs is [Standing.Share].
func (st Standing) SoFar() int {
	if st.Total == st.Open {
		return 0
	}
	return st.Hours * 100 / (st.Total - st.Open)
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
func (k *Class) Of(entry string) Standing { return standing(k.Edition, k.Lessons, k.Marks[entry]) }

// Entries returns the people of a class, those who left last, in the order in
// which they came.
func (s *Store) Entries(ctx context.Context, q db.Q, class string) ([]flow.Case, error) {
	cs, err := s.flow.CasesIn(ctx, q, Everyone, flow.Filter{List: class})
	if err != nil {
		return nil, err
	}
	members, err := s.flow.Members(ctx, q, class)
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

// Present returns of the people of a class those who are still in it.
func (k *Class) Present(all []flow.Case) (out []flow.Case) {
	for _, c := range all {
		if !k.Trainees[c.ID].Gone {
			out = append(out, c)
		}
	}
	return out
}

// Dates returns the first and last day of a class.
func (k *Class) Dates() string {
	if len(k.Lessons) == 0 {
		return "—"
	}
	first, last := k.Lessons[0].Day, k.Lessons[len(k.Lessons)-1].Day
	if first == last {
		return first
	}
	return first + "—" + last
}

// Heads returns how many are, or were to its end, in a class.
func (k *Class) Heads() (n int) {
	for _, t := range k.Trainees {
		if !t.Gone {
			n++
		}
	}
	return n
}

// Filled says how many of the seats are taken.
func (k *Class) Filled() string {
	if k.Capacity == 0 {
		return "—"
	}
	return fmt.Sprintf("%d/%d", k.Heads(), k.Capacity)
}

// begins returns the first day of a class.
func (k *Class) begins() string {
	if len(k.Lessons) == 0 {
		return ""
	}
	return k.Lessons[0].Day
}

// past reports whether the last lesson was before a day.
func (k *Class) past(day calendar.Date) bool {
	n := len(k.Lessons)
	return n > 0 && k.Lessons[n-1].Day < day.String()
}
