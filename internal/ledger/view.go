package ledger

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"qinglan/internal/lang"
	"qinglan/internal/web/ui"
)

// tones colour the acts of a trail.
var tones = map[string]ui.Tone{"done": ui.Done, "back": ui.Late, "urge": ui.Late, "give": ui.Plain, "name": ui.Plain, "note": ui.Plain}

// stateCell says how a duty stands, never by colour alone.
func stateCell(ctx context.Context, d duty, now time.Time) ui.Cell {
	switch {
	case d.State == done && d.Late(now):
		return ui.Cell{Text: lang.T(ctx, "逾期办结"), Tone: ui.Done, Sub: ui.When(ctx, d.Done)}
	case d.State == done:
		return ui.Cell{Text: lang.T(ctx, "已办结"), Tone: ui.Done, Sub: ui.When(ctx, d.Done)}
	case d.Late(now):
		return ui.Cell{Text: lang.T(ctx, "逾期未办"), Tone: ui.Late}
	}
	return ui.Cell{Text: lang.T(ctx, "办理中"), Tone: ui.Waiting}
}

func urgedText(ctx context.Context, d duty) string {
	if d.Urges == 0 {
		return ""
	}
	return lang.T(ctx, "督办 %d 次，最近 %s", d.Urges, ui.When(ctx, d.Urged))
}

// owedTable is what the office has to do, and settledTable what it has done.
func owedTable(ctx context.Context, v pageView) ui.Table {
	t := dutiesTable(ctx, v, func(d duty) bool { return d.State == open })
	t.ID, t.Caption = "owed", lang.T(ctx, "本单位未办结的任务")
	return t
}

func settledTable(ctx context.Context, v pageView) ui.Table {
	t := dutiesTable(ctx, v, func(d duty) bool { return d.State != open })
	t.ID, t.Caption = "settled", lang.T(ctx, "已办结的任务")
	return t
}

func dutiesTable(ctx context.Context, v pageView, which func(duty) bool) ui.Table {
	t := ui.Table{Columns: []ui.Column{
		{Label: lang.T(ctx, "任务"), Main: true}, {Label: lang.T(ctx, "下达单位")}, {Label: lang.T(ctx, "负责人")},
		{Label: lang.T(ctx, "办结时限")}, {Label: lang.T(ctx, "状态")},
	}, Empty: lang.T(ctx, "没有任务")}
	for _, d := range v.Owed {
		if !which(d) {
			continue
		}
		row := ui.Row{Href: "/duties/" + d.ID}
		if d.State == open {
			row.Tone = ui.OnMe
			if d.Late(v.Now) || d.Urges > 0 {
				row.Tone = ui.Late
			}
		}
		holder := ui.Cell{Text: d.Holder}
		if d.Holder == "" {
			holder = ui.Cell{Text: lang.T(ctx, "未落实")}
		}
		row.Cells = []ui.Cell{
			{Text: d.Charge.Title, Sub: urgedText(ctx, d)}, {Text: v.Names[d.Charge.Organ]}, holder,
			{Text: ui.Deadline(ctx, d.Charge.Due)}, stateCell(ctx, d, v.Now),
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// givenTable is one task with everybody who owes it.
func givenTable(ctx context.Context, v pageView, g given) ui.Table {
	t := ui.Table{ID: "given-" + g.ID, Dense: true, Caption: lang.T(ctx, "责任单位"), Columns: []ui.Column{
		{Label: lang.T(ctx, "责任单位"), Main: true}, {Label: lang.T(ctx, "负责人")}, {Label: lang.T(ctx, "状态")}, {Label: lang.T(ctx, "督办")},
	}}
	for _, d := range g.Duties {
		row := ui.Row{Href: "/duties/" + d.ID}
		if d.State == open && d.Late(v.Now) {
			row.Tone = ui.Late
		}
		row.Cells = []ui.Cell{{Text: v.Names[d.Organ]}, {Text: d.Holder}, stateCell(ctx, d, v.Now), {Text: urgedText(ctx, d)}}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// givenText says how far a task is.
func givenText(ctx context.Context, g given) string {
	return lang.T(ctx, "%s前；已办结 %d / %d，逾期 %d", ui.Deadline(ctx, g.Due), g.Done, len(g.Duties), g.Late)
}

// markCell is a mark of the bulletin on the screen.
func markCell(ctx context.Context, m mark) ui.Cell {
	switch m.Verdict {
	case inTime:
		return ui.Cell{Text: lang.T(ctx, "已办结"), Tone: ui.Done, Sub: ui.Day(ctx, m.At)}
	case tooLate:
		return ui.Cell{Text: lang.T(ctx, "逾期办结"), Tone: ui.Waiting, Sub: ui.Day(ctx, m.At)}
	case overdue:
		return ui.Cell{Text: lang.T(ctx, "逾期未办"), Tone: ui.Late}
	case underway:
		return ui.Cell{Text: lang.T(ctx, "办理中"), Tone: ui.Plain}
	}
	return ui.Cell{Text: "—"}
}

// bulletinTable is offices × tasks.
func bulletinTable(ctx context.Context, b bulletin) ui.Table {
	t := ui.Table{ID: "bulletin", Dense: true, Scroll: true, Caption: lang.T(ctx, "办理情况"), Columns: []ui.Column{{Label: lang.T(ctx, "责任单位"), Main: true}}}
	for _, c := range b.Tasks {
		t.Columns = append(t.Columns, ui.Column{Label: lang.T(ctx, "%s（%s前）", lang.Word(c.Title), ui.Deadline(ctx, c.Due))})
	}
	for _, name := range []string{lang.T(ctx, "办结"), lang.T(ctx, "其中逾期"), lang.T(ctx, "逾期未办")} {
		t.Columns = append(t.Columns, ui.Column{Label: name, Num: true})
	}
	sum := [3]int{}
	for _, r := range b.Rows {
		row := ui.Row{Cells: []ui.Cell{{Text: r.Organ.Name}}}
		if r.Behind > 0 {
			row.Tone = ui.Late
		}
		for _, m := range r.Marks {
			row.Cells = append(row.Cells, markCell(ctx, m))
		}
		for i, n := range []int{r.Done, r.DoneLate, r.Behind} {
			row.Cells = append(row.Cells, ui.Cell{Text: strconv.Itoa(n)})
			sum[i] += n
		}
		t.Rows = append(t.Rows, row)
	}
	t.Total = append(t.Total, ui.Cell{Text: lang.T(ctx, "合计")})
	for range b.Tasks {
		t.Total = append(t.Total, ui.Cell{})
	}
	for _, n := range sum {
		t.Total = append(t.Total, ui.Cell{Text: fmt.Sprint(n)})
	}
	return t
}

func dutyHead(ctx context.Context, v dutyView) ui.Head {
	c := stateCell(ctx, v.Duty, v.Now)
	return ui.Head{
		Trail: []ui.Link{{Text: lang.T(ctx, "工作台账"), Href: "/ledger"}},
		Title: v.Duty.Charge.Title, Tone: c.Tone, State: c.Text,
		Meta: []string{v.Owner.Name, lang.T(ctx, "%s前办结", ui.Deadline(ctx, v.Duty.Charge.Due)), lang.T(ctx, "%s下达", lang.Word(v.Giver.Name))},
	}
}

func giveTitle(ctx context.Context, v pageView) string {
	if len(v.Owners) == 1 {
		return lang.T(ctx, "给本单位记一项任务")
	}
	return lang.T(ctx, "下达一项任务")
}
