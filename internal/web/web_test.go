package web

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/a-h/templ"
	"github.com/google/go-cmp/cmp"

	"qinglan/internal/fault"
)

func text(s string) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		_, err := io.WriteString(w, s)
		return err
	})
}

func answer(t *testing.T, h Handler, r *http.Request) *httptest.ResponseRecorder {
	t.Helper()
	m := NewMux()
	m.Route(r.Method+" /page", h)
	w := httptest.NewRecorder()
	Site{}.Guard(m).ServeHTTP(w, r)
	return w
}

func TestHandlerAnswersErrors(t *testing.T) {
	tests := []struct {
		name string
		err  error
		want int
		says string
	}{
		{"missing", fault.New(fault.Missing, "没有这个办件。"), 404, "没有这个办件。"},
		{"denied", fault.New(fault.Denied, "不由您办理。"), 403, "不由您办理。"},
		{"invalid", fault.New(fault.Invalid, "表单无法读取。"), 422, "表单无法读取。"},
		{"stale", fault.New(fault.Stale, "办件已更新。"), 409, "办件已更新。"},
		{"closed", fault.New(fault.Closed, "已截止。"), 410, "已截止。"},
		{"too large", &http.MaxBytesError{Limit: 5 << 20}, 413, "最多 5 MB"},
		{"not ours", errors.New("pq: password of wang"), 500, "这一步没有办成"},
		{"cause hidden", fault.Wrap(fault.Missing, errors.New("pq: wang"), "没有<b>。"), 404, "没有&lt;b&gt;。"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			h := func(http.ResponseWriter, *http.Request) error { return tt.err }
			w := answer(t, h, httptest.NewRequest("GET", "/page", nil))
			if w.Code != tt.want {
				t.Errorf("status = %d; want %d", w.Code, tt.want)
			}
			if html := w.Body.String(); !strings.Contains(html, tt.says) || strings.Contains(html, "wang") {
				t.Errorf("page says %q; want %q and nothing of the cause", html, tt.says)
			}
		})
	}
}

func TestSignedOutLeadsBack(t *testing.T) {
	tests := []struct{ name, method, target, referer, want string }{
		{"page", "GET", "/page?a=1&b=2", "", "/sign-in?next=" + url.QueryEscape("/page?a=1&b=2")},
		{"form", "POST", "/page", "http://example.com/cases/1", "/sign-in?next=" + url.QueryEscape("/cases/1")},
		{"form from elsewhere", "POST", "/page", "http://evil.test/cases/1", "/sign-in"},
		{"form from nowhere", "POST", "/page", "", "/sign-in"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := httptest.NewRequest(tt.method, tt.target, nil)
			if tt.referer != "" {
				r.Header.Set("Referer", tt.referer)
			}
			w := answer(t, func(http.ResponseWriter, *http.Request) error { return fault.New(fault.SignedOut, "请先登录。") }, r)
			if got := w.Header().Get("Location"); w.Code != 303 || got != tt.want {
				t.Errorf("answer = %d %s; want 303 %s", w.Code, got, tt.want)
			}
		})
	}
}

func TestLocal(t *testing.T) {
	for _, bad := range []string{"", "cases", "//evil.test", `/\evil.test`, "https://evil.test/", "javascript:alert(1)", "/a\r\nSet-Cookie: x", "/\t/evil.test"} {
		if got := Local(bad); got != "/" {
			t.Errorf("Local(%q) = %q; want /", bad, got)
		}
	}
	if got := Local("/cases/1?tab=a#b"); got != "/cases/1?tab=a#b" {
		t.Errorf("Local of a path of ours = %q", got)
	}
}

// A page that fails half-way leaves no byte of itself.
func TestRenderBuffersFirst(t *testing.T) {
	half := templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		io.WriteString(w, "half a page")
		return errors.New("broken")
	})
	w := answer(t, func(w http.ResponseWriter, r *http.Request) error { return Render(w, r, 200, half) }, httptest.NewRequest("GET", "/page", nil))
	if w.Code != 500 || strings.Contains(w.Body.String(), "half") {
		t.Errorf("answer = %d %q; want a 500 without the half page", w.Code, w.Body)
	}
}

func TestPanicIsAnError(t *testing.T) {
	w := answer(t, func(http.ResponseWriter, *http.Request) error { panic("secret") }, httptest.NewRequest("GET", "/page", nil))
	if w.Code != 500 || strings.Contains(w.Body.String(), "secret") {
		t.Errorf("answer = %d %q; want a 500 that does not say why", w.Code, w.Body)
	}
}

func TestHeaders(t *testing.T) {
	m := NewMux()
	m.Route("GET /page", func(w http.ResponseWriter, r *http.Request) error { return Render(w, r, 200, text("ok")) })
	for _, secure := range []bool{false, true} {
		w := httptest.NewRecorder()
		Site{Secure: secure}.Guard(m).ServeHTTP(w, httptest.NewRequest("GET", "/page", nil))
		h := w.Header()
		want := map[string]string{
			"X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin", "Cache-Control": "no-store",
			"Content-Type": "text/html; charset=utf-8", "Content-Language": "zh-CN",
		}
		for k, v := range want {
			if got := h.Get(k); got != v {
				t.Errorf("%s = %q; want %q", k, got, v)
			}
		}
		if csp := h.Get("Content-Security-Policy"); strings.Contains(csp, "unsafe") || !strings.Contains(csp, "frame-ancestors 'none'") {
			t.Errorf("policy = %q", csp)
		}
		if got := h.Get("Strict-Transport-Security") != ""; got != secure {
			t.Errorf("strict transport is %v; want %v", got, secure)
		}
	}
}

func TestCrossSitePostIsRefused(t *testing.T) {
	r := httptest.NewRequest("POST", "/page", nil)
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	done := false
	w := answer(t, func(http.ResponseWriter, *http.Request) error { done = true; return nil }, r)
	if w.Code != 403 || done {
		t.Errorf("answer = %d, done %v; want 403 and nothing done", w.Code, done)
	}
}

func TestFile(t *testing.T) {
	h := func(w http.ResponseWriter, r *http.Request) error {
		return File(w, r, "汇总表\"\r\n/(1).xlsx", "application/vnd.ms-excel", strings.NewReader("body"))
	}
	w := answer(t, h, httptest.NewRequest("GET", "/page", nil))
	want := `attachment; filename="___.___(1).xlsx"; filename*=UTF-8''%E6%B1%87%E6%80%BB%E8%A1%A8____%281%29.xlsx`
	want = strings.Replace(want, "___.___", "_______", 1)
	if got := w.Header().Get("Content-Disposition"); got != want {
		t.Errorf("disposition = %s; want %s", got, want)
	}
	if got := w.Header().Get("Content-Security-Policy"); !strings.HasPrefix(got, "sandbox") {
		t.Errorf("policy = %q; want sandbox", got)
	}
	if w.Body.String() != "body" {
		t.Errorf("body = %q", w.Body)
	}
}

func TestMux(t *testing.T) {
	m := NewMux()
	h := func(w http.ResponseWriter, r *http.Request) error {
		b, err := io.ReadAll(r.Body)
		if err != nil {
			return err
		}
		return Render(w, r, 200, text(string(b)))
	}
	m.Route("POST /b", h)
	m.Route("GET /a/{id}", h)
	m.Route("POST /a/{id}/do/{what}", h)
	if diff := cmp.Diff([]string{"GET /a/{id}", "POST /a/{id}/do/{what}", "POST /b"}, m.Routes()); diff != "" {
		t.Errorf("Routes (-want +got):\n%s", diff)
	}
	tests := []struct {
		name, method, target, body string
		want                       int
	}{
		{"known", "GET", "/a/1", "", 200},
		{"unknown", "GET", "/c", "", 404},
		{"unknown, posted", "POST", "/c", "", 404},
		{"only posted", "GET", "/b", "", 405},
		{"only posted, with a page above", "GET", "/a/1/do/this", "", 303},
		{"too much", "POST", "/b", strings.Repeat("x", BodyLimit+1), 413},
	}
	for _, tt := range tests {
		w := httptest.NewRecorder()
		m.ServeHTTP(w, httptest.NewRequest(tt.method, tt.target, strings.NewReader(tt.body)))
		if w.Code != tt.want {
			t.Errorf("%s: status = %d; want %d", tt.name, w.Code, tt.want)
		}
	}
	defer func() {
		if recover() == nil {
			t.Error("a pattern without a method was taken")
		}
	}()
	m.Route("/d", h)
}

func TestLogNamesNobody(t *testing.T) {
	var b bytes.Buffer
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	m := NewMux()
	m.Route("GET /people/{name}", func(http.ResponseWriter, *http.Request) error {
		return fault.New(fault.Denied, "不由您办理。")
	})
	s := Site{Now: func() time.Time { return now }, Log: slog.New(slog.NewTextHandler(&b, nil))}
	s.Guard(m).ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", "/people/wang?idno=330", nil))
	got := b.String()
	if strings.Contains(got, "wang") || strings.Contains(got, "330") {
		t.Errorf("log says %q", got)
	}
	if !strings.Contains(got, `pattern="GET /people/{name}" status=403 ms=0 fault=denied`) {
		t.Errorf("log = %q; want pattern, status, time and kind of fault", got)
	}
}

func TestSwitchLanguage(t *testing.T) {
	m := NewMux()
	m.Route("POST /language", SwitchLanguage)
	m.Route("GET /page", func(w http.ResponseWriter, r *http.Request) error {
		return fault.New(fault.Missing, "没有这个页面，或您无权查看。")
	})
	site := Site{}.Guard(m)
	r := httptest.NewRequest("POST", "/language", strings.NewReader("to=en&next=//evil.test"))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	site.ServeHTTP(w, r)
	if w.Code != 303 || w.Header().Get("Location") != "/" {
		t.Fatalf("answer = %d %s; want 303 /", w.Code, w.Header().Get("Location"))
	}
	r = httptest.NewRequest("GET", "/page", nil)
	r.AddCookie(w.Result().Cookies()[0])
	w = httptest.NewRecorder()
	site.ServeHTTP(w, r)
	if !strings.Contains(w.Body.String(), "There is no such page") || !strings.Contains(w.Body.String(), `<html lang="en">`) {
		t.Errorf("page is not in English: %s", w.Body)
	}
}

func TestStatic(t *testing.T) {
	at := Asset("app.css")
	if !regexp.MustCompile(`^/static/app\.[0-9a-f]{12}\.css$`).MatchString(at) {
		t.Errorf("Asset = %s; want its hash in its name", at)
	}
	m := NewMux()
	m.Raw("GET /static/", Static())
	site := Site{}.Guard(m)
	for _, zip := range []string{"", "gzip"} {
		r := httptest.NewRequest("GET", at, nil)
		r.Header.Set("Accept-Encoding", zip)
		w := httptest.NewRecorder()
		site.ServeHTTP(w, r)
		if w.Code != 200 || !strings.Contains(w.Header().Get("Cache-Control"), "immutable") || w.Header().Get("Content-Encoding") != zip {
			t.Errorf("with %q: %d %v", zip, w.Code, w.Header())
		}
	}
	w := httptest.NewRecorder()
	site.ServeHTTP(w, httptest.NewRequest("GET", "/static/app.css", nil))
	if w.Code != 404 {
		t.Errorf("without its hash: %d; want 404", w.Code)
	}
}
