//go:build !race

package app_test

import (
	"html"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"qinglan/internal/app/apptest"
	"qinglan/internal/db"
	"qinglan/internal/ident"
)

// visited lists every page a stranger may read: the routes themselves and what
// they link to.
func visited(t *testing.T, p *apptest.Program) map[string]apptest.Answer {
	t.Helper()
	lay(t, p)
	b := p.Stranger()
	seen := map[string]apptest.Answer{}
	next := []string{"/nothing-of-this-name"}
	for _, route := range p.Mux.Routes() {
		if strings.HasPrefix(route, "GET ") && !strings.HasSuffix(route, "/static/") {
			path := strings.ReplaceAll(fill(route), "{id}", laidID("publicity", "running", "own"))
			next = append(next, path)
		}
	}
	for len(next) > 0 && len(seen) < 500 {
		path := next[0]
		next = next[1:]
		if _, been := seen[path]; been {
			continue
		}
		got := b.Get(path)
		seen[path] = got
		if strings.HasPrefix(got.Header.Get("Content-Type"), "text/html") {
			for _, m := range href.FindAllStringSubmatch(got.Body, -1) {
				next = append(next, html.UnescapeString(m[1]))
			}
		}
	}
	return seen
}

var (
	href = regexp.MustCompile(`<a [^>]*href="(/[^"#]*)`)
	tag  = regexp.MustCompile(`<[^>]*>`)
	// A run of 11 or 18 digits that is not part of a longer word, such as a hash.
	run = regexp.MustCompile(`(?:^|[^0-9A-Za-z])(?:\d{11}|\d{17}[\dXx])(?:[^0-9A-Za-z]|$)`)
)

// No page that anybody may read holds an identity or mobile number.
func TestNothingLeaksToThePublic(t *testing.T) {
	read := 0
	for path, got := range visited(t, apptest.Open(t, db.SQLite)) {
		if got.Status != http.StatusOK || !strings.HasPrefix(got.Header.Get("Content-Type"), "text/") {
			continue
		}
		read++
		text := html.UnescapeString(tag.ReplaceAllString(got.Body, "\n"))
		for _, l := range ident.Leaks(text, nil) {
			if l.Block {
				t.Errorf("%s shows %s, %s", path, l.Kind, l.Mask)
			}
		}
		if m := run.FindString(got.Body); m != "" {
			t.Errorf("%s holds the digits %q", path, strings.TrimSpace(m))
		}
	}
	if read < 8 {
		t.Errorf("%d pages were read; want at least 8", read)
	}
}

// Every answer tells browsers to be strict and, unless it is the register's,
// to keep nothing.
func TestHeadersOfEveryRoute(t *testing.T) {
	for path, got := range visited(t, apptest.Open(t, db.SQLite)) {
		for name, want := range map[string]string{
			"X-Content-Type-Options":     "nosniff",
			"X-Frame-Options":            "DENY",
			"Referrer-Policy":            "same-origin",
			"Cross-Origin-Opener-Policy": "same-origin",
		} {
			if has := got.Header.Get(name); has != want {
				t.Errorf("%s: %s is %q; want %q", path, name, has, want)
			}
		}
		policy := got.Header.Get("Content-Security-Policy")
		for _, want := range []string{"default-src 'self'", "object-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"} {
			if !strings.Contains(policy, want) {
				t.Errorf("%s: the policy %q lacks %s", path, policy, want)
			}
		}
		if strings.Contains(policy, "unsafe-") {
			t.Errorf("%s: the policy %q allows what is unsafe", path, policy)
		}
		// What is the same for everybody may be kept for seconds; the script of the
		// judge's device is asked for anew each time.
		keep := got.Header.Get("Cache-Control")
		if keep != "no-store" && keep != "private, max-age=20" && (path != "/judge/worker.js" || keep != "no-cache") {
			t.Errorf("%s: Cache-Control is %q; want no-store", path, keep)
		}
		if len(got.Header.Values("Set-Cookie")) > 0 {
			t.Errorf("%s: a GET by a stranger sets %q", path, got.Header.Values("Set-Cookie"))
		}
	}
}

// What signs in is a cookie that no script reads, no other site sends and,
// where there is TLS, no other host sets.
func TestCookies(t *testing.T) {
	p := apptest.Open(t, db.SQLite)
	for _, secure := range []bool{false, true} {
		p.House.Secure = secure
		token, err := p.Accounts.Link(t.Context(), "330782-county-clerk-1")
		if err != nil {
			t.Fatal(err)
		}
		for _, to := range []struct {
			path string
			form url.Values
		}{{"/join/" + token, nil}, {"/language", url.Values{"to": {"en"}}}, {"/sign-out", nil}} {
			path := to.path
			req := httptest.NewRequest(http.MethodPost, path, strings.NewReader(to.form.Encode()))
			req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			req.Header.Set("Sec-Fetch-Site", "same-origin")
			w := httptest.NewRecorder()
			p.Server.Config.Handler.ServeHTTP(w, req)
			cookies := w.Result().Cookies()
			if len(cookies) == 0 {
				t.Errorf("POST %s sets no cookie: %d", path, w.Code)
			}
			for _, c := range cookies {
				if !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || c.Domain != "" {
					t.Errorf("POST %s sets %s", path, c)
				}
				if session := c.Name != "lang"; session && secure != (c.Secure && strings.HasPrefix(c.Name, "__Host-")) {
					t.Errorf("POST %s with TLS %v sets %s", path, secure, c)
				}
			}
		}
	}
}

// A form that another site sends is not read.
func TestOtherSitesSendNothing(t *testing.T) {
	p := apptest.Open(t, db.SQLite)
	for _, route := range p.Mux.Routes() {
		if !strings.HasPrefix(route, "POST ") {
			continue
		}
		req := httptest.NewRequest(http.MethodPost, strings.ReplaceAll(strings.ReplaceAll(fill(route), "{id}", "x"), "{move}", "x"), nil)
		req.Header.Set("Sec-Fetch-Site", "cross-site")
		w := httptest.NewRecorder()
		p.Server.Config.Handler.ServeHTTP(w, req)
		if w.Code != http.StatusForbidden {
			t.Errorf("%s from another site: %d; want 403", route, w.Code)
		}
	}
}
