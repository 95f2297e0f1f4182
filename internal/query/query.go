// Package query reads what people type above a list:
//
//	市:金华 状态:市级初审 缺:材料 单位~学院 提交<10-16 -姓名~测试
//
// Words are set apart by spaces and all of them must hold. 字段:值 is one of
// several values, 字段~部分 contains, 字段<日 and 字段>日 compare days, a word alone
// is looked for in what names a case, a minus before a word turns it round, and
// what holds a space stands in “quotes”. Full-width signs are the same signs.
//
// The package knows no case and no database: a list says which fields it has,
// and it has only those that its reader may see. What cannot be read is pointed
// at and never guessed.
package query

import (
	"slices"
	"strings"
	"unicode"

	"qinglan/internal/calendar"
	"qinglan/internal/fault"
)

// An Op is how a field is asked.
type Op rune

// The ops, as they are written.
const (
	Is     Op = ':'
	Has    Op = '~'
	Before Op = '<'
	After  Op = '>'
	Any    Op = 0 // a word alone
)

// A Kind is what a field holds.
type Kind int

// The kinds.
const (
	Text   Kind = iota // : and ~
	Choice             // : one or more of Values
	Day                // : < and >
)

// A Field is what may be asked of a list.
type Field struct {
	Name   string   // 市
	Also   []string // other words for it
	Kind   Kind
	Values []Value // of a Choice
	Hint   string  // an example of what follows its name
}

// A Value is one of a Choice: what is kept and what people call it.
type Value struct{ Key, Label string }

// A Term is one thing asked. Of a Choice it has the keys, of a Text the words,
// of a Day the day.
type Term struct {
	Field *Field // nil: a word alone
	Op    Op
	Not   bool
	Keys  []string
	Day   calendar.Date
}

// A Wrong is what cannot be read, with where its word stands, in runes.
type Wrong struct {
	From, To int
	Word     string
	Why      error // a fault in words for people
}

// most is how many terms are read.
const most = 20

// Parse reads a text. The days of a year that nobody names are those of today's.
func Parse(text string, fields []Field, today calendar.Date) ([]Term, []Wrong) {
	var terms []Term
	var wrong []Wrong
	for _, w := range words(text) {
		t, err := term(w.text, fields, today)
		if err == nil && len(terms) == most {
			err = fault.New(fault.Invalid, "条件太多，最多%d个。", most)
		}
		if err != nil {
			wrong = append(wrong, Wrong{From: w.from, To: w.to, Word: w.text, Why: err})
			continue
		}
		terms = append(terms, t)
	}
	return terms, wrong
}

type word struct {
	text     string
	from, to int
}

// words splits a text at spaces outside of quotes.
func words(text string) (out []word) {
	var b strings.Builder
	from, quoted := -1, false
	end := func(at int) {
		if from >= 0 {
			out = append(out, word{b.String(), from, at})
		}
		b.Reset()
		from = -1
	}
	n := 0
	for _, r := range text {
		switch {
		case strings.ContainsRune(`"“”＂`, r):
			quoted = !quoted
			if from < 0 {
				from = n
			}
		case unicode.IsSpace(r) && !quoted:
			end(n)
		default:
			if from < 0 {
				from = n
			}
			b.WriteRune(r)
		}
		n++
	}
	end(n)
	return slices.DeleteFunc(out, func(w word) bool { return w.text == "" })
}

// signs are the ops in all their writings.
var signs = map[rune]Op{':': Is, '：': Is, '=': Is, '~': Has, '～': Has, '<': Before, '＜': Before, '>': After, '＞': After}

func term(w string, fields []Field, today calendar.Date) (t Term, err error) {
	if rest := strings.TrimLeft(w, "-－"); rest != w && rest != "" {
		t.Not, w = true, rest
	}
	at := strings.IndexFunc(w, func(r rune) bool { return signs[r] != 0 })
	if at <= 0 { // a name may begin with a sign
		t.Keys = []string{w}
		return t, nil
	}
	name, sign := w[:at], []rune(w[at:])[0]
	value := strings.TrimSpace(w[at+len(string(sign)):])
	t.Op = signs[sign]
	if t.Field = named(fields, name); t.Field == nil {
		return t, fault.New(fault.Invalid, "没有“%s”这个条件。可用的有：%s。", name, strings.Join(names(fields), "、"))
	}
	if value == "" {
		return t, fault.New(fault.Invalid, "“%s”后面没有写内容。", name)
	}
	switch t.Field.Kind {
	case Choice:
		err = t.choose(value)
	case Day:
		err = t.date(value, today)
	default:
		if t.Op != Is && t.Op != Has {
			return t, fault.New(fault.Invalid, "“%s”只能用“:”（等于）或“~”（包含）。", name)
		}
		t.Keys = parts(value)
	}
	return t, err
}

func named(fields []Field, name string) *Field {
	for i := range fields {
		if fields[i].Name == name || slices.Contains(fields[i].Also, strings.ToLower(name)) {
			return &fields[i]
		}
	}
	return nil
}

func names(fields []Field) (out []string) {
	for _, f := range fields {
		out = append(out, f.Name)
	}
	return out
}

// parts splits values: 状态:县级初核,市级初审.
func parts(value string) []string {
	return slices.DeleteFunc(strings.FieldsFunc(value, func(r rune) bool { return strings.ContainsRune(",，、|", r) }),
		func(s string) bool { return s == "" })
}

// choose takes the values that are named, whole or by a part that only they have.
func (t *Term) choose(value string) error {
	if t.Op != Is {
		return fault.New(fault.Invalid, "“%s”只能用“:”（等于）。", t.Field.Name)
	}
	for _, p := range parts(value) {
		var fit []Value
		for _, v := range t.Field.Values {
			if v.Label == p || v.Key == p {
				fit = []Value{v}
				break
			}
			if strings.Contains(v.Label, p) {
				fit = append(fit, v)
			}
		}
		switch {
		case len(fit) == 0:
			return fault.New(fault.Invalid, "“%s”没有“%s”。可写：%s。", t.Field.Name, p, strings.Join(labels(t.Field.Values, 8), "、"))
		case len(fit) > 1 && !sameKey(fit):
			return fault.New(fault.Invalid, "“%s”有几个：%s。请写全。", p, strings.Join(labels(fit, 8), "、"))
		}
		for _, v := range fit {
			if !slices.Contains(t.Keys, v.Key) {
				t.Keys = append(t.Keys, v.Key)
			}
		}
	}
	return nil
}

func sameKey(vs []Value) bool {
	return !slices.ContainsFunc(vs, func(v Value) bool { return v.Key != vs[0].Key })
}

func labels(vs []Value, most int) (out []string) {
	for i, v := range vs {
		if i == most {
			return append(out, "…")
		}
		out = append(out, v.Label)
	}
	return out
}

func (t *Term) date(value string, today calendar.Date) error {
	if t.Op == Has {
		return fault.New(fault.Invalid, "“%s”只能用“:”（当日）、“<”（早于）或“>”（晚于）。", t.Field.Name)
	}
	d, ok := day(value, today)
	if !ok {
		return fault.New(fault.Invalid, "“%s”不是日期。可写 10-16、2017-10-16、10月16日或“今天”。", value)
	}
	t.Day = d
	return nil
}

// day reads a day in the habits of offices.
func day(s string, today calendar.Date) (calendar.Date, bool) {
	switch s {
	case "今天", "今日", "today":
		return today, true
	case "昨天", "昨日":
		return today.AddDays(-1), true
	case "明天", "明日":
		return today.AddDays(1), true
	}
	n := strings.FieldsFunc(strings.NewReplacer("年", "-", "月", "-", "日", "", "/", "-", ".", "-").Replace(s), func(r rune) bool { return r == '-' })
	if len(n) == 2 {
		n = append([]string{today.String()[:4]}, n...)
	}
	if len(n) != 3 || len(n[0]) != 4 {
		return calendar.Date{}, false
	}
	for i := range n {
		if len(n[i]) == 1 {
			n[i] = "0" + n[i]
		}
	}
	d, err := calendar.Parse(strings.Join(n, "-"))
	return d, err == nil
}

// Complete returns how a text may go on: the names of fields, or the values of
// the one whose word comes last; each as the whole text.
func Complete(text string, fields []Field) (out []string) {
	head, last := "", text
	if i := strings.LastIndexFunc(text, unicode.IsSpace); i >= 0 {
		head, last = text[:i+1], strings.TrimSpace(text[i+1:])
	}
	minus := ""
	if rest := strings.TrimLeft(last, "-－"); rest != last {
		minus, last = "-", rest
	}
	at := strings.IndexFunc(last, func(r rune) bool { return signs[r] != 0 })
	if at < 0 {
		for _, f := range fields {
			if strings.HasPrefix(f.Name, last) {
				out = append(out, head+minus+f.Name+f.sign())
			}
		}
		return out
	}
	f := named(fields, last[:at])
	if f == nil {
		return nil
	}
	sign := []rune(last[at:])[0]
	typed := last[at+len(string(sign)):]
	done := ""
	if i := strings.LastIndexAny(typed, ",，、|"); i >= 0 {
		size := len(string([]rune(typed[i:])[0]))
		done, typed = typed[:i+size], typed[i+size:]
	}
	for _, v := range f.Values {
		if strings.Contains(v.Label, typed) && len(out) < 20 {
			out = append(out, head+minus+f.Name+":"+done+v.Label)
		}
	}
	if f.Kind != Choice && typed == "" && f.Hint != "" {
		out = append(out, head+minus+f.Name+f.Hint)
	}
	return out
}

func (f Field) sign() string {
	switch f.Kind {
	case Choice:
		return ":"
	case Day:
		return "<"
	}
	return "~"
}
