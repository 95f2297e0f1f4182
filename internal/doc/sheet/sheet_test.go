package sheet_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"qinglan/internal/doc/sheet"
	"qinglan/internal/fault"
)

// zipped is a file of these parts: name, content, name, content …
func zipped(t testing.TB, parts ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(parts); i += 2 {
		w, err := z.Create(parts[i])
		if err == nil {
			_, err = w.Write([]byte(parts[i+1]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// wps is a workbook as WPS writes it, with this inside of its sheet and its strings.
func wps(t testing.TB, inside, strings string) []byte {
	t.Helper()
	return zipped(t,
		"[Content_Types].xml", `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Types/>`,
		"_rels/.rels", `<?xml version="1.0"?><Relationships><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
		"xl/workbook.xml", `<workbook xmlns:r="r"><workbookPr/><sheets><sheet name="推荐&amp;汇总" sheetId="1" r:id="rId1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels", `<Relationships><Relationship Id="rId1" Type="x/worksheet" Target="worksheets/sheet1.xml"/>
			<Relationship Id="rId3" Type="x/styles" Target="styles.xml"/><Relationship Id="rId4" Type="x/sharedStrings" Target="sharedStrings.xml"/></Relationships>`,
		"xl/styles.xml", `<styleSheet><numFmts><numFmt numFmtId="176" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;;@"/><numFmt numFmtId="177" formatCode="0_);[Red]\(0\)"/></numFmts>
			<fonts><font><sz val="11"/></font><font><strike/><sz val="11"/></font></fonts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>
			<cellXfs><xf numFmtId="0" fontId="0"/><xf numFmtId="176" fontId="0"/><xf numFmtId="177" fontId="1"/><xf numFmtId="31"><alignment/></xf></cellXfs></styleSheet>`,
		"xl/sharedStrings.xml", strings,
		"xl/worksheets/sheet1.xml", `<?xml version="1.0"?><x:worksheet xmlns:x="m"><x:sheetViews/>`+inside+`</x:worksheet>`)
}

func one(t *testing.T, b []byte) sheet.Table {
	t.Helper()
	all, err := sheet.Read(b)
	if err != nil || len(all) != 1 {
		t.Fatalf("read %d tables, %v", len(all), err)
	}
	return all[0]
}

func TestDialects(t *testing.T) {
	got := one(t, wps(t, `<sheetData>
		<row r="3" spans="1:8"><c r="A3" t="s"><v>0</v></c><c r="C3" s="1"><v>42998</v></c><c t="inlineStr"><is><r><t>张</t></r><r><t xml:space="preserve"> 三</t></r></is></c>
			<c r="F3" s="2"><v>13800138000</v></c><c r="G3" t="e"><v>#N/A</v></c><c r="H3" t="str"><f>B3&amp;"x>y"</f><v>甲</v></c><c r="I3"><f>1+1</f></c><c r="J3"/><c r="K3" s="3"/></row>
		<x:row hidden="1"><x:c t="b"><x:v>1</x:v></x:c><c r="B4" t="s"><v>1</v></c><c r="C4" t="s"><v>9</v></c></x:row><!-- a > b -->
		<row r="7"/></sheetData><mergeCells count="1"><mergeCell ref="A1:H1"/></mergeCells><extLst><c r="A9"><v>9</v></c></extLst>`,
		`<sst><si><t>序号_x000D_&#10;一</t><phoneticPr/></si><si><r><t>推</t></r><r><t><![CDATA[荐<]]></t></r><rPh sb="0"><t>tui</t></rPh></si></sst>`))
	want := sheet.Table{Name: "推荐&汇总", Merges: []sheet.Merge{{Col: 0, Row: 1, ToCol: 7, ToRow: 1}}, Rows: []sheet.Row{
		{No: 3, Cells: []sheet.Cell{
			{Col: 0, Text: "序号\n一"}, {Col: 2, Kind: sheet.Date, Text: "42998"}, {Col: 3, Text: "张 三"},
			{Col: 5, Kind: sheet.Number, Struck: true, Text: "13800138000"}, {Col: 6, Kind: sheet.Error, Text: "#N/A"}, {Col: 7, Text: "甲"}, {Col: 8, Kind: sheet.Empty},
		}},
		{No: 4, Hidden: true, Cells: []sheet.Cell{{Col: 0, Kind: sheet.Bool, Text: "1"}, {Col: 1, Text: "推荐<"}}},
	}}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestTexts(t *testing.T) {
	utf16, _ := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String("序号\t姓名\r\n1\t张三\r\n")
	gbk, _ := simplifiedchinese.GB18030.NewEncoder().String("序号,姓名,单位\r\n1,𠮷田,\"演示,\"\"一\"\"\n部\"\r\n")
	for name, test := range map[string]struct{ text, want string }{
		"copied from a spreadsheet": {"序号\t姓名\n1\t\"张\n三\"\n\n2\t\t李\n", "1:0序号|1姓名 2:01|1张\n三 4:02|2李"},
		"utf-16":                    {utf16, "1:0序号|1姓名 2:01|1张三"},
		"gb 18030":                  {gbk, "1:0序号|1姓名|2单位 2:01|1𠮷田|2演示,\"一\"\n部"},
		"mark of utf-8":             {"\uFEFF姓名,电话\n张三,=\"0138\"\n", "1:0姓名|1电话 2:0张三|10138"},
		"typed with gaps":           {"张三  演示学院　　亚马逊\n李　四  演示公司\n", "1:0张三|1演示学院|2亚马逊 2:0李　四|1演示公司"},
		"a quote that is one":       {"a\t\"b\tc\n", "1:0a|1\"b|2c"},
		"inches":                    {"a\t\"5\" x\tc\n", "1:0a|1\"5\" x|2c"},
	} {
		t.Run(name, func(t *testing.T) {
			var rows []string
			for _, r := range one(t, []byte(test.text)).Rows {
				var cells []string
				for _, c := range r.Cells {
					cells = append(cells, fmt.Sprint(c.Col, c.Text))
				}
				rows = append(rows, fmt.Sprintf("%d:%s", r.No, strings.Join(cells, "|")))
			}
			if got := strings.Join(rows, " "); got != test.want {
				t.Errorf("got %q; want %q", got, test.want)
			}
		})
	}
}

// What is no table, or too much of one, is refused in words that say what to do.
func TestRefusals(t *testing.T) {
	bomb := `<sheetData>` + strings.Repeat(`<row><c t="inlineStr"><is><t>`+strings.Repeat("甲", 300)+`</t></is></c></row>`, 60_000) + `</sheetData>`
	rows := `<sheetData>` + strings.Repeat(`<row><c><v>1</v></c></row>`, 200_001) + `</sheetData>`
	for name, test := range map[string]struct {
		file []byte
		want string
	}{
		"nothing":         {nil, "没有内容"},
		"an empty book":   {wps(t, `<sheetData/>`, ``), "没有内容"},
		"a picture":       {[]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"), "这不是 Excel 工作簿"},
		"a pdf":           {[]byte("%PDF-1.7 ..."), "这不是 Excel 工作簿"},
		"an old workbook": {[]byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + strings.Repeat("\x00", 600)), "旧的“.xls”格式"},
		"a locked one":    {[]byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e\x00"), "打开密码"},
		"a web page":      {[]byte("\uFEFF<html xmlns:x=\"urn:schemas-microsoft-com:office:excel\"><table>"), "其实是一个网页"},
		"a text document": {zipped(t, "_rels/.rels", `<Relationships><Relationship Type="a/officeDocument" Target="word/document.xml"/></Relationships>`, "word/document.xml", `<w:document/>`), "这不是 Excel 工作簿"},
		"half of it":      {wps(t, `<sheetData/>`, ``)[:900], "已损坏"},
		"an open tag":     {wps(t, `<sheetData><row><c t="inlineStr"><is><t>`, ``), "已损坏"},
		"entities":        {wps(t, `<!DOCTYPE x [<!ENTITY a "aaaa">]><sheetData/>`, ``), "已损坏"},
		"a bomb":          {wps(t, bomb, ``), "表格太大"},
		"too many rows":   {wps(t, rows, ``), "表格太大"},
		"a giant string":  {wps(t, `<sheetData/>`, `<sst><si><t>`+strings.Repeat("a", 2<<20)+`</t></si></sst>`), "表格太大"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := sheet.Read(test.file)
			if fault.Of(err) != fault.Invalid || !strings.Contains(err.Error(), test.want) {
				t.Errorf("refused with %v; want %q", err, test.want)
			}
		})
	}
}

// A part of which hardly anything is text is counted too: 200 MB of nothing in a
// file of 200 KB.
func TestHollowBomb(t *testing.T) {
	file := wps(t, `<sheetData>`+strings.Repeat(" ", 200<<20)+`</sheetData>`, ``)
	if len(file) > 1<<20 {
		t.Fatalf("the bomb has %d bytes", len(file))
	}
	if _, err := sheet.Read(file); fault.Of(err) != fault.Invalid || !strings.Contains(err.Error(), "表格太大") {
		t.Errorf("refused with %v", err)
	}
}

// Cells far away cost no room in between.
func TestGiantDimension(t *testing.T) {
	got := one(t, wps(t, `<dimension ref="A1:XFD1048576"/><sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c><c r="A1"><v>2</v></c></row></sheetData>`, ``))
	if d := cmp.Diff([]sheet.Row{{No: 1048576, Cells: []sheet.Cell{{Col: 16383, Kind: sheet.Number, Text: "1"}, {Col: 16384, Kind: sheet.Number, Text: "2"}}}}, got.Rows); d != "" {
		t.Error(d)
	}
}

func TestAddressAndDay(t *testing.T) {
	for want, at := range map[string][2]int{"A1": {0, 1}, "Z9": {25, 9}, "AA10": {26, 10}, "XFD1048576": {16383, 1048576}} {
		if got := sheet.Address(at[0], at[1]); got != want {
			t.Errorf("address %v is %s; want %s", at, got, want)
		}
	}
	for number, want := range map[string]string{"42998": "2017-09-20", "61": "1900-03-01", "60": "", "42998.75": "2017-09-20", "x": "", "20170920": ""} {
		day, ok := sheet.Day(number)
		if got := day.Format("2006-01-02"); ok != (want != "") || ok && got != want {
			t.Errorf("day %s is %s %v; want %s", number, got, ok, want)
		}
	}
}
