package pdf

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"qinglan/internal/doc"
	"qinglan/internal/doc/doctest"
)

// What the operator gives is printed with, what they do not give is said in the
// properties of the file and nowhere on its pages.
func TestGivenFonts(t *testing.T) {
	folder := t.TempDir()
	for name, data := range map[string][]byte{"simfang.ttf": kaiFile, "方正小标宋简体.ttf": kaiFile} {
		if err := os.WriteFile(filepath.Join(folder, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	given, err := open(folder)
	if err != nil {
		t.Fatal(err)
	}
	d := doc.Document{Page: doc.Portrait(), Blocks: []doc.Block{
		doc.Text{Text: "标题", Style: doc.Style{Face: doc.Biao}}, doc.Text{Text: "正文", Style: doc.Style{Face: doc.Fang}},
		doc.Text{Text: "一级", Style: doc.Style{Face: doc.Hei}},
	}}
	for name, with := range map[string]struct {
		fonts     *library
		says, not string
	}{
		"none":  {&library{}, "仿宋_GB2312 → 思源宋体；黑体 → 思源宋体（加粗）；方正小标宋简体 → 思源宋体（加粗）", "Given"},
		"given": {given, "字体替代：黑体 → 思源宋体（加粗）", "仿宋"},
	} {
		t.Run(name, func(t *testing.T) {
			inUse.Store(with.fonts)
			defer inUse.Store(nil)
			var b bytes.Buffer
			if err := Write(&b, d); err != nil {
				t.Fatal(err)
			}
			file := doctest.Save(t, ".pdf", b.Bytes())
			info := doctest.Run(t, "poppler-utils", "pdfinfo", file) + doctest.Run(t, "poppler-utils", "pdffonts", file)
			if !strings.Contains(info, with.says) || strings.Contains(info, with.not) {
				t.Errorf("the properties do not say %q:\n%s", with.says, info)
			}
			if got := strings.Contains(info, "Given"); got != (name == "given") {
				t.Errorf("printed with given fonts: %t", got)
			}
			if text := doctest.Text(t, file); text != "标题正文一级" {
				t.Errorf("the page says %q", text)
			}
		})
	}
}

func TestFontsThatAreNone(t *testing.T) {
	for name, data := range map[string][]byte{
		"empty": nil, "text": []byte("no font at all, only some words"), "cut off": kaiFile[:40000],
		"a collection": append([]byte("ttcf"), make([]byte, 100)...),
	} {
		folder := t.TempDir()
		if err := os.WriteFile(filepath.Join(folder, "simhei.ttf"), data, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := open(folder); err == nil || !strings.Contains(err.Error(), "simhei.ttf") {
			t.Errorf("%s: %v; want an error that names the file", name, err)
		}
	}
	if _, err := open(filepath.Join(t.TempDir(), "nothing")); err == nil {
		t.Error("a folder that is not there is taken")
	}
}

// Older fonts have short offsets and a table of characters of format 4.
func TestOlderTables(t *testing.T) {
	if got := long([]byte{0, 1, 1, 0}); !bytes.Equal(got, []byte{0, 0, 0, 2, 0, 0, 2, 0}) {
		t.Errorf("offsets % x", got)
	}
	b := func(words ...uint16) (out []byte) {
		for _, w := range words {
			out = append(out, byte(w>>8), byte(w))
		}
		return out
	}
	// One segment by difference, one by a list whose first entry is missing, the end.
	t4 := b(4, 0, 0, 6, 0, 0, 0, 0x4E01, 0x5001, 0xFFFF, 0, 0x4E00, 0x5000, 0xFFFF, 0xB210, 0, 1, 0, 4, 0, 0, 9)
	f := &font{cmap: segments(t4)}
	for r, want := range map[rune]int{0x4E00: 0x0010, 0x4E01: 0x0011, 0x5000: 0, 0x5001: 9, 0x4DFF: 0} {
		if got := f.glyph(r); got != want {
			t.Errorf("%U has glyph %d; want %d", r, got, want)
		}
	}
}
