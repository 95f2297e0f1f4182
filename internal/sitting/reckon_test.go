package sitting

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"qinglan/internal/edition/teacher2017"
	"qinglan/internal/score"
)

// line is a candidate with these totals; a negative one recused.
func line(lot int, totals ...score.Score) Line {
	l := Line{Lot: lot, Application: string(rune('a' + lot))}
	for _, v := range totals {
		if v < 0 {
			l.Marks = append(l.Marks, nil)
			continue
		}
		l.Marks = append(l.Marks, Marks{v - 1000, 1000})
	}
	return l
}

func TestReckon(t *testing.T) {
	rules := RulesOf(teacher2017.Edition)
	for _, c := range []struct {
		name   string
		totals []score.Score
		mean   string
		sum    string
		kept   int
		high   int
		low    int
		passed bool
	}{
		{"the example of the rules", []score.Score{9200, 8750, 8750, 8500, 7600}, "86.67", "260.00", 3, 0, 4, true},
		{"only one of equal extremes", []score.Score{9000, 9000, 9000, 8000, 8000}, "86.67", "260.00", 3, 0, 4, true},
		{"all alike", []score.Score{6000, 6000, 6000, 6000, 6000}, "60.00", "180.00", 3, 0, 4, true},
		{"just below", []score.Score{6000, 6000, 5950, 6000, 5900}, "59.83", "179.50", 3, 0, 4, false},
		{"one recused of five: nothing is left out", []score.Score{9200, 8750, -1, 8500, 7600}, "85.13", "340.50", 4, 0, 0, true},
		{"one recused of seven: the extremes of six", []score.Score{9000, -1, 8000, 7000, 6000, 5000, 4000}, "65.00", "260.00", 4, 0, 6, true},
		{"nobody", []score.Score{-1, -1, -1, -1, -1}, "0.00", "0.00", 0, 0, 0, false},
	} {
		l := []Line{line(1, c.totals...)}
		rules.Reckon(l)
		got := l[0]
		if got.Mean.String() != c.mean || got.Sum.String() != c.sum || got.Kept != c.kept || got.Passed != c.passed {
			t.Errorf("%s: %s %s %d %t; want %s %s %d %t", c.name, got.Mean, got.Sum, got.Kept, got.Passed, c.mean, c.sum, c.kept, c.passed)
		}
		if got.Trimmed && (got.High != c.high || got.Low != c.low) {
			t.Errorf("%s: leaves out %d and %d; want %d and %d", c.name, got.High, got.Low, c.high, c.low)
		}
	}
}

func TestRanks(t *testing.T) {
	rules := RulesOf(teacher2017.Edition)
	lines := []Line{line(1, 8000, 8000), line(2, 9000, 9000), line(3, 8000, 8000), line(4, 7000, 7000), {Lot: 5, Absent: true}}
	rules.Reckon(lines)
	var ranks []int
	for _, l := range lines {
		ranks = append(ranks, l.Rank)
	}
	if diff := cmp.Diff([]int{2, 1, 2, 4, 0}, ranks); diff != "" {
		t.Errorf("ranks (-want +got):\n%s", diff)
	}
}

func TestLeast(t *testing.T) {
	rules := RulesOf(teacher2017.Edition)
	for seats, want := range map[int]int{5: 4, 7: 5, 9: 6} {
		if got := rules.Least(seats); got != want {
			t.Errorf("of %d seats %d must be valid; want %d", seats, got, want)
		}
	}
}

// A change of anything that the four sign for is another digest.
func TestDigest(t *testing.T) {
	rules := RulesOf(teacher2017.Edition)
	panel := []Seat{{Person: "j1"}, {Person: "j2"}}
	base := func() []Line {
		l := []Line{line(1, 8000, 9000), line(2, 7000, -1)}
		rules.Reckon(l)
		return l
	}
	want := rules.Digest("s", panel, base())
	if rules.Digest("s", panel, base()) != want {
		t.Error("the same result has two digests")
	}
	for name, change := range map[string]func(l []Line){
		"between criteria": func(l []Line) { l[0].Marks[0] = Marks{6900, 1100} },
		"between judges":   func(l []Line) { l[0].Marks[0], l[0].Marks[1] = l[0].Marks[1], l[0].Marks[0] },
		"absent":           func(l []Line) { l[1].Absent = true },
		"another person":   func(l []Line) { l[0].Application = "z" },
		"recused":          func(l []Line) { l[1].Marks[0], l[1].Marks[1] = nil, l[1].Marks[0] },
	} {
		l := base()
		change(l)
		if rules.Digest("s", panel, l) == want {
			t.Errorf("%s: the digest does not tell", name)
		}
	}
	if rules.Digest("s", panel[:1], base()) == want || rules.Digest("t", panel, base()) == want {
		t.Error("the digest does not name the panel or the session")
	}
}

func TestRecord(t *testing.T) {
	r, err := DrawLots(Record{ID: "s1", Secrets: [2]string{"0123456789abcdef", "一二三四五六七八九十一二三四五六"}}, []string{"c", "a", "b"})
	if err != nil {
		t.Fatal(err)
	}
	back, err := ParseRecord(r.File())
	if diff := cmp.Diff(r, back); err != nil || diff != "" {
		t.Fatalf("the file reads as another record: %v\n%s", err, diff)
	}
	if err := back.Verify(); err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(r *Record){
		"a secret":     func(r *Record) { r.Secrets[0] = "0123456789abcdeF" },
		"the order":    func(r *Record) { r.Lots = []string{r.Lots[1], r.Lots[0], r.Lots[2]} },
		"the pool":     func(r *Record) { r.Pool = r.Pool + "d\tcandidate\t\n" },
		"a commitment": func(r *Record) { r.Commitments[1] = r.Commitments[0] },
		"the seed":     func(r *Record) { r.Seed = "00" + r.Seed[2:] },
		"the id":       func(r *Record) { r.ID = "s2" },
	} {
		bad, _ := ParseRecord(r.File())
		change(&bad)
		if bad.Verify() == nil {
			t.Errorf("a record with %s changed passes", name)
		}
	}
	if _, err := DrawLots(Record{ID: "s1", Secrets: [2]string{"short", "short"}}, nil); err == nil {
		t.Error("short secrets pass")
	}
}
