package web

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"time"

	"qinglan/internal/fault"
	"qinglan/internal/lang"
)

// A Site says how the site is served.
type Site struct {
	Secure bool             // by TLS, also when a proxy ends it
	Now    func() time.Time // real time, for the log
	Log    *slog.Logger     // one line a request; nil is none
}

// Guard puts around next what every request needs: the log, the headers, no
// requests from other sites, and the language. A panic is a 500.
func (s Site) Guard(next http.Handler) http.Handler {
	cross := http.NewCrossOriginProtection()
	cross.SetDenyHandler(Handler(func(http.ResponseWriter, *http.Request) error {
		return fault.New(fault.Denied, "这个请求来自别的网站，没有执行。请在本站页面上重新操作。")
	}))
	return s.record(Headers(s.Secure, Language(cross.Handler(recovered(next)))))
}

const policy = "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; " +
	"frame-src 'self' blob:; object-src 'none'; worker-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"

// Headers tells browsers to be strict: no inline script or style, no framing,
// nothing kept. What may be kept says so itself.
func Headers(secure bool, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY") // for what does not know frame-ancestors
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Permissions-Policy", "geolocation=(), microphone=(), payment=()")
		h.Set("Cache-Control", "no-store")
		if secure {
			h.Set("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
		}
		next.ServeHTTP(w, r)
	})
}

// languageCookie keeps the language chosen. It tells nothing about anybody.
const languageCookie = "lang"

// Language puts the language of the reader into the request: the one the
// address asks for by ?lang=, or the one chosen before.
func Language(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		l := lang.Chinese
		if c, err := r.Cookie(languageCookie); err == nil {
			l = lang.Parse(c.Value)
		}
		if asked := r.URL.Query().Get("lang"); asked != "" {
			l = lang.Parse(asked)
		}
		next.ServeHTTP(w, r.WithContext(lang.With(r.Context(), l)))
	})
}

// SwitchLanguage keeps the language posted as "to" and leads back to the page
// posted as "next". Route it as "POST /language".
func SwitchLanguage(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return fault.Wrap(fault.Invalid, err, "表单无法读取。")
	}
	http.SetCookie(w, &http.Cookie{
		Name:     languageCookie,
		Value:    string(lang.Parse(r.PostForm.Get("to"))),
		Path:     "/",
		MaxAge:   365 * 24 * 3600,
		HttpOnly: true,
		SameSite: http.SameSiteLaxMode,
		Secure:   r.TLS != nil,
	})
	http.Redirect(w, r, Local(r.PostForm.Get("next")), http.StatusSeeOther)
	return nil
}

// recovered answers a panic of next like any error that is not ours.
func recovered(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			switch v := recover(); v {
			case nil:
			case http.ErrAbortHandler:
				panic(v)
			default:
				Fail(w, r, fmt.Errorf("panic: %v\n%s", v, debug.Stack()))
			}
		}()
		next.ServeHTTP(w, r)
	})
}

// An entry is what the log says of a request beside its method and status:
// never its address, which may name a person, and never what was sent.
type entry struct {
	pattern string
	kind    fault.Kind
}

type entryKey struct{}

func entryOf(ctx context.Context) *entry {
	e, _ := ctx.Value(entryKey{}).(*entry)
	return e
}

func pattern(r *http.Request) string {
	if e := entryOf(r.Context()); e != nil {
		return e.pattern
	}
	return r.Pattern
}

func note(ctx context.Context, err error) {
	if e := entryOf(ctx); e != nil {
		e.kind = fault.Of(err)
	}
}

// record writes one line of the log for each request.
func (s Site) record(next http.Handler) http.Handler {
	if s.Log == nil || s.Now == nil {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		e, start := new(entry), s.Now()
		sw := &statusWriter{ResponseWriter: w, status: http.StatusOK}
		next.ServeHTTP(sw, r.WithContext(context.WithValue(r.Context(), entryKey{}, e)))
		attrs := []slog.Attr{
			slog.String("method", r.Method),
			slog.String("pattern", e.pattern),
			slog.Int("status", sw.status),
			slog.Int64("ms", s.Now().Sub(start).Milliseconds()),
		}
		if e.kind != 0 {
			attrs = append(attrs, slog.String("fault", e.kind.String()))
		}
		s.Log.LogAttrs(r.Context(), slog.LevelInfo, "request", attrs...)
	})
}

// A statusWriter remembers the status sent.
type statusWriter struct {
	http.ResponseWriter
	status int
	sent   bool
}

func (w *statusWriter) WriteHeader(status int) {
	if !w.sent {
		w.status, w.sent = status, true
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *statusWriter) Write(b []byte) (int, error) {
	w.sent = true
	return w.ResponseWriter.Write(b)
}

// Unwrap lets http.ResponseController reach what w wraps.
func (w *statusWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }
