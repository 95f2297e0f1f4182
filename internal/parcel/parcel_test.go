package parcel

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"

	"qinglan/internal/fault"
)

func TestRead(t *testing.T) {
	for _, c := range []struct {
		path, name, unit, item, maybe string
		doubts                        int
	}{
		{"王小丫-义乌丝路电商培训学校-学历证明.jpg", "王小丫", "义乌丝路电商培训学校", "other", "", 0},
		{"王小丫 身份证正面.png", "王小丫", "", "id", "", 0},
		{"张三_劳动合同(1).pdf", "张三", "", "employment", "", 0},
		{"附件2 李四.docx", "李四", "", "", Signed, 1},
		{"张三/学历.jpg", "张三", "", "other", "", 0},
		{"义乌某某公司/张三/身份证反面.jpg", "张三", "义乌某某公司", "id", "", 0},
		{"张三身份证复印件.jpg", "张三", "", "id", "", 0},
		{"张三（授课记录）2017.9.20.pdf", "张三", "", "teaching", "", 0},
		{"欧阳文忠—荣誉证书—.jpg", "欧阳文忠", "", "honours", "", 0},
		{"阿卜杜热合曼·买买提-社保证明.pdf", "阿卜杜热合曼·买买提", "", "employment", "", 0},
		{"𠮷田花子 学历.jpg", "𠮷田花子", "", "other", "", 1},
		{"张三 证书.jpg", "张三", "", "", "honours", 1},
		{"张三 李四 身份证.jpg", "张三", "", "id", "", 1},
		{"张三 身份证 学历证明.pdf", "张三", "", "", "other", 1},
		{"微信图片_20170920093012.jpg", "", "", "", "", 2},
		{"IMG_0001.jpg", "", "", "", "", 2},
		{"=cmd()|'/C calc'!A0.pdf", "", "", "", "", 2},
		{"张三-330799198506180014-身份证.jpg", "张三", "", "id", "", 0},
		{"张三\u202egpj.身份证.jpg", "", "", "id", "", 2},
		{"张三 身\u200b份证.jpg", "张三", "", "id", "", 1},
		{"申报材料/电商/扫描件1.pdf", "", "", "", "", 2},
		{"", "", "", "", "", 2},
	} {
		g := Read(c.path)
		if g.Name != c.name || g.Unit != c.unit || g.Item != c.item || g.Maybe != c.maybe || len(g.Doubts) != c.doubts {
			t.Errorf("%q: %+v", c.path, g)
		}
	}
}

func TestMask(t *testing.T) {
	for in, want := range map[string]string{
		"张三-330799198506180014-身份证.jpg":  "张三-33****-身份证.jpg",
		"张三33079919850618001X.jpg":       "张三33****.jpg",
		"19900000001李四.jpg":              "19****李四.jpg",
		"李四20170920.jpg":                 "李四20170920.jpg",
		"１":                              "１",
		"微信图片_20170920093012_330799.jpg": "微信图片_20****_330799.jpg",
	} {
		if got := Mask(in); got != want {
			t.Errorf("Mask(%q) = %q; want %q", in, got, want)
		}
	}
}

// A pack is an archive that a test packs.
type pack struct {
	bytes.Buffer
	*zip.Writer
}

func packed(t *testing.T, fill func(p *pack)) ([]Entry, int, error) {
	t.Helper()
	p := &pack{}
	p.Writer = zip.NewWriter(&p.Buffer)
	fill(p)
	if err := p.Close(); err != nil {
		t.Fatal(err)
	}
	return Open(bytes.NewReader(p.Bytes()), int64(p.Len()))
}

func (p *pack) put(h *zip.FileHeader, body string) {
	if h.Method == 0 {
		h.Method = zip.Deflate
	}
	w, err := p.CreateHeader(h)
	if err == nil {
		_, err = io.WriteString(w, body)
	}
	if err != nil {
		panic(err)
	}
}

func TestNames(t *testing.T) {
	gbk := func(s string) string {
		out, err := simplifiedchinese.GBK.NewEncoder().String(s)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	files, skipped, err := packed(t, func(p *pack) {
		p.put(&zip.FileHeader{Name: gbk("张三/身份证正面.jpg"), NonUTF8: true}, "1")
		p.put(&zip.FileHeader{Name: "王小丫-学历.jpg"}, "2")
		p.put(&zip.FileHeader{Name: "王小丫-社保.jpg", NonUTF8: true}, "3") // of a Mac: UTF-8 without saying so
		p.put(&zip.FileHeader{Name: gbk(`李四\合同.pdf`), NonUTF8: true}, "4")
		p.put(&zip.FileHeader{Name: "__MACOSX/._a.jpg"}, "x")
		p.put(&zip.FileHeader{Name: "张三/Thumbs.db"}, "x")
		p.put(&zip.FileHeader{Name: "空/"}, "")
	})
	var got []string
	for _, f := range files {
		got = append(got, f.Name)
	}
	want := []string{"张三/身份证正面.jpg", "王小丫-学历.jpg", "王小丫-社保.jpg", "李四/合同.pdf"}
	if err != nil || skipped != 2 || !slices.Equal(got, want) {
		t.Errorf("%q, %d skipped, %v", got, skipped, err)
	}
}

func TestHostile(t *testing.T) {
	for what, c := range map[string]struct {
		says string
		fill func(p *pack)
	}{
		"out of its folder": {"指向别处", func(p *pack) { p.put(&zip.FileHeader{Name: "../x.jpg"}, "x") }},
		"by backslash":      {"指向别处", func(p *pack) { p.put(&zip.FileHeader{Name: `a\..\..\x.jpg`}, "x") }},
		"absolute":          {"指向别处", func(p *pack) { p.put(&zip.FileHeader{Name: "/etc/passwd.jpg"}, "x") }},
		"a drive":           {"指向别处", func(p *pack) { p.put(&zip.FileHeader{Name: `C:\x.jpg`}, "x") }},
		"a link": {"指向别处", func(p *pack) {
			h := &zip.FileHeader{Name: "a.jpg"}
			h.SetMode(fs.ModeSymlink | 0o777)
			p.put(h, "/etc/passwd")
		}},
		"deep": {"层", func(p *pack) { p.put(&zip.FileHeader{Name: strings.Repeat("夹/", Limits.Depth+1) + "a.jpg"}, "x") }},
		"long": {"个字", func(p *pack) { p.put(&zip.FileHeader{Name: strings.Repeat("名", Limits.Name) + ".jpg"}, "x") }},
		"bomb": {"不正常", func(p *pack) { p.put(&zip.FileHeader{Name: "a.pdf"}, strings.Repeat("\x00", 8<<20)) }},
		"many": {"一次最多", func(p *pack) { manyFiles(p) }},
		"locked": {"密码", func(p *pack) {
			w, err := p.CreateRaw(&zip.FileHeader{Name: "a.jpg", Flags: 0x1, Method: zip.Store, UncompressedSize64: 1, CompressedSize64: 1})
			if err == nil {
				_, err = w.Write([]byte("x"))
			}
			if err != nil {
				panic(err)
			}
		}},
		"another method": {"压缩方法", func(p *pack) {
			p.RegisterCompressor(12, func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, 1) })
			p.put(&zip.FileHeader{Name: "a.jpg", Method: 12}, "x")
		}},
	} {
		_, _, err := packed(t, c.fill)
		if fault.Of(err) != fault.Invalid || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v; want %q", what, err, c.says)
		}
	}
	if _, _, err := Open(strings.NewReader("PK\x03\x04 and no more"), 18); fault.Of(err) != fault.Invalid {
		t.Errorf("cut: %v", err)
	}
	if err := Unpackable("材料.RAR"); fault.Of(err) != fault.Invalid {
		t.Errorf("rar: %v", err)
	}
}

func manyFiles(p *pack) {
	for i := range Limits.Files + 1 {
		p.put(&zip.FileHeader{Name: fmt.Sprint(i, ".jpg")}, "x")
	}
}
