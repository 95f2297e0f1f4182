// Package official lays out 公文 as GB/T 9704-2012 asks: what a paper says goes
// in, a [doc.Document] for print and a page to paste for the web come out, both
// word for word the same.
//
// It promises the places of the standard, in millimetres from the edge of the
// paper, and that the first page shows text and no page bears a signature
// alone. It draws no seal: where one is pressed there is room for it. Rules of
// writing are [Check]'s. It knows no organ, no programme and no clock.
package official

import (
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"

	"qinglan/internal/calendar"
	"qinglan/internal/doc"
)

// A Kind is a 文种.
type Kind string

// The kinds that this house writes (条例 8).
const (
	Notice  Kind = "通知"
	Request Kind = "请示"
	Report  Kind = "报告"
	Letter  Kind = "函"
	Minutes Kind = "纪要"
)

// A Paper is what a 公文 says. Texts are Chinese and plain.
type Paper struct {
	Kind    Kind
	Marks   []string // the organs that issue it, the main one first
	Number  string   // 发文字号, such as 浙商务联发〔2017〕72号; empty: room for one of Year
	Year    int
	Secret  string // 密级: never printed here, see Check
	Upward  bool   // to a higher organ: shows who signs it
	Signer  string // 签发人; empty: room for a name
	Title   string // may hold newlines; without any it is broken by sense
	To      string // 主送机关, without a colon; empty if there is none
	Body    []string
	Annexes []Annex
	Date    calendar.Date // 成文日期; zero: room for one
	Note    string        // 附注, without brackets
	Copies  []string      // 抄送
	Printer string        // 印发机关; empty: the paper has no 版记
	Printed calendar.Date
	Pale    string // words across the pages, such as 样章
}

// An Annex is listed below the text under its name and follows it on pages of
// its own.
type Annex struct {
	Name  string
	Title string   // on its page; empty: its name
	Body  []string // paragraphs, before Table
	Above doc.Pair // a line over the table
	Table *doc.Table
	Below string // a fine line under it
}

// Office returns what the 办公室 of an organ is called, which prints its papers.
func Office(organ string) string {
	name, note, made := strings.Cut(organ, "（") // an organ of the demonstration says so behind its name
	if made {
		note = "（" + note
	}
	return name + "办公室" + note
}

// lead is the pitch of the lines of the text: 22 of them fill 225 mm.
const lead = 225.0 / 22

const (
	point = 25.4 / 72
	// snug is the height of a line in sizes at which the PDF and word processors
	// stand characters in the same place.
	snug  = 1.267
	inset = (snug - 1) / 2 // of the characters from the top of such a line, in sizes
)

// body is the text; plain is it without an indent.
func body() doc.Style { return doc.Body() }

func plain() doc.Style {
	st := doc.Body()
	st.Indent, st.Align = 0, doc.Left
	return st
}

// blank is n empty lines.
func blank(n int) doc.Block {
	return doc.Text{Text: strings.Repeat("\n", n-1), Style: plain()}
}

// Layout returns p for print.
func Layout(p Paper) doc.Document {
	d := doc.Document{
		Title: strings.ReplaceAll(p.Title, "\n", ""), Subject: string(p.Kind), Author: strings.Join(p.Marks, "、"),
		Created: p.Date.At(0, 0), Page: doc.Portrait(), Footer: doc.Footer{Official: true}, Mark: p.Pale,
	}
	if p.Date == (calendar.Date{}) {
		d.Created = p.Printed.At(0, 0)
	}
	if d.Created.Year() < 1950 {
		d.Created = doc.Document{}.Created
	}
	d.Blocks = append(head(p), title(p.Title)...)
	if p.To != "" && !p.crowded() {
		d.Blocks = append(d.Blocks, blank(1), doc.Text{Text: p.To + "：", Style: plain()})
	}
	for _, s := range p.Body {
		d.Blocks = append(d.Blocks, paragraph(s))
	}
	d.Blocks = append(d.Blocks, doc.Keep{Blocks: p.close()})
	if p.Note != "" {
		d.Blocks = append(d.Blocks, doc.Text{Text: "（" + p.Note + "）", Style: body()})
	}
	for i, a := range p.Annexes {
		d.Blocks = append(d.Blocks, a.pages(p.annexNo(i))...)
	}
	if p.Printer != "" {
		d.Blocks = append(d.Blocks, p.imprint())
	}
	return d
}

// head is the mark of the organs with its top edge 72 mm from the edge of the
// paper, the number two lines below it and the red rule 4 mm below that (7.2).
func head(p Paper) []doc.Block {
	st := doc.Style{Face: doc.Biao, Red: true, Lead: snug, Align: doc.Centre}
	st.Size = markSize(p.Marks, utf8.RuneCountInString(p.follows()))
	em := st.Size * point
	half := (doc.Body().Lead - 1) / 2 * doc.Three * point // above the first line, which begins at 37 mm
	top := 72 - inset*em                                  // of the line of the mark
	var out []doc.Block
	if len(p.Marks) == 1 {
		out = append(out, doc.Space(top-37+half), doc.Text{Text: p.Marks[0] + p.follows(), Style: st})
	} else {
		out = joint(p.Marks, st, top)
		out = append(out, doc.Space(top-37+half+float64(len(p.Marks))*em*snug))
	}
	number := plain()
	number.Align = doc.Centre
	out = append(out, blank(2))
	rule := 4 - half // the line of the number reaches half below its characters
	if p.Upward {
		number.Indent, number.Tail = 1, 1
		name := p.Signer
		if name == "" {
			name = "　　　"
		}
		out = append(out, doc.Pair{Left: p.number(), Right: "签发人：", Name: name, Style: number, After: rule})
	} else {
		out = append(out, doc.Text{Text: p.number(), Style: number, After: rule})
	}
	return append(out, doc.Rule{Stroke: 0.7, Red: true})
}

// follows is what stands behind the organ in the mark of a single one (10.3).
func (p Paper) follows() string {
	if p.Kind == Minutes {
		return "会议纪要"
	}
	return "文件"
}

// markSize is the largest size at which the longest mark fits the measure.
func markSize(marks []string, follows int) float64 {
	n := 0
	for _, m := range marks {
		n = max(n, utf8.RuneCountInString(m))
	}
	most := 48.0
	if len(marks) > 1 {
		most = 38
	}
	return min(most, 150/point/float64(n+follows))
}

// joint sets the organs one below the other, all as wide as the longest, and 文件
// to their right in the middle (7.2.4).
func joint(marks []string, st doc.Style, top float64) []doc.Block {
	em := st.Size * point
	n := 0
	for _, m := range marks {
		n = max(n, utf8.RuneCountInString(m))
	}
	wide := float64(n) * em
	left := 28 + (156-wide-2.5*em)/2
	var names []doc.Block
	for _, m := range marks {
		one := st
		one.Align = doc.Left
		if k := utf8.RuneCountInString(m); k > 1 && k < n {
			one.Track = float64(n-k) / float64(k-1)
		}
		names = append(names, doc.Text{Text: m, Style: one})
	}
	st.Align = doc.Left
	middle := top + float64(len(marks)-1)*em*snug/2
	return []doc.Block{
		doc.Box{X: left, Y: top, Width: wide + 1, Blocks: names},
		doc.Box{X: left + wide + 0.5*em, Y: middle, Width: 2*em + 1, Blocks: []doc.Block{doc.Text{Text: "文件", Style: st}}},
	}
}

// number is the 发文字号, or room for one.
func (p Paper) number() string {
	if p.Number != "" {
		return p.Number
	}
	return fmt.Sprintf("　　　〔%d〕　　号", p.Year)
}

// title stands two lines below the rule.
func title(s string) []doc.Block {
	return []doc.Block{blank(2), doc.Text{
		Text:  strings.Join(Broken(s), "\n"),
		Style: doc.Style{Face: doc.Biao, Size: doc.Two, Align: doc.Centre, Lead: 1.5},
	}}
}

var levels = []*regexp.Regexp{
	regexp.MustCompile(`^[一二三四五六七八九十]+、`),
	regexp.MustCompile(`^（[一二三四五六七八九十]+）`),
	regexp.MustCompile(`^[0-9]+[.．]`),
	regexp.MustCompile(`^（[0-9]+）`),
}

// Level returns the level of the heading that a paragraph is, from 1 for 一、 to
// 4 for （1）; 0 for a paragraph that is none. A sentence, or what is longer
// than a line, is no heading of the first two levels, whatever it begins with.
func Level(paragraph string) int {
	for i, re := range levels {
		if re.MatchString(paragraph) {
			if i < 2 && (strings.HasSuffix(paragraph, "。") || utf8.RuneCountInString(paragraph) > 28) {
				return 0
			}
			return i + 1
		}
	}
	return 0
}

func paragraph(s string) doc.Block {
	st := body()
	switch Level(s) {
	case 1:
		st.Face = doc.Hei
	case 2:
		st.Face = doc.Kai
	}
	return doc.Text{Text: s, Style: st, Heads: st.Face != doc.Fang}
}

// annexNo is what an annex is called where there are several.
func (p Paper) annexNo(i int) string {
	if len(p.Annexes) == 1 {
		return ""
	}
	return fmt.Sprint(i + 1)
}

// close is what stands below the text: the list of annexes, who signs and when.
func (p Paper) close() []doc.Block {
	var out []doc.Block
	for i, a := range p.Annexes {
		st := body()
		if i == 0 {
			out = append(out, blank(1))
		}
		text := a.Name
		st.Hang = 5
		if no := p.annexNo(i); no != "" {
			text, st.Hang = no+". "+text, 6
		}
		if i == 0 {
			text = "附件：" + text
		} else {
			st.Indent = 5
		}
		out = append(out, doc.Text{Text: text, Style: st})
	}
	// The seal is pressed over name and date, its top within a line of the text.
	out = append(out, blank(2))
	date, wide := p.date()
	st := plain()
	st.Align = doc.Right
	marks := p.Marks
	if n := len(marks); n > 1 && p.Kind != Minutes { // each under a seal of its own, the last over the date
		pair := plain()
		pair.Indent, pair.Tail = 3, over(marks[n-1], wide)
		for ; n > 2; n -= 2 {
			out = append(out, doc.Pair{Left: marks[len(marks)-n], Right: marks[len(marks)-n+1], Style: pair}, blank(3))
		}
		if n == 2 {
			out = append(out, doc.Pair{Left: marks[len(marks)-2], Right: marks[len(marks)-1], Style: pair})
			marks = nil
		} else {
			marks = marks[len(marks)-1:]
		}
	}
	if p.Kind == Minutes { // bear no signature and no seal
		marks = nil
	}
	for _, m := range marks {
		name := st
		name.Tail = over(m, wide)
		out = append(out, doc.Text{Text: m, Style: name})
	}
	st.Tail = 4
	return append(out, doc.Text{Text: date, Style: st})
}

// over is how far from the right a name stands whose middle is over that of a
// date wide characters wide, which ends four before.
func over(name string, wide float64) float64 {
	return max(0, 4+(wide-float64(utf8.RuneCountInString(name)))/2)
}

// date returns the 成文日期 and how many characters wide it is.
func (p Paper) date() (string, float64) {
	if p.Date == (calendar.Date{}) {
		return fmt.Sprintf("%d年　月　日", p.Year), 7.2
	}
	s := p.Date.Chinese()
	return s, 3 + 0.55*float64(utf8.RuneCountInString(s)-3)
}

// pages are the pages of an annex: its number on the first line, its title on
// the third (7.3.7).
func (a Annex) pages(no string) []doc.Block {
	hei := plain()
	hei.Face = doc.Hei
	called := a.Title
	if called == "" {
		called = a.Name
	}
	out := []doc.Block{doc.Break{}, doc.Text{Text: "附件" + no, Style: hei}, blank(1), doc.Text{
		Text:  strings.Join(Broken(called), "\n"),
		Style: doc.Style{Face: doc.Biao, Size: doc.Two, Align: doc.Centre, Lead: lead / (doc.Two * point)},
	}, blank(1)}
	for _, s := range a.Body {
		out = append(out, paragraph(s))
	}
	if a.Above != (doc.Pair{}) {
		out = append(out, a.Above)
	}
	if a.Table != nil {
		out = append(out, *a.Table)
	}
	if a.Below != "" {
		out = append(out, doc.Text{Text: a.Below, Style: doc.Style{Face: doc.Fang, Size: doc.Five}, Before: 2})
	}
	return out
}

// crowded reports whether the 主送 would leave the first page no text: then it
// moves to the 版记 (7.3.2).
func (p Paper) crowded() bool { return utf8.RuneCountInString(p.To) > 28*8 }

// imprint is the 版记: three rules over the whole measure, the outer 0.35 mm, and
// who gets a copy and who printed it, in 4号, a character in from both sides.
func (p Paper) imprint() doc.Block {
	st := doc.Style{Face: doc.Fang, Size: doc.Four, Lead: 1.6, Align: doc.Left, Indent: 1, Tail: 1}
	out := []doc.Block{doc.Rule{Stroke: 0.35, After: 0.6}}
	list := func(what, who string) {
		one := st
		one.Hang = 4
		out = append(out, doc.Text{Text: what + "：" + who + "。", Style: one, After: 0.6}, doc.Rule{Stroke: 0.25, After: 0.6})
	}
	if p.crowded() {
		list("主送", p.To)
	}
	if len(p.Copies) > 0 {
		list("抄送", strings.Join(p.Copies, "，"))
	}
	when := fmt.Sprintf("%d年　月　日印发", p.Year)
	if p.Printed != (calendar.Date{}) {
		when = p.Printed.Chinese() + "印发"
	}
	return doc.Foot{Blocks: append(out, doc.Pair{Left: p.Printer, Right: when, Style: st, After: 0.6}, doc.Rule{Stroke: 0.35})}
}
