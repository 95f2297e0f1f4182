package reconcile

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"qinglan/internal/incoming"
	"qinglan/internal/lang"
)

// A planner makes a plan.
type planner struct {
	*Plan
	list    List
	decided map[string]string
	lines   []line
	taken   map[int]int    // the row that is about an entry
	added   map[string]int // the row that adds one, by what tells it apart
}

// New compares a table with a list, with what was decided so far.
func New(l List, t *incoming.Table, decided map[string]string) *Plan {
	p := &planner{&Plan{Table: t, Over: map[string]int{}}, l, decided, nil, map[int]int{}, map[string]int{}}
	rows := p.visible()
	p.Rows = len(rows)
	p.matchAll(rows)
	if !l.Grows {
		p.places()
	}
	for _, ln := range p.lines {
		if ln.entry >= 0 {
			p.values(ln)
		}
	}
	p.absent()
	p.remove()
	p.settle()
	return p.Plan
}

// ask adds a question with the answer it has been given.
func (p *planner) ask(q *Question) {
	for _, o := range q.Options {
		if p.decided[q.ID] == o.Value {
			q.Chosen = o.Value
		}
	}
	p.Questions = append(p.Questions, *q)
}

// visible returns the rows to compare: those that the file hides are asked about.
func (p *planner) visible() []incoming.Row {
	hidden := 0
	for _, r := range p.Table.Rows {
		if r.Hidden {
			hidden++
		}
	}
	if hidden == 0 {
		return p.Table.Rows
	}
	q := Question{ID: "hidden", Seen: strconv.Itoa(hidden), Why: lang.Word("表里有隐藏的行（或被筛选隐藏）"), Options: []Option{
		{Value: "in", Label: lang.Word("隐藏的行也算")}, {Value: "out", Label: lang.Word("隐藏的行不算")},
	}}
	p.ask(&q)
	if q.Chosen != "out" {
		return p.Table.Rows
	}
	return slices.DeleteFunc(slices.Clone(p.Table.Rows), func(r incoming.Row) bool { return r.Hidden })
}

func (p *planner) at(row incoming.Row, name string) string {
	if i := p.Table.Has(name); i >= 0 {
		return p.Table.At(row, i)
	}
	return strconv.Itoa(row.No)
}

// seen returns what tells a row apart, as it stands there.
func (p *planner) seen(row incoming.Row) string {
	var all []string
	for _, name := range []string{p.key(), "unit", "phone"} {
		if c := p.Table.Cell(row, name); c.Seen() != "" {
			all = append(all, strings.Join(strings.Fields(c.Seen()), " "))
		}
	}
	return strings.Join(all, " · ")
}

var (
	rowOut   = lang.Word("这一行不导入")
	cellOut  = lang.Word("这一格不导入")
	sameRow  = lang.Word("与第%s行是同一个人")
	sameRank = lang.Word("与%s的名次相同")
	noEffect = lang.Word("不影响：这一列只核对，不导入")
)

func (p *planner) fault(f Fault) {
	if len(p.Faults) >= most {
		p.Over["faults"]++
		return
	}
	p.Faults = append(p.Faults, f)
}

// matchAll finds whom each row is about.
func (p *planner) matchAll(rows []incoming.Row) {
	x := indexOf(p.list)
	for _, row := range rows {
		name := p.Table.Cell(row, p.key())
		if name.Why.Wrong() {
			p.fault(Fault{At: p.at(row, p.key()), Seen: name.Seen(), Why: name.Why.Word(), Effect: rowOut})
			continue
		}
		i, may, why := x.match(p.Table, row)
		asked := len(may) > 0
		if asked {
			var done bool
			if i, done = p.who(row, may, why); i == another {
				p.newcomer(row)
				continue
			} else if i < 0 && done {
				continue
			}
		}
		if i < 0 && !asked {
			if p.list.Grows {
				p.newcomer(row)
			} else {
				p.stranger(row)
			}
			continue
		}
		if first, twice := p.taken[i]; i >= 0 && twice {
			p.fault(Fault{At: p.at(row, p.key()), Seen: p.seen(row), Why: p.same(), Of: []any{strconv.Itoa(first)}, Effect: rowOut})
			continue
		}
		if i >= 0 {
			p.taken[i] = row.No
			p.Matched++
		}
		p.lines = append(p.lines, line{row, i, asked})
	}
}

// stranger notes a person who is not on the list.
func (p *planner) stranger(row incoming.Row) {
	if len(p.Strangers) >= most {
		p.Over["strangers"]++
		return
	}
	name := p.Table.Cell(row, "name").Text
	s := Stranger{At: p.at(row, "name"), Name: name, Unit: p.Table.Cell(row, "unit").Text}
	var states []string
	for _, e := range p.list.Elsewhere[Fold(name)] {
		states = append(states, e.State+"（"+e.Values["unit"]+"）")
	}
	s.State = strings.Join(states, "；")
	p.Strangers = append(p.Strangers, s)
}

// values compares a row with the entry it is about, field by field.
func (p *planner) values(ln line) {
	e := p.list.Entries[ln.entry]
	for _, f := range p.list.Fields {
		i := p.Table.Has(f.Name)
		if i < 0 || f.Apart || f.Kind == incoming.Rank || f.Name == p.key() {
			continue
		}
		c, old, at := ln.row.Cells[i], e.Values[f.Name], p.Table.At(ln.row, i)
		same := c.Text == old || c.Text != "" && (Fold(c.Text) == Fold(e.Also[f.Name]) || f.Kind == incoming.Phone && Fold(c.Text) == Fold(old))
		switch {
		case p.list.Grows && c.Text == "" && c.Why == incoming.Right:
		case c.Why.Wrong() && f.Own:
			p.fault(Fault{At: at, Seen: c.Seen(), Why: c.Why.Word(), Effect: cellOut})
		case c.Why.Wrong():
			p.fault(Fault{At: at, Seen: c.Seen(), Why: c.Why.Word(), Effect: noEffect})
		case same:
		case !f.Own:
			p.differ(e, f, at, c, old)
		case c.Text != "" && f.Most > 0 && utf8.RuneCountInString(c.Text) > f.Most:
			p.fault(Fault{At: at, Seen: c.Seen(), Why: lang.Word("内容太长"), Effect: cellOut})
		case f.refuses(c.Text):
			p.complain(f, at, c)
		case c.Why.Doubtful():
			p.doubt(e, f, at, c, old)
		default:
			p.change(e, f.Name, old, c.Text, at)
		}
	}
}

func (p *planner) differ(e Entry, f Field, at string, c incoming.Cell, old string) {
	if c.Text == "" || Fold(c.Text) == Fold(old) || f.Name == "directions" && sameSet(c.Text, old) {
		return
	}
	if len(p.Differ) >= most {
		p.Over["differ"]++
		return
	}
	p.Differ = append(p.Differ, Difference{e.Name, at, f.Name, old, c.Text})
}

// sameSet reports whether two texts name the same things in another order.
func sameSet(a, b string) bool {
	set := func(s string) []string {
		all := strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune("、,，;；/／|+ \t　", r) })
		for i := range all {
			all[i] = Fold(all[i])
		}
		slices.Sort(all)
		return all
	}
	return slices.Equal(set(a), set(b))
}

// doubt asks about a cell that would change something.
func (p *planner) doubt(e Entry, f Field, at string, c incoming.Cell, old string) {
	q := Question{ID: "cell." + at, At: at, Seen: c.Seen(), Why: c.Why.Word(), Options: []Option{
		{Value: "take", Label: lang.Word("读作："), Text: c.Text},
		{Value: "keep", Label: lang.Word("不导入，保留原来的："), Text: cmp.Or(old, "—")},
	}}
	p.ask(&q)
	if q.Chosen == "take" {
		p.change(e, f.Name, old, c.Text, at)
	}
}

func (p *planner) change(e Entry, field, old, text, at string) {
	if old != text {
		p.Changes = append(p.Changes, Change{e.Key, e.Name, field, old, text, at})
	}
}

// absent finds who is on the list and not in the table: their place goes.
func (p *planner) absent() {
	if p.unsure() {
		return
	}
	for i, e := range p.list.Entries {
		if _, ok := p.taken[i]; ok {
			continue
		}
		p.Absent = append(p.Absent, e)
		if p.list.Ranked && len(p.taken) > 0 {
			p.change(e, "place", e.Place, "", "")
		}
	}
}

// settle asks once whether all else may go on without what is wrong, and puts the
// changes in the order of the list.
func (p *planner) settle() {
	n := p.Over["faults"]
	for _, f := range p.Faults {
		if f.Effect != noEffect {
			n++
		}
	}
	if n > 0 {
		q := Question{ID: "faults", Seen: strconv.Itoa(n), Why: lang.Word("表里有读不出或有误的内容"), Options: []Option{
			{Value: "skip", Label: lang.Word("有误的不导入，其余照办（也可以在表里改好后重新上传）")},
		}}
		p.ask(&q)
	}
	at := map[string]int{}
	for i, e := range p.list.Entries {
		at[e.Key] = i
	}
	slices.SortStableFunc(p.Changes, func(a, b Change) int { return at[a.Key] - at[b.Key] })
}
