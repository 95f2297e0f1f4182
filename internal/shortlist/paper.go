package shortlist

import (
	"context"
	"fmt"

	"qinglan/internal/db"
	"qinglan/internal/doc"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/programme"
)

var cells = doc.Style{Size: doc.Five, Lead: 1.4}

// namesTable is the list itself.
func namesTable(e *programme.Edition, names []Name) doc.Table {
	columns := []doc.Column{{Width: 12}, {Width: 28}, {Width: 62, Align: doc.Left}, {Width: 22}, {Width: 44, Align: doc.Left}}
	if e.ByOrgans() { // a name of an organisation needs room
		columns[1].Width = 46
	}
	titles := heads(e)
	t := doc.Table{Columns: columns[:len(titles)], Head: []doc.Row{doc.Titles(titles...)}, Style: cells}
	for i, n := range names {
		line := []doc.Cell{doc.Int(i + 1), {Text: n.Name}, {Text: n.Unit}, {Text: n.City}, {Text: n.Directions}}
		t.Rows = append(t.Rows, doc.Row{Height: 9, Cells: line[:len(titles)]})
	}
	return t
}

// namesPaper is the list as the edition titles it.
func namesPaper(c *flow.Case, number, bound string, names []Name) doc.Document {
	e, called := c.Edition, c.Edition.Papers["shortlist"].Title
	t := namesTable(e, names)
	mark, foot := "", "存证点摘要 "+bound
	if bound == "" {
		mark, foot = "拟定稿", "拟定稿，未印发"
	}
	return doc.Document{
		Title: called, Page: doc.Sheet(), Mark: mark,
		Blocks: []doc.Block{
			doc.Text{Text: called, Style: doc.Style{Size: doc.Two2, Bold: true, Align: doc.Centre}, After: 4},
			doc.Pair{Left: c.Name, Right: number, Style: doc.Style{Size: doc.Four2}, After: 2}, t,
			doc.Text{Text: fmt.Sprintf("共 %d %s。", len(names), e.Measure()), Style: doc.Style{Size: doc.Five}, Before: 2},
		},
		Footer: doc.Footer{Left: foot, Right: "第 {n} 页，共 {m} 页"},
	}
}

// Issuing returns the answers by which the list c is issued as it is.
func (s *Slice) Issuing(ctx context.Context, q db.Q, c *flow.Case, number string) (form.Answers, error) {
	names, err := s.names(ctx, q, c)
	return form.Answers{"count": fmt.Sprint(len(names)), "digest": digestOf(names), "number": number}, err
}
