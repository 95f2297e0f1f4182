package course

import (
	"fmt"
	"strings"

	"qinglan/internal/doc"
	"qinglan/internal/flow"
	"qinglan/internal/form"
)

var cells = doc.Style{Size: doc.Five, Lead: 1.4}

// paper is a paper of a class.
func paper(k *Class, title, right string, blocks ...doc.Block) doc.Document {
	head := []doc.Block{
		doc.Text{Text: title, Style: doc.Style{Size: doc.Two2, Bold: true, Align: doc.Centre}, After: 4},
		doc.Pair{Left: NameOf(k.Case), Right: right, Style: doc.Style{Size: doc.Five}, After: 2},
	}
	return doc.Document{
		Title: title, Page: doc.Sheet(), Blocks: append(head, blocks...),
		Footer: doc.Footer{Left: k.Edition.Short + "　" + k.Unit, Right: "第 {n} 页，共 {m} 页"},
	}
}

// SignIn is the 签到表 of one lesson.
func SignIn(k *Class, l Lesson, people []flow.Case) doc.Document {
	t := doc.Table{
		Columns: []doc.Column{{Width: 12}, {Width: 28}, {Width: 62, Align: doc.Left}, {Width: 34}, {Width: 34}},
		Head:    []doc.Row{doc.Titles("序号", "姓名", "单位", "签到（时间）", "签退（时间）")}, Style: cells,
	}
	for i, c := range people {
		row := doc.Row{Height: 11, Cells: []doc.Cell{doc.Int(i + 1), {Text: c.Name}, {Text: c.Unit}, {}, {}}}
		if k.Leave(c.ID, l.N) == "granted" {
			row.Cells[3].Text = "准假"
		}
		t.Rows = append(t.Rows, row)
	}
	return paper(k, "集中培训签到表", fmt.Sprintf("第%d次课　%s", l.N, l.When()),
		doc.Text{Text: fmt.Sprintf("课程：%s　学时：%d　授课人：%s　地点：%s", l.Subject, l.Hours, l.Trainer, l.Place), Style: doc.Style{Size: doc.Five}, After: 2}, t,
		doc.Space(6), doc.Pair{Left: "授课人（签名）：", Right: "班主任（签名）：　　　　　　　", Style: doc.Style{Size: doc.Four2}})
}

// A sheet of badges, in millimetres: so many in a row and down the page.
const (
	across, down        = 2, 4
	badgeTop, badgeHigh = 18, 62
)

// Badges are the 学员证, eight on a sheet, to cut out: the name is read from
// across a room.
func Badges(k *Class, people []flow.Case) doc.Document {
	page := doc.Sheet()
	page.Top, page.Bottom = badgeTop, 18
	wide := page.Inner() / across
	d := doc.Document{Title: "学员证", Page: page, Footer: doc.Footer{Left: NameOf(k.Case), Right: "第 {n} 页，共 {m} 页"}}
	for len(people) > 0 {
		some := people[:min(across*down, len(people))]
		people = people[len(some):]
		grid := doc.Table{Columns: []doc.Column{{Width: 1}, {Width: 1}}, Style: cells}
		for i, c := range some {
			if i%across == 0 {
				grid.Rows = append(grid.Rows, doc.Row{Height: badgeHigh, Cells: make([]doc.Cell, across)})
			}
			d.Blocks = append(d.Blocks, doc.Box{
				X: page.Left + float64(i%across)*wide + 3, Y: badgeTop + float64(i/across*badgeHigh) + 7, Width: wide - 6, Blocks: badge(k, c),
			})
		}
		d.Blocks = append(d.Blocks, grid)
		if len(people) > 0 {
			d.Blocks = append(d.Blocks, doc.Break{})
		}
	}
	return d
}

func badge(k *Class, c flow.Case) []doc.Block {
	say := func(text string, size, after float64, bold bool) doc.Text {
		return doc.Text{Text: text, Style: doc.Style{Size: size, Lead: 1.3, Bold: bold, Align: doc.Centre}, After: after}
	}
	name := doc.Two
	if len([]rune(c.Name)) > 9 { // a long name stays on its line
		name = doc.Four
	}
	return []doc.Block{
		say("学　员　证", doc.Four2, 3, false), say(c.Name, name, 3, true), say(c.Unit, doc.Four2, 2, false),
		say(k.Name, doc.Five, 1, false), say(c.No, doc.Five, 0, false),
	}
}

// CompletionList is the 结业名单: a draft until the institution has signed, in force
// once the province has confirmed.
func CompletionList(k *Class, list []Result, signed form.Answers, confirmed string) doc.Document {
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

// Plan is the 教学大纲和课次安排 as the province permitted it.
func Plan(k *Class, plan form.Answers) doc.Document {
	return paper(k, "教学大纲和课次安排", k.Dates(), syllabusTable(plan), doc.Space(4), lessonTable(k))
}

func syllabusTable(plan form.Answers) doc.Table {
	t := doc.Table{
		Columns: []doc.Column{{Width: 90, Align: doc.Left}, {Width: 20}, {Width: 55, Align: doc.Left}},
		Head:    []doc.Row{doc.Titles("课程", "学时", "培训师资")}, Style: cells,
	}
	for _, row := range form.Table(plan["syllabus"]) {
		t.Rows = append(t.Rows, doc.Row{Cells: []doc.Cell{{Text: row["subject"]}, doc.Int(number(row["hours"])), {Text: row["trainer"]}}})
	}
	return t
}

func lessonTable(k *Class) doc.Table {
	t := doc.Table{
		Columns: []doc.Column{{Width: 13}, {Width: 46}, {Width: 40, Align: doc.Left}, {Width: 13}, {Width: 26, Align: doc.Left}, {Width: 32, Align: doc.Left}},
		Head:    []doc.Row{doc.Titles("课次", "时间", "课程", "学时", "授课人", "地点")}, Style: cells,
	}
	for _, l := range k.Lessons {
		t.Rows = append(t.Rows, doc.Row{Cells: []doc.Cell{
			doc.Int(l.N), {Text: l.When()}, {Text: l.Subject}, doc.Int(l.Hours), {Text: l.Trainer}, {Text: l.Place},
		}})
	}
	return t
}

// Call is the 开班通知 with a 回执 below it, for whom no text message reaches.
func Call(k *Class, notice form.Answers) doc.Document {
	e := k.Edition
	say := func(text string) doc.Text {
		return doc.Text{Text: text, Style: doc.Style{Size: doc.Four2, Indent: 2}}
	}
	blocks := []doc.Block{
		doc.Text{Text: "各位学员：", Style: doc.Style{Size: doc.Four2}, Before: 2},
		say(fmt.Sprintf("经省级批准，%s举办“%s”，时间为%s，共%d学时。报到：%s。", k.Unit, k.Name, k.Dates(), k.Total, notice["report"])),
		say(fmt.Sprintf("结业须满%d学时且出勤率不低于%d%%；因故缺课的须事先请假，准假的课次不计学时。", e.Limit("training.hours").N, e.Limit("training.share").N)),
	}
	for _, x := range []struct{ head, text string }{
		{"须带物品和其他事项", notice["bring"]}, {"食宿、交通", notice["note"]}, {"联系人和电话", notice["ask"]},
	} {
		if x.text != "" {
			blocks = append(blocks, say(x.head+"："+strings.TrimRight(x.text, "。")+"。"))
		}
	}
	slip := doc.Table{Columns: []doc.Column{{Width: 30}, {Width: 55}, {Width: 25}, {Width: 55}}, Style: doc.Style{Size: doc.Five, Lead: 1.5}, Rows: []doc.Row{
		{Height: 10, Cells: []doc.Cell{{Text: "姓名"}, {}, {Text: "单位"}, {}}},
		{Height: 10, Cells: []doc.Cell{{Text: "能否参加"}, doc.Cell{Text: "□ 按时参加　　□ 参加，部分课次需请假　　□ 不能参加本班", Align: doc.Left}.Span(3, 1)}},
		{Height: 18, Cells: []doc.Cell{{Text: "说明"}, doc.Cell{Foot: []string{"签名：　　　　　　　　　年　　月　　日"}}.Span(3, 1)}},
	}}
	blocks = append(blocks, doc.Space(2), lessonTable(k), doc.Space(4), doc.Rule{Stroke: 0.2, After: 2},
		doc.Text{Text: "回　执", Style: doc.Style{Size: doc.Four, Bold: true, Align: doc.Centre}, After: 2}, slip,
		doc.Text{Text: "也可以登录后在“我的培训”或用短信中的链接提交回执。", Style: doc.Style{Size: doc.Five}, Before: 1})
	return paper(k, "开班通知", k.Unit, blocks...)
}

// marks are how an attendance is written on paper.
var marks = map[string]string{"present": "√", "late": "迟", "leave": "假", "absent": "缺"}

// Attended is the 考勤汇总表: everybody by every lesson, as it was last written.
func Attended(k *Class, people []flow.Case) doc.Document {
	t := doc.Table{Columns: []doc.Column{{Width: 8}, {Width: 24}}, Head: []doc.Row{doc.Titles("序号", "姓名")}, Style: doc.Style{Size: doc.Five2, Lead: 1.3}, Pad: 1}
	for _, l := range k.Lessons {
		t.Columns = append(t.Columns, doc.Column{Width: 8})
		t.Head[0].Cells = append(t.Head[0].Cells, doc.Cell{Text: fmt.Sprint(l.N), Bold: true, Align: doc.Centre})
	}
	t.Columns = append(t.Columns, doc.Column{Width: 12}, doc.Column{Width: 15})
	t.Head[0].Cells = append(t.Head[0].Cells, doc.Titles("学时", "出勤率").Cells...)
	for i, c := range people {
		row := doc.Row{Cells: []doc.Cell{doc.Int(i + 1), {Text: c.Name}}}
		for _, l := range k.Lessons {
			row.Cells = append(row.Cells, doc.Cell{Text: marks[k.Marks[c.ID][l.N]]})
		}
		st := k.Of(c.ID)
		row.Cells = append(row.Cells, doc.Int(st.Hours), doc.Cell{Text: fmt.Sprintf("%d%%", st.Share())})
		t.Rows = append(t.Rows, row)
	}
	d := paper(k, "集中培训考勤汇总表", k.Dates(), lessonTable(k), doc.Space(4), t,
		doc.Text{Text: "√ 到　迟 迟到　假 准假（不计学时）　缺 缺勤　空白 未登记或当时不在班", Style: doc.Style{Size: doc.Five}, Before: 1})
	return d
}
