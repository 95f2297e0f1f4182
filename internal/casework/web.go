package casework

import (
	"context"
	"net/http"
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/web"
)

// Routes adds the common pages to m.
func (p *Pages) Routes(m *web.Mux) {
	m.Route("GET /desk", p.desk)
	m.Route("GET /cases/{id}", p.show)
	m.Route("POST /cases/{id}/moves/{move}", p.move)
	m.Route("POST /cases/{id}/undo", p.undo)
	m.Route("POST /cases/{id}/ask-back", p.askBack)
	m.Route("POST /cases/{id}/answer-back", p.answerBack)
	m.Route("POST /cases/{id}/claim", p.claim)
	m.Route("GET /approvals/{id}", p.approval)
	m.Route("POST /approvals/{id}/approve", p.approve)
	m.Route("POST /approvals/{id}/return", p.sendBack)
	p.fileRoutes(m)
}

// Find returns the case that r names, if the signed-in person may see it.
func (p *Pages) Find(r *http.Request) (*flow.Case, org.Actor, error) {
	a, err := Signed(r)
	if err != nil {
		return nil, a, err
	}
	c, err := p.Proxies.See(r.Context(), a, r.PathValue("id"))
	return c, a, err
}

// FindKeyed is [Pages.Find] for the pages on which a form is filled in: it finds
// also what the reader's office keys in for somebody, and says so.
func (p *Pages) FindKeyed(r *http.Request) (c *flow.Case, a org.Actor, keyed bool, err error) {
	if a, err = Signed(r); err != nil {
		return nil, a, false, err
	}
	c, keyed, err = p.Proxies.Reach(r.Context(), a, r.PathValue("id"), r.Method == http.MethodPost)
	return c, a, keyed, err
}

// Seen reads the move number that the form was shown at.
func Seen(r *http.Request) (int64, error) {
	if err := r.ParseForm(); err != nil {
		return 0, fault.Wrap(fault.Invalid, err, "表单无法读取。")
	}
	seen, err := strconv.ParseInt(r.PostForm.Get("seen"), 10, 64)
	if err != nil {
		return 0, fault.Wrap(fault.Invalid, err, "表单无法读取。")
	}
	return seen, nil
}

func (p *Pages) show(w http.ResponseWriter, r *http.Request) error {
	c, a, err := p.Find(r)
	if err != nil {
		return err
	}
	if err := p.Flow.Seen(r.Context(), c, a); err != nil {
		return err
	}
	return p.Show(w, r, http.StatusOK, c, a, Tried{})
}

// A Tried is a move whose form was not right, to be shown again as it was.
type Tried struct {
	Move    string
	Answers form.Answers
	Wrong   form.Wrong
}

// A Sheet is everything the page of a case shows.
type caseView struct {
	*page
	Case     *flow.Case
	Actor    org.Actor
	Moves    []programme.Move
	Barred   map[string]templ.Component // by move: what is said instead of its form
	Pending  *flow.Proposal
	Step     programme.Step
	Returned string // the note of a draft sent back
	For      string // the colleague on leave whom the reader stands in for
	CanUndo  bool
	CanAsk   bool         // for the last move back
	Recall   *flow.Recall // what was asked about it
	Sections []templ.Component
	Tried    Tried
	Usual    map[string]form.Answers // by move: what its form is filled in with
	Sent     form.Answers            // what the reader sent in before, to be mended
	Led      bool                    // a section has the next step, and with it the one primary action
}

// Show answers with the page of a case.
func (p *Pages) Show(w http.ResponseWriter, r *http.Request, status int, c *flow.Case, a org.Actor, tried Tried) error {
	ctx := r.Context()
	page, err := p.pageOf(ctx, c, a)
	if err != nil {
		return err
	}
	v := caseView{page: page, Case: c, Actor: a, Tried: tried}
	if v.Pending, err = p.Flow.Pending(ctx, p.reader(), c); err != nil {
		return err
	}
	if v.Pending != nil {
		if v.Step, err = p.Flow.StepOf(ctx, p.reader(), c, v.Pending); err != nil {
			return err
		}
	} else {
		all := p.Flow.Moves(c, a)
		v.Moves = loud(all)
		v.Led = len(v.Moves) < len(all)
		if v.Barred, v.Usual, err = p.offered(ctx, c, a, v.Moves); err != nil {
			return err
		}
	}
	if v.For, err = p.StandIn(ctx, c, a); err != nil {
		return err
	}
	if a.Officer() {
		if _, v.Returned, err = p.Flow.Returned(ctx, p.reader(), c); err != nil {
			return err
		}
	}
	_, undoable := p.Flow.Undoable(ctx, p.reader(), c, a)
	v.CanUndo = undoable == nil
	if v.Recall, err = p.Flow.Recalled(ctx, p.reader(), c); err != nil {
		return err
	}
	v.CanAsk = v.Recall == nil && fault.Of(undoable) == fault.Closed
	if slices.ContainsFunc(v.Moves, func(m programme.Move) bool { return slices.Contains(SentForms, m.Form) }) {
		if _, v.Sent, err = p.SentOf(ctx, p.reader(), c); err != nil {
			return err
		}
	}
	if v.Sections, err = p.Sections(ctx, c, a); err != nil {
		return err
	}
	return web.Render(w, r, status, casePage(v))
}

// loud leaves out the moves that have a page of their own.
func loud(moves []programme.Move) (out []programme.Move) {
	for _, m := range moves {
		if !m.Quiet {
			out = append(out, m)
		}
	}
	return out
}

// move makes one move. If the form is not right it comes back with every
// answer kept and a complaint beside each that is wrong.
func (p *Pages) move(w http.ResponseWriter, r *http.Request) error {
	c, a, err := p.Find(r)
	if err != nil {
		return err
	}
	seen, err := Seen(r)
	if err != nil {
		return err
	}
	m, err := p.Flow.Step(c, r.PathValue("move"), a, seen)
	if err != nil {
		return err
	}
	answers, wrong := form.Read(c.Track.Forms[m.Form], r.PostForm)
	if len(wrong) > 0 {
		return p.Show(w, r, http.StatusUnprocessableEntity, c, a, Tried{m.Name, answers, wrong})
	}
	if _, err := p.Flow.Move(r.Context(), c, m, a, answers); err != nil {
		return err
	}
	return p.back(w, r, c, a)
}

// back leads to the case if a still sees it, or else to the desk; a page that
// sent next is returned to.
func (p *Pages) back(w http.ResponseWriter, r *http.Request, c *flow.Case, a org.Actor) error {
	to := "/desk"
	if next := r.PostForm.Get("next"); next != "" {
		to = web.Local(next)
	} else if _, err := p.Flow.Find(r.Context(), a, c.ID); err == nil {
		to = p.Href(c, a)
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}

func (p *Pages) undo(w http.ResponseWriter, r *http.Request) error {
	c, a, err := p.Find(r)
	if err != nil {
		return err
	}
	seen, err := Seen(r)
	if err != nil {
		return err
	}
	if err := p.Flow.Undo(r.Context(), c, a, seen); err != nil {
		return err
	}
	return p.back(w, r, c, a)
}

// RecallOf returns 申请退回 for a page that a slice has of its own: what the
// reader may ask, answer or has asked; often nothing.
func (p *Pages) RecallOf(ctx context.Context, c *flow.Case, a org.Actor) (templ.Component, error) {
	r, err := p.Flow.Recalled(ctx, p.reader(), c)
	if err != nil {
		return nil, err
	}
	_, undoable := p.Flow.Undoable(ctx, p.reader(), c, a)
	return recallPart(caseView{Case: c, Actor: a, Recall: r, CanAsk: r == nil && fault.Of(undoable) == fault.Closed}), nil
}

func (p *Pages) askBack(w http.ResponseWriter, r *http.Request) error {
	return p.about(w, r, func(c *flow.Case, a org.Actor, seen int64) error {
		return p.Flow.AskBack(r.Context(), c, a, r.PostForm.Get("reason"), seen)
	})
}

func (p *Pages) answerBack(w http.ResponseWriter, r *http.Request) error {
	return p.about(w, r, func(c *flow.Case, a org.Actor, seen int64) error {
		return p.Flow.AnswerBack(r.Context(), c, a, r.PostForm.Get("answer") == "yes", seen)
	})
}

// about does something to the case that r names, as its page was shown.
func (p *Pages) about(w http.ResponseWriter, r *http.Request, do func(*flow.Case, org.Actor, int64) error) error {
	c, a, err := p.Find(r)
	if err != nil {
		return err
	}
	seen, err := Seen(r)
	if err != nil {
		return err
	}
	if err := do(c, a, seen); err != nil {
		return err
	}
	return p.back(w, r, c, a)
}

func (p *Pages) claim(w http.ResponseWriter, r *http.Request) error {
	c, a, err := p.Find(r)
	if err != nil {
		return err
	}
	seen, err := Seen(r)
	if err != nil {
		return err
	}
	if err := p.Flow.Claim(r.Context(), c, a, seen, r.PostForm.Get("over") == "yes"); err != nil {
		return err
	}
	return p.back(w, r, c, a)
}
