package account

import (
	"context"
	"errors"
	"net/http"

	"qinglan/internal/casework"
	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/form"
	"qinglan/internal/ident"
	"qinglan/internal/lang"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/web"
	"qinglan/internal/web/ui"
)

// Routes adds the pages.
func (s *Slice) Routes(m *web.Mux) {
	m.Route("GET /sign-in", s.signInPage)
	m.Route("POST /sign-in/code", s.askCode)
	m.Route("POST /sign-in/enter", s.enter)
	m.Route("POST /sign-in/staff", s.enterStaff)
	m.Route("POST /sign-out", s.SignOut)
	m.Route("GET /join/{token}", s.join)
	m.Route("POST /join/{token}", s.joinNow)
	m.Route("GET /account", s.account)
	m.Route("POST /account/post", s.switchPost)
	m.Route("POST /account/password", s.changePassword)
	m.Route("POST /account/pin", s.setPIN)
	m.Route("GET /switch", s.switchPage)
	m.Route("POST /switch", s.switchTo)
	m.Route("POST /account/sessions/{id}/end", s.endSession)
	m.Route("POST /account/sessions/end-others", s.endOtherSessions)
}

// A signInView is the page to sign in: by mobile in two steps, or by name.
type signInView struct {
	Shell  ui.Shell
	Staff  bool
	Next   string
	Mobile string // canonical, once a code was sent; else as typed
	Sent   bool
	Shown  string // the code, in a demonstration alone
	Name   string
	Wrong  form.Wrong
}

func (s *Slice) showSignIn(w http.ResponseWriter, r *http.Request, status int, v signInView) error {
	v.Shell = ui.ShellOf(r.Context(), lang.T(r.Context(), "登录"), "")
	v.Shell.Nav, v.Shell.Path = nil, "/sign-in"
	return web.Render(w, r, status, signInTempl(v))
}

// next returns where to go after signing in, on this site alone; empty is the
// usual place.
func next(v string) string {
	if v = web.Local(v); v == "/" {
		return ""
	}
	return v
}

func (s *Slice) signInPage(w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	to := next(q.Get("next"))
	if a := casework.ActorOf(r.Context()); a.Known() {
		http.Redirect(w, r, s.landing(a.Role, to), http.StatusSeeOther)
		return nil
	}
	return s.showSignIn(w, r, http.StatusOK, signInView{Staff: q.Get("as") == "staff", Next: to})
}

// landing is where a person goes once signed in.
func (s *Slice) landing(r programme.Role, next string) string {
	switch {
	case next != "":
		return next
	case r == programme.Applicant:
		return s.Front()
	}
	return "/desk"
}

// complaint makes what a person did wrong a complaint beside a field.
func complaint(err error) (form.Complaint, bool) {
	var f *fault.Error
	var says *ident.Error
	switch {
	case errors.As(err, &f) && (f.Kind == fault.Invalid || f.Kind == fault.Closed):
		return form.Complaint{Format: f.Format, Args: f.Args}, true
	case errors.As(err, &says):
		return form.Complaint{Format: says.Reason}, true
	}
	return form.Complaint{}, false
}

func (s *Slice) askCode(w http.ResponseWriter, r *http.Request) error {
	if err := parse(r); err != nil {
		return err
	}
	v := signInView{Next: next(r.PostForm.Get("next")), Mobile: r.PostForm.Get("mobile")}
	mobile, err := ident.ParseMobile(v.Mobile)
	if err == nil {
		v.Mobile = mobile
		v.Shown, err = s.sendCode(r.Context(), mobile, network(r))
	}
	if c, ok := complaint(err); ok {
		v.Sent = r.PostForm.Get("sent") == "yes"
		v.Wrong = form.Wrong{"mobile": c}
		if v.Sent {
			v.Wrong = form.Wrong{"code": c}
		}
		return s.showSignIn(w, r, http.StatusUnprocessableEntity, v)
	}
	if err != nil {
		return err
	}
	v.Sent = true
	if !s.Demo {
		v.Shown = ""
	}
	return s.showSignIn(w, r, http.StatusOK, v)
}

func (s *Slice) enter(w http.ResponseWriter, r *http.Request) error {
	if err := parse(r); err != nil {
		return err
	}
	v := signInView{Next: next(r.PostForm.Get("next")), Mobile: r.PostForm.Get("mobile"), Sent: true}
	mobile, err := ident.ParseMobile(v.Mobile)
	if err != nil {
		v.Sent = false
		c, _ := complaint(err)
		v.Wrong = form.Wrong{"mobile": c}
		return s.showSignIn(w, r, http.StatusUnprocessableEntity, v)
	}
	cookie, err := s.enterByCode(r.Context(), mobile, digitsOf(r.PostForm.Get("code")), s.token(r), deviceOf(r.UserAgent()))
	if c, ok := complaint(err); ok {
		v.Wrong = form.Wrong{"code": c}
		return s.showSignIn(w, r, http.StatusUnprocessableEntity, v)
	}
	if err != nil {
		return err
	}
	s.setCookie(w, cookie, true)
	http.Redirect(w, r, s.landing(programme.Applicant, v.Next), http.StatusSeeOther)
	return nil
}

func (s *Slice) enterStaff(w http.ResponseWriter, r *http.Request) error {
	if err := parse(r); err != nil {
		return err
	}
	v := signInView{Staff: true, Next: next(r.PostForm.Get("next")), Name: r.PostForm.Get("name")}
	cookie, posts, err := s.enterByPassword(r.Context(), v.Name, r.PostForm.Get("password"), network(r), s.token(r), deviceOf(r.UserAgent()))
	if c, ok := complaint(err); ok {
		v.Wrong = form.Wrong{"password": c}
		return s.showSignIn(w, r, http.StatusUnprocessableEntity, v)
	}
	if err != nil {
		return err
	}
	s.setCookie(w, cookie, false)
	to := s.landing("", v.Next)
	if posts > 1 && v.Next == "" {
		to = "/account#posts"
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}

func (s *Slice) SignOut(w http.ResponseWriter, r *http.Request) error {
	token := s.token(r)
	if a := casework.ActorOf(r.Context()); a.Known() && token != "" {
		err := s.Flow.DB().Tx(r.Context(), func(tx *db.Tx) error {
			if err := s.endByToken(r.Context(), tx, token); err != nil {
				return err
			}
			if browser := s.desk(r); browser != "" {
				if err := s.dropPINs(r.Context(), tx, a.Person, browser); err != nil {
					return err
				}
			}
			return s.Flow.Log(r.Context(), tx, a, actOut, a.Person, nil)
		})
		if err != nil {
			return err
		}
	}
	s.dropCookie(w)
	w.Header().Set("Clear-Site-Data", `"cache", "storage"`)
	http.Redirect(w, r, "/", http.StatusSeeOther)
	return nil
}

// A joinView asks whether to sign in by a link.
type joinView struct {
	Shell ui.Shell
	Token string
	Who   org.Actor
	Title string
}

func (s *Slice) join(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	l, err := s.linkOf(ctx, s.Flow.DB(), r.PathValue("token"))
	if err == nil {
		err = l.check(s.Real())
	}
	if err != nil {
		return err
	}
	a, err := s.actor(ctx, s.Flow.DB(), l.Person, l.Post)
	if err != nil {
		return err
	}
	v := joinView{Shell: ui.ShellOf(ctx, lang.T(ctx, "登录确认"), ""), Token: r.PathValue("token"), Who: a, Title: lang.T(ctx, s.RoleName(a.Role))}
	v.Shell.Nav, v.Shell.Path = nil, "/sign-in"
	return web.Render(w, r, http.StatusOK, joinTempl(v))
}

func (s *Slice) joinNow(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	cookie, l, err := s.redeem(ctx, r.PathValue("token"), s.token(r), deviceOf(r.UserAgent()))
	if err != nil {
		return err
	}
	s.setCookie(w, cookie, l.Post == "")
	to := s.landing("", "")
	if l.Post == "" {
		to = s.landing(programme.Applicant, "")
	} else if first, err := s.passwordless(ctx, l.Person); err != nil {
		return err
	} else if first && !s.Demo {
		to = "/account#password"
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}

// passwordless reports whether a person has set no password yet.
func (s *Slice) passwordless(ctx context.Context, person string) (bool, error) {
	_, err := s.loginOf(ctx, s.Flow.DB(), person)
	if errors.Is(err, db.ErrNone) {
		return true, nil
	}
	return false, err
}

func parse(r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return fault.Wrap(fault.Invalid, err, "表单无法读取。")
	}
	return nil
}
