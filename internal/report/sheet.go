package report

import (
	"fmt"

	"qinglan/internal/calendar"
	"qinglan/internal/doc"
)

// sheet returns p as a workbook prints it: 制表单位, 截至时间, 版本 and 页码 stand
// on every export.
func sheet(p Progress, organ string) doc.Document {
	page := doc.Landscape()
	byCity := doc.Table{Columns: []doc.Column{{Width: 30, Align: doc.Left}}}
	head := []string{"城市"}
	for _, st := range p.Stages {
		byCity.Columns = append(byCity.Columns, doc.Column{Width: 24, Align: doc.Right})
		head = append(head, st.Label)
	}
	byCity.Head = []doc.Row{doc.Titles(head...)}
	row := func(name string, n []int) {
		r := doc.Row{Cells: []doc.Cell{{Text: name}}}
		for _, v := range n {
			r.Cells = append(r.Cells, doc.Int(v))
		}
		byCity.Rows = append(byCity.Rows, r)
	}
	for _, c := range p.Cities {
		row(c.Name, c.N)
	}
	row("合计", p.Sum)
	byMonth := doc.Table{
		Columns: []doc.Column{{Width: 30, Align: doc.Left}, {Width: 24, Align: doc.Right}, {Width: 24, Align: doc.Right}},
		Head:    []doc.Row{doc.Titles("月份", "本月新认证", "累计认证")},
	}
	for _, m := range p.Months {
		byMonth.Rows = append(byMonth.Rows, doc.Row{Cells: []doc.Cell{{Text: m.Label()}, doc.Int(m.New), doc.Int(m.All)}})
	}
	until := calendar.Exact(p.At)
	return doc.Document{
		Title: "跨境电商讲师认证进度", Author: organ, Created: p.At, Page: page,
		Blocks: []doc.Block{
			doc.Text{Text: "跨境电商讲师认证进度", Style: doc.Style{Size: doc.Two2, Bold: true, Align: doc.Centre}},
			doc.Pair{Left: "制表单位：" + organ, Right: "截至时间：" + until},
			doc.Text{Text: fmt.Sprintf("累计认证 %d 人；目标 %d 年 %d 人（72号文 一），不分解到城市和年度。", p.Total, p.Target.Years, p.Target.Total), Style: doc.Style{Align: doc.Left}},
			byCity,
			doc.Space(6),
			byMonth,
		},
		Footer: doc.Footer{
			Left:  "制表单位：" + organ + "　截至时间：" + until + "　版本：" + p.Version(),
			Right: "版本 " + p.Version() + "　第 {n} 页，共 {m} 页",
		},
	}
}
