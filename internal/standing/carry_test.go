package standing

import (
	"testing"

	"qinglan/internal/calendar"
	"qinglan/internal/edition/teacher2017"
	"qinglan/internal/form"
)

// sat is an attempt whose marks are out.
func sat(day string, theory, practice, defence string, again ...string) tried {
	return tried{Edition: teacher2017.Edition, Day: calendar.Must(day), Released: true, Again: again,
		Marks: form.Answers{"theory": theory, "practice": practice, "defence": defence}}
}

// next is the attempt that is to be sat on a day.
func next(day string, again ...string) tried {
	return tried{Edition: teacher2017.Edition, Day: calendar.Must(day), Again: again}
}

func TestCarry(t *testing.T) {
	for _, tt := range []struct {
		name     string
		attempts []tried
		want     form.Answers // the marks that are carried
	}{
		{"nothing before the first", []tried{next("2018-01-15")}, nil},
		{"what reached its line", []tried{sat("2018-01-15", "72", "59.99", "60"), next("2018-06-15")}, form.Answers{"theory": "72.00", "defence": "60.00"}},
		{"until the day of the month two years on", []tried{sat("2018-01-15", "72", "50", "50"), next("2020-01-15")}, form.Answers{"theory": "72.00"}},
		{"and not a day longer", []tried{sat("2018-01-15", "72", "50", "50"), next("2020-01-16")}, nil},
		{"from the last day of a long month", []tried{sat("2018-08-31", "72", "50", "50"), next("2020-08-31")}, form.Answers{"theory": "72.00"}},
		{"from a leap day to the end of February", []tried{sat("2020-02-29", "72", "50", "50"), next("2022-02-28")}, form.Answers{"theory": "72.00"}},
		{"which is its last day", []tried{sat("2020-02-29", "72", "50", "50"), next("2022-03-01")}, nil},
		{"an absence brings nothing", []tried{next("2018-01-15"), next("2018-06-15")}, nil},
		{"through two attempts, from the day it was taken", []tried{sat("2018-01-15", "72", "50", "50"), sat("2018-06-15", "", "50", "66"), next("2020-03-01")}, form.Answers{"defence": "66.00"}},
		{"a mark of a part that was carried does not count", []tried{sat("2018-01-15", "72", "50", "50"), sat("2018-06-15", "99", "50", "66"), next("2018-09-01")}, form.Answers{"theory": "72.00", "defence": "66.00"}},
		{"all lines reached, the total short: all again", []tried{sat("2018-01-15", "60", "60", "60"), next("2018-06-15")}, nil},
		{"taken again of one's own will", []tried{sat("2018-01-15", "60", "60", "50"), next("2018-06-15", "theory")}, form.Answers{"practice": "60.00"}},
		{"and then the new mark is the one", []tried{sat("2018-01-15", "72", "60", "50"), sat("2018-06-15", "40", "", "50", "theory"), next("2018-09-01")}, form.Answers{"practice": "60.00"}},
	} {
		got := carry(tt.attempts)
		if len(got) != len(tt.want) {
			t.Errorf("%s: %v; want %v", tt.name, got, tt.want)
		}
		for name, mark := range tt.want {
			if got[name].Mark.String() != mark {
				t.Errorf("%s: %s is %v; want %s", tt.name, name, got[name], mark)
			}
		}
	}
}

// Under a later edition with other lines a mark counts if it reaches those.
func TestCarryIntoAnotherEdition(t *testing.T) {
	higher := teacher2017.Edition.Copy()
	higher.Parts[0].Line = 7300
	to := next("2018-06-15")
	to.Edition = higher
	got := carry([]tried{sat("2018-01-15", "72", "50", "66"), to})
	if _, ok := got["theory"]; ok || got["defence"].Mark != 6600 {
		t.Errorf("carried into a higher line: %v", got)
	}
}
