// Package site puts the pages of all slices behind one door: who is signed in,
// in which post, the shell of every page, and what the guard of package web
// demands of each request.
package site

import (
	"net/http"

	"github.com/a-h/templ"

	"qinglan/internal/casework"
	"qinglan/internal/lang"
	"qinglan/internal/org"
	"qinglan/internal/web"
	"qinglan/internal/web/ui"
)

// A Site is one door.
type Site struct {
	Mux      *web.Mux
	Guard    web.Site
	House    *casework.House
	Identify func(r *http.Request) (org.Actor, error) // by the session cookie; a stranger is the zero Actor
	Bar      func(r *http.Request, a org.Actor) templ.Component
}

// Handler returns the whole site.
func (s Site) Handler() http.Handler {
	s.Mux.Raw("GET /static/", web.Static())
	s.Mux.Route("POST /language", web.SwitchLanguage)
	s.Mux.Route("GET /healthz", healthy)
	s.Mux.Route("GET /help", help)
	s.Mux.Route("GET /who.txt", s.sayWho)
	s.Mux.Route("GET /contact", s.contact)
	return s.Guard.Guard(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		a, err := s.Identify(r)
		if err != nil {
			web.Fail(w, r, err)
			return
		}
		ctx := casework.WithActor(r.Context(), a)
		r = r.WithContext(ctx)
		s.Mux.ServeHTTP(w, r.WithContext(ui.WithShell(ctx, s.shell(r, a))))
	}))
}

// shell is what is the same on every page of one reader.
func (s Site) shell(r *http.Request, a org.Actor) ui.Shell {
	ctx := r.Context()
	e := s.House.Flow.Current()
	sh := ui.Shell{About: lang.T(ctx, e.Welcome.Title), Basis: e.Top().Number, Verify: e.Has("certificate"), Edition: lang.T(ctx, e.Short), Path: r.URL.RequestURI(), Now: s.House.Flow.Now(), Public: !a.Known(), Origin: s.House.SiteOf(r)}
	if a.Known() {
		sh.Person, sh.Organ, sh.Who = a.Name, a.Organ.Name, s.who(a)
		sh.Post = lang.T(ctx, s.House.RoleName(a.Role))
	}
	sh.Nav = navOf(ctx, a, e, s.Mux.Has)
	if is := aids[s.Mux.Page(r)]; is.does != "" {
		sh.Does, sh.Why = lang.In(lang.Of(ctx), is.does), lang.In(lang.Of(ctx), is.why)
	}
	if s.Bar != nil {
		sh.Bar = s.Bar(r, a)
	}
	return sh
}

// who is a mark of a person that tells nothing but whether it is the same one.
func (s Site) who(a org.Actor) string { return s.House.Keys.Blind("who", a.Person)[:16] }

// sayWho tells a page whether its person is still signed in; empty is nobody.
func (s Site) sayWho(w http.ResponseWriter, r *http.Request) error {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	a := casework.ActorOf(r.Context())
	if !a.Known() {
		return nil
	}
	_, err := w.Write([]byte(s.who(a)))
	return err
}

// healthy answers when the program is up.
func healthy(w http.ResponseWriter, _ *http.Request) error {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, err := w.Write([]byte("ok\n"))
	return err
}

// help says where to begin, in a few sentences.
func help(w http.ResponseWriter, r *http.Request) error {
	return web.Render(w, r, http.StatusOK, helpPage(ui.ShellOf(r.Context(), lang.T(r.Context(), "帮助"), "/help")))
}
