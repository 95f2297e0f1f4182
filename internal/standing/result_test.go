package standing_test

import (
	"testing"

	"qinglan/internal/edition/teacher2017"
	"qinglan/internal/form"
	"qinglan/internal/programme"
	"qinglan/internal/standing"
)

func TestAssess(t *testing.T) {
	tests := []struct {
		name  string
		marks []string
		total string
		pass  bool
	}{
		{"the example of the guide", []string{"72", "68.5", "75"}, "71.50", true},
		{"one part a hundredth short", []string{"59.99", "100", "100"}, "88.00", false},
		{"another part short", []string{"100", "59.99", "100"}, "84.00", false},
		{"all lines just reached, the total not", []string{"60", "60", "60"}, "60.00", false},
		{"total a hundredth short", []string{"70", "69.98", "70"}, "69.99", false},
		{"total just reached", []string{"70", "70", "70"}, "70.00", true},
		{"rounded, and still below the line", []string{"69.99", "70", "69.99"}, "69.99", false},
		{"full marks", []string{"100", "100", "100"}, "100.00", true},
	}
	for _, tt := range tests {
		r, err := standing.Assess(teacher2017.Edition, byPart(teacher2017.Edition, tt.marks))
		if err != nil || r.Total.String() != tt.total || r.Pass() != tt.pass {
			t.Errorf("%s: total %s, pass %t, %v; want %s, %t", tt.name, r.Total, r.Pass(), err, tt.total, tt.pass)
		}
	}
}

// A fourth part is a row of the edition and nothing else.
func TestAssessFourParts(t *testing.T) {
	e := *teacher2017.Edition
	e.Parts = []programme.Part{
		{Name: "theory", Weight: 25, Line: 6000}, {Name: "practice", Weight: 25, Line: 6000},
		{Name: "defence", Weight: 25, Line: 6000}, {Name: "lesson", Weight: 25, Line: 8000},
	}
	r, err := standing.Assess(&e, byPart(&e, []string{"90", "90", "90", "79.99"}))
	if err != nil || r.Pass() || len(r.Short) != 1 || r.Short[0].Name != "lesson" {
		t.Errorf("the fourth part does not count: %+v %v", r, err)
	}
}

func TestAssessRefusesWhatIsNoMark(t *testing.T) {
	if _, err := standing.Assess(teacher2017.Edition, form.Answers{"theory": "70"}); err == nil {
		t.Error("marks that are missing were reckoned")
	}
}

func byPart(e *programme.Edition, marks []string) form.Answers {
	a := form.Answers{}
	for i, p := range e.Parts {
		a[p.Name] = marks[i]
	}
	return a
}
