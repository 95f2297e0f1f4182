package training

import (
	"context"
	"net/http"
	"slices"
	"strconv"

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

// Routes adds the pages.
func (s *Slice) Routes(m *web.Mux) {
	m.Route("GET /classes", s.classes)
	m.Route("POST /classes", s.start)
	m.Route("GET /classes/{id}", s.show)
	m.Route("POST /classes/{id}/plan", s.plan)
	m.Route("POST /classes/{id}/plan/draft", s.keepPlan)
	m.Route("POST /classes/{id}/leave", s.decide)
	m.Route("POST /classes/{id}/release", s.release)
	m.Route("POST /classes/{id}/sign", s.sign)
	m.Route("GET /classes/{id}/lessons/{n}", s.lesson)
	m.Route("POST /classes/{id}/lessons/{n}", s.tick)
	m.Route("GET /classes/{id}/print/{paper}", s.print)
	m.Route("GET /training", s.overview)
	m.Route("POST /training/place", s.place)
	m.Route("GET /training/mine", s.mine)
	m.Route("POST /training/mine/{entry}/reply", s.reply)
	m.Route("POST /training/mine/{entry}/leave", s.askLeave)
	m.Route("GET /class-reply/{token}", s.replyForm)
	m.Route("POST /class-reply/{token}", s.replyByLink)
}

// readers are the roles that see classes.
var readers = []programme.Role{programme.Institution, programme.Province, programme.City, programme.Auditor}

var errMissing = fault.New(fault.Missing, "没有找到这个办件，或者您无权查看。")

// A classesView is the list of classes.
type classesView struct {
	Shell   ui.Shell
	Edition ui.Choice
	Leaves  ui.Table // that an institution has to decide
	Table   ui.Table
	Mine    bool // the reader may open one
	Held    string
	ID      string
	Asked   []form.Question
	Answers form.Answers
	Wrong   form.Wrong
}

func (s *Slice) classes(w http.ResponseWriter, r *http.Request) error {
	a, err := casework.As(r, readers...)
	if err != nil {
		return err
	}
	return s.showClasses(w, r, http.StatusOK, a, nil, nil)
}

func (s *Slice) showClasses(w http.ResponseWriter, r *http.Request, status int, a org.Actor, ans form.Answers, wrong form.Wrong) error {
	ctx := r.Context()
	v := classesView{
		Shell: ui.ShellOf(ctx, lang.T(ctx, "培训班次"), "/classes"), ID: db.NewID(),
		Asked: s.track("class").Forms["class"], Answers: ans, Wrong: wrong,
	}
	e, err := s.EditionAsked(r)
	if err != nil {
		return err
	}
	v.Edition = s.Editions(ctx, r, e)
	cs, err := s.Flow.Cases(ctx, a, flow.Filter{Edition: e.Name, Track: "class"})
	if err != nil {
		return err
	}
	if v.Table, err = s.classTable(ctx, a, cs); err != nil {
		return err
	}
	if a.Role == programme.Institution {
		asked, err := course.Asked(ctx, s.Flow.DB(), a.Organ.ID)
		if err != nil {
			return err
		}
		v.Leaves = leavesTable(ctx, asked)
		by, err := s.Selection(ctx, s.Flow.DB(), "", a.Organ.ID)
		if err != nil {
			return err
		}
		v.Mine = by != ""
		if !v.Mine {
			v.Held = lang.T(ctx, "本机构不是选定的承训机构，不能开办培训班次。")
		}
	}
	return web.Render(w, r, status, classesPage(v))
}

// leavesTable lists the requests for leave that wait, in all classes.
func leavesTable(ctx context.Context, asked []course.AskedLeave) ui.Table {
	t := ui.Table{ID: "leaves", Caption: lang.T(ctx, "待决定的请假"), Dense: true, Columns: []ui.Column{
		{Label: lang.T(ctx, "姓名"), Main: true}, {Label: lang.T(ctx, "班次")}, {Label: lang.T(ctx, "课次")},
	}}
	for _, l := range asked {
		t.Rows = append(t.Rows, ui.Row{Href: "/classes/" + l.Class + "#leave", Cells: ui.Texts(l.Name, l.Title, lang.T(ctx, "第%d次课", l.N))})
	}
	return t
}

func (s *Slice) track(name string) *programme.Track {
	t, _ := s.Flow.Current().Track(name)
	return t
}

// classTable lists classes with their dates and seats.
func (s *Slice) classTable(ctx context.Context, a org.Actor, cs []flow.Case) (ui.Table, error) {
	t := ui.Table{ID: "classes", Caption: lang.T(ctx, "班次"), Columns: []ui.Column{
		{Label: lang.T(ctx, "名称"), Main: true}, {Label: lang.T(ctx, "承训机构")}, {Label: lang.T(ctx, "地市")},
		{Label: lang.T(ctx, "起止日期")}, {Label: lang.T(ctx, "人数"), Num: true}, {Label: lang.T(ctx, "环节")},
	}, Empty: lang.T(ctx, "还没有培训班次"), EmptyText: lang.T(ctx, "选定的承训机构拟定班次、经省级批准后出现在这里。")}
	slices.SortStableFunc(cs, func(x, y flow.Case) int { return turnOf(&x, a) - turnOf(&y, a) })
	for i := range cs {
		c := &cs[i]
		k, err := s.Class(ctx, s.Flow.DB(), c)
		if err != nil {
			return t, err
		}
		tone := casework.StateTone(c.Now())
		if turnOf(c, a) == 0 {
			tone = ui.OnMe
		}
		t.Rows = append(t.Rows, ui.Row{Href: "/classes/" + c.ID, Cells: []ui.Cell{
			{Text: casework.NameOf(ctx, c), Sub: c.No}, {Text: c.Unit}, {Text: placeOf(c)},
			{Text: k.Dates()}, {Text: k.Filled()}, {Text: lang.T(ctx, c.Now().Label), Tone: tone},
		}})
	}
	return t, nil
}

// turnOf ranks a case of a list: what waits for the reader, what goes on, what
// is over.
func turnOf(c *flow.Case, a org.Actor) int {
	switch {
	case c.Now().Turn == a.Role:
		return 0
	case !c.Now().Final:
		return 1
	}
	return 2
}

func placeOf(c *flow.Case) string {
	if r, ok := org.RegionOf(c.City); ok {
		return r.Name
	}
	return ""
}

// start opens a class of the reader's institution.
func (s *Slice) start(w http.ResponseWriter, r *http.Request) error {
	a, err := casework.As(r, programme.Institution)
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return fault.Wrap(fault.Invalid, err, "表单无法读取。")
	}
	ctx := r.Context()
	by, err := s.Selection(ctx, s.Flow.DB(), "", a.Organ.ID)
	if err != nil {
		return err
	}
	if by == "" {
		return course.ErrNotSelected
	}
	ans, wrong := form.Read(s.track("class").Forms["class"], r.PostForm)
	if len(wrong) > 0 {
		return s.showClasses(w, r, http.StatusUnprocessableEntity, a, ans, wrong)
	}
	id := r.PostForm.Get("id")
	_, err = s.Flow.Open(ctx, a, flow.Opening{
		ID: id, Track: "class", Party: a.Organ.ID, Name: ans["title"], Unit: a.Organ.Name,
		City: a.Organ.Region, Parent: by, Answers: ans,
	})
	if err != nil {
		return err
	}
	http.Redirect(w, r, "/classes/"+id, http.StatusSeeOther)
	return nil
}

// found returns the class that r names, as the signed-in person may see it.
func (s *Slice) found(r *http.Request, roles ...programme.Role) (*flow.Case, org.Actor, error) {
	a, err := casework.As(r, roles...)
	if err != nil {
		return nil, a, err
	}
	c, err := s.Flow.Find(r.Context(), a, r.PathValue("id"))
	if err == nil && c.Track.Name != "class" {
		err = errMissing
	}
	return c, a, err
}

// peopleFor returns the people of a class that a may read of: its institution
// and the province all, a city its own.
func (s *Slice) peopleFor(ctx context.Context, c *flow.Case, a org.Actor) ([]flow.Case, error) {
	all, err := s.Entries(ctx, s.Flow.DB(), c.ID)
	if err != nil || a.Role != programme.City {
		return all, err
	}
	return slices.DeleteFunc(all, func(k flow.Case) bool { return k.City != a.Organ.Region }), nil
}

// intOf reads a number of a path.
func intOf(r *http.Request, name string) (int, error) {
	n, err := strconv.Atoi(r.PathValue(name))
	if err != nil {
		return 0, errMissing
	}
	return n, nil
}

// numberIn reads a number of a form; 0 if it is none.
func numberIn(r *http.Request, name string) int {
	n, _ := strconv.Atoi(r.PostForm.Get(name))
	return n
}
