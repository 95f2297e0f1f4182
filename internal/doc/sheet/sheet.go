// Package sheet reads the tables that other people make: workbooks of Excel, WPS
// and LibreOffice (.xlsx), and text with tabs or commas in the encodings that
// such programs write. It tells what stands in which cell and as what, and
// nothing about what it means.
//
// It promises that no value is rounded, guessed or repaired on the way: a number
// is the text that the file holds, a date its day number, a formula never
// reckoned. What comes in is hostile: parts, cells and texts are counted while
// they are unpacked, and a file that goes beyond is refused.
package sheet

import (
	"bytes"
	"math"
	"strconv"
	"time"

	"qinglan/internal/fault"
)

// A Kind is what a cell was written as.
type Kind byte

// Kinds of cell.
const (
	Text   Kind = iota
	Number      // as the file holds it: 13800138000, 1.38E10
	Date        // a number that the file shows as a date: days since 1899-12-30
	Bool        // 1 or 0
	Error       // #N/A, #REF!
	Empty       // a formula of which the file holds no result
)

// A Cell is one cell in which something stands.
type Cell struct {
	Col    int // from 0
	Kind   Kind
	Struck bool // crossed out
	Text   string
}

// A Row is one row in which something stands.
type Row struct {
	No     int // as the program that made it counts, from 1
	Hidden bool
	Cells  []Cell // by column
}

// At returns the cell of a column.
func (r Row) At(col int) (Cell, bool) {
	for _, c := range r.Cells {
		if c.Col == col {
			return c, true
		}
	}
	return Cell{}, false
}

// A Merge is a block of cells of which only the first holds something; both
// corners are part of it. Columns count from 0, rows from 1.
type Merge struct{ Col, Row, ToCol, ToRow int }

// A Table is a sheet of a workbook, or a text.
type Table struct {
	Name   string // of the sheet; empty for a text
	Hidden bool
	Rows   []Row // by number
	Merges []Merge
}

// Limits of a file. A workbook of 100,000 rows of ten columns unpacks to 60 MB.
const (
	MostBytes  = 24 << 20  // of the file
	mostPart   = 192 << 20 // bytes of a part, unpacked
	mostText   = 48 << 20  // bytes of text in all
	MostRows   = 200_000   // in which something stands
	mostCells  = 2_500_000
	mostTables = 40
	mostOne    = 1 << 20 // bytes of the text of one cell, of one tag
)

var (
	errLarge  = fault.New(fault.Invalid, "表格太大：展开后超过了能读取的范围（20万行）。请只保留需要的行，另存后再上传。")
	errBroken = fault.New(fault.Invalid, "文件已损坏，读不出来。请用 WPS 或 Excel 打开它，另存为“.xlsx”后再上传。")
	errOld    = fault.New(fault.Invalid, "这是旧的“.xls”格式。请用 WPS 或 Excel 打开它，另存为“.xlsx”后再上传。")
	errLocked = fault.New(fault.Invalid, "文件设了打开密码，读不出来。请去掉密码，另存后再上传。")
	errKind   = fault.New(fault.Invalid, "这不是 Excel 工作簿。请上传“.xlsx”，或“.csv”、“.txt”文字表格。")
	errPage   = fault.New(fault.Invalid, "这其实是一个网页，只是名字像表格。请用 WPS 或 Excel 打开它，另存为“.xlsx”后再上传。")
	errEmpty  = fault.New(fault.Invalid, "文件里没有内容。")
)

// Read reads a file by what it is, whatever it is called. Faults are such as
// whoever sent it can mend.
func Read(b []byte) ([]Table, error) {
	head := b[:min(len(b), 1024)]
	switch {
	case len(bytes.TrimSpace(b)) == 0:
		return nil, errEmpty
	case len(b) > MostBytes:
		return nil, errLarge
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		return book(b)
	case bytes.HasPrefix(head, []byte("\xD0\xCF\x11\xE0")):
		if bytes.Contains(b, wide("EncryptedPackage")) {
			return nil, errLocked
		}
		return nil, errOld
	case bytes.HasPrefix(bytes.TrimLeft(head, "\xEF\xBB\xBF \r\n\t"), []byte("<")):
		return nil, errPage
	case bytes.HasPrefix(head, []byte("%PDF")), binary(head):
		return nil, errKind
	}
	return Plain(b)
}

// wide returns an ASCII text as old files hold it.
func wide(s string) []byte {
	var b []byte
	for i := range len(s) {
		b = append(b, s[i], 0)
	}
	return b
}

// binary reports whether b is no text in any encoding: a zero that is not half of
// a character.
func binary(b []byte) bool {
	if bytes.HasPrefix(b, []byte("\xFF\xFE")) || bytes.HasPrefix(b, []byte("\xFE\xFF")) {
		return false
	}
	return bytes.IndexByte(b, 0) >= 0
}

// Address names a cell as spreadsheets do: B7. col counts from 0.
func Address(col, row int) string {
	var name []byte
	for col++; col > 0; col = (col - 1) / 26 {
		name = append([]byte{byte('A' + (col-1)%26)}, name...)
	}
	return string(name) + strconv.Itoa(row)
}

// Day returns the day of a day number: 42998 is 2017-09-20. Numbers below 61,
// which programs count differently, and those beyond the year 2199 are no days.
func Day(number string) (time.Time, bool) {
	n, err := strconv.ParseFloat(number, 64)
	if err != nil || n < 61 || n >= 109575 {
		return time.Time{}, false
	}
	return time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC).AddDate(0, 0, int(math.Floor(n))), true
}
