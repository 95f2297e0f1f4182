package match

import (
	"slices"
	"testing"

	"qinglan/internal/calendar"
)

func TestOrder(t *testing.T) {
	names := func(of []Lecturer) (out []string) {
		for _, l := range of {
			out = append(out, l.Person)
		}
		return out
	}
	all := []Lecturer{{Person: "far-0", City: "330100"}, {Person: "near-2", City: "330700", Invited: 2}, {Person: "near-0b", City: "330700"}, {Person: "near-0a", City: "330700"}}
	lot := map[string]int{"near-0a": 0, "near-0b": 1, "near-2": 2, "far-0": 3}
	got := names(inOrder(slices.Clone(all), "330700", lot))
	if want := []string{"near-0a", "near-0b", "near-2", "far-0"}; !slices.Equal(got, want) {
		t.Errorf("order = %v; want %v", got, want)
	}
	// Among equals the draw decides and nothing else.
	lot["near-0a"], lot["near-0b"] = 1, 0
	if got := names(inOrder(slices.Clone(all), "330700", lot)); got[0] != "near-0b" {
		t.Errorf("with the other lot first is %s", got[0])
	}
}

func TestFresh(t *testing.T) {
	today := calendar.Must("2017-09-28")
	for _, tt := range []struct {
		name          string
		proof, issued string
		last          string
		stale         bool
	}{
		{"nothing on record", "", "", "", true},
		{"a proof of this year", "2017-03-01", "", "2017-03-01", false},
		{"a year ago to the day", "2016-09-28", "", "2016-09-28", false},
		{"a day more", "2016-09-27", "", "2016-09-27", true},
		{"the certificate is newer", "2016-01-01", "2017-01-01", "2017-01-01", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			l := Lecturer{}
			if tt.proof != "" {
				l.ProofDay = calendar.Must(tt.proof)
			}
			if tt.issued != "" {
				l.Issued = calendar.Must(tt.issued)
			}
			last, stale := l.Fresh(12, today)
			if stale != tt.stale || tt.last != "" && last.String() != tt.last {
				t.Errorf("Fresh = %v, %v; want %s, %v", last, stale, tt.last, tt.stale)
			}
		})
	}
}

func TestWeekday(t *testing.T) {
	for day, want := range map[string]string{"2017-09-25": "1", "2017-09-29": "5", "2017-10-01": "7"} {
		if got := weekday(calendar.Must(day)); got != want {
			t.Errorf("weekday(%s) = %s; want %s", day, got, want)
		}
	}
}
