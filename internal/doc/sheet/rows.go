package sheet

import (
	"slices"
	"strconv"
	"strings"
)

// A style is what is known of the look of cells.
type style struct{ date, struck bool }

// table reads the rows of a sheet and what is merged.
func (w *workbook) table(in *scanner, t *Table) error {
	switch {
	case in.name == "sheetData" && !in.end && !in.self:
		return w.rows(in, t)
	case in.name == "mergeCell" && !in.end:
		from, to, _ := strings.Cut(in.attr("ref"), ":")
		var m Merge
		var ok, too bool
		m.Col, m.Row, ok = place(from)
		m.ToCol, m.ToRow, too = place(to)
		if len(t.Merges) >= MostRows {
			return errLarge
		}
		if ok && too && m.ToCol >= m.Col && m.ToRow >= m.Row {
			t.Merges = append(t.Merges, m)
		}
	}
	return nil
}

// rows reads sheetData, which has begun.
func (w *workbook) rows(in *scanner, t *Table) error {
	row := Row{}
	from := len(w.arena)
	for {
		if err := in.next(); err != nil {
			return unfinished(err)
		}
		switch {
		case in.name == "sheetData":
			return nil
		case in.name == "row" && !in.end:
			n, err := strconv.Atoi(in.attr("r"))
			if err != nil || n <= row.No { // left out by some programs
				n = row.No + 1
			}
			if len(w.arena)+64 > cap(w.arena) { // rows keep pieces of it
				w.arena = make([]Cell, 0, 16<<10)
			}
			row, from = Row{No: n, Hidden: yes(in.attr("hidden"))}, len(w.arena)
		case in.name == "row":
			if row.Cells = slices.Clip(w.arena[from:]); len(row.Cells) > 0 {
				if t.Rows = append(t.Rows, row); len(t.Rows) > MostRows {
					return errLarge
				}
			}
		case in.name == "c" && !in.end && !in.self:
			last := -1
			if n := len(w.arena); n > from {
				last = w.arena[n-1].Col
			}
			c, ok, err := w.cell(in, last+1)
			if err != nil {
				return err
			}
			if w.cells++; w.cells > mostCells {
				return errLarge
			}
			if ok {
				w.arena = append(w.arena, c)
			}
		}
	}
}

// cell reads a cell, which has begun; ok is false if nothing stands in it.
func (w *workbook) cell(in *scanner, col int) (c Cell, ok bool, err error) {
	kind, look := in.attr("t"), style{}
	if n, err := strconv.Atoi(in.attr("s")); err == nil && n >= 0 && n < len(w.styles) {
		look = w.styles[n]
	}
	if at, _, ok := place(in.attr("r")); ok && at >= col {
		col = at
	}
	value, formula, found := "", false, false
	in.text = in.text[:0]
	for {
		if err := in.next(); err != nil {
			return c, false, unfinished(err)
		}
		switch {
		case in.name == "c" && in.end:
			c = w.valued(kind, value, look)
			c.Col = col
			if !found && formula {
				c.Kind, found = Empty, true
			}
			if w.text += int64(len(c.Text)); w.text > mostText {
				return c, false, errLarge
			}
			return c, found && (c.Text != "" || c.Kind == Empty), nil
		case in.name == "f":
			formula = true
			in.keep = false
		case in.name == "rPh" && !in.end && !in.self:
			in.keep = false
			err = in.skip("rPh")
		case (in.name == "v" || in.name == "t") && !in.self:
			in.keep = !in.end
			if in.end {
				value, found = value+in.take(), true
			} else {
				in.text = in.text[:0]
			}
		}
		if err != nil {
			return c, false, err
		}
	}
}

// valued returns a cell by what its kind says of its value.
func (w *workbook) valued(kind, value string, look style) Cell {
	c := Cell{Text: value, Struck: look.struck}
	switch kind {
	case "s":
		c.Text = ""
		if n, err := strconv.Atoi(strings.TrimSpace(value)); err == nil && n >= 0 && n < len(w.strings) {
			c.Text = w.strings[n]
		}
	case "str", "inlineStr":
	case "b":
		c.Kind = Bool
	case "e":
		c.Kind = Error
	case "d": // a date written as a text
		c.Text, _, _ = strings.Cut(value, "T")
	default:
		c.Kind, c.Text = Number, strings.TrimSpace(value)
		if look.date {
			c.Kind = Date
			if n, err := strconv.ParseFloat(c.Text, 64); err == nil && w.old {
				c.Text = strconv.FormatFloat(n+1462, 'f', -1, 64)
			}
		}
	}
	return c
}
