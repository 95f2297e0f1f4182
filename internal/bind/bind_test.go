package bind_test

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"qinglan/internal/bind"
	"qinglan/internal/doc"
	"qinglan/internal/doc/pdf"
)

func front(v bind.Volume) doc.Document {
	t := doc.Table{Columns: []doc.Column{{Width: 120}, {Width: 30}}}
	for _, e := range v.Entries {
		t.Rows = append(t.Rows, doc.Cells(e.Title, fmt.Sprint(e.From)))
	}
	return doc.Document{Page: doc.Sheet(), Blocks: []doc.Block{doc.Text{Text: "封面"}, doc.Break{}, t}}
}

func paper(t *testing.T, words string, pages int) []byte {
	t.Helper()
	d := doc.Document{Page: doc.Sheet()}
	for i := range pages {
		if i > 0 {
			d.Blocks = append(d.Blocks, doc.Break{})
		}
		d.Blocks = append(d.Blocks, doc.Text{Text: fmt.Sprintf("%s第%d面", words, i+1)})
	}
	var b bytes.Buffer
	if err := pdf.Write(&b, d); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// pagesOf returns the text of each page, as another program reads it.
func pagesOf(t *testing.T, file []byte) []string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "v.pdf")
	if err := os.WriteFile(name, file, 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("qpdf", "--check", name).CombinedOutput(); err != nil {
		t.Errorf("qpdf: %s", out)
	}
	out, err := exec.Command("pdftotext", "-layout", name, "-").Output()
	if err != nil {
		t.Skip("pdftotext is not here")
	}
	pages := strings.Split(string(out), "\f")
	return pages[:len(pages)-1]
}

// Every piece stands where the table of contents says, parts begin on right-hand
// pages, and what cannot be read is named and takes nothing with it.
func TestBind(t *testing.T) {
	v, err := bind.Bind(front, []bind.Piece{
		{Title: "附件1", Level: 1, PDF: paper(t, "汇总表", 1)},
		{Title: "𠮷田·阿卜杜", Level: 1, PDF: paper(t, "甲的表", 2)},
		{Title: "证件", Level: 2, PDF: []byte("%PDF-1.7 broken")},
		{Title: "授课记录", Level: 2, PDF: paper(t, "甲的授课", 1)},
		{Title: "=cmd()", Level: 1, PDF: paper(t, "乙的表", 1)},
		{Title: "获奖", Level: 2, Trouble: "没有上传"},
	})
	if err != nil {
		t.Fatal(err)
	}
	if v.Missing != 2 {
		t.Errorf("%d are missing; want 2", v.Missing)
	}
	pages := pagesOf(t, v.PDF)
	if len(pages) != v.Pages {
		t.Fatalf("%d pages; the volume says %d", len(pages), v.Pages)
	}
	for i, want := range []string{"汇总表第1面", "甲的表第1面", "请从系统中打开原件", "甲的授课第1面", "乙的表第1面", "没有上传"} {
		e := v.Entries[i]
		if !strings.Contains(pages[e.From-1], want) {
			t.Errorf("%s is said to stand on page %d, where there is %q", e.Title, e.From, pages[e.From-1])
		}
		if e.Level == 1 && e.From%2 == 0 {
			t.Errorf("%s begins on page %d, a left-hand one", e.Title, e.From)
		}
		if !strings.Contains(pages[e.From-1], fmt.Sprintf("%d / %d", e.From, v.Pages)) {
			t.Errorf("page %d has no number: %q", e.From, pages[e.From-1])
		}
	}
	if strings.Contains(pages[0], "1 / ") {
		t.Error("the cover has a number")
	}
	if !strings.Contains(pages[1], fmt.Sprint(v.Entries[4].From)) {
		t.Errorf("the table of contents does not name page %d: %q", v.Entries[4].From, pages[1])
	}
}
