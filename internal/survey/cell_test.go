package survey

import (
	"fmt"
	"strings"
	"testing"
)

const least = 3

// said is all that a reader has of a line.
func (l line) said() string {
	var b strings.Builder
	for i, n := range l.Cells {
		if l.Shown[i] {
			fmt.Fprintf(&b, "%d ", n)
		} else {
			b.WriteString("- ")
		}
	}
	if l.Whole {
		fmt.Fprintf(&b, "= %d", l.Sum)
	}
	return b.String()
}

// every calls f with every line of cells that are no more than of.
func every(of []int, f func(cells []int)) {
	cells := make([]int, len(of))
	var next func(i int)
	next = func(i int) {
		if i == len(of) {
			f(append([]int(nil), cells...))
			return
		}
		for n := range of[i] + 1 {
			cells[i] = n
			next(i + 1)
		}
	}
	next(0)
}

// A reader who knows the rule takes every line that would have been told in the
// same words. None of what was not shown may be the same in all of them.
func check(t *testing.T, of []int, conceal func(cells []int) line) {
	t.Helper()
	type seen struct {
		first []int
		moved []bool
		l     line
	}
	told := map[string]*seen{}
	every(of, func(cells []int) {
		l := conceal(cells)
		x := told[l.said()]
		if x == nil {
			told[l.said()] = &seen{cells, make([]bool, len(cells)), l}
			return
		}
		for i, n := range cells {
			x.moved[i] = x.moved[i] || n != x.first[i]
		}
	})
	for words, x := range told {
		left := 0
		for i, shown := range x.l.Shown {
			if n := x.l.Cells[i]; shown && n < least && (n > 0 || of[i] < least) {
				t.Errorf("of %v: %q shows a cell of %d", of, words, x.l.Cells[i])
			}
			if !shown {
				left += x.l.Cells[i]
			}
			// Where nobody answered there is nothing to keep.
			if !shown && !x.moved[i] && of[i] > 0 {
				t.Errorf("of %v: %q can only be %v: cell %d is %d", of, words, x.first, i, x.first[i])
			}
		}
		if len(x.l.hidden()) > 0 && x.l.Whole && left < least && len(x.l.hidden()) < len(of) {
			t.Errorf("of %v: %q leaves a group of %d", of, words, left)
		}
	}
}

// Whatever four regions answered, what is hidden cannot be reckoned.
func TestSplitTellsNothing(t *testing.T) {
	for _, of := range [][]int{{6}, {3, 3}, {3, 2}, {7, 1}, {5, 5, 5}, {4, 3, 2}, {6, 1, 1}, {2, 2, 2}, {9, 3, 0}, {4, 4, 4, 4}, {6, 5, 2, 1}, {3, 3, 3, 3}, {5, 4, 3, 2, 1}} {
		check(t, of, func(cells []int) line { return split(cells, of, least) })
	}
}

// However firms share out among answers, their number being known.
func TestSharesTellNothing(t *testing.T) {
	for _, many := range []int{2, 3, 4, 5} {
		for sum := range 17 - many {
			of := make([]int, many)
			for i := range of {
				of[i] = sum
			}
			told := map[string][][]int{}
			every(of, func(cells []int) {
				l := shares(cells, least)
				if l.Sum == sum {
					told[l.said()] = append(told[l.said()], cells)
				}
			})
			for words, all := range told {
				l := shares(all[0], least)
				for _, i := range l.hidden() {
					same := true
					for _, cells := range all {
						same = same && cells[i] == all[0][i]
					}
					if same && sum > 0 {
						t.Errorf("%d firms: %q: cell %d can only be %d", sum, words, i, all[0][i])
					}
				}
			}
		}
	}
}

func TestSplit(t *testing.T) {
	for _, tt := range []struct {
		name      string
		cells, of []int
		want      string
	}{
		{"all are large", []int{5, 4, 3}, []int{9, 9, 9}, "5 4 3 = 12"},
		{"one is small and takes the next with it", []int{5, 4, 1}, []int{9, 9, 9}, "5 - - = 10"},
		{"two are small and together too few", []int{5, 1, 1}, []int{9, 9, 9}, "5 - - "},
		{"two are small and could be told from their sum", []int{5, 2, 2}, []int{9, 2, 2}, "5 - - "},
		{"nobody, of enough", []int{5, 4, 0}, []int{9, 9, 9}, "5 4 0 = 9"},
		{"nobody, of one", []int{5, 4, 0}, []int{9, 9, 1}, "5 - - = 9"},
		{"one region, which is small", []int{2}, []int{4}, "- "},
		{"one region", []int{4}, []int{4}, "4 = 4"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := split(tt.cells, tt.of, least).said(); got != tt.want {
				t.Errorf("split = %q; want %q", got, tt.want)
			}
		})
	}
}

// A summary that is said to be barren shows no cell whatever firms answered; one
// that is not may show some.
func TestBarren(t *testing.T) {
	for _, tt := range []struct {
		of   []int
		want bool
	}{
		{nil, true}, {[]int{0}, true}, {[]int{1}, true}, {[]int{2}, true}, {[]int{3}, false}, {[]int{1, 1, 1}, true}, {[]int{2, 2, 1}, true},
		{[]int{2, 2, 2}, false}, {[]int{1, 1, 1, 1, 1, 1}, false}, {[]int{2, 3}, false},
	} {
		const many = 3 // answers of the other question
		if got := barren(tt.of, fewest(many, least), least); got != tt.want {
			t.Errorf("barren(%v) = %v; want %v", tt.of, got, tt.want)
		}
		shown, firms := false, 0
		for _, n := range tt.of {
			firms += n
		}
		see := func(l line) {
			for _, s := range l.Shown {
				shown = shown || s
			}
		}
		every(tt.of, func(cells []int) { see(split(cells, tt.of, least)) })
		every([]int{firms, firms, firms}, func(cells []int) {
			if l := shares(cells, least); l.Sum == firms {
				see(l)
			}
		})
		if shown == tt.want {
			t.Errorf("of %v a cell is shown: %v", tt.of, shown)
		}
	}
}
