package pdf

import (
	"bytes"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"qinglan/internal/doc"
)

// save writes d to a file and returns its name.
func save(t *testing.T, d doc.Document) string {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, d); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if keep := os.Getenv("QINGLAN_KEEP"); keep != "" {
		dir = keep // to look at the pages
	}
	name := filepath.Join(dir, strings.ReplaceAll(t.Name(), "/", "-")+".pdf")
	if err := os.WriteFile(name, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

// run runs a program of test/apt.txt and returns what it says.
func run(t *testing.T, pkg, name string, args ...string) string {
	t.Helper()
	if _, err := exec.LookPath(name); err != nil {
		t.Fatalf("%s is not installed; it is in the package %s of test/apt.txt", name, pkg)
	}
	out, err := exec.Command(name, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", name, err, out)
	}
	return string(out)
}

func page(texts ...string) doc.Document {
	d := doc.Document{Page: doc.Portrait()}
	for _, s := range texts {
		d.Blocks = append(d.Blocks, doc.Text{Text: s})
	}
	return d
}

func TestNamesCopy(t *testing.T) {
	names := []string{
		"张三丰䶮𠮷㙤·", "演示·𫍯𬱖", "喆龑", "阿卜杜拉·买买提", "𰻝", "O’Neill-Smith", "⺀⼀一", "〔2018〕0001号",
	}
	for _, st := range []doc.Style{
		{Face: doc.Song}, {Face: doc.Kai}, {Face: doc.Kai, Bold: true, Track: 0.3, Align: doc.Centre},
	} {
		d := page()
		for _, n := range names {
			if m := Missing(n); len(m) > 0 {
				t.Fatalf("no font has %q", m)
			}
			d.Blocks = append(d.Blocks, doc.Text{Text: n, Style: st})
		}
		got := strings.Fields(run(t, "poppler-utils", "pdftotext", "-enc", "UTF-8", save(t, d), "-"))
		if diff := cmp.Diff(names, got); diff != "" {
			t.Errorf("%+v: copied text differs (-typed +copied):\n%s", st, diff)
		}
	}
}

// Copied text proves nothing about the page: each glyph must have an outline.
func TestGlyphsAreDrawn(t *testing.T) {
	for _, r := range "张三丰䶮𠮷㙤𫍯𬱖·A1（盖章）" {
		for _, face := range []doc.Face{doc.Song, doc.Kai} {
			f, g := current().find(face, r)
			if f == nil || g == 0 || len(f.outline(g)) == 0 {
				t.Errorf("%q has no outline in face %d", r, face)
			}
		}
	}
}

func TestMissing(t *testing.T) {
	if diff := cmp.Diff([]rune{'𠀀', '\a', '😀'}, Missing("王𠀀\a青😀𠀀")); diff != "" {
		t.Error(diff)
	}
	if got := Missing("王青·\r\n\t\u00a0𠮷"); got != nil {
		t.Errorf("Missing = %q; want none", got)
	}
}

func TestMissingGlyphPrintsNothing(t *testing.T) {
	head := []doc.Row{doc.Cells("姓名")}
	for name, d := range map[string]doc.Document{
		"text":   page("王青", "王𠀀"),
		"pair":   {Page: doc.Sheet(), Blocks: []doc.Block{doc.Pair{Left: "a", Right: "王𠀀"}}},
		"cell":   {Page: doc.Sheet(), Blocks: []doc.Block{doc.Table{Columns: make([]doc.Column, 1), Head: head, Rows: []doc.Row{doc.Cells("王𠀀")}}}},
		"footer": {Page: doc.Sheet(), Footer: doc.Footer{Left: "王𠀀"}},
		"mark":   {Page: doc.Sheet(), Mark: "王𠀀"},
	} {
		var b bytes.Buffer
		err := Write(&b, d)
		var missing *MissingError
		if !errors.As(err, &missing) || missing.Rune != '𠀀' || !strings.Contains(missing.Text, "王𠀀") {
			t.Errorf("%s: Write = %v; want an error that names 𠀀", name, err)
		}
		if b.Len() > 0 {
			t.Errorf("%s: %d bytes were written", name, b.Len())
		}
	}
}

func TestSamples(t *testing.T) {
	marked := list(3)
	marked.Mark = "样章　非正式"
	marked.Created = time.Date(2018, 6, 8, 0, 0, 0, 0, time.UTC)
	for name, s := range map[string]struct {
		doc   doc.Document
		pages string
		says  []string
	}{
		"certificate":  {certificate("演示·䶮𠮷㙤"), "1", []string{"演示·䶮𠮷㙤", "浙跨电师〔2018〕0001号"}},
		"list":         {list(60), "3", []string{"第 3 页，共 3 页", "演示·𠮷", "排序规则"}},
		"list marked":  {marked, "1", []string{"演示·王青"}},
		"letter":       {letter(12), "3", []string{"演示联发〔2018〕1号", "—2—"}},
		"form":         {personal(career(3)), "1", []string{"19900000001", "（盖章）", "wangqing@example.org"}},
		"form long":    {personal(career(12)), "2", []string{"1 / 2", "2 / 2", "同意推荐"}},
		"form endless": {personal(career(30)), "3", []string{"3 / 3"}},
	} {
		t.Run(name, func(t *testing.T) {
			f := save(t, s.doc)
			if out := run(t, "qpdf", "qpdf", "--check", f); !strings.Contains(out, "No syntax or stream encoding errors") {
				t.Errorf("qpdf: %s", out)
			}
			text := squeeze(run(t, "poppler-utils", "pdftotext", f, "-"))
			for _, want := range s.says {
				if !strings.Contains(text, squeeze(want)) {
					t.Errorf("pages lack %q", want)
				}
			}
			info := run(t, "poppler-utils", "pdfinfo", f)
			if !strings.Contains(info, "Pages:           "+s.pages+"\n") || !strings.Contains(info, s.doc.Title) {
				t.Errorf("want %s pages and the title:\n%s", s.pages, info)
			}
		})
	}
}

// squeeze removes white space, of which a reader of pages guesses much.
func squeeze(s string) string { return strings.Join(strings.Fields(s), "") }

// A cell that runs over pages holds its text once and in order.
func TestSplitCellLosesNothing(t *testing.T) {
	var want strings.Builder
	for i := range 2900 {
		want.WriteRune(rune(0x4E00 + i*7))
	}
	d := doc.Document{Page: doc.Sheet(), Blocks: []doc.Block{doc.Table{
		Columns: make([]doc.Column, 1),
		Rows:    []doc.Row{{Cells: []doc.Cell{{Text: want.String(), Align: doc.Justify, Foot: []string{"（盖章）"}}}}},
	}}}
	d.Blocks[0].(doc.Table).Columns[0].Width = 1
	got := squeeze(run(t, "poppler-utils", "pdftotext", "-raw", save(t, d), "-"))
	if got != want.String()+"（盖章）" {
		t.Errorf("%d characters of %d came back", len([]rune(got)), 2900+4)
	}
}

// However long a cell is, setting it ends and every seal has its place.
func TestSplitEnds(t *testing.T) {
	for n := range 90 {
		d := personal(strings.TrimSuffix(strings.Repeat("一行\n", n+1), "\n"))
		rows := d.Blocks[2].(doc.Table).Rows
		rows[3].Cells[1].Foot = []string{"（盖章）", "年　月　日"}
		if err := Write(io.Discard, d); err != nil {
			t.Fatalf("%d lines: %v", n+1, err)
		}
	}
}

func TestRowsTooHigh(t *testing.T) {
	tall := doc.Cell{Text: career(40)}
	for name, rows := range map[string][]doc.Row{
		"height": {{Height: 400, Cells: []doc.Cell{{Text: "a"}, {Text: "b"}}}},
		"joined": {{Cells: []doc.Cell{tall.Span(1, 2), {}}}, doc.Cells("b")},
	} {
		d := doc.Document{Page: doc.Sheet(), Blocks: []doc.Block{
			doc.Table{Columns: []doc.Column{{Width: 1}, {Width: 1}}, Rows: rows},
		}}
		if err := Write(io.Discard, d); err == nil {
			t.Errorf("%s: what does not fit on a page was cut off", name)
		}
	}
}

// An official page holds 22 lines of 28 characters (GB/T 9704 6.2).
func TestOfficialGrid(t *testing.T) {
	st := doc.Body()
	st.Indent = 0
	for chars, pages := range map[int]string{22 * 28: "1", 22*28 + 1: "2"} {
		d := doc.Document{Page: doc.Portrait(), Blocks: []doc.Block{
			doc.Text{Text: strings.Repeat("字", chars), Style: st},
		}}
		info := run(t, "poppler-utils", "pdfinfo", save(t, d))
		if !strings.Contains(info, "Pages:           "+pages+"\n") {
			t.Errorf("%d characters do not take %s pages:\n%s", chars, pages, info)
		}
	}
}

func TestEqualBytes(t *testing.T) {
	var first bytes.Buffer
	if err := Write(&first, certificate("演示·王青")); err != nil {
		t.Fatal(err)
	}
	if n := first.Len(); n > 200_000 {
		t.Errorf("a certificate takes %d bytes", n)
	}
	var wait sync.WaitGroup
	for range 16 {
		wait.Go(func() {
			var b bytes.Buffer
			if err := Write(&b, certificate("演示·王青")); err != nil || !bytes.Equal(b.Bytes(), first.Bytes()) {
				t.Errorf("equal documents differ (%v)", err)
			}
		})
	}
	wait.Wait()
	t.Logf("a certificate takes %d bytes", first.Len())
}

func TestBadTable(t *testing.T) {
	d := doc.Document{Page: doc.Sheet(), Blocks: []doc.Block{
		doc.Table{Columns: make([]doc.Column, 2), Rows: []doc.Row{doc.Cells("only one")}},
	}}
	if err := Write(io.Discard, d); err == nil {
		t.Error("Write of a row that lacks a cell succeeds")
	}
}

func BenchmarkCertificate(b *testing.B) {
	for b.Loop() {
		if err := Write(io.Discard, certificate("演示·䶮𠮷㙤")); err != nil {
			b.Fatal(err)
		}
	}
}
