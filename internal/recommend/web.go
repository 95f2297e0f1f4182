package recommend

import (
	"context"
	"slices"

	"github.com/a-h/templ"

	"qinglan/internal/casework"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/lang"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/reconcile"
	"qinglan/internal/tally"
	"qinglan/internal/web"
	"qinglan/internal/web/ui"
)

// Routes adds the pages.
func (s *Slice) Routes(m *web.Mux) {
	m.Route("GET /summaries", s.list)
	m.Route("POST /summaries", s.begin)
	m.Route("GET /summaries/{id}", s.show)
	m.Route("POST /summaries/{id}/choose", s.choose)
	m.Route("POST /summaries/{id}/draft", s.keep)
	m.Route("POST /summaries/{id}/freeze", s.freeze)
	m.Route("POST /summaries/{id}/accept", s.accept)
	m.Route("GET /summaries/{id}/annex1.pdf", s.paper("pdf"))
	m.Route("GET /summaries/{id}/annex1.xlsx", s.paper("xlsx"))
	m.Route("GET /summaries/{id}/annex1.docx", s.paper("docx"))
	m.Route("GET /summaries/{id}/print/{paper}", s.printReport)
	m.Route("GET /summaries/{id}/worksheet.xlsx", s.sendWorksheet)
	m.Route("GET /summaries/{id}/import", s.bringer(reconcile.Desk.Show))
	m.Large("POST /summaries/{id}/import", reconcile.MostSent, s.bringer(reconcile.Desk.Post))
}

// countyDesk is 谁报了、缺什么、还剩几个工作日.
func (s *Slice) countyDesk(ctx context.Context, a org.Actor) (templ.Component, error) {
	e := s.Flow.Current()
	counts, err := tally.Below(ctx, s.Flow.DB(), a, e.Name, "application")
	if err != nil {
		return nil, err
	}
	cs, err := s.concerning(ctx, a, e)
	if err != nil {
		return nil, err
	}
	table, err := s.countyTable(ctx, a, cs)
	if err != nil {
		return nil, err
	}
	region, _ := org.RegionOf(a.Organ.Region)
	t := tallyOf(counts, func(n tally.Count) string { return n.County })
	now := s.Flow.Now()
	figures := []ui.Figure{
		leftFigure(ctx, lang.T(ctx, "报市截止"), now, e.DeadlineOf("county", region.Code, region.Parent)),
		mine(ui.Figure{Label: lang.T(ctx, "待本县初核"), Value: number(t.sum("at-county")), Href: inState("at-county")}, t.sum("at-county")),
		{Label: lang.T(ctx, "退回补正中"), Value: number(t.sum("fix-county", "fix-city"))},
		{Label: lang.T(ctx, "正在填写"), Value: number(t.sum("draft")), Note: lang.T(ctx, "只见人数")},
		{Label: lang.T(ctx, "待单位意见"), Value: number(t.sum("at-employer")), Note: lang.T(ctx, "只见人数")},
		{Label: lang.T(ctx, "已转报市级"), Value: number(forwarded(t)), Tone: ui.Done},
	}
	return countyPart(figures, table), nil
}

// concerning returns the applications that an office has to do with: all of an
// edition, and of the others whatever is still under review.
func (s *Slice) concerning(ctx context.Context, a org.Actor, e *programme.Edition) ([]flow.Case, error) {
	cs, err := s.Flow.Cases(ctx, a, flow.Filter{Track: "application"})
	return slices.DeleteFunc(cs, func(c flow.Case) bool {
		return c.Edition != e && !slices.Contains(underReview, c.State)
	}), err
}

// forwarded is how many have reached the city.
func forwarded(t tallied) (n int) {
	for st, k := range t.state {
		if !slices.Contains([]string{"draft", "at-employer", "at-county", "fix-county", "not-forwarded", "refused-by-employer", "withdrawn", "lapsed"}, st) {
			n += k
		}
	}
	return n
}

// inState is the list of the applications that a figure counts.
func inState(state string) string { return "/cases?track=application&state=" + state + "#cases" }

func mine(f ui.Figure, n int) ui.Figure {
	if n > 0 {
		f.Tone = ui.OnMe
	}
	return f
}

// A cityView is the desk of a city.
type cityView struct {
	Figures []ui.Figure
	Waiting ui.Table
	Funnel  ui.Table
	Twins   []flow.Case
	Summary *flow.Case
	Begins  bool // people wait, and no list is being made
	Actor   org.Actor
	Pages   *casework.Pages
	Pooled  int
}

// cityDesk is the funnel by county, who is silent, what is doubled, and the
// list as it stands.
func (s *Slice) cityDesk(ctx context.Context, a org.Actor) (templ.Component, error) {
	e := s.Flow.Current()
	counts, err := tally.Below(ctx, s.Flow.DB(), a, e.Name, "application")
	if err != nil {
		return nil, err
	}
	v := cityView{Actor: a, Pages: s.Pages}
	waiting, err := s.Flow.Cases(ctx, a, flow.Filter{Track: "application", States: []string{"at-city"}})
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(waiting, byDue)
	v.Waiting = s.Table(ctx, a, lang.T(ctx, "待本市初审"), waiting)
	v.Waiting.Empty = lang.T(ctx, "没有等本市初审的申报")
	if v.Funnel, err = s.funnel(ctx, a, counts); err != nil {
		return nil, err
	}
	all, err := s.Flow.Cases(ctx, a, flow.Filter{Edition: e.Name, Track: "application"})
	if err != nil {
		return nil, err
	}
	v.Twins = twins(all)
	t := tallyOf(counts, func(n tally.Count) string { return n.County })
	v.Pooled = t.sum("pooled")
	lists, err := s.summaries(ctx, a, e, a.Organ.Region)
	if err != nil {
		return nil, err
	}
	if n := len(lists); n > 0 {
		v.Summary = &lists[n-1]
	}
	v.Begins = v.Summary == nil || v.Pooled > 0 && !slices.ContainsFunc(lists, beingMade)
	v.Figures = []ui.Figure{
		leftFigure(ctx, lang.T(ctx, "报省截止"), s.Flow.Now(), e.DeadlineOf("city", "", a.Organ.Region)),
		mine(ui.Figure{Label: lang.T(ctx, "待本市初审"), Value: number(len(waiting)), Href: "#cases"}, len(waiting)),
		{Label: lang.T(ctx, "县级在办"), Value: number(t.sum("at-county", "fix-county"))},
		{Label: lang.T(ctx, "待遴选"), Value: number(v.Pooled), Href: inState("pooled")},
		{Label: lang.T(ctx, "已列入附件1"), Value: number(t.sum("annexed")), Href: inState("annexed")},
		{Label: lang.T(ctx, "已上报省级"), Value: number(sent(e.Tracks, t)), Tone: ui.Done},
	}
	return cityPart(v), nil
}

// funnel is county × state; a county that never acted is marked, with the way
// to act in its place (settled 5).
func (s *Slice) funnel(ctx context.Context, a org.Actor, counts []tally.Count) (ui.Table, error) {
	e := s.Flow.Current()
	tr, _ := e.Track("application")
	t := tallyOf(counts, func(n tally.Count) string { return n.County })
	receipts, err := s.Flow.Cases(ctx, a, flow.Filter{Edition: e.Name, Track: "receipt"})
	if err != nil {
		return ui.Table{}, err
	}
	signed := map[string]string{}
	for _, c := range receipts {
		if c.County != "" {
			signed[c.County] = c.State
		}
	}
	table := stateTable(ctx, tr, t, org.Counties(a.Organ.Region, e.Since), func(r org.Region) (ui.Tone, string, string) {
		waits := t.region[r.Code]["at-county"]
		href := ""
		if waits > 0 {
			href = "/cases?track=application&state=at-county&county=" + r.Code
		}
		switch {
		case signed[r.Code] == "unread" && waits > 0:
			return ui.Late, lang.T(ctx, "未签收通知，%d 件待初核，可代办", waits), href
		case signed[r.Code] == "unread":
			return ui.Late, lang.T(ctx, "未签收通知"), ""
		case waits > 0:
			return "", lang.T(ctx, "%d 件待初核，可代办", waits), href
		case len(t.region[r.Code]) == 0:
			return "", lang.T(ctx, "还没有人填报"), ""
		}
		return "", "", href
	})
	return table, nil
}

// A provinceView is 11 cities × stage.
type provinceView struct {
	Figures []ui.Figure
	Stages  ui.Table
}

func (s *Slice) provinceDesk(ctx context.Context, a org.Actor) (templ.Component, error) {
	e, now := s.Flow.Current(), s.Flow.Now()
	counts, err := tally.Below(ctx, s.Flow.DB(), a, e.Name, "application")
	if err != nil {
		return nil, err
	}
	lists, err := s.Flow.Cases(ctx, a, flow.Filter{Edition: e.Name, Track: "summary"})
	if err != nil {
		return nil, err
	}
	t := tallyOf(counts, func(n tally.Count) string { return n.City })
	byCity := map[string]*flow.Case{}
	for i := range lists { // of several of a city, the one that waits
		if was := byCity[lists[i].City]; was == nil || was.State != "reported" {
			byCity[lists[i].City] = &lists[i]
		}
	}
	due := e.DeadlineOf("city", "", "")
	var v provinceView
	v.Stages = stageTable(ctx, e, t, org.Cities(e.Since), func(r org.Region) (ui.Tone, ui.Cell) {
		c := byCity[r.Code]
		switch {
		case c != nil && c.State == "reported" && t.region[r.Code]["reported"] == 0:
			return ui.OnMe, ui.Cell{Text: lang.T(ctx, "已逐人办理，待办结"), Href: "/summaries/" + c.ID}
		case c != nil && c.State == "reported":
			return ui.OnMe, ui.Cell{Text: lang.T(ctx, "已上报，待受理"), Href: "/summaries/" + c.ID}
		case c != nil:
			return "", ui.Cell{Text: lang.T(ctx, c.Now().Label), Href: "/summaries/" + c.ID}
		case !now.Before(due):
			return ui.Late, ui.Cell{Text: lang.T(ctx, "逾期未上报")}
		}
		return "", ui.Cell{Text: lang.T(ctx, "未上报")}
	})
	n := t.sum("reported")
	v.Figures = []ui.Figure{
		leftFigure(ctx, lang.T(ctx, "各市上报截止"), now, due),
		{Label: lang.T(ctx, "已上报的市"), Value: lang.T(ctx, "%d / %d", len(byCity), len(org.Cities(e.Since)))},
		mine(ui.Figure{Label: lang.T(ctx, "待受理"), Value: number(n), Href: inState("reported")}, n),
		{Label: lang.T(ctx, "已受理待初选"), Value: number(t.sum("accepted", "scheduled")), Tone: ui.Done},
	}
	return provincePart(v), nil
}

// first returns what the first fault is about.
func first(rows []form.Answers) string {
	if len(rows) == 0 {
		return ""
	}
	return rows[0]["field"]
}
