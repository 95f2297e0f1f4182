package match

import (
	"cmp"
	"context"
	"encoding/hex"
	"slices"

	"qinglan/internal/calendar"
	"qinglan/internal/db"
	"qinglan/internal/draw"
	"qinglan/internal/org"
)

// A query narrows the 师资库. The zero query takes everybody who is willing.
type query struct {
	Direction, City string
	Day             calendar.Date // to speak on; none: any
	Part            string
	ByName          bool   // the neutral order
	All             bool   // also who does not want to be asked
	Event           string // that a lecturer is looked for
}

// takes reports whether l fits q.
func (q query) takes(l Lecturer) bool {
	switch {
	case !q.All && !l.Willing,
		q.Direction != "" && !slices.Contains(l.Directions, q.Direction),
		q.City != "" && !slices.Contains(l.Cities, q.City) && l.City != q.City,
		!q.Day.IsZero() && !slices.Contains(l.Days, weekday(q.Day)):
		return false
	}
	return !l.Busy
}

// weekday writes a day of the week as profiles keep it: Monday is 1.
func weekday(d calendar.Date) string { return string('0' + rune((d.Weekday()+6)%7) + 1) }

// find returns whom q finds for a, in an order that says nothing of how good
// anybody is: the city asked for, then who was asked least in twelve months,
// then as the draw of the day falls; or by name.
func (s *Slice) find(ctx context.Context, q db.Q, a org.Actor, f query) ([]Lecturer, error) {
	pool, err := s.pool(ctx, q)
	if err != nil {
		return nil, err
	}
	taken := map[string]bool{}
	if !f.Day.IsZero() && f.Part != "" {
		if taken, err = busy(ctx, q, f.Day.String(), f.Part); err != nil {
			return nil, err
		}
	}
	var out []Lecturer
	for _, l := range pool {
		l.Busy = taken[l.Person]
		if mayFind(a, l) && f.takes(l) {
			out = append(out, l)
		}
	}
	if f.ByName {
		slices.SortFunc(out, byName)
		return out, nil
	}
	return inOrder(out, f.near(a), s.lots(out, calendar.Day(s.Flow.Now()))), nil
}

// near returns the city whose lecturers come first: the one asked for, or else
// that of a's organ.
func (f query) near(a org.Actor) string {
	if f.City != "" {
		return f.City
	}
	if _, city := placeOf(a); city != "" {
		return city
	}
	return a.Organ.Region
}

// lots returns the place of each in the draw of a day. The seed follows from the
// day and a key of the installation, so that nobody can draw again.
func (s *Slice) lots(of []Lecturer, day calendar.Date) map[string]int {
	var seed draw.Seed
	raw, err := hex.DecodeString(s.Keys.Blind("lecturer-order", day.String()))
	if err != nil || len(raw) != len(seed) {
		panic("a blind digest is no seed") // it is 32 bytes in hex
	}
	copy(seed[:], raw)
	ids := make([]string, len(of))
	for i, l := range of {
		ids[i] = l.Person
	}
	at := make(map[string]int, len(ids))
	for i, id := range draw.Lots(day.String(), seed, ids) {
		at[id] = i
	}
	return at
}

// inOrder sorts by what the order says of itself: near first, then asked least,
// then the lot.
func inOrder(of []Lecturer, near string, lot map[string]int) []Lecturer {
	far := func(l Lecturer) int {
		if near != "" && l.City == near {
			return 0
		}
		return 1
	}
	slices.SortFunc(of, func(x, y Lecturer) int {
		return cmp.Or(cmp.Compare(far(x), far(y)), cmp.Compare(x.Invited, y.Invited), cmp.Compare(lot[x.Person], lot[y.Person]))
	})
	return of
}

func byName(x, y Lecturer) int {
	return cmp.Or(cmp.Compare(x.Name, y.Name), cmp.Compare(x.Person, y.Person))
}
