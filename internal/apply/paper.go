package apply

import (
	"fmt"
	"time"

	"qinglan/internal/calendar"
	"qinglan/internal/doc"
	"qinglan/internal/form"
)

// A sheet is what 附件2 is printed from.
type sheet struct {
	Answers, Opinion, Review form.Answers
	No, Version              string
	Printed                  time.Time
	Draft                    bool
}

// personal is 附件2, 浙江省跨境电商师资个人情况表, with its labels in its order.
func personal(qs []form.Question, f sheet) doc.Document {
	l := func(s string) doc.Cell { return doc.Cell{Text: s} }
	v := func(name string) doc.Cell { return doc.Cell{Text: shown(qs, f.Answers, name)} }
	blank := []string{"（盖章）　　", "年　　月　　日"}
	d := doc.Document{
		Title: "浙江省跨境电商师资个人情况表",
		Page:  doc.Sheet(),
		Blocks: []doc.Block{
			doc.Text{Text: "附件2", Style: doc.Style{Size: doc.Four, Align: doc.Left}, After: 2},
			doc.Text{Text: "浙江省跨境电商师资个人情况表", Style: doc.Style{Size: doc.Two2, Bold: true, Align: doc.Centre}, After: 5},
			doc.Table{
				Columns: []doc.Column{{Width: 24}, {Width: 30}, {Width: 22}, {Width: 29}, {Width: 14}, {Width: 51}},
				Style:   doc.Style{Size: doc.Four2, Lead: 1.4},
				Rows: []doc.Row{
					{Height: 11, Cells: []doc.Cell{l("姓名"), v("name"), l("性别"), v("sex"), l("民族"), v("ethnic")}},
					{Height: 11, Cells: []doc.Cell{l("出生日期"), v("birth"), l("单位"), v("unit"), l("职务"), v("post")}},
					{Height: 11, Cells: []doc.Cell{l("政治面貌"), v("political"), l("联系方式"), v("phone"), l("邮箱"), v("mail")}},
					{Grow: true, Height: 60, Cells: []doc.Cell{
						l("个人\n基本\n情况\n及相关\n从业经历"),
						doc.Cell{Text: experience(qs, f.Answers), Align: doc.Justify, Top: true, Indent: 2}.Span(5, 1),
					}},
					{Height: 46, Cells: []doc.Cell{
						l("所在单位\n意见"),
						doc.Cell{Text: f.Opinion["opinion"], Align: doc.Left, Top: true, Indent: 2, Foot: blank}.Span(2, 1),
						l("市商务局\n（委）初审\n意见"),
						doc.Cell{Text: f.Review["opinion"], Align: doc.Left, Top: true, Indent: 2, Foot: blank}.Span(2, 1),
					}},
				},
			},
		},
		Footer: doc.Footer{Left: fmt.Sprintf("受理号 %s　数据版本 %s　打印于 %s", f.No, f.Version, calendar.Exact(f.Printed)), Right: "{n} / {m}"},
	}
	if f.Draft {
		d.Mark = "草稿"
		d.Footer.Left = "草稿，尚未提交　打印于 " + calendar.Exact(f.Printed)
	}
	return d
}

// experience is the text of row 10 and, below it, the rows of experience.
func experience(qs []form.Question, a form.Answers) string {
	text := a["life"]
	if rows := shown(qs, a, "jobs"); rows != "" {
		text += "\n" + rows
	}
	return text
}
