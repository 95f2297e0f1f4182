package reconcile

import (
	"slices"
	"strconv"
	"time"

	"qinglan/internal/calendar"
	"qinglan/internal/doc"
	"qinglan/internal/form"
	"qinglan/internal/ident"
	"qinglan/internal/lang"
)

// Rows is a question of kind [form.Rows] as a list that grows: what is typed row by
// row in a form, or brought as a table.
type Rows struct {
	Question form.Question
	Fields   []Field // the first tells what a row is about; those named as columns are the question's own
}

// RowsOf joins a question to the columns by which its tables are read, in the order
// of the question; those that are no columns of it, such as 序号, come last.
func RowsOf(q form.Question, fields ...Field) Rows {
	fields = slices.Clone(fields)
	for i := range fields {
		f := &fields[i]
		at := slices.IndexFunc(q.Columns, func(c form.Question) bool { return c.Name == f.Name })
		if at < 0 {
			f.Apart = true
			continue
		}
		c := q.Columns[at]
		f.Own, f.Label = true, lang.Word(c.Label)
		f.Check = func(text string) form.Complaint {
			if ident.HoldsIDNo(text) { // a table travels with its page: what was read out of it may come back in
				return form.Complaint{Format: idNumber}
			}
			_, wrong := form.Examine([]form.Question{c}, form.Answers{c.Name: kept(c, text)})
			return wrong[c.Name]
		}
	}
	return Rows{q, fields}
}

const idNumber = "含公民身份号码，没有读取，请删去"

// List is an answer to the question as a table is compared with it. also holds, for
// a field, what is meant where a row leaves it empty.
func (r Rows) List(answer, version string, also map[string]string) List {
	l := List{Fields: r.Fields, Grows: true, Most: r.Question.RowLimit(), Also: also, Version: version}
	for i, row := range form.Table(answer) {
		e := Entry{Key: strconv.Itoa(i), Name: row[r.Fields[0].Name], Place: strconv.Itoa(i + 1), Values: map[string]string{}, Also: map[string]string{}}
		for _, c := range r.Question.Columns {
			if e.Values[c.Name] = shown(c, row[c.Name]); row[c.Name] == "" {
				e.Also[c.Name] = also[c.Name]
			}
		}
		l.Entries = append(l.Entries, e)
	}
	return l
}

// Answer is an answer after what a plan would do to it: rows stay in their order,
// and new ones come below.
func (r Rows) Answer(answer string, p *Plan) string {
	rows := form.Table(answer)
	for _, x := range p.Changes {
		if i, err := strconv.Atoi(x.Key); err == nil && i < len(rows) {
			r.put(rows[i], x.Field, x.New)
		}
	}
	gone := map[string]bool{}
	for _, e := range p.Removed {
		gone[e.Key] = true
	}
	var out []form.Answers
	for i, row := range rows {
		if !gone[strconv.Itoa(i)] {
			out = append(out, row)
		}
	}
	for _, n := range p.Added {
		row := form.Answers{}
		for _, c := range r.Question.Columns {
			r.put(row, c.Name, n.Values[c.Name])
		}
		out = append(out, row)
	}
	return form.TableOf(out)
}

// put writes a text into a row as the form would have kept it.
func (r Rows) put(row form.Answers, name, text string) {
	for _, c := range r.Question.Columns {
		if c.Name == name {
			clean, _ := form.Examine([]form.Question{c}, form.Answers{name: kept(c, text)})
			if row[name] = clean[name]; row[name] == "" {
				delete(row, name)
			}
		}
	}
}

// shown returns a value of a column as a table has it, kept is its inverse.
func shown(c form.Question, value string) string {
	for _, o := range c.Choices {
		if o.Value == value {
			return o.Label
		}
	}
	return value
}

func kept(c form.Question, text string) string {
	for _, o := range c.Choices {
		if o.Label == text {
			return o.Value
		}
	}
	return text
}

// Twins returns the rows, from 1, that name the same as an earlier one: each with
// that one. Where a row leaves a field empty, also is meant.
func (r Rows) Twins(answer string, also map[string]string) (out [][2]int) {
	seen := map[string]int{}
	for i, row := range form.Table(answer) {
		if row[r.Fields[0].Name] == "" {
			continue
		}
		apart := tellsApart(r.Fields, func(name string) string {
			if row[name] == "" {
				return also[name]
			}
			return row[name]
		})
		if first, twice := seen[apart]; twice {
			out = append(out, [2]int{first, i + 1})
		} else {
			seen[apart] = i + 1
		}
	}
	return out
}

// Workbook is the table to fill in, with the rows there are; it comes back as it is
// without a change. about stands above it.
func (r Rows) Workbook(title, about, answer, organ string, at time.Time) doc.Document {
	t := doc.Table{Style: doc.Style{Size: doc.Five}, Columns: []doc.Column{{Width: 12}}}
	titles := []string{"序号"}
	for _, c := range r.Question.Columns {
		titles = append(titles, c.Label)
		t.Columns = append(t.Columns, doc.Column{Width: widthOf(c), Align: doc.Left})
	}
	t.Head = []doc.Row{doc.Titles(titles...)}
	rows := form.Table(answer)
	for i, row := range rows {
		cells := []doc.Cell{{Text: strconv.Itoa(i + 1)}}
		for _, c := range r.Question.Columns {
			cells = append(cells, doc.Cell{Text: shown(c, row[c.Name])})
		}
		t.Rows = append(t.Rows, doc.Row{Cells: cells})
	}
	for i := len(rows); i < blankRows; i++ {
		t.Rows = append(t.Rows, doc.Row{Cells: make([]doc.Cell, len(titles))})
	}
	return doc.Document{
		Title: title, Author: organ, Created: at, Page: doc.Landscape(),
		Blocks: []doc.Block{
			doc.Text{Text: title, Style: doc.Style{Size: doc.Two2, Bold: true, Align: doc.Centre}, After: 3},
			doc.Text{Text: "填报单位：" + organ, Style: doc.Style{Size: doc.Five}},
			doc.Text{Text: "填写说明：" + about, Style: doc.Style{Size: doc.Five}, After: 2}, t,
		},
		Footer: doc.Footer{Left: "下载于 " + calendar.Exact(at), Right: "{n} / {m}"},
	}
}

// blankRows is how many rows an empty table offers.
const blankRows = 20

// widthOf is how wide a column is, in millimetres.
func widthOf(c form.Question) float64 {
	if c.Kind == form.Text && c.Max >= 100 {
		return 70
	}
	return 30
}

// tellsApart is what two rows that name the same have alike: the first field and
// those that tell one from another.
func tellsApart(fields []Field, value func(name string) string) string {
	out := Fold(value(fields[0].Name))
	for _, f := range fields[1:] {
		if f.Tells || f.Parts {
			out += "/" + Fold(value(f.Name))
		}
	}
	return out
}
