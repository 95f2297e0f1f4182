package committee

import (
	"context"
	"net/http"

	"github.com/a-h/templ"

	"qinglan/internal/calendar"
	"qinglan/internal/casework"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/lang"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/web"
	"qinglan/internal/web/ui"
)

// An invitationPart is what the page of an invitation shows: the letter, the
// link to pass on, the reply.
type invitationPart struct {
	Case    *flow.Case
	Form    []form.Question // of the letter; nil: it is not to be written now
	Letter  form.Answers
	Wrong   form.Wrong
	Link    string // path to pass on while a reply is awaited
	Reply   []ui.Pair
	Printed bool
}

func (s *Slice) invitationSection(ctx context.Context, c *flow.Case, a org.Actor) (templ.Component, error) {
	v := invitationPart{Case: c}
	q := s.Flow.DB()
	pending, err := s.Flow.Pending(ctx, q, c)
	if err != nil {
		return nil, err
	}
	if c.State == "drafted" {
		if a.Role == programme.Province && pending == nil {
			v.Form = c.Track.Forms["letter"]
		}
		o, err := s.Flow.Orgs().Organ(ctx, q, programme.Province, "")
		if err != nil {
			return nil, err
		}
		v.Letter = letter(c.Edition, c.Party, o)
		if pending != nil {
			v.Letter = pending.Answers()
		}
		if t := triedOf(ctx, "send"); t.Move != "" {
			v.Letter, v.Wrong = t.Answers, t.Wrong
		}
		return invitationBox(v), nil
	}
	if v.Letter, err = s.Flow.Answers(ctx, q, c, "send"); err != nil {
		return nil, err
	}
	v.Printed = true
	if c.State == "sent" && a.Role == programme.Province {
		v.Link = "/invitation/" + s.token(c.ID)
	}
	for _, given := range []struct{ move, form string }{{"accept", "nominee"}, {"decline", "refusal"}} {
		said, err := s.Flow.Answers(ctx, q, c, given.move)
		if err != nil {
			return nil, err
		}
		v.Reply = append(v.Reply, casework.Facts(ctx, c.Edition, c.Track.Forms[given.form], said, a.Role)...)
	}
	return invitationBox(v), nil
}

// sendLetter drafts the letter; the office's chain sends it.
func (s *Slice) sendLetter(w http.ResponseWriter, r *http.Request) error {
	c, a, err := s.found(r, "invitation")
	if err != nil {
		return err
	}
	seen, err := casework.Seen(r)
	if err != nil {
		return err
	}
	m, err := s.Flow.Step(c, "send", a, seen)
	if err != nil {
		return err
	}
	answers, wrong := form.Read(c.Track.Forms[m.Form], r.PostForm)
	if len(wrong) > 0 {
		return s.again(w, r, c, a, casework.Tried{Move: m.Name, Answers: answers, Wrong: wrong})
	}
	if _, err := s.Flow.Move(r.Context(), c, m, a, answers); err != nil {
		return err
	}
	http.Redirect(w, r, "/cases/"+c.ID, http.StatusSeeOther)
	return nil
}

// A replyView is what a platform reads by its link.
type replyView struct {
	Shell    ui.Shell
	Case     *flow.Case
	Token    string
	Letter   form.Answers
	Organ    org.Organisation
	Deadline string
	Ask      []form.Question
	Refuse   []form.Question
	Answers  form.Answers
	Wrong    form.Wrong
	Tried    string // the reply that was not right
	Ended    bool
	Said     []ui.Pair
	Sits     bool   // accepted, and the link to sign in was not given yet
	SignIn   string // path of the link to sign in, shown once
}

func (s *Slice) showReply(w http.ResponseWriter, r *http.Request) error {
	v, err := s.replyView(r)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, replyPage(v))
}

func (s *Slice) replyView(r *http.Request) (v replyView, err error) {
	ctx, q := r.Context(), s.Flow.DB()
	c, err := s.invited(ctx, r.PathValue("token"))
	if err != nil {
		return v, err
	}
	v = replyView{
		Shell: ui.ShellOf(ctx, lang.T(ctx, "认证委员会邀请函"), ""), Case: c, Token: r.PathValue("token"),
		Ask: c.Track.Forms["nominee"], Refuse: c.Track.Forms["refusal"],
		Ended: c.State != "sent" || c.Late(s.Flow.Now()),
	}
	v.Shell.Path = "/" // the address is a secret
	if !c.Due.IsZero() {
		v.Deadline = ui.Deadline(ctx, c.Due)
	}
	if v.Letter, err = s.Flow.Answers(ctx, q, c, "send"); err != nil {
		return v, err
	}
	if v.Organ, err = s.Flow.Orgs().Organ(ctx, q, programme.Province, ""); err != nil {
		return v, err
	}
	today := calendar.Day(s.Flow.Now())
	until := today.AddMonths(int(c.Edition.Limit("committee.months").N))
	p, _ := c.Edition.Platform(c.Party)
	v.Answers = form.Answers{"since": today.String(), "until": until.String(), "directions": p.Direction}
	if v.Ended {
		said, err := s.Flow.Answers(ctx, q, c, "accept", "decline")
		if err != nil {
			return v, err
		}
		v.Said = casework.Facts(ctx, c.Edition, append(v.Ask[:len(v.Ask):len(v.Ask)], v.Refuse[1]), said, programme.Employer)
	}
	if c.State == "accepted" {
		seat, err := seatRow(ctx, q, c.ID)
		if err != nil {
			return v, err
		}
		v.Sits = seat.Joined.IsZero() && seat.Ended.IsZero()
	}
	return v, nil
}

// takeReply keeps what a platform answers. Whoever holds the link acts as its
// contact, bound to this one invitation.
func (s *Slice) takeReply(w http.ResponseWriter, r *http.Request) error {
	v, err := s.replyView(r)
	if err != nil {
		return err
	}
	if v.Ended {
		return fault.New(fault.Closed, "这份邀请已经答复，或答复期限已过。需要修改请与发函单位联系。")
	}
	seen, err := casework.Seen(r)
	if err != nil {
		return err
	}
	do, qs := r.PostForm.Get("do"), v.Ask
	switch do {
	case "accept":
	case "decline":
		qs = v.Refuse
	default:
		return fault.New(fault.Invalid, "表单无法读取。")
	}
	answers, wrong := form.Read(qs, r.PostForm)
	if do == "accept" && len(wrong) == 0 {
		if wrong, err = s.termWrong(r.Context(), s.Flow.DB(), v.Case, answers); err != nil {
			return err
		}
	}
	if len(wrong) > 0 {
		v.Answers, v.Wrong, v.Tried = answers, wrong, do
		return web.Render(w, r, http.StatusUnprocessableEntity, replyPage(v))
	}
	if err := s.reply(r.Context(), v.Case, seen, do, answers); err != nil {
		return err
	}
	http.Redirect(w, r, "/invitation/"+v.Token, http.StatusSeeOther)
	return nil
}

// giveLink shows, once, the link by which the named member signs in.
func (s *Slice) giveLink(w http.ResponseWriter, r *http.Request) error {
	v, err := s.replyView(r)
	if err != nil {
		return err
	}
	if v.Case.State != "accepted" {
		return fault.New(fault.Closed, "这份邀请没有在任的委员。")
	}
	token, err := s.signIn(r.Context(), v.Case)
	if err != nil {
		return err
	}
	v.Sits, v.SignIn = false, "/join/"+token
	return web.Render(w, r, http.StatusOK, replyPage(v))
}
