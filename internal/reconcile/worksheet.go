package reconcile

import (
	"slices"
	"strconv"
	"time"

	"qinglan/internal/calendar"
	"qinglan/internal/doc"
	"qinglan/internal/incoming"
	"qinglan/internal/lang"
)

// sort puts a list in the order that was asked for: by pinyin, or as it stands with
// whoever has no place last. By strokes it is not offered: the order of CLDR, which
// is at hand, counts 阝 as three and puts 陈 and 邓 where no list of names has them.
func (l List) sort(order string) {
	if order == "pinyin" {
		compare := lang.Pinyin()
		slices.SortStableFunc(l.Entries, func(a, b Entry) int { return compare(a.Name, b.Name) })
		return
	}
	slices.SortStableFunc(l.Entries, func(a, b Entry) int { return placeOf(a) - placeOf(b) })
}

// widths are those of columns, in millimetres; of others 24.
var widths = map[string]float64{"unit": 50, "directions": 34, "receipt": 30, "phone": 30, "seat": 14, "note": 34, "why": 34}

// Worksheet is the list as an office works on it, with every column that comes back
// when the workbook is brought again: who made it, as of when, which version.
func (l List) Worksheet(title, organ, order string, at time.Time) doc.Document {
	version := l.Digest()[:8]
	l.Entries = slices.Clone(l.Entries)
	l.sort(order)
	var fields []Field
	t := doc.Table{Style: doc.Style{Size: doc.Five}, Columns: []doc.Column{{Width: 12}}}
	titles := []string{"名次"}
	for _, f := range l.Fields {
		if f.Kind == incoming.Rank || f.Kind == incoming.Day {
			continue
		}
		fields, titles = append(fields, f), append(titles, string(f.Label))
		c := doc.Column{Width: 24}
		if w := widths[f.Name]; w > 0 {
			c.Width = w
		}
		if c.Width > 30 {
			c.Align = doc.Left
		}
		t.Columns = append(t.Columns, c)
	}
	t.Head = []doc.Row{doc.Titles(titles...)}
	for _, e := range l.Entries {
		row := doc.Row{Cells: []doc.Cell{{Text: e.Place, Whole: true}}}
		for _, f := range fields {
			text := e.Values[f.Name]
			if f.Kind == incoming.Name {
				text = e.Name
			}
			if text == "" {
				text = e.Also[f.Name]
			}
			row.Cells = append(row.Cells, doc.Cell{Text: text})
		}
		t.Rows = append(t.Rows, row)
	}
	about := "制表单位：" + organ + "　截至：" + calendar.Exact(at) + "　共 " + strconv.Itoa(len(l.Entries)) + " 人　版本：" + version
	return doc.Document{
		Title: title, Author: organ, Created: at, Page: doc.Landscape(),
		Blocks: []doc.Block{
			doc.Text{Text: title, Style: doc.Style{Size: doc.Two2, Bold: true, Align: doc.Centre}, After: 3},
			doc.Text{Text: about, Style: doc.Style{Size: doc.Five}, After: 2}, t,
		},
		Footer: doc.Footer{Left: "内部工作表，含个人信息，请勿外传", Right: "{n} / {m}"},
	}
}
