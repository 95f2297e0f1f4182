package incoming_test

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"

	"qinglan/internal/doc/sheet"
	"qinglan/internal/incoming"
)

// An invented person, as they truly are.
type person struct {
	name, unit, directions, post, phone, birth, note string
	row                                              int // where they were written
}

var truth = []string{"name", "unit", "directions", "post", "phone", "birth", "note"}

func (p person) of(column string) string {
	return map[string]string{"name": p.name, "unit": p.unit, "directions": p.directions, "post": p.post, "phone": p.phone, "birth": p.birth, "note": p.note}[column]
}

// A clerk writes lists in habits of their own. It knows nothing of how they are
// read: what it writes is what offices were seen to write.
type clerk struct{ *rand.Rand }

func (c clerk) of(all ...string) string { return all[c.IntN(len(all))] }

func (c clerk) person(i int) person {
	family := strings.Split("赵 钱 孙 李 周 吴 郑 王 欧阳 司马 𠮷田 曾 单 傅 Ann ", " ")[c.IntN(15)]
	given := []rune("伟芳娜敏静磊军洋勇艳杰娟涛明超秀霞平刚桂䶮㛃王一")
	name := family + string(given[c.IntN(len(given))])
	if c.IntN(3) > 0 {
		name += string(given[c.IntN(len(given))])
	}
	if family == "Ann" {
		name = "阿依古丽·买买提" + string(given[c.IntN(len(given))])
	}
	phone := fmt.Sprintf("199%08d", c.IntN(100_000_000))
	if c.IntN(6) == 0 {
		phone = fmt.Sprintf("0579-8%07d", c.IntN(10_000_000))
		if c.IntN(2) == 0 {
			phone += fmt.Sprintf("-%d", 100+c.IntN(900))
		}
	}
	day := time.Date(1960+c.IntN(38), time.Month(1+c.IntN(12)), 1+c.IntN(28), 0, 0, 0, 0, time.UTC)
	return person{
		name: name, unit: c.of("演示职业技术学院", "××电子商务有限公司（演示）", "演示·培训 Co., Ltd.", "义乌演示跨境电商学院", "演示公司3部"),
		directions: c.of("亚马逊", "速卖通、亚马逊", "wish", "eBay、独立站"), post: c.of("讲师", "总经理", "副教授", "培训部主任", "=cmd()"),
		phone: phone, birth: day.Format("2006-01-02"), note: c.of("", "", "评委推荐", "007", "5", "-"),
	}
}

// wide writes ASCII in full width.
func wideOf(s string) string {
	return strings.Map(func(r rune) rune {
		if r > ' ' && r <= '~' {
			return r - '!' + '！'
		}
		return r
	}, s)
}

// A written is a cell of the file: text, or a number with or without the look of a date.
type written struct {
	text   string
	number bool
	date   bool
}

func (c clerk) name(s string) written {
	r := []rune(s)
	switch {
	case strings.Contains(s, "·"):
		return written{text: strings.ReplaceAll(s, "·", c.of("·", "•", "・", "．"))}
	case len(r) == 2:
		return written{text: string(r[0]) + c.of("", " ", "　", "  ", "\u00A0") + string(r[1])}
	}
	return written{text: c.of("", " ", "　", "\u200B") + s + c.of("", " ", "　", "\n")}
}

func (c clerk) text(s string) written {
	r := []rune(s)
	if len(r) > 7 && c.IntN(4) == 0 && r[3] > 0x2E80 && r[4] > 0x2E80 {
		s = string(r[:4]) + "\n" + string(r[4:]) // Alt+Enter in a narrow column
	}
	return written{text: s + c.of("", "", " ", "　", "\r\n")}
}

func (c clerk) phone(s string) written {
	if area, rest, landline := strings.Cut(s, "-"); landline {
		n, ext, has := strings.Cut(rest, "-")
		s = c.of(area+"-"+n, "("+area+")"+n, area+"—"+n, "（"+area+"）"+n, wideOf(area+"-"+n), area+" "+n)
		if has {
			s += c.of("-", "转", " 转 ", "分机", "－") + ext
		}
		return written{text: s}
	}
	if c.IntN(3) == 0 {
		return written{text: s, number: true}
	}
	return written{text: c.of(s, s[:3]+" "+s[3:7]+" "+s[7:], s[:3]+"-"+s[3:7]+"-"+s[7:], "+86 "+s, "+86"+s, wideOf(s), " "+s, s+"\n", "\u202D"+s+"\u202C")}
}

func (c clerk) day(s string, cells bool) written {
	d, err := time.Parse("2006-01-02", s)
	if err != nil {
		panic(err)
	}
	if cells && c.IntN(3) == 0 {
		return written{text: fmt.Sprint(int(d.Sub(time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)).Hours() / 24)), number: true, date: c.IntN(5) > 0}
	}
	if cells && c.IntN(8) == 0 {
		return written{text: d.Format("20060102"), number: true}
	}
	s = d.Format(c.of("2006.1.2", "2006.01.02", "2006年1月2日", "20060102", "2006/1/2", "2006-01-02", "2006年01月02日", "2006 - 1 - 2", "2006、1、2"))
	if c.IntN(5) == 0 {
		s = wideOf(s)
	}
	return written{text: s}
}

// list writes people as a sheet. Cells says whether numbers can be cells.
func (c clerk) list(people []person, cells bool) (rows [][]written, merges []string) {
	text := func(all ...string) (row []written) {
		for _, s := range all {
			row = append(row, written{text: s})
		}
		return row
	}
	head := text(
		c.of("序号", "序 号", "No."), c.of("姓名", "姓　名", "姓  名", "姓名*", "讲师姓名"), c.of("单位", "工作单位", "所在单位（全称）", "单位名称"),
		c.of("培训方向", "培训\n方向", "擅长方向", "授课方向（可多选）"), c.of("职务", "职务/职称", "职 务", "现任职务"), c.of("联系电话", "手机号码", "联系方式（手机）", "电话"),
		c.of("出生日期", "出生年月日"), c.of("备注", "备 注"))
	if cells {
		rows = append(rows, text("附件1"), text("浙江省跨境电商师资培训推荐名单汇总表"), text("推荐单位：（盖章）", "", "", "", "2017年10月18日"), nil)
		merges = append(merges, "A2:H2", "A3:D3")
	}
	rows = append(rows, head)
	for i := range people {
		p := &people[i]
		if cells && i%17 == 5 {
			rows = append(rows, text(fmt.Sprintf("%s、义乌市", []string{"一", "二", "三"}[i%3])))
			merges = append(merges, fmt.Sprintf("A%d:H%d", len(rows), len(rows)))
		}
		if i%23 == 9 {
			rows = append(rows, head)
		}
		if i%11 == 3 {
			rows = append(rows, nil)
		}
		unit := c.text(p.unit)
		if n := len(rows); cells && i > 0 && people[i-1].unit == p.unit && people[i-1].row == n && c.IntN(2) == 0 {
			unit = written{}
			if k := len(merges) - 1; k >= 0 && strings.HasPrefix(merges[k], "C") && strings.HasSuffix(merges[k], fmt.Sprintf(":C%d", n)) {
				merges[k] = strings.Split(merges[k], ":")[0] + fmt.Sprintf(":C%d", n+1)
			} else {
				merges = append(merges, fmt.Sprintf("C%d:C%d", n, n+1))
			}
		}
		number := written{text: fmt.Sprint(i + 1), number: cells && c.IntN(2) == 0}
		rows = append(rows, []written{number, c.name(p.name), unit, c.text(p.directions), c.text(p.post), c.phone(p.phone), c.day(p.birth, cells), {text: p.note}})
		p.row = len(rows)
	}
	if cells {
		rows = append(rows, text(fmt.Sprint(len(people)+1)), text(c.of("以下空白", "合计")), text(c.of("注：以上人员均已核实", "填表人：演示  联系电话：0579-82345678")))
		merges = append(merges, fmt.Sprintf("A%d:H%d", len(rows), len(rows)))
	}
	return rows, merges
}

func cellName(col, row int) string { return fmt.Sprintf("%c%d", 'A'+col, row) }

// wpsBook writes a workbook as WPS does: everything a shared string, styles by
// number, rows with spans.
func wpsBook(t *testing.T, rows [][]written, merges []string) []byte {
	var sheetXML, shared strings.Builder
	index := map[string]int{}
	for i, row := range rows {
		fmt.Fprintf(&sheetXML, `<row r="%d" spans="1:8" customFormat="1" ht="28.5" customHeight="1">`, i+1)
		for col, w := range row {
			at := cellName(col, i+1)
			switch {
			case w.text == "":
				fmt.Fprintf(&sheetXML, `<c r="%s" s="1"/>`, at)
			case w.number && w.date:
				fmt.Fprintf(&sheetXML, `<c r="%s" s="2"><v>%s</v></c>`, at, w.text)
			case w.number:
				fmt.Fprintf(&sheetXML, `<c r="%s"><v>%s</v></c>`, at, w.text)
			default:
				n, ok := index[w.text]
				if !ok {
					n = len(index)
					index[w.text] = n
					shared.WriteString(`<si><r><rPr><sz val="11"/><rFont val="宋体"/></rPr><t xml:space="preserve">`)
					if err := xml.EscapeText(&shared, []byte(w.text)); err != nil {
						t.Fatal(err)
					}
					shared.WriteString(`</t></r></si>`)
				}
				fmt.Fprintf(&sheetXML, `<c r="%s" s="1" t="s"><v>%d</v></c>`, at, n)
			}
		}
		sheetXML.WriteString(`</row>`)
	}
	merged := ""
	for _, m := range merges {
		merged += `<mergeCell ref="` + m + `"/>`
	}
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, part := range [][2]string{
		{"[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`},
		{"_rels/.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`},
		{"xl/workbook.xml", `<workbook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/><sheet name="Sheet2" sheetId="2" r:id="rId2"/></sheets></workbook>`},
		{"xl/_rels/workbook.xml.rels", `<Relationships><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet2.xml"/><Relationship Id="rId4" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/><Relationship Id="rId5" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>`},
		{"xl/styles.xml", `<styleSheet><numFmts count="1"><numFmt numFmtId="176" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;;@"/></numFmts><fonts><font/></fonts><cellXfs count="3"><xf numFmtId="0" fontId="0"/><xf numFmtId="49" fontId="0"/><xf numFmtId="176" fontId="0"/></cellXfs></styleSheet>`},
		{"xl/sharedStrings.xml", `<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">` + shared.String() + `</sst>`},
		{"xl/worksheets/sheet1.xml", `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetPr/><dimension ref="A1:XFD1048576"/><cols><col min="1" max="16384" width="9"/></cols><sheetData>` + sheetXML.String() + `</sheetData><mergeCells count="9">` + merged + `</mergeCells><pageMargins/></worksheet>`},
		{"xl/worksheets/sheet2.xml", `<worksheet><sheetData/></worksheet>`},
	} {
		w, err := z.Create(part[0])
		if err == nil {
			_, err = w.Write([]byte(part[1]))
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

// excelBook writes a workbook by a library that others use.
func excelBook(t *testing.T, rows [][]written, merges []string) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	date, err := f.NewStyle(&excelize.Style{NumFmt: 14})
	if err != nil {
		t.Fatal(err)
	}
	set := func(err error) {
		if err != nil {
			t.Fatal(err)
		}
	}
	for i, row := range rows {
		for col, w := range row {
			at := cellName(col, i+1)
			if !w.number {
				set(f.SetCellStr("Sheet1", at, w.text))
				continue
			}
			var n int
			_, err := fmt.Sscan(w.text, &n)
			set(err)
			set(f.SetCellInt("Sheet1", at, int64(n)))
			if w.date {
				set(f.SetCellStyle("Sheet1", at, at, date))
			}
		}
	}
	for _, m := range merges {
		from, to, _ := strings.Cut(m, ":")
		set(f.MergeCell("Sheet1", from, to))
	}
	b, err := f.WriteToBuffer()
	set(err)
	return b.Bytes()
}

// office has LibreOffice open a file and save it as a workbook of its own.
func office(t *testing.T, name string, content []byte) []byte {
	t.Helper()
	dir := t.TempDir()
	in, out := filepath.Join(dir, name), filepath.Join(dir, "out")
	if err := os.WriteFile(in, content, 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("soffice", "-env:UserInstallation=file://"+dir+"/profile", "--headless", "--convert-to", "xlsx", "--outdir", out, in)
	if said, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	b, err := os.ReadFile(filepath.Join(out, strings.TrimSuffix(name, filepath.Ext(name))+".xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// lines writes rows as text; cells with line ends or marks stand in quotes.
func lines(rows [][]written, mark string) string {
	var b strings.Builder
	for _, row := range rows {
		for i, w := range row {
			if i > 0 {
				b.WriteString(mark)
			}
			if strings.ContainsAny(w.text, mark+"\n\r\"") {
				w.text = `"` + strings.ReplaceAll(w.text, `"`, `""`) + `"`
			}
			b.WriteString(w.text)
		}
		b.WriteString("\r\n")
	}
	return b.String()
}

// A score counts cells by how they were read.
type score struct{ right, flagged, silent, all int }

func (s *score) of(t *testing.T, file string, b []byte, people []person) {
	t.Helper()
	tables, err := sheet.Read(b)
	if err != nil {
		t.Errorf("%s: %v", file, err)
		return
	}
	got, err := incoming.Read(tables, columns)
	if err != nil {
		t.Errorf("%s: %v", file, err)
		return
	}
	at := map[int]incoming.Row{}
	for _, r := range got.Rows {
		at[r.No] = r
	}
	if len(got.Rows) != len(people) {
		t.Errorf("%s: %d rows were read; want %d: %v", file, len(got.Rows), len(people), said(got))
	}
	for _, p := range people {
		for _, column := range truth {
			s.all++
			c := got.Cell(at[p.row], column)
			switch {
			case c.Why != incoming.Right:
				s.flagged++
				t.Logf("%s: row %d %s %q is marked: %s", file, p.row, column, c.Seen(), c.Why.Word())
			case c.Text == p.of(column):
				s.right++
			default:
				s.silent++
				t.Errorf("%s: row %d %s %q was read as %q without a word; it is %q", file, p.row, column, c.Seen(), c.Text, p.of(column))
			}
		}
	}
}

// Files in the habits of offices, made by three programs and by hand: at least
// 99.5 % of the cells are right, and none is wrong without a word.
func TestUglyFiles(t *testing.T) {
	var s score
	for seed := range uint64(12) {
		c := clerk{rand.New(rand.NewPCG(seed, 17))}
		var people []person
		for i := range 40 {
			people = append(people, c.person(i))
		}
		rows, merges := c.list(people, true)
		s.of(t, fmt.Sprintf("wps %d", seed), wpsBook(t, rows, merges), people)
		book := excelBook(t, rows, merges)
		s.of(t, fmt.Sprintf("excel %d", seed), book, people)
		if _, err := exec.LookPath("soffice"); err == nil && seed < 3 && !testing.Short() {
			s.of(t, fmt.Sprintf("libreoffice %d", seed), office(t, "list.xlsx", book), people)
		}
		rows, _ = c.list(people, false)
		s.of(t, fmt.Sprintf("tabs %d", seed), []byte(lines(rows, "\t")), people)
		plain, err := simplifiedchinese.GB18030.NewEncoder().String(lines(rows, ","))
		if err != nil {
			t.Fatal(err)
		}
		s.of(t, fmt.Sprintf("gb 18030 %d", seed), []byte(plain), people)
	}
	share := float64(s.right) / float64(s.all)
	t.Logf("%d cells: %.2f %% right, %d marked, %d wrong without a word", s.all, 100*share, s.flagged, s.silent)
	if share < 0.995 || s.silent > 0 {
		t.Errorf("%.2f %% of %d cells are right, %d wrong without a word; want 99.5 and none", 100*share, s.all, s.silent)
	}
}
