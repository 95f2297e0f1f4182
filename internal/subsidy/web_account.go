package subsidy

import (
	"net/http"

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

// An accountView asks where a claim is paid to, or shows it to who pays.
type accountView struct {
	Shell   ui.Shell
	Case    *flow.Case
	Form    []form.Question
	Answers form.Answers
	Wrong   form.Wrong
	Facts   []ui.Pair
	Amount  string
}

// holding returns the claim of r if it is the reader's own.
func (s *Slice) holding(r *http.Request) (*flow.Case, org.Actor, error) {
	c, a, err := s.Pages.Find(r)
	if err == nil && (c.Track.Name != "claim" || a.Role != programme.Applicant && a.Role != programme.Institution) {
		err = fault.New(fault.Missing, "没有这个页面，或您无权查看。")
	}
	return c, a, err
}

func (s *Slice) askAccount(w http.ResponseWriter, r *http.Request) error {
	c, a, err := s.holding(r)
	if err != nil {
		return err
	}
	if _, err := s.Flow.Step(c, "give-account", a, c.Seq); err != nil {
		return err
	}
	return s.showAccount(w, r, http.StatusOK, accountView{Case: c, Answers: form.Answers{"holder": c.Name}})
}

func (s *Slice) showAccount(w http.ResponseWriter, r *http.Request, status int, v accountView) error {
	ctx := r.Context()
	v.Shell, v.Form = ui.ShellOf(ctx, lang.T(ctx, "收款账户"), "/subsidy"), v.Case.Track.Forms["account"]
	if k, err := claimByCase(ctx, s.Flow.DB(), v.Case.ID); err == nil {
		v.Amount = form.Yuan(k.Amount)
	}
	w.Header().Set("Cache-Control", "no-store")
	return web.Render(w, r, status, accountPage(v))
}

// takeAccount keeps what was typed, sealed, and hands the claim to who pays.
func (s *Slice) takeAccount(w http.ResponseWriter, r *http.Request) error {
	c, a, err := s.holding(r)
	if err != nil {
		return err
	}
	seen, err := casework.Seen(r)
	if err != nil {
		return err
	}
	if _, err := s.Flow.Step(c, "give-account", a, seen); err != nil {
		return err
	}
	given, wrong := form.Read(c.Track.Forms["account"], r.PostForm)
	digits(given, wrong)
	if len(wrong) > 0 {
		return s.showAccount(w, r, http.StatusUnprocessableEntity, accountView{Case: c, Answers: given, Wrong: wrong})
	}
	if err := s.GiveAccount(r.Context(), c, a, given, seen); err != nil {
		return err
	}
	http.Redirect(w, r, "/cases/"+c.ID, http.StatusSeeOther)
	return nil
}

// reveal shows the account to the office that pays; that it did is on record.
func (s *Slice) reveal(w http.ResponseWriter, r *http.Request) error {
	c, a, err := s.Pages.Find(r)
	if err != nil {
		return err
	}
	if c.Track.Name != "claim" {
		return fault.New(fault.Missing, "没有这个页面，或您无权查看。")
	}
	given, err := s.Account(r.Context(), c, a)
	if err != nil {
		return err
	}
	v := accountView{Case: c, Facts: ui.Answered(r.Context(), c.Track.Forms["account"], given, nil)}
	v.Shell = ui.ShellOf(r.Context(), lang.T(r.Context(), "收款账户"), "/subsidy")
	w.Header().Set("Cache-Control", "no-store")
	return web.Render(w, r, http.StatusOK, revealPage(v))
}
