package official_test

import (
	"bytes"
	"encoding/xml"
	"io"
	"strings"
	"testing"

	"qinglan/internal/calendar"
	"qinglan/internal/doc"
	"qinglan/internal/doc/doctest"
	"qinglan/internal/doc/docx"
	"qinglan/internal/doc/official"
	"qinglan/internal/doc/pdf"
	"qinglan/internal/lang"
)

var day = calendar.Date{Y: 2017, M: 9, D: 5}

// notice is a joint 通知 with an annex.
func notice() official.Paper {
	body := []string{"为做好人才培育工作，现将有关事项通知如下：", "一、总体思路和目标"}
	for range 6 {
		body = append(body, strings.Repeat("按照政府引导、市场培育、专家认证的思路，整合各类培训机构的优势资源。", 4))
	}
	return official.Paper{
		Kind: official.Notice, Marks: []string{"演示省商务厅", "演示省财政厅"}, Number: "演商务联发〔2017〕72号", Year: 2017,
		Title: "演示省商务厅 演示省财政厅关于开展跨境电商人才培育行动的通知", To: "各市商务局（委），财政局",
		Body: body, Date: day, Copies: []string{"省电商促进会"}, Printer: "演示省商务厅办公室", Printed: day,
		Annexes: []official.Annex{{Name: "推荐名单汇总表", Table: &doc.Table{
			Columns: []doc.Column{{Width: 1}, {Width: 4}}, Head: []doc.Row{doc.Titles("序号", "姓名")},
			Rows: []doc.Row{{Height: 9, Cells: []doc.Cell{doc.Int(1), {Text: "演示·王青"}}}},
		}}, {Name: "其他相关材料", Body: []string{"一、个人资料", "个人身份证件（复印件）"}}},
	}
}

// report is a 报告 to a higher organ.
func report() official.Paper {
	return official.Paper{
		Kind: official.Report, Marks: []string{"演示市商务局"}, Upward: true, Signer: "演示甲", Number: "演商〔2017〕9号", Year: 2017,
		Title: "演示市商务局关于推荐培育对象的报告", To: "演示省商务厅",
		Body: []string{strings.Repeat("国", 28*44), "特此报告。"}, Date: day, Printer: "演示市商务局办公室", Printed: day,
	}
}

func printed(t *testing.T, p official.Paper) string {
	t.Helper()
	var b bytes.Buffer
	if err := pdf.Write(&b, official.Layout(p)); err != nil {
		t.Fatal(err)
	}
	return doctest.Save(t, ".pdf", b.Bytes())
}

func office(t *testing.T, p official.Paper) string {
	t.Helper()
	var b bytes.Buffer
	if err := docx.Write(&b, official.Layout(p)); err != nil {
		t.Fatal(err)
	}
	return doctest.Office(t, b.Bytes())
}

const pitch = 225.0 / 22

// The places of GB/T 9704-2012, measured on the page that our writer prints and
// on the one that LibreOffice makes of the docx; its fonts are others, which
// moves characters within their lines.
func TestPlaces(t *testing.T) {
	for _, from := range []struct {
		name  string
		print func(*testing.T, official.Paper) string
		off   float64
	}{{"pdf", printed, 0.6}, {"docx", office, 1.4}} {
		t.Run(from.name, func(t *testing.T) {
			file := from.print(t, notice())
			first, rest := red(t, file)
			mark, rule := first[0], first[len(first)-1]
			doctest.Near(t, "上边缘 of the mark", mark.Top, 72, from.off+0.6) // characters are lower than their squares
			if wide := rule.Right - rule.Left; wide < 155.5 || wide > 156.5 {
				t.Errorf("the red rule is %.1f mm wide; want 156", wide)
			}
			doctest.Near(t, "red rule, left", rule.Left, 28, 0.4)
			number := above(rest, rule.Top)
			doctest.Near(t, "red rule below the number", rule.Top-number.Bottom, 4, from.off)
			doctest.Near(t, "number two lines below the mark", number.Top-first[len(first)-2].Bottom, 3*pitch-5.6, from.off+1)
			title := below(rest, rule.Bottom)
			doctest.Near(t, "title two lines below the rule", title.Top-rule.Bottom, 2*pitch+2, from.off)
			doctest.Near(t, "middle of the title", (title.Left+title.Right)/2, 28+78, 0.8)
			folios(t, file, from.off)
			imprint(t, file)
		})
	}
}

// red returns the bands of the first page that are red, and all.
func red(t *testing.T, file string) (red, all []doctest.Band) {
	red, all = doctest.Ink(t, file, 1, true), doctest.Ink(t, file, 1, false)
	if len(red) < 2 || len(all) < 8 {
		t.Fatalf("%d red bands of %d", len(red), len(all))
	}
	return red, all
}

func above(all []doctest.Band, y float64) (last doctest.Band) {
	for _, b := range all {
		if b.Bottom < y {
			last = b
		}
	}
	return last
}

func below(all []doctest.Band, y float64) doctest.Band {
	for _, b := range all {
		if b.Top > y+0.2 {
			return b
		}
	}
	return doctest.Band{}
}

// folios: 7 mm below the text, a character in from the outer edge.
func folios(t *testing.T, file string, off float64) {
	t.Helper()
	for page := 1; page <= 2; page++ {
		all := doctest.Ink(t, file, page, false)
		n := all[len(all)-1]
		em := 14 * 25.4 / 72
		doctest.Near(t, "middle of the number of the page", (n.Top+n.Bottom)/2, 262+7+em/2, off+0.3)
		if page == 1 {
			doctest.Near(t, "odd page, from the right", n.Right, 184-em, 0.8)
		} else {
			doctest.Near(t, "even page, from the left", n.Left, 28+em, 0.8)
		}
	}
}

// imprint: the lowest rule of the last page closes the text, all as wide as it.
func imprint(t *testing.T, file string) {
	t.Helper()
	last := strings.Count(doctest.Run(t, "poppler-utils", "pdftotext", file, "-"), "\f")
	all := doctest.Ink(t, file, last, false)
	var rules []doctest.Band
	for _, b := range all {
		if b.Bottom-b.Top < 0.7 && b.Right-b.Left > 155 {
			rules = append(rules, b)
		}
	}
	if len(rules) != 3 {
		t.Fatalf("page %d has %d rules of a 版记; want 3", last, len(rules))
	}
	doctest.Near(t, "last rule of the 版记", rules[2].Bottom, 262, 1)
	if w := rules[0].Bottom - rules[0].Top; w < 0.25 || w > 0.45 {
		t.Errorf("the first rule is %.2f mm; want 0.35", w)
	}
}

// The text of an upward paper fills 22 lines of 28 characters from 37 mm down.
func TestText(t *testing.T) {
	for name, print := range map[string]func(*testing.T, official.Paper) string{"pdf": printed, "docx": office} {
		t.Run(name, func(t *testing.T) {
			file := print(t, report())
			text := doctest.Text(t, file)
			for _, want := range []string{"演商〔2017〕9号签发人：演示甲", "演示省商务厅：", "特此报告。", "2017年9月5日", "2017年9月5日印发"} {
				if !strings.Contains(text, want) {
					t.Errorf("the pages lack %q", want)
				}
			}
			all := doctest.Ink(t, file, 2, false)
			if len(all) != 23 {
				t.Fatalf("page 2 has %d lines; want 22 and its number", len(all))
			}
			doctest.Near(t, "天头", all[0].Top, 37, 1)
			doctest.Near(t, "订口", all[0].Left, 28, 0.8)
			doctest.Near(t, "right edge", all[0].Right, 184, 1)
			doctest.Near(t, "21 lines", all[21].Top-all[0].Top, 21*pitch, 0.6)
			for _, w := range doctest.Words(t, file) {
				if w.Page == 2 && strings.HasPrefix(w.Text, "国国国") && len([]rune(w.Text)) != 28 {
					t.Errorf("a line of %d characters", len([]rune(w.Text)))
				}
			}
			words := doctest.Words(t, file)
			first := ""
			for _, w := range words {
				if w.Page == 1 {
					first += w.Text
				}
			}
			if !strings.Contains(first, "国国国") {
				t.Error("the first page shows no text")
			}
		})
	}
}

// However long the text is, its last page bears some of it beside the signature,
// and the 版记 stands on an even page.
func TestNoPageBearsASignatureAlone(t *testing.T) {
	for n := 20; n < 70; n += 1 {
		p := report()
		p.Body = []string{strings.Repeat("国", 28*n)}
		file := printed(t, p)
		words := doctest.Words(t, file)
		signed, last := 0, 0
		texts := map[int]bool{}
		for _, w := range words {
			last = max(last, w.Page)
			texts[w.Page] = texts[w.Page] || strings.Contains(w.Text, "国国")
			if w.Text == "演示市商务局" {
				signed = w.Page
			}
		}
		if !texts[signed] {
			t.Errorf("%d lines: page %d bears the signature and no text", n, signed)
		}
		if last%2 == 1 {
			t.Errorf("%d lines: the 版记 stands on page %d", n, last)
		}
	}
}

// A heading stands on the page of the text below it.
func TestNoPageEndsInAHeading(t *testing.T) {
	for name, print := range map[string]func(*testing.T, official.Paper) string{"pdf": printed, "docx": office} {
		for n := 6; n < 12; n++ { // the first page holds about as many lines
			if name == "docx" && n%3 > 0 {
				continue // LibreOffice takes its time
			}
			p := report()
			p.Body = []string{strings.Repeat("国", 28*n), "一、标题一行", strings.Repeat("家", 28*9)}
			head, text := 0, 0
			for _, w := range doctest.Words(t, print(t, p)) {
				if strings.Contains(w.Text, "标题一行") {
					head = w.Page
				}
				if text == 0 && strings.Contains(w.Text, "家家") {
					text = w.Page
				}
			}
			if head == 0 || head != text {
				t.Errorf("%s, %d lines: the heading stands on page %d, its text begins on page %d", name, n, head, text)
			}
		}
	}
}

func TestCheck(t *testing.T) {
	if f := official.Check(notice()); len(f) > 0 {
		t.Errorf("a sound notice: %s", f[0].Text(lang.Chinese))
	}
	if f := official.Check(report()); len(f) > 0 {
		t.Errorf("a sound report: %s", f[0].Text(lang.Chinese))
	}
	for name, change := range map[string]func(*official.Paper){
		"a secret":             func(p *official.Paper) { p.Secret = "秘密" },
		"square brackets":      func(p *official.Paper) { p.Number = "演商[2017]9号" },
		"a leading zero":       func(p *official.Paper) { p.Number = "演商〔2017〕09号" },
		"two addressees":       func(p *official.Paper) { p.To = "演示省商务厅、演示省财政厅" },
		"a copy downward":      func(p *official.Paper) { p.Copies = []string{"各县"} },
		"a request in it":      func(p *official.Paper) { p.Body = append(p.Body, "妥否，请批示。") },
		"no text":              func(p *official.Paper) { p.Body = nil },
		"no text on this page": func(p *official.Paper) { p.Body = append(p.Body, "（此页无正文）") },
		"downward":             func(p *official.Paper) { p.Upward = false },
		"nobody":               func(p *official.Paper) { p.Marks = nil },
	} {
		p := report()
		change(&p)
		if official.Refused(p) == nil {
			t.Errorf("%s is not refused", name)
		}
	}
	p := report()
	p.Number, p.Signer, p.Date = "", "", calendar.Date{}
	if err := official.Refused(p); err != nil || len(official.Check(p)) != 3 {
		t.Errorf("a draft: %v, %d findings", err, len(official.Check(p)))
	}
}

func TestBroken(t *testing.T) {
	for title, want := range map[string]string{
		"演示省商务厅 演示省财政厅关于开展跨境电商人才培育行动的通知":                "演示省商务厅　演示省财政厅|关于开展跨境电商人才培育行动的通知",
		"演示市商务局关于推荐培育对象的报告":                             "演示市商务局关于推荐培育对象的报告",
		"演示省商务厅 演示省财政厅关于印发《浙江省跨境电商师资培育名单》（2017年第一批）的通知": "演示省商务厅　演示省财政厅|关于印发《浙江省跨境电商师资培育名单》|（2017年第一批）的通知",
		"演示省商务厅 演示省财政厅关于印发《浙江省跨境电商师资培育名单》的通知":           "演示省商务厅　演示省财政厅|关于印发|《浙江省跨境电商师资培育名单》的通知",
	} {
		if got := strings.Join(official.Broken(title), "|"); got != want {
			t.Errorf("%s: %s", title, got)
		}
	}
}

// The page to paste says what the paper says, and nothing in it acts.
func TestHTML(t *testing.T) {
	p := notice()
	p.Body = append(p.Body, `<script>alert(1)</script> & "引号"`)
	page := official.HTML(p)
	var text strings.Builder
	for d := xml.NewDecoder(strings.NewReader(strings.ReplaceAll(page, "<br>", "<br/>"))); ; {
		tok, err := d.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		switch x := tok.(type) {
		case xml.CharData:
			text.Write(x)
		case xml.StartElement:
			for _, a := range x.Attr {
				if a.Name.Local != "style" {
					t.Errorf("<%s> has %s", x.Name.Local, a.Name.Local)
				}
			}
			if x.Name.Local == "script" {
				t.Error("a script")
			}
		}
	}
	got := doctest.Squeeze(text.String())
	at := 0
	for _, s := range append([]string{strings.ReplaceAll(p.Title, " ", ""), p.Number, p.To + "："}, p.Body...) {
		s = doctest.Squeeze(s)
		i := strings.Index(got[at:], s)
		if i < 0 {
			t.Fatalf("the page lacks %q behind what stands before it", s)
		}
		at += i + len(s)
	}
	for _, s := range []string{"附件：1.推荐名单汇总表", "演示·王青", "2017年9月5日"} {
		if !strings.Contains(got[at:], s) {
			t.Errorf("the page lacks %q", s)
		}
	}
}
