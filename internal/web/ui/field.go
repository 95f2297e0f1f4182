package ui

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"qinglan/internal/form"
)

// An Input is a question as it is asked on a page.
type Input struct {
	Q     form.Question
	Name  string // under which the answer is posted; empty is Q.Name
	Form  string // of several on one page that ask the same; empty: the one that complaints link to
	Value string
	Wrong form.Wrong
	Files map[string]Tile // of File: by id
	Focus bool            // the first thing to do on the page
}

func (in Input) name() string {
	if in.Name != "" {
		return in.Name
	}
	return in.Q.Name
}

// id returns the id of the control. Complaints link to it.
func (in Input) id() string {
	if in.Form != "" {
		return "f-" + in.Form + "-" + in.name()
	}
	return "f-" + in.name()
}

func (in Input) complaint() (form.Complaint, bool) {
	c, ok := in.Wrong[in.name()]
	return c, ok
}

// about returns the ids of the texts that describe the control.
func (in Input) about() string {
	var ids []string
	if in.Q.Hint != "" {
		ids = append(ids, in.id()+"-hint")
	}
	if _, ok := in.complaint(); ok {
		ids = append(ids, in.id()+"-wrong")
	}
	return strings.Join(ids, " ")
}

// grouped reports whether the question has several controls and thus a legend
// in the place of a label.
func (in Input) grouped() bool {
	switch in.Q.Kind {
	case form.Pick, form.Many, form.Rows, form.Check, form.File:
		return true
	}
	return false
}

// secret reports whether the answer must not stay on the device.
func (in Input) secret() bool { return in.Q.Secret || in.Q.Kind == form.IDNo }

func (in Input) has(v string) bool { return slices.Contains(form.List(in.Value), v) }

// column returns the input of a column in row i.
func (in Input) column(i int, row form.Answers, q form.Question) Input {
	return Input{Q: q, Name: form.Cell(in.name(), i, q.Name), Form: in.Form, Value: row[q.Name], Wrong: in.Wrong, Files: in.Files}
}

// rows returns the rows to show: those answered and some empty ones to write in.
func (in Input) rows() []form.Answers {
	rows := form.Table(in.Value)
	limit := in.Q.RowLimit()
	want := min(max(len(rows)+1, in.Q.Min, 2), limit)
	for len(rows) < want {
		rows = append(rows, form.Answers{})
	}
	return rows
}

// kind returns the type attribute of an input of one line.
func (in Input) kind() string {
	switch in.Q.Kind {
	case form.Phone:
		return "tel"
	case form.Email:
		return "email"
	}
	return "text"
}

// keys returns the inputmode attribute: which keys a phone shows.
func (in Input) keys() string {
	switch in.Q.Kind {
	case form.Number:
		return "numeric"
	case form.Score, form.Decimal, form.Money:
		return "decimal"
	case form.Phone:
		return "tel"
	case form.Email:
		return "email"
	}
	return ""
}

// fill returns the autocomplete attribute.
func (in Input) fill() string {
	if in.secret() {
		return "off"
	}
	switch in.Q.Kind {
	case form.Phone:
		return "tel"
	case form.Email:
		return "email"
	case form.Name:
		return "name"
	}
	return "off"
}

// size returns the class that makes a control as wide as its answer.
func (in Input) size() string {
	switch in.Q.Kind {
	case form.Date, form.Month, form.Number, form.Score:
		return "w-short"
	case form.Phone, form.Name, form.IDNo, form.USCC, form.Select, form.Decimal, form.Money:
		return "w-mid"
	case form.Text, "":
		if in.Q.Max > 0 && in.Q.Max <= 20 {
			return "w-mid"
		}
	}
	return "w-full"
}

// sample returns the placeholder, for kinds with one way of writing.
func (in Input) sample(ctx context.Context) string {
	switch in.Q.Kind {
	case form.Date:
		return T(ctx, "年-月-日")
	case form.Month:
		return T(ctx, "年-月")
	}
	return ""
}

func (in Input) lines() string {
	switch {
	case in.Q.Max > 0 && in.Q.Max <= 100:
		return "2"
	case in.Q.Max > 0 && in.Q.Max <= 500:
		return "4"
	}
	return "7"
}

// limit returns the count of runes to show beside a prose; zero shows none.
func (in Input) limit() int {
	if in.Q.Kind == form.Prose {
		return in.Q.Max
	}
	return 0
}

func (in Input) score() (top, step string) {
	top, step = "100", "1"
	if in.Q.Max > 0 {
		top = strconv.Itoa(in.Q.Max)
	}
	if in.Q.Step > 0 {
		step = strconv.FormatFloat(float64(in.Q.Step)/100, 'f', -1, 64)
	}
	return top, step
}

// note returns what stands behind the label: only what may be left empty is
// marked, because most must be answered.
func (in Input) note(ctx context.Context) string {
	if in.Q.Optional {
		return T(ctx, "选填")
	}
	return ""
}

func inputs(qs []form.Question, a form.Answers, w form.Wrong) []Input {
	all := make([]Input, len(qs))
	for i, q := range qs {
		all[i] = Input{Q: q, Value: a[q.Name], Wrong: w}
	}
	return all
}

func (in Input) of(form string) Input {
	in.Form = form
	return in
}

func (in Input) with(files map[string]Tile) Input {
	in.Files = files
	return in
}

// agree returns the statement beside the box of a [form.Check].
func (in Input) agree() string {
	if len(in.Q.Choices) > 0 {
		return in.Q.Choices[0].Label
	}
	return "我已阅读并确认"
}

// short reports whether the choices fit in one line.
func (in Input) short() bool {
	runes := 0
	for _, c := range in.Q.Choices {
		if c.Hint != "" {
			return false
		}
		runes += len([]rune(c.Label)) + 3
	}
	return runes <= 30
}

// attributes returns what controls of one value have in common.
func (in Input) attributes() templ.Attributes {
	a := in.described()
	a["id"], a["name"] = in.id(), in.name()
	a["class"], a["autocomplete"] = in.size(), in.fill()
	if keys := in.keys(); keys != "" {
		a["inputmode"] = keys
	}
	if in.Focus {
		a["autofocus"] = true
	}
	return a
}

// described returns the attributes that tie a control to the texts about it.
func (in Input) described() templ.Attributes {
	a := make(templ.Attributes)
	if about := in.about(); about != "" {
		a["aria-describedby"] = about
	}
	if _, wrong := in.complaint(); wrong {
		a["aria-invalid"] = "true"
	}
	if !in.Q.Optional {
		a["aria-required"] = "true"
	}
	return a
}
