package match

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"qinglan/internal/calendar"
	"qinglan/internal/casework"
	"qinglan/internal/form"
	"qinglan/internal/lang"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/web"
	"qinglan/internal/web/ui"
)

// Routes adds the pages.
func (s *Slice) Routes(m *web.Mux) {
	m.Route("GET /lecturer", s.own)
	m.Route("POST /lecturer", s.keepOwn)
	m.Route("GET /lecturers", s.list)
	m.Route("GET /lecturers/{id}", s.person)
	m.Route("POST /lecturers/{id}/invite", s.invite)
}

// tabs lead between what an office does to bring lecturers and firms together.
func tabs(ctx context.Context, a org.Actor) []ui.Link {
	all := []ui.Link{{Text: lang.T(ctx, "师资库"), Href: "/lecturers"}}
	if a.Role != programme.Buyer {
		all = append(all, ui.Link{Text: lang.T(ctx, "需求调研"), Href: "/surveys"})
	}
	return append(all, ui.Link{Text: lang.T(ctx, "推广活动"), Href: "/events"})
}

// A listView is the 师资库 as it was searched.
type listView struct {
	Shell      ui.Shell
	Tabs       []ui.Link
	Query      query
	On         string
	Wrong      string
	Office     bool
	Directions []ui.Link
	Cities     []ui.Link
	Parts      []ui.Link
	Orders     []ui.Link
	Active     string
	How        string
	ToNote     ui.Table // lectures that are over and whose hours are not noted
	Table      ui.Table
	For        ui.Link // the event that a lecturer is looked for
}

func (s *Slice) list(w http.ResponseWriter, r *http.Request) error {
	a, err := casework.As(r, inviters...)
	if err != nil {
		return err
	}
	ctx, in := r.Context(), r.URL.Query()
	v := listView{
		Shell: ui.ShellOf(ctx, lang.T(ctx, "师资库"), "/lecturers"), Tabs: tabs(ctx, a), On: in.Get("on"),
		Office: a.Role != programme.Buyer,
		Query: query{Direction: in.Get("direction"), City: in.Get("city"), Part: in.Get("part"), ByName: in.Get("order") == "name",
			All: in.Get("who") == "all" && a.Role != programme.Buyer, Event: in.Get("event")},
	}
	if v.On != "" {
		if v.Query.Day, err = calendar.Parse(v.On); err != nil {
			v.Wrong = lang.T(ctx, "请写成年-月-日，例如 2017-09-28。")
		}
	}
	found, err := s.find(ctx, s.Flow.DB(), a, v.Query)
	if err != nil {
		return err
	}
	if v.For, err = s.eventLink(ctx, a, v.Query.Event); err != nil {
		return err
	}
	past, err := s.toNote(ctx, a)
	if err != nil {
		return err
	}
	v.ToNote = s.Table(ctx, a, lang.T(ctx, "待登记课时的授课"), past)
	v.ToNote.ID = "to-note"
	s.choices(ctx, &v)
	v.Table = s.table(ctx, a, v.Query, found)
	return web.Render(w, r, http.StatusOK, listPage(v))
}

// eventLink leads to the event of that id, if a sees it.
func (s *Slice) eventLink(ctx context.Context, a org.Actor, id string) (ui.Link, error) {
	if id == "" {
		return ui.Link{}, nil
	}
	c, err := s.Flow.Find(ctx, a, id)
	if err != nil {
		return ui.Link{}, err
	}
	return ui.Link{Text: c.Name, Href: "/cases/" + c.ID}, nil
}

// choices fills in what a search may ask for.
func (s *Slice) choices(ctx context.Context, v *listView) {
	v.Directions = append([]ui.Link{{Text: lang.T(ctx, "全部方向")}}, options(ctx, s.Flow.Current().Directions)...)
	v.Cities = []ui.Link{{Text: lang.T(ctx, "全部城市")}}
	for _, c := range org.Cities(calendar.Day(s.Flow.Now())) {
		v.Cities = append(v.Cities, ui.Link{Text: c.Name, Href: c.Code})
	}
	v.Parts = append([]ui.Link{{Text: lang.T(ctx, "不限时段")}}, options(ctx, s.question("request", "part").Choices)...)
	fair, name := v.Query, v.Query
	fair.ByName, name.ByName = false, true
	v.Orders = []ui.Link{{Text: lang.T(ctx, "轮流次序"), Href: fair.href(v.On)}, {Text: lang.T(ctx, "按姓名"), Href: name.href(v.On)}}
	v.Active, v.How = v.Orders[0].Href, lang.T(ctx, "次序：先本市，再按近12个月受邀次数从少到多，同等的按当日抽签。不打分，不表示优劣。")
	if v.Query.ByName {
		v.Active, v.How = v.Orders[1].Href, lang.T(ctx, "次序：按姓名的字符顺序，与其他情况无关。")
	}
}

func options(ctx context.Context, cs []form.Choice) (out []ui.Link) {
	for _, c := range cs {
		out = append(out, ui.Link{Text: lang.T(ctx, c.Label), Href: c.Value})
	}
	return out
}

// href returns the address of q.
func (q query) href(on string) string {
	v := url.Values{}
	for name, value := range map[string]string{"direction": q.Direction, "city": q.City, "on": on, "part": q.Part, "event": q.Event} {
		if value != "" {
			v.Set(name, value)
		}
	}
	if q.ByName {
		v.Set("order", "name")
	}
	if q.All {
		v.Set("who", "all")
	}
	if len(v) == 0 {
		return "/lecturers"
	}
	return "/lecturers?" + v.Encode()
}

// question returns a question of the track's forms.
func (s *Slice) question(name, question string) form.Question {
	t, _ := s.Flow.Current().Track(track)
	i := slices.IndexFunc(t.Forms[name], func(q form.Question) bool { return q.Name == question })
	if i < 0 {
		return form.Question{}
	}
	return t.Forms[name][i]
}

func (s *Slice) table(ctx context.Context, a org.Actor, q query, found []Lecturer) ui.Table {
	e, today := s.Flow.Current(), calendar.Day(s.Flow.Now())
	t := ui.Table{ID: "lecturers", Caption: lang.T(ctx, "找到的讲师"), Columns: []ui.Column{
		{Label: lang.T(ctx, "讲师"), Main: true}, {Label: lang.T(ctx, "方向")}, {Label: lang.T(ctx, "可以授课")}, {Label: lang.T(ctx, "每月最多课时"), Num: true}, {Label: lang.T(ctx, "知识更新")}, {Label: lang.T(ctx, "为什么排在这里")},
	}, Empty: lang.T(ctx, "没有符合条件的讲师"), EmptyText: lang.T(ctx, "请放宽条件，或者换一个日期。")}
	for _, l := range found {
		last, stale := l.Fresh(int(e.Limit("lecturer.months").N), today)
		know := ui.Cell{Text: lang.T(ctx, "没有记录"), Tone: ui.Waiting}
		if !last.IsZero() {
			know = ui.Cell{Text: lang.T(ctx, "%d个月前", calendar.Months(last, today)), Sub: last.String()}
			if stale {
				know = ui.Cell{Text: lang.T(ctx, "待更新"), Sub: last.String(), Tone: ui.Waiting}
			}
		}
		t.Rows = append(t.Rows, ui.Row{ID: l.Person, Href: "/lecturers/" + l.Person + q.carried(), Cells: []ui.Cell{
			{Text: l.Name, Sub: ui.Joined(standing(ctx, l), cityName(l.City), l.Unit)}, {Text: named(ctx, e.Directions, l.Directions)},
			{Text: when(ctx, l)}, {Text: most(l)}, know, {Text: why(ctx, q, q.near(a), l)},
		}})
	}
	return t
}

// carried returns what the page of a lecturer must know of the search.
func (q query) carried() string {
	v := url.Values{}
	if q.Event != "" {
		v.Set("event", q.Event)
	}
	if !q.Day.IsZero() {
		v.Set("on", q.Day.String())
	}
	if q.Part != "" {
		v.Set("part", q.Part)
	}
	if q.Direction != "" {
		v.Set("direction", q.Direction)
	}
	if len(v) == 0 {
		return ""
	}
	return "?" + v.Encode()
}

// standing says whether somebody is certified.
func standing(ctx context.Context, l Lecturer) string {
	if l.Certified {
		return lang.T(ctx, "已认证")
	}
	return lang.T(ctx, "培育中")
}

func when(ctx context.Context, l Lecturer) string {
	if !l.Kept {
		return lang.T(ctx, "本人没有填写")
	}
	if !l.Willing {
		return lang.T(ctx, "暂不受邀")
	}
	return lang.T(ctx, "可授课：%s", daysOf(ctx, l.Days))
}

func limit(ctx context.Context, l Lecturer) string {
	if !l.Willing {
		return ""
	}
	return lang.T(ctx, "每月最多%d课时，已确认%d课时", l.Hours, l.Held)
}

// most writes how many hours a month l teaches.
func most(l Lecturer) string {
	if !l.Willing {
		return ""
	}
	return fmt.Sprint(l.Hours)
}

// why names the facts that put l where it stands.
func why(ctx context.Context, q query, near string, l Lecturer) string {
	if q.ByName {
		return lang.T(ctx, "按姓名")
	}
	place := lang.T(ctx, "外市")
	if l.City == near {
		place = lang.T(ctx, "本市")
	}
	return ui.Joined(place, lang.T(ctx, "近12个月受邀%d次", l.Invited))
}

// named writes chosen values in words.
func named(ctx context.Context, choices []form.Choice, values []string) string {
	var out []string
	for _, c := range choices {
		if slices.Contains(values, c.Value) {
			out = append(out, lang.T(ctx, c.Label))
		}
	}
	return lang.List(ctx, out)
}

func daysOf(ctx context.Context, days []string) string {
	var out []string
	for _, d := range days {
		for n, name := range weekdays {
			if d == strconv.Itoa((n+6)%7+1) {
				out = append(out, lang.Say(ctx, name))
			}
		}
	}
	return lang.List(ctx, out)
}

func cityName(code string) string {
	r, _ := org.RegionOf(code)
	return r.Name
}
