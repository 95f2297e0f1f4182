package training

import (
	"fmt"

	"qinglan/internal/doc"
	"qinglan/internal/flow"
	"qinglan/internal/form"
)

var cells = doc.Style{Size: doc.Five, Lead: 1.4}

// paper is a paper of a class.
func paper(k *Class, title, right string, blocks ...doc.Block) doc.Document {
	head := []doc.Block{
		doc.Text{Text: title, Style: doc.Style{Size: doc.Two2, Bold: true, Align: doc.Centre}, After: 4},
		doc.Pair{Left: nameOf(k.Case), Right: right, Style: doc.Style{Size: doc.Five}, After: 2},
	}
	return doc.Document{
		Title: title, Page: doc.Sheet(), Blocks: append(head, blocks...),
		Footer: doc.Footer{Left: k.Edition.Short + "　" + k.Unit, Right: "第 {n} 页，共 {m} 页"},
	}
}

// signIn is the 签到表 of one lesson.
func signIn(k *Class, l Lesson, people []flow.Case) doc.Document {
	t := doc.Table{
		Columns: []doc.Column{{Width: 12}, {Width: 28}, {Width: 62, Align: doc.Left}, {Width: 34}, {Width: 34}},
		Head:    []doc.Row{doc.Titles("序号", "姓名", "单位", "签到（时间）", "签退（时间）")}, Style: cells,
	}
	for i, c := range people {
		row := doc.Row{Height: 11, Cells: []doc.Cell{doc.Int(i + 1), {Text: c.Name}, {Text: c.Unit}, {}, {}}}
		if k.leave(c.ID, l.N) == "granted" {
			row.Cells[3].Text = "准假"
		}
		t.Rows = append(t.Rows, row)
	}
	return paper(k, "集中培训签到表", fmt.Sprintf("第%d次课　%s", l.N, l.When()),
		doc.Text{Text: fmt.Sprintf("课程：%s　学时：%d　授课人：%s　地点：%s", l.Subject, l.Hours, l.Trainer, l.Place), Style: doc.Style{Size: doc.Five}, After: 2}, t,
		doc.Space(6), doc.Pair{Left: "授课人（签名）：", Right: "班主任（签名）：　　　　　　　", Style: doc.Style{Size: doc.Four2}})
}

// badges are the 学员证, eight on a sheet, to cut out.
func badges(k *Class, people []flow.Case) doc.Document {
	t := doc.Table{Columns: []doc.Column{{Width: 1}, {Width: 1}}, Style: doc.Style{Size: doc.Four, Lead: 1.5}}
	for i := 0; i < len(people); i += 2 {
		row := doc.Row{Height: 56, Cells: []doc.Cell{badge(k, people[i]), {}}}
		if i+1 < len(people) {
			row.Cells[1] = badge(k, people[i+1])
		}
		t.Rows = append(t.Rows, row)
	}
	page := doc.Sheet()
	page.Top, page.Bottom = 18, 18
	return doc.Document{Title: "学员证", Page: page, Blocks: []doc.Block{t}, Footer: doc.Footer{Left: nameOf(k.Case), Right: "第 {n} 页，共 {m} 页"}}
}

func badge(k *Class, c flow.Case) doc.Cell {
	return doc.Cell{Text: "学　员　证\n" + c.Name + "\n" + c.Unit + "\n" + k.Name, Align: doc.Centre, Foot: []string{c.No}}
}

// completion is the 结业名单: a draft until the institution has signed, in force
// once the province has confirmed.
func completion(k *Class, list []Result, signed form.Answers, confirmed string) doc.Document {
	t := doc.Table{
		Columns: []doc.Column{{Width: 11}, {Width: 26}, {Width: 54, Align: doc.Left}, {Width: 20}, {Width: 16}, {Width: 16}, {Width: 22}},
		Head:    []doc.Row{doc.Titles("序号", "姓名", "单位", "编号", "学时", "出勤率", "结果")}, Style: cells,
	}
	passed := 0
	for i, r := range list {
		verdict := "未合格"
		if r.Reached() {
			verdict = "结业"
			passed++
		}
		t.Rows = append(t.Rows, doc.Row{Height: 9, Cells: []doc.Cell{
			doc.Int(i + 1), {Text: r.Case.Name}, {Text: r.Unit}, {Text: r.No}, doc.Int(r.Hours), {Text: fmt.Sprintf("%d%%", r.Share())}, {Text: verdict},
		}})
	}
	e := k.Edition
	d := paper(k, "集中培训结业名单", k.Dates(), t,
		doc.Text{Text: fmt.Sprintf("本班共 %d 学时；结业须满 %d 学时且出勤率不低于 %d%%。共 %d 人：结业 %d 人，未合格 %d 人。", k.Total,
			e.Limit("training.hours").N, e.Limit("training.share").N, len(list), passed, len(list)-passed), Style: doc.Style{Size: doc.Five}, Before: 2, After: 8})
	switch {
	case signed["signer"] == "":
		d.Mark = "拟定稿"
		return d
	case confirmed == "":
		d.Mark = "待省级确认"
	}
	d.Blocks = append(d.Blocks,
		doc.Pair{Left: "承训机构：" + k.Unit, Right: "签报：" + signed["title"] + " " + signed["signer"], Style: doc.Style{Size: doc.Four2}, After: 2},
		doc.Pair{Left: "省级确认：" + confirmed, Right: "", Style: doc.Style{Size: doc.Four2}, After: 4},
		doc.Text{Text: "名单摘要 " + signed["digest"], Style: doc.Style{Size: doc.Five2}})
	return d
}
