package ui

import (
	"context"
	"slices"

	"github.com/a-h/templ"
)

// A Table is a list of records.
type Table struct {
	ID      string
	Caption string // what the rows are
	Columns []Column
	Rows    []Row
	Total   []Cell // the last row; nil if there is none
	Count   int    // of all rows, also those not shown; zero is those shown
	More    bool   // these rows are a page of more that nobody has counted
	// Sort is the key of the column the rows are sorted by, SortHref the address
	// of the list sorted by another; nil if it cannot be sorted.
	Sort     string
	Down     bool
	SortHref func(key string) string
	Pick     string // name of the check box of each row that has an ID; empty has none
	Dense    bool
	Scroll   bool // on a phone scrolls sideways in its box; else rows are cards
	// Empty is said if there are no rows, with EmptyText what to do about it.
	Empty, EmptyText string
}

// A Column is a head and how its cells stand.
type Column struct {
	Key   string // to sort by; empty cannot be sorted by
	Label string
	Num   bool // numbers, to the right
	Main  bool // what names the row: the head of a card
	Quiet bool // left out on narrow screens
}

// A Row is one record.
type Row struct {
	ID    string // value of its check box
	Href  string // where the row leads
	Tone  Tone   // marks its edge: [Late], [OnMe]
	Cells []Cell // one for each column
}

// A Cell is a text, and perhaps a chip or a part of its own.
type Cell struct {
	Text string
	Sub  string // a second line, small
	Href string
	Tone Tone // not empty: Text is a chip
	Part templ.Component
}

// Texts returns cells of these texts.
func Texts(texts ...string) []Cell {
	cells := make([]Cell, len(texts))
	for i, t := range texts {
		cells[i].Text = t
	}
	return cells
}

// DropEmpty leaves out the columns in which no row has anything, but the first.
func (t *Table) DropEmpty() {
	for i := len(t.Columns) - 1; i > 0 && len(t.Rows) > 0; i-- {
		if slices.ContainsFunc(t.Rows, func(r Row) bool { return i < len(r.Cells) && !r.Cells[i].empty() }) {
			continue
		}
		t.Columns = slices.Delete(t.Columns, i, i+1)
		for j := range t.Rows {
			t.Rows[j].Cells = slices.Delete(t.Rows[j].Cells, i, i+1)
		}
		if len(t.Total) > i {
			t.Total = slices.Delete(t.Total, i, i+1)
		}
	}
}

func (c Cell) empty() bool { return c.Text == "" && c.Sub == "" && c.Part == nil }

func (t Table) class() string {
	c := "table"
	if t.Dense {
		c += " table-dense"
	}
	if t.Scroll {
		return c + " table-scroll"
	}
	return c + " table-cards"
}

func (t Table) count() int {
	if t.Count > 0 {
		return t.Count
	}
	return len(t.Rows)
}

func (t Table) empty(ctx context.Context) string {
	if t.Empty != "" {
		return t.Empty
	}
	return T(ctx, "目前没有记录")
}

// sorted returns the value of aria-sort of column c.
func (t Table) sorted(c Column) string {
	switch {
	case c.Key == "" || c.Key != t.Sort:
		return "none"
	case t.Down:
		return "descending"
	}
	return "ascending"
}

func (c Column) class() string {
	s := ""
	if c.Num {
		s += " num"
	}
	if c.Main {
		s += " main"
	}
	if c.Quiet {
		s += " quiet"
	}
	if c.Label == "" && !c.Main { // links and buttons: not for paper
		s += " bare"
	}
	return s
}

func (t Table) column(i int) Column {
	if i < len(t.Columns) {
		return t.Columns[i]
	}
	return Column{}
}

// blank reports whether nothing stands in c: on a phone its label goes too.
func (c Cell) blank() bool { return c.Part == nil && c.Text == "" && c.Sub == "" }
