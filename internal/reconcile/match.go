package reconcile

import (
	"slices"
	"strconv"
	"strings"

	"qinglan/internal/incoming"
	"qinglan/internal/lang"
)

// A line is a row of the table and whom it is about.
type line struct {
	row   incoming.Row
	entry int // of the list; -1 is nobody
	asked bool
}

// An index finds entries of a list.
type index struct {
	list    List
	byName  map[string][]int
	byPhone map[string][]int
	byNo    map[string]int
}

func indexOf(l List) index {
	x := index{l, map[string][]int{}, map[string][]int{}, map[string]int{}}
	for i, e := range l.Entries {
		x.byName[Fold(e.Name)] = append(x.byName[Fold(e.Name)], i)
		for _, p := range []string{e.Values["phone"], e.Also["phone"]} {
			if p = Fold(p); p != "" && !slices.Contains(x.byPhone[p], i) {
				x.byPhone[p] = append(x.byPhone[p], i)
			}
		}
		if no := e.Values["receipt"]; no != "" {
			x.byNo[Fold(no)] = i
		}
	}
	return x
}

// match finds whom a row is about: sure, or several who may be meant, of whom a
// person chooses. why says what makes it doubtful.
func (x index) match(t *incoming.Table, row incoming.Row) (sure int, may []int, why lang.Word) {
	cell := t.Cell(row, x.list.Fields[0].Name)
	name := Fold(cell.Text)
	if no := Fold(t.Cell(row, "receipt").Text); no != "" {
		if i, ok := x.byNo[no]; ok {
			if Fold(x.list.Entries[i].Name) == name {
				return i, nil, ""
			}
			return -1, []int{i}, otherName
		}
	}
	same := x.byName[name]
	if name == "" { // signs alone
		for i, e := range x.list.Entries {
			if e.Name == cell.Text {
				same = append(same, i)
			}
		}
	}
	same = slices.DeleteFunc(slices.Clone(same), func(i int) bool { return x.parted(t, row, i) })
	if len(same) == 0 {
		if may = x.byPhone[Fold(t.Cell(row, "phone").Text)]; len(may) > 0 {
			return -1, may, samePhone
		}
		return -1, nil, ""
	}
	// What only looked odd is settled by a list that has that very name.
	doubtful := cell.Why.Crossed() || cell.Why.Doubtful() && Fold(cell.Seen()) != name
	if x.list.Grows && len(same) == 1 && !cell.Why.Crossed() {
		doubtful = false // it was asked when the row came in
	}
	var clear, mixed, against []int // by what speaks for them and against
	for _, i := range same {
		switch pro, contra := x.speaks(t, row, i); {
		case pro > 0 && contra == 0:
			clear = append(clear, i)
		case pro > 0:
			mixed = append(mixed, i)
		case contra > 0:
			against = append(against, i)
		}
	}
	switch {
	case doubtful:
		return -1, same, cell.Why.Word()
	case len(clear) == 1:
		return clear[0], nil, ""
	case len(clear) == 0 && len(mixed) == 1 && len(same) == 1+len(against):
		return mixed[0], nil, ""
	case len(same) == 1 && len(against) == 0:
		return same[0], nil, ""
	case len(same) == 1:
		return -1, same, otherUnit
	}
	return -1, same, namesakes
}

var (
	otherName = lang.Word("受理号相同，姓名不同")
	samePhone = lang.Word("姓名不在名单里，电话与名单里的人相同")
	otherUnit = lang.Word("姓名相同，单位、电话对不上")
	namesakes = lang.Word("名单里有同名的人，凭这一行分不清")
)

// speaks counts what else speaks for a row being about an entry, and against it.
func (x index) speaks(t *incoming.Table, row incoming.Row, i int) (pro, contra int) {
	e := x.list.Entries[i]
	for _, f := range x.list.Fields {
		if !f.Tells {
			continue
		}
		name := f.Name
		c := t.Cell(row, name)
		theirs, ours, also := Fold(c.Text), Fold(e.Values[name]), Fold(e.Also[name])
		switch {
		case theirs == "" || ours == "" && also == "":
		case theirs == ours || theirs == also, name == "unit" && (within(theirs, ours) || within(ours, theirs)):
			pro++
		default:
			contra++
		}
	}
	return pro, contra
}

// parted reports whether a row cannot be about an entry, for they differ in a field
// that parts them.
func (x index) parted(t *incoming.Table, row incoming.Row, i int) bool {
	return slices.ContainsFunc(x.list.Fields, func(f Field) bool {
		return f.Parts && t.Has(f.Name) >= 0 && Fold(t.Cell(row, f.Name).Text) != Fold(x.list.Entries[i].Values[f.Name])
	})
}

// within reports whether a name of a unit is a part of another: 演示学院 of
// 演示学院国际商务系.
func within(long, short string) bool {
	return len([]rune(short)) >= 4 && strings.Contains(long, short)
}

// who asks whom a row is about, or takes the answer.
func (p *planner) who(row incoming.Row, may []int, why lang.Word) (int, bool) {
	q := Question{ID: "who." + strconv.Itoa(row.No), At: p.at(row, p.key()), Seen: p.seen(row), Why: why}
	for _, i := range may {
		e := p.list.Entries[i]
		q.Options = append(q.Options, Option{Value: e.Key, Text: e.Name, Sub: describe(e)})
	}
	if p.list.Grows {
		q.Options = append(q.Options, Option{Value: "new", Label: lang.Word("都不是，另加一行")})
	}
	q.Options = append(q.Options, Option{Value: "none", Label: lang.Word("都不是，这一行不导入")})
	p.ask(&q)
	for _, i := range may {
		if q.Chosen == p.list.Entries[i].Key {
			return i, true
		}
	}
	if q.Chosen == "new" {
		return another, true
	}
	return -1, q.Chosen == "none"
}

// describe tells an entry apart from its namesakes.
func describe(e Entry) string {
	var parts []string
	for _, f := range []string{"unit", "county", "receipt"} {
		if v := e.Values[f]; v != "" {
			parts = append(parts, v)
		}
	}
	return strings.Join(parts, " · ")
}
