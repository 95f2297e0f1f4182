package selection

import (
	"strings"
	"testing"

	"qinglan/internal/assessment"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/score"
)

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
		return ranked{Case: flow.Case{No: no, Name: no}, Result: assessment.Result{Mean: mean, Passed: passed}}
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
