package sitting

import (
	"context"
	"strconv"

	"qinglan/internal/lang"
	"qinglan/internal/web/ui"
)

// SheetWords are the words of a sheet on the board.
var SheetWords = map[string]struct {
	Word string
	Tone ui.Tone
}{
	"undeclared": {"未声明", ui.Plain},
	"open":       {"待评", ui.Waiting},
	"locked":     {"已锁", ui.Done},
	"recused":    {"回避", ui.Plain},
}

// Totals are the cells behind the marks of a line.
func Totals(ctx context.Context, l Line) []ui.Cell {
	if l.Absent {
		return append(ui.Texts("—", "—", "—", "—"), ui.Cell{Text: lang.T(ctx, "缺席"), Tone: ui.Late})
	}
	verdict := ui.Cell{Text: lang.T(ctx, "未通过"), Tone: ui.Plain}
	if l.Passed {
		verdict = ui.Cell{Text: lang.T(ctx, "通过"), Tone: ui.Done}
	}
	return append(ui.Texts(strconv.Itoa(l.Valid), l.Sum.String(), l.Mean.String(), strconv.Itoa(l.Rank)), verdict)
}

// Finals is the result without any judge's mark, for the chief.
func Finals(ctx context.Context, lines []Line) ui.Table {
	t := ui.Table{ID: "finals", Caption: lang.T(ctx, "本场结果"), Dense: true, Scroll: true, Columns: []ui.Column{
		{Label: lang.T(ctx, "号"), Main: true}, {Label: lang.T(ctx, "有效"), Num: true}, {Label: lang.T(ctx, "合计"), Num: true},
		{Label: lang.T(ctx, "最后得分"), Num: true}, {Label: lang.T(ctx, "名次"), Num: true}, {Label: lang.T(ctx, "结果")},
	}}
	for _, l := range lines {
		t.Rows = append(t.Rows, ui.Row{Cells: append([]ui.Cell{{Text: lang.T(ctx, "%02d号", l.Lot)}}, Totals(ctx, l)...)})
	}
	return t
}
