package institution

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"qinglan/internal/assessment"
	"qinglan/internal/calendar"
	"qinglan/internal/doc"
	"qinglan/internal/form"
	"qinglan/internal/lang"
)

// A filled is what 附件3 is printed from.
type filled struct {
	Answers     form.Answers
	Opinion     string // of the city
	No, Version string
	Year        int // of application; 上年度 is the one before
	Printed     time.Time
	Draft       bool
}

const annexTitle = "浙江省跨境电商培训机构基本情况表"

// What item 10 holds on the form itself: lines of so many characters. More is
// printed on a sheet of its own, as the label allows (可另附页).
const (
	aboutLines = 17
	aboutWidth = 33
)

// fitsCell reports whether item 10 fits on the form.
func fitsCell(text string) bool {
	lines := 0
	for p := range strings.SplitSeq(text, "\n") {
		lines += (utf8.RuneCountInString(p) + 2 + aboutWidth - 1) / aboutWidth
	}
	return lines <= aboutLines
}

// annex is 附件3 with its labels in its order. The label of item 10 reads
// 基培训机构概况 in our copy, a slip of the pen: it is printed 培训机构概况.
func annex(qs []form.Question, f filled) doc.Document {
	l := func(s string) doc.Cell { return doc.Cell{Text: s} }
	v := func(name string) doc.Cell { return doc.Cell{Text: shown(qs, f.Answers, name)} }
	about, more := f.Answers["about"], ""
	if !fitsCell(about) {
		about, more = "（见附页）", about
	}
	blank := []string{"（盖章）　　", "年　　月　　日"}
	d := doc.Document{
		Title: annexTitle, Page: doc.Sheet(),
		Blocks: []doc.Block{
			doc.Text{Text: "附件3", Style: doc.Style{Size: doc.Four, Align: doc.Left}, After: 2},
			doc.Text{Text: annexTitle, Style: doc.Style{Size: doc.Two2, Bold: true, Align: doc.Centre}, After: 5},
			doc.Table{
				Columns: []doc.Column{{Width: 26}, {Width: 32}, {Width: 26}, {Width: 34}, {Width: 24}, {Width: 28}},
				Style:   doc.Style{Size: doc.Four2, Lead: 1.4},
				Rows: []doc.Row{
					{Height: 13, Cells: []doc.Cell{l("机构名称"), v("name"), l("注册地"), v("seat"), l("法人代表"), v("head")}},
					{Height: 13, Cells: []doc.Cell{l("联系人"), v("contact"), l("联系方式"), v("phone"), l("从业人数\n（人）"), v("staff")}},
					{Height: 13, Cells: []doc.Cell{l("上年度培训\n人数（人）"), v("trained").Span(2, 1), l("上年度主营业务\n收入（万元）"), v("income").Span(2, 1)}},
					{Height: 20, Cells: []doc.Cell{l("培训范围"), doc.Cell{Text: f.Answers["scope"], Align: doc.Left, Indent: 2}.Span(5, 1)}},
					{Grow: true, Height: 60, Cells: []doc.Cell{
						l("培训机构\n概况"),
						doc.Cell{Text: about, Align: doc.Justify, Top: true, Indent: 2, Foot: []string{"（介绍培训机构基本情况、软硬件设施情况、培训开展情况等内容（可另附页））"}}.Span(5, 1),
					}},
					{Height: 44, Cells: []doc.Cell{
						l("市商务主管\n部门推荐\n意见"),
						doc.Cell{Text: f.Opinion, Align: doc.Left, Top: true, Indent: 2, Foot: blank}.Span(5, 1),
					}},
				},
			},
		},
		Footer: doc.Footer{
			Left:  fmt.Sprintf("受理号 %s　数据版本 %s　上年度指%d年　打印于 %s", f.No, f.Version, f.Year-1, calendar.Exact(f.Printed)),
			Right: "{n} / {m}",
		},
	}
	if more != "" {
		d.Blocks = append(d.Blocks, doc.Break{},
			doc.Text{Text: "附页：培训机构概况", Style: doc.Style{Size: doc.Three, Bold: true, Align: doc.Centre}, After: 4},
			doc.Text{Text: more, Style: doc.Style{Size: doc.Four2, Align: doc.Justify, Lead: 1.6, Indent: 2}})
	}
	if f.Draft {
		d.Mark = "草稿"
		d.Footer.Left = "草稿，尚未提交　打印于 " + calendar.Exact(f.Printed)
	}
	return d
}

// shown returns an answer as the form prints it, in Chinese whoever prints. An
// amount is printed as it was entered.
func shown(qs []form.Question, a form.Answers, name string) string {
	for _, q := range qs {
		if q.Name == name {
			return form.Show(q, a[name], lang.Chinese)
		}
	}
	return ""
}

// letter is the 入选通知函.
func letter(name, organ, edition string, by assessment.Chosen, directions string, demo bool) doc.Document {
	body := fmt.Sprintf("根据《浙江省商务厅 浙江省财政厅关于开展跨境电商人才培育行动的通知》（浙商务联发〔2017〕72号），经各地推荐、专家评估和遴选，你单位入选为%s承训机构，承担跨境电商师资集中培训。培训方向：%s。", edition, directions)
	blocks := []doc.Block{
		doc.Text{Text: "入选通知函", Style: doc.Style{Size: doc.Two, Bold: true, Align: doc.Centre}, After: 4},
	}
	if by.Number != "" {
		blocks = append(blocks, doc.Text{Text: by.Number, Style: doc.Style{Size: doc.Three, Align: doc.Centre}, After: 6})
	}
	blocks = append(blocks,
		doc.Text{Text: name + "：", Style: doc.Style{Size: doc.Three, Align: doc.Left, Lead: 1.8}},
		doc.Text{Text: body, Style: doc.Body()})
	if by.Until != "" {
		blocks = append(blocks, doc.Text{Text: "承训有效期至" + dateText(by.Until) + "。", Style: doc.Body()})
	}
	blocks = append(blocks,
		doc.Text{Text: "请按通知要求制定集中培训方案，做好培训组织、考勤和结业工作。", Style: doc.Body(), After: 12},
		doc.Text{Text: organ, Style: doc.Style{Size: doc.Three, Align: doc.Right, Lead: 1.8}},
		doc.Text{Text: day(by.At), Style: doc.Style{Size: doc.Three, Align: doc.Right, Lead: 1.8}})
	d := doc.Document{Title: "入选通知函", Author: organ, Page: doc.Portrait(), Blocks: blocks, Footer: doc.Footer{Official: true}}
	if demo {
		d.Mark = "虚构演示"
	}
	return d
}

// dateText writes 2017-12-31 as 2017年12月31日.
func dateText(iso string) string {
	return form.Show(form.Question{Kind: form.Date}, iso, lang.Chinese)
}

// day writes a moment as a date in Chinese.
func day(t time.Time) string { return dateText(calendar.Day(t).String()) }

// slatePaper is what a city has reported: a list with its opinions, or the
// reason why there is none.
func slatePaper(city string, rows []doc.Row, said, on string) doc.Document {
	title := "培训机构推荐名单"
	if len(rows) == 0 {
		title = "无推荐报告"
	}
	blocks := []doc.Block{doc.Text{Text: title, Style: doc.Style{Size: doc.Two2, Bold: true, Align: doc.Centre}, After: 4}}
	if len(rows) > 0 {
		blocks = append(blocks, doc.Table{
			Style: doc.Style{Size: doc.Five, Lead: 1.4}, Head: []doc.Row{doc.Titles("推荐顺序", "机构名称", "注册地", "推荐意见")}, Rows: rows,
			Columns: []doc.Column{{Width: 18}, {Width: 50, Align: doc.Left}, {Width: 46, Align: doc.Left}, {Width: 56, Align: doc.Left}},
		}, doc.Space(4))
	}
	if said != "" {
		blocks = append(blocks, doc.Text{Text: said, Style: doc.Style{Size: doc.Four2, Indent: 2}, After: 6})
	}
	right := doc.Style{Size: doc.Four2, Align: doc.Right}
	blocks = append(blocks, doc.Text{Text: city, Style: right}, doc.Text{Text: on, Style: right})
	return doc.Document{Title: title, Author: city, Page: doc.Sheet(), Blocks: blocks, Footer: doc.Footer{Right: "{n} / {m}"}}
}
