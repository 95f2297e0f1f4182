package web

import (
	"net/http"
	"net/url"
	"path"
	"slices"
	"strings"

	"qinglan/internal/fault"
)

// BodyLimit is how much a form may send, in bytes, unless its route says more.
const BodyLimit = 1 << 20

// A Mux finds the handler of a request and remembers every pattern it was
// given, so that a test can try each route as each role.
type Mux struct {
	mux    http.ServeMux
	routes []string
}

// NewMux returns an empty Mux.
func NewMux() *Mux { return new(Mux) }

// Route answers pattern, as "GET /cases/{id}", by h. Only GET and POST are
// used; a GET changes nothing. What is posted is limited to [BodyLimit].
func (m *Mux) Route(pattern string, h Handler) { m.Large(pattern, BodyLimit, h) }

// Large is Route for a pattern that may be sent limit bytes: an upload.
func (m *Mux) Large(pattern string, limit int64, h Handler) {
	m.Raw(pattern, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Body != nil {
			r.Body = http.MaxBytesReader(w, r.Body, limit)
		}
		h.ServeHTTP(w, r)
	}))
}

// Raw is for what answers its own errors, such as an API or [Static].
func (m *Mux) Raw(pattern string, h http.Handler) {
	method, _, ok := strings.Cut(pattern, " ")
	if !ok || method != http.MethodGet && method != http.MethodPost {
		panic("web: pattern without GET or POST: " + pattern)
	}
	m.routes = append(m.routes, pattern)
	m.mux.Handle(pattern, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if e := entryOf(r.Context()); e != nil {
			e.pattern = r.Pattern
		}
		h.ServeHTTP(w, r)
	}))
}

// Routes returns every pattern, sorted.
func (m *Mux) Routes() []string {
	all := slices.Clone(m.routes)
	slices.Sort(all)
	return all
}

// Has reports whether m was given that very pattern.
func (m *Mux) Has(pattern string) bool { return slices.Contains(m.routes, pattern) }

// Page returns the address pattern of the page at the address of r, as
// "/cases/{id}", whatever r does there; empty if there is none.
func (m *Mux) Page(r *http.Request) string {
	asked := *r
	asked.Method = http.MethodGet
	_, pattern := m.mux.Handler(&asked)
	page, _ := strings.CutPrefix(pattern, "GET ")
	return page
}

// ServeHTTP answers r by its handler. A page that does not exist gets the same
// answer as one that whoever asks may not know of.
func (m *Mux) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if _, pattern := m.mux.Handler(r); pattern == "" {
		other := *r
		other.Method = http.MethodGet
		if r.Method == http.MethodGet || r.Method == http.MethodHead {
			other.Method = http.MethodPost
		}
		if _, pattern := m.mux.Handler(&other); pattern == "" {
			Fail(w, r, fault.New(fault.Missing, "没有这个页面，或您无权查看。"))
			return
		}
		if page := m.above(r); page != "" {
			http.Redirect(w, r, page, http.StatusSeeOther)
			return
		}
	}
	m.mux.ServeHTTP(w, r)
}

// above returns the nearest page above an address that only takes forms: after
// a form that was refused its address stands in the browser, and reloading it,
// another language or the clock of the demonstration ask for it as a page.
func (m *Mux) above(r *http.Request) string {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		return ""
	}
	for at := path.Dir(r.URL.Path); at != "/" && at != "."; at = path.Dir(at) {
		asked := *r
		asked.URL = &url.URL{Path: at}
		if _, pattern := m.mux.Handler(&asked); pattern != "" {
			return asked.URL.String()
		}
	}
	return ""
}
