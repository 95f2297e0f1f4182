package notify

import (
	"context"
	"net/http"

	"qinglan/internal/casework"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/lang"
	"qinglan/internal/org"
	"qinglan/internal/web"
	"qinglan/internal/web/ui"
)

// Routes adds the pages.
func (s *Slice) Routes(m *web.Mux) {
	m.Route("GET /messages", s.list)
	m.Route("POST /messages/read", s.readAll)
	m.Route("POST /messages/{id}", s.open)
	m.Route("GET /messages/settings", s.reach)
	m.Route("POST /messages/settings/{channel}", s.want)
	m.Route("GET /m/{token}", s.link)
	m.Route("POST /m/{token}", s.acknowledge)
	m.Route("GET /outbox", s.outbox)
	m.Route("GET /outbox/{id}", s.letter)
	m.Route("POST /outbox/{id}/resend", s.resend)
	m.Route("GET /outbox/channels", s.channels)
	m.Route("POST /outbox/channels/test", s.test)
}

var errMissing = fault.New(fault.Missing, "没有这条消息。")

const shown = 100 // messages on the page, newest first

// A listView is what a person was told.
type listView struct {
	Shell  ui.Shell
	Items  []item
	Unread int
}

// An item is a message in words.
type item struct {
	message
	Title string
	Event ui.Event
	Taken bool // the move was taken back since
}

func (s *Slice) list(w http.ResponseWriter, r *http.Request) error {
	a, err := casework.Signed(r)
	if err != nil {
		return err
	}
	ctx := r.Context()
	all, err := s.of(ctx, s.Flow.DB(), a.Person, shown)
	if err != nil {
		return err
	}
	v := listView{Shell: ui.ShellOf(ctx, lang.T(ctx, "消息"), "/messages")}
	told := map[string]*caseText{}
	for _, m := range all {
		t, ok := told[m.Case]
		if !ok {
			if t, err = s.textOf(ctx, a, m.Case); err != nil {
				return err
			}
			told[m.Case] = t
		}
		if t == nil {
			continue // of another post of the same person
		}
		v.Items = append(v.Items, t.item(ctx, m))
	}
	if v.Unread, err = s.unread(ctx, s.Flow.DB(), a.Person); err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, listTempl(v))
}

// A caseText is the journal of a case in words, newest first.
type caseText struct {
	title   string
	events  []ui.Event
	entries []flow.Entry
}

// textOf returns the journal of a case as a may read it, nil if a may not see
// the case.
func (s *Slice) textOf(ctx context.Context, a org.Actor, id string) (*caseText, error) {
	c, err := s.Flow.Find(ctx, a, id)
	if fault.Of(err) == fault.Missing {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	events, err := s.EventsOf(ctx, c, a)
	if err != nil {
		return nil, err
	}
	entries, err := s.Flow.Journal(ctx, s.Flow.DB(), c)
	if err != nil {
		return nil, err
	}
	title, err := s.TitleOf(ctx, c)
	return &caseText{title, events, entries}, err
}

func (t *caseText) item(ctx context.Context, m message) item {
	it := item{message: m, Title: t.title}
	if m.Seq < 0 { // of a file, and no move
		it.Event = ui.Event{Did: lang.T(ctx, "有材料未通过检查"), Text: lang.T(ctx, "打开申报，可以看到是哪一份、为什么、怎样重新上传。"), Tone: ui.Late}
		return it
	}
	if at := len(t.events) - int(m.Seq); at >= 0 && at < len(t.events) {
		it.Event = t.events[at]
	}
	if int(m.Seq) < len(t.entries) && t.entries[m.Seq].Move == flow.TakenBack {
		it.Taken = true
	}
	return it
}

func (s *Slice) readAll(w http.ResponseWriter, r *http.Request) error {
	a, err := casework.Signed(r)
	if err != nil {
		return err
	}
	if _, err := s.markRead(r.Context(), a.Person, "", s.Real()); err != nil {
		return err
	}
	http.Redirect(w, r, "/messages", http.StatusSeeOther)
	return nil
}

// open marks a message as read and leads to its case.
func (s *Slice) open(w http.ResponseWriter, r *http.Request) error {
	a, err := casework.Signed(r)
	if err != nil {
		return err
	}
	id, err := s.markRead(r.Context(), a.Person, r.PathValue("id"), s.Real())
	if err != nil {
		return err
	}
	c, err := s.Flow.Find(r.Context(), a, id)
	if err != nil {
		return err
	}
	http.Redirect(w, r, s.Href(c, a), http.StatusSeeOther)
	return nil
}
