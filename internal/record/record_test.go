package record

import (
	"testing"
	"time"
)

// The sums are those that another program reckons from doc/record.md.
func TestSums(t *testing.T) {
	at := time.UnixMilli(1506560400123)
	e := Entry{
		Case: "c1", Seq: 2, Move: "forward", Prior: "at-county", State: "at-city", Person: "p1", Organ: "o1", Role: "county",
		At: at, Basis: "二.3", Digest: "dddd", Chain: `[{"step":"经办"}]`, Prev: "ff",
	}
	c := Checkpoint{ID: "000002", At: at, Prev: "abc", Heads: "c1 2 ff\n"}
	for what, sum := range map[string][2]string{
		"row":        {e.Sum(), "239059df7d956a24144597773982194b35ae65f15ab38b47abe97bd1960176f4"},
		"answers":    {Digest("salt", `{"a":"b"}`), "7d4a93293ada5a522e13be39f5b403793dd785dda59d594e560ba0593f4aa0c4"},
		"checkpoint": {c.Sum(), "d388b3e9365df79aded9fdb0a35d79053e89f166f273255970681626f63dc181"},
	} {
		if sum[0] != sum[1] {
			t.Errorf("the sum of the %s is %s; want %s", what, sum[0], sum[1])
		}
	}
}
