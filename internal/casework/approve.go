package casework

import (
	"context"
	"net/http"
	"strconv"

	"github.com/a-h/templ"

	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/lang"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/web"
	"qinglan/internal/web/ui"
)

func count(n int) string { return strconv.Itoa(n) }

// An approvalView is what a leader reads before two taps.
type approvalView struct {
	*page
	Case     *flow.Case
	Proposal *flow.Proposal
	Move     programme.Move
	Step     programme.Step
	Drafter  string
	Facts    []ui.Pair
	Given    []ui.Event
	Sections []templ.Component
	Mine     bool
	For      string // the colleague on leave whose step it is; empty: the reader's own
	Offline  bool   // the reader's office may record that it was approved on paper
}

func (p *Pages) approval(w http.ResponseWriter, r *http.Request) error {
	a, err := Signed(r)
	if err != nil {
		return err
	}
	ctx := r.Context()
	prop, c, err := p.Flow.Proposal(ctx, a, r.PathValue("id"))
	if err != nil {
		return err
	}
	v, err := p.approvalView(ctx, a, prop, c)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, approvalPage(v))
}

func (p *Pages) approvalView(ctx context.Context, a org.Actor, prop *flow.Proposal, c *flow.Case) (v approvalView, err error) {
	v = approvalView{Case: c, Proposal: prop, Offline: prop.State == "open" && prop.Organ == a.Organ.ID}
	if v.page, err = p.pageOf(ctx, c, a); err != nil {
		return v, err
	}
	v.Move, _ = c.Track.Move(prop.Move)
	if v.Step, err = p.Flow.StepOf(ctx, p.reader(), c, prop); err != nil {
		return v, err
	}
	if v.Drafter, err = p.bothNames(ctx, flow.Approval{Person: prop.Person, For: prop.For}); err != nil {
		return v, err
	}
	v.Facts = Facts(ctx, c.Edition, c.Track.Forms[v.Move.Form], prop.Answers(), a.Role)
	given, err := p.Flow.Approvals(ctx, p.reader(), prop.ID)
	if err != nil {
		return v, err
	}
	for _, g := range given {
		name, err := p.bothNames(ctx, g)
		if err != nil {
			return v, err
		}
		v.Given = append(v.Given, ui.Event{At: g.At, Who: name, Did: lang.T(ctx, decisions[g.Decision]), Text: g.Note})
	}
	if v.Sections, err = p.Sections(ctx, c, a); err != nil {
		return v, err
	}
	waiting, err := p.Flow.WaitingFor(ctx, a)
	for _, x := range waiting {
		if x.Proposal.ID == prop.ID {
			v.Mine, v.For = true, x.Cover.Post.Name
		}
	}
	return v, err
}

func (p *Pages) approve(w http.ResponseWriter, r *http.Request) error {
	return p.decide(w, r, func(a org.Actor, id string, step int, note string) error {
		_, err := p.Flow.Approve(r.Context(), a, id, step, note)
		return err
	})
}

func (p *Pages) sendBack(w http.ResponseWriter, r *http.Request) error {
	return p.decide(w, r, func(a org.Actor, id string, step int, note string) error {
		return p.Flow.Return(r.Context(), a, id, step, note)
	})
}

func (p *Pages) decide(w http.ResponseWriter, r *http.Request, do func(org.Actor, string, int, string) error) error {
	a, err := Signed(r)
	if err != nil {
		return err
	}
	prop, _, err := p.Flow.Proposal(r.Context(), a, r.PathValue("id"))
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return fault.Wrap(fault.Invalid, err, "表单无法读取。")
	}
	step, err := strconv.Atoi(r.PostForm.Get("step"))
	if err != nil {
		return fault.Wrap(fault.Invalid, err, "表单无法读取。")
	}
	if err := do(a, prop.ID, step, r.PostForm.Get("note")); err != nil {
		return err
	}
	http.Redirect(w, r, "/desk?decided="+prop.ID, http.StatusSeeOther)
	return nil
}

// decided says what became of a proposal that the reader has just answered.
func (p *Pages) decided(ctx context.Context, a org.Actor, id string) string {
	prop, c, err := p.Flow.Proposal(ctx, a, id)
	if err != nil {
		return ""
	}
	m, _ := c.Track.Move(prop.Move)
	what := lang.T(ctx, "%s（%s）", lang.T(ctx, m.Label), Title(ctx, c))
	switch step, err := p.Flow.StepOf(ctx, p.reader(), c, prop); {
	case prop.State == "returned":
		return lang.T(ctx, "已退回经办人：%s", what)
	case prop.State == "open" && err == nil:
		return lang.T(ctx, "已同意：%s，接着由%s", what, lang.T(ctx, step.Label))
	}
	return lang.T(ctx, "已办结：%s", what)
}
