package survey

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"qinglan/internal/calendar"
	"qinglan/internal/casework"
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

// Routes adds the pages.
func (s *Slice) Routes(m *web.Mux) {
	m.Route("GET /surveys", s.list)
	m.Route("GET /surveys/new", s.fresh)
	m.Route("POST /surveys", s.plan)
	m.Route("POST /surveys/{id}/firms", s.addFirms)
	m.Route("POST /surveys/{id}/drop", s.drop)
	m.Route("GET /survey/{token}", s.ask)
	m.Route("POST /survey/{token}", s.answer)
	m.Route("POST /survey/{token}/wish", s.wish)
}

// A listView is the surveys that an office sees.
type listView struct {
	Shell ui.Shell
	Tabs  []ui.Link
	Table ui.Table
}

func (s *Slice) list(w http.ResponseWriter, r *http.Request) error {
	a, err := casework.As(r, offices...)
	if err != nil {
		return err
	}
	ctx := r.Context()
	cs, err := s.Flow.Cases(ctx, a, flow.Filter{Track: track})
	if err != nil {
		return err
	}
	slices.SortStableFunc(cs, func(x, y flow.Case) int { return y.Opened.Compare(x.Opened) })
	v := listView{Shell: ui.ShellOf(ctx, lang.T(ctx, "需求调研"), "/lecturers"), Tabs: []ui.Link{
		{Text: lang.T(ctx, "师资库"), Href: "/lecturers"}, {Text: lang.T(ctx, "需求调研"), Href: "/surveys"}, {Text: lang.T(ctx, "推广活动"), Href: "/events"},
	}}
	v.Table = ui.Table{ID: "surveys", Caption: lang.T(ctx, "需求调研"), Columns: []ui.Column{
		{Label: lang.T(ctx, "调研"), Main: true}, {Label: lang.T(ctx, "组织单位")}, {Label: lang.T(ctx, "状态")}, {Label: lang.T(ctx, "截止")},
	}, Empty: lang.T(ctx, "还没有需求调研"), EmptyText: lang.T(ctx, "新建一次调研，列出企业，把链接发给他们。")}
	for i := range cs {
		c := &cs[i]
		due, tone := "", casework.StateTone(c.Now())
		if !c.Due.IsZero() {
			due = ui.Deadline(ctx, c.Due)
		}
		if c.State == "drafting" && c.Party == a.Organ.ID {
			tone = ui.OnMe
		}
		v.Table.Rows = append(v.Table.Rows, ui.Row{Href: "/cases/" + c.ID, Cells: []ui.Cell{
			{Text: c.Name}, {Text: c.Unit}, {Text: lang.T(ctx, c.Now().Label), Tone: tone}, {Text: due},
		}})
	}
	return web.Render(w, r, http.StatusOK, listPage(v))
}

// A planView begins a survey.
type planView struct {
	Shell   ui.Shell
	ID      string
	Form    []form.Question
	Answers form.Answers
	Wrong   form.Wrong
}

func (s *Slice) questions(name string) []form.Question {
	t, ok := s.Flow.Current().Track(track)
	if !ok {
		return nil
	}
	return t.Forms[name]
}

func (s *Slice) fresh(w http.ResponseWriter, r *http.Request) error {
	if _, err := casework.As(r, offices...); err != nil {
		return err
	}
	until := calendar.Day(s.Flow.Now()).AddDays(14)
	return s.showPlan(w, r, http.StatusOK, planView{ID: db.NewID(), Answers: form.Answers{"until": until.String()}})
}

func (s *Slice) showPlan(w http.ResponseWriter, r *http.Request, status int, v planView) error {
	v.Shell, v.Form = ui.ShellOf(r.Context(), lang.T(r.Context(), "新建需求调研"), "/lecturers"), s.questions("plan")
	return web.Render(w, r, status, planPage(v))
}

func (s *Slice) plan(w http.ResponseWriter, r *http.Request) error {
	a, err := casework.As(r, offices...)
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return fault.Wrap(fault.Invalid, err, "表单无法读取。")
	}
	answers, wrong := form.Read(s.questions("plan"), r.PostForm)
	if len(wrong) == 0 && answers["until"] < calendar.Day(s.Flow.Now()).String() {
		wrong.Add("until", "日期已经过去，请改为今天或以后的日期。")
	}
	id := r.PostForm.Get("id")
	if len(wrong) > 0 {
		return s.showPlan(w, r, http.StatusUnprocessableEntity, planView{ID: id, Answers: answers, Wrong: wrong})
	}
	if err := s.Plan(r.Context(), a, id, answers); err != nil {
		return err
	}
	http.Redirect(w, r, "/cases/"+id, http.StatusSeeOther)
	return nil
}

// own returns the survey that r names if it is of the reader's own office.
func (s *Slice) own(r *http.Request) (*flow.Case, org.Actor, error) {
	c, a, err := s.Find(r)
	if err == nil && c.Track.Name != track {
		err = fault.New(fault.Missing, "没有这个页面，或您无权查看。")
	}
	if err == nil && (a.Organ.ID != c.Party || !slices.Contains(offices, a.Role)) {
		err = fault.New(fault.Denied, "这一步不由您办理。")
	}
	return c, a, err
}

type triedKey struct{}

// addFirms reads firms from lines. A line that is not right comes back with all
// that was typed.
func (s *Slice) addFirms(w http.ResponseWriter, r *http.Request) error {
	c, a, err := s.own(r)
	if err != nil {
		return err
	}
	if _, err := casework.Seen(r); err != nil {
		return err
	}
	answers, wrong := form.Read(firmForm(a), r.PostForm)
	firms, at := linesOf(a, answers["firms"], calendar.Day(s.Flow.Now()))
	if len(wrong) == 0 && at > 0 {
		wrong.Add("firms", "第%d行看不懂：请写企业名称，空格或逗号后写所在地区。", at)
	}
	if len(wrong) > 0 {
		t := casework.Tried{Move: "firms", Answers: answers, Wrong: wrong}
		r = r.WithContext(context.WithValue(r.Context(), triedKey{}, t))
		return s.Show(w, r, http.StatusUnprocessableEntity, c, a, casework.Tried{})
	}
	if _, err := s.Ask(r.Context(), c, firms); err != nil {
		return err
	}
	http.Redirect(w, r, "/cases/"+c.ID+"#firms", http.StatusSeeOther)
	return nil
}

// firmForm asks for firms, one a line.
func firmForm(a org.Actor) []form.Question {
	q := form.Question{Name: "firms", Label: "添加企业", Hint: "一行一家，可以从表格粘贴；企业名称后写县（市、区），例如：演示贸易公司，义乌市", Kind: form.Prose, Max: 20000}
	switch a.Role {
	case programme.County:
		q.Hint = "一行一家企业名称，可以从表格粘贴"
	case programme.Province:
		q.Hint = "一行一家，可以从表格粘贴；企业名称后写设区市，例如：演示贸易公司，金华市"
	}
	return []form.Question{q}
}

// linesOf reads firms from lines: a name and, but for a county's survey, the
// region, apart by a tab, comma or space. at is the first line, from 1, that is
// not so; 0 is none.
func linesOf(a org.Actor, text string, today calendar.Date) (firms []Firm, at int) {
	regions := map[string]string{}
	switch a.Role {
	case programme.City:
		for _, r := range org.Counties(a.Organ.Region, today) {
			regions[r.Name] = r.Code
		}
	case programme.Province:
		for _, r := range org.Cities(today) {
			regions[r.Name] = r.Code
		}
	}
	for i, l := range strings.Split(text, "\n") {
		l = strings.TrimSpace(l)
		if l == "" {
			continue
		}
		f := Firm{Name: l, Region: a.Organ.Region}
		if a.Role != programme.County {
			cut := strings.LastIndexFunc(l, func(r rune) bool { return strings.ContainsRune("\t,， 　", r) })
			if cut < 0 {
				return nil, i + 1
			}
			f.Name, f.Region = strings.Trim(l[:cut], "\t,， 　"), regions[strings.Trim(l[cut:], "\t,， 　")]
		}
		if f.Name == "" || f.Region == "" || len([]rune(f.Name)) > 100 {
			return nil, i + 1
		}
		firms = append(firms, f)
	}
	return firms, 0
}

func (s *Slice) drop(w http.ResponseWriter, r *http.Request) error {
	c, _, err := s.own(r)
	if err != nil {
		return err
	}
	seen, err := casework.Seen(r)
	if err != nil {
		return err
	}
	if seen != c.Seq || c.State != "drafting" {
		return fault.New(fault.Stale, "这个办件刚刚有了变化，请看过最新情况再办理。")
	}
	err = s.Flow.DB().Tx(r.Context(), func(tx *db.Tx) error { return dropFirm(r.Context(), tx, c.ID, r.PostForm.Get("firm")) })
	if err != nil {
		return err
	}
	http.Redirect(w, r, "/cases/"+c.ID+"#firms", http.StatusSeeOther)
	return nil
}
