package docx

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"io"
	"strings"
	"testing"
	"time"

	"qinglan/internal/doc"
	"qinglan/internal/doc/doctest"
)

// write returns d as a file.
func write(t *testing.T, d doc.Document) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, d); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func form() doc.Document {
	return doc.Document{
		Title: "个人情况表", Author: "演示", Page: doc.Sheet(), Mark: "草稿",
		Blocks: []doc.Block{
			doc.Text{Text: "附件2", Style: doc.Style{Size: doc.Four, Align: doc.Left}, After: 2},
			doc.Text{Text: "个人情况表", Style: doc.Style{Size: doc.Two2, Bold: true, Align: doc.Centre}, After: 5},
			doc.Box{X: 160, Y: 8, Width: 30, Blocks: []doc.Block{doc.QR{Text: "https://example.org/x", Side: 20}}},
			doc.Pair{Left: "推荐单位：（盖章）", Right: "年　　月　　日", After: 1.5},
			doc.Table{
				Columns: []doc.Column{{Width: 25}, {Width: 60}, {Width: 23}, {Width: 60}},
				Head:    []doc.Row{doc.Titles("甲", "乙", "丙", "丁")},
				Rows: []doc.Row{
					{Height: 11, Cells: []doc.Cell{{Text: "姓名"}, {Text: "演示·王青"}, {Text: "性别"}, {Text: "女"}}},
					{Grow: true, Height: 60, Cells: []doc.Cell{{Text: "经历"}, doc.Cell{Text: "2014年起任讲师。\n2016年起任教授。", Top: true, Indent: 2, Align: doc.Justify}.Span(3, 1)}},
					{Height: 20, Cells: []doc.Cell{doc.Cell{Text: "单位意见"}.Span(1, 2), doc.Cell{Text: "同意。", Foot: []string{"（盖章）", "年　月　日"}}.Span(1, 2), {Text: "一"}, {Text: "二"}}},
					{Height: 20, Cells: []doc.Cell{{Text: "三"}, {Text: "四"}}},
				},
			},
			doc.Text{Text: "说明：a < b & c > d"},
		},
		Footer: doc.Footer{Left: "版本 {x}", Right: "第 {n} 页，共 {m} 页"},
	}
}

// A word processor opens what is written, and every word is there once.
func TestOpens(t *testing.T) {
	text := doctest.Text(t, doctest.Office(t, write(t, form())))
	for _, want := range []string{"附件2", "演示·王青", "2016年起任教授。", "同意。", "（盖章）", "说明：a<b&c>d", "版本{x}", "第1页，共1页", "推荐单位：（盖章）"} {
		if !strings.Contains(text, doctest.Squeeze(want)) {
			t.Errorf("the page lacks %q:\n%s", want, text)
		}
	}
}

// An official page has the geometry of GB/T 9704: 天头 37 mm, 订口 28 mm, lines
// of 28 characters, 22 of them, the number 7 mm below the text at the outer edge.
func TestOfficialPage(t *testing.T) {
	st := doc.Body()
	st.Indent = 0
	d := doc.Document{Page: doc.Portrait(), Footer: doc.Footer{Official: true}, Blocks: []doc.Block{
		doc.Text{Text: strings.Repeat("国", 28*44), Style: st},
	}}
	pdf := doctest.Office(t, write(t, d))
	for page := 1; page <= 2; page++ {
		bands := doctest.Ink(t, pdf, page, false)
		if len(bands) != 23 {
			t.Fatalf("page %d has %d lines; want 22 and its number", page, len(bands))
		}
		doctest.Near(t, "天头", bands[0].Top, 37, 1)
		doctest.Near(t, "订口", bands[0].Left, 28, 0.8)
		doctest.Near(t, "right edge", bands[0].Right, 184, 1)
		doctest.Near(t, "21 lines", bands[21].Top-bands[0].Top, 21*225.0/22, 0.5)
		number := bands[22]
		doctest.Near(t, "number of the page", (number.Top+number.Bottom)/2, 262+7+14*point/2, 1.5)
		if (page == 1) != (number.Left > 105) {
			t.Errorf("the number of page %d stands at %.1f mm", page, number.Left)
		}
	}
	for _, w := range doctest.Words(t, pdf) {
		if n := len([]rune(w.Text)); strings.HasPrefix(w.Text, "国") && n != 28 {
			t.Errorf("a line of %d characters on page %d", n, w.Page)
		}
	}
}

func TestParts(t *testing.T) {
	b := write(t, form())
	if !bytes.Equal(b, write(t, form())) {
		t.Error("equal documents differ")
	}
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range z.File {
		if strings.HasSuffix(f.Name, ".png") {
			continue
		}
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		for d := xml.NewDecoder(r); ; {
			if _, err := d.Token(); err == io.EOF {
				break
			} else if err != nil {
				t.Fatalf("%s: %v", f.Name, err)
			}
		}
	}
}

func TestRefuses(t *testing.T) {
	for name, d := range map[string]doc.Document{
		"control": {Page: doc.Sheet(), Blocks: []doc.Block{doc.Text{Text: "a\x07"}}},
		"mark":    {Page: doc.Sheet(), Mark: "\x07"},
		"footer":  {Page: doc.Sheet(), Footer: doc.Footer{Left: "\x07"}},
		"table":   {Page: doc.Sheet(), Blocks: []doc.Block{doc.Table{Columns: make([]doc.Column, 2), Rows: []doc.Row{doc.Cells("a")}}}},
	} {
		var b bytes.Buffer
		if err := Write(&b, d); err == nil || b.Len() > 0 {
			t.Errorf("%s: Write = %v with %d bytes", name, err, b.Len())
		}
	}
	if err := Write(io.Discard, doc.Document{Page: doc.Sheet(), Created: time.Now()}); err != nil {
		t.Errorf("an empty document: %v", err)
	}
}
