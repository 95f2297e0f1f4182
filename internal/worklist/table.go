package worklist

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strconv"
	"time"

	"qinglan/internal/calendar"
	"qinglan/internal/casework"
	"qinglan/internal/doc"
	"qinglan/internal/flow"
	"qinglan/internal/lang"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/web/ui"
)

// ages reckons in working days how long cases have waited, each day once.
type ages struct {
	today calendar.Date
	known map[calendar.Date]int
}

func agesAt(now time.Time) *ages { return &ages{calendar.Day(now), map[calendar.Date]int{}} }

// of returns the working days since a moment, or -1 if a year has no calendar.
func (g *ages) of(since time.Time) int {
	day := calendar.Day(since)
	n, ok := g.known[day]
	if !ok {
		var err error
		if n, err = calendar.WorkdaysBetween(day, g.today); err != nil {
			n = -1
		}
		g.known[day] = n
	}
	return n
}

// table is the list on a page: who, where, how far, for how long, by when, and
// who works on it.
func (s *Slice) table(ctx context.Context, a org.Actor, t *programme.Track, cs []flow.Case) (ui.Table, error) {
	out := ui.Table{ID: "cases", Caption: lang.T(ctx, t.Label), Dense: true, Columns: []ui.Column{
		{Key: "name", Label: lang.T(ctx, "名称"), Main: true}, {Key: "unit", Label: lang.T(ctx, "单位")}, {Key: "place", Label: lang.T(ctx, "地区")},
		{Label: lang.T(ctx, "环节")}, {Key: "since", Label: lang.T(ctx, "到此环节"), Quiet: true}, {Label: lang.T(ctx, "已等工作日"), Num: true},
		{Key: "due", Label: lang.T(ctx, "截止")}, {Label: lang.T(ctx, "认领"), Quiet: true}, {Label: lang.T(ctx, "备注")},
	}, Empty: lang.T(ctx, "没有符合条件的办件")}
	who, err := s.workers(ctx, s.Flow.DB(), cs)
	if err != nil {
		return out, err
	}
	jots, err := s.jotted(ctx, a, cs)
	if err != nil {
		return out, err
	}
	now := s.Flow.Now()
	ages, keyed := agesAt(now), s.Proxies.Marks(ctx, cs)
	for i := range cs {
		c := &cs[i]
		st := c.Now()
		tone := casework.StateTone(st)
		if st.Turn == a.Role {
			tone = ui.OnMe
		}
		row := ui.Row{ID: c.ID, Href: s.Href(c, a), Cells: []ui.Cell{
			{Text: casework.NameOf(ctx, c), Sub: ui.Joined(keyed[c.ID], s.NoOf(ctx, c))}, {Text: c.Unit}, {Text: casework.Place(c)},
			{Text: lang.T(ctx, st.Label), Tone: tone}, {Text: ui.When(ctx, c.Since)}, {Text: waited(ages, c)},
			{Text: due(ctx, c)}, {Text: who[c.ClaimedBy]}, {Text: jots[c.ID]["note"]},
		}}
		if c.Late(now) {
			row.Tone = ui.Late
		}
		out.Rows = append(out.Rows, row)
	}
	out.DropEmpty()
	return out, nil
}

// waited is how long a case has waited for somebody; what is over waits no more.
func waited(g *ages, c *flow.Case) string {
	if c.Now().Final || c.Now().Turn == "" {
		return ""
	}
	if n := g.of(c.Since); n >= 0 {
		return strconv.Itoa(n)
	}
	return ""
}

func due(ctx context.Context, c *flow.Case) string {
	if c.Due.IsZero() {
		return ""
	}
	return ui.Deadline(ctx, c.Due)
}

// paper is the list as a workbook: with who made it, as of when, what was asked
// and a digest of the rows; 备注 is the office's own.
func (s *Slice) paper(ctx context.Context, a org.Actor, k *asking, cs []flow.Case) (doc.Document, error) {
	who, err := s.workers(ctx, s.Flow.DB(), cs)
	if err != nil {
		return doc.Document{}, err
	}
	jots, err := s.jotted(ctx, a, cs)
	if err != nil {
		return doc.Document{}, err
	}
	now := s.Flow.Now()
	ages, sum := agesAt(now), sha256.New()
	t := doc.Table{
		Columns: []doc.Column{{Width: 12}, {Width: 30}, {Width: 24}, {Width: 50, Align: doc.Left}, {Width: 24}, {Width: 28},
			{Width: 34}, {Width: 18}, {Width: 34}, {Width: 20}, {Width: 30}, {Width: 14}, {Width: 30, Align: doc.Left}},
		Head: []doc.Row{doc.Titles("序号", "编号", titleOf(k.Track), "单位", "地区", "环节", "到此环节", "已等工作日", "截止", "认领", "电话", "桌号", "备注")},
	}
	for i := range cs {
		c := &cs[i]
		cells := []doc.Cell{doc.Int(i + 1)}
		own := jots[c.ID]
		for _, text := range []string{
			c.No, casework.NameOf(ctx, c), c.Unit, casework.Place(c), c.Now().Label, calendar.Exact(c.Since), waited(ages, c), exact(c.Due), who[c.ClaimedBy],
			own["phone"], own["seat"], own["note"],
		} {
			cells = append(cells, doc.Cell{Text: text})
		}
		fmt.Fprintf(sum, "%s\t%d\t%s\n", c.ID, c.Seq, c.State)
		t.Rows = append(t.Rows, doc.Row{Cells: cells})
	}
	asked := k.Text
	if asked == "" {
		asked = "全部"
	}
	if st, ok := k.Track.State(first(k.Filter.States)); ok {
		asked += "　环节：" + st.Label
	}
	return doc.Document{
		Title: k.Track.Label, Author: a.Organ.Name, Created: now, Page: doc.Landscape(),
		Blocks: []doc.Block{
			doc.Text{Text: lang.T(ctx, "全部%s", k.Track.Label), Style: doc.Style{Size: doc.Two2, Bold: true, Align: doc.Centre}, After: 3},
			doc.Text{Text: fmt.Sprintf("制表单位：%s　截至：%s　条件：%s　共 %d 条　版本：%s", a.Organ.Name, calendar.Exact(now), asked, len(cs), hex.EncodeToString(sum.Sum(nil))[:8]),
				Style: doc.Style{Size: doc.Five}, After: 2}, t,
		},
		Footer: doc.Footer{Left: "内部工作表，含个人信息，请勿外传", Right: "{n} / {m}"},
	}, nil
}

func first(all []string) string {
	if len(all) == 0 {
		return ""
	}
	return all[0]
}

func exact(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return calendar.Exact(t)
}

func number(n int) string { return strconv.Itoa(n) }
