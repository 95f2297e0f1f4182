package admin

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"qinglan/internal/casework"
	"qinglan/internal/fault"
	"qinglan/internal/lang"
	"qinglan/internal/law"
	"qinglan/internal/programme"
	"qinglan/internal/web"
	"qinglan/internal/web/ui"
)

// A settingsView is every figure of the edition with where it comes from.
type settingsView struct {
	Shell    ui.Shell
	Edition  string
	Editions ui.Choice
	Tables   []ui.Table
}

func (s *Slice) settings(w http.ResponseWriter, r *http.Request) error {
	a, err := casework.Signed(r)
	if err != nil {
		return err
	}
	if !a.Officer() {
		return fault.New(fault.Missing, "没有这个页面，或您无权查看。")
	}
	ctx := r.Context()
	e, err := s.EditionAsked(r)
	if err != nil {
		return err
	}
	v := settingsView{Shell: ui.ShellOf(ctx, lang.T(ctx, "规则参数"), "/settings"), Edition: lang.T(ctx, e.Title), Editions: s.Editions(ctx, r, e)}
	v.Tables = append(limitTables(ctx, e), partTable(ctx, e), deadlineTable(ctx, e), chainTable(ctx, e))
	return web.Render(w, r, http.StatusOK, settingsTempl(v))
}

// figure writes the number of a limit: scores are kept in hundredths.
func figure(l programme.Limit) string {
	if l.Unit == "分" {
		return hundredths(l.N)
	}
	return strconv.FormatInt(l.N, 10)
}

func hundredths(n int64) string {
	return strings.TrimSuffix(strings.TrimRight(fmt.Sprintf("%d.%02d", n/100, n%100), "0"), ".")
}

// limitTables shows the figures of the notice, then those that are ours.
func limitTables(ctx context.Context, e *programme.Edition) []ui.Table {
	columns := []ui.Column{
		{Label: lang.T(ctx, "项目"), Main: true}, {Label: lang.T(ctx, "数值"), Num: true}, {Label: lang.T(ctx, "单位")}, {Label: lang.T(ctx, "出处")},
	}
	notice := ui.Table{ID: "limits", Caption: lang.T(ctx, "通知规定的数值"), Columns: columns}
	ours := ui.Table{ID: "defaults", Caption: lang.T(ctx, "系统默认的数值"), Columns: columns}
	add := func(label, n, unit, name string, basis law.Clause) {
		t := &notice
		if basis.Own() {
			t = &ours
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{
			{Text: label, Sub: name}, {Text: n}, {Text: unit}, {Part: mark(basis.Own(), lang.Say(ctx, basis.Cite()), basis.Text())},
		}})
	}
	add(lang.T(ctx, "目标数量"), strconv.Itoa(e.Target.Total), lang.T(ctx, e.Measure()), "target.total", e.Target.Basis)
	add(lang.T(ctx, "目标年限"), strconv.Itoa(e.Target.Years), lang.T(ctx, "年"), "target.years", e.Target.Basis)
	for _, name := range slices.Sorted(maps.Keys(e.Limits)) {
		l := e.Limits[name]
		add(lang.T(ctx, l.Label), figure(l), lang.T(ctx, l.Unit), name, l.Basis)
	}
	return []ui.Table{notice, ours}
}

func partTable(ctx context.Context, e *programme.Edition) ui.Table {
	t := ui.Table{ID: "parts", Caption: lang.T(ctx, "认证考核组成"), Columns: []ui.Column{
		{Label: lang.T(ctx, "项目"), Main: true}, {Label: lang.T(ctx, "权重"), Num: true}, {Label: lang.T(ctx, "合格线"), Num: true},
	}}
	for _, p := range e.Parts {
		t.Rows = append(t.Rows, ui.Row{Cells: ui.Texts(lang.T(ctx, p.Label), strconv.FormatInt(p.Weight, 10)+"%", hundredths(p.Line))})
	}
	return t
}

func deadlineTable(ctx context.Context, e *programme.Edition) ui.Table {
	t := ui.Table{ID: "deadlines", Caption: lang.T(ctx, "通知与截止"), Columns: []ui.Column{
		{Label: lang.T(ctx, "通知"), Main: true}, {Label: lang.T(ctx, "截止")},
	}}
	for _, n := range e.Cascade() {
		t.Rows = append(t.Rows, ui.Row{Href: "", Cells: []ui.Cell{{Text: n.Title, Sub: n.Number}, {Text: ui.Deadline(ctx, n.Moment())}}})
	}
	return t
}

func chainTable(ctx context.Context, e *programme.Edition) ui.Table {
	t := ui.Table{ID: "chains", Caption: lang.T(ctx, "机关内部审批"), Columns: []ui.Column{
		{Label: lang.T(ctx, "事项"), Main: true}, {Label: lang.T(ctx, "单位")}, {Label: lang.T(ctx, "经办之后")},
	}}
	for _, c := range e.Chains {
		track, _ := e.Track(c.Track)
		m, _ := track.Move(c.Move)
		var steps []string
		for _, st := range c.Steps {
			steps = append(steps, lang.T(ctx, st.Label))
		}
		t.Rows = append(t.Rows, ui.Row{Cells: ui.Texts(
			ui.Joined(lang.T(ctx, track.Label), lang.T(ctx, m.Label)), lang.T(ctx, casework.RoleName[c.Role]), strings.Join(steps, " → "))})
	}
	return t
}
