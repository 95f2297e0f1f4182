package report

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"slices"

	"github.com/a-h/templ"

	"qinglan/internal/calendar"
	"qinglan/internal/casework"
	"qinglan/internal/doc/xlsx"
	"qinglan/internal/form"
	"qinglan/internal/lang"
	"qinglan/internal/web"
	"qinglan/internal/web/ui"
)

// Routes adds the pages.
func (s *Slice) Routes(m *web.Mux) {
	m.Route("GET /progress", s.page)
	m.Route("POST /progress/export", s.export)
}

// A view is the page of progress.
type view struct {
	Shell   ui.Shell
	P       Progress
	Office  bool
	Figures []ui.Figure
	Cities  ui.Chart
	Line    ui.Line
	Funnel  ui.Chart
	Table   ui.Table
	Months  ui.Table
	Ahead   string            // the forecast in words; empty: none
	Beside  []templ.Component // of other slices, for offices
}

// page shows everybody how far the programme has come, and offices each stage.
func (s *Slice) page(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	office := slices.Contains(offices, casework.ActorOf(ctx).Role)
	p, err := s.Progress(ctx, office)
	if err != nil {
		return err
	}
	v := view{Shell: ui.ShellOf(ctx, lang.T(ctx, "认证进度"), "/progress"), P: p, Office: office}
	v.Figures = figures(ctx, p)
	v.Cities = ui.Chart{Title: lang.T(ctx, "各市持有效证书的讲师"), Unit: lang.T(ctx, "人")}
	last := len(p.Stages) - 1
	for _, c := range p.Cities {
		v.Cities.Bars = append(v.Cities.Bars, ui.Bar{Label: lang.T(ctx, c.Name), Value: c.N[last]})
	}
	v.Line = ui.Line{Title: lang.T(ctx, "累计认证"), Unit: lang.T(ctx, "人，按月")}
	for _, m := range p.Months {
		v.Line.Points = append(v.Line.Points, ui.Point{Label: m.Label(), Value: m.All})
	}
	if office {
		if err := s.look(ctx, &v); err != nil {
			return err
		}
		if v.Beside, err = s.PartsBeside(ctx, "/progress", casework.ActorOf(ctx)); err != nil {
			return err
		}
	}
	v.Funnel = ui.Chart{Title: lang.T(ctx, "各阶段"), Unit: lang.T(ctx, "人次，到过该阶段的都计入")}
	for i, st := range p.Stages {
		v.Funnel.Bars = append(v.Funnel.Bars, ui.Bar{Label: lang.T(ctx, st.Label), Value: p.Sum[i]})
	}
	v.Table, v.Months = cityTable(ctx, p), monthTable(ctx, p)
	return web.Render(w, r, http.StatusOK, progressPage(v))
}

// look adds the forecast, for offices: it rests on how many applied.
func (s *Slice) look(ctx context.Context, v *view) error {
	r, ok, err := s.ahead(ctx, v.P.Target)
	months := left(v.P.Target, calendar.Day(v.P.At))
	if err != nil || !ok {
		if err == nil {
			v.Ahead = lang.T(ctx, "尚无一期结束申报，还不能预测。")
		}
		return err
	}
	if months > 0 {
		v.Line.Ahead = &ui.Ahead{Low: r.Low, Mid: r.Mid, High: r.High, Periods: months}
	}
	v.Ahead = lang.T(ctx, "按目前各期情况推算，三年各期最终认证 %d 至 %d 人（十次中约有八次落在其间），居中 %d 人；达到目标的可能约 %d%%。", r.Low, r.High, r.Mid, r.Reach)
	return nil
}

func figures(ctx context.Context, p Progress) []ui.Figure {
	share := p.Permille()
	now := Month{}
	if n := len(p.Months); n > 0 {
		now = p.Months[n-1]
	}
	return []ui.Figure{
		{Label: lang.T(ctx, "累计认证"), Value: fmt.Sprint(p.Total), Unit: lang.T(ctx, "/ %d 人", p.Target.Total), Tone: ui.Done},
		{Label: lang.T(ctx, "完成目标"), Value: fmt.Sprintf("%d.%d", share/10, share%10), Unit: "%"},
		{Label: lang.T(ctx, "本月新认证"), Value: fmt.Sprint(now.New), Unit: lang.T(ctx, "人")},
		{Label: lang.T(ctx, "已有认证讲师的城市"), Value: fmt.Sprint(p.Reached()), Unit: lang.T(ctx, "/ %d 个", len(p.Cities))},
	}
}

func cityTable(ctx context.Context, p Progress) ui.Table {
	t := ui.Table{ID: "cities", Caption: lang.T(ctx, "城市与阶段"), Dense: true, Scroll: true,
		Columns: []ui.Column{{Label: lang.T(ctx, "城市"), Main: true}}}
	for _, st := range p.Stages {
		t.Columns = append(t.Columns, ui.Column{Label: lang.T(ctx, st.Label), Num: true})
	}
	cells := func(name string, n []int) []ui.Cell {
		out := []ui.Cell{{Text: name}}
		for _, v := range n {
			out = append(out, ui.Cell{Text: fmt.Sprint(v)})
		}
		return out
	}
	for _, c := range p.Cities {
		t.Rows = append(t.Rows, ui.Row{ID: c.Code, Cells: cells(lang.T(ctx, c.Name), c.N)})
	}
	t.Total = cells(lang.T(ctx, "合计"), p.Sum)
	return t
}

// monthTable shows the newest month first.
func monthTable(ctx context.Context, p Progress) ui.Table {
	t := ui.Table{ID: "months", Caption: lang.T(ctx, "按月"), Dense: true, Scroll: true, Columns: []ui.Column{
		{Label: lang.T(ctx, "月份"), Main: true}, {Label: lang.T(ctx, "本月新认证"), Num: true}, {Label: lang.T(ctx, "累计认证"), Num: true},
	}}
	for _, m := range slices.Backward(p.Months) {
		t.Rows = append(t.Rows, ui.Row{ID: m.Label(), Cells: ui.Texts(m.Label(), fmt.Sprint(m.New), fmt.Sprint(m.All))})
	}
	return t
}

// export sends the numbers of every stage as a workbook and logs who took it.
func (s *Slice) export(w http.ResponseWriter, r *http.Request) error {
	a, err := casework.As(r, offices...)
	if err != nil {
		return err
	}
	p, err := s.Progress(r.Context(), true)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := xlsx.Write(&b, sheet(p, a.Organ.Name)); err != nil {
		return err
	}
	err = s.Flow.Log(r.Context(), nil, a, "export", "/progress", form.Answers{"version": p.Version()})
	if err != nil {
		return err
	}
	name := "认证进度 " + calendar.Day(p.At).String() + " " + p.Version() + ".xlsx"
	return web.File(w, r, name, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", &b)
}
