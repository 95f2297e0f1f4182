package reconcile

import (
	"cmp"
	"slices"
	"strconv"

	"qinglan/internal/incoming"
	"qinglan/internal/lang"
)

// places finds in which place the table puts everybody. A column of places says it
// in numbers, with gaps and with nothing for whoever has none. Else the order is
// that of the rows; a number before each that runs otherwise is asked about.
func (p *planner) places() {
	if p.Table.Has("rank") >= 0 {
		p.ranked()
		return
	}
	if p.unsure() { // no order before everybody is somebody
		return
	}
	lines := slices.Clone(p.lines)
	if p.byNumber(lines) {
		slices.SortStableFunc(lines, func(a, b line) int { return p.number(a) - p.number(b) })
	}
	var now, want []int
	for i, e := range p.list.Entries {
		if e.Place != "" {
			now = append(now, i)
		}
	}
	slices.SortStableFunc(now, func(a, b int) int { return placeOf(p.list.Entries[a]) - placeOf(p.list.Entries[b]) })
	for _, l := range lines {
		want = append(want, l.entry)
	}
	if slices.Equal(now, want) || len(want) == 0 {
		return
	}
	for i, l := range lines {
		p.place(l, strconv.Itoa(i+1), p.at(l.row, "no"))
	}
}

// unsure reports whether it is undecided whom a row is about.
func (p *planner) unsure() bool {
	return slices.ContainsFunc(p.lines, func(l line) bool { return l.entry < 0 })
}

func placeOf(e Entry) int {
	n, err := strconv.Atoi(e.Place)
	if err != nil {
		return 1 << 30
	}
	return n
}

func (p *planner) number(l line) int {
	n, _ := strconv.Atoi(p.Table.Cell(l.row, "no").Text)
	return n
}

// place puts somebody in a place. On a list that keeps its order it is a
// difference and no more.
func (p *planner) place(l line, place, at string) {
	e := p.list.Entries[l.entry]
	switch {
	case e.Place == place:
	case p.list.Ranked:
		p.Order = true
		p.change(e, "place", e.Place, place, at)
		if why := e.Values["why"]; why != "" && place != "" && p.Table.Has("why") < 0 {
			p.change(e, "why", why, "", at)
		}
	case len(p.Differ) >= most:
		p.Over["differ"]++
	default:
		p.Differ = append(p.Differ, Difference{e.Name, at, "place", e.Place, place})
	}
}

// byNumber reports whether the numbers before the rows say the order. Where they
// are each there once and do not run on, a person says.
func (p *planner) byNumber(lines []line) bool {
	if p.Table.Has("no") < 0 {
		return false
	}
	last, running, seen := 0, true, map[int]bool{}
	for _, l := range lines {
		n := p.number(l)
		if n == 0 || seen[n] || p.Table.Cell(l.row, "no").Why != incoming.Right {
			return false
		}
		seen[n] = true
		running = running && n > last
		last = n
	}
	if running {
		return false
	}
	q := Question{ID: "order", Why: lang.Word("“序号”与行的先后不一致"), Options: []Option{
		{Value: "rows", Label: lang.Word("以行的先后为准（在表里移动过行）")}, {Value: "numbers", Label: lang.Word("以“序号”为准（在表里改过序号）")},
	}}
	p.ask(&q)
	return q.Chosen == "numbers"
}

// ranked takes places as a column of places has them.
func (p *planner) ranked() {
	at := map[string]string{}
	for _, l := range p.lines {
		if l.entry < 0 {
			continue
		}
		c := p.Table.Cell(l.row, "rank")
		where := p.at(l.row, "rank")
		switch {
		case c.Why.Wrong():
			p.fault(Fault{At: where, Seen: c.Seen(), Why: c.Why.Word(), Effect: cellOut})
		case c.Text != "" && at[c.Text] != "":
			p.fault(Fault{At: where, Seen: c.Seen(), Why: sameRank, Of: []any{at[c.Text]}, Effect: cellOut})
		case c.Why.Doubtful() && p.list.Entries[l.entry].Place != c.Text:
			at[c.Text] = where
			e := p.list.Entries[l.entry]
			q := Question{ID: "cell." + where, At: where, Seen: c.Seen(), Why: c.Why.Word(), Options: []Option{
				{Value: "take", Label: lang.Word("读作："), Text: c.Text}, {Value: "keep", Label: lang.Word("不导入，保留原来的："), Text: cmp.Or(e.Place, "—")},
			}}
			p.ask(&q)
			if q.Chosen == "take" {
				p.place(l, c.Text, where)
			}
		default:
			at[c.Text] = where
			p.place(l, c.Text, where)
		}
	}
}
