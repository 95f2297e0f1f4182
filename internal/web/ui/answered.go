package ui

import (
	"context"

	"qinglan/internal/form"
	"qinglan/internal/lang"
)

// Answered returns the answers to qs as facts for [KV], and beside each that
// differs from old what it was before. old may be nil. Files are left to tiles.
func Answered(ctx context.Context, qs []form.Question, a, old form.Answers) []Pair {
	l := lang.Of(ctx)
	var pairs []Pair
	for _, q := range qs {
		if q.Kind == form.File || !q.Asked(a) {
			continue
		}
		p := Pair{Key: T(ctx, q.Label), Value: form.Show(q, a[q.Name], l)}
		if was := form.Show(q, old[q.Name], l); old != nil && was != p.Value {
			p.Old = was
		}
		pairs = append(pairs, p)
	}
	return pairs
}

// Missed returns the questions of qs that must be answered and are not, as a
// checklist that leads to each field.
func Missed(ctx context.Context, qs []form.Question, a form.Answers) []Todo {
	var todos []Todo
	for _, q := range form.Missing(qs, a) {
		todos = append(todos, Todo{Text: T(ctx, q.Label), Href: "#f-" + q.Name})
	}
	return todos
}

// RowsTable shows rows that were answered as a table.
func RowsTable(ctx context.Context, q form.Question, a form.Answers) Table {
	t := Table{ID: q.Name, Caption: lang.T(ctx, q.Label)}
	for i, c := range q.Columns {
		t.Columns = append(t.Columns, Column{Label: lang.T(ctx, c.Label), Main: i == 0, Num: c.Kind == form.Number})
	}
	for _, row := range form.Table(a[q.Name]) {
		r := Row{}
		for _, c := range q.Columns {
			r.Cells = append(r.Cells, Cell{Text: form.Show(c, row[c.Name], lang.Of(ctx))})
		}
		t.Rows = append(t.Rows, r)
	}
	return t
}
