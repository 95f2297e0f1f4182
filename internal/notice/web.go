package notice

import (
	"context"
	"net/http"
	"time"

	"github.com/a-h/templ"

	"qinglan/internal/calendar"
	"qinglan/internal/casework"
	"qinglan/internal/db"
	"qinglan/internal/dispatch"
	"qinglan/internal/doc/official"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/lang"
	"qinglan/internal/law"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/web"
	"qinglan/internal/web/ui"
)

// Routes adds the pages.
func (s *Slice) Routes(m *web.Mux) {
	m.Route("GET /{$}", s.home)
	m.Route("GET /notices", s.list)
	m.Route("GET /notices/{id}", s.show)
	m.Route("GET /laws/{law}", s.law)
	m.Route("GET /notices/{id}/print/{paper}", s.print)
	m.Route("GET /notices/{id}/receipts", s.receipts)
	m.Route("POST /notices/{id}/issue", s.issue)
	m.Route("GET /notices/{id}/urge", s.askUrge)
	m.Route("POST /notices/{id}/urge", s.urge)
}

// A shown is a notice with what a page says of it.
type shown struct {
	programme.Notice
	Organ     org.Organisation
	Now       time.Time
	Grace     int  // minutes after its deadline that still count
	Corrected bool // another notice has changed its deadline
}

// Due is the first moment that is too late.
func (x shown) Due() time.Time { return x.Moment() }

// Running reports whether x still asks for something.
func (x shown) Running() bool { return x.Now.Before(x.Moment()) }

func (s *Slice) shown(ctx context.Context, n programme.Notice) (shown, error) {
	o, err := s.organOf(ctx, n)
	if fault.Of(err) == fault.Missing { // nothing is founded yet: the text is there all the same
		err = nil
	}
	x := shown{Notice: n, Organ: o, Now: s.Flow.Now()}
	for _, e := range s.Flow.Opened() {
		if _, ok := find(e, n.ID); ok {
			x.Grace = int(e.GraceOf(n).Minutes())
			_, x.Corrected = e.Replaced(n)
		}
	}
	return x, err
}

type homeView struct {
	Shell   ui.Shell
	Edition *programme.Edition
	Notices []shown
	Actor   org.Actor
	Front   string // where applying begins
}

func (s *Slice) home(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	v := homeView{Shell: ui.ShellOf(ctx, "", "/"), Edition: s.Flow.Current(), Actor: casework.ActorOf(ctx), Front: s.Front()}
	for _, n := range s.issued(v.Edition) {
		x, err := s.shown(ctx, n)
		if err != nil {
			return err
		}
		v.Notices = append(v.Notices, x)
	}
	return web.Render(w, r, http.StatusOK, homePage(v))
}

type listView struct {
	Shell    ui.Shell
	Editions ui.Choice
	Top      []branch
	Inherits []org.Region
	Parent   shown
}

// A branch is a notice with those that hand it on.
type branch struct {
	shown
	Below []branch
}

func (s *Slice) list(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	e, err := s.EditionAsked(r)
	if err != nil {
		return err
	}
	v := listView{Shell: ui.ShellOf(ctx, lang.T(ctx, "通知"), "/notices"), Editions: s.Editions(ctx, r, e)}
	for _, n := range s.issued(e) {
		if n.Parent != "" {
			continue
		}
		b, err := s.branch(ctx, e, n)
		if err != nil {
			return err
		}
		v.Top = append(v.Top, b)
		v.Parent, v.Inherits = b.shown, inheriting(e, n)
	}
	return web.Render(w, r, http.StatusOK, listPage(v))
}

func (s *Slice) branch(ctx context.Context, e *programme.Edition, n programme.Notice) (b branch, err error) {
	if b.shown, err = s.shown(ctx, n); err != nil {
		return b, err
	}
	for _, c := range s.children(e, n) {
		below, err := s.branch(ctx, e, c)
		if err != nil {
			return b, err
		}
		b.Below = append(b.Below, below)
	}
	return b, nil
}

type noticeView struct {
	Shell    ui.Shell
	Notice   shown
	Text     *law.Document
	Parent   *shown
	Attached *law.Document // the parent's text
	Children []shown
	Inherits []org.Region
	Mine     *flow.Case // the reader's own receipt
	Oversees bool
	Paper    *official.Paper  // for whoever works in an office
	Forwards bool             // the reader's city may hand it on in words of its own
	Press    string           // the id of this page
	Replaced programme.Notice // the one that corrects it; none has no ID
	Grace    string
}

func (s *Slice) show(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	v, err := s.noticeView(ctx, r.PathValue("id"), casework.ActorOf(ctx))
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, noticePage(v))
}

func (s *Slice) noticeView(ctx context.Context, id string, a org.Actor) (v noticeView, err error) {
	e, n, ok := s.find(id)
	if !ok {
		return v, errMissing
	}
	if v.Notice, err = s.shown(ctx, n); err != nil {
		return v, err
	}
	v.Shell = ui.ShellOf(ctx, n.Title, "/notices")
	if v.Text, ok = n.Words(); !ok {
		return v, errMissing
	}
	v.Oversees = oversees(n, a)
	v.Forwards, v.Press = s.forwards(e, n, a), db.NewID()
	v.Replaced, _ = e.Replaced(n)
	if grace := e.GraceOf(n); grace > 0 {
		v.Grace = lang.T(ctx, "截止后宽限%d分钟，%s以后收到的不再受理", int(grace.Minutes()), calendar.Exact(n.Moment().Add(grace)))
	}
	for _, c := range s.children(e, n) {
		x, err := s.shown(ctx, c)
		if err != nil {
			return v, err
		}
		v.Children = append(v.Children, x)
	}
	if n.Parent == "" {
		v.Inherits = inheriting(e, n)
	} else if p, ok := find(e, n.Parent); ok {
		x, err := s.shown(ctx, p)
		if err != nil {
			return v, err
		}
		v.Parent = &x
		v.Attached, _ = p.Words()
	}
	if a.Officer() {
		v.Mine, err = s.Flow.Find(ctx, a, receiptID(n, a.Organ.Region))
		if fault.Of(err) == fault.Missing {
			v.Mine, err = nil, nil
		}
	}
	if v.Mine != nil && v.Mine.Party != a.Organ.ID {
		v.Mine = nil
	}
	if a.Officer() {
		p := s.paper(v)
		v.Paper = &p
	}
	return v, err
}

// law shows a document that rules stand on, clause by clause: the words of an
// authority, or what is ours where they are silent.
func (s *Slice) law(w http.ResponseWriter, r *http.Request) error {
	d, ok := law.Find(r.PathValue("law"))
	if !ok {
		return errMissing
	}
	return web.Render(w, r, http.StatusOK, lawPage(ui.ShellOf(r.Context(), d.Title, "/notices"), d))
}

// print sends the notice as 公文.
func (s *Slice) print(w http.ResponseWriter, r *http.Request) error {
	a, err := casework.Signed(r)
	if err != nil {
		return err
	}
	v, err := s.noticeView(r.Context(), r.PathValue("id"), a)
	if err != nil {
		return err
	}
	if v.Paper == nil {
		return errMissing
	}
	return dispatch.Send(w, r, *v.Paper, r.PathValue("paper"))
}

type receiptsView struct {
	Shell    ui.Shell
	Notice   shown
	Signings []signing
	Issues   bool // the reader may issue it
	Unsent   int
	Silent   []string // those who have not signed, by name
	Urged    string   // how many were urged just now; empty: nobody asked
	Urgings  map[string]urging
	Phones   map[string]string // of those who have not signed, by organ
}

func (s *Slice) receipts(w http.ResponseWriter, r *http.Request) error {
	a, err := casework.Signed(r)
	if err != nil {
		return err
	}
	ctx := r.Context()
	e, n, ok := s.find(r.PathValue("id"))
	if !ok || !oversees(n, a) {
		return errMissing
	}
	v := receiptsView{Shell: ui.ShellOf(ctx, lang.T(ctx, "签收情况"), "/notices"), Issues: issues(n, a)}
	if v.Notice, err = s.shown(ctx, n); err != nil {
		return err
	}
	if v.Signings, err = s.signings(ctx, a, e, n); err != nil {
		return err
	}
	for _, x := range v.Signings {
		switch {
		case x.Receipt == nil:
			v.Unsent++
		case x.Receipt.State == "unread":
			v.Silent = append(v.Silent, x.Region.Name)
		}
	}
	v.Urged = r.URL.Query().Get("urged")
	if v.Urgings, err = s.urgings(ctx, n.ID); err != nil {
		return err
	}
	if v.Phones, err = s.phones(ctx, v.Signings); err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, receiptsPage(v))
}

func (s *Slice) issue(w http.ResponseWriter, r *http.Request) error {
	a, err := casework.Signed(r)
	if err != nil {
		return err
	}
	id := r.PathValue("id")
	if _, n, ok := s.find(id); !ok || !oversees(n, a) {
		return errMissing
	}
	if _, err := s.Issue(r.Context(), a, id); err != nil {
		return err
	}
	http.Redirect(w, r, "/notices/"+id+"/receipts", http.StatusSeeOther)
	return nil
}

// urge reminds those who have not signed.
func (s *Slice) urge(w http.ResponseWriter, r *http.Request) error {
	a, err := casework.Signed(r)
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return fault.Wrap(fault.Invalid, err, "表单无法读取。")
	}
	id := r.PathValue("id")
	if _, n, ok := s.find(id); !ok || !oversees(n, a) {
		return errMissing
	}
	urged, err := s.Urge(r.Context(), a, id, r.PostForm.Get("id"), s.SiteOf(r), r.PostForm.Get("group") == "yes")
	if err != nil {
		return err
	}
	http.Redirect(w, r, "/notices/"+id+"/receipts?urged="+number(urged), http.StatusSeeOther)
	return nil
}

// receiptPart leads from a receipt to the text it is about.
func (s *Slice) receiptPart(_ context.Context, c *flow.Case, _ org.Actor) (templ.Component, error) {
	n, ok := find(c.Edition, c.Parent)
	if !ok {
		return nil, nil
	}
	return receiptOf(n), nil
}

// A paper is a receipt that waits on somebody's desk, with its notice.
type paper struct {
	Case   flow.Case
	Notice programme.Notice
	Move   programme.Move
	Left   int
	Urged  urging
}

// deskPart shows what the office has to sign for, one tap each.
func (s *Slice) deskPart(ctx context.Context, a org.Actor) (templ.Component, error) {
	cs, err := s.Flow.Cases(ctx, a, flow.Filter{Track: track, Turn: programme.Addressee, Party: a.Organ.ID})
	if err != nil {
		return nil, err
	}
	var papers []paper
	for i := range cs {
		n, ok := find(cs[i].Edition, cs[i].Parent)
		moves := s.Flow.Moves(&cs[i], a)
		if ok && len(moves) > 0 {
			urged, err := s.urgings(ctx, n.ID)
			if err != nil {
				return nil, err
			}
			papers = append(papers, paper{cs[i], n, moves[0], workdays(s.Flow.Now(), cs[i].Due), urged[cs[i].ID]})
		}
	}
	if len(papers) == 0 {
		return nil, nil
	}
	return papersPart(papers), nil
}
