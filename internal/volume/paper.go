package volume

import (
	"fmt"

	"qinglan/internal/bind"
	"qinglan/internal/calendar"
	"qinglan/internal/doc"
	"qinglan/internal/flow"
)

// codeOf is what the code on a cover says. A hand scanner types it.
func codeOf(id string) string { return "QLV-" + id }

// front is the cover of a volume, with the code by which it is received, and its
// table of contents.
func front(list *flow.Case, v *Volume, b bind.Volume) doc.Document {
	d := cover("推荐材料装订册", list, b,
		fmt.Sprintf("附件1版本：%s", v.Version), fmt.Sprintf("本册：第%d册，共%d册", v.N, v.Of), fmt.Sprintf("人数：%d人", len(v.People)), "份数：一式两份")
	d.Title = fmt.Sprintf("%s 第%d册", list.Name, v.N)
	code := []doc.Block{
		doc.Box{X: 85, Y: 205, Width: 40, Blocks: []doc.Block{doc.QR{Text: codeOf(v.ID), Side: 40}}},
		doc.Box{X: 45, Y: 247, Width: 120, Blocks: []doc.Block{doc.Text{Text: codeOf(v.ID), Style: doc.Style{Size: doc.Five, Align: doc.Centre}}}},
	}
	d.Blocks = append(d.Blocks, append(code, inside(b)...)...)
	return d
}

// frontOf is that of the papers of one person, which nobody receives by a code.
func frontOf(list, person *flow.Case, b bind.Volume) doc.Document {
	d := cover("推荐材料（单人）", list, b, "申报人："+person.Name, "单位："+person.Unit, "受理号："+person.No)
	d.Title = person.Name + " 推荐材料"
	d.Blocks = append(d.Blocks, inside(b)...)
	return d
}

// cover is the first page of what is bound: whose it is, and how many pages.
func cover(title string, list *flow.Case, b bind.Volume, facts ...string) doc.Document {
	facts = append([]string{"报送单位：" + list.Unit}, append(facts, fmt.Sprintf("页数：%d页（含封面和目录）", b.Pages))...)
	if b.Missing > 0 {
		facts = append(facts, fmt.Sprintf("缺件：%d件，见目录", b.Missing))
	}
	blocks := []doc.Block{
		doc.Space(38), centred(title, doc.Two, 4), centred(list.Edition.Title, doc.Four, 22),
	}
	for _, f := range facts {
		blocks = append(blocks, doc.Text{Text: f, Style: doc.Style{Size: doc.Four, Indent: 6}, After: 2})
	}
	return doc.Document{Author: list.Unit, Page: doc.Sheet(), Blocks: blocks}
}

func centred(text string, size, after float64) doc.Text {
	return doc.Text{Text: text, Style: doc.Style{Size: size, Bold: size > doc.Four, Align: doc.Centre}, After: after}
}

// inside is the page behind the cover: what stands where.
func inside(b bind.Volume) []doc.Block {
	return []doc.Block{doc.Break{}, centred("目　录", doc.Two2, 4), contents(b)}
}

func contents(b bind.Volume) doc.Table {
	t := doc.Table{
		Style: doc.Style{Size: doc.Five, Lead: 1.35}, Head: []doc.Row{doc.Titles("题名", "页次", "备注")},
		Columns: []doc.Column{{Width: 122, Align: doc.Left}, {Width: 24}, {Width: 24}},
	}
	for _, e := range b.Entries {
		title, at, note := e.Title, fmt.Sprint(e.From), ""
		if e.Level > 1 {
			title = "　　" + title
		}
		if e.To > e.From {
			at = fmt.Sprintf("%d—%d", e.From, e.To)
		}
		if e.From == 0 { // not known yet: as wide as a number will be
			at = "000—000"
		}
		if e.Missing {
			note = "缺件"
		}
		t.Rows = append(t.Rows, doc.Row{Cells: []doc.Cell{{Text: title, Bold: e.Level == 1}, {Text: at}, {Text: note}}})
	}
	return t
}

// handover is the 移交清单: what is handed over, to be signed by both sides.
func handover(list *flow.Case, vs []Volume, on calendar.Date) doc.Document {
	t := doc.Table{
		Style: doc.Style{Size: doc.Five, Lead: 1.4}, Head: []doc.Row{doc.Titles("册", "编号", "人数", "页数", "缺件", "份数", "寄送", "签收")},
		Columns: []doc.Column{{Width: 12}, {Width: 44}, {Width: 14}, {Width: 14}, {Width: 14}, {Width: 14}, {Width: 34}, {Width: 24}},
	}
	people, pages := 0, 0
	for _, v := range vs {
		people, pages = people+len(v.People), pages+v.Pages
		sent, got := "", 0
		for _, c := range v.Copies {
			if c.Courier != "" && c.Courier != sent {
				sent += c.Courier + " "
			}
			if !c.Received.IsZero() {
				got++
			}
		}
		t.Rows = append(t.Rows, doc.Row{Height: 9, Cells: []doc.Cell{
			doc.Int(v.N), {Text: codeOf(v.ID)}, doc.Int(len(v.People)), doc.Int(v.Pages), doc.Int(v.Missing), doc.Int(copies), {Text: sent}, {Text: fmt.Sprintf("%d/%d", got, copies)},
		}})
	}
	t.Rows = append(t.Rows, doc.Row{Height: 9, Cells: []doc.Cell{{Text: "合计", Bold: true}, {Text: fmt.Sprintf("%d册", len(vs))}, doc.Int(people), doc.Int(pages), {}, doc.Int(copies * len(vs)), {}, {}}})
	sign := doc.Table{Style: doc.Style{Size: doc.Four2, Lead: 1.5}, Columns: []doc.Column{{Width: 85, Align: doc.Left}, {Width: 85, Align: doc.Left}}, Rows: []doc.Row{
		{Height: 30, Cells: []doc.Cell{{Text: "移交单位（盖章）："}, {Text: "接收单位（盖章）："}}},
		{Height: 12, Cells: []doc.Cell{{Text: "移交人："}, {Text: "接收人："}}},
		{Height: 12, Cells: []doc.Cell{{Text: "时间：　　　　年　　月　　日"}, {Text: "时间：　　　　年　　月　　日"}}},
	}}
	version := ""
	if len(vs) > 0 {
		version = vs[0].Version
	}
	return doc.Document{Title: "移交清单", Author: list.Unit, Page: doc.Sheet(), Blocks: []doc.Block{
		doc.Text{Text: "推荐材料移交清单", Style: doc.Style{Size: doc.Two2, Bold: true, Align: doc.Centre}, After: 4},
		doc.Pair{Left: list.Unit, Right: "附件1版本 " + version + "　" + on.Chinese(), Style: doc.Style{Size: doc.Five}, After: 2},
		t, doc.Space(8), sign,
	}, Footer: doc.Footer{Right: "{n} / {m}"}}
}
