// Package worklist is the list of cases as an office works on it: asked for in
// words, by state, with how long each has waited and who works on it, and the
// same list as a workbook, which comes back with the office's own columns. It promises that nobody finds by asking, counting or
// taking away what they may not see, and that a workbook holds what the page
// shows, all of it.
package worklist

import (
	"slices"
	"strings"
	"time"

	"qinglan/internal/calendar"
	"qinglan/internal/casework"
	"qinglan/internal/db"
	"qinglan/internal/flow"
	"qinglan/internal/jotting"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/query"
)

// A Slice is this part of the house.
type Slice struct {
	*casework.House
	jots jotting.Store
}

// New returns the slice.
func New(h *casework.House) *Slice { return &Slice{h, jotting.New(h.Flow, h.Keys)} }

// Register gives nothing to editions.
func (s *Slice) Register() {}

// handlers are the roles that read papers: they may ask what is missing.
var handlers = []programme.Role{programme.County, programme.City, programme.Province, programme.Auditor}

// fields are what a may ask of a track's list.
func (s *Slice) fields(e *programme.Edition, t *programme.Track, a org.Actor) []casework.Field {
	out := []casework.Field{
		text("姓名", "c.name", "~王", "name"), text("单位", "c.unit", "~学院", "unit"), text("编号", "c.no", "~0001", "no", "受理号"),
		{Field: query.Field{Name: "状态", Also: []string{"state", "环节"}, Kind: query.Choice, Values: states(t)}, SQL: in("c.state")},
	}
	cities, counties := places(e, a)
	if len(cities) > 0 {
		out = append(out, casework.Field{Field: query.Field{Name: "市", Also: []string{"city"}, Kind: query.Choice, Values: cities}, SQL: in("c.city")})
	}
	if len(counties) > 0 {
		out = append(out, casework.Field{Field: query.Field{Name: "县", Also: []string{"county", "区"}, Kind: query.Choice, Values: counties}, SQL: in("c.county")})
	}
	out = append(out, day("到此", "c.since", "since"), day("截止", "NULLIF(c.due, 0)", "due"))
	if _, ok := t.Move("submit"); ok {
		out = append(out, day("提交", "(SELECT MIN(j.at) FROM journal j WHERE j.case_id = c.id AND j.move = 'submit')", "submitted"))
	}
	out = append(out,
		casework.Field{Field: query.Field{Name: "逾期", Also: []string{"late"}, Kind: query.Choice, Values: []query.Value{{Key: "yes", Label: "是"}, {Key: "no", Label: "否"}}}, SQL: s.late},
		casework.Field{Field: query.Field{Name: "认领", Also: []string{"claimed"}, Kind: query.Choice,
			Values: []query.Value{{Key: "me", Label: "我"}, {Key: "nobody", Label: "无人"}, {Key: "other", Label: "他人"}}}, SQL: claimed(a)})
	if m := materials(e, t); len(m) > 0 && slices.Contains(handlers, a.Role) {
		out = append(out, casework.Field{Field: query.Field{Name: "缺", Also: []string{"missing"}, Kind: query.Choice, Values: m}, SQL: missing})
	}
	return append(out, s.AskedBy(t.Name, a)...)
}

func text(name, column, hint string, also ...string) casework.Field {
	return casework.Field{Field: query.Field{Name: name, Also: also, Hint: hint}, SQL: func(t query.Term, arg func(any) string) string {
		return match(column, t, arg)
	}}
}

// match compares a text: whole, or a part of it.
func match(column string, t query.Term, arg func(any) string) string {
	var any []string
	for _, k := range t.Keys {
		if t.Op == query.Is {
			any = append(any, column+" = "+arg(k))
		} else {
			any = append(any, column+" LIKE "+arg("%"+escaped.Replace(k)+"%")+" ESCAPE '!'")
		}
	}
	return strings.Join(any, " OR ")
}

var escaped = strings.NewReplacer("!", "!!", "%", "!%", "_", "!_")

func in(column string) func(query.Term, func(any) string) string {
	return func(t query.Term, arg func(any) string) string {
		var marks []string
		for _, k := range t.Keys {
			marks = append(marks, arg(k))
		}
		return column + " IN (" + strings.Join(marks, ", ") + ")"
	}
}

// day compares a moment with a day of Beijing.
func day(name, column string, also ...string) casework.Field {
	return casework.Field{Field: query.Field{Name: name, Also: also, Kind: query.Day, Hint: "<今天"}, SQL: func(t query.Term, arg func(any) string) string {
		from, to := db.Millis(t.Day.At(0, 0)), db.Millis(t.Day.At(24, 0))
		switch t.Op {
		case query.Before:
			return column + " < " + arg(from)
		case query.After:
			return column + " >= " + arg(to)
		}
		return column + " >= " + arg(from) + " AND " + column + " < " + arg(to)
	}}
}

func (s *Slice) late(t query.Term, arg func(any) string) string {
	late := "c.due <> 0 AND c.due <= " + arg(db.Millis(s.Flow.Now()))
	switch {
	case len(t.Keys) > 1:
		return "1 = 1"
	case t.Keys[0] == "no":
		return "NOT (" + late + ")"
	}
	return late
}

func claimed(a org.Actor) func(query.Term, func(any) string) string {
	return func(t query.Term, arg func(any) string) string {
		var any []string
		for _, k := range t.Keys {
			switch k {
			case "me":
				any = append(any, "c.claimed_by = "+arg(a.Person))
			case "nobody":
				any = append(any, "c.claimed_by = ''")
			default:
				any = append(any, "c.claimed_by NOT IN ('', "+arg(a.Person)+")")
			}
		}
		return strings.Join(any, " OR ")
	}
}

// missing takes the cases that lack one of the materials.
func missing(t query.Term, arg func(any) string) string {
	var any []string
	for _, k := range t.Keys {
		any = append(any, "NOT EXISTS (SELECT 1 FROM files f WHERE f.case_id = c.id AND f.item = "+arg(k)+" AND f.removed = 0)")
	}
	return strings.Join(any, " OR ")
}

func states(t *programme.Track) (out []query.Value) {
	for _, st := range t.States {
		out = append(out, query.Value{Key: st.Name, Label: st.Label})
	}
	return out
}

func materials(e *programme.Edition, t *programme.Track) (out []query.Value) {
	for _, m := range e.MaterialsOf(t.Name) {
		if !m.Off {
			out = append(out, query.Value{Key: m.Name, Label: m.Label})
		}
	}
	return out
}

// places are the cities and counties below a, by their whole names and without
// 市, 县 and 区.
func places(e *programme.Edition, a org.Actor) (cities, counties []query.Value) {
	var below []org.Region
	switch a.Role {
	case programme.County:
		return nil, nil
	case programme.City:
		below = org.Counties(a.Organ.Region, e.Since)
	default:
		for _, c := range org.CitiesOf(e) {
			cities = append(cities, names(c)...)
			below = append(below, org.Counties(c.Code, e.Since)...)
		}
	}
	for _, c := range below {
		counties = append(counties, names(c)...)
	}
	return cities, counties
}

func names(r org.Region) []query.Value {
	out := []query.Value{{Key: r.Code, Label: r.Name}}
	for _, end := range []string{"市", "区", "县"} {
		if short, ok := strings.CutSuffix(r.Name, end); ok && len([]rune(short)) > 1 {
			return append(out, query.Value{Key: r.Code, Label: short})
		}
	}
	return out
}

// An asking is what a list was asked for.
type asking struct {
	Edition *programme.Edition
	Track   *programme.Track
	Text    string
	Filter  flow.Filter
	Fields  []casework.Field
	Wrong   []query.Wrong
}

// plain returns the fields without their conditions.
func (k *asking) plain() []query.Field {
	out := make([]query.Field, len(k.Fields))
	for i, f := range k.Fields {
		out[i] = f.Field
	}
	return out
}

// read turns the words into a condition. Of words that cannot be read the rest
// holds all the same, and the page says which they are.
func (k *asking) read(now time.Time) {
	terms, wrong := query.Parse(k.Text, k.plain(), calendar.Day(now))
	k.Wrong = wrong
	if len(terms) == 0 {
		return
	}
	k.Filter.Where = func(arg func(any) string) string {
		all := make([]string, len(terms))
		for i, t := range terms {
			all[i] = "(" + k.condition(t, arg) + ")"
			if t.Not { // what is not known is not what is asked
				all[i] = "NOT COALESCE(" + all[i] + ", FALSE)"
			}
		}
		return strings.Join(all, " AND ")
	}
}

func (k *asking) condition(t query.Term, arg func(any) string) string {
	if t.Field == nil {
		word := query.Term{Op: query.Has, Keys: t.Keys}
		return match("c.name", word, arg) + " OR " + match("c.unit", word, arg) + " OR " + match("c.no", word, arg)
	}
	for _, f := range k.Fields {
		if f.Name == t.Field.Name {
			return f.SQL(t, arg)
		}
	}
	return "1 = 0"
}

// example shows how a field is written.
func example(f query.Field) string {
	switch {
	case f.Kind == query.Choice && len(f.Values) > 0:
		return f.Name + ":" + f.Values[0].Label
	case f.Hint != "":
		return f.Name + f.Hint
	}
	return f.Name + "~"
}
