package account

import (
	"net/http"
	"strings"

	"qinglan/internal/casework"
	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/form"
	"qinglan/internal/lang"
	"qinglan/internal/org"
	"qinglan/internal/web"
	"qinglan/internal/web/ui"
)

// An accountView is one's own account.
type accountView struct {
	Shell    ui.Shell
	Actor    org.Actor
	Facts    []ui.Pair
	Posts    []org.Post
	Name     string // of the login; empty: none is set
	Typed    string
	Staff    bool
	Urge     bool // no password is set, and the link that led here is used up
	Sessions []session
	This     string
	Table    ui.Table
	Wrong    form.Wrong
	Saved    string // what was kept just before: "password", "pin"
}

func (s *Slice) account(w http.ResponseWriter, r *http.Request) error {
	return s.showAccount(w, r, http.StatusOK, "", nil)
}

func (s *Slice) showAccount(w http.ResponseWriter, r *http.Request, status int, typed string, wrong form.Wrong) error {
	a, this, err := s.me(r)
	if err != nil {
		return err
	}
	ctx, d := r.Context(), s.Flow.DB()
	v := accountView{
		Shell: ui.ShellOf(ctx, lang.T(ctx, "我的账号"), ""), Actor: a, This: this.ID,
		Staff: a.Officer(), Typed: typed, Wrong: wrong, Saved: r.URL.Query().Get("saved"),
	}
	if v.Posts, err = s.Flow.Orgs().Posts(ctx, d, a.Person); err != nil {
		return err
	}
	mask, err := s.Identity.MobileMask(ctx, d, a.Person)
	if err != nil {
		return err
	}
	if none, err := s.passwordless(ctx, a.Person); err != nil {
		return err
	} else if !none {
		l, err := s.loginOf(ctx, d, a.Person)
		if err != nil {
			return err
		}
		v.Name = l.Name
	}
	v.Urge = v.Staff && v.Name == "" && !s.Demo
	v.Facts = append(v.Facts, ui.Pair{Key: lang.T(ctx, "姓名"), Value: a.Name}, ui.Pair{Key: lang.T(ctx, "身份"), Value: lang.T(ctx, s.RoleName(a.Role))})
	if a.Officer() {
		v.Facts = append(v.Facts, ui.Pair{Key: lang.T(ctx, "单位"), Value: a.Organ.Name})
	}
	if v.Name != "" {
		v.Facts = append(v.Facts, ui.Pair{Key: lang.T(ctx, "账号名"), Value: v.Name})
	}
	if mask != "" {
		v.Facts = append(v.Facts, ui.Pair{Key: lang.T(ctx, "手机号码"), Value: mask})
	}
	if v.Sessions, err = s.sessionsOf(ctx, d, a.Person, s.Real()); err != nil {
		return err
	}
	v.Table = sessionTable(ctx, v.Sessions, this.ID)
	return web.Render(w, r, status, accountTempl(v))
}

// me returns who sent r and in which session.
func (s *Slice) me(r *http.Request) (org.Actor, session, error) {
	if _, err := casework.Signed(r); err != nil {
		return org.Actor{}, session{}, err
	}
	a, n, err := s.identify(r.Context(), s.token(r))
	if err == nil && !a.Known() {
		err = fault.New(fault.SignedOut, "请先登录。")
	}
	return a, n, err
}

// switchPost goes on at another post of the same person, in a new session.
func (s *Slice) switchPost(w http.ResponseWriter, r *http.Request) error {
	a, _, err := s.me(r)
	if err != nil {
		return err
	}
	if err := parse(r); err != nil {
		return err
	}
	post := r.PostForm.Get("post")
	if post == "" {
		return fault.New(fault.Missing, "没有找到这个岗位。")
	}
	if err := s.begin(r.Context(), w, r, a.Person, post, bySwitch); err != nil {
		return err
	}
	to := next(r.PostForm.Get("next"))
	if to == "" {
		to = "/desk"
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}

// officer returns who sent a form about how officers sign in, and in which session.
func (s *Slice) officer(r *http.Request) (org.Actor, session, error) {
	a, this, err := s.me(r)
	if err == nil && !a.Officer() {
		err = fault.New(fault.Denied, "申报人用手机验证码登录，不需要密码。")
	}
	if err == nil {
		err = parse(r)
	}
	return a, this, err
}

func (s *Slice) changePassword(w http.ResponseWriter, r *http.Request) error {
	a, this, err := s.officer(r)
	if err != nil {
		return err
	}
	f := r.PostForm
	if f.Get("password") != f.Get("again") {
		return s.showAccount(w, r, http.StatusUnprocessableEntity, f.Get("name"), form.Wrong{"again": {Format: "两次填写的密码不一样。"}})
	}
	err = s.setPassword(r.Context(), a, this.ID, f.Get("old"), f.Get("name"), f.Get("password"))
	if c, ok := complaint(err); ok {
		return s.showAccount(w, r, http.StatusUnprocessableEntity, f.Get("name"), form.Wrong{fieldOf(c): c})
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, "/account?saved=password", http.StatusSeeOther)
	return nil
}

// fieldOf returns beside which field a complaint about a password stands.
func fieldOf(c form.Complaint) string {
	switch {
	case strings.HasPrefix(c.Format, "账号名"), strings.HasPrefix(c.Format, "这个账号名"):
		return "name"
	case strings.HasPrefix(c.Format, "现在的"), strings.HasPrefix(c.Format, "操作太频繁"):
		return "old"
	}
	return "password"
}

func (s *Slice) endSession(w http.ResponseWriter, r *http.Request) error {
	a, this, err := s.me(r)
	if err != nil {
		return err
	}
	ctx, id := r.Context(), r.PathValue("id")
	err = s.Flow.DB().Tx(ctx, func(tx *db.Tx) error {
		there, err := s.end(ctx, tx, a.Person, id)
		if err != nil {
			return err
		}
		if !there {
			return fault.New(fault.Missing, "这个登录已经结束。")
		}
		return s.Flow.Log(ctx, tx, a, actEnd, id, nil)
	})
	if err != nil {
		return err
	}
	if id == this.ID {
		s.dropCookie(w)
		http.Redirect(w, r, "/", http.StatusSeeOther)
		return nil
	}
	http.Redirect(w, r, "/account#sessions", http.StatusSeeOther)
	return nil
}

func (s *Slice) endOtherSessions(w http.ResponseWriter, r *http.Request) error {
	a, this, err := s.me(r)
	if err != nil {
		return err
	}
	ctx := r.Context()
	err = s.Flow.DB().Tx(ctx, func(tx *db.Tx) error {
		if err := s.endOthers(ctx, tx, a.Person, this.ID); err != nil {
			return err
		}
		return s.Flow.Log(ctx, tx, a, actEnd, "others", nil)
	})
	if err != nil {
		return err
	}
	http.Redirect(w, r, "/account#sessions", http.StatusSeeOther)
	return nil
}
