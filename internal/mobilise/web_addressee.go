package mobilise

import (
	"context"
	"net/http"
	"slices"
	"strconv"

	"qinglan/internal/casework"
	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/form"
	"qinglan/internal/lang"
	"qinglan/internal/locality"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/web"
	"qinglan/internal/web/ui"
)

// An addresseeView is one addressee with everything noted.
type addresseeView struct {
	Shell  ui.Shell
	Place  locality.Place
	One    listed
	Events []ui.Event
	Text   string
	Tried  casework.Tried
	Stale  bool
	Acts   bool
}

// one returns the addressee that r names, if its place is the reader's.
func (s *Slice) one(r *http.Request, acting bool) (locality.Place, org.Actor, addressee, error) {
	a, err := casework.As(r, locality.Readers...)
	if err != nil {
		return locality.Place{}, a, addressee{}, err
	}
	x, err := addresseeOf(r.Context(), s.Flow.DB(), r.PathValue("id"))
	if err != nil {
		return locality.Place{}, a, x, err
	}
	e, ok := s.Flow.Edition(x.Edition)
	if !ok || x.Kind == poster || x.Dropped && a.Role != programme.Auditor {
		return locality.Place{}, a, x, locality.ErrMissing
	}
	p, err := locality.Of(e, a, x.County)
	if err == nil && acting && !p.Acts {
		err = locality.ErrDenied
	}
	return p, a, x, err
}

func (s *Slice) addressee(w http.ResponseWriter, r *http.Request) error {
	p, a, x, err := s.one(r, false)
	if err != nil {
		return err
	}
	return s.showOne(w, r, http.StatusOK, p, a, x, casework.Tried{})
}

func (s *Slice) showOne(w http.ResponseWriter, r *http.Request, status int, p locality.Place, a org.Actor, x addressee, tried casework.Tried) error {
	ctx := r.Context()
	v := addresseeView{Place: p, One: listed{addressee: x, Step: x.State(quiet(p.Edition, s.Flow.Now()))}, Tried: tried, Acts: p.Acts && !x.Dropped, Stale: status == http.StatusConflict}
	v.Shell = ui.ShellOf(ctx, x.Name, "/mobilise")
	err := s.reveal(&v.One, a)
	if err == nil && p.Acts {
		v.Text, err = s.textFor(ctx, x, s.SiteOf(r))
	}
	if err != nil {
		return err
	}
	notes, err := notesOf(ctx, s.Flow.DB(), x.ID)
	if err != nil {
		return err
	}
	for _, n := range notes {
		ev, err := s.event(ctx, n, a)
		if err != nil {
			return err
		}
		v.Events = append(v.Events, ev)
	}
	return web.Render(w, r, status, addresseePage(v))
}

// event tells a note in words; the names of an office's people are its own.
func (s *Slice) event(ctx context.Context, n note, a org.Actor) (ui.Event, error) {
	ev := ui.Event{At: n.At, Did: lang.T(ctx, ways[n.Way]), Text: n.Note, Tone: ui.Plain}
	switch {
	case n.Urge:
		ev.Did = lang.T(ctx, "催办：%s", lang.Word(ways[n.Way]))
	case n.Way != "add" && n.Way != "drop":
		ev.Did = lang.T(ctx, "告知：%s", lang.Word(ways[n.Way]))
	}
	if n.Way == "sms" {
		state, err := s.Outbox.StateOf(ctx, s.Flow.DB(), "telling/"+n.ID)
		if err != nil {
			return ev, err
		}
		if state != "" {
			ev.Text = lang.T(ctx, "短信%s", lang.Word(state))
		}
	}
	o, err := s.Flow.Orgs().Organisation(ctx, s.Flow.DB(), n.Organ)
	if err != nil {
		return ev, err
	}
	ev.Organ = o.Name
	if o.ID == a.Organ.ID || a.Role == programme.Auditor {
		ev.Who, err = s.Flow.Orgs().Name(ctx, s.Flow.DB(), n.Person)
	}
	return ev, err
}

// versioned reads which state of an addressee a page showed.
func versioned(r *http.Request, x *addressee) error {
	if err := r.ParseForm(); err != nil {
		return fault.Wrap(fault.Invalid, err, "表单无法读取。")
	}
	seen, err := strconv.ParseInt(r.PostForm.Get("version"), 10, 64)
	if err != nil {
		return fault.Wrap(fault.Invalid, err, "表单无法读取。")
	}
	x.Version = seen
	return nil
}

// tell notes that somebody was told. If a colleague was quicker the page comes
// back with what they noted and what was typed.
func (s *Slice) tell(w http.ResponseWriter, r *http.Request) error {
	p, a, x, err := s.one(r, true)
	if err != nil {
		return err
	}
	if err := versioned(r, &x); err != nil {
		return err
	}
	ans, wrong := form.Read(telling, r.PostForm)
	if ans["way"] == "phone" && ans["note"] == "" {
		wrong.Add("note", "电话告知请写明时间和谁接听，例如：9:40 电话告知，本人接听。")
	}
	tried := casework.Tried{Move: "tell", Answers: ans, Wrong: wrong}
	if len(wrong) > 0 {
		return s.showOne(w, r, http.StatusUnprocessableEntity, p, a, x, tried)
	}
	urge := !x.Told.IsZero()
	err = s.Flow.DB().Tx(r.Context(), func(tx *db.Tx) error {
		return s.noteIn(r.Context(), tx, a, x, saying{Way: ans["way"], Note: ans["note"], Urge: urge})
	})
	if fault.Of(err) == fault.Stale {
		now, err := addresseeOf(r.Context(), s.Flow.DB(), x.ID)
		if err != nil {
			return err
		}
		return s.showOne(w, r, http.StatusConflict, p, a, now, tried)
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, "/addressees/"+x.ID, http.StatusSeeOther)
	return nil
}

// urge sends a text message with the link: the first time it tells, then it
// urges.
func (s *Slice) urge(w http.ResponseWriter, r *http.Request) error {
	p, a, x, err := s.one(r, true)
	if err != nil {
		return err
	}
	if err := versioned(r, &x); err != nil {
		return err
	}
	if !x.Mobile {
		return fault.New(fault.Invalid, "没有手机号码，不能发短信。请电话或微信告知后登记。")
	}
	err = s.Flow.DB().Tx(r.Context(), func(tx *db.Tx) error {
		return s.noteIn(r.Context(), tx, a, x, saying{Way: "sms", Urge: !x.Told.IsZero(), Origin: s.SiteOf(r)})
	})
	if err != nil {
		return err
	}
	to := "/addressees/" + x.ID
	if r.PostForm.Get("next") == "list" {
		show := r.PostForm.Get("show")
		if !slices.ContainsFunc(steps, func(c form.Choice) bool { return c.Value == show }) {
			show = ""
		}
		to = p.Home() + "&urged=1&show=" + show
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}

// drop takes an addressee off the list.
func (s *Slice) drop(w http.ResponseWriter, r *http.Request) error {
	p, a, x, err := s.one(r, true)
	if err != nil {
		return err
	}
	if err := versioned(r, &x); err != nil {
		return err
	}
	ans, wrong := form.Read([]form.Question{ground}, r.PostForm)
	if len(wrong) > 0 {
		return s.showOne(w, r, http.StatusUnprocessableEntity, p, a, x, casework.Tried{Move: "drop", Answers: ans, Wrong: wrong})
	}
	err = s.Flow.DB().Tx(r.Context(), func(tx *db.Tx) error { return s.takeOff(r.Context(), tx, a, x, ans["reason"]) })
	if err != nil {
		return err
	}
	http.Redirect(w, r, p.Home(), http.StatusSeeOther)
	return nil
}
