package contest

import (
	"context"

	"qinglan/internal/calendar"
	"qinglan/internal/casework"
	"qinglan/internal/doc"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/programme"
)

// printed is what the archive keeps of a year: the letter and the list.
func (s *Slice) printed(ctx context.Context, c *flow.Case) ([]casework.Printed, error) {
	if c.State != "nominated" {
		return nil, nil
	}
	members, err := s.Flow.Members(ctx, s.Flow.DB(), c.ID)
	if err != nil {
		return nil, err
	}
	var cs []flow.Case
	for _, m := range members {
		n, err := s.Flow.Load(ctx, s.Flow.DB(), m.Case)
		if err != nil {
			return nil, err
		}
		if n.State == "nominated" {
			cs = append(cs, *n)
		}
	}
	given, err := s.Flow.Answers(ctx, s.Flow.DB(), c, "nominate")
	if err != nil {
		return nil, err
	}
	organ, err := s.Flow.Orgs().Organ(ctx, s.Flow.DB(), programme.Province, "")
	if err != nil {
		return nil, err
	}
	return []casework.Printed{
		{Title: "百强名师推荐函", No: given["number"], At: c.Since, Doc: letter(c, cs, given, organ.Name)},
		{Title: "直通决赛名单", At: c.Since, Doc: roll(c, cs, organ.Name), Book: true},
	}, nil
}

// table is the list of those recommended.
func table(cs []flow.Case) doc.Table {
	t := doc.Table{
		Columns: []doc.Column{{Width: 12}, {Width: 30}, {Width: 80}, {Width: 30}},
		Head:    []doc.Row{doc.Titles("序号", "姓名", "单位", "地区")},
	}
	for i := range cs {
		t.Rows = append(t.Rows, doc.Row{Cells: append([]doc.Cell{doc.Int(i + 1)}, doc.Cells(cs[i].Name, cs[i].Unit, casework.Place(&cs[i])).Cells...)})
	}
	return t
}

// letter is the 推荐函 of a year: 直接进入决赛 (四.3).
func letter(c *flow.Case, cs []flow.Case, given form.Answers, organ string) doc.Document {
	blocks := []doc.Block{doc.Text{Text: "推　荐　函", Style: doc.Style{Size: doc.Two, Bold: true, Align: doc.Centre}, After: 4}}
	if given["number"] != "" {
		blocks = append(blocks, doc.Text{Text: given["number"], Style: doc.Style{Align: doc.Centre}, After: 4})
	}
	day := calendar.Day(c.Since).Chinese()
	blocks = append(blocks,
		doc.Text{Text: given["to"] + "：", Style: doc.Style{Size: doc.Four, Align: doc.Left}, After: 2},
		doc.Text{Text: "根据《浙江省商务厅 浙江省财政厅关于开展跨境电商人才培育行动的通知》（浙商务联发〔2017〕72号），" +
			"下列纳入《浙江省跨境电商优质讲师名录》的讲师有意参加" + c.Name + "年度“浙江省电子商务百强名师”评选，现予推荐。按照通知规定，推荐人员无需进行预赛，直接进入决赛。",
			Style: doc.Style{Size: doc.Four, Indent: 2}, After: 4},
		table(cs),
		doc.Text{Text: organ + "（盖章）\n" + day, Style: doc.Style{Size: doc.Four, Align: doc.Right}, Before: 8},
	)
	return doc.Document{Title: "百强名师推荐函 " + c.Name, Author: organ, Created: c.Since, Page: doc.Sheet(), Blocks: blocks,
		Footer: doc.Footer{Left: organ, Right: "第{n}页，共{m}页"}}
}

// roll is the list as a workbook.
func roll(c *flow.Case, cs []flow.Case, organ string) doc.Document {
	return doc.Document{Title: "直通决赛名单", Author: organ, Created: c.Since, Page: doc.Sheet(), Blocks: []doc.Block{
		doc.Text{Text: c.Name + "年度浙江省电子商务百强名师直通决赛推荐名单", Style: doc.Style{Size: doc.Three, Bold: true, Align: doc.Centre}},
		doc.Pair{Left: "制表单位：" + organ, Right: "截至时间：" + calendar.Exact(c.Since)},
		table(cs),
	}, Footer: doc.Footer{Left: "制表单位：" + organ, Right: "第 {n} 页，共 {m} 页"}}
}
