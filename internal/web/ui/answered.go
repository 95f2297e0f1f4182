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
