package subsidy

import (
	"context"
	"net/http"

	"github.com/a-h/templ"

	"qinglan/internal/calendar"
	"qinglan/internal/flow"
	"qinglan/internal/lang"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/web"
	"qinglan/internal/web/ui"
)

// An outView is one public notice of subsidies.
type outView struct {
	Shell  ui.Shell
	ID     string
	Title  string
	Organ  org.Organisation
	Period string
	Open   bool
	Table  ui.Table
}

// An outsView is all of them.
type outsView struct {
	Shell ui.Shell
	All   []outView
}

func (s *Slice) outs(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	all, err := notices(ctx, s.Flow.DB())
	if err != nil {
		return err
	}
	v := outsView{Shell: ui.ShellOf(ctx, lang.T(ctx, "补助公示"), "/subsidy-notices")}
	for _, n := range all {
		one, err := s.outView(ctx, n)
		if err != nil {
			return err
		}
		v.All = append(v.All, one)
	}
	return web.Render(w, r, http.StatusOK, outsPage(v))
}

func (s *Slice) out(w http.ResponseWriter, r *http.Request) error {
	n, err := noticeOf(r.Context(), s.Flow.DB(), r.PathValue("id"))
	if err != nil {
		return err
	}
	v, err := s.outView(r.Context(), n)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, outPage(v))
}

func (s *Slice) outView(ctx context.Context, n notice) (v outView, err error) {
	v = outView{ID: n.List, Title: n.Title, Open: s.Flow.Now().Before(n.Ends), Shell: ui.ShellOf(ctx, n.Title, "/subsidy-notices")}
	if v.Organ, err = s.Flow.Orgs().Organ(ctx, s.Flow.DB(), programme.City, n.City); err != nil {
		return v, err
	}
	first, err := calendar.Parse(n.First)
	if err != nil {
		return v, err
	}
	last, err := calendar.Parse(n.Last)
	if err != nil {
		return v, err
	}
	v.Period = lang.T(ctx, "%s至%s24:00", first.Said(), last.Said())
	lines, err := n.read()
	v.Table = linesTable(ctx, lines)
	return v, err
}

// linesTable shows the whitelist and nothing else.
func linesTable(ctx context.Context, lines []line) ui.Table {
	t := ui.Table{ID: "lines", Caption: lang.T(ctx, "名单"), Columns: []ui.Column{
		{Label: lang.T(ctx, "名称"), Main: true}, {Label: lang.T(ctx, "单位")}, {Label: lang.T(ctx, "事项")}, {Label: lang.T(ctx, "金额（元）"), Num: true},
	}}
	for _, l := range lines {
		cells := l.cells()
		cells[2] = lang.T(ctx, cells[2])
		t.Rows = append(t.Rows, ui.Row{Cells: ui.Texts(cells...)})
	}
	return t
}

// A grantPart is what officers see on the page of a list.
type grantPart struct {
	Table  ui.Table
	Public string
	Need   string // the last day it must at least run to, from today
}

func (s *Slice) grantSection(ctx context.Context, c *flow.Case, _ org.Actor) (templ.Component, error) {
	v := grantPart{}
	if n, err := noticeOf(ctx, s.Flow.DB(), c.ID); err == nil {
		lines, err := n.read()
		v.Table, v.Public = linesTable(ctx, lines), "/subsidy-notices/"+c.ID
		return grantBlock(v), err
	}
	lines, days, err := s.linesOf(ctx, s.Flow.DB(), c.ID)
	if err != nil {
		return nil, err
	}
	v.Table = linesTable(ctx, lines)
	today := calendar.Day(s.Flow.Now())
	if last, err := calendar.AddWorkdays(today, days, false); err == nil && c.State == "drafting" {
		v.Need = lang.T(ctx, "标准要求公示%d个工作日：今天发布的，末日不早于%s。", days, last.Said())
	}
	return grantBlock(v), nil
}
