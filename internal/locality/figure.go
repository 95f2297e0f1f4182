package locality

import (
	"context"
	"strconv"

	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/lang"
	"qinglan/internal/programme"
	"qinglan/internal/web/ui"
)

// Track is the track of 摸底, and the name of its form.
const Track = "census"

// Sending are the moves that carry the census; the last one counts.
var Sending = []string{"submit", "resubmit"}

// SendMove returns the move that sends the census from where c stands. Where
// there is none the census is not being written.
func SendMove(c *flow.Case) (programme.Move, bool) {
	for _, m := range c.Track.From(c.State) {
		if m.Form == Track {
			return m, true
		}
	}
	return programme.Move{}, false
}

// A Figure is what was found of one direction.
type Figure struct {
	Direction, Label               string
	Lecturers, Institutions, Firms int
	Recommended                    int // people, where it is shown beside a recommendation
}

// Figures reads the rows of a census by the directions of its edition.
func Figures(e *programme.Edition, a form.Answers) []Figure {
	var out []Figure
	for _, d := range e.Directions {
		f := Figure{Direction: d.Value, Label: d.Label}
		for _, row := range form.Table(a["rows"]) {
			if row["direction"] == d.Value {
				f.Lecturers, f.Institutions, f.Firms = whole(row["lecturers"]), whole(row["institutions"]), whole(row["firms"])
			}
		}
		out = append(out, f)
	}
	return out
}

func whole(text string) int {
	n, err := strconv.Atoi(text)
	if err != nil {
		return 0 // not filled in yet
	}
	return n
}

// Add sums the figures of several places by direction.
func Add(sum, more []Figure) []Figure {
	if sum == nil {
		return append([]Figure(nil), more...)
	}
	for i := range sum {
		sum[i].Lecturers += more[i].Lecturers
		sum[i].Institutions += more[i].Institutions
		sum[i].Firms += more[i].Firms
	}
	return sum
}

// Total sums figures over all directions.
func Total(fs []Figure) (t Figure) {
	for _, f := range fs {
		t.Lecturers += f.Lecturers
		t.Institutions += f.Institutions
		t.Firms += f.Firms
		t.Recommended += f.Recommended
	}
	return t
}

// Table shows what was found by direction; label names the column of a
// recommendation that stands beside it, if there is one.
func Table(ctx context.Context, caption string, fs []Figure, label string) ui.Table {
	t := ui.Table{ID: "figures", Caption: caption, Dense: true, Columns: []ui.Column{
		{Label: lang.T(ctx, "培训方向"), Main: true}, {Label: lang.T(ctx, "讲师（人）"), Num: true},
		{Label: lang.T(ctx, "机构（家）"), Num: true}, {Label: lang.T(ctx, "企业（家）"), Num: true},
	}}
	if label != "" {
		t.Columns = append(t.Columns, ui.Column{Label: label, Num: true})
	}
	row := func(name string, f Figure) []ui.Cell {
		out := ui.Texts(name, strconv.Itoa(f.Lecturers), strconv.Itoa(f.Institutions), strconv.Itoa(f.Firms))
		if label != "" {
			out = append(out, ui.Cell{Text: strconv.Itoa(f.Recommended)})
		}
		return out
	}
	for _, f := range fs {
		t.Rows = append(t.Rows, ui.Row{Cells: row(lang.T(ctx, f.Label), f)})
	}
	t.Total = row(lang.T(ctx, "合计"), Total(fs))
	return t
}
