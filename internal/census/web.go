package census

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"qinglan/internal/casework"
	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/lang"
	"qinglan/internal/locality"
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

// A view is the form of 摸底.
type view struct {
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
	Place   locality.Place
	Named   bool // who does the work
	Saved   bool
	Reason  string // why it came back
}

// counted are the numbers of one direction, in the order of the form.
var counted = []string{"lecturers", "institutions", "firms"}

func (s *Slice) asked(r *http.Request) (*flow.Case, org.Actor, programme.Move, error) {
	a, err := casework.As(r, programme.County, programme.City)
	if err != nil {
		return nil, a, programme.Move{}, err
	}
	c, a, err := s.Find(r)
	if err == nil && c.Track.Name != locality.Track {
		err = locality.ErrMissing
	}
	if err != nil {
		return nil, a, programme.Move{}, err
	}
	m, _ := locality.SendMove(c)
	return c, a, m, nil
}

func (s *Slice) census(w http.ResponseWriter, r *http.Request) error {
	c, a, m, err := s.asked(r)
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
	v := view{Case: c, Move: m, Answers: ans, Version: version, Saved: r.URL.Query().Has("saved")}
	return s.show(w, r, http.StatusOK, a, v, nil)
}

// show answers with the form: what is kept, or what was typed.
func (s *Slice) show(w http.ResponseWriter, r *http.Request, status int, a org.Actor, v view, typed url.Values) error {
	ctx := r.Context()
	c := v.Case
	var err error
	if v.Head, err = s.HeadOf(ctx, c, a); err != nil {
		return err
	}
	v.Place = locality.Place{Edition: c.Edition, Acts: true, Stead: a.Role == programme.City}
	v.Place.Region, _ = org.RegionOf(c.County)
	v.Head.Trail = []ui.Link{{Text: lang.T(ctx, "动员与摸底"), Href: v.Place.Home()}}
	v.Shell = ui.ShellOf(ctx, v.Head.Title, "/mobilise")
	if _, v.Named, err = s.places.Body(ctx, s.Flow.DB(), c.Edition.Name, c.County); err != nil {
		return err
	}
	if c.State == "fix" {
		given, err := s.Flow.Answers(ctx, s.Flow.DB(), c, "return", "reopen")
		if err != nil {
			return err
		}
		v.Reason = given["reason"]
	}
	qs := c.Track.Forms[locality.Track]
	v.Way = qs[1]
	for _, q := range qs[0].Columns[1:] {
		v.Columns = append(v.Columns, lang.T(ctx, q.Label))
	}
	v.fill(ctx, typed)
	return web.Render(w, r, status, censusPage(v))
}

// fill lays the numbers out by direction.
func (v *view) fill(ctx context.Context, typed url.Values) {
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

// save keeps the draft, or sends it to the city.
func (s *Slice) save(w http.ResponseWriter, r *http.Request) error {
	c, a, m, err := s.asked(r)
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
	qs := c.Track.Forms[locality.Track]
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
	v := view{Case: c, Move: m, Answers: ans, Version: version, Wrong: wrong}
	if len(wrong) > 0 {
		return s.show(w, r, http.StatusUnprocessableEntity, a, v, r.PostForm)
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

// open opens the census of a county.
func (s *Slice) open(w http.ResponseWriter, r *http.Request) error {
	a, e, err := s.Asks(r, locality.Readers...)
	if err != nil {
		return err
	}
	p, err := locality.Of(e, a, r.PathValue("region"))
	switch {
	case err != nil:
		return err
	case !p.Acts:
		return locality.ErrDenied
	case p.Level != "county":
		return locality.ErrMissing
	}
	var c *flow.Case
	err = s.Flow.DB().Tx(r.Context(), func(tx *db.Tx) (err error) {
		c, err = s.begin(r.Context(), tx, a, p)
		return err
	})
	if err != nil {
		return err
	}
	http.Redirect(w, r, s.Href(c, a), http.StatusSeeOther)
	return nil
}
