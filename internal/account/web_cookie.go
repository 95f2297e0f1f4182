package account

import (
	"context"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"time"

	"qinglan/internal/db"
	"qinglan/internal/org"
)

// cookieName has the prefix by which browsers hold a cookie to this host alone
// and to TLS, where there is TLS.
func (s *Slice) cookieName() string {
	if s.Secure {
		return "__Host-qinglan"
	}
	return "qinglan"
}

// setCookie gives the browser its session. On shared machines of an office it
// goes when the browser closes; a person's own phone keeps it.
func (s *Slice) setCookie(w http.ResponseWriter, token string, keep bool) {
	c := &http.Cookie{
		Name: s.cookieName(), Value: token, Path: "/",
		HttpOnly: true, Secure: s.Secure, SameSite: http.SameSiteLaxMode,
	}
	if keep {
		c.MaxAge = int(personLongest / time.Second)
	}
	http.SetCookie(w, c)
}

func (s *Slice) dropCookie(w http.ResponseWriter) {
	http.SetCookie(w, &http.Cookie{
		Name: s.cookieName(), Path: "/", MaxAge: -1,
		HttpOnly: true, Secure: s.Secure, SameSite: http.SameSiteLaxMode,
	})
}

// token returns the cookie of a request, or "".
func (s *Slice) token(r *http.Request) string {
	c, err := r.Cookie(s.cookieName())
	if err != nil {
		return ""
	}
	return c.Value
}

// Identify returns who sent r, by the session cookie; a stranger is the zero
// Actor.
func (s *Slice) Identify(r *http.Request) (org.Actor, error) {
	token := s.token(r)
	if token == "" || strings.HasPrefix(r.URL.Path, "/static/") {
		return org.Actor{}, nil
	}
	a, _, err := s.identify(r.Context(), token)
	return a, err
}

// SignIn begins a session of a person at a post, or without one as applicant,
// and gives it to the browser. Whether they may is for the caller to say: it is
// for a demonstration, where anybody may be anybody.
func (s *Slice) SignIn(ctx context.Context, w http.ResponseWriter, r *http.Request, person, post string) error {
	return s.begin(ctx, w, r, person, post, "demo")
}

func (s *Slice) begin(ctx context.Context, w http.ResponseWriter, r *http.Request, person, post, how string) error {
	var cookie string
	err := s.Flow.DB().Tx(ctx, func(tx *db.Tx) (err error) {
		cookie, err = s.mint(ctx, tx, s.token(r), person, post, deviceOf(r.UserAgent()), how)
		return err
	})
	if err != nil {
		return err
	}
	s.setCookie(w, cookie, post == "")
	return nil
}

// network returns where a request comes from, as roughly as one household or
// office has it: an IPv4 address, or the /64 of an IPv6 one. Behind a proxy on
// the same machine it is what that proxy says.
func network(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		host = r.RemoteAddr
	}
	a, err := netip.ParseAddr(host)
	if err != nil {
		return "unknown"
	}
	if via := r.Header.Get("X-Forwarded-For"); a.IsLoopback() && via != "" {
		last := via[strings.LastIndex(via, ",")+1:]
		if b, err := netip.ParseAddr(strings.TrimSpace(last)); err == nil {
			a = b
		}
	}
	a = a.Unmap()
	if a.Is6() {
		if p, err := a.WithZone("").Prefix(64); err == nil {
			return p.String()
		}
	}
	return a.String()
}

// digitsOf returns a code as typed, in ASCII digits: a Chinese keyboard may
// send full-width ones, and people copy spaces.
func digitsOf(typed string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '0' && r <= '9':
			return r
		case r >= '０' && r <= '９':
			return r - '０' + '0'
		}
		return -1
	}, typed)
}
