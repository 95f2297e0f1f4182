package certify

import (
	"fmt"

	"qinglan/internal/calendar"
	"qinglan/internal/doc"
	"qinglan/internal/programme"
	"qinglan/internal/score"
	"qinglan/internal/standing"
)

// A resultLine is one row of the sheet of results.
type resultLine struct {
	No, Name, Unit string
	Day            calendar.Date
	Result         standing.Result
}

// resultSheet is the 成绩汇总表 of the committee: a column for each part of the
// edition, with the day of what is carried.
func resultSheet(e *programme.Edition, lines []resultLine) doc.Document {
	style := doc.Style{Size: doc.Five, Lead: 1.4}
	t := doc.Table{Style: style, Columns: []doc.Column{{Width: 12}, {Width: 34}, {Width: 30}, {Width: 54, Align: doc.Left}, {Width: 26}}}
	titles := []string{"序号", "编号", "姓名", "单位", "考核日期"}
	for _, p := range e.Parts {
		t.Columns, titles = append(t.Columns, doc.Column{Width: 30}), append(titles, fmt.Sprintf("%s（%d%%）", p.Label, p.Weight))
	}
	t.Columns, titles = append(t.Columns, doc.Column{Width: 20}, doc.Column{Width: 20}), append(titles, "总分", "结果")
	t.Head = []doc.Row{doc.Titles(titles...)}
	for i, l := range lines {
		row := doc.Row{Height: 9, Cells: []doc.Cell{doc.Int(i + 1), {Text: l.No}, {Text: l.Name}, {Text: l.Unit}, {Text: l.Day.String()}}}
		for n, p := range e.Parts {
			cell := doc.Cell{Text: l.Result.Marks[n].String()}
			if h, ok := l.Result.From[p.Name]; ok {
				cell.Foot = []string{"沿用 " + h.Day.String()}
			}
			row.Cells = append(row.Cells, cell)
		}
		verdict := "未通过"
		if l.Result.Pass() {
			verdict = "通过"
		}
		row.Cells = append(row.Cells, doc.Cell{Text: l.Result.Total.String()}, doc.Cell{Text: verdict})
		t.Rows = append(t.Rows, row)
	}
	return doc.Document{
		Title: "认证成绩汇总表", Page: doc.Landscape(),
		Blocks: []doc.Block{
			doc.Text{Text: "认证成绩汇总表", Style: doc.Style{Size: doc.Two2, Bold: true, Align: doc.Centre}, After: 4},
			doc.Pair{Left: e.Title, Right: e.Short, Style: doc.Style{Size: doc.Five}, After: 2}, t,
			doc.Text{Text: fmt.Sprintf("共 %d 人次；每项不低于本项线且总分不低于 %s 分为通过；沿用的项目注明原考核日期。",
				len(lines), score.Score(e.Limit("cert.total").N)), Style: doc.Style{Size: doc.Five2}, Before: 2, After: 6},
			doc.Pair{Left: "计分：　　　　　　复核：　　　　　　监督：", Right: "年　　月　　日", Style: doc.Style{Size: doc.Four2}},
		},
		Footer: doc.Footer{Left: e.Short, Right: "第 {n} 页，共 {m} 页"},
	}
}
