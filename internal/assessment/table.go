package assessment

import (
	"context"

	"qinglan/internal/lang"
	"qinglan/internal/programme"
	"qinglan/internal/score"
	"qinglan/internal/web/ui"
)

// Table shows the marks by assessor.
func Table(ctx context.Context, r programme.Rubric, ms []Marking) ui.Table {
	t := ui.Table{ID: "marks", Caption: lang.T(ctx, "评估表"), Columns: []ui.Column{{Label: lang.T(ctx, "评分项"), Main: true}, {Label: lang.T(ctx, "满分"), Num: true}}}
	for _, m := range ms {
		t.Columns = append(t.Columns, ui.Column{Label: m.Assessor, Num: true})
	}
	for _, k := range r.Criteria {
		row := ui.Row{Cells: ui.Texts(lang.T(ctx, k.Label), score.Score(k.Max).String())}
		for _, m := range ms {
			v, _ := score.Parse(m.Answers[k.Name]) // it was locked as a mark
			row.Cells = append(row.Cells, ui.Cell{Text: v.String()})
		}
		t.Rows = append(t.Rows, row)
	}
	t.Total = ui.Texts(lang.T(ctx, "合计"), "100.00")
	for _, m := range ms {
		t.Total = append(t.Total, ui.Cell{Text: m.Total.String()})
	}
	return t
}
