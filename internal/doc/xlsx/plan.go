package xlsx

import (
	"math"
	"strconv"
	"strings"

	"qinglan/internal/doc"
)

const (
	point   = 25.4 / 72 // a point in millimetres
	perChar = 1.95      // millimetres of a column to one character of its width
)

// A sheet is what is to be written, row by row.
type sheet struct {
	widths           []float64 // of the columns, in millimetres
	rows             []row
	merges           [][4]int // first column and row, last column and row; from 0
	headFrom, headTo int      // rows of the first table's head, from 1; 0 for none
}

type row struct {
	cells  []cell // nil where nothing stands
	height float64
	breaks bool // a page ends above it
}

type cell struct {
	value any // nil, string, int64 or float64
	look  look
}

// plan lays the blocks of d out in rows.
func plan(d doc.Document) (*sheet, error) {
	s := &sheet{widths: widths(d)}
	breaks := false
	for _, b := range d.Blocks {
		from := len(s.rows)
		switch b := b.(type) {
		case doc.Text:
			for part := range strings.SplitSeq(b.Text, "\n") {
				s.text(part, b.Style)
			}
		case doc.Pair:
			s.pair(b)
		case doc.Space:
			s.rows = append(s.rows, row{height: float64(b)})
		case doc.Table:
			if err := s.table(b); err != nil {
				return nil, err
			}
		case doc.Break:
			breaks = true
		}
		if breaks && len(s.rows) > from {
			s.rows[from].breaks, breaks = true, false
		}
	}
	if d.Footer.Left != "" {
		s.text(d.Footer.Left, doc.Style{Size: doc.Five2, Align: doc.Left})
	}
	for _, r := range s.rows {
		for _, c := range r.cells {
			if text, ok := c.value.(string); ok {
				if err := sound(text); err != nil {
					return nil, err
				}
			}
		}
	}
	return s, nil
}

// widths returns the columns of d's widest table, or one as wide as the page.
func widths(d doc.Document) []float64 {
	var widest []doc.Column
	total := 0.0
	for _, b := range d.Blocks {
		if t, ok := b.(doc.Table); ok && len(t.Columns) > len(widest) {
			widest, total = t.Columns, 0
			for _, c := range t.Columns {
				total += c.Width
			}
		}
	}
	if widest == nil {
		return []float64{d.Page.Inner()}
	}
	out := make([]float64, len(widest))
	for i, c := range widest {
		out[i] = c.Width * d.Page.Inner() / total
	}
	return out
}

// text adds a row with a text over all columns.
func (s *sheet) text(text string, st doc.Style) {
	l := lookOf(st)
	r := row{height: s.height(text, l, 0, len(s.widths)) + 1}
	r.cells = append(r.cells, cell{text, l})
	s.merge(0, len(s.rows), len(s.widths), 1)
	s.rows = append(s.rows, r)
}

// pair adds a row with a text at each end.
func (s *sheet) pair(p doc.Pair) {
	l := lookOf(p.Style)
	l.align = doc.Left
	n := len(s.widths)
	if n == 1 {
		s.text(p.Left+"　"+p.Right, p.Style)
		return
	}
	half := (n + 1) / 2
	r := row{cells: make([]cell, n), height: max(s.height(p.Left, l, 0, half), s.height(p.Right, l, half, n)) + 1}
	r.cells[0] = cell{p.Left, l}
	l.align = doc.Right
	r.cells[half] = cell{p.Right, l}
	s.merge(0, len(s.rows), half, 1)
	s.merge(half, len(s.rows), n-half, 1)
	s.rows = append(s.rows, r)
}

// merge joins so many columns and rows from a cell on.
func (s *sheet) merge(col, row, cols, rows int) {
	if cols > 1 || rows > 1 {
		s.merges = append(s.merges, [4]int{col, row, col + cols - 1, row + rows - 1})
	}
}

func (s *sheet) table(t doc.Table) error {
	from := len(s.rows)
	if err := s.grid(t, t.Head); err != nil {
		return err
	}
	if s.headTo == 0 && len(s.rows) > from {
		s.headFrom, s.headTo = from+1, len(s.rows)
	}
	return s.grid(t, t.Rows)
}

// grid adds rows of bordered cells.
func (s *sheet) grid(t doc.Table, rows []doc.Row) error {
	places, err := doc.Places(rows, len(t.Columns))
	if err != nil {
		return err
	}
	from := len(s.rows)
	for _, r := range rows {
		s.rows = append(s.rows, row{cells: make([]cell, len(t.Columns)), height: r.Height})
	}
	for _, p := range places {
		l := lookOf(t.Style)
		l.bordered, l.bold, l.top, l.whole, l.money = true, l.bold || p.Bold, p.Top, p.Whole, p.Money
		if l.align = p.Align; l.align == doc.Auto {
			l.align = t.Columns[p.Col].Align
		}
		if l.align == doc.Auto {
			l.align = doc.Centre
		}
		for i := range p.Rows {
			for k := range p.Cols { // a joined cell has a border all around only so
				s.rows[from+p.Row+i].cells[p.Col+k].look = l
			}
		}
		text := strings.Join(append([]string{p.Text}, p.Foot...), "\n")
		first := &s.rows[from+p.Row]
		first.cells[p.Col].value = value(text, p.Cell)
		s.merge(p.Col, from+p.Row, p.Cols, p.Rows)
		if p.Rows == 1 {
			first.height = max(first.height, s.height(text, l, p.Col, p.Col+p.Cols)+2)
		}
	}
	return nil
}

// value returns what a cell holds: a number only where one was meant.
func value(text string, c doc.Cell) any {
	if n, err := strconv.ParseInt(text, 10, 53); c.Whole && err == nil {
		return n
	}
	if c.Money && exact(text) {
		if n, err := strconv.ParseFloat(text, 64); err == nil {
			return n
		}
	}
	return strings.ReplaceAll(text, "\r\n", "\n")
}

// exact reports whether an amount has so few digits that a workbook, which
// reckons with 15 of them, keeps every 分.
func exact(text string) bool { return len(text) <= len("-9999999999999.99") }

// height estimates how high a text stands in columns from up to to. A reader
// has fonts of its own, so there is no knowing.
func (s *sheet) height(text string, l look, from, to int) float64 {
	room := -2.0
	for _, w := range s.widths[from:min(to, len(s.widths))] {
		room += w
	}
	em := l.size * point
	lines := 0.0
	for part := range strings.SplitSeq(text, "\n") {
		w := 0.0
		for _, r := range part {
			if r < 0x2E80 {
				w += em * 0.55
			} else {
				w += em
			}
		}
		lines += max(1, math.Ceil(w/max(room, em)))
	}
	return lines * em * 1.35
}
