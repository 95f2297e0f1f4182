package certificate

import (
	"net"
	"net/http"
	"net/netip"
	"strings"
	"time"

	"qinglan/internal/fault"
	"qinglan/internal/lang"
	"qinglan/internal/web"
	"qinglan/internal/web/ui"
)

// Routes adds the pages.
func (s *Slice) Routes(m *web.Mux) {
	m.Route("GET /verify", s.verify)
	m.Route("POST /verify", s.verify)
	m.Route("GET /verify/{code}", s.verifyCode)
	m.Route("GET /register", s.list)
	m.Route("GET /certificates", s.office)
	m.Route("GET /certificates/{file}", s.download)
}

// A verdict is the answer to whoever verifies, and what they typed.
type verdict struct {
	Shell              ui.Shell
	Found              *Public
	Asked              bool // something was asked; without Found it is not known
	Busy               bool // too often: nothing was looked up
	Code, Number, Name string
	At                 time.Time
	Demo               bool
}

// verify asks for a code, or for number and name. The form is posted, so that
// a name does not stay in an address; a link may carry them all the same.
func (s *Slice) verify(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return fault.Wrap(fault.Invalid, err, "表单无法读取。")
	}
	v := verdict{Code: r.Form.Get("code"), Number: r.Form.Get("number"), Name: r.Form.Get("name")}
	switch {
	case v.Code != "" && plainCode(v.Code) != "":
		http.Redirect(w, r, "/verify/"+plainCode(v.Code), http.StatusSeeOther)
		return nil
	case v.Code != "" || v.Number != "" || v.Name != "":
		return s.answer(w, r, v, s.pairs, func() (Public, error) {
			return s.VerifiedPair(r.Context(), v.Number, v.Name)
		})
	}
	return s.render(w, r, http.StatusOK, v)
}

// verifyCode answers a scanned certificate.
func (s *Slice) verifyCode(w http.ResponseWriter, r *http.Request) error {
	v := verdict{Code: r.PathValue("code")}
	// What a certificate says changes seldom, but a revoked one must show soon.
	w.Header().Set("Cache-Control", "private, max-age=20")
	w.Header().Set("Vary", "Cookie")
	return s.answer(w, r, v, s.codes, func() (Public, error) { return s.Verified(r.Context(), v.Code) })
}

// answer shows what look finds. Every way to ask for what does not exist has
// the same answer.
func (s *Slice) answer(w http.ResponseWriter, r *http.Request, v verdict, l *limit, look func() (Public, error)) error {
	v.Asked = true
	if !s.Demo && !l.allow(asker(r)) { // a rehearsal asks for everybody from one address
		v.Busy = true
		w.Header().Set("Retry-After", "60")
		w.Header().Set("Cache-Control", "no-store")
		return s.render(w, r, http.StatusTooManyRequests, v)
	}
	p, err := look()
	if fault.Of(err) == fault.Missing {
		return s.render(w, r, http.StatusNotFound, v)
	}
	if err != nil {
		return err
	}
	v.Found = &p
	return s.render(w, r, http.StatusOK, v)
}

func (s *Slice) render(w http.ResponseWriter, r *http.Request, status int, v verdict) error {
	v.Shell = ui.ShellOf(r.Context(), lang.T(r.Context(), "核验证书"), "/verify")
	v.At, v.Demo = s.Flow.Now(), s.Demo
	return web.Render(w, r, status, verifyPage(v))
}

// asker returns whom a request is counted for: an address of IPv4, or the half
// of one of IPv6 that a household has. A proxy on the same machine is believed.
func asker(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		host = r.RemoteAddr
	}
	at, err := netip.ParseAddr(host)
	if err != nil {
		return ""
	}
	via := r.Header.Get("X-Forwarded-For")
	if by, err := netip.ParseAddr(strings.TrimSpace(via[strings.LastIndex(via, ",")+1:])); err == nil && at.IsLoopback() {
		at = by
	}
	if at = at.Unmap().WithZone(""); at.Is4() {
		return at.String()
	}
	half, err := at.Prefix(64)
	if err != nil {
		return ""
	}
	return half.String()
}
