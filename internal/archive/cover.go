package archive

import (
	"context"
	"fmt"
	"strings"

	"qinglan/internal/calendar"
	"qinglan/internal/doc"
	"qinglan/internal/doc/pdf"
)

// cover is the 案卷封面.
func (m *maker) cover(ctx context.Context) doc.Document {
	row := func(label, text string) doc.Row {
		return doc.Row{Height: 12, Cells: []doc.Cell{{Text: label, Bold: true}, {Text: text, Align: doc.Left}}}
	}
	rows := []doc.Row{
		row("案卷题名", m.Edition.Title),
		row("立卷单位", m.office(ctx, "")),
		row("起止日期", period(m.First.IsZero(), calendar.Day(m.First), calendar.Day(m.Last))),
		row("保管期限", forEver+"（卷内各件以目录所列为准）"),
		row("卷内件数", fmt.Sprintf("%d 件，办件 %d 件，办理记录 %d 条", m.Items, m.Cases, m.Rows)),
		row("成卷时间", calendar.Exact(m.At)),
		row("存证点", m.Point.ID+"　"+m.Point.Digest),
		row("全宗号／目录号／案卷号", ""),
	}
	if m.Open > 0 {
		rows = append(rows, row("说明", fmt.Sprintf("成卷时有 %d 件尚未办结，本卷为阶段性归档。", m.Open)))
	}
	return doc.Document{
		Title: "案卷封面", Page: doc.Sheet(), Created: m.At,
		Blocks: []doc.Block{
			doc.Space(40),
			doc.Text{Text: "案　　卷", Style: doc.Style{Size: doc.One, Bold: true, Align: doc.Centre}, After: 12},
			doc.Text{Text: m.Edition.Title, Style: doc.Style{Size: doc.Two2, Align: doc.Centre}, After: 16},
			doc.Table{Columns: []doc.Column{{Width: 46}, {Width: 124}}, Rows: rows},
		},
	}
}

func period(none bool, from, to calendar.Date) string {
	if none {
		return "—"
	}
	return from.Chinese() + "至" + to.Chinese()
}

// contents is the 卷内目录.
func (m *maker) contents() doc.Document {
	t := doc.Table{
		Columns: []doc.Column{{Width: 12}, {Width: 30, Align: doc.Left}, {Width: 40, Align: doc.Left}, {Width: 70, Align: doc.Left},
			{Width: 24}, {Width: 16}, {Width: 61, Align: doc.Left}},
		Head:  []doc.Row{doc.Titles("顺序号", "文号或编号", "责任者", "题名", "日期", "保管期限", "文件或备注")},
		Style: doc.Style{Size: doc.Five2, Lead: 1.3},
	}
	for i, it := range m.items {
		t.Rows = append(t.Rows, doc.Row{Cells: append([]doc.Cell{doc.Int(i + 1)}, doc.Cells(
			printable(it.Docno), printable(it.Organ), printable(it.Title), it.Day.String(), it.Keep, printable(strings.TrimPrefix(it.Remark+"　"+it.File, "　"))).Cells...)})
	}
	return doc.Document{
		Title: "卷内目录", Page: doc.Landscape(), Created: m.At,
		Blocks: []doc.Block{
			doc.Text{Text: "卷内目录", Style: doc.Style{Size: doc.Two2, Bold: true, Align: doc.Centre}, After: 4}, t,
		},
		Footer: doc.Footer{Left: m.Edition.Title, Right: "第 {n} 页，共 {m} 页"},
	}
}

// reconciled says how many files the archive holds beside how many pieces its
// table of contents lists, so that whoever counts either finds the other.
func (m *maker) reconciled() string {
	// The records, two tables of contents; to be written yet: this page, the
	// cover and the explanation.
	const records, contents, rest = 4, 2, 3
	all := len(m.sums) + rest
	return fmt.Sprintf("SHA256SUMS 列文件 %d 个：卷内文件 %d 个，办理记录和存证点 %d 个，卷内目录 %d 个，封面、备考表和说明 %d 个。目录中没有文件名的各件另存或只存摘要，不计在内。",
		all, all-records-contents-rest, records, contents, rest)
}

// remarks is the 卷内备考表; whoever made and checked the file signs on paper.
func (m *maker) remarks() doc.Document {
	lines := []string{
		fmt.Sprintf("本卷由系统按办理记录生成，含办件 %d 件、办理记录 %d 条、卷内文件 %d 件。", m.Cases, m.Rows, m.Items),
		"证件扫描件加密另存，不装入本卷，目录列其摘要；银行账户、异议人身份和未公布的分数不装入，只存摘要。",
		fmt.Sprintf("只存摘要的内容 %d 处。", m.Withheld),
		m.reconciled(),
		"每个文件的 SHA-256 列于 SHA256SUMS，并经签名；用 sha256sum 或 qinglan verify archive 可独立核对。",
	}
	if m.Open > 0 {
		lines = append(lines, fmt.Sprintf("成卷时尚未办结 %d 件，办结后应重新成卷。", m.Open))
	}
	if len(m.Missing) > 0 {
		lines = append(lines, fmt.Sprintf("因缺字未能打印 %d 件，以记录为准。", len(m.Missing)))
	}
	blocks := []doc.Block{doc.Text{Text: "卷内备考表", Style: doc.Style{Size: doc.Two2, Bold: true, Align: doc.Centre}, After: 8},
		doc.Text{Text: "本卷情况说明", Style: doc.Style{Bold: true}, After: 3}}
	for _, l := range lines {
		blocks = append(blocks, doc.Text{Text: l, Style: doc.Style{Indent: 2}})
	}
	blocks = append(blocks, doc.Space(30))
	for _, l := range []string{"立卷人：", "检查人：", "立卷时间：　　　　年　　月　　日"} {
		blocks = append(blocks, doc.Text{Text: l, Style: doc.Style{Align: doc.Left}, Before: 8})
	}
	return doc.Document{Title: "卷内备考表", Page: doc.Sheet(), Created: m.At, Blocks: blocks}
}

// printable leaves out what no font has: a list of names must not fail by one.
// The record has them as they were typed.
func printable(text string) string {
	if pdf.Missing(text) == nil {
		return text
	}
	return strings.Map(func(r rune) rune {
		if pdf.Missing(string(r)) != nil {
			return '〓'
		}
		return r
	}, text)
}
