package training

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"qinglan/internal/casework"
	"qinglan/internal/course"
	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/lang"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/web"
	"qinglan/internal/web/ui"
)

// An overView is the training of a region: who waits, which classes there are,
// how everybody stands.
type overView struct {
	Shell      ui.Shell
	Head       ui.Head
	Editions   ui.Choice
	Edition    string // whose classes and people are listed; who waits is of any
	Figures    []ui.Figure
	Tabs       []ui.Link
	Active     string
	Table      ui.Table
	Placing    bool      // people may be picked and placed
	Targets    []ui.Link // classes to place them in
	To         string
	City       string
	Direction  string
	Cities     []ui.Link
	Directions []ui.Link
	Placed     int
}

// overview answers the province with three tabs; a city and a county with how
// their own people stand.
func (s *Slice) overview(w http.ResponseWriter, r *http.Request) error {
	a, err := casework.As(r, programme.Province, programme.City, programme.County, programme.Auditor)
	if err != nil {
		return err
	}
	ctx, q := r.Context(), r.URL.Query()
	v := &overView{Shell: ui.ShellOf(ctx, lang.T(ctx, "集中培训"), "/training"), City: q.Get("city"), Direction: q.Get("direction"), To: q.Get("class")}
	v.Shell.Wide = true
	e, err := s.EditionAsked(r)
	if err != nil {
		return err
	}
	v.Edition = e.Name
	v.Head = ui.Head{Title: lang.T(ctx, "集中培训"), Lead: lang.T(ctx, "培育名单人员由承训机构集中培训；按同城、培训方向编班，学时和出勤率达到要求的结业。")}
	v.Placed, _ = strconv.Atoi(q.Get("placed"))
	tab := q.Get("tab")
	if tab == "" {
		tab = map[bool]string{true: "waiting", false: "people"}[a.Role == programme.Province]
	}
	people, err := s.progress(ctx, a)
	if err != nil {
		return err
	}
	if err := s.tabs(ctx, a, v, tab, people); err != nil {
		return err
	}
	if tab != "waiting" {
		v.Editions = s.Editions(ctx, r, e, "tab", "city")
	}
	switch tab {
	case "waiting":
		err = s.waiting(ctx, a, v)
	case "classes":
		err = s.byCity(ctx, a, v)
	case "people":
		v.Table = s.progressTable(ctx, a, v.filter(people))
	default:
		err = errMissing
	}
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, overviewPage(v))
}

// tabs fills in the tabs and figures.
func (s *Slice) tabs(ctx context.Context, a org.Actor, v *overView, tab string, people []progress) error {
	free, in, deferred, short := 0, 0, 0, 0
	for _, p := range people {
		switch {
		case p.State == "deferred":
			deferred++
		case p.State == "enrolled" && p.Class == nil:
			free++
		case p.State == "enrolled":
			in++
			if p.Short() {
				short++
			}
		}
	}
	v.Figures = []ui.Figure{
		{Label: lang.T(ctx, "待编班"), Value: fmt.Sprint(free)}, {Label: lang.T(ctx, "在班"), Value: fmt.Sprint(in)},
		{Label: lang.T(ctx, "缓训"), Value: fmt.Sprint(deferred)},
		{Label: lang.T(ctx, "已不可能达标"), Value: fmt.Sprint(short), Tone: lateIf(short > 0)},
	}
	names := []struct {
		name, text string
		n          int
		roles      []programme.Role
	}{
		{"waiting", "待编班", free, []programme.Role{programme.Province}},
		{"classes", "班次", 0, []programme.Role{programme.Province, programme.City, programme.Auditor}},
		{"people", "学员进度", len(people), []programme.Role{programme.Province, programme.City, programme.County, programme.Auditor}},
	}
	for _, t := range names {
		if !slices.Contains(t.roles, a.Role) {
			continue
		}
		href := "/training?tab=" + t.name
		v.Tabs = append(v.Tabs, ui.Link{Text: lang.T(ctx, t.text), Href: href, Count: t.n})
		if t.name == tab {
			v.Active = href
		}
	}
	if v.Active == "" {
		return fault.New(fault.Missing, "没有这个页面，或您无权查看。")
	}
	if a.Role != programme.Province && a.Role != programme.Auditor {
		return nil
	}
	v.Cities = append(v.Cities, ui.Link{Text: lang.T(ctx, "全部地市")})
	for _, c := range org.Cities(s.Flow.Current().Since) {
		v.Cities = append(v.Cities, ui.Link{Text: c.Name, Href: c.Code})
	}
	v.Directions = append(v.Directions, ui.Link{Text: lang.T(ctx, "全部方向")})
	for _, d := range s.Flow.Current().Directions {
		v.Directions = append(v.Directions, ui.Link{Text: lang.T(ctx, d.Label), Href: d.Value})
	}
	return nil
}

// waiting lists who waits, each with the class that is proposed and why.
func (s *Slice) waiting(ctx context.Context, a org.Actor, v *overView) error {
	q := s.Flow.DB()
	free, err := s.Unplaced(ctx, q, a)
	if err != nil {
		return err
	}
	people, err := s.Candidates(ctx, q, free)
	if err != nil {
		return err
	}
	classes, err := s.Open(ctx, q, a)
	if err != nil {
		return err
	}
	v.Targets = append(v.Targets, ui.Link{Text: lang.T(ctx, "按拟议班次")})
	for _, k := range classes {
		v.Targets = append(v.Targets, ui.Link{Text: lang.T(ctx, "%s（余%d）", title(ctx, k.Case), k.Capacity-k.Taken), Href: k.ID})
	}
	if v.To != "" {
		classes = slices.DeleteFunc(classes, func(k *course.Class) bool { return k.ID != v.To })
	}
	v.Table = ui.Table{ID: "waiting", Caption: lang.T(ctx, "待编班人员"), Dense: true, Columns: []ui.Column{
		{Label: lang.T(ctx, "姓名"), Main: true}, {Label: lang.T(ctx, "单位")}, {Label: lang.T(ctx, "地区")},
		{Label: lang.T(ctx, "培训方向")}, {Label: lang.T(ctx, "拟编入")},
	}, Empty: lang.T(ctx, "没有待编班的人员")}
	for _, p := range course.Propose(people, classes) {
		if v.City != "" && p.City != v.City || v.Direction != "" && !slices.Contains(p.Directions, v.Direction) {
			continue
		}
		v.Table.Rows = append(v.Table.Rows, s.waitingRow(ctx, a, v, p))
	}
	v.Placing = len(classes) > 0 && len(v.Table.Rows) > 0
	if v.Placing {
		v.Table.Pick = "place"
	}
	return nil
}

func (s *Slice) waitingRow(ctx context.Context, a org.Actor, v *overView, p course.Proposal) ui.Row {
	row := ui.Row{ID: p.ID + ":", Href: s.Href(&p.Case, a), Cells: []ui.Cell{
		{Text: p.Name, Sub: p.No}, {Text: p.Unit}, {Text: casework.Place(&p.Case)}, {Text: s.directions(ctx, p.Directions)},
	}}
	cell := ui.Cell{Text: lang.T(ctx, "没有同城或同方向的空余名额")}
	if p.Class != nil {
		row.ID += p.Class.ID
		cell = ui.Cell{Text: title(ctx, p.Class.Case), Sub: reason(ctx, p.Match, v.To != "")}
	}
	row.Cells = append(row.Cells, cell)
	return row
}

// reason says why a class is proposed.
func reason(ctx context.Context, m course.Match, named bool) string {
	switch {
	case m.City && m.Direction:
		return lang.T(ctx, "同城，培训方向相符")
	case m.City:
		return lang.T(ctx, "同城，培训方向不同")
	}
	if named { // other classes were not looked at
		return lang.T(ctx, "外市，培训方向相符")
	}
	return lang.T(ctx, "外市，培训方向相符；同城没有空余名额")
}

// directions writes 培训方向 as people read them.
func (s *Slice) directions(ctx context.Context, names []string) string {
	q := form.Question{Kind: form.Many, Choices: s.Flow.Current().Directions}
	return form.Show(q, strings.Join(names, "\n"), lang.Of(ctx))
}

// byCity lists the classes by city.
func (s *Slice) byCity(ctx context.Context, a org.Actor, v *overView) error {
	cs, err := s.Flow.Cases(ctx, a, flow.Filter{Edition: v.Edition, Track: "class", City: v.City})
	if err != nil {
		return err
	}
	slices.SortStableFunc(cs, func(x, y flow.Case) int { return strings.Compare(x.City, y.City) })
	v.Table, err = s.classTable(ctx, a, cs)
	v.Directions = nil
	return err
}

// A progress is how somebody on the 培育名单 stands in their training.
type progress struct {
	flow.Case
	course.Standing
	Class *course.Class
}

// progress reads everybody whom a sees and whose training is not behind them,
// or who came through a class.
func (s *Slice) progress(ctx context.Context, a org.Actor) ([]progress, error) {
	q := s.Flow.DB()
	cs, err := s.Flow.Cases(ctx, a, flow.Filter{Track: "entry"})
	if err != nil {
		return nil, err
	}
	last, err := course.LastClasses(ctx, q)
	if err != nil {
		return nil, err
	}
	known := map[string]*course.Class{}
	var out []progress
	for _, c := range cs {
		p := progress{Case: c}
		if id := last[c.ID]; id != "" {
			if known[id] == nil {
				at, err := s.Flow.Load(ctx, q, id)
				if err != nil {
					return nil, err
				}
				if known[id], err = s.Class(ctx, q, at); err != nil {
					return nil, err
				}
			}
			p.Class, p.Standing = known[id], known[id].Of(c.ID)
		}
		if p.Class != nil || slices.Contains([]string{"enrolled", "deferred", "training-failed"}, c.State) {
			out = append(out, p)
		}
	}
	return out, nil
}

func (v *overView) filter(all []progress) []progress {
	v.Directions = nil
	return slices.DeleteFunc(all, func(p progress) bool { return p.Edition.Name != v.Edition || v.City != "" && p.City != v.City })
}

// stage says where somebody stands; who waits for the result of a class is in
// it.
func (p *progress) stage(ctx context.Context) ui.Cell {
	if p.Class == nil || p.State != "enrolled" {
		return ui.Cell{Text: lang.T(ctx, p.Now().Label), Tone: casework.StateTone(p.Now())}
	}
	if p.Class.State == "running" || p.Class.State == "signed" {
		return ui.Cell{Text: lang.T(ctx, "培训中"), Tone: ui.Waiting}
	}
	return ui.Cell{Text: lang.T(ctx, "已编班"), Tone: ui.Waiting}
}

func (s *Slice) progressTable(ctx context.Context, a org.Actor, people []progress) ui.Table {
	t := ui.Table{ID: "progress", Caption: lang.T(ctx, "学员进度"), Dense: true, Columns: []ui.Column{
		{Label: lang.T(ctx, "姓名"), Main: true}, {Label: lang.T(ctx, "单位")}, {Label: lang.T(ctx, "地区")}, {Label: lang.T(ctx, "环节")},
		{Label: lang.T(ctx, "班次")}, {Label: lang.T(ctx, "学时"), Num: true}, {Label: lang.T(ctx, "出勤率"), Num: true}, {Label: lang.T(ctx, "结业")},
	}, Empty: lang.T(ctx, "还没有待训或在训人员"), EmptyText: lang.T(ctx, "列入培育名单的人员会出现在这里。")}
	for i := range people {
		p := &people[i]
		row := ui.Row{Href: s.Href(&p.Case, a), Cells: []ui.Cell{
			{Text: p.Name, Sub: p.No}, {Text: p.Unit}, {Text: casework.Place(&p.Case)},
			p.stage(ctx),
		}}
		if p.Class == nil {
			row.Cells = append(row.Cells, ui.Cell{Text: "—"}, ui.Cell{Text: "—"}, ui.Cell{Text: "—"}, ui.Cell{Text: "—"})
		} else {
			row.Cells = append(row.Cells, ui.Cell{Text: p.Class.Name, Sub: p.Class.Unit})
			row.Cells = append(row.Cells, standingCells(ctx, p.Standing)...)
			if p.State == "enrolled" && p.Short() {
				row.Tone = ui.Late
			}
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// place places everybody picked, all or none: where it was proposed, or in the
// class that was chosen.
func (s *Slice) place(w http.ResponseWriter, r *http.Request) error {
	a, err := casework.As(r, programme.Province)
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return fault.Wrap(fault.Invalid, err, "表单无法读取。")
	}
	picks, to := slices.Sorted(slices.Values(r.PostForm["place"])), r.PostForm.Get("to")
	if len(picks) == 0 {
		return fault.New(fault.Invalid, "请先选中要编班的人员。")
	}
	ctx := r.Context()
	err = s.Flow.DB().Tx(ctx, func(tx *db.Tx) error {
		for _, pick := range picks {
			entry, class, _ := strings.Cut(pick, ":")
			if to != "" {
				class = to
			}
			if class == "" {
				return fault.New(fault.Invalid, "选中的人员中有人没有拟议班次，请指定班次。")
			}
			if err := s.placeSeen(ctx, tx, a, class, entry); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	v := url.Values{"placed": {strconv.Itoa(len(picks))}}
	http.Redirect(w, r, "/training?"+v.Encode(), http.StatusSeeOther)
	return nil
}

// placeSeen is [Slice.Place] for a page: what it names must be a class and a
// place on the 培育名单 that a sees.
func (s *Slice) placeSeen(ctx context.Context, tx *db.Tx, a org.Actor, class, entry string) error {
	for _, want := range []struct{ track, id string }{{"class", class}, {"entry", entry}} {
		c, err := s.Flow.Load(ctx, tx, want.id)
		if err != nil {
			return err
		}
		if c.Track.Name != want.track {
			return errMissing
		}
	}
	return s.Place(ctx, tx, a, class, entry)
}
