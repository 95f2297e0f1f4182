package judging

import (
	"context"
	"fmt"
	"strings"

	"qinglan/internal/calendar"
	"qinglan/internal/doc"
	"qinglan/internal/score"
	"qinglan/internal/sitting"
)

// head is the title of a paper of a session and the line below it.
func head(st *sitting.Sitting, title string) []doc.Block {
	return []doc.Block{
		doc.Text{Text: title, Style: doc.Style{Size: doc.Two2, Bold: true, Align: doc.Centre}, After: 4},
		doc.Pair{Left: "场次：" + st.Name + "　地点：" + st.About["place"], Right: moment(st.About).String(), Style: doc.Style{Size: doc.Five}, After: 2},
	}
}

// paper is a paper of a session on a sheet.
func paper(st *sitting.Sitting, title string, page doc.Page, blocks ...doc.Block) doc.Document {
	return doc.Document{
		Title: title, Page: page, Blocks: append(head(st, title), blocks...),
		Footer: doc.Footer{Left: fmt.Sprintf("%s　%s　场次 %s", st.Edition.Short, st.Rules.Rubric.Label, st.ID), Right: "第 {n} 页，共 {m} 页"},
	}
}

var cells = doc.Style{Size: doc.Five, Lead: 1.4}

// signIn is the 签到表: judges, then candidates by lot.
func signIn(st *sitting.Sitting) doc.Document {
	judges := doc.Table{
		Columns: []doc.Column{{Width: 12}, {Width: 30}, {Width: 60, Align: doc.Left}, {Width: 30}, {Width: 30}},
		Head:    []doc.Row{doc.Titles("序号", "评委", "工作单位", "签到", "时间")}, Style: cells,
	}
	for i, seat := range st.Panel {
		name := seat.Name
		if seat.Chief {
			name += "（组长）"
		}
		judges.Rows = append(judges.Rows, doc.Row{Height: 10, Cells: []doc.Cell{doc.Int(i + 1), {Text: name}, {Text: seat.Unit}, {}, {}}})
	}
	people := judges
	people.Head, people.Rows = []doc.Row{doc.Titles("号", "候选人", "单位", "签到", "时间")}, nil
	for _, k := range st.Candidates {
		people.Rows = append(people.Rows, doc.Row{Height: 10, Cells: []doc.Cell{
			{Text: fmt.Sprintf("%02d", k.Pos)}, {Text: k.Name}, {Text: k.Unit}, {}, {},
		}})
	}
	return paper(st, st.Edition.StageOf("session")+"签到表", doc.Sheet(), judges, doc.Space(6), people)
}

// recusals is a 回避声明 for each judge, names by name and not by lot.
func recusals(st *sitting.Sitting) doc.Document {
	var blocks []doc.Block
	for i, seat := range st.Panel {
		if i > 0 {
			blocks = append(blocks, doc.Break{})
			blocks = append(blocks, head(st, "回避声明")...)
		}
		t := doc.Table{
			Columns: []doc.Column{{Width: 12}, {Width: 34}, {Width: 70, Align: doc.Left}, {Width: 24}, {Width: 40}},
			Head:    []doc.Row{doc.Titles("序号", "姓名", "单位", "无需回避", "申请回避及事由")}, Style: cells,
		}
		for n, k := range sitting.ByName(st.Candidates) {
			t.Rows = append(t.Rows, doc.Row{Height: 9, Cells: []doc.Cell{doc.Int(n + 1), {Text: k.Name}, {Text: k.Unit}, {Text: "□"}, {Text: "□"}}})
		}
		blocks = append(blocks, t,
			doc.Text{Text: "声明：本人已看过上列姓名和单位，如实逐项声明。声明之前没有看过任何材料。", Style: doc.Style{Size: doc.Four2}, Before: 4, After: 6},
			doc.Pair{Left: "评委：" + seat.Name + "（签名）", Right: "年　　月　　日", Style: doc.Style{Size: doc.Four2}})
	}
	return paper(st, "回避声明", doc.Sheet(), blocks...)
}

// blankSheet is the 评分表 to fill by hand, with a number and no name.
func blankSheet(st *sitting.Sitting) doc.Document {
	t := doc.Table{
		Columns: []doc.Column{{Width: 12}, {Width: 52, Align: doc.Left}, {Width: 66, Align: doc.Left}, {Width: 18}, {Width: 24}},
		Head:    []doc.Row{doc.Titles("序号", "评分项", "评分要点", "满分", "得分")}, Style: cells,
	}
	var sum int64
	for i, c := range st.Rules.Rubric.Criteria {
		sum += c.Max
		t.Rows = append(t.Rows, doc.Row{Height: 16, Cells: []doc.Cell{
			doc.Int(i + 1), {Text: c.Label}, {Text: c.Hint}, {Text: fmt.Sprint(c.Max / 100)}, {},
		}})
	}
	t.Rows = append(t.Rows,
		doc.Row{Height: 14, Cells: []doc.Cell{doc.Cell{Text: "合计", Bold: true, Align: doc.Centre}.Span(3, 1), {Text: fmt.Sprint(sum / 100)}, {}}},
		doc.Row{Height: 34, Cells: []doc.Cell{doc.Cell{Text: "内部意见"}.Span(2, 1), doc.Cell{}.Span(3, 1)}},
		doc.Row{Height: 34, Cells: []doc.Cell{doc.Cell{Text: "反馈意见\n（将告知申报人）"}.Span(2, 1), doc.Cell{}.Span(3, 1)}})
	return paper(st, st.Edition.StageOf("session")+"评分表", doc.Sheet(),
		doc.Text{Text: "候选人：＿＿＿＿号", Style: doc.Style{Size: doc.Four}, After: 2}, t,
		doc.Text{Text: fmt.Sprintf("评分以 %s 分为一档；每项都要评分，0 分也要填写；总分低于 60 分或高于 95 分的，请写明意见。", score.Score(st.Rules.Rubric.Step)), Style: doc.Style{Size: doc.Five}, Before: 3, After: 8},
		doc.Pair{Left: "评委（签名）：", Right: "年　　月　　日", Style: doc.Style{Size: doc.Four2}})
}

// summary is the 成绩汇总表 with its four boxes.
func summary(ctx context.Context, st *sitting.Sitting, lines []sitting.Line, digest string, signed []sitting.Signature) doc.Document {
	t := doc.Table{
		Columns: []doc.Column{{Width: 11}, {Width: 28}, {Width: 50, Align: doc.Left}},
		Style:   doc.Style{Size: doc.Five, Lead: 1.35},
	}
	titles := []string{"号", "姓名", "单位"}
	for i := range st.Panel {
		t.Columns, titles = append(t.Columns, doc.Column{Width: 17}), append(titles, fmt.Sprintf("评委%d", i+1))
	}
	for _, label := range []string{"合计", "最后得分", "名次", "结果"} {
		t.Columns, titles = append(t.Columns, doc.Column{Width: 18}), append(titles, label)
	}
	t.Head = []doc.Row{doc.Titles(titles...)}
	for i, l := range lines {
		t.Rows = append(t.Rows, summaryRow(st, i, l))
	}
	boxes := doc.Table{Columns: []doc.Column{{Width: 1}, {Width: 1}, {Width: 1}, {Width: 1}}, Style: cells,
		Head: []doc.Row{doc.Titles("计分", "复核", "监督", "组长")}}
	row := doc.Row{Height: 20}
	for _, g := range signed {
		at := "年　月　日"
		if g.Name != "" {
			at = calendar.Exact(g.Entry.At) + "（系统签字）"
		}
		row.Cells = append(row.Cells, doc.Cell{Text: g.Name, Foot: []string{at}})
	}
	boxes.Rows = []doc.Row{row}
	return paper(st, st.Edition.StageOf("session")+"成绩汇总表", doc.Landscape(), t, doc.Space(3), boxes,
		doc.Text{Text: "( ) 内为去掉的最高分、最低分；合计和平均只算其余评委；四舍五入保留两位小数；" + st.Rules.Line.String() + " 分为合格线。", Style: doc.Style{Size: doc.Five2}, Before: 2},
		doc.Text{Text: strings.Join(reveals(ctx, lines), "\n"), Style: doc.Style{Size: doc.Five2}, Before: 2},
		doc.Text{Text: "汇总表摘要 " + digest, Style: doc.Style{Size: doc.Five2}, Before: 2})
}

func summaryRow(st *sitting.Sitting, i int, l sitting.Line) doc.Row {
	r := doc.Row{Height: 8, Cells: []doc.Cell{{Text: fmt.Sprintf("%02d", l.Lot)}, {Text: st.Candidates[i].Name}, {Text: st.Candidates[i].Unit}}}
	for seat, m := range l.Marks {
		text := "回避"
		switch {
		case l.Absent:
			text = "—"
		case m != nil && l.Dropped(seat):
			text = "(" + m.Total().String() + ")"
		case m != nil:
			text = m.Total().String()
		}
		r.Cells = append(r.Cells, doc.Cell{Text: text})
	}
	if l.Absent {
		return doc.Row{Height: 8, Cells: append(r.Cells, doc.Cells("—", "—", "—", "缺席").Cells...)}
	}
	verdict := "未通过"
	if l.Passed {
		verdict = "通过"
	}
	r.Cells = append(r.Cells, doc.Cells(l.Sum.String(), l.Mean.String(), fmt.Sprint(l.Rank), verdict).Cells...)
	return r
}

// drawPaper is the 抽签记录.
func drawPaper(st *sitting.Sitting, rec sitting.Record) doc.Document {
	facts := doc.Table{Columns: []doc.Column{{Width: 34}, {Width: 132, Align: doc.Left}}, Style: cells}
	for _, f := range [][2]string{
		{"抽签编号", rec.ID}, {"时间", rec.Time}, {"地点", rec.Place}, {"算法", rec.Algorithm},
		{"名单人数", fmt.Sprint(rec.PoolSize)}, {"名单摘要 H", rec.PoolHash},
		{"抽取人承诺", rec.Commitments[0]}, {"监督人承诺", rec.Commitments[1]},
		{"抽取人口令", rec.Secrets[0]}, {"监督人口令", rec.Secrets[1]}, {"种子", rec.Seed},
	} {
		facts.Rows = append(facts.Rows, doc.Cells(f[0], f[1]))
	}
	lots := doc.Table{
		Columns: []doc.Column{{Width: 14}, {Width: 40}, {Width: 60, Align: doc.Left}, {Width: 52, Align: doc.Left}},
		Head:    []doc.Row{doc.Titles("号", "姓名", "单位", "办件编号")}, Style: cells,
	}
	for _, k := range st.Candidates {
		lots.Rows = append(lots.Rows, doc.Cells(fmt.Sprintf("%02d", k.Pos), k.Name, k.Unit, k.ID))
	}
	return paper(st, "抽签记录", doc.Sheet(), facts, doc.Space(4), lots,
		doc.Text{Text: "复算：种子为“编号、H、抽取人口令、监督人口令”各占一行的 SHA-256；顺序为以种子为密钥对“编号、办件编号”各占一行作 HMAC-SHA-256 的升序。", Style: doc.Style{Size: doc.Five2}, Before: 2, After: 6},
		doc.Pair{Left: "抽取人：" + rec.Drawer + "（签名）", Right: "监督人：" + rec.Supervisor + "（签名）", Style: doc.Style{Size: doc.Four2}})
}
