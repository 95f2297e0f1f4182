package mobilise

import (
	"context"
	"strings"

	"qinglan/internal/calendar"
	"qinglan/internal/casework"
	"qinglan/internal/doc"
	"qinglan/internal/flow"
	"qinglan/internal/form"
)

// sheet is the census of a county as it is printed and kept.
func sheet(c *flow.Case, a form.Answers, b body, at string) doc.Document {
	t := doc.Table{
		Columns: []doc.Column{{Width: 48, Align: doc.Left}, {Width: 34, Align: doc.Right}, {Width: 34, Align: doc.Right}, {Width: 34, Align: doc.Right}},
		Head:    []doc.Row{doc.Titles("培训方向", "讲师（人）", "机构（家）", "企业（家）")},
	}
	row := func(f figure) doc.Row {
		return doc.Row{Cells: []doc.Cell{{Text: f.Label}, doc.Int(f.Lecturers), doc.Int(f.Institutions), doc.Int(f.Firms)}}
	}
	fs := figuresOf(c.Edition, a)
	for _, f := range fs {
		t.Rows = append(t.Rows, row(f))
	}
	sum := total(fs)
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
	a, err := s.Flow.Answers(ctx, q, c, sending...)
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
	b, _, err := s.bodyOf(ctx, q, c.Edition.Name, c.County)
	if err != nil {
		return nil, err
	}
	return []casework.Printed{{Title: "摸底情况表", Organ: c.Unit, At: at, Doc: sheet(c, a, b, calendar.Exact(at)), Book: true}}, nil
}

// placard is the poster of a county: black on A4, to hang on a wall.
func placard(p place, organ, phone, link string, demo bool) doc.Document {
	page := doc.Sheet()
	page.Top, page.Left, page.Right = 26, 24, 24
	big := doc.Style{Size: doc.Three, Align: doc.Left, Lead: 1.75}
	d := doc.Document{
		Title: "申报海报 " + p.Name, Author: organ, Page: page,
		Blocks: []doc.Block{
			doc.Frame{Inset: 10, Stroke: 0.8},
			doc.Text{Text: p.Name, Style: doc.Style{Size: doc.Two, Align: doc.Centre, Lead: 1.4}},
			doc.Text{Text: "跨境电商讲师开始申报", Style: doc.Style{Size: 36, Bold: true, Align: doc.Centre, Lead: 1.4}, After: 2},
			doc.Text{Text: p.Edition.Title, Style: doc.Style{Size: doc.Four, Align: doc.Centre}, After: 6},
			doc.Text{Text: "符合其中一条即可申报", Style: doc.Style{Size: doc.Three, Bold: true, Align: doc.Left}, After: 1},
			doc.Text{Text: strings.Join([]string{
				"一、培训机构讲师：就职两年以上，有跨境电商培训经验",
				"二、高职院校讲师：就职两年以上，有跨境电商理论和实践经验",
				"三、跨境电商企业从业人员：业绩良好，从事师资培训两年以上，有志于经验分享",
			}, "\n"), Style: big, After: 4},
			doc.Text{Text: "截止时间：" + calendar.Deadline(p.Edition.DeadlineOf("submit", p.Code, p.Parent)), Style: doc.Style{Size: doc.Two2, Bold: true, Align: doc.Centre}, After: 4},
			doc.Box{X: 65, Y: 150, Width: 80, Blocks: []doc.Block{doc.QR{Text: link, Side: 80}}},
			doc.Box{X: 24, Y: 234, Width: 162, Blocks: []doc.Block{
				doc.Text{Text: "扫码看通知，手机即可申报", Style: doc.Style{Size: doc.Three, Bold: true, Align: doc.Centre, Lead: 1.5}},
				doc.Text{Text: link, Style: doc.Style{Size: doc.Five2, Align: doc.Centre, Lead: 1.5}, After: 2},
				doc.Text{Text: organ, Style: doc.Style{Size: doc.Four, Align: doc.Centre, Lead: 1.5}},
				doc.Text{Text: phone, Style: doc.Style{Size: doc.Four, Align: doc.Centre, Lead: 1.5}},
			}},
		},
		Footer: doc.Footer{Left: "依据：" + p.Edition.Binding("330000").Number + "　条件以通知原文为准"},
	}
	if demo {
		d.Mark = "虚构演示"
	}
	return d
}
