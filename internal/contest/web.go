package contest

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"strconv"

	"github.com/a-h/templ"

	"qinglan/internal/calendar"
	"qinglan/internal/casework"
	"qinglan/internal/db"
	"qinglan/internal/doc/pdf"
	"qinglan/internal/doc/xlsx"
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
	m.Route("GET /hundred", s.page)
	m.Route("POST /hundred", s.begin)
	m.Route("POST /hundred/{id}/wish", s.wish)
	m.Route("GET /hundred/{id}/letter.pdf", s.letter)
	m.Route("GET /hundred/{id}/list.xlsx", s.list)
}

// A yearView is one year as a lecturer sees it.
type yearView struct {
	Window
	Open, Early bool
	Own         *flow.Case // their nomination
	Form        []form.Question
}

// A pageView is the years, for a lecturer or for the province.
type pageView struct {
	Shell    ui.Shell
	Province bool
	Standing bool // the reader's certificate is valid
	Years    []yearView
	Tried    string // the year whose wish was not right
	Table    ui.Table
	ID       string
	Form     []form.Question
	Answers  form.Answers
	Wrong    form.Wrong
}

func (s *Slice) page(w http.ResponseWriter, r *http.Request) error {
	a, err := casework.As(r, programme.Applicant, programme.Province, programme.Auditor)
	if err != nil {
		return err
	}
	usual, err := s.usual(r.Context())
	if err != nil {
		return err
	}
	return s.show(w, r, http.StatusOK, a, pageView{ID: db.NewID(), Answers: usual})
}

// usual is the window as it usually stands, of the first year that has none yet:
// from today, which does not count, for as long as a public notice runs.
func (s *Slice) usual(ctx context.Context) (form.Answers, error) {
	wins, err := windows(ctx, s.Flow.DB())
	if err != nil {
		return nil, err
	}
	first := calendar.Day(s.Flow.Now())
	year := first.Y
	if len(wins) > 0 { // the newest stands first
		year = max(year, wins[0].Year+1)
	}
	a := form.Answers{"year": strconv.Itoa(year), "first": first.String()}
	if last, err := calendar.AddWorkdays(first, int(s.Flow.Current().Limit("publicity.days").N), false); err == nil {
		a["last"] = last.String()
	}
	return a, nil
}

func (s *Slice) show(w http.ResponseWriter, r *http.Request, status int, a org.Actor, v pageView) error {
	ctx := r.Context()
	v.Shell, v.Province = ui.ShellOf(ctx, lang.T(ctx, "百强名师"), "/hundred"), a.Role == programme.Province
	t, _ := s.Flow.Current().Track("contest")
	v.Form = t.Forms["window"]
	if a.Role != programme.Applicant {
		cs, err := s.Flow.Cases(ctx, a, flow.Filter{Track: "contest"})
		if err != nil {
			return err
		}
		v.Table = s.Table(ctx, a, lang.T(ctx, "各年度"), cs)
		return web.Render(w, r, status, page(v))
	}
	cert, err := s.standing(ctx, s.Flow.DB(), a.Person)
	if err != nil {
		return err
	}
	v.Standing = cert != nil
	v.Years, err = s.years(ctx, a)
	if err != nil {
		return err
	}
	return web.Render(w, r, status, page(v))
}

func (s *Slice) years(ctx context.Context, a org.Actor) (out []yearView, err error) {
	wins, err := windows(ctx, s.Flow.DB())
	if err != nil {
		return nil, err
	}
	now := s.Flow.Now()
	for _, win := range wins {
		c, err := s.Flow.Load(ctx, s.Flow.DB(), win.Case)
		if err != nil {
			return nil, err
		}
		t, _ := c.Edition.Track("nomination")
		y := yearView{Window: win, Early: now.Before(win.First.At(0, 0)), Form: t.Forms["wish"]}
		y.Open = c.State == "open" && !y.Early && now.Before(win.Last.At(24, 0))
		id, err := wishOf(ctx, s.Flow.DB(), win.Case, a.Person)
		if err == nil && id != "" {
			y.Own, err = s.Flow.Load(ctx, s.Flow.DB(), id)
		}
		if err != nil {
			return nil, err
		}
		out = append(out, y)
	}
	return out, nil
}

// begin sets the window of a year.
func (s *Slice) begin(w http.ResponseWriter, r *http.Request) error {
	a, err := casework.As(r, programme.Province)
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return fault.Wrap(fault.Invalid, err, "表单无法读取。")
	}
	t, _ := s.Flow.Current().Track("contest")
	given, wrong := form.Read(t.Forms["window"], r.PostForm)
	var win Window
	if len(wrong) == 0 {
		win.Year, _ = strconv.Atoi(given["year"])
		win.First, _ = calendar.Parse(given["first"])
		win.Last, _ = calendar.Parse(given["last"])
		if win.Last.Before(win.First) || win.Last.Before(calendar.Day(s.Flow.Now())) {
			wrong.Add("last", "意愿末日不能早于首日，也不能早于今天。")
		}
		if win.First.Y < win.Year-1 || win.Last.Y > win.Year {
			wrong.Add("first", "起止日期须在这一年度或上一年度内。")
		}
	}
	id := r.PostForm.Get("id")
	if len(wrong) > 0 {
		return s.show(w, r, http.StatusUnprocessableEntity, a, pageView{ID: id, Answers: given, Wrong: wrong})
	}
	if err := s.Begin(r.Context(), a, id, win, given); err != nil {
		return err
	}
	http.Redirect(w, r, "/cases/"+id, http.StatusSeeOther)
	return nil
}

// wish records the reader's own wish.
func (s *Slice) wish(w http.ResponseWriter, r *http.Request) error {
	a, err := casework.As(r, programme.Applicant)
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return fault.Wrap(fault.Invalid, err, "表单无法读取。")
	}
	t, _ := s.Flow.Current().Track("nomination")
	given, wrong := form.Read(t.Forms["wish"], r.PostForm)
	if len(wrong) > 0 {
		return s.show(w, r, http.StatusUnprocessableEntity, a, pageView{Tried: r.PathValue("id"), Wrong: wrong})
	}
	id, err := s.Wish(r.Context(), a, r.PathValue("id"), given)
	if err != nil {
		return err
	}
	http.Redirect(w, r, "/cases/"+id, http.StatusSeeOther)
	return nil
}

// A contestPart is the wishes of a year.
type contestPart struct {
	Case  *flow.Case
	Facts []ui.Pair
	Table ui.Table
}

func (s *Slice) contestSection(ctx context.Context, c *flow.Case, a org.Actor) (templ.Component, error) {
	v := contestPart{Case: c}
	given, err := s.Flow.Given(ctx, s.Flow.DB(), c.ID, 1)
	if err != nil {
		return nil, err
	}
	v.Facts = ui.Answered(ctx, c.Track.Forms["window"], given, nil)
	cs, err := s.Flow.Cases(ctx, a, flow.Filter{List: c.ID})
	v.Table = s.Table(ctx, a, lang.T(ctx, "参加意愿"), cs)
	v.Table.Empty, v.Table.EmptyText = lang.T(ctx, "还没有人表达意愿"), lang.T(ctx, "名录内、证书有效的讲师在期内自行表达意愿。")
	return contestBlock(v), err
}

func (s *Slice) nominationSection(ctx context.Context, c *flow.Case, _ org.Actor) (templ.Component, error) {
	win, err := windowOf(ctx, s.Flow.DB(), c.Parent)
	if err != nil {
		return nil, nil // laid by hand
	}
	return nominationBlock(ctx, win), nil
}

// chosen returns the list of a year that has been decided, for the province.
func (s *Slice) chosen(r *http.Request) (*flow.Case, []flow.Case, org.Actor, error) {
	c, a, err := s.Pages.Find(r)
	if err == nil && (c.Track.Name != "contest" || c.State != "nominated") {
		err = fault.New(fault.Missing, "没有这个页面，或您无权查看。")
	}
	if err != nil {
		return nil, nil, a, err
	}
	cs, err := s.Flow.Cases(r.Context(), a, flow.Filter{List: c.ID, States: []string{"nominated"}})
	return c, cs, a, err
}

// letter sends the 推荐函.
func (s *Slice) letter(w http.ResponseWriter, r *http.Request) error {
	c, cs, _, err := s.chosen(r)
	if err != nil {
		return err
	}
	given, err := s.Flow.Answers(r.Context(), s.Flow.DB(), c, "nominate")
	if err != nil {
		return err
	}
	organ, err := s.Flow.Orgs().Organ(r.Context(), s.Flow.DB(), programme.Province, "")
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := pdf.Write(&b, letter(c, cs, given, organ.Name)); err != nil {
		return err
	}
	return web.File(w, r, fmt.Sprintf("百强名师推荐函 %s.pdf", c.Name), "application/pdf", &b)
}

func (s *Slice) list(w http.ResponseWriter, r *http.Request) error {
	c, cs, a, err := s.chosen(r)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := xlsx.Write(&b, roll(c, cs, a.Organ.Name)); err != nil {
		return err
	}
	if err := s.Flow.Log(r.Context(), nil, a, "export", c.ID, nil); err != nil {
		return err
	}
	return web.File(w, r, fmt.Sprintf("百强名师直通决赛名单 %s.xlsx", c.Name), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", &b)
}

func nominationBlock(ctx context.Context, win Window) templ.Component {
	return factsBlock([]ui.Pair{
		{Key: lang.T(ctx, "年度"), Value: strconv.Itoa(win.Year)},
		{Key: lang.T(ctx, "意愿期间"), Value: lang.T(ctx, "%s至%s24:00", win.First.Said(), win.Last.Said())},
	})
}
