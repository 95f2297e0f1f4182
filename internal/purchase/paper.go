package purchase

import (
	"context"
	"strings"
	"time"

	"qinglan/internal/calendar"
	"qinglan/internal/casework"
	"qinglan/internal/doc"
	"qinglan/internal/flow"
	"qinglan/internal/org"
)

// printed is what the archive keeps of a need: the order, with its seed.
func (s *Slice) printed(ctx context.Context, c *flow.Case) ([]casework.Printed, error) {
	list, err := proposals(ctx, s.Flow.DB(), c.ID)
	if err != nil || c.Reach < 1 {
		return nil, err
	}
	given, err := s.Flow.Answers(ctx, s.Flow.DB(), c, "propose", "inform")
	if err != nil || given["seed"] == "" {
		return nil, err
	}
	return []casework.Printed{{Title: "名录内讲师推荐名单", At: c.Since, Doc: proposalPaper(c, list, given["seed"], c.Since)}}, nil
}

// proposalPaper is a proposal as it is printed; the warning stands above it.
func proposalPaper(c *flow.Case, list []Candidate, seed string, at time.Time) doc.Document {
	t := doc.Table{
		Columns: []doc.Column{{Width: 10}, {Width: 22}, {Width: 44}, {Width: 44}, {Width: 50}},
		Head:    []doc.Row{doc.Titles("次序", "讲师", "单位（发证时）", "证书编号", "推荐理由")},
	}
	for i, p := range list {
		why := "方向相符：" + strings.Join(p.Directions, "、")
		if p.Near {
			why += "；本市"
		} else if r, ok := org.RegionOf(p.City); ok {
			why += "；" + r.Name
		}
		t.Rows = append(t.Rows, doc.Row{Cells: append([]doc.Cell{doc.Int(i + 1)}, doc.Cells(p.Name, p.Unit, p.Number, why).Cells...)})
	}
	return doc.Document{
		Title: "推荐名单", Author: c.Unit, Created: at, Page: doc.Sheet(),
		Blocks: []doc.Block{
			doc.Text{Text: "名录内讲师推荐名单", Style: doc.Style{Size: doc.Two2, Bold: true, Align: doc.Centre}, After: 3},
			doc.Text{Text: Warning, Style: doc.Style{Bold: true, Indent: 2}, After: 3},
			doc.Pair{Left: "采购单位：" + c.Unit, Right: "截至时间：" + calendar.Exact(at)},
			doc.Text{Text: "购买内容：" + c.Name, Style: doc.Style{Align: doc.Left}, After: 2},
			t,
			doc.Text{Text: "本市在前；条件相同的按种子排列，任何人可以复算。种子：\n" + seed, Style: doc.Style{Size: doc.Five2, Align: doc.Left}, Before: 3},
		},
		Footer: doc.Footer{Left: "名录不作评审因素，不设分值。", Right: "第{n}页，共{m}页"},
	}
}
