package flow

import (
	"slices"
	"testing"
	"time"

	"qinglan/internal/calendar"
	"qinglan/internal/db"
	"qinglan/internal/db/dbtest"
	"qinglan/internal/edition"
	"qinglan/internal/org"
	"qinglan/internal/programme"
)

// An edition opens on the day its notice is issued and not a moment before;
// before the first, the first is announced.
func TestCurrent(t *testing.T) {
	var now time.Time
	s := New(nil, nil, nil, &tasks{}, func() time.Time { return now }, edition.Of(edition.Default))
	for _, tt := range []struct {
		day          string
		hour, minute int
		want         string
		opened       int
	}{
		{"2016-01-01", 9, 0, "teacher2017", 1},
		{"2017-09-25", 0, 0, "teacher2017", 1},
		{"2018-03-25", 23, 59, "teacher2017", 1},
		{"2018-03-26", 0, 0, "teacher2018", 2},
		{"2019-03-24", 23, 59, "teacher2018", 2},
		{"2019-03-25", 0, 0, "teacher2019", 3},
		{"2026-01-01", 9, 0, "teacher2019", 3},
	} {
		now = calendar.Must(tt.day).At(tt.hour, tt.minute)
		if got := s.Current().Name; got != tt.want || len(s.Opened()) != tt.opened {
			t.Errorf("%s: %s of %d is open; want %s of %d", tt.day, got, len(s.Opened()), tt.want, tt.opened)
		}
	}
}

// What grows out of a case is of its edition, whatever is open by then; a list
// without an edition takes the cases of all.
func TestEditionOfChild(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		parent, err := w.open("entry", "wang")
		if err != nil {
			t.Fatal(err)
		}
		w.set(calendar.Must("2018-04-02").At(9, 0))
		list := w.actor("province-clerk")
		list.Role = programme.List
		child, err := w.s.Open(t.Context(), list, Opening{ID: db.NewID(), Track: "attempt", Party: "wang", Parent: parent.ID})
		if err != nil || child.Edition.Name != "teacher2017" {
			t.Fatalf("%v, %v", child, err)
		}
		named, err := w.s.Open(t.Context(), list, Opening{ID: db.NewID(), Track: "attempt", Edition: "teacher2018", Party: "wang", Parent: parent.ID})
		if err != nil || named.Edition.Name != "teacher2018" {
			t.Fatalf("%v, %v", named, err)
		}
		for edition, want := range map[string]int{"": 2, "teacher2017": 1, "teacher2018": 1, "teacher2019": 0} {
			cs, err := w.s.Cases(t.Context(), w.actor("province-clerk"), Filter{Edition: edition, Track: "attempt"})
			if err != nil || len(cs) != want {
				t.Errorf("edition %q: %d attempts, %v; want %d", edition, len(cs), err, want)
			}
		}
	})
}

// A sight that only one edition gives opens the cases of that one alone.
func TestSightOfOneEdition(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		first := edition.Of(edition.Default)[0]
		later := first.Copy()
		later.Name, later.Since, later.Notices = "later", calendar.Must("2018-01-01"), nil
		for i, tr := range later.Tracks {
			if tr.Name == "entry" {
				shut := *tr
				shut.Sights = slices.DeleteFunc(slices.Clone(tr.Sights), func(g programme.Sight) bool { return g.Role == programme.County })
				later.Tracks[i] = &shut
			}
		}
		w.s.editions = []*programme.Edition{first, later}
		list := w.actor("province-clerk")
		list.Role = programme.List
		for _, e := range w.s.editions {
			if _, err := w.s.Open(t.Context(), list, Opening{ID: e.Name, Track: "entry", Edition: e.Name, Party: "wang", County: "330782", City: "330700"}); err != nil {
				t.Fatal(err)
			}
		}
		for _, tt := range []struct {
			who  string
			want []string
		}{
			{"yiwu", []string{"teacher2017"}},
			{"jinhua-clerk", []string{"later", "teacher2017"}},
		} {
			if got := w.ids(w.actor(tt.who)); !slices.Equal(got, tt.want) {
				t.Errorf("%s sees %v; want %v", tt.who, got, tt.want)
			}
		}
	})
}

// ids returns the cases that somebody sees.
func (w *world) ids(a org.Actor) (ids []string) {
	w.t.Helper()
	cs, err := w.s.Cases(w.t.Context(), a, Filter{})
	if err != nil {
		w.t.Fatal(err)
	}
	for _, c := range cs {
		ids = append(ids, c.ID)
	}
	return ids
}
