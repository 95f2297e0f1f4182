package committee

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"qinglan/internal/calendar"
	"qinglan/internal/doc"
	"qinglan/internal/form"
	"qinglan/internal/org"
)

// number writes n for a cell.
func number(n int) string { return strconv.Itoa(n) }

// letterPaper is the 邀请函 on paper.
func letterPaper(a form.Answers, o org.Organisation, day calendar.Date, draft bool) doc.Document {
	body := doc.Body()
	first, rest, _ := strings.Cut(a["body"], "\n")
	open := body
	open.Indent = 0
	mark := ""
	if draft {
		mark = "拟稿"
	}
	right := doc.Style{Size: doc.Three, Align: doc.Right}
	return doc.Document{
		Title: a["title"], Page: doc.Portrait(), Mark: mark, Author: o.Name,
		Blocks: []doc.Block{
			doc.Text{Text: a["title"], Style: doc.Style{Size: doc.Two, Bold: true, Align: doc.Centre, Lead: 1.3}, After: 6},
			doc.Pair{Right: a["number"], Style: doc.Style{Size: doc.Three}, After: 4},
			doc.Text{Text: first, Style: open}, doc.Text{Text: rest, Style: body, After: 12},
			doc.Text{Text: o.Name, Style: right}, doc.Text{Text: day.Chinese(), Style: right},
		},
		Footer: doc.Footer{Official: true},
	}
}

// opened says when it was noted who was there; the hour a meeting was called
// for is not proof of when it was held.
func opened(m *Meeting) string {
	if m.Opened.IsZero() {
		return ""
	}
	return "登记到会：" + calendar.Exact(m.Opened)
}

// minutesPaper is the 会议纪要 with the list and the signatures of who was
// there.
func minutesPaper(m *Meeting, minutes string, printed time.Time) doc.Document {
	small := doc.Style{Size: doc.Five, Lead: 1.4}
	text := doc.Style{Size: doc.Four2, Indent: 2}
	mark := "未签署"
	if m.Case.State == "signed" {
		mark = ""
	}
	people := doc.Table{Style: small, Columns: []doc.Column{{Width: 28}, {Width: 26}, {Width: 22}, {Width: 46}, {Width: 46}},
		Head: []doc.Row{doc.Titles("委员", "平台", "到会", "签署时间（系统签字）", "所签名单摘要")}}
	words := map[string]string{"present": "到会", "excused": "请假", "absent": "缺席"}
	for _, at := range m.Attendance {
		p, _ := m.Case.Edition.Platform(at.Seat.Platform)
		was, signed, sum := words[at.Was], "", ""
		if at.Chair {
			was += "（主持）"
		}
		if g, ok := m.Signed[at.Seat.Invitation]; ok {
			signed, sum = calendar.Exact(g.At), g.Digest[:16]
		}
		people.Rows = append(people.Rows, doc.Cells(at.Seat.Name, p.Label, was, signed, sum))
	}
	list := doc.Table{Style: small, Columns: []doc.Column{{Width: 12}, {Width: 26}, {Width: 56, Align: doc.Left}, {Width: 20}, {Width: 34, Align: doc.Left}, {Width: 20}},
		Head: []doc.Row{doc.Titles("序号", "姓名", "单位", "地市", "方向", "签署同意")}}
	var left []string
	for _, l := range m.Lines {
		v := m.verdict(l.Entry)
		agree := fmt.Sprintf("%d/%d", v.Agree, v.May)
		list.Rows = append(list.Rows, doc.Row{Height: 8, Cells: []doc.Cell{doc.Int(l.No), {Text: l.Name}, {Text: l.Unit}, {Text: l.City}, {Text: l.Directions}, {Text: agree}}})
		if m.Case.State == "signed" && !v.Listed() {
			left = append(left, l.Name)
		}
	}
	blocks := []doc.Block{
		doc.Text{Text: "认证委员会会议纪要", Style: doc.Style{Size: doc.Two2, Bold: true, Align: doc.Centre}, After: 4},
		doc.Pair{Left: m.Case.Name + "　" + m.Case.No, Right: m.About["on"] + " " + m.About["hour"], Style: small, After: 1},
		doc.Pair{Left: "地点：" + m.About["place"], Right: opened(m), Style: small, After: 3},
		doc.Text{Text: "议程：" + m.About["agenda"], Style: small, After: 3},
	}
	if minutes != "" {
		blocks = append(blocks, doc.Text{Text: minutes, Style: text, After: 4})
	}
	blocks = append(blocks, people, doc.Space(4),
		doc.Text{Text: "拟认证名单", Style: doc.Style{Size: doc.Three2, Bold: true, Align: doc.Centre}, After: 2}, list)
	if len(left) > 0 {
		blocks = append(blocks, doc.Text{Text: "同意人数不足、未列入的：" + strings.Join(left, "、") + "。", Style: small, Before: 2})
	}
	blocks = append(blocks, doc.Text{Text: "回避的委员不就该人签署，其人数不计入。名单摘要 " + m.Digest, Style: doc.Style{Size: doc.Five2}, Before: 2})
	return doc.Document{
		Title: "认证委员会会议纪要", Page: doc.Sheet(), Mark: mark, Created: printed,
		Blocks: slices.Clip(blocks), Footer: doc.Footer{Left: m.Case.No, Right: "第 {n} 页，共 {m} 页"},
	}
}
