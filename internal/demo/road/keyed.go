package road

import (
	"bytes"

	"qinglan/internal/demo/world"
	"qinglan/internal/doc"
	"qinglan/internal/doc/docx"
	"qinglan/internal/flow"
	"qinglan/internal/intake"
	"qinglan/internal/org"
)

// Keyed are people for whom a county keys in: one is half done, one is asked to
// confirm, one has signed a paper and waits for the employer, and one has come so far
// that the county checks it.
func Keyed(w *world.World) {
	clerk := w.As("330782-county-clerk-1")
	people := w.CastOf("330782", 4)
	for i, p := range people {
		w.Do("key in "+p.Name, func() error { return keyIn(w, clerk, p, i > 0) })
	}
	w.In(func() {
		w.Do("ask "+people[1].Name, func() error { return w.Intake.Ask(w.Ctx, w.Tx, clerk, w.Load(people[1].App)) })
	})
	for _, p := range people[2:] {
		w.Do("signed paper of "+p.Name, func() error {
			c, err := w.Flow.Load(w.Ctx, w.Flow.DB(), p.App)
			if err == nil {
				_, err = w.App.House.AddFile(w.Ctx, c, clerk, "signed", "本人签字.jpg", bytes.NewReader(world.Scan))
			}
			return err
		})
		w.In(func() {
			w.Do("send "+p.Name, func() error {
				return w.Intake.OnPaper(w.Ctx, w.Tx, clerk, w.Load(p.App), 2, "演示·李见证")
			})
		})
	}
	w.In(func() { answer(w, people[3], "endorse", world.Endorsement(people[3])) })
	w.Do("receive a batch", func() error { return receive(w, clerk) })
}

// came are the names of files as people send them; none says what it is too well.
var came = []string{
	"演示·王小丫-义乌丝路电商培训学校（虚构）-学历证明.jpg", "演示·王小丫 身份证正面.jpg", "演示·张三_劳动合同(1).jpg", "演示·张三/荣誉证书.jpg",
	"附件2 演示·李四.jpg", "演示·李四 身份证 学位证.jpg", "微信图片_20170927093012.jpg", "附件2 演示·赵六.doc",
}

// inWord is 附件2 as somebody fills it in with a word processor, with one answer that
// nobody can be sure of.
func inWord() ([]byte, error) {
	var rows []doc.Row
	for _, line := range [][]string{
		{"姓　名", "演示·王小丫", "性别", "女", "民族", "汉"},
		{"出生日期", "1985.3.2", "单位", "义乌丝路电商培训学校（虚构）", "职务", "讲师"},
		{"政治面貌", "群众", "联系方式", "办公室", "邮箱", "demo@example.org"},
	} {
		var row doc.Row
		for _, text := range line {
			row.Cells = append(row.Cells, doc.Cell{Text: text})
		}
		rows = append(rows, row)
	}
	life := doc.Cell{Text: "2012年起在义乌丝路电商培训学校（虚构）任讲师。", Top: true}.Span(5, 1)
	rows = append(rows, doc.Row{Cells: []doc.Cell{{Text: "个人基本情况及相关从业经历"}, life}})
	var b bytes.Buffer
	err := docx.Write(&b, doc.Document{Title: "附件2", Page: doc.Sheet(), Blocks: []doc.Block{doc.Table{
		Columns: []doc.Column{{Width: 24}, {Width: 30}, {Width: 22}, {Width: 29}, {Width: 22}, {Width: 38}}, Rows: rows,
	}}})
	return b.Bytes(), err
}

// receive leaves a batch in the tray of a county.
func receive(w *world.World, clerk org.Actor) error {
	into := w.Intake.Receive(w.Ctx, clerk, "demo-intake")
	for _, name := range came {
		if err := into.Take(name, bytes.NewReader(world.Scan)); err != nil {
			return err
		}
	}
	form, err := inWord()
	if err == nil {
		err = into.Take("附件2 个人情况表.docx", bytes.NewReader(form))
	}
	if err == nil {
		_, err = into.Keep(clerk)
	}
	return err
}

// keyIn begins what a clerk keys in for p, wholly or as far as p's letter goes.
func keyIn(w *world.World, clerk org.Actor, p *world.Person, whole bool) (err error) {
	var c *flow.Case
	w.In(func() {
		who := intake.Somebody{Name: p.Name, Unit: p.Unit, Mobile: p.Mobile()}
		if c, err = w.Intake.Begin(w.Ctx, w.Tx, clerk, p.App, who); err != nil || !whole {
			return
		}
		p.ID = c.Party
		err = w.Apply.Fill(w.Ctx, w.Tx, c, clerk, p.Profile(), "resident_id", p.IDNumber())
	})
	if err != nil || !whole {
		return err
	}
	_, err = w.App.House.AddFile(w.Ctx, c, clerk, "id", "证件.jpg", bytes.NewReader(world.Scan))
	return err
}
