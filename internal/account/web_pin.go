package account

import (
	"net/http"

	"qinglan/internal/casework"
	"qinglan/internal/fault"
	"qinglan/internal/form"
	"qinglan/internal/lang"
	"qinglan/internal/org"
	"qinglan/internal/web"
	"qinglan/internal/web/ui"
)

// A switchView is who may come back by PIN at this browser.
type switchView struct {
	Shell ui.Shell
	Now   org.Actor // who is signed in; may be nobody
	Turns []turnView
	Tried string // the person whose PIN was wrong
	Wrong form.Wrong
}

// A turnView is one of them.
type turnView struct{ Person, Name, Post string }

// desk returns the cookie of a browser at which PINs are left, or "".
func (s *Slice) desk(r *http.Request) string {
	c, err := r.Cookie(s.cookieName() + "-desk")
	if err != nil {
		return ""
	}
	return c.Value
}

func (s *Slice) switchPage(w http.ResponseWriter, r *http.Request) error {
	return s.showSwitch(w, r, http.StatusOK, "", nil)
}

func (s *Slice) showSwitch(w http.ResponseWriter, r *http.Request, status int, tried string, wrong form.Wrong) error {
	ctx := r.Context()
	v := switchView{Shell: ui.ShellOf(ctx, lang.T(ctx, "切换同事"), ""), Now: casework.ActorOf(ctx), Tried: tried, Wrong: wrong}
	ts, err := s.turns(ctx, s.desk(r))
	if err != nil {
		return err
	}
	for _, t := range ts {
		p, err := s.Flow.Orgs().Post(ctx, s.Flow.DB(), t.Post)
		if fault.Of(err) == fault.Missing {
			continue // the post has ended
		}
		if err != nil {
			return err
		}
		v.Turns = append(v.Turns, turnView{t.Person, p.Name, ui.Joined(p.Organisation.Name, p.Title)})
	}
	return web.Render(w, r, status, switchTempl(v))
}

// switchTo signs in a colleague by PIN and ends the session before.
func (s *Slice) switchTo(w http.ResponseWriter, r *http.Request) error {
	if err := parse(r); err != nil {
		return err
	}
	person := r.PostForm.Get("person")
	cookie, err := s.enterByPIN(r.Context(), s.desk(r), person, r.PostForm.Get("pin"), s.token(r), deviceOf(r.UserAgent()))
	if c, ok := complaint(err); ok {
		return s.showSwitch(w, r, http.StatusUnprocessableEntity, person, form.Wrong{"pin": c})
	}
	if err != nil {
		return err
	}
	s.setCookie(w, cookie, false)
	http.Redirect(w, r, "/desk", http.StatusSeeOther)
	return nil
}

// setPIN leaves a PIN at this browser, which gets a cookie of its own for it.
func (s *Slice) setPIN(w http.ResponseWriter, r *http.Request) error {
	a, this, err := s.officer(r)
	if err != nil {
		return err
	}
	pin := digitsOf(r.PostForm.Get("pin"))
	if pin != digitsOf(r.PostForm.Get("again-pin")) {
		return s.showAccount(w, r, http.StatusUnprocessableEntity, "", form.Wrong{"again-pin": {Format: "两次填写的 PIN 不一样。"}})
	}
	browser := s.desk(r)
	if browser == "" {
		browser = newToken()
	}
	err = s.leavePIN(r.Context(), a, this, browser, pin)
	if c, ok := complaint(err); ok {
		return s.showAccount(w, r, http.StatusUnprocessableEntity, "", form.Wrong{"pin": c})
	}
	if err != nil {
		return err
	}
	http.SetCookie(w, &http.Cookie{ // it goes when the browser closes
		Name: s.cookieName() + "-desk", Value: browser, Path: "/", HttpOnly: true, Secure: s.Secure, SameSite: http.SameSiteLaxMode,
	})
	http.Redirect(w, r, "/account?saved=pin#pin", http.StatusSeeOther)
	return nil
}
