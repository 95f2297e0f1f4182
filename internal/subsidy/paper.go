package subsidy

import (
	"context"
	"time"

	"qinglan/internal/calendar"
	"qinglan/internal/casework"
	"qinglan/internal/doc"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/web/ui"
)

// facts is a paper of keys and values under a title.
func facts(title, left string, pairs []ui.Pair, at time.Time) doc.Document {
	t := doc.Table{Columns: []doc.Column{{Width: 46, Align: doc.Left}, {Width: 122, Align: doc.Left}}}
	for _, p := range pairs {
		t.Rows = append(t.Rows, doc.Cells(p.Key, p.Value))
	}
	return doc.Document{
		Title: title, Author: left, Created: at, Page: doc.Sheet(),
		Blocks: []doc.Block{
			doc.Text{Text: title, Style: doc.Style{Size: doc.Two2, Bold: true, Align: doc.Centre}, After: 3},
			doc.Pair{Left: left, Right: "截至时间：" + calendar.Exact(at)},
			t,
		},
		Footer: doc.Footer{Left: left, Right: "第{n}页，共{m}页"},
	}
}

// printedStandard is what a city decided, for the archive.
func (s *Slice) printedStandard(ctx context.Context, c *flow.Case) ([]casework.Printed, error) {
	st, err := standardByCase(ctx, s.Flow.DB(), c.ID)
	if err != nil {
		return nil, nil // never in force
	}
	given, err := s.Flow.Answers(ctx, s.Flow.DB(), c, "edit", "open")
	if err != nil {
		return nil, err
	}
	pairs := append(ui.Answered(ctx, c.Track.Forms["standard"], given, nil),
		ui.Pair{Key: "已批准（元）", Value: form.Yuan(st.Spent)}, ui.Pair{Key: "余额（元）", Value: form.Yuan(st.Left())})
	return []casework.Printed{{Title: "补助标准 " + st.Docno, No: st.Docno, At: c.Since, Doc: facts("补助标准", s.cityOf(ctx, st.City), pairs, c.Since)}}, nil
}

// printedClaim is how a grant was reckoned and paid. The account is no part of
// it: the paying office alone has that.
func (s *Slice) printedClaim(ctx context.Context, c *flow.Case) ([]casework.Printed, error) {
	k, err := claimByCase(ctx, s.Flow.DB(), c.ID)
	if err != nil || c.Reach < 3 {
		return nil, nil // laid by hand, or nothing was granted
	}
	st, err := standardByCase(ctx, s.Flow.DB(), k.Standard)
	if err != nil {
		return nil, err
	}
	pairs := append([]ui.Pair{{Key: "名称", Value: c.Name}, {Key: "单位", Value: c.Unit}, {Key: "环节", Value: c.Now().Label}}, claimFacts(ctx, k, st)...)
	for _, f := range claimFigures(ctx, k) {
		pairs = append(pairs, ui.Pair{Key: f.Label + "（元）", Value: f.Value})
	}
	return []casework.Printed{{Title: "补助审批和拨付单", No: c.No, At: c.Since, Doc: facts("补助审批和拨付单", s.cityOf(ctx, k.City), pairs, c.Since)}}, nil
}

// printedGrant is a list as it was on public notice.
func (s *Slice) printedGrant(ctx context.Context, c *flow.Case) ([]casework.Printed, error) {
	n, err := noticeOf(ctx, s.Flow.DB(), c.ID)
	if err != nil {
		return nil, nil // never published
	}
	lines, err := n.read()
	if err != nil {
		return nil, err
	}
	t := doc.Table{
		Columns: []doc.Column{{Width: 12}, {Width: 34, Align: doc.Left}, {Width: 62, Align: doc.Left}, {Width: 36, Align: doc.Left}, {Width: 24, Align: doc.Right}},
		Head:    []doc.Row{doc.Titles("序号", "名称", "单位", "事项", "金额（元）")},
	}
	for i, l := range lines {
		t.Rows = append(t.Rows, doc.Row{Cells: append([]doc.Cell{doc.Int(i + 1)}, doc.Cells(l.cells()...).Cells...)})
	}
	organ := s.cityOf(ctx, n.City)
	d := doc.Document{
		Title: n.Title, Author: organ, Created: n.Published, Page: doc.Sheet(),
		Blocks: []doc.Block{
			doc.Text{Text: n.Title, Style: doc.Style{Size: doc.Two2, Bold: true, Align: doc.Centre}, After: 3},
			doc.Pair{Left: "公示单位：" + organ, Right: "公示期：" + n.First + " 至 " + n.Last},
			t,
		},
		Footer: doc.Footer{Left: organ, Right: "第{n}页，共{m}页"},
	}
	return []casework.Printed{{Title: n.Title, At: n.Published, Doc: d, Book: true}}, nil
}

// cityOf names the office that decides on subsidies in a city.
func (s *Slice) cityOf(ctx context.Context, code string) string {
	if o, err := s.Flow.Orgs().Organ(ctx, s.Flow.DB(), programme.City, code); err == nil {
		return o.Name
	}
	if r, ok := org.RegionOf(code); ok {
		return r.Name
	}
	return code
}
