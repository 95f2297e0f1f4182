// Package xlsx writes a [doc.Document] as a workbook of one sheet, ready to
// print: texts over the width of the table, the head repeated on each page, A4.
//
// It promises that a text stays the text that was typed: no cell is ever a
// formula, a date or a rounded number, whatever it begins with; only what the
// document marks as a whole number or an amount of money is one, to the 分. What a cell cannot hold is an error
// and not cut off. Boxes, frames and codes, which belong to paper, are left out.
package xlsx

import (
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"

	"qinglan/internal/doc"
)

// limit is how many UTF-16 units a cell holds; excelize would cut at it.
const limit = excelize.TotalCellChars

// Kind is the media type of what Write writes.
const Kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

// Write writes d to w. After an error in d nothing has been written.
func Write(w io.Writer, d doc.Document) error {
	s, err := plan(d)
	if err != nil {
		return err
	}
	f := excelize.NewFile()
	defer f.Close()
	if err := fill(f, d, s); err != nil {
		return fmt.Errorf("xlsx: %w", err)
	}
	b, err := f.WriteToBuffer()
	if err != nil {
		return fmt.Errorf("xlsx: %w", err)
	}
	_, err = b.WriteTo(w)
	return err
}

// fill puts the rows of s and what belongs to printing into f.
func fill(f *excelize.File, d doc.Document, s *sheet) error {
	name := sheetName(d.Title)
	if err := f.SetSheetName("Sheet1", name); err != nil {
		return err
	}
	if err := setup(f, name, d); err != nil {
		return err
	}
	out, err := f.NewStreamWriter(name)
	if err != nil {
		return err
	}
	for i, width := range s.widths {
		if err := out.SetColWidth(i+1, i+1, width/perChar); err != nil {
			return err
		}
	}
	if s.headTo > 0 && s.headTo < len(s.rows) {
		top := &excelize.Panes{
			Freeze: true, YSplit: s.headTo, ActivePane: "bottomLeft",
			TopLeftCell: fmt.Sprintf("A%d", s.headTo+1),
		}
		if err := out.SetPanes(top); err != nil {
			return err
		}
	}
	if err := put(f, out, s); err != nil {
		return err
	}
	if err := out.Flush(); err != nil {
		return err
	}
	if s.headTo == 0 {
		return nil
	}
	return f.SetDefinedName(&excelize.DefinedName{
		Name: "_xlnm.Print_Titles", Scope: name,
		RefersTo: fmt.Sprintf("'%s'!$%d:$%d", strings.ReplaceAll(name, "'", "''"), s.headFrom, s.headTo),
	})
}

// put writes the rows.
func put(f *excelize.File, out *excelize.StreamWriter, s *sheet) error {
	styles := styles{file: f, ids: map[look]int{}}
	for i, r := range s.rows {
		values := make([]any, len(s.widths))
		for k, c := range r.cells {
			id, err := styles.id(c.look)
			if err != nil {
				return err
			}
			values[k] = excelize.Cell{StyleID: id, Value: c.value}
		}
		at, err := excelize.CoordinatesToCellName(1, i+1)
		if err != nil {
			return err
		}
		if r.breaks {
			if err := out.InsertPageBreak(at); err != nil {
				return err
			}
		}
		if err := out.SetRow(at, values, excelize.RowOpts{Height: min(r.height/point, 409)}); err != nil {
			return err
		}
	}
	for _, m := range s.merges {
		from, _ := excelize.CoordinatesToCellName(m[0]+1, m[1]+1)
		to, _ := excelize.CoordinatesToCellName(m[2]+1, m[3]+1)
		if err := out.MergeCell(from, to); err != nil {
			return err
		}
	}
	return nil
}

// setup sets paper, margins, the foot of the pages and what the file says of
// itself.
func setup(f *excelize.File, name string, d doc.Document) error {
	paper, wide, high, orientation := 9, 1, 0, "portrait" // 9 is A4; as many pages long as it takes
	if d.Page.Width > d.Page.Height {
		orientation = "landscape"
	}
	fit := true
	inch := func(mm float64) *float64 { v := mm / 25.4; return &v }
	foot := strings.NewReplacer("&", "&&", "{n}", "&P", "{m}", "&N")
	return firstError(
		f.SetSheetProps(name, &excelize.SheetPropsOptions{FitToPage: &fit}),
		f.SetPageLayout(name, &excelize.PageLayoutOptions{
			Size: &paper, Orientation: &orientation, FitToWidth: &wide, FitToHeight: &high,
		}),
		f.SetPageMargins(name, &excelize.PageLayoutMarginsOptions{
			Top: inch(d.Page.Top), Right: inch(d.Page.Right), Bottom: inch(d.Page.Bottom), Left: inch(d.Page.Left),
			Footer: inch(d.Page.Bottom / 2), Header: inch(d.Page.Top / 2),
		}),
		f.SetHeaderFooter(name, &excelize.HeaderFooterOptions{OddFooter: "&R&9" + "&\"宋体\"" + foot.Replace(d.Footer.Right)}),
		f.SetDocProps(&excelize.DocProperties{
			Title: d.Title, Subject: d.Subject, Creator: d.Author, LastModifiedBy: d.Author,
			Created: stamp(d.Created), Modified: stamp(d.Created),
		}),
	)
}

// stamp writes t as the file wants it. Without a time it is the epoch, so that
// equal documents are equal files.
func stamp(t time.Time) string {
	if t.IsZero() {
		t = time.Unix(0, 0)
	}
	return t.UTC().Format(time.RFC3339)
}

func firstError(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// sheetName returns title without what a sheet's name may not hold.
func sheetName(title string) string {
	name := strings.Trim(strings.Map(func(r rune) rune {
		if r < ' ' || strings.ContainsRune(`[]:*?/\`, r) {
			return -1
		}
		return r
	}, title), "' ")
	runes := []rune(name)
	for len(utf16.Encode(runes)) > excelize.MaxSheetNameLength {
		runes = runes[:len(runes)-1]
	}
	if len(runes) == 0 {
		return "表"
	}
	return string(runes)
}

// sound returns an error if a cell cannot hold text as it is.
func sound(text string) error {
	if n := len(utf16.Encode([]rune(text))); n > limit {
		return fmt.Errorf("xlsx: a text of %d characters is longer than a cell", n)
	}
	for _, r := range text {
		if r < ' ' && r != '\n' && r != '\t' && r != '\r' || r == 0xFFFE || r == 0xFFFF {
			return fmt.Errorf("xlsx: a cell cannot hold %U of %q", r, text)
		}
	}
	return nil
}
