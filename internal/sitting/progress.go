package sitting

import (
	"fmt"
	"slices"
	"strings"

	"qinglan/internal/fault"
)

// Lots writes numbers for a sentence: 03、05.
func Lots(numbers []int) string {
	parts := make([]string, len(numbers))
	for i, n := range numbers {
		parts[i] = fmt.Sprintf("%02d", n)
	}
	return strings.Join(parts, "、")
}

// Waiting returns the lots of present candidates with a sheet in one of the
// states.
func (st *Sitting) Waiting(states ...string) (out []int) {
	for _, c := range st.Present() {
		for _, sh := range st.Of(c.ID) {
			if slices.Contains(states, sh.State) {
				out = append(out, c.Pos)
				break
			}
		}
	}
	return out
}

// Enough passes a sitting in which every candidate has enough judges left.
func (st *Sitting) Enough() error {
	var few []int
	least := st.Rules.Least(len(st.Panel))
	for _, c := range st.Present() {
		n := 0
		for _, sh := range st.Of(c.ID) {
			if sh.State != "recused" {
				n++
			}
		}
		if n < least {
			few = append(few, c.Pos)
		}
	}
	if len(few) > 0 {
		return fault.New(fault.Closed, "有效评委不足%d名，须补足评委重新评分：%s 号。", least, Lots(few))
	}
	return nil
}

// Waits returns how many sheets still wait for the step, and of how many.
func (st *Sitting) Waits(states ...string) (n, all int) {
	for _, c := range st.Present() {
		for _, sh := range st.Of(c.ID) {
			if sh.State != "recused" {
				all++
			}
			if slices.Contains(states, sh.State) {
				n++
			}
		}
	}
	return n, all
}

// PlainUnit writes the name of an employer so that two writings of one are
// equal: a hint, since names decide nothing.
func PlainUnit(name string) string {
	return strings.Map(func(r rune) rune {
		switch r {
		case ' ', '　', '·':
			return -1
		case '（':
			return '('
		case '）':
			return ')'
		}
		return r
	}, strings.ToLower(name))
}
