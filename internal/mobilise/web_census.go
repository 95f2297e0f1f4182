package mobilise

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/a-h/templ"

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

// A cell is a number of the census as it is typed, with its complaint.
type cell struct{ Name, Value, Wrong string }

// A censusRow is one direction of the form.
type censusRow struct {
	Label string
	Cells []cell
}

// A censusView is the form of 摸底.
type censusView struct {
	Shell   ui.Shell
	Head    ui.Head
	Case    *flow.Case
	Move    programme.Move
	Version int64
	Columns []string
	Rows    []censusRow
	Way     form.Question
	Answers form.Answers
	Wrong   form.Wrong
	Listed  []ui.Todo // every complaint, with the field it is about
	Body    bodyView
	Saved   bool
	Reason  string // why it came back
}

// counted are the numbers of one direction, in the order of the form.
var counted = []string{"lecturers", "institutions", "firms"}

func (s *Slice) censusAsked(r *http.Request) (*flow.Case, org.Actor, programme.Move, error) {
	a, err := casework.As(r, programme.County, programme.City)
	if err != nil {
		return nil, a, programme.Move{}, err
	}
	c, a, err := s.Find(r)
	if err == nil && c.Track.Name != track {
		err = errMissing
	}
	if err != nil {
		return nil, a, programme.Move{}, err
	}
	m, _ := sendMove(c)
	return c, a, m, nil
}

func (s *Slice) census(w http.ResponseWriter, r *http.Request) error {
	c, a, m, err := s.censusAsked(r)
	if err != nil {
		return err
	}
	if m.Name == "" {
		http.Redirect(w, r, "/cases/"+c.ID, http.StatusSeeOther)
		return nil
	}
	if err := s.Flow.Seen(r.Context(), c, a); err != nil {
		return err
	}
	ans, version, err := s.written(r.Context(), s.Flow.DB(), c)
	if err != nil {
		return err
	}
	v := censusView{Case: c, Move: m, Answers: ans, Version: version, Saved: r.URL.Query().Has("saved")}
	return s.showCensus(w, r, http.StatusOK, a, v, nil)
}

// showCensus answers with the form: what is kept, or what was typed.
func (s *Slice) showCensus(w http.ResponseWriter, r *http.Request, status int, a org.Actor, v censusView, typed url.Values) error {
	ctx := r.Context()
	c := v.Case
	var err error
	if v.Head, err = s.HeadOf(ctx, c, a); err != nil {
		return err
	}
	p := place{Edition: c.Edition, Acts: true, Stead: a.Role == programme.City}
	p.Region, _ = org.RegionOf(c.County)
	v.Head.Trail = []ui.Link{{Text: lang.T(ctx, "动员与摸底"), Href: home(p)}}
	v.Shell = ui.ShellOf(ctx, v.Head.Title, "/mobilise")
	v.Body.Place = p
	if v.Body.Body, v.Body.Named, err = s.bodyOf(ctx, s.Flow.DB(), c.Edition.Name, c.County); err != nil {
		return err
	}
	if c.State == "fix" {
		given, err := s.Flow.Answers(ctx, s.Flow.DB(), c, "return", "reopen")
		if err != nil {
			return err
		}
		v.Reason = given["reason"]
	}
	qs := c.Track.Forms[track]
	v.Way = qs[1]
	for _, q := range qs[0].Columns[1:] {
		v.Columns = append(v.Columns, lang.T(ctx, q.Label))
	}
	v.fill(ctx, typed)
	return web.Render(w, r, status, censusPage(v))
}

// fill lays the numbers out by direction.
func (v *censusView) fill(ctx context.Context, typed url.Values) {
	rows := form.Table(v.Answers["rows"])
	for i, d := range v.Case.Edition.Directions {
		row := censusRow{Label: lang.T(ctx, d.Label)}
		at := slices.IndexFunc(rows, func(x form.Answers) bool { return x["direction"] == d.Value })
		for _, name := range counted {
			k := cell{Name: form.Cell("rows", i, name)}
			if typed != nil {
				k.Value = typed.Get(k.Name)
			} else if at >= 0 {
				k.Value = rows[at][name]
			}
			if c, ok := v.Wrong[k.Name]; ok {
				k.Wrong = c.Text(lang.Of(ctx))
				v.Listed = append(v.Listed, ui.Todo{Text: lang.T(ctx, "%s：%s", lang.Word(d.Label), k.Wrong), Href: "#f-" + k.Name})
			}
			row.Cells = append(row.Cells, k)
		}
		v.Rows = append(v.Rows, row)
	}
	for _, name := range []string{"rows", "way"} {
		if c, ok := v.Wrong[name]; ok {
			href := "#f-way"
			if name == "rows" {
				href = "#f-" + form.Cell("rows", 0, counted[0])
			}
			v.Listed = append(v.Listed, ui.Todo{Text: c.Text(lang.Of(ctx)), Href: href})
		}
	}
}

// saveCensus keeps the draft, or sends it to the city.
func (s *Slice) saveCensus(w http.ResponseWriter, r *http.Request) error {
	c, a, m, err := s.censusAsked(r)
	if err != nil {
		return err
	}
	ctx := r.Context()
	seen, err := casework.Seen(r)
	if err != nil {
		return err
	}
	version, err := strconv.ParseInt(r.PostForm.Get("version"), 10, 64)
	if err != nil {
		return fault.Wrap(fault.Invalid, err, "表单无法读取。")
	}
	if m.Name == "" || seen != c.Seq {
		return fault.New(fault.Stale, "这个办件刚刚有了变化，请看过最新情况再办理。")
	}
	if _, err := s.Flow.Step(c, m.Name, a, seen); err != nil {
		return err
	}
	qs := c.Track.Forms[track]
	for i, d := range c.Edition.Directions {
		r.PostForm.Set(form.Cell("rows", i, "direction"), d.Value)
	}
	send := r.PostForm.Get("act") == "send"
	ans, wrong := form.ReadDraft(qs, r.PostForm)
	if send {
		ans, wrong = form.Read(qs, r.PostForm)
		for name, why := range wholeness(c.Edition, ans) {
			if len(wrong) == 0 {
				wrong[name] = why
			}
		}
	}
	v := censusView{Case: c, Move: m, Answers: ans, Version: version, Wrong: wrong}
	if len(wrong) > 0 {
		return s.showCensus(w, r, http.StatusUnprocessableEntity, a, v, r.PostForm)
	}
	if !send {
		err := s.Flow.DB().Tx(ctx, func(tx *db.Tx) error { return s.keepDraft(ctx, tx, a, c.ID, version, ans) })
		if err != nil {
			return err
		}
		http.Redirect(w, r, "/census/"+c.ID+"?saved=1", http.StatusSeeOther)
		return nil
	}
	if _, err := s.Flow.Move(ctx, c, m, a, ans); err != nil {
		return err
	}
	http.Redirect(w, r, "/cases/"+c.ID, http.StatusSeeOther)
	return nil
}

// section shows on the page of a census who does the work and what was found.
func (s *Slice) section(ctx context.Context, c *flow.Case, a org.Actor) (templ.Component, error) {
	ans, err := s.Flow.Answers(ctx, s.Flow.DB(), c, sending...)
	if err != nil || len(ans) == 0 {
		return nil, err
	}
	v := sectionView{Table: figureTable(ctx, lang.T(ctx, "摸底情况"), figuresOf(c.Edition, ans), "")}
	if v.Body, v.Named, err = s.bodyOf(ctx, s.Flow.DB(), c.Edition.Name, c.County); err != nil {
		return nil, err
	}
	return sectionPart(v), nil
}

// A sectionView is what the page of a census shows of it.
type sectionView struct {
	Table ui.Table
	Body  body
	Named bool
}

// besideSummary sets what the counties found beside a city's recommendation,
// direction by direction. It is never a mark: nothing reads it.
func (s *Slice) besideSummary(ctx context.Context, c *flow.Case, a org.Actor) (templ.Component, error) {
	reach, label := 5, lang.T(ctx, "已列入推荐（人次）")
	if c.State == c.Track.Start {
		reach, label = 4, lang.T(ctx, "初审通过（人次）")
	}
	return s.beside(ctx, c.Edition, a, c.City, reach, label)
}

// besideProgress does the same for the whole province.
func (s *Slice) besideProgress(ctx context.Context, a org.Actor) (templ.Component, error) {
	if a.Role != programme.Province && a.Role != programme.Auditor {
		return nil, nil
	}
	return s.beside(ctx, s.Flow.Current(), a, "", 6, lang.T(ctx, "推荐上报（人次）"))
}

func (s *Slice) beside(ctx context.Context, e *programme.Edition, a org.Actor, city string, reach int, label string) (templ.Component, error) {
	spots, err := s.spots(ctx, e, a, city)
	if err != nil {
		return nil, err
	}
	v := besideView{Of: len(spots)}
	var sum []figure
	for _, x := range spots {
		if x.Sent > 0 {
			sum = add(sum, x.Figures)
			v.Sent++
		}
	}
	if v.Sent == 0 {
		return nil, nil
	}
	n, err := recommendedBy(ctx, s.Flow.DB(), e.Name, city, reach)
	if err != nil {
		return nil, err
	}
	for i := range sum {
		sum[i].Recommended = n[sum[i].Direction]
	}
	v.Table = figureTable(ctx, lang.T(ctx, "摸底数与推荐结构"), sum, label)
	return besidePart(v), nil
}

// A besideView is figures beside a recommendation.
type besideView struct {
	Table    ui.Table
	Sent, Of int // counties that have sent theirs
}
