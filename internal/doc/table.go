package doc

import (
	"fmt"
	"strconv"
)

// A Table is a grid of bordered cells. It serves lists, where the head repeats
// on each page, and official forms, where cells span columns and rows.
type Table struct {
	Columns []Column
	Head    []Row
	Rows    []Row
	Style   Style
	Pad     float64 // above and below the text of a cell; 0 is 1.4 mm
}

// A Column has a share of the table's width and an alignment of its cells.
type Column struct {
	Width float64
	Align Align
}

// A Row is a row of cells; a place that a cell above spans into is left out.
type Row struct {
	Cells  []Cell
	Height float64 // the least height
	Grow   bool    // takes the height that is left on the page
}

// A Cell is one cell. Its text may hold newlines.
type Cell struct {
	Text       string
	Foot       []string // at the lower right: （盖章）, 年 月 日
	Cols, Rows int      // how many it spans; 0 is 1
	Align      Align
	Top        bool // stands at the top and not in the middle
	Bold       bool
	Indent     float64 // of the first line of each paragraph, in characters
	Whole      bool    // a whole number, for a workbook to calculate with
	Money      bool    // yuan with two decimals, likewise
}

// Cells returns a row of texts.
func Cells(texts ...string) Row {
	r := Row{Cells: make([]Cell, len(texts))}
	for i, s := range texts {
		r.Cells[i].Text = s
	}
	return r
}

// Titles returns a row of bold centred texts, for a head.
func Titles(texts ...string) Row {
	r := Cells(texts...)
	for i := range r.Cells {
		r.Cells[i].Bold, r.Cells[i].Align = true, Centre
	}
	return r
}

// Int returns a cell with a whole number.
func Int(n int) Cell { return Cell{Text: strconv.Itoa(n), Whole: true} }

// Money returns a cell with an amount as it is written in yuan, with two decimals.
func Money(yuan string) Cell { return Cell{Text: yuan, Money: true} }

// Span returns c over so many columns and rows.
func (c Cell) Span(cols, rows int) Cell {
	c.Cols, c.Rows = cols, rows
	return c
}

// Place is a cell of a Table with the place of its upper left corner and how
// many columns and rows it covers, none of them 0.
type Place struct {
	Cell
	Row, Col int
}

// Places returns where the cells of rows stand among n columns, row by row.
// It refuses rows whose cells do not fill the grid exactly.
func Places(rows []Row, n int) ([]Place, error) {
	var out []Place
	taken := make([]int, n) // rows that a cell still covers, by column
	for i, r := range rows {
		col := 0
		for _, c := range r.Cells {
			for col < n && taken[col] > 0 {
				col++
			}
			c.Cols, c.Rows = max(c.Cols, 1), max(c.Rows, 1)
			if col+c.Cols > n || i+c.Rows > len(rows) {
				return nil, fmt.Errorf("table: cell %q reaches out of row %d of %d columns", c.Text, i+1, n)
			}
			for k := col; k < col+c.Cols; k++ {
				if taken[k] > 0 {
					return nil, fmt.Errorf("table: cell %q of row %d lies on another", c.Text, i+1)
				}
				taken[k] = c.Rows
			}
			out = append(out, Place{c, i, col})
			col += c.Cols
		}
		for k := range taken {
			if taken[k] == 0 {
				return nil, fmt.Errorf("table: row %d lacks column %d", i+1, k+1)
			}
			taken[k]--
		}
	}
	return out, nil
}
