package xlsx

import (
	"bytes"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"qinglan/internal/doc"
	"qinglan/internal/form"
)

func sheetOf(rows ...doc.Row) doc.Document {
	return doc.Document{
		Title: "推荐名单汇总表",
		Page:  doc.Sheet(),
		Blocks: []doc.Block{
			doc.Text{Text: "浙江省跨境电商师资培训推荐名单汇总表", Style: doc.Style{Size: doc.Two2, Bold: true, Align: doc.Centre}},
			doc.Pair{Left: "推荐单位：（盖章）", Right: "年　　月　　日"},
			doc.Table{
				Columns: []doc.Column{{Width: 12}, {Width: 24}, {Width: 62, Align: doc.Left}},
				Head:    []doc.Row{doc.Titles("序号", "姓名", "单位")},
				Rows:    rows,
				Style:   doc.Style{Size: doc.Five},
			},
			doc.Text{Text: "排序规则：按遴选名次。"},
		},
		Footer: doc.Footer{Left: "制表：××县商务主管部门（演示）& 版本 3f9a", Right: "第 {n} 页，共 {m} 页"},
	}
}

// reopen writes d and opens it again.
func reopen(t *testing.T, d doc.Document) *excelize.File {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, d); err != nil {
		t.Fatal(err)
	}
	if keep := os.Getenv("QINGLAN_KEEP"); keep != "" {
		if err := os.WriteFile(keep+"/"+t.Name()+".xlsx", b.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	f, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

// Whatever a text looks like, it is read as it was written, and is text.
func TestTextStaysText(t *testing.T) {
	texts := []string{
		"=cmd()", "=1+1", "+86", "-1", "@SUM(A1)", "|calc", "007", "330702198806180012", "1e5", "2017-10-18",
		"true", "#REF!", "_x0041_", " a ", "张三丰䶮𠮷㙤·", "两\n行", "<b>&amp;</b>", "'quoted", "\"", "\tx", "",
	}
	var rows []doc.Row
	for i, s := range texts {
		rows = append(rows, doc.Row{Cells: []doc.Cell{doc.Int(i + 1), {Text: s}, {Text: s}}})
	}
	f := reopen(t, sheetOf(rows...))
	const sheet, first = "推荐名单汇总表", 4
	for i, want := range texts {
		at, _ := excelize.CoordinatesToCellName(2, first+i)
		got, err := f.GetCellValue(sheet, at, excelize.Options{RawCellValue: true})
		if err != nil || got != want {
			t.Errorf("%s = %q, %v; want %q", at, got, err, want)
		}
		kind, _ := f.GetCellType(sheet, at)
		if formula, _ := f.GetCellFormula(sheet, at); formula != "" || want != "" && kind != excelize.CellTypeInlineString && kind != excelize.CellTypeSharedString {
			t.Errorf("%s (%q) is of type %v with formula %q", at, want, kind, formula)
		}
		number, _ := excelize.CoordinatesToCellName(1, first+i)
		if kind, _ := f.GetCellType(sheet, number); kind != excelize.CellTypeNumber && kind != excelize.CellTypeUnset {
			t.Errorf("%s is of type %v; want a number", number, kind)
		}
	}
}

// An amount is a number with two decimals, exact to the 分; one that no workbook
// keeps exactly stays a text.
func TestMoneyIsANumber(t *testing.T) {
	for _, tt := range []struct {
		cents      int64
		raw, shown string
		number     bool
	}{
		{300000, "3000", "3,000.00", true}, {1, "0.01", "0.01", true}, {-1050, "-10.5", "-10.50", true}, {0, "0", "0.00", true},
		{123456789012345, "1234567890123.45", "1,234,567,890,123.45", true}, {9007199254740993_00, "9007199254740993.00", "9007199254740993.00", false},
	} {
		f := reopen(t, sheetOf(doc.Row{Cells: []doc.Cell{doc.Money(form.Yuan(tt.cents)), {Text: "甲"}, {Text: "乙"}}}))
		raw, err := f.GetCellValue("推荐名单汇总表", "A4", excelize.Options{RawCellValue: true})
		shown, _ := f.GetCellValue("推荐名单汇总表", "A4")
		kind, _ := f.GetCellType("推荐名单汇总表", "A4")
		if number := kind == excelize.CellTypeNumber || kind == excelize.CellTypeUnset; err != nil || raw != tt.raw || shown != tt.shown || number != tt.number {
			t.Errorf("%d 分 is %q, shown %q, a number: %v, %v; want %q, %q, %v", tt.cents, raw, shown, number, err, tt.raw, tt.shown, tt.number)
		}
	}
}

func TestRowsInOrder(t *testing.T) {
	f := reopen(t, sheetOf(doc.Cells("1", "演示·王青", "演示学院"), doc.Cells("2", "李䶮", "演示中心")))
	got, err := f.GetRows("推荐名单汇总表")
	if err != nil {
		t.Fatal(err)
	}
	want := [][]string{
		{"浙江省跨境电商师资培训推荐名单汇总表"},
		{"推荐单位：（盖章）", "", "年　　月　　日"},
		{"序号", "姓名", "单位"},
		{"1", "演示·王青", "演示学院"},
		{"2", "李䶮", "演示中心"},
		{"排序规则：按遴选名次。"},
		{"制表：××县商务主管部门（演示）& 版本 3f9a"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	merged, _ := f.GetMergeCells("推荐名单汇总表")
	if len(merged) != 4 || merged[0].GetEndAxis() != "C1" {
		t.Errorf("merged cells are %v", merged)
	}
	if names := f.GetDefinedName(); len(names) != 1 || !strings.HasSuffix(names[0].RefersTo, "!$3:$3") {
		t.Errorf("the head does not repeat: %v", names)
	}
	layout, _ := f.GetPageLayout("推荐名单汇总表")
	if layout.Size == nil || *layout.Size != 9 || layout.FitToWidth == nil || *layout.FitToWidth != 1 {
		t.Errorf("page is not one A4 wide: %+v", layout)
	}
}

func TestJoinedCells(t *testing.T) {
	f := reopen(t, sheetOf(
		doc.Row{Cells: []doc.Cell{doc.Cell{Text: "意见"}.Span(1, 2), {Text: "a"}, {Text: "b"}}},
		doc.Row{Cells: []doc.Cell{doc.Cell{Text: "同意", Foot: []string{"（盖章）"}}.Span(2, 1)}},
	))
	if v, _ := f.GetCellValue("推荐名单汇总表", "B5"); v != "同意\n（盖章）" {
		t.Errorf("B5 = %q", v)
	}
}

func TestRefusesWhatACellCannotHold(t *testing.T) {
	for name, text := range map[string]string{
		"too long": strings.Repeat("长", limit+1), "control character": "a\x01b",
	} {
		var b bytes.Buffer
		if err := Write(&b, sheetOf(doc.Cells("1", text, ""))); err == nil || b.Len() > 0 {
			t.Errorf("%s: Write = %v and %d bytes; want an error and none", name, err, b.Len())
		}
	}
	if err := Write(io.Discard, sheetOf(doc.Cells("too", "few"))); err == nil {
		t.Error("a row that lacks a cell was written")
	}
}

func TestSheetName(t *testing.T) {
	for title, want := range map[string]string{
		"":                      "表",
		"[名单]: 一/二*":            "名单 一二",
		"'x'":                   "x",
		strings.Repeat("𠮷", 40): strings.Repeat("𠮷", 15),
	} {
		if got := sheetName(title); got != want {
			t.Errorf("sheetName(%q) = %q; want %q", title, got, want)
		}
	}
}

func TestEqualBytes(t *testing.T) {
	d := sheetOf(doc.Cells("1", "演示·王青", "演示学院"))
	d.Created = time.Date(2017, 10, 19, 8, 20, 0, 0, time.UTC)
	var first, second bytes.Buffer
	if err := Write(&first, d); err != nil {
		t.Fatal(err)
	}
	if err := Write(&second, d); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(first.Bytes(), second.Bytes()) {
		t.Error("equal documents differ")
	}
}

func BenchmarkRows(b *testing.B) {
	var rows []doc.Row
	for i := range 1000 {
		rows = append(rows, doc.Row{Cells: []doc.Cell{doc.Int(i + 1), {Text: "演示·王青"}, {Text: "演示学院"}}})
	}
	for b.Loop() {
		if err := Write(io.Discard, sheetOf(rows...)); err != nil {
			b.Fatal(err)
		}
	}
}
