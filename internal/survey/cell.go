package survey

// What a summary may say (rules/49). A cell is the number of firms that gave an
// answer; one of some firms but fewer than the least number is not shown, and
// neither is what would let a reader reckon it out of the others: another cell
// of its line, or the sum of the line. That nobody gave an answer is told where
// enough firms were there to give it. The reader is taken to know this rule, and
// how many firms answered in each region, for an office knows whom it still has
// to remind.

// A line is a row or column of a summary as it may be shown.
type line struct {
	Cells []int // as they are
	Shown []bool
	Sum   int
	Whole bool // Sum may be shown
}

// split conceals a line whose sum is told only if it may be: the firms of each
// region, of which no more than of[i] answered, that gave one answer.
func split(cells, of []int, least int) line {
	l := primary(cells, of, least)
	if len(l.hidden()) == 1 { // alone it is the sum less the rest
		l.hide(l.smallest(least))
	}
	hidden := l.hidden()
	l.Whole = len(hidden) == 0 || len(hidden) > 1 && l.loose(hidden, of, least)
	return l
}

// shares conceals a line whose sum everybody knows: the firms that answered, by
// which one of several answers they gave. Cells are given up, the smallest
// first, until what is left tells nothing; at worst all are.
func shares(cells []int, least int) line {
	of := make([]int, len(cells))
	for i := range of {
		for _, n := range cells {
			of[i] += n
		}
	}
	l := primary(cells, of, least)
	l.Whole = true
	if l.Sum < fewest(len(cells), least) {
		clear(l.Shown)
	}
	for hidden := l.hidden(); len(hidden) > 0 && len(hidden) < len(cells) && !(len(hidden) > 1 && l.loose(hidden, of, least)); hidden = l.hidden() {
		i := l.smallest(least)
		if i < 0 {
			clear(l.Shown)
			break
		}
		l.hide(i)
	}
	return l
}

// fewest returns of how many firms the shares among so many answers can be told:
// of fewer, what is hidden would show how they share out.
func fewest(many, least int) int { return max(2*least, many+1) }

// barren reports whether not one cell can be shown, whatever was said: in no
// region did enough firms answer, nor in all of them together the number that
// the other questions take. It looks at numbers that the office knows, and at
// no answer.
func barren(of []int, together, least int) bool {
	sum := 0
	for _, n := range of {
		if n >= least {
			return false
		}
		sum += n
	}
	return sum < together
}

// primary hides what is too small by itself.
func primary(cells, of []int, least int) line {
	l := line{Cells: cells, Shown: make([]bool, len(cells))}
	for i, n := range cells {
		l.Sum += n
		l.Shown[i] = n >= least || n == 0 && of[i] >= least
	}
	return l
}

func (l *line) hide(i int) {
	if i >= 0 {
		l.Shown[i] = false
	}
}

func (l *line) hidden() (at []int) {
	for i, shown := range l.Shown {
		if !shown {
			at = append(at, i)
		}
	}
	return at
}

// smallest returns the smallest cell still shown that is large enough, the first
// of equals; -1 is none.
func (l *line) smallest(least int) int {
	at := -1
	for i, n := range l.Cells {
		if l.Shown[i] && n >= least && (at < 0 || n < l.Cells[at]) {
			at = i
		}
	}
	return at
}

// loose reports whether the sum of the hidden cells, which a reader gets by
// taking the shown ones from the sum of the line, tells neither of a group that
// is too small nor the number of any one cell. A reader who knows the rule knows
// that all but one of the hidden cells are too small by themselves, or all.
func (l *line) loose(hidden, of []int, least int) bool {
	left := 0
	for _, i := range hidden {
		left += l.Cells[i]
	}
	if left <= least { // of one more: else a sum that is not told would tell two ones
		return false
	}
	for _, i := range hidden {
		lo, hi := 1, 0 // nothing is possible yet
		for _, big := range append([]int{-1}, hidden...) {
			if big >= 0 && len(hidden) > 2 {
				break // the second is given up only to one that is alone
			}
			if a, b, ok := l.within(hidden, of, left, least, i, big); ok {
				if lo > hi {
					lo, hi = a, b
				}
				lo, hi = min(lo, a), max(hi, b)
			}
		}
		if lo >= hi {
			return false
		}
	}
	return true
}

// within returns between which numbers the cell i can be if the hidden cells sum
// to left, all of them too small but for big, which was the smallest of the
// others; ok is false if that cannot be.
func (l *line) within(hidden, of []int, left, least, i, big int) (lo, hi int, ok bool) {
	low, high := 0, 0 // of the others
	for _, j := range hidden {
		a, b := 1, min(least-1, of[j])
		if of[j] < least {
			a = 0
		}
		if j == big {
			a, b = least, min(of[j], l.below(j, least))
		}
		if a > b {
			return 0, 0, false
		}
		if j == i {
			lo, hi = a, b
			continue
		}
		low, high = low+a, high+b
	}
	lo, hi = max(lo, left-high), min(hi, left-low)
	return lo, hi, lo <= hi
}

// below returns how large the cell j may be and still be given up before every
// cell that is shown: the smallest goes first, of equals the first.
func (l *line) below(j, least int) int {
	most := l.Sum
	for i, n := range l.Cells {
		switch {
		case !l.Shown[i] || n < least:
		case i < j:
			most = min(most, n-1)
		default:
			most = min(most, n)
		}
	}
	return most
}
