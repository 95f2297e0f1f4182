package pdf

import (
	"fmt"
	"strings"

	"qinglan/internal/doc"
)

// certificate is a certificate of a teacher who does not exist.
func certificate(name string) doc.Document {
	pg := doc.Landscape()
	pg.Top, pg.Bottom, pg.Left, pg.Right = 34, 30, 40, 40
	return doc.Document{
		Title:  "浙江省跨境电商优质讲师证书 " + name,
		Author: "浙江省商务厅（演示）",
		Page:   pg,
		Blocks: []doc.Block{
			doc.Frame{Inset: 10, Stroke: 0.9},
			doc.Frame{Inset: 11.8, Stroke: 0.2},
			doc.Text{Text: "证　书", Style: doc.Style{Size: doc.Zero, Bold: true, Align: doc.Centre, Lead: 1.2, Track: 0.2}, After: 3},
			doc.Text{Text: "浙江省跨境电商优质讲师", Style: doc.Style{Size: doc.Three, Align: doc.Centre, Track: 0.15}, After: 10},
			doc.Text{Text: name, Style: doc.Style{Face: doc.Kai, Size: 30, Align: doc.Centre, Lead: 1.3, Track: 0.1}, After: 5},
			doc.Text{
				Text: "经初选、集中培训和评选认证，成绩合格，现纳入《浙江省跨境电商优质讲师名录》，特发此证。" +
					"\n培训方向：跨境电商平台运营、海外市场营销",
				Style: doc.Style{Size: doc.Three, Lead: 1.8, Indent: 2},
			},
			doc.Box{X: 40, Y: 150, Width: 34, Blocks: []doc.Block{
				doc.QR{Text: "https://example.org/verify/4f3c2a9be0d14c7f8a6b5d4e3c2b1a09", Side: 30},
			}},
			doc.Box{X: 72, Y: 156, Width: 80, Blocks: []doc.Block{
				doc.Text{Text: "编号　浙跨电师〔2018〕0001号", Style: doc.Style{Size: doc.Five, Align: doc.Left, Lead: 1.8}},
				doc.Text{Text: "扫码或登录平台核验本证书的状态", Style: doc.Style{Size: doc.Five2, Align: doc.Left}},
			}},
			doc.Box{X: 177, Y: 154, Width: 80, Blocks: []doc.Block{
				doc.Text{Text: "浙江省商务厅（演示）\n2018年6月8日", Style: doc.Style{Size: doc.Four, Align: doc.Centre, Lead: 1.8}},
			}},
		},
		Footer: doc.Footer{Left: "本证书由平台生成，以核验页面所示状态为准。", Right: "数据版本 3f9a27c1"},
	}
}

// list is 附件1 with n rows.
func list(n int) doc.Document {
	t := doc.Table{
		Columns: []doc.Column{{Width: 12}, {Width: 24}, {Width: 62, Align: doc.Left}, {Width: 46, Align: doc.Left}, {Width: 26}},
		Head:    []doc.Row{doc.Titles("序号", "姓名", "单位", "培训方向", "职务")},
		Style:   doc.Style{Size: doc.Five, Lead: 1.4},
	}
	names := []string{"演示·王青", "张三丰", "李䶮", "演示·𠮷", "古丽·㙤娜"}
	for i := range n {
		direction := "平台运营"
		if i%7 == 3 {
			direction = "平台运营、海外市场营销（含 TikTok Shop 与 Amazon）、跨境物流与供应链"
		}
		t.Rows = append(t.Rows, doc.Row{Height: 9, Cells: []doc.Cell{
			doc.Int(i + 1), {Text: names[i%len(names)]}, {Text: fmt.Sprintf("演示跨境电商培训中心第%d分部", i+1)},
			{Text: direction}, {Text: "讲师"},
		}})
	}
	return doc.Document{
		Title: "浙江省跨境电商师资培训推荐名单汇总表",
		Page:  doc.Sheet(),
		Blocks: []doc.Block{
			doc.Text{Text: "附件1", Style: doc.Style{Size: doc.Four, Align: doc.Left}, After: 2},
			doc.Text{Text: "浙江省跨境电商师资培训推荐名单汇总表", Style: doc.Style{Size: doc.Two2, Bold: true, Align: doc.Centre}, After: 5},
			doc.Pair{Left: "推荐单位：（盖章）", Right: "年　　月　　日", Style: doc.Style{Size: doc.Four2}, After: 1.5},
			t,
			doc.Text{Text: "排序规则：按遴选名次先后，名次相同的按姓名拼音。", Style: doc.Style{Size: doc.Five2}, Before: 2},
		},
		Footer: doc.Footer{Left: "制表：金华市商务主管部门（演示）　截至 2017年10月19日 16:20　版本 3f9a27c1", Right: "第 {n} 页，共 {m} 页"},
	}
}

// personal is 附件2 with so much experience.
func personal(experience string) doc.Document {
	l := func(s string) doc.Cell { return doc.Cell{Text: s} }
	return doc.Document{
		Title: "浙江省跨境电商师资个人情况表",
		Page:  doc.Sheet(),
		Blocks: []doc.Block{
			doc.Text{Text: "附件2", Style: doc.Style{Size: doc.Four, Align: doc.Left}, After: 2},
			doc.Text{Text: "浙江省跨境电商师资个人情况表", Style: doc.Style{Size: doc.Two2, Bold: true, Align: doc.Centre}, After: 5},
			doc.Table{
				Columns: []doc.Column{{Width: 25}, {Width: 32}, {Width: 23}, {Width: 30}, {Width: 16}, {Width: 44}},
				Style:   doc.Style{Size: doc.Four2, Lead: 1.4},
				Rows: []doc.Row{
					{Height: 11, Cells: []doc.Cell{l("姓名"), l("演示·䶮𠮷㙤"), l("性别"), l("女"), l("民族"), l("汉族")}},
					{Height: 11, Cells: []doc.Cell{l("出生日期"), l("1988年6月18日"), l("单位"), l("演示职业技术学院商学院"), l("职务"), l("讲师")}},
					{Height: 11, Cells: []doc.Cell{l("政治面貌"), l("群众"), l("联系方式"), l("19900000001"), l("邮箱"), l("wangqing@example.org")}},
					{Grow: true, Height: 60, Cells: []doc.Cell{
						l("个人\n基本\n情况\n及相关\n从业经历"),
						doc.Cell{Text: experience, Align: doc.Justify, Top: true, Indent: 2}.Span(5, 1),
					}},
					{Height: 46, Cells: []doc.Cell{
						l("所在单位\n意见"),
						doc.Cell{Text: "情况属实，同意推荐。", Align: doc.Left, Top: true, Indent: 2, Foot: []string{"（盖章）　　", "年　　月　　日"}}.Span(2, 1),
						l("市商务局\n（委）初审\n意见"),
						doc.Cell{Foot: []string{"（盖章）　　", "年　　月　　日"}}.Span(2, 1),
					}},
				},
			},
		},
		Footer: doc.Footer{Left: "版本 3f9a27c1　打印于 2017年10月18日 09:30", Right: "{n} / {m}"},
	}
}

// career is a text of many paragraphs.
func career(paragraphs int) string {
	const one = "2014年7月至2017年9月，任演示职业技术学院讲师，主讲“跨境电商实务”（64课时）、“海外社交媒体营销”等课程；" +
		"指导学生开设 Amazon、eBay、Wish 店铺32家，2016年度销售额约1,280.5万元，增长35.6%。"
	return strings.TrimSuffix(strings.Repeat(one+"\n", paragraphs), "\n")
}

// letter is a 公文 with n paragraphs.
func letter(n int) doc.Document {
	body := doc.Body()
	left := body
	left.Indent, left.Align = 0, doc.Left
	d := doc.Document{
		Title: "关于公布名单的通知（演示）",
		Page:  doc.Portrait(),
		Blocks: []doc.Block{
			doc.Space(33),
			doc.Text{Text: "演示省商务主管部门文件", Style: doc.Style{Size: 30, Bold: true, Red: true, Align: doc.Centre, Lead: 1.2}, After: 20},
			doc.Text{Text: "演示联发〔2018〕1号", Style: doc.Style{Size: doc.Three, Align: doc.Centre, Lead: 1.2}, After: 4},
			doc.Rule{Stroke: 0.7, Red: true, After: 16},
			doc.Text{Text: "关于公布跨境电商优质讲师\n名单的通知", Style: doc.Style{Size: doc.Two, Bold: true, Align: doc.Centre}, After: 10},
			doc.Text{Text: "各市商务主管部门：", Style: left},
		},
		Footer: doc.Footer{Official: true},
	}
	for range n {
		d.Blocks = append(d.Blocks, doc.Text{Text: strings.Split(career(1), "\n")[0], Style: body})
	}
	return d
}
