package scan

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"qinglan/internal/casework"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/lang"
	"qinglan/internal/org"
	"qinglan/internal/web/ui"
)

// A paperBack is what has come back of one print.
type paperBack struct {
	newest  map[int]page // by page, each the newest scan of it
	again   []int        // pages that came more than once
	missing []int        // of those its code speaks of
	pages   int          // of the paper; 0 if its codes do not say
}

// backOf reckons what has come back of a print from its pages, newest first. A
// paper printed anew by another writer may count otherwise: the newest page says.
func backOf(all []page) paperBack {
	b := paperBack{newest: map[int]page{}}
	for _, p := range all {
		if _, ok := b.newest[p.Page]; !ok {
			b.newest[p.Page] = p
		} else if p.Page > 0 && !slices.Contains(b.again, p.Page) {
			b.again = append(b.again, p.Page)
		}
	}
	if len(all) > 0 {
		b.pages = all[0].Pages
	}
	for n := 1; n <= b.pages; n++ {
		if _, ok := b.newest[n]; !ok {
			b.missing = append(b.missing, n)
		}
	}
	slices.Sort(b.again)
	return b
}

// papersTable says of each paper that pages of a batch belong to what has come
// back of it, also before, and what is amiss.
func (s *Slice) papersTable(ctx context.Context, a org.Actor, pages []page) (ui.Table, error) {
	t := ui.Table{ID: "papers", Caption: lang.T(ctx, "已归入办件"), Columns: []ui.Column{
		{Label: lang.T(ctx, "办件"), Main: true}, {Label: lang.T(ctx, "纸质件")}, {Label: lang.T(ctx, "本次收到")}, {Label: lang.T(ctx, "情况")},
	}, Empty: lang.T(ctx, "没有归入的页")}
	var seen []string
	for _, p := range pages {
		if p.State != "matched" || p.Print == "" || slices.Contains(seen, p.Print) {
			continue
		}
		seen = append(seen, p.Print)
		c, err := s.Flow.Find(ctx, a, p.Case)
		if fault.Of(err) == fault.Missing {
			continue // it has left the reader's eyes since
		}
		if err != nil {
			return t, err
		}
		all, err := s.returned(ctx, p.Print)
		if err != nil {
			return t, err
		}
		t.Rows = append(t.Rows, s.paperRow(ctx, a, c, p, pages, backOf(all)))
	}
	return t, nil
}

func (s *Slice) paperRow(ctx context.Context, a org.Actor, c *flow.Case, p page, pages []page, b paperBack) ui.Row {
	var here []page
	for _, q := range pages {
		if q.Print == p.Print && q.State == "matched" {
			here = append(here, q)
		}
	}
	slices.SortFunc(here, func(x, y page) int { return x.Page - y.Page })
	row := ui.Row{Href: s.Href(c, a)}
	says, tone, again := lang.T(ctx, "齐全"), ui.Done, ""
	if b.pages == 0 { // printed by a word processor, which alone knows its pages
		says, again = lang.T(ctx, "已归入"), lang.T(ctx, "这份纸质件的码不带页码，请自行核对页数")
	}
	var amiss []string
	for _, q := range here {
		if q.Now != "" {
			amiss = append(amiss, lang.T(ctx, "扫描的是旧版本 %s，现在是 %s", q.Version, q.Now))
			break
		}
	}
	if len(b.missing) > 0 {
		amiss = append(amiss, lang.T(ctx, "缺第%s页", numbers(b.missing)))
	}
	if len(amiss) > 0 {
		says, tone, row.Tone = strings.Join(amiss, lang.T(ctx, "；")), ui.Late, ui.Late
	}
	if len(b.again) > 0 {
		again = lang.T(ctx, "第%s页收到多次，以最新的为准，较早的仍保留", numbers(b.again))
	}
	paper := lang.T(ctx, "%s，版本 %s", lang.T(ctx, p.Paper), p.Version)
	row.Cells = []ui.Cell{
		{Text: casework.Title(ctx, c), Sub: c.No}, {Text: paper}, {Part: pageLinks(here, b)}, {Text: says, Tone: tone, Sub: again},
	}
	return row
}

func numbers(all []int) string {
	out := make([]string, len(all))
	for i, n := range all {
		out[i] = strconv.Itoa(n)
	}
	return strings.Join(out, "、")
}

// handTable lists the pages of a batch that somebody decided on.
func (s *Slice) handTable(ctx context.Context, a org.Actor, pages []page) (ui.Table, error) {
	t := ui.Table{ID: "hand", Caption: lang.T(ctx, "人工处理的页"), Columns: []ui.Column{
		{Label: lang.T(ctx, "扫描页"), Main: true}, {Label: lang.T(ctx, "处理")}, {Label: lang.T(ctx, "处理人")}, {Label: lang.T(ctx, "时间")}, {Label: lang.T(ctx, "操作")},
	}}
	for _, p := range pages {
		if p.Person == "" {
			continue
		}
		who, err := s.Flow.Orgs().Name(ctx, s.Flow.DB(), p.Person)
		if err != nil {
			return t, err
		}
		row := ui.Row{}
		did := ui.Cell{Text: lang.T(ctx, "不归入"), Sub: p.Why}
		if p.State == "matched" {
			did = ui.Cell{Text: lang.T(ctx, "已归入")}
			c, err := s.Flow.Find(ctx, a, p.Case)
			if err != nil && fault.Of(err) != fault.Missing {
				return t, err
			}
			if err == nil {
				did.Sub, row.Href = ui.Joined(casework.Title(ctx, c), c.No), s.Href(c, a)
			}
		}
		row.Cells = []ui.Cell{{Text: lang.T(ctx, "%s 第%d页", p.Name, p.N)}, did, {Text: who}, {Text: ui.When(ctx, p.At)}, {Part: backButton(p)}}
		t.Rows = append(t.Rows, row)
	}
	return t, nil
}
