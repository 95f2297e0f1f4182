package mobilise

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"qinglan/internal/casework"
	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/lang"
	"qinglan/internal/locality"
	"qinglan/internal/org"
	"qinglan/internal/web"
	"qinglan/internal/web/ui"
)

// A listed is one line of the list as its reader has it.
type listed struct {
	addressee
	Step    string
	Last    *note
	Contact string
	Phone   string // empty: hidden or none
}

// A countyView is everything of a county before the applications.
type countyView struct {
	Shell    ui.Shell
	Editions ui.Choice
	Place    locality.Place
	Actor    org.Actor
	Body     bodyView
	Census   *flow.Case
	Sum      reckoning
	Poster   *addressee
	List     []listed
	Of       int // on the list, before the filter
	Shown    string
	Counts   map[string]int
	More     string // where the next page is
	Text     string // to copy, with the poster's link
	Urged    *urged
	Added    int
}

// page is how many lines of the list a page shows.
const page = 100

func (s *Slice) county(w http.ResponseWriter, r *http.Request) error {
	p, a, err := s.countyAsked(r, false)
	if err != nil {
		return err
	}
	return s.showCounty(w, r, http.StatusOK, p, a, casework.Tried{})
}

func (s *Slice) showCounty(w http.ResponseWriter, r *http.Request, status int, p locality.Place, a org.Actor, tried casework.Tried) error {
	ctx, e := r.Context(), p.Edition
	v := countyView{
		Shell: ui.ShellOf(ctx, lang.T(ctx, "%s：动员与摸底", lang.Word(p.Name)), "/mobilise"), Editions: s.Editions(ctx, r, e),
		Place: p, Actor: a, Shown: r.URL.Query().Get("show"), Counts: map[string]int{},
	}
	v.Shell.Wide = true
	v.Body = bodyView{Place: p, Tried: tried}
	var err error
	if v.Body.Body, v.Body.Named, err = s.places.Body(ctx, s.Flow.DB(), e.Name, p.Code); err != nil {
		return err
	}
	v.Body.Edits = p.Acts && (!v.Body.Named || tried.Move != "" || r.URL.Query().Has("body"))
	v.Census, err = s.Flow.Find(ctx, a, p.Census())
	if fault.Of(err) == fault.Missing {
		v.Census, err = nil, nil
	}
	if err != nil {
		return err
	}
	o, err := s.organOf(ctx, p.Region)
	if err != nil {
		return err
	}
	v.Text = words(e, o, p.Code, p.Parent, s.SiteOf(r)+"/to/"+strings.ToLower(p.Code))
	if err := s.listInto(ctx, &v, r.URL.Query().Get("after")); err != nil {
		return err
	}
	v.said(r)
	return web.Render(w, r, status, countyPage(v))
}

// said reads what has just been done out of the address.
func (v *countyView) said(r *http.Request) {
	q := r.URL.Query()
	number := func(name string) int { n, _ := strconv.Atoi(q.Get(name)); return max(n, 0) }
	if q.Has("urged") {
		v.Urged = &urged{Sent: number("urged"), Call: number("call"), Today: number("today")}
	}
	v.Added = number("added")
}

// listInto puts the list into v: counted whole, shown by page.
func (s *Slice) listInto(ctx context.Context, v *countyView, after string) error {
	p := v.Place
	all, err := addresseesOf(ctx, s.Flow.DB(), p.Edition.Name, p.Code)
	if err != nil {
		return err
	}
	last, err := lastNotes(ctx, s.Flow.DB(), p.Edition.Name, p.Code)
	if err != nil {
		return err
	}
	q := quiet(p.Edition, s.Flow.Now())
	for i := range all {
		x := all[i]
		if x.Kind == poster {
			v.Poster = &all[i]
			v.Sum.Begun += x.Started
			v.Sum.Sent += x.Applied
			continue
		}
		step := x.State(q)
		v.Counts[step]++
		v.Sum.count(x, step)
		v.Of++
		if v.Shown != "" && v.Shown != step || after != "" && x.ID <= after {
			continue
		}
		if len(v.List) == page {
			v.More = p.Home() + "&show=" + v.Shown + "&after=" + v.List[page-1].ID
			continue
		}
		if v.More != "" {
			continue
		}
		l := listed{addressee: x, Step: step}
		if n, ok := last[x.ID]; ok {
			l.Last = &n
		}
		if err := s.reveal(&l, v.Actor); err != nil {
			return err
		}
		v.List = append(v.List, l)
	}
	return nil
}

func (r *reckoning) count(x addressee, step string) {
	r.N++
	r.Begun += x.Started
	r.Sent += x.Applied
	if !x.Told.IsZero() {
		r.Told++
	}
	if !x.Opened.IsZero() {
		r.Opened++
	}
	if step == silent {
		r.Silent++
	}
}

// reveal opens whom to call, for those who may know.
func (s *Slice) reveal(l *listed, a org.Actor) (err error) {
	if !l.readable(a) {
		l.Contact, l.Phone = "", ""
		return nil
	}
	if l.Contact, err = s.unsealed(l.addressee.Contact, "addressees/contact", l.ID); err == nil {
		l.Phone, err = s.unsealed(l.addressee.Phone, "addressees/phone", l.ID)
	}
	return err
}

// A pasteView is a table to paste, and what was found in it.
type pasteView struct {
	Shell  ui.Shell
	Place  locality.Place
	Text   string
	Rows   []pasted
	Faults int
	Whole  string // why the table as a whole cannot be taken
	Tried  bool
}

func (s *Slice) paste(w http.ResponseWriter, r *http.Request) error {
	p, _, err := s.countyAsked(r, true)
	if err != nil {
		return err
	}
	return s.showPaste(w, r, http.StatusOK, pasteView{Place: p})
}

func (s *Slice) showPaste(w http.ResponseWriter, r *http.Request, status int, v pasteView) error {
	v.Shell = ui.ShellOf(r.Context(), lang.T(r.Context(), "粘贴动员名单"), "/mobilise")
	v.Shell.Wide = len(v.Rows) > 0
	return web.Render(w, r, status, pastePage(v))
}

// looked reads what was pasted and finds every fault. Nothing is kept.
func (s *Slice) looked(r *http.Request, p locality.Place) (pasteView, error) {
	v := pasteView{Place: p, Text: r.PostForm.Get("text"), Tried: true}
	all, err := addresseesOf(r.Context(), s.Flow.DB(), p.Edition.Name, p.Code)
	if err != nil {
		return v, err
	}
	had := map[string]bool{}
	for _, x := range all {
		had[x.Kind+"/"+x.Name] = true
	}
	v.Rows = parse(v.Text, had)
	v.Faults = faulty(v.Rows)
	ctx := r.Context()
	switch n := len(v.Rows); {
	case n == 0:
		v.Whole = lang.T(ctx, "没有读到任何一行。请从表格或聊天里复制后粘贴到这里。")
	case n > step:
		v.Whole = lang.T(ctx, "一次最多粘贴%d行，现在是%d行，请分几次粘贴。", step, n)
		v.Rows = nil
	case len(all)+n > most:
		v.Whole = lang.T(ctx, "一个县的名单最多%d个对象。", most)
	}
	return v, nil
}

// preview shows what was pasted row by row, with all faults.
func (s *Slice) preview(w http.ResponseWriter, r *http.Request) error {
	p, _, err := s.countyAsked(r, true)
	if err != nil {
		return err
	}
	v, err := s.looked(r, p)
	if err != nil {
		return err
	}
	status := http.StatusOK
	if v.Faults > 0 || v.Whole != "" {
		status = http.StatusUnprocessableEntity
	}
	return s.showPaste(w, r, status, v)
}

// add keeps what was pasted, if it still has no fault.
func (s *Slice) add(w http.ResponseWriter, r *http.Request) error {
	p, a, err := s.countyAsked(r, true)
	if err != nil {
		return err
	}
	v, err := s.looked(r, p)
	if err != nil {
		return err
	}
	if v.Faults > 0 || v.Whole != "" {
		return s.showPaste(w, r, http.StatusUnprocessableEntity, v)
	}
	err = s.Flow.DB().Tx(r.Context(), func(tx *db.Tx) error { return s.enter(r.Context(), tx, a, p, v.Rows) })
	if err != nil {
		return err
	}
	http.Redirect(w, r, p.Home()+"&added="+strconv.Itoa(len(v.Rows)), http.StatusSeeOther)
	return nil
}
