package certificate

import (
	"fmt"
	"slices"
	"testing"
)

// Pages by key show every row once, whatever their number.
func TestPageOf(t *testing.T) {
	for _, n := range []int{0, 1, perPage - 1, perPage, perPage + 1, 3*perPage + 7} {
		var rows []Record
		for i := range n {
			rows = append(rows, Record{Facts: Facts{Number: fmt.Sprint(i)}})
		}
		var seen []Record
		for after := ""; ; {
			from, to := pageOf(rows, after)
			seen = append(seen, rows[from:to]...)
			if to == len(rows) {
				break
			}
			after = rows[to-1].Number
		}
		if !slices.EqualFunc(seen, rows, func(a, b Record) bool { return a.Number == b.Number }) {
			t.Errorf("%d rows: seen %d", n, len(seen))
		}
	}
	if from, to := pageOf(make([]Record, 3), "unknown"); from != 0 || to != 3 {
		t.Errorf("after an unknown number: %d to %d; want the first page", from, to)
	}
}
