package incoming

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"qinglan/internal/doc/sheet"
	"qinglan/internal/fault"
)

// headRows is how far down a sheet its head may stand.
const headRows = 40

// noTable says how a table must begin.
func noTable(columns []Column) error {
	in := inOrder(columns)
	in = slices.DeleteFunc(in, func(c Column) bool { return c.Kind == Rank || c.Name == columns[0].Name })
	if len(in) < 2 {
		return fault.New(fault.Invalid, "没有找到名单：表里应有一行列名，其中有“%s”。", columns[0].Words[0])
	}
	return fault.New(fault.Invalid, "没有找到名单：表里应有一行列名，其中有“%s”，另有“%s”“%s”等任意一列。", columns[0].Words[0], in[0].Words[0], in[1].Words[0])
}

// inOrder returns the columns that have a place, by it.
func inOrder(columns []Column) []Column {
	out := slices.DeleteFunc(slices.Clone(columns), func(c Column) bool { return c.Place == 0 })
	slices.SortFunc(out, func(a, b Column) int { return a.Place - b.Place })
	return out
}

// A head is where a table begins.
type head struct {
	row, last int // rows of the sheet that name the columns
	columns   []Found
	unread    []Skip
	score     int
}

// Read finds the list in what was sent: in the sheet that has most of the columns.
// The first column tells what a row is about. A text without a line that names its
// columns has them by their places.
func Read(sheets []sheet.Table, columns []Column) (*Table, error) {
	best, at := head{}, -1
	for i := range sheets {
		h := find(&sheets[i], columns)
		if h.score > best.score && (!sheets[i].Hidden || len(sheets) == 1) {
			best, at = h, i
		}
	}
	if at < 0 {
		if len(sheets) != 1 || sheets[0].Name != "" {
			return nil, noTable(columns)
		}
		at, best = 0, unnamed(&sheets[0], columns)
		if best.columns == nil {
			return nil, noTable(columns)
		}
	}
	t := &Table{Sheet: sheets[at].Name, Columns: best.columns, Unread: best.unread}
	for i := range sheets {
		if i != at {
			s := Skip{Text: sheets[i].Name, Why: otherSheet}
			if sheets[i].Hidden {
				s.Why = hiddenSheet
			}
			t.Unread = append(t.Unread, s)
			sheets[i].Rows = nil
		}
	}
	r := reader{table: t, columns: kinds(best.columns, columns), key: t.Has(columns[0].Name), sheet: &sheets[at], head: best}
	r.rows()
	return t, nil
}

// kinds returns the column of each that was found.
func kinds(found []Found, columns []Column) []Column {
	out := make([]Column, len(found))
	for i, f := range found {
		out[i] = columns[slices.IndexFunc(columns, func(c Column) bool { return c.Name == f.Name })]
	}
	return out
}

// find returns the row of a sheet that names most columns, the first among them.
func find(s *sheet.Table, columns []Column) (best head) {
	for i := range min(len(s.Rows), headRows) {
		if h := named(s, i, columns); h.score > best.score {
			best = h
		}
	}
	return best
}

// named reads row i of s as a head. Where titles lie over several columns the row
// below them names each.
func named(s *sheet.Table, i int, columns []Column) head {
	row := s.Rows[i]
	h := head{row: row.No, last: row.No}
	titles := map[int]string{}
	for _, c := range row.Cells {
		titles[c.Col] = c.Text
	}
	for _, m := range s.Merges {
		if m.Row == row.No && m.ToRow > m.Row && m.ToRow <= m.Row+2 && titles[m.Col] != "" {
			h.last = max(h.last, m.ToRow)
		}
	}
	for _, below := range s.Rows[i+1:] {
		if below.No > h.last {
			break
		}
		for _, c := range below.Cells {
			if whole(c.Text, columns) != "" || titles[c.Col] == "" {
				titles[c.Col] = c.Text
			}
		}
	}
	cols := slices.Sorted(maps.Keys(titles))
	for _, col := range cols { // what is spelled in full goes before what only holds the word
		if name := whole(titles[col], columns); name != "" && !h.has(name) {
			h.columns = append(h.columns, Found{name, clipped(titles[col]), col})
		}
	}
	for _, col := range cols {
		h.take(col, titles[col], columns)
	}
	slices.SortFunc(h.columns, func(a, b Found) int { return a.Col - b.Col })
	if len(h.columns) < 2 || !slices.ContainsFunc(h.columns, func(f Found) bool { return f.Name == columns[0].Name }) {
		return head{}
	}
	h.score = len(h.columns)
	return h
}

func (h *head) has(name string) bool {
	return slices.ContainsFunc(h.columns, func(f Found) bool { return f.Name == name })
}

// take gives a column its name, if none has that yet, or says that it is not read.
func (h *head) take(col int, title string, columns []Column) {
	if slices.ContainsFunc(h.columns, func(f Found) bool { return f.Col == col }) {
		return
	}
	letter := strings.TrimRight(sheet.Address(col, 1), "1")
	name := whole(title, columns)
	if name == "" {
		name = part(title, columns)
	}
	switch {
	case identity(title):
		h.unread = append(h.unread, Skip{letter, clipped(title), private})
	case name == "":
		h.unread = append(h.unread, Skip{letter, clipped(title), unknown})
	case h.has(name):
		h.unread = append(h.unread, Skip{letter, clipped(title), twice})
	default:
		h.columns = append(h.columns, Found{name, clipped(title), col})
	}
}

// identity reports whether a head is that of identity numbers.
func identity(title string) bool {
	title = bare(title)
	return strings.Contains(title, "身份证") || strings.Contains(title, "身份号") || strings.Contains(title, "证件号")
}

// whole returns the name of the column whose head is spelled so; empty if none is.
func whole(title string, columns []Column) string {
	all, title := bare(title), spelled(title)
	for _, c := range columns {
		if title != "" && slices.Contains(c.Words, title) || all != "" && slices.Contains(c.Words, all) {
			return c.Name
		}
	}
	return ""
}

// others make another column of a head: 单位电话 is no 单位.
var others = []string{"电话", "手机", "地址", "性质", "类型", "类别", "意见", "代码", "负责", "联系", "推荐单位", "编号", "人数", "级别", "拼音", "曾用", "英文", "年限", "时间", "日期", "盖章", "规模", "属地", "亲属", "推荐人"}

// part returns the name of the column whose word a head holds; empty if none is.
func part(title string, columns []Column) string {
	title = spelled(title)
	if len(title) > 45 || slices.ContainsFunc(others, func(w string) bool { return strings.Contains(title, w) }) {
		return ""
	}
	for _, c := range columns {
		if c.Part && strings.Contains(title, c.Words[0]) {
			return c.Name
		}
	}
	return ""
}

// bare returns a head without spaces, signs and the difference of widths.
func bare(s string) string {
	return strings.Map(func(r rune) rune {
		if r <= ' ' || strings.ContainsRune(" 　*＊:：.．。、/／\\-—_（）()[]【】“”\"", r) {
			return -1
		}
		return r
	}, half(s))
}

// spelled returns it also without what stands in brackets.
func spelled(s string) string {
	s = half(s)
	for {
		i := strings.IndexAny(s, "([【")
		if i < 0 {
			return bare(s)
		}
		end := strings.IndexAny(s[i:], ")]】")
		if end < 0 {
			return bare(s[:i])
		}
		_, width := runeAt(s[i+end:])
		s = s[:i] + s[i+end+width:]
	}
}

// unnamed reads a text that names no columns: they have their order, with its
// number or without.
func unnamed(s *sheet.Table, columns []Column) head {
	order := inOrder(columns)
	if len(s.Rows) == 0 || len(s.Rows[0].Cells) < 2 {
		return head{}
	}
	first := s.Rows[0].Cells[0]
	if _, err := strconv.Atoi(strings.TrimSpace(half(first.Text))); (err != nil || first.Col != 0) && len(order) > 0 && order[0].Kind == Rank {
		order = order[1:]
	}
	h := head{}
	for col, c := range order {
		h.columns = append(h.columns, Found{Name: c.Name, Col: col})
	}
	h.unread = append(h.unread, Skip{Why: noHead})
	return h
}
