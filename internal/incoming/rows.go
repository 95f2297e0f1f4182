package incoming

import (
	"slices"
	"strconv"
	"strings"

	"qinglan/internal/doc/sheet"
	"qinglan/internal/ident"
)

const (
	mostSkipped = 200  // rows passed over that are named one by one
	mostLetters = 2000 // bytes of a cell
)

// A reader turns the rows of a sheet into those of a table.
type reader struct {
	table   *Table
	columns []Column // as those of the table
	key     int      // the place of the column that tells what a row is about
	sheet   *sheet.Table
	head    head
	merges  [][]sheet.Merge // that lie over several rows, by column of the table
	arena   []Cell
}

func (r *reader) rows() {
	r.spread()
	above := make([]string, len(r.columns)) // what 同上 means
	for i := range r.sheet.Rows {
		row := r.sheet.Rows[i]
		r.sheet.Rows[i].Cells = nil // so that only one of both is held
		if row.No <= r.head.last {
			continue
		}
		if why := r.passed(row); why != Right {
			r.skip(row, why)
			continue
		}
		out := Row{No: row.No, Hidden: row.Hidden, Cells: r.cells(row.No, row.Cells, above)}
		if !slices.ContainsFunc(out.Cells, func(c Cell) bool { return c.Seen() != "" || c.Why != Right }) {
			continue // nothing but columns that are not read
		}
		if why := r.blank(out); why != Right {
			r.skip(row, why)
			continue
		}
		r.table.Rows = append(r.table.Rows, out)
	}
}

// spread sorts the merged blocks that reach over several rows by column.
func (r *reader) spread() {
	r.merges = make([][]sheet.Merge, len(r.columns))
	for _, m := range r.sheet.Merges {
		for i, f := range r.table.Columns {
			if f.Col == m.Col && m.ToRow > m.Row && m.Row > r.head.last {
				r.merges[i] = append(r.merges[i], m)
			}
		}
	}
	for _, all := range r.merges {
		slices.SortFunc(all, func(a, b sheet.Merge) int { return a.Row - b.Row })
	}
}

// within returns the merged block that covers a row below its first, if there is one.
func (r *reader) within(i, no int) (sheet.Merge, bool) {
	for len(r.merges[i]) > 0 && r.merges[i][0].ToRow < no {
		r.merges[i] = r.merges[i][1:]
	}
	if len(r.merges[i]) > 0 && r.merges[i][0].Row < no {
		return r.merges[i][0], true
	}
	return sheet.Merge{}, false
}

// cells reads a person's row. What is merged over several rows stands in each; of
// a name that is a fault, for a row is one person.
func (r *reader) cells(no int, from []sheet.Cell, above []string) []Cell {
	if len(r.arena) < len(r.columns) {
		r.arena = make([]Cell, 1024*len(r.columns))
	}
	out := r.arena[:len(r.columns):len(r.columns)]
	r.arena = r.arena[len(r.columns):]
	k := 0
	for i, f := range r.table.Columns {
		for k < len(from) && from[k].Col < f.Col {
			k++
		}
		_, covered := r.within(i, no)
		switch {
		case covered && r.columns[i].Kind == Name:
			out[i] = Cell{Raw: above[i], Why: merged}
		case covered && r.columns[i].Kind != Rank:
			out[i] = Cell{Text: above[i]}
		case k < len(from) && from[k].Col == f.Col:
			out[i] = read(r.columns[i], from[k], above[i])
			above[i] = out[i].Text
		default:
			above[i] = ""
		}
	}
	return out
}

// passed tells why a row is nobody's, as far as its looks tell.
func (r *reader) passed(row sheet.Row) Why {
	if len(row.Cells) == 0 {
		return numbered
	}
	heads := 0
	for i, f := range r.table.Columns {
		if c, ok := row.At(f.Col); ok && whole(c.Text, r.columns[i:i+1]) == f.Name {
			heads++
		}
	}
	if heads >= 2 {
		return headAgain
	}
	first, name := bare(row.Cells[0].Text), ""
	if c, ok := row.At(r.table.Columns[r.key].Col); ok {
		name = bare(c.Text)
	}
	alone := len(row.Cells) == 1
	if footed(first) && (alone || row.Cells[0].Col != r.table.Columns[r.key].Col) || footed(name) && name != "" {
		return foot
	}
	if alone && r.wide(row) {
		return heading
	}
	return Right
}

// wide reports whether the one text of a row is no cell of the table: it is merged
// over several columns, or long, or not in the column of names.
func (r *reader) wide(row sheet.Row) bool {
	c := row.Cells[0]
	if slices.ContainsFunc(r.sheet.Merges, func(m sheet.Merge) bool { return m.Row == row.No && m.Col == c.Col && m.ToCol > m.Col }) {
		return true
	}
	for i, f := range r.table.Columns {
		if f.Col == c.Col {
			return r.columns[i].Kind == Plain && i != r.key
		}
	}
	return true
}

// blank tells why a row that was read is nobody's, and marks the name that is
// missing in one that is somebody's.
func (r *reader) blank(row Row) Why {
	others := 0
	for i, c := range row.Cells {
		if r.columns[i].Kind != Rank && c.Seen() != "" {
			others++
		}
	}
	if others == 0 && row.Cells[r.key].Why == Right {
		return numbered
	}
	if n := &row.Cells[r.key]; n.Seen() == "" && n.Why == Right {
		if n.Why = untitled; r.columns[r.key].Kind == Name {
			n.Why = nameless
		}
	}
	return Right
}

// footed reports whether a text, without spaces, is what stands below tables.
func footed(text string) bool {
	for _, w := range footWords {
		if strings.HasPrefix(text, w) {
			return true
		}
	}
	return strings.HasPrefix(text, "共") && (strings.HasSuffix(text, "人") || strings.HasSuffix(text, "名")) ||
		strings.HasSuffix(text, "盖章") && len(text) > len("盖章")
}

var footWords = []string{
	"以下空白", "以下无正文", "以下为空", "此页以下", "合计", "总计", "小计", "注1", "注2", "注备", "备注", "说明", "填表人", "填表说明", "填表单位", "填报人", "填报单位", "填报日期",
	"制表", "审核人", "审核意见", "复核人", "推荐单位", "单位负责人", "负责人签", "经办人", "联系人", "联系电话", "排序规则", "年月日", "日期年", "注填", "注本表", "注请", "注以", "注序",
}

func (r *reader) skip(row sheet.Row, why Why) {
	if len(row.Cells) == 0 {
		return
	}
	if len(r.table.Skipped) >= mostSkipped {
		r.table.Over++
		return
	}
	text := row.Cells[0].Text
	for _, c := range row.Cells[1:] {
		text += " " + c.Text
	}
	if ident.HoldsIDNo(text) {
		text = ""
	}
	r.table.Skipped = append(r.table.Skipped, Skip{strconv.Itoa(row.No), clipped(text), why})
}

// clipped returns the beginning of a text, on one line.
func clipped(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if r := []rune(s); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return s
}
