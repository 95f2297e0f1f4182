package manuscript

import (
	"context"
	"net/http"
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"qinglan/internal/cascade"
	"qinglan/internal/casework"
	"qinglan/internal/db"
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

// A listView is the papers of an office and what it may begin.
type listView struct {
	Shell   ui.Shell
	ID      string // of the paper that is begun
	Kinds   []form.Choice
	Forward programme.Notice // may be handed on now; none has no ID
	Correct programme.Notice // of this city, whose deadline another paper may change
	Own     ui.Table
	Others  ui.Table
}

func (s *Slice) list(w http.ResponseWriter, r *http.Request) error {
	a, err := casework.As(r, offices...)
	if err != nil {
		return err
	}
	ctx := r.Context()
	cs, err := s.Flow.Cases(ctx, a, flow.Filter{Track: cascade.Track})
	if err != nil {
		return err
	}
	slices.SortStableFunc(cs, func(x, y flow.Case) int { return y.Since.Compare(x.Since) })
	v := listView{Shell: ui.ShellOf(ctx, lang.T(ctx, "发文"), "/manuscripts"), ID: db.NewID(), Kinds: kindChoices(s.Flow.Current())}
	v.Forward, _ = s.forwardable(a)
	if n := s.Flow.Current().Binding(a.Organ.Region); a.Role == programme.City && n.Region == a.Organ.Region && s.Flow.Now().Before(n.Moment()) {
		v.Correct = n
	}
	pending, err := s.pending(ctx, cs, a)
	if err != nil {
		return err
	}
	v.Own = register(ctx, "own", lang.T(ctx, "本单位的发文"), func(c *flow.Case) bool { return c.Party == a.Organ.ID }, cs, pending)
	v.Own.Empty, v.Own.EmptyText = lang.T(ctx, "还没有发文"), lang.T(ctx, "选一个文种，起草第一份。")
	v.Others = register(ctx, "others", lang.T(ctx, "其他单位印发的"), func(c *flow.Case) bool { return c.Party != a.Organ.ID }, cs, nil)
	return web.Render(w, r, http.StatusOK, listPage(v))
}

// kindChoices are the kinds as the sheet of an edition offers them.
func kindChoices(e *programme.Edition) []form.Choice {
	for _, q := range casework.Asked(e, cascade.Track, "sheet") {
		if q.Name == "kind" {
			return q.Choices
		}
	}
	return nil
}

// pending tells for which step of the chain the drafts of a's office wait.
func (s *Slice) pending(ctx context.Context, cs []flow.Case, a org.Actor) (map[string]string, error) {
	out := map[string]string{}
	for i := range cs {
		c := &cs[i]
		if c.Party != a.Organ.ID || c.State != c.Track.Start {
			continue
		}
		p, err := s.Flow.Pending(ctx, s.Flow.DB(), c)
		if err != nil {
			return nil, err
		}
		if p == nil {
			continue
		}
		step, err := s.Flow.StepOf(ctx, s.Flow.DB(), c, p)
		if err != nil {
			return nil, err
		}
		out[c.ID] = lang.T(ctx, "待%s", lang.T(ctx, step.Label))
	}
	return out, nil
}

// register is a list of papers with their numbers; pending says by id for whom a
// draft waits.
func register(ctx context.Context, id, caption string, fits func(*flow.Case) bool, cs []flow.Case, pending map[string]string) ui.Table {
	t := ui.Table{ID: id, Caption: caption, Dense: true, Columns: []ui.Column{
		{Label: lang.T(ctx, "标题"), Main: true}, {Label: lang.T(ctx, "文号")}, {Label: lang.T(ctx, "单位")}, {Label: lang.T(ctx, "环节")}, {Label: lang.T(ctx, "到此环节")},
	}}
	for i := range cs {
		c := &cs[i]
		if !fits(c) {
			continue
		}
		st, row := c.Now(), ui.Row{Href: "/manuscripts/" + c.ID}
		tone := casework.StateTone(st)
		if st.Turn != "" && id == "own" {
			tone = ui.OnMe
		}
		name := c.Name
		if name == "" {
			name = lang.T(ctx, "（未拟标题）")
		}
		state := lang.T(ctx, st.Label)
		if wait := pending[c.ID]; wait != "" {
			state, tone = wait, ui.Waiting
		}
		row.Cells = []ui.Cell{{Text: name}, {Text: c.No}, {Text: c.Unit}, {Text: state, Tone: tone}, {Text: ui.When(ctx, c.Since)}}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// begin opens a paper: of a kind, to hand a notice on, or to correct one.
func (s *Slice) begin(w http.ResponseWriter, r *http.Request) error {
	a, err := casework.As(r, offices...)
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return fault.Wrap(fault.Invalid, err, "表单无法读取。")
	}
	sheet, err := s.Filled(a, r.PostForm.Get("kind"), r.PostForm.Get("parent"), r.PostForm.Get("replaces"))
	if err != nil {
		return err
	}
	id := r.PostForm.Get("id")
	if err := s.Begin(r.Context(), a, id, sheet); err != nil {
		return err
	}
	http.Redirect(w, r, "/manuscripts/"+id, http.StatusSeeOther)
	return nil
}

// Filled returns what a new paper of a's office says before anybody has typed.
func (s *Slice) Filled(a org.Actor, kind, parent, replaces string) (form.Answers, error) {
	sheet := form.Answers{"kind": kind, "contact": a.Organ.Contact, "phone": a.Organ.Phone, "address": a.Organ.Address}
	id := parent
	if replaces != "" {
		id = replaces
	}
	if id == "" {
		if kinds[kind] == "" {
			return nil, fault.New(fault.Invalid, "请选择文种。")
		}
		return form.Answers{"kind": kind}, nil
	}
	e, n, ok := s.notice(id)
	switch {
	case !ok || replaces != "" && n.Region != a.Organ.Region:
		return nil, fault.New(fault.Missing, "没有找到这份通知。")
	case replaces != "":
		return correcting(sheet, n, a.Organ.Name), nil
	case !cascade.Forwards(n, a):
		return nil, fault.New(fault.Denied, "只有收到通知的市可以用通知另文转发。")
	}
	return forwarding(sheet, n, a.Organ.Name, e.Limit(programme.GraceLimit).N), nil
}

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
		v.Form, v.Hidden = asked(c, sheet)
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
		return casework.SendPDF(w, r, d, p.Title+"-发文稿纸.pdf")
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
