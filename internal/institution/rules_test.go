package institution

import (
	"strings"
	"testing"

	"qinglan/internal/edition/teacher2017"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/score"
)

// Six decimals of 万元 are whole 分: nothing is rounded.
func TestCents(t *testing.T) {
	for wan, want := range map[string]int64{
		"0": 0, "0.000001": 1, "123.4506": 123450600, "123.450600": 123450600, "999999999999.999999": 999999999999999999, "0.1": 100000,
	} {
		if got, err := cents(wan); got != want || err != nil {
			t.Errorf("cents(%q) = %d, %v; want %d", wan, got, err, want)
		}
	}
	for _, bad := range []string{"", "1.0000001", "-1", "1e3", "x"} {
		if got, err := cents(bad); err == nil {
			t.Errorf("cents(%q) = %d; want an error", bad, got)
		}
	}
}

func TestPasses(t *testing.T) {
	for _, c := range []struct {
		gate string
		mean score.Score
		want bool
	}{{"pass", 6000, true}, {"pass", 5999, false}, {"fail", 10000, false}, {"", 10000, false}} {
		if got := passes(c.gate, c.mean, 6000); got != c.want {
			t.Errorf("passes(%q, %s) = %v", c.gate, c.mean, got)
		}
	}
}

func TestRank(t *testing.T) {
	one := func(no string, mean score.Score, passed bool) ranked {
		return ranked{Case: flow.Case{No: no, Name: no}, Index: index{Mean: mean, Passed: passed}}
	}
	list := []ranked{one("d", 9000, false), one("a", 6000, true), one("c", 7000, true), one("b", 7000, true)}
	rank(list)
	var got []string
	for _, x := range list {
		got = append(got, x.Case.No+string(rune('0'+x.Rank)))
	}
	if s := strings.Join(got, " "); s != "b1 c1 a3 d4" {
		t.Errorf("ranked %s; want b1 c1 a3 d4", s)
	}
	outcomes := func(o ...string) error {
		for i := range list {
			list[i].Outcome = o[i]
		}
		return fits(list)
	}
	if err := outcomes("select", "select", "reserve", "not-select"); err != nil {
		t.Error(err)
	}
	if err := outcomes("select", "select", "not-select", "reserve"); fault.Of(err) != fault.Invalid {
		t.Errorf("who failed is held in reserve: %v", err)
	}
	if err := outcomes("reserve", "select", "select", "not-select"); fault.Of(err) != fault.Invalid {
		t.Errorf("fewer marks come first: %v", err)
	}
}

// The form fits one sheet until item 10 is long; then that has one of its own.
func TestAnnexContinues(t *testing.T) {
	tr, _ := teacher2017.Edition.Track(track)
	short := annex(tr.Forms["dossier"], filled{Answers: map[string]string{"about": "概况。", "income": "123.450600"}})
	long := annex(tr.Forms["dossier"], filled{Answers: map[string]string{"about": strings.Repeat("概况很长。", 200)}})
	if len(long.Blocks) != len(short.Blocks)+3 {
		t.Errorf("%d blocks, then %d; want a continuation sheet", len(short.Blocks), len(long.Blocks))
	}
}
