package recommend

import (
	"cmp"
	"context"
	"slices"
	"time"

	"qinglan/internal/calendar"
	"qinglan/internal/casework"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/lang"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/tally"
	"qinglan/internal/web/ui"
)

// A tallied counts applications by state and by region.
type tallied struct {
	state  map[string]int            // of the whole office
	region map[string]map[string]int // code, state
}

func tallyOf(counts []tally.Count, by func(tally.Count) string) tallied {
	t := tallied{map[string]int{}, map[string]map[string]int{}}
	for _, n := range counts {
		code := by(n)
		if t.region[code] == nil {
			t.region[code] = map[string]int{}
		}
		t.region[code][n.State] += n.N
		t.state[n.State] += n.N
	}
	return t
}

func (t tallied) sum(states ...string) (n int) {
	for _, s := range states {
		n += t.state[s]
	}
	return n
}

// stateTable is a funnel: a region a row, a column for each state that anybody
// stands in, totals below.
func stateTable(ctx context.Context, tr *programme.Track, t tallied, regions []org.Region, mark func(org.Region) (ui.Tone, string, string)) ui.Table {
	var states []programme.State
	var ends []string
	for _, st := range tr.States {
		if over(st) {
			ends = append(ends, st.Name)
		} else if t.state[st.Name] > 0 || !st.Final && st.Reach < 5 && st.Tone != programme.Refused {
			states = append(states, st)
		}
	}
	out := ui.Table{ID: "funnel", Dense: true, Scroll: true, Caption: lang.T(ctx, "各地进度"), Count: len(regions),
		Columns: []ui.Column{{Label: lang.T(ctx, "地区"), Main: true}}}
	for _, st := range states {
		out.Columns = append(out.Columns, ui.Column{Label: short(ctx, tr, st), Num: true})
	}
	out.Columns = append(out.Columns, ui.Column{Label: lang.T(ctx, "未通过或终止"), Num: true}, ui.Column{Label: lang.T(ctx, "合计"), Num: true})
	for _, r := range regions {
		tone, note, href := mark(r)
		row, all := ui.Row{Tone: tone, Cells: []ui.Cell{{Text: r.Name, Sub: note, Href: href}}}, 0
		for _, st := range states {
			n := t.region[r.Code][st.Name]
			all += n
			row.Cells = append(row.Cells, ui.Cell{Text: blank(n)})
		}
		n := 0
		for _, name := range ends {
			n += t.region[r.Code][name]
		}
		row.Cells = append(row.Cells, ui.Cell{Text: blank(n)}, ui.Cell{Text: number(all + n)})
		out.Rows = append(out.Rows, row)
	}
	out.Total = []ui.Cell{{Text: lang.T(ctx, "合计")}}
	all := 0
	for _, st := range states {
		all += t.state[st.Name]
		out.Total = append(out.Total, ui.Cell{Text: number(t.state[st.Name])})
	}
	n := t.sum(ends...)
	out.Total = append(out.Total, ui.Cell{Text: number(n)}, ui.Cell{Text: number(all + n)})
	return out
}

// over reports whether a state is an end without success.
func over(st programme.State) bool { return st.Final && st.Tone != programme.Done }

// short tells two states of one label apart by whose they are.
func short(ctx context.Context, tr *programme.Track, st programme.State) string {
	for _, x := range tr.States {
		if x.Label == st.Label && x.Name != st.Name {
			return lang.T(ctx, "%s（%s）", lang.Word(st.Label), lang.Word(levelOf(st)))
		}
	}
	return lang.T(ctx, st.Label)
}

func levelOf(st programme.State) string {
	if st.Stage == "" {
		return "县"
	}
	return "市"
}

func blank(n int) string {
	if n == 0 {
		return "·"
	}
	return number(n)
}

// stageTable is the same by the stages of the ribbon.
func stageTable(ctx context.Context, e *programme.Edition, t tallied, regions []org.Region, mark func(org.Region) (ui.Tone, ui.Cell)) ui.Table {
	tr, _ := e.Track("application")
	out := ui.Table{ID: "stages", Dense: true, Scroll: true, Caption: lang.T(ctx, "各市进度"), Count: len(regions),
		Columns: []ui.Column{{Label: lang.T(ctx, "市"), Main: true}, {Label: lang.T(ctx, "推荐汇总表")}}}
	sum := func(code, stage string) (n int) {
		for _, st := range tr.States {
			if st, _ = tr.State(st.Name); st.Stage == stage && st.Name != "withdrawn" {
				n += t.region[code][st.Name]
			}
		}
		return n
	}
	var stages []programme.Stage
	for _, g := range e.Stages {
		if slices.ContainsFunc(tr.States, func(st programme.State) bool { st, _ = tr.State(st.Name); return st.Stage == g.Name }) {
			stages = append(stages, g)
			out.Columns = append(out.Columns, ui.Column{Label: lang.T(ctx, g.Label), Num: true})
		}
	}
	total := []ui.Cell{{Text: lang.T(ctx, "合计")}, {}}
	sums := make([]int, len(stages))
	for _, r := range regions {
		tone, cell := mark(r)
		row := ui.Row{Tone: tone, Cells: []ui.Cell{{Text: r.Name}, cell}}
		for i, g := range stages {
			n := sum(r.Code, g.Name)
			sums[i] += n
			row.Cells = append(row.Cells, ui.Cell{Text: blank(n)})
		}
		out.Rows = append(out.Rows, row)
	}
	for _, n := range sums {
		total = append(total, ui.Cell{Text: number(n)})
	}
	out.Total = total
	return out
}

// left says how many working days a deadline leaves, as a figure.
func leftFigure(ctx context.Context, label string, now, due time.Time) ui.Figure {
	f := ui.Figure{Label: label, Note: lang.T(ctx, "%s截止", ui.Deadline(ctx, due))}
	n, err := calendar.WorkdaysBetween(calendar.Day(now), calendar.Day(due.Add(-time.Millisecond)))
	switch {
	case !now.Before(due):
		f.Value, f.Tone = lang.T(ctx, "已截止"), ui.Late
	case err != nil:
		f.Value = "?"
	default:
		f.Value, f.Unit = number(n), lang.T(ctx, "个工作日")
		if n <= 3 {
			f.Tone = ui.OnMe
		}
	}
	return f
}

// lacks says what a case waits for, in the words of the county's desk.
func (s *Slice) lacks(ctx context.Context, c *flow.Case) (string, error) {
	switch c.State {
	case "at-county":
		return lang.T(ctx, "等本县初核"), nil
	case "fix-county", "fix-city":
		given, err := s.Flow.Answers(ctx, s.reader(), c, "return-county", "return-city")
		rows := form.Table(given["faults"])
		if err != nil || len(rows) == 0 {
			return "", err
		}
		return lang.T(ctx, "等本人补正 %d 处：%s", len(rows), lang.Word(first(rows))), nil
	}
	return "", nil
}

// countyTable is 谁报了、缺什么: what is mine and late first.
func (s *Slice) countyTable(ctx context.Context, a org.Actor, cs []flow.Case) (ui.Table, error) {
	now := s.Flow.Now()
	slices.SortStableFunc(cs, func(x, y flow.Case) int {
		return cmp.Or(cmp.Compare(urgency(x, now), urgency(y, now)), byDue(x, y))
	})
	t := ui.Table{ID: "reported", Caption: lang.T(ctx, "谁报了、缺什么"), Dense: true, Columns: []ui.Column{
		{Label: lang.T(ctx, "姓名"), Main: true}, {Label: lang.T(ctx, "单位")}, {Label: lang.T(ctx, "环节")},
		{Label: lang.T(ctx, "缺什么")}, {Label: lang.T(ctx, "到此环节")}, {Label: lang.T(ctx, "截止")},
	}, Empty: lang.T(ctx, "还没有人报送"), EmptyText: lang.T(ctx, "有人提交并经单位同意后，会出现在这里。")}
	for i := range cs {
		c := &cs[i]
		lack, err := s.lacks(ctx, c)
		if err != nil {
			return t, err
		}
		st := c.Now()
		row := ui.Row{ID: c.ID, Href: s.Href(c, a)}
		tone := casework.StateTone(st)
		if c.State == "at-county" {
			tone, row.Tone = ui.OnMe, ui.OnMe
		}
		if c.Late(now) && !st.Final {
			row.Tone = ui.Late
		}
		due := ""
		if !c.Due.IsZero() && !st.Final {
			due = ui.Deadline(ctx, c.Due)
		}
		row.Cells = []ui.Cell{
			{Text: casework.NameOf(ctx, c), Sub: c.No}, {Text: c.Unit}, {Text: lang.T(ctx, st.Label), Tone: tone},
			{Text: lack}, {Text: ui.When(ctx, c.Since)}, {Text: due},
		}
		t.Rows = append(t.Rows, row)
	}
	return t, nil
}

// byDue sorts what is due first, then what has waited longest.
func byDue(x, y flow.Case) int { return cmp.Or(casework.ByDue(x, y), x.Since.Compare(y.Since)) }

// urgency sorts what waits for the county before what waits for others, and
// what is late before what is not.
func urgency(c flow.Case, now time.Time) int {
	switch {
	case c.State == "at-county" && c.Late(now):
		return 0
	case c.State == "at-county":
		return 1
	case c.Late(now) && !c.Now().Final:
		return 2
	case c.State == "fix-county" || c.State == "fix-city":
		return 3
	case !c.Now().Final:
		return 4
	}
	return 5
}

// twins returns the applications that share name and unit with another: the
// same number is refused elsewhere, but one person may have two.
func twins(cs []flow.Case) (out []flow.Case) {
	seen := map[string][]flow.Case{}
	var keys []string
	for _, c := range cs {
		if c.State == "withdrawn" || c.Name == "" {
			continue
		}
		k := c.Name + "\x00" + c.Unit
		if len(seen[k]) == 0 {
			keys = append(keys, k)
		}
		seen[k] = append(seen[k], c)
	}
	for _, k := range keys {
		if len(seen[k]) > 1 {
			out = append(out, seen[k]...)
		}
	}
	return out
}

// sent is how many have been reported to the province, whatever became of them.
func sent(tracks []*programme.Track, t tallied) (n int) {
	for _, tr := range tracks {
		if tr.Name != "application" {
			continue
		}
		for _, st := range tr.States {
			if st.Reach >= 6 {
				n += t.state[st.Name]
			}
		}
	}
	return n
}
