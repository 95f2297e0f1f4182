// Package paste reads tables as people paste them: copied out of a spreadsheet
// (tabs), out of a chat or typed (commas, semicolons or wide gaps), with a line
// that names the columns or without. It decides only where a cell begins and
// which column it is of; what a cell must be is for whoever asked.
package paste

import (
	"regexp"
	"strings"
)

// A Column is one column that a table may have.
type Column struct {
	Name  string
	Words []string // by which a first line names it
}

// A Row is one line of a table that has cells.
type Row struct {
	No    int               // of the line, from 1
	Cells map[string]string // by column, trimmed; an empty cell is absent
	Extra bool              // holds more than the columns
}

var gaps = regexp.MustCompile(`\s*[,，;；|]\s*|\s{2,}`)

// headLines is how far down a line may be the one that names the columns: what
// stands above it is a title.
const headLines = 3

// Rows reads a table. A line that names the first of the columns names them all;
// without one they come in the order given. Lines without a cell are left out.
func Rows(text string, columns ...Column) (out []Row) {
	order := make([]string, len(columns))
	for i, c := range columns {
		order[i] = c.Name
	}
	for i, line := range strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n") {
		cells := split(line)
		if len(cells) == 0 {
			continue
		}
		if named, ok := head(cells, columns); ok && i < headLines {
			order, out = named, nil
			continue
		}
		out = append(out, row(i+1, cells, order))
	}
	return out
}

func row(no int, cells, order []string) Row {
	r := Row{No: no, Cells: map[string]string{}}
	for i, text := range cells {
		switch {
		case text == "" || i < len(order) && order[i] == "":
		case i >= len(order):
			r.Extra = true
		default:
			r.Cells[order[i]] = text
		}
	}
	return r
}

// split returns the cells of a line without the empty ones at its end.
func split(line string) []string {
	var out []string
	if strings.Contains(line, "\t") {
		out = strings.Split(line, "\t")
	} else {
		out = gaps.Split(strings.TrimSpace(line), -1)
	}
	for i := range out {
		out[i] = strings.TrimSpace(out[i])
	}
	for len(out) > 0 && out[len(out)-1] == "" {
		out = out[:len(out)-1]
	}
	return out
}

// head returns which column each cell of a line names, and whether the line is
// one that names columns: it names the first by a whole word.
func head(cells []string, columns []Column) (order []string, ok bool) {
	for _, text := range cells {
		name := ""
		for i, c := range columns {
			for _, w := range c.Words {
				if text == w || name == "" && len(text) < 40 && strings.Contains(text, w) {
					name = c.Name
					ok = ok || i == 0 && (text == w || w == c.Words[0])
				}
			}
		}
		order = append(order, name)
	}
	return order, ok && len(cells) > 1
}
