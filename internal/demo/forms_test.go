//go:build !race

package demo_test

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"image/png"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"qinglan/internal/app/apptest"
	"qinglan/internal/db"
	"qinglan/internal/doc"
	"qinglan/internal/doc/doctest"
	"qinglan/internal/doc/qr"
)

// A printedForm is one of the notice's forms: the labels of each row of its table in
// their order (附件1 to 附件3), and how many cells the row has with those to fill in.
type printedForm struct {
	at    string // address without its ending; the track stands for a case of it
	track string
	reach int
	as    string
	above []string // what stands over the table
	rows  [][]string
	cells []int
	grows int // the row that takes what is left of the page, from 1; none: 0
	book  bool
}

var printedForms = map[string]printedForm{
	"附件1": {
		at: "/summaries/%/annex1", track: "summary", reach: 3, as: "330000-province-clerk-1", book: true,
		above: []string{"附件1", "浙江省跨境电商师资培训推荐名单汇总表", "推荐单位：（盖章）"},
		rows:  [][]string{{"序号", "姓名", "单位", "培训方向", "职务"}},
		cells: []int{5},
	},
	"附件2": {
		at: "/apply/%/form", track: "application", reach: 3, as: "330000-province-clerk-1",
		above: []string{"附件2", "浙江省跨境电商师资个人情况表"},
		rows: [][]string{
			{"姓名", "性别", "民族"}, {"出生日期", "单位", "职务"}, {"政治面貌", "联系方式", "邮箱"},
			{"个人基本情况及相关从业经历"}, {"所在单位意见", "市商务局（委）初审意见"},
		},
		cells: []int{6, 6, 6, 2, 4}, grows: 4,
	},
	"附件3": {
		at: "/institutions/%/annex3", track: "institution", reach: 3, as: "330000-province-clerk-1", book: true,
		above: []string{"附件3", "浙江省跨境电商培训机构基本情况表"},
		rows: [][]string{
			{"机构名称", "注册地", "法人代表"}, {"联系人", "联系方式", "从业人数（人）"}, {"上年度培训人数（人）", "上年度主营业务收入（万元）"},
			{"培训范围"}, {"培训机构概况"}, {"市商务主管部门推荐意见"},
		},
		cells: []int{6, 6, 4, 2, 2, 2}, grows: 5,
	},
}

// TestForms compares the forms that people print with the notice's: which cells there
// are, in what order, with which labels; that PDF, docx and workbook agree; and that
// LibreOffice sets the docx on paper where the PDF has it: a millimetre to the side,
// two in height, and from the row that takes what is left of the page eight, which
// are kept free in case its fonts are wider. The pages are as many whatever the fonts.
func TestForms(t *testing.T) {
	p := apptest.Open(t, db.SQLite)
	seeded(t, p)
	papers := map[string][]byte{}
	for name, f := range printedForms {
		at := strings.ReplaceAll(f.at, "%", cases(t, p, f.track, f.reach)[0])
		for _, ending := range []string{".pdf", ".docx", ".xlsx"} {
			if ending == ".xlsx" && !f.book {
				continue
			}
			got := p.As(f.as).Get(at + ending)
			if got.Status != http.StatusOK {
				t.Fatalf("%s%s: %d", at, ending, got.Status)
			}
			papers[name+ending] = []byte(got.Body)
		}
	}
	docx := map[string][]byte{}
	for name := range printedForms {
		docx[name+".docx"] = papers[name+".docx"]
	}
	for name, file := range doctest.OfficeAll(t, docx) { // in fonts that are wider than ours
		if want, got := last(doctest.Words(t, doctest.Save(t, ".pdf", papers[strings.TrimSuffix(name, ".docx")+".pdf"]))), last(doctest.Words(t, file)); got != want {
			t.Errorf("%s takes %d pages; the PDF %d", name, got, want)
		}
	}
	doctest.Fonts(t, fmt.Sprint(doc.Song), fmt.Sprint(doc.Fang), fmt.Sprint(doc.Hei), fmt.Sprint(doc.Kai), fmt.Sprint(doc.Biao))
	office := doctest.OfficeAll(t, docx)
	for name, f := range printedForms {
		t.Run(name, func(t *testing.T) {
			f.hasCells(t, papers[name+".docx"])
			if f.book {
				f.hasRows(t, papers[name+".xlsx"])
			}
			ours := doctest.Words(t, doctest.Save(t, ".pdf", papers[name+".pdf"]))
			theirs := doctest.Words(t, office[name+".docx"])
			f.standsAlike(t, ours, theirs)
			if a, b := codeOn(t, doctest.Save(t, "-again.pdf", papers[name+".pdf"])), codeOn(t, office[name+".docx"]); a.Print == "" || a.Print != b.Print {
				t.Errorf("the codes of PDF and docx are of prints %q and %q", a.Print, b.Print)
			}
		})
	}
}

// last is the number of the last page with a word on it.
func last(words []doctest.Word) (page int) {
	for _, w := range words {
		page = max(page, w.Page)
	}
	return page
}

// codeOn reads the small code of the first page (回收码) off a print at 150 to the inch.
func codeOn(t *testing.T, pdf string) (tag qr.Tag) {
	t.Helper()
	at := strings.TrimSuffix(pdf, ".pdf") + "-code"
	doctest.Run(t, "poppler-utils", "pdftoppm", "-r", "150", "-png", "-f", "1", "-singlefile", pdf, at)
	file, err := os.Open(at + ".png")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	img, err := png.Decode(file)
	if err != nil {
		t.Fatal(err)
	}
	for _, code := range qr.Read(img) {
		if tag, ok := qr.ReadTag(code.Text); ok {
			return tag
		}
	}
	return qr.Tag{}
}

// hasCells wants the rows of the docx's first table.
func (f printedForm) hasCells(t *testing.T, body []byte) {
	t.Helper()
	rows := firstTable(t, body)
	if len(rows) < len(f.rows) {
		t.Fatalf("the table has %d rows; want %d", len(rows), len(f.rows))
	}
	for i, labels := range f.rows {
		if len(rows[i]) != f.cells[i] {
			t.Errorf("row %d has %d cells; want %d: %q", i+1, len(rows[i]), f.cells[i], rows[i])
			continue
		}
		step := len(rows[i]) / len(labels) // a label and what is filled in, or labels alone
		for j, label := range labels {
			if got := rows[i][j*step]; got != label {
				t.Errorf("row %d, cell %d says %q; want %q", i+1, j*step+1, got, label)
			}
		}
	}
}

// hasRows wants the labels in the workbook, in the order of the form.
func (f printedForm) hasRows(t *testing.T, body []byte) {
	t.Helper()
	book, err := excelize.OpenReader(bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	rows, err := book.GetRows(book.GetSheetName(0))
	if err != nil {
		t.Fatal(err)
	}
	var said []string
	for _, row := range rows {
		for _, cell := range row {
			said = append(said, doctest.Squeeze(cell))
		}
	}
	at := 0
	for _, want := range slices.Concat(f.above, slices.Concat(f.rows...)) {
		i := slices.Index(said[at:], want)
		if i < 0 {
			t.Fatalf("the workbook lacks %q after %q", want, said[:at])
		}
		at += i
	}
}

// standsAlike compares where the first line of each label stands on both papers.
func (f printedForm) standsAlike(t *testing.T, ours, theirs []doctest.Word) {
	t.Helper()
	top := 0.0
	for i, labels := range f.rows {
		left, low, off := 0.0, 0.0, 2.0
		if f.grows > 0 && i+1 >= f.grows {
			off = 8
		}
		for _, label := range labels {
			a, b := startOf(t, ours, label, top), startOf(t, theirs, label, top)
			doctest.Near(t, label+", centre from the left", (a.Left+a.Right)/2, (b.Left+b.Right)/2, 1)
			doctest.Near(t, label+", from the top", (a.Top+a.Bottom)/2, (b.Top+b.Bottom)/2, off)
			if a.Left <= left {
				t.Errorf("%s stands left of the label before it", label)
			}
			left, low = a.Left, max(low, a.Top)
		}
		if low <= top {
			t.Errorf("row %d stands above the one before it", i+1)
		}
		top = low
	}
}

// startOf is the first word below a height that begins the label.
func startOf(t *testing.T, words []doctest.Word, label string, below float64) doctest.Word {
	t.Helper()
	for _, w := range words {
		if w.Page == 1 && w.Top > below-8 && len([]rune(w.Text)) >= 2 && strings.HasPrefix(label, w.Text) {
			return w
		}
	}
	t.Fatalf("the paper lacks %q", label)
	return doctest.Word{}
}

// firstTable returns the texts of the cells of a docx's first table.
func firstTable(t *testing.T, body []byte) (rows [][]string) {
	t.Helper()
	var cell strings.Builder
	in := false
	for _, token := range tokens(t, body) {
		switch x := token.(type) {
		case xml.StartElement:
			in = x.Name.Local == "t"
			if x.Name.Local == "tr" {
				rows = append(rows, nil)
			}
		case xml.CharData:
			if in {
				cell.Write(x)
			}
		case xml.EndElement:
			in = false
			switch x.Name.Local {
			case "tc":
				rows[len(rows)-1] = append(rows[len(rows)-1], doctest.Squeeze(cell.String()))
				cell.Reset()
			case "tbl":
				return rows
			case "p":
				if len(rows) == 0 { // above the table
					cell.Reset()
				}
			}
		}
	}
	return rows
}
