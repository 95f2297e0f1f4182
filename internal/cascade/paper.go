package cascade

import (
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"qinglan/internal/doc"
	"qinglan/internal/doc/official"
	"qinglan/internal/law"
	"qinglan/internal/programme"
)

// Text is what stands between 主送 and the list of annexes, a paragraph each.
func Text(d *law.Document) (out []string) {
	for _, c := range d.Clauses {
		if c.No != "主送" && c.No != "印发" && !strings.HasPrefix(c.No, "附件") {
			out = append(out, strings.Split(c.Text, "\n")...)
		}
	}
	return out
}

var numbered = regexp.MustCompile(`^(附件[:：])?\s*([0-9]+[.．])?\s*`)

// Annexes are those that d lists, each with its own page as far as d has it.
func Annexes(d *law.Document) (out []official.Annex) {
	list := d.Words("附件")
	if list == "" {
		return nil
	}
	for i, name := range strings.Split(list, "\n") {
		a := official.Annex{Name: numbered.ReplaceAllString(name, "")}
		page := strings.Split(d.Words("附件"+strconv.Itoa(i+1)), "\n")
		for _, l := range page[1:] {
			switch cells := strings.Fields(l); {
			case strings.HasPrefix(l, "推荐单位"):
				a.Above = doc.Pair{Left: "推荐单位：（盖章）", Right: "年　　月　　日", Style: doc.Style{Face: doc.Fang, Size: doc.Four}, After: 1.5}
			case len(cells) > 0 && cells[0] == "序号":
				a.Table = listForm(cells)
			case len(cells) > 4 && !strings.ContainsAny(l, "、。"):
				a.Table = pairForm(cells)
			default:
				a.Body = append(a.Body, l)
			}
		}
		out = append(out, a)
	}
	return out
}

// listForm is an empty list under its titles.
func listForm(titles []string) *doc.Table {
	t := &doc.Table{Columns: make([]doc.Column, len(titles)), Head: []doc.Row{doc.Titles(titles...)}, Style: doc.Style{Face: doc.Fang, Size: doc.Four2, Lead: 1.4}}
	for i, s := range titles {
		t.Columns[i].Width = float64(4 + 4*utf8.RuneCountInString(s))
	}
	t.Columns[0].Width = 8
	for range 14 {
		t.Rows = append(t.Rows, doc.Row{Height: 10, Cells: make([]doc.Cell, len(titles))})
	}
	return t
}

// pairForm is an empty form: short questions stand two in a row, what is sealed
// or told at length has a row of its own.
func pairForm(labels []string) *doc.Table {
	t := &doc.Table{
		Columns: []doc.Column{{Width: 24}, {Width: 44}, {Width: 24}, {Width: 44}},
		Style:   doc.Style{Face: doc.Fang, Size: doc.Four2, Lead: 1.4},
	}
	var short []doc.Cell
	flush := func() {
		if len(short) == 2 {
			short[1] = short[1].Span(3, 1)
		}
		if len(short) > 0 {
			t.Rows = append(t.Rows, doc.Row{Height: 10, Cells: short})
		}
		short = nil
	}
	for _, s := range labels {
		label, sealed := strings.CutSuffix(s, "（盖章）")
		if !sealed && utf8.RuneCountInString(label) < 12 && !strings.Contains(label, "概况") {
			if short = append(short, doc.Cell{Text: label}, doc.Cell{}); len(short) == 4 {
				flush()
			}
			continue
		}
		flush()
		answer := doc.Cell{}
		if sealed {
			answer.Foot = []string{"（盖章）", "年　月　日"}
		}
		t.Rows = append(t.Rows, doc.Row{Height: 34, Cells: []doc.Cell{{Text: label}, answer.Span(3, 1)}})
	}
	flush()
	return t
}

// Carried is what a notice that hands on n carries with it: n itself, then what
// n has attached.
func Carried(n programme.Notice) []official.Annex {
	out := []official.Annex{Attached(n)}
	if d, ok := n.Words(); ok {
		out = append(out, Annexes(d)...)
	}
	return out
}

// Attached is the notice of the higher organ, word for word.
func Attached(n programme.Notice) official.Annex {
	d, ok := n.Words()
	if !ok {
		return official.Annex{Name: n.Title}
	}
	a := official.Annex{Name: d.Title, Title: d.Title}
	if n.Number != "" {
		a.Name = "《" + d.Title + "》（" + n.Number + "）"
		a.Body = append(a.Body, n.Number)
	}
	if to := d.Words("主送"); to != "" {
		a.Body = append(a.Body, to)
	}
	a.Body = append(a.Body, Text(d)...)
	if list := d.Words("附件"); list != "" {
		a.Body = append(a.Body, strings.Split(list, "\n")...)
	}
	return a
}
