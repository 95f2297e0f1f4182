package wordform_test

import (
	"archive/zip"
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"qinglan/internal/doc"
	"qinglan/internal/doc/doctest"
	"qinglan/internal/doc/docx"
	"qinglan/internal/doc/wordform"
	"qinglan/internal/fault"
	"qinglan/internal/form"
)

const most = 8 << 20 // bytes of text

var asked = []form.Question{
	{Name: "name", Label: "姓名", Kind: form.Name},
	{Name: "sex", Label: "性别", Kind: form.Pick, Choices: []form.Choice{{Value: "1", Label: "男"}, {Value: "2", Label: "女"}}},
	{Name: "ethnic", Label: "民族", Kind: form.Select, Choices: []form.Choice{{Value: "01", Label: "汉族"}, {Value: "22", Label: "畲族"}}},
	{Name: "birth", Label: "出生日期", Kind: form.Date},
	{Name: "unit", Label: "单位", Kind: form.Text, Max: 100},
	{Name: "phone", Label: "联系方式", Kind: form.Phone},
	{Name: "mail", Label: "邮箱", Kind: form.Email},
	{Name: "life", Label: "个人基本情况及相关从业经历", Kind: form.Prose, Max: 3000},
}

var whole = form.Answers{
	"name": "王小丫", "sex": "2", "ethnic": "01", "birth": "1985-03-02", "unit": "义乌丝路电商培训学校（虚构）",
	"phone": "19900000077", "mail": "demo@example.org", "life": "2012年起任讲师。\n2016年起任教授。",
}

// ours is the form as our own writer writes it.
func ours(t *testing.T) []byte {
	l := func(s string) doc.Cell { return doc.Cell{Text: s} }
	var b bytes.Buffer
	err := docx.Write(&b, doc.Document{Title: "个人情况表", Page: doc.Sheet(), Mark: "草稿", Blocks: []doc.Block{
		doc.Table{Columns: []doc.Column{{Width: 60}, {Width: 100}}, Rows: []doc.Row{{Cells: []doc.Cell{l("填表说明"), l("如实填写")}}}},
		doc.Table{Columns: []doc.Column{{Width: 24}, {Width: 30}, {Width: 22}, {Width: 29}, {Width: 14}, {Width: 51}}, Rows: []doc.Row{
			{Cells: []doc.Cell{l("姓名"), l("王小丫"), l("性别"), l("女"), l("民族"), l("汉族")}},
			{Cells: []doc.Cell{l("出生日期"), l("1985年3月2日"), l("单位"), l("义乌丝路电商培训学校（虚构）"), l("职务"), l("讲师")}},
			{Cells: []doc.Cell{l("政治面貌"), l("群众"), l("联系方式"), l("19900000077"), l("邮箱"), l("demo@example.org")}},
			{Grow: true, Height: 60, Cells: []doc.Cell{l("个人\n基本\n情况\n及相关\n从业经历"), doc.Cell{Text: "2012年起任讲师。\n2016年起任教授。", Top: true}.Span(5, 1)}},
			{Height: 46, Cells: []doc.Cell{l("所在单位\n意见"), doc.Cell{Text: "同意。", Foot: []string{"（盖章）"}}.Span(2, 1), l("市商务局"), doc.Cell{}.Span(2, 1)}},
		}},
	}})
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// byHand is a document around the text of a body, as little as there can be.
func byHand(body string, more ...string) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	put := func(name, text string) {
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write([]byte(text))
		}
		if err != nil {
			panic(err)
		}
	}
	put("[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document2.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`)
	put("_rels/.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="/word/document2.xml"/></Relationships>`)
	head := `<?xml version="1.0" encoding="UTF-8"?>`
	if !strings.HasPrefix(body, "<!") {
		body = head + `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><w:body>` + body + `</w:body></w:document>`
	}
	put("word/document2.xml", body)
	for _, name := range more {
		put(name, "x")
	}
	if err := z.Close(); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// row is a row of cells; a cell may begin with properties.
func row(cells ...string) string {
	for i, c := range cells {
		properties, text, ok := strings.Cut(c, "|")
		if !ok {
			properties, text = "", c
		}
		cells[i] = "<w:tc><w:tcPr>" + properties + "</w:tcPr><w:p><w:r><w:t>" + strings.ReplaceAll(text, "\n", "</w:t></w:r></w:p><w:p><w:r><w:t>") + "</w:t></w:r></w:p></w:tc>"
	}
	return "<w:tr>" + strings.Join(cells, "") + "</w:tr>"
}

func table(rows ...string) string { return "<w:tbl>" + strings.Join(rows, "") + "</w:tbl>" }

const (
	wide  = `<w:gridSpan w:val="3"/>|`
	down  = `<w:vMerge w:val="restart"/>|`
	below = `<w:vMerge/>|`
)

// variants are the form as people make it.
func variants(t *testing.T) map[string][]byte {
	return map[string][]byte{
		"ours": ours(t),
		"spaces, colons, a heading, other habits": byHand(table(
			row(wide+"浙江省跨境电商师资个人情况表"),
			row("姓　名：", "王 小 丫", "性 别:", "女", "民  族", "汉", "照片"),
			row("出 生\n日 期", "1985.3.2", "单　　位", "  义乌丝路电商培训学校（虚构）\n", "学历", "本科"),
			row("联系方式：", "１９９００００００７７", "邮箱", "demo@example.org"),
			row("个人基本情况及相关从业经历", wide+"2012年起任讲师。\n2016年起任教授。"))),
		"merged downwards": byHand(table(
			row("序号", "姓名", "王小丫", "性别", "女", down+"民族", down+"汉族"),
			row("1", "出生日期", wide+"1985-03-02", below, below),
			row(down+"单位", "义乌丝路电商培训学校（虚构）", "联系方式", "19900000077", "邮箱", "demo@example.org"),
			row(below, below),
			row(down+"个人基本情况及相关从业经历", "2012年起任讲师。"),
			row(below, "2016年起任教授。"))),
		"a table in a table, changes, fields": byHand(table("<w:tr><w:tc><w:p/>" + table(
			row("姓名", "王小丫</w:t></w:r><w:del><w:r><w:t>张三</w:t></w:r></w:del><w:r><w:t>", "性别", "女", "民族", "汉族"),
			row("出生日期", "1985/3/2", "单位", "义乌丝路电商培训学校（虚构）"),
			row("联系方式", "19900000077", "邮箱", "demo@example.org</w:t></w:r><mc:AlternateContent><mc:Choice Requires=\"wps\"/><mc:Fallback><w:r><w:t>twice</w:t></w:r></mc:Fallback></mc:AlternateContent><w:r><w:t>"),
			row("个人基本情况及相关从业经历", "2012年起任讲师。</w:t><w:br/><w:t>2016年起任教授。")) + "<w:p/></w:tc></w:tr>")),
	}
}

func TestRead(t *testing.T) {
	all := variants(t)
	for name, data := range resaved(t, all) {
		all["LibreOffice: "+name] = data
	}
	for name, data := range all {
		f, ok, err := find(data)
		if err != nil || !ok || len(f.Doubtful)+len(f.Empty) > 0 {
			t.Errorf("%s: %v %v %+v", name, ok, err, f)
		}
		for k, want := range whole {
			if f.Answers[k] != want {
				t.Errorf("%s: %s is %q; want %q", name, k, f.Answers[k], want)
			}
		}
	}
}

func find(data []byte) (wordform.Found, bool, error) {
	tables, err := wordform.Read(bytes.NewReader(data), int64(len(data)), most)
	f, ok := wordform.Find(tables, asked, 5)
	return f, ok, err
}

// resaved are documents as LibreOffice opens and writes them again.
func resaved(t *testing.T, all map[string][]byte) map[string][]byte {
	folder, out := t.TempDir(), map[string][]byte{}
	args := []string{"-env:UserInstallation=file://" + folder + "/profile", "--headless", "--convert-to", "docx:MS Word 2007 XML", "--outdir", folder + "/out"}
	names := map[string]string{}
	for name, data := range all {
		file := doctest.Squeeze(strings.ReplaceAll(name, ",", ""))
		names[name] = filepath.Join(folder, "out", file+".docx")
		in := filepath.Join(folder, file+".docx")
		if err := os.WriteFile(in, data, 0o600); err != nil {
			t.Fatal(err)
		}
		args = append(args, in)
	}
	doctest.Run(t, "libreoffice-writer-nogui", "soffice", args...)
	for name, file := range names {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		out[name] = data
	}
	return out
}

// What does not pass is named and left out, what is a formula stays a text.
func TestDoubtful(t *testing.T) {
	f, ok, err := find(byHand(table(
		row("姓名", "=cmd()|'/C calc'!A0", "性别", "☑男 □女", "民族", "地球"),
		row("出生日期", "1985年3月", "单位", `=cmd()&lt;script&gt;alert(1)&lt;/script&gt;`),
		row("联系方式", "", "邮箱"),
		`<w:tr><w:tc><w:p><w:r><w:t>个人基本情况及相关从业经历</w:t></w:r></w:p></w:tc><w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:tc><w:p><w:r><w:t>单击此处输入文字。</w:t></w:r></w:p></w:tc></w:sdtContent></w:sdt></w:tr>`)))
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	if want := []string{"name", "sex", "ethnic", "birth"}; !slices.Equal(f.Doubtful, want) {
		t.Errorf("doubtful %q; want %q", f.Doubtful, want)
	}
	if want := []string{"phone", "mail", "life"}; !slices.Equal(f.Empty, want) {
		t.Errorf("empty %q; want %q", f.Empty, want)
	}
	if len(f.Answers) != 1 || f.Answers["unit"] != `=cmd()<script>alert(1)</script>` {
		t.Errorf("answers %q", f.Answers)
	}
	// The code of a choice is not its name.
	if f, _, _ := find(byHand(table(row("姓名", "王小丫", "性别", "2", "民族", "01", "单位", "", "邮箱", "")))); len(f.Doubtful) != 2 {
		t.Errorf("codes: %+v", f)
	}
}

func TestNoForm(t *testing.T) {
	for name, data := range map[string][]byte{
		"no table": byHand("<w:p><w:r><w:t>姓名 性别 民族 单位 邮箱</w:t></w:r></w:p>"),
		"a list":   byHand(table(row("序号", "姓名", "单位"), row("1", "王小丫", "某校"))),
	} {
		if f, ok, err := find(data); ok || err != nil {
			t.Errorf("%s: %v %v %+v", name, ok, err, f)
		}
	}
}

func TestHostile(t *testing.T) {
	good := table(row("姓名", "王小丫"))
	locked := byHand(good)
	for i := range locked { // the bit of a password, in the list at the end
		if bytes.HasPrefix(locked[i:], []byte("PK\x01\x02")) {
			locked[i+8] |= 1
		}
	}
	for name, c := range map[string]struct {
		data []byte
		says string
	}{
		"macros":         {byHand(good, "word/vbaProject.bin"), "宏"},
		"Office locks":   {[]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and so on"), "密码"},
		"ZIP locks":      {locked, "密码"},
		"cut":            {ours(t)[:2000], "打不开"},
		"no document":    {byHand(good)[:0], "打不开"},
		"an entity":      {byHand(`<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>`), "打不开"},
		"a type":         {byHand(`<!DOCTYPE a><a></a>`), "打不开"},
		"broken":         {byHand("<w:tbl><w:tr></w:tbl>"), "打不开"},
		"two of a name":  {byHand(good, "word/document2.xml"), "打不开"},
		"a bomb":         {byHand(strings.Repeat("<w:p></w:p>", 400_000)), "不正常"},
		"large":          {byHand(strings.Repeat("<w:p></w:p>", 1_000_000)), "不正常"},
		"deep":           {byHand(strings.Repeat("<w:p>", 200) + strings.Repeat("</w:p>", 200)), "不正常"},
		"deep, not read": {byHand("<w:del>" + strings.Repeat("<w:p>", 200) + strings.Repeat("</w:p>", 200) + "</w:del>"), "不正常"},
		"many cells":     {byHand(table(strings.Repeat(row("", "", "", "", ""), 2500))), "不正常"},
		"wide":           {byHand(table(row(`<w:gridSpan w:val="999999999"/>|`, `<w:gridSpan w:val="200"/>|`, "x", "y"))), "不正常"},
	} {
		_, err := wordform.Read(bytes.NewReader(c.data), int64(len(c.data)), most)
		if fault.Of(err) != fault.Invalid || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v; want %q", name, err, c.says)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(table(row(wide+"姓名", down+"王小丫"), row(below))))
	f.Fuzz(func(t *testing.T, body []byte) {
		data := byHand(string(body))
		tables, err := wordform.Read(bytes.NewReader(data), int64(len(data)), most)
		if err != nil && fault.Of(err) != fault.Invalid {
			t.Error(err)
		}
		wordform.Find(tables, asked, 5)
	})
}
