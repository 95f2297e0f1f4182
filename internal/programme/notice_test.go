package programme_test

import (
	"slices"
	"testing"
	"time"

	"qinglan/internal/calendar"
	"qinglan/internal/law"
	. "qinglan/internal/programme"
)

// Of several notices of a city the last binds, the first stays to be read, and
// what an office issues binds in one copy of the edition alone.
func TestCascade(t *testing.T) {
	e, other := sound().Copy(), sound().Copy()
	text := &law.Document{}
	e.Announce([]Notice{
		{ID: "one", Region: "330200", Parent: "top", Deadline: calendar.Must("2017-10-17"), Hour: 17, Minute: 30, Text: text},
		{ID: "two", Region: "330200", Parent: "top", Deadline: calendar.Must("2017-10-19"), Hour: 17, Grace: 15, Text: text, Replaces: "one"},
	})
	at := calendar.Must("2017-10-19").At(17, 0)
	if n := e.Binding("330200"); n.ID != "two" || !e.DeadlineOf("submit", "330203", "330200").Equal(at) {
		t.Errorf("bound by %s", n.ID)
	}
	if got := e.Closes("submit", "330203", "330200"); !got.Equal(at.Add(15 * time.Minute)) {
		t.Errorf("closes %s", got)
	}
	if n, ok := e.Replaced(e.Cascade()[2]); !ok || n.ID != "two" {
		t.Errorf("the first is replaced by %q", n.ID)
	}
	if e.Top().ID != "top" || e.Binding("330300").ID != "top" || !e.DeadlineOf("city", "", "330200").Equal(e.Top().Moment()) {
		t.Error("a city's notice binds others")
	}
	if got := other.Binding("330200").ID; got != "top" {
		t.Errorf("another house is bound by %s", got)
	}
}

// Grace is 0 to 30 minutes, and leaves those above time.
func TestGrace(t *testing.T) {
	for n, want := range map[int64]bool{0: true, 30: true, 31: false, -1: false} {
		e := sound()
		e.Limits[GraceLimit] = Limit{N: n, Basis: "rules/1"}
		if faults := e.Check(); (len(faults) == 0) != want {
			t.Errorf("%d minutes: %v", n, faults)
		}
	}
	e := sound()
	e.Limits[GraceLimit] = Limit{N: 30, Basis: "rules/1"}
	e.Notices[1].Deadline, e.Notices[1].Hour, e.Notices[1].Minute = calendar.Must("2017-10-20"), 23, 30
	const want = "notice city: its deadline is not earlier than that of top"
	if faults := e.Check(); !slices.ContainsFunc(faults, func(err error) bool { return err.Error() == want }) {
		t.Errorf("a deadline whose grace ends with the parent's: %v", faults)
	}
}
