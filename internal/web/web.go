// Package web is how a page answers and how it fails.
//
// A handler returns an error; one place turns it into a page. A page is rendered
// whole before its first byte is sent, so that a page that fails is an error
// page and never half a page. A GET changes nothing. Nobody is shown the text
// of an error that is not a fault.
package web

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"

	"github.com/a-h/templ"

	"qinglan/internal/fault"
	"qinglan/internal/lang"
	"qinglan/internal/web/static"
	"qinglan/internal/web/ui"
)

// A Handler answers a request or returns why it could not. What it returns
// decides the answer only if it has written nothing.
type Handler func(w http.ResponseWriter, r *http.Request) error

// ServeHTTP answers r by h, or else with the page for what h returns.
func (h Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if err := h(w, r); err != nil {
		Fail(w, r, err)
	}
}

// Render sends page with status. It sends nothing if page cannot be rendered.
func Render(w http.ResponseWriter, r *http.Request, status int, page templ.Component) error {
	b := pages.Get().(*bytes.Buffer)
	defer pages.Put(b)
	b.Reset()
	if err := page.Render(r.Context(), b); err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Language", lang.Of(r.Context()).HTML())
	h.Set("Content-Length", strconv.Itoa(b.Len()))
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		w.Write(b.Bytes()) // the reader may have gone: nothing to be done
	}
	return nil
}

// pages are the buffers of those that have been sent: growing one to the size of
// a long list takes longer than filling it.
var pages = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// statuses tells how each kind of fault is answered.
var statuses = map[fault.Kind]int{
	fault.Missing: http.StatusNotFound,
	fault.Denied:  http.StatusForbidden,
	fault.Invalid: http.StatusUnprocessableEntity,
	fault.Stale:   http.StatusConflict,
	fault.Closed:  http.StatusGone,
}

// Status returns with what an expected failure is answered, or 500.
func Status(err error) int {
	if status, ok := statuses[fault.Of(err)]; ok {
		return status
	}
	return http.StatusInternalServerError
}

// Fail answers r with the page for err. It is for what stands outside of a
// [Handler]; a Handler returns the error.
func Fail(w http.ResponseWriter, r *http.Request, err error) {
	note(r.Context(), err)
	if fault.Of(err) == fault.SignedOut {
		http.Redirect(w, r, signIn(r), http.StatusSeeOther)
		return
	}
	status, ours := statuses[fault.Of(err)]
	if !ours {
		status = http.StatusInternalServerError
		var large *http.MaxBytesError
		switch {
		case errors.As(err, &large):
			status = http.StatusRequestEntityTooLarge
			err = fault.Wrap(fault.Invalid, err, "提交的内容太大，最多 %d MB。", max(1, large.Limit>>20))
		case errors.Is(err, context.Canceled):
			return // whoever asked has gone
		default:
			slog.ErrorContext(r.Context(), "request failed", "method", r.Method, "pattern", pattern(r), "err", err)
		}
	}
	w.Header().Set("Cache-Control", "no-store")
	p := ui.Problem{Status: status, Text: fault.Text(lang.Of(r.Context()), err)}
	if bad := Render(w, r, status, ui.ProblemPage(p)); bad != nil {
		slog.ErrorContext(r.Context(), "error page failed", "err", bad)
		http.Error(w, http.StatusText(status), status)
	}
}

// signIn returns the page to sign in, which leads back to the page asked for,
// or if something was sent, to the page it was sent from.
func signIn(r *http.Request) string {
	next := r.URL.RequestURI()
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		next = ""
		if from, err := url.Parse(r.Referer()); err == nil && from.Host == r.Host {
			next = from.RequestURI()
		}
	}
	if next = Local(next); next == "/" {
		return "/sign-in"
	}
	return "/sign-in?next=" + url.QueryEscape(next)
}

// Local returns s if it is a path on this site, and "/" if it is anything else.
func Local(s string) string {
	u, err := url.Parse(s)
	if err != nil || u.IsAbs() || u.Host != "" || u.User != nil || !strings.HasPrefix(s, "/") ||
		strings.HasPrefix(s, "//") || strings.ContainsAny(s, "\\\r\n\t") {
		return "/"
	}
	return s
}

// Plus returns an address with one thing more asked of it.
func Plus(address, asked string) string {
	if strings.Contains(address, "?") {
		return address + "&" + asked
	}
	return address + "?" + asked
}

// File sends body for the reader to keep under name. It is never shown within
// the site: what people upload must not act in its name.
func File(w http.ResponseWriter, r *http.Request, name, kind string, body io.Reader) error {
	h := w.Header()
	h.Set("Content-Disposition", disposition(name))
	h.Set("Content-Security-Policy", "sandbox; default-src 'none'")
	return give(w, r, kind, body)
}

// Shown sends body to be looked at inside a page of this site: a picture, or a PDF
// that has passed its check. A browser shows a PDF in a viewer of its own, which a
// sandbox would keep shut; nothing that a page could run is let through.
func Shown(w http.ResponseWriter, r *http.Request, kind string, body io.Reader) error {
	h := w.Header()
	h.Set("Content-Disposition", "inline")
	h.Set("X-Frame-Options", "SAMEORIGIN")
	switch kind {
	case "application/pdf":
		h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'")
	case "image/jpeg", "image/png":
		h.Set("Content-Security-Policy", "sandbox; default-src 'none'; frame-ancestors 'self'")
	default:
		return fault.New(fault.Missing, "没有这个文件，或您无权查看。")
	}
	return give(w, r, kind, body)
}

func give(w http.ResponseWriter, r *http.Request, kind string, body io.Reader) error {
	h := w.Header()
	h.Set("Content-Type", kind)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cache-Control", "no-store")
	if sized, ok := body.(interface{ Len() int }); ok {
		h.Set("Content-Length", strconv.Itoa(sized.Len()))
	}
	if r.Method == http.MethodHead {
		return nil
	}
	if _, err := io.Copy(w, body); err != nil {
		// The first byte may be out: an error page cannot follow.
		slog.WarnContext(r.Context(), "file not sent", "pattern", pattern(r), "err", err)
	}
	return nil
}

// disposition returns the header that names an attachment, for browsers that
// know RFC 5987 and for those that do not.
func disposition(name string) string {
	name = strings.Map(func(r rune) rune {
		if r < ' ' || strings.ContainsRune(`/\:*?"<>|`, r) {
			return '_'
		}
		return r
	}, name)
	plain := strings.Map(func(r rune) rune {
		if r > '~' {
			return '_'
		}
		return r
	}, name)
	return mime.FormatMediaType("attachment", map[string]string{"filename": plain}) +
		"; filename*=UTF-8''" + strings.ReplaceAll(url.QueryEscape(name), "+", "%20")
}

// Asset returns where a file of the site's own is: Asset("app.css").
func Asset(name string) string { return static.Path(name) }

// Static serves the site's own files; register it as "GET /static/".
func Static() http.Handler { return static.Handler() }
