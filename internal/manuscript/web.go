package manuscript

import (
	"context"
	"net/http"
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"qinglan/internal/cascade"
	"qinglan/internal/casework"
	"qinglan/internal/dispatch"
	"qinglan/internal/doc/official"
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
	m.Route("GET /manuscripts", s.list)
	m.Route("POST /manuscripts", s.begin)
	m.Route("GET /manuscripts/{id}", s.page)
	m.Route("POST /manuscripts/{id}", s.write)
	m.Route("POST /manuscripts/{id}/{move}", s.step)
	m.Route("GET /manuscripts/{id}/print/{paper}", s.print)
}

func itoa(n int) string { return strconv.Itoa(n) }

// found returns the paper that r names with who asks.
func (s *Slice) found(r *http.Request) (*flow.Case, org.Actor, error) {
	return s.Found(r, cascade.Track, append(offices[:3:3], programme.Auditor)...)
}

// A pageView is one 发文稿纸.
type pageView struct {
	Shell    ui.Shell
	Head     ui.Head
	Case     *flow.Case
	Own      bool
	Form     []form.Question // of the draft, or of the next step
	Rare     []form.Question // of the draft: the exception
	Answers  form.Answers
	Wrong    form.Wrong
	Refused  string // why the last try was not taken
	Hidden   []ui.Hidden
	Next     programme.Move // the one next step after the draft
	Ways     []programme.Move
	Void     []form.Question
	Redraft  bool
	Pending  *flow.Proposal
	Step     programme.Step
	Returned string
	Paper    official.Paper
	Meant    []ui.Pair // the deadline as the moment it means
	Stages   []ui.Stage
	Events   []ui.Event
}

func (s *Slice) page(w http.ResponseWriter, r *http.Request) error {
	c, a, err := s.found(r)
	if err != nil {
		return err
	}
	if err := s.Flow.Seen(r.Context(), c, a); err != nil {
		return err
	}
	return s.show(w, r, http.StatusOK, c, a, tried{})
}

// A tried is what was not taken, to be shown as it was.
type tried struct {
	answers form.Answers
	wrong   form.Wrong
	refused error
}

func (s *Slice) show(w http.ResponseWriter, r *http.Request, status int, c *flow.Case, a org.Actor, t tried) error {
	ctx, q := r.Context(), s.Flow.DB()
	v := pageView{Case: c, Own: c.Party == a.Organ.ID, Wrong: t.wrong}
	if t.refused != nil {
		v.Refused = fault.Text(lang.Of(ctx), t.refused)
	}
	sheet, err := s.said(ctx, q, c)
	if err != nil {
		return err
	}
	if v.Paper, err = s.paperOf(ctx, q, c, sheet); err != nil {
		return err
	}
	v.Meant = s.meant(ctx, c, sheet)
	if v.Head, err = s.HeadOf(ctx, c, a); err != nil {
		return err
	}
	v.Head.Trail = []ui.Link{{Text: lang.T(ctx, "发文"), Href: "/manuscripts"}}
	v.Shell = ui.ShellOf(ctx, v.Head.Title, "/manuscripts")
	if v.Pending, err = s.Flow.Pending(ctx, q, c); err != nil {
		return err
	}
	if v.Pending != nil {
		if v.Step, err = s.Flow.StepOf(ctx, q, c, v.Pending); err != nil {
			return err
		}
	}
	if _, v.Returned, err = s.Flow.Returned(ctx, q, c); err != nil {
		return err
	}
	if v.Events, err = s.events(ctx, c, a); err != nil {
		return err
	}
	v.Stages = s.stages(ctx, c, v)
	if v.Own {
		if err := s.offer(ctx, c, a, &v, sheet, t); err != nil {
			return err
		}
	}
	return web.Render(w, r, status, manuscriptPage(v))
}

// events are the journal without the words of the paper, which stand beside it.
func (s *Slice) events(ctx context.Context, c *flow.Case, a org.Actor) ([]ui.Event, error) {
	out, err := s.EventsOf(ctx, c, a)
	if err != nil {
		return nil, err
	}
	entries, err := s.Flow.Journal(ctx, s.Flow.DB(), c)
	if err != nil || len(entries) != len(out) {
		return out, err
	}
	for i, e := range slices.Backward(entries) {
		if !slices.Contains(cascade.Sheets, e.Move) {
			continue
		}
		ev := &out[len(entries)-1-i]
		if ev.Text = ""; e.Organ == a.Organ.ID || a.Role == programme.Auditor {
			if ev.Text, err = s.ChainText(ctx, e.Chain); err != nil {
				return nil, err
			}
		}
	}
	return out, nil
}

// offer fills in what the office may do now.
func (s *Slice) offer(ctx context.Context, c *flow.Case, a org.Actor, v *pageView, sheet form.Answers, t tried) error {
	if v.Pending != nil {
		return nil
	}
	for _, m := range s.Flow.Moves(c, a) {
		switch {
		case m.Form == "sheet":
			v.Ways = append(v.Ways, m)
		case m.Name == "void":
			v.Void = c.Track.Forms[m.Form]
		case m.Name == "redraft":
			v.Redraft = true
		case m.Name == "issue" && c.State == c.Track.After("number") && sheet["kind"] != "minutes",
			m.Name == "seal" && sheet["kind"] == "minutes":
		case v.Next.Name == "":
			v.Next = m
		}
	}
	v.Answers = t.answers
	if len(v.Ways) > 0 {
		v.Form, v.Rare, v.Hidden = asked(c, sheet)
		if v.Answers == nil {
			v.Answers = sheet
		}
		return nil
	}
	v.Form = c.Track.Forms[v.Next.Form]
	if v.Answers == nil && v.Next.Name == "number" {
		return s.usual(ctx, c, v)
	}
	if v.Answers == nil {
		v.Answers = form.Answers{"day": today(s.Flow.Now())}
	}
	return nil
}

// usual fills in the code the office used last and who signed.
func (s *Slice) usual(ctx context.Context, c *flow.Case, v *pageView) error {
	code, err := s.code(ctx, s.Flow.DB(), c.Party)
	if err != nil {
		return err
	}
	signer, err := s.signer(ctx, c)
	v.Answers = form.Answers{"source": "own", "code": code, "signer": signer}
	return err
}

// write keeps a draft, and sends it if a way was pressed.
func (s *Slice) write(w http.ResponseWriter, r *http.Request) error {
	c, a, err := s.found(r)
	if err != nil {
		return err
	}
	seen, err := casework.Seen(r)
	if err != nil {
		return err
	}
	if seen != c.Seq {
		return fault.New(fault.Stale, "这个办件刚刚有了变化，请看过最新情况再办理。")
	}
	qs := c.Track.Forms["sheet"]
	draft, _ := form.ReadDraft(qs, r.PostForm)
	if err := s.Save(r.Context(), c, a, draft); err != nil {
		return err
	}
	way := r.PostForm.Get("way")
	if way == "" {
		http.Redirect(w, r, "/manuscripts/"+c.ID, http.StatusSeeOther)
		return nil
	}
	m, ok := c.Track.Move(way)
	if !ok || m.Form != "sheet" {
		return fault.New(fault.Missing, "没有这个办理步骤。")
	}
	return s.make(w, r, c, a, m, qs)
}

// step makes one of the steps after the draft.
func (s *Slice) step(w http.ResponseWriter, r *http.Request) error {
	c, a, err := s.found(r)
	if err != nil {
		return err
	}
	seen, err := casework.Seen(r)
	if err != nil {
		return err
	}
	m, err := s.Flow.Step(c, r.PathValue("move"), a, seen)
	if err != nil {
		return err
	}
	return s.make(w, r, c, a, m, c.Track.Forms[m.Form])
}

// make makes a move; what is not right with its answers is said on the page.
func (s *Slice) make(w http.ResponseWriter, r *http.Request, c *flow.Case, a org.Actor, m programme.Move, qs []form.Question) error {
	answers, wrong := form.Read(qs, r.PostForm)
	if len(wrong) > 0 {
		return s.show(w, r, http.StatusUnprocessableEntity, c, a, tried{answers: answers, wrong: wrong})
	}
	_, err := s.Flow.Move(r.Context(), c, m, a, answers)
	if code := fault.Of(err); code == fault.Invalid || code == fault.Closed {
		return s.show(w, r, http.StatusUnprocessableEntity, c, a, tried{answers: answers, refused: err})
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, "/manuscripts/"+c.ID, http.StatusSeeOther)
	return nil
}

// print sends the paper as 公文, or the sheet it is decided on.
func (s *Slice) print(w http.ResponseWriter, r *http.Request) error {
	c, _, err := s.found(r)
	if err != nil {
		return err
	}
	ctx := r.Context()
	sheet, err := s.said(ctx, s.Flow.DB(), c)
	if err != nil {
		return err
	}
	p, err := s.paperOf(ctx, s.Flow.DB(), c, sheet)
	if err != nil {
		return err
	}
	if r.PathValue("paper") == "sheet.pdf" {
		d, err := s.sheetOf(ctx, c, sheet, p)
		if err != nil {
			return err
		}
		return casework.Send(w, r, d, p.Title+"-发文稿纸.pdf")
	}
	return dispatch.Send(w, r, p, r.PathValue("paper"))
}

// section shows what a paper says to whoever decides on it.
func (s *Slice) section(ctx context.Context, c *flow.Case, _ org.Actor) (templ.Component, error) {
	sheet, err := s.said(ctx, s.Flow.DB(), c)
	if err != nil {
		return nil, err
	}
	p, err := s.paperOf(ctx, s.Flow.DB(), c, sheet)
	if err != nil {
		return nil, err
	}
	return wordsPart(p, s.meant(ctx, c, sheet)), nil
}
