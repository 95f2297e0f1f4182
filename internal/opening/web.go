package opening

import (
	"context"
	"net/http"
	"slices"

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

// A view is the page where an applicant begins.
type view struct {
	Shell   ui.Shell
	Head    ui.Head
	Mine    ui.Table
	ID      string
	Asked   []form.Question // empty: nothing can be begun
	Answers form.Answers
	Wrong   form.Wrong
	Post    org.Post        // in which a person without one here may apply
	Found   []form.Question // of somebody whose organisation is not here yet
}

// actor returns who applies, with the edition: whoever opens the leading track,
// or a person who may yet.
func (s *Slice) actor(r *http.Request) (org.Actor, *programme.Edition, error) {
	e := s.Flow.Current()
	roles := slices.Clone(e.Main().Opens)
	if e.ByOrgans() {
		roles = append(roles, programme.Applicant)
	}
	a, err := casework.As(r, roles...)
	return a, e, err
}

func (s *Slice) page(w http.ResponseWriter, r *http.Request) error {
	a, e, err := s.actor(r)
	if err != nil {
		return err
	}
	return s.show(w, r, http.StatusOK, a, e, nil, nil)
}

func (s *Slice) show(w http.ResponseWriter, r *http.Request, status int, a org.Actor, e *programme.Edition, ans form.Answers, wrong form.Wrong) error {
	ctx, t := r.Context(), e.Main()
	v := view{
		Shell: ui.ShellOf(ctx, lang.T(ctx, t.Label), "/begin"), ID: db.NewID(), Answers: ans, Wrong: wrong,
		Head: ui.Head{Title: lang.T(ctx, t.Label), Lead: lang.T(ctx, e.Title)},
	}
	var err error
	if !slices.Contains(t.Opens, a.Role) {
		v.Found = founding(e)
		if v.Post, err = s.PostOf(ctx, s.Flow.DB(), a.Person, t.Opens[0]); err != nil {
			return err
		}
		return web.Render(w, r, status, beginPage(v))
	}
	mine, err := s.Flow.Cases(ctx, a, flow.Filter{Track: t.Name, Party: party(a)})
	if err != nil {
		return err
	}
	v.Mine = s.Table(ctx, a, lang.T(ctx, "已有的申报"), mine)
	due := e.DeadlineOf("submit", a.Organ.Region, cityOf(a.Organ.Region))
	v.Head.Meta = []string{lang.T(ctx, "截止 %s", ui.Deadline(ctx, due))}
	if s.Flow.Now().Before(due) {
		v.Asked = t.Forms["begin"]
	}
	return web.Render(w, r, status, beginPage(v))
}

func cityOf(county string) string {
	r, _ := org.RegionOf(county)
	return r.Parent
}

func (s *Slice) begin(w http.ResponseWriter, r *http.Request) error {
	a, e, err := s.actor(r)
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return fault.Wrap(fault.Invalid, err, "表单无法读取。")
	}
	ans, wrong := form.Read(e.Main().Forms["begin"], r.PostForm)
	if len(wrong) > 0 {
		return s.show(w, r, http.StatusUnprocessableEntity, a, e, ans, wrong)
	}
	c, err := s.open(r.Context(), a, e, r.PostForm.Get("id"), ans)
	if err != nil {
		return err
	}
	http.Redirect(w, r, s.Href(c, a), http.StatusSeeOther)
	return nil
}

func (s *Slice) found(w http.ResponseWriter, r *http.Request) error {
	a, e, err := s.actor(r)
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return fault.Wrap(fault.Invalid, err, "表单无法读取。")
	}
	ans, wrong := form.Read(founding(e), r.PostForm)
	if len(wrong) > 0 {
		return s.show(w, r, http.StatusUnprocessableEntity, a, e, ans, wrong)
	}
	if err := s.establish(r.Context(), a, e, ans); err != nil {
		return err
	}
	http.Redirect(w, r, "/begin", http.StatusSeeOther)
	return nil
}

// sent shows what was sent in, as far as the reader may read it.
func (s *Slice) sent(ctx context.Context, c *flow.Case, a org.Actor) (templ.Component, error) {
	asked, given, err := s.SentOf(ctx, s.Flow.DB(), c)
	if err != nil {
		return nil, err
	}
	if facts := casework.Facts(ctx, c.Edition, asked, given, a.Role); len(facts) > 0 {
		return sentPart(facts), nil
	}
	return nil, nil
}

// A place is a slot with the files that the reader may open.
type place struct {
	casework.Slot
	Tiles []ui.Tile
	May   bool
}

// files shows the materials, and takes more where the reader may add some.
func (s *Slice) files(ctx context.Context, c *flow.Case, a org.Actor) (templ.Component, error) {
	files, err := s.FilesFor(ctx, c, a)
	if err != nil {
		return nil, err
	}
	var places []place
	for _, slot := range s.Slots(c) {
		p := place{Slot: slot, May: slot.May(s.Flow, c, a)}
		for _, f := range files {
			if f.Item == slot.Name {
				p.Tiles = append(p.Tiles, f.Tile(ctx))
			}
		}
		if p.May || len(p.Tiles) > 0 {
			places = append(places, p)
		}
	}
	if len(places) == 0 {
		return nil, nil
	}
	return filesPart(c.ID, places), nil
}
