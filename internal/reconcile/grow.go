package reconcile

import (
	"cmp"
	"strconv"

	"qinglan/internal/incoming"
	"qinglan/internal/lang"
)

// another is who a row is about if a person says that it is a new entry.
const another = -2

// key is the name of the field that tells what a row is about.
func (p *planner) key() string { return p.list.Fields[0].Name }

// same says that a row is about what an earlier one is about.
func (p *planner) same() lang.Word {
	if p.list.Grows {
		return alike
	}
	return sameRow
}

var alike = lang.Word("与第%s行相同")

// refuses reports whether a text cannot stand in the field.
func (f Field) refuses(text string) bool {
	return f.Check != nil && text != "" && f.Check(text).Format != ""
}

// complain says why a cell cannot be taken.
func (p *planner) complain(f Field, at string, c incoming.Cell) {
	says := f.Check(c.Text)
	effect := cellOut
	if f.Name == p.key() {
		effect = rowOut
	}
	p.fault(Fault{At: at, Seen: c.Seen(), Why: lang.Word(says.Format), Of: says.Args, Effect: effect})
}

// newcomer adds the entry of a row, unless its name cannot be one or an earlier
// row has added it.
func (p *planner) newcomer(row incoming.Row) {
	at, name := p.at(row, p.key()), p.Table.Cell(row, p.key())
	if p.list.Fields[0].refuses(name.Text) {
		p.complain(p.list.Fields[0], at, name)
		return
	}
	if name.Why.Doubtful() && !p.believed(at, name, lang.Word("不导入这一行")) {
		return
	}
	apart := tellsApart(p.list.Fields, func(field string) string {
		if text := p.Table.Cell(row, field).Text; text != "" {
			return text
		}
		return p.list.Also[field]
	})
	if first, twice := p.added[apart]; twice {
		p.fault(Fault{At: at, Seen: p.seen(row), Why: alike, Of: []any{strconv.Itoa(first)}, Effect: rowOut})
		return
	}
	p.added[apart] = row.No
	n := Newcomer{At: at, Name: name.Text, Values: map[string]string{p.key(): name.Text}}
	for _, f := range p.list.Fields[1:] {
		if i := p.Table.Has(f.Name); i >= 0 && f.Own {
			n.Values[f.Name] = p.first(f, p.Table.At(row, i), row.Cells[i])
		}
	}
	p.Added = append(p.Added, n)
}

// first returns what a cell says of an entry that has nothing in its place yet.
func (p *planner) first(f Field, at string, c incoming.Cell) string {
	switch {
	case c.Why.Wrong():
		p.fault(Fault{At: at, Seen: c.Seen(), Why: c.Why.Word(), Effect: cellOut})
	case f.refuses(c.Text):
		p.complain(f, at, c)
	case c.Why.Doubtful() && !p.believed(at, c, lang.Word("不导入，先空着")):
	default:
		return c.Text
	}
	return ""
}

// believed asks whether a doubtful cell says what it seems to.
func (p *planner) believed(at string, c incoming.Cell, not lang.Word) bool {
	q := Question{ID: "cell." + at, At: at, Seen: c.Seen(), Why: c.Why.Word(), Options: []Option{
		{Value: "take", Label: lang.Word("读作："), Text: c.Text}, {Value: "keep", Label: not},
	}}
	p.ask(&q)
	return q.Chosen == "take"
}

// remove takes off what the table lacks if a person says so; else it stays.
func (p *planner) remove() {
	if p.list.Grows && len(p.Absent) > 0 && len(p.taken)+len(p.Added) > 0 {
		q := Question{ID: "absent", Seen: strconv.Itoa(len(p.Absent)), Why: lang.Word("原来有、表里没有的行"), Options: []Option{
			{Value: "keep", Label: lang.Word("保留")}, {Value: "remove", Label: lang.Word("删去")},
		}}
		p.ask(&q)
		last := &p.Questions[len(p.Questions)-1]
		if last.Chosen = cmp.Or(last.Chosen, "keep"); last.Chosen == "remove" {
			p.Removed = p.Absent
		}
	}
	if p.list.Most > 0 {
		p.Left = p.list.Most - len(p.list.Entries) - len(p.Added) + len(p.Removed)
	}
}
