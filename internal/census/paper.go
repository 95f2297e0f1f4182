package census

import (
	"context"

	"qinglan/internal/calendar"
	"qinglan/internal/casework"
	"qinglan/internal/doc"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/locality"
)

// sheet is the census of a county as it is printed and kept.
func sheet(c *flow.Case, a form.Answers, b locality.Body, at string) doc.Document {
	t := doc.Table{
		Columns: []doc.Column{{Width: 48, Align: doc.Left}, {Width: 34, Align: doc.Right}, {Width: 34, Align: doc.Right}, {Width: 34, Align: doc.Right}},
		Head:    []doc.Row{doc.Titles("培训方向", "讲师（人）", "机构（家）", "企业（家）")},
	}
	row := func(f locality.Figure) doc.Row {
		return doc.Row{Cells: []doc.Cell{{Text: f.Label}, doc.Int(f.Lecturers), doc.Int(f.Institutions), doc.Int(f.Firms)}}
	}
	fs := locality.Figures(c.Edition, a)
	for _, f := range fs {
		t.Rows = append(t.Rows, row(f))
	}
	sum := locality.Total(fs)
	sum.Label = "合计"
	t.Rows = append(t.Rows, row(sum))
	left := doc.Style{Size: doc.Four2, Align: doc.Left, Lead: 1.7}
	d := doc.Document{
		Title: "摸底情况表", Author: c.Unit, Page: doc.Sheet(),
		Blocks: []doc.Block{
			doc.Text{Text: c.Name + "摸底情况表", Style: doc.Style{Size: doc.Two2, Bold: true, Align: doc.Centre}, After: 3},
			doc.Pair{Left: "填报单位：" + c.Unit, Right: c.Edition.Short, After: 2},
			t,
			doc.Space(3),
		},
		Footer: doc.Footer{Left: "报送于 " + at + "　摸底数供参考，不作评分、分配或排名的依据。", Right: "{n} / {m}"},
	}
	if a["way"] != "" {
		d.Blocks = append(d.Blocks, doc.Text{Text: "摸底方式和说明：" + a["way"], Style: left})
	}
	if b.Unit != "" {
		d.Blocks = append(d.Blocks, doc.Text{Text: "工作主体：" + b.Unit, Style: left})
	}
	return d
}

// printed is the census as it was sent last, for the archive. Whom to call is
// left out: that is for the work and not for the record.
func (s *Slice) printed(ctx context.Context, c *flow.Case) ([]casework.Printed, error) {
	q := s.Flow.DB()
	a, err := s.Flow.Answers(ctx, q, c, locality.Sending...)
	if err != nil || len(a) == 0 {
		return nil, err
	}
	entries, err := s.Flow.Journal(ctx, q, c)
	if err != nil {
		return nil, err
	}
	at := c.Opened
	for _, e := range entries {
		if e.Move == "submit" || e.Move == "resubmit" {
			at = e.At
		}
	}
	b, _, err := s.places.Body(ctx, q, c.Edition.Name, c.County)
	if err != nil {
		return nil, err
	}
	return []casework.Printed{{Title: "摸底情况表", Organ: c.Unit, At: at, Doc: sheet(c, a, b, calendar.Exact(at)), Book: true}}, nil
}
