// Package screen is one person at one screen: pages as somebody reads them who
// knows the program only from outside, fills in the forms found there and
// presses their buttons; and a watch that looks at everything which is shown
// for what that role may not read.
package screen

import (
	"bytes"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"

	"golang.org/x/net/html"
)

// A Browser is one person at one screen. It keeps every byte it was shown, so
// that the end of a rehearsal can look for what that role may not have.
type Browser struct {
	Who    string
	Base   string // of the server, which may come up again elsewhere
	client *http.Client
	Watch  func(who string, path string, body []byte) // sees every answer; may be nil
}

// NewBrowser returns a browser that is signed in as nobody.
func NewBrowser(who, base string, watch func(string, string, []byte)) *Browser {
	jar, _ := cookiejar.New(nil) // its error is always nil
	return &Browser{Who: who, Base: base, Watch: watch, client: &http.Client{
		Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// Cookies returns what the browser sends with every request.
func (b *Browser) Cookies() []*http.Cookie {
	u, err := url.Parse(b.Base)
	if err != nil {
		return nil
	}
	return b.client.Jar.Cookies(u)
}

// A Page is what a browser shows.
type Page struct {
	Status int
	Path   string
	Header http.Header
	Body   []byte
	root   *html.Node
}

// Get opens a page and follows redirections.
func (b *Browser) Get(path string) (*Page, error) {
	for range 5 {
		req, err := http.NewRequest(http.MethodGet, b.Base+path, nil)
		if err != nil {
			return nil, err
		}
		p, next, err := b.do(req, path)
		if err != nil || next == "" {
			return p, err
		}
		path = next
	}
	return nil, fmt.Errorf("%s: too many redirections", path)
}

// Send posts values to an address and shows what comes of it.
func (b *Browser) Send(path string, v url.Values) (*Page, error) {
	return b.post(path, "application/x-www-form-urlencoded", strings.NewReader(v.Encode()))
}

// SendOnly posts values and does not look where that leads; it returns the
// status.
func (b *Browser) SendOnly(path string, v url.Values) (int, error) {
	req, err := http.NewRequest(http.MethodPost, b.Base+path, strings.NewReader(v.Encode()))
	if err != nil {
		return 0, err
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Sec-Fetch-Site", "same-origin")
	p, _, err := b.do(req, path)
	if err != nil || p == nil {
		return http.StatusSeeOther, err
	}
	return p.Status, nil
}

// Upload posts one file with the values around it.
func (b *Browser) Upload(path, field, name string, file []byte, v url.Values) (*Page, error) {
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for k, values := range v {
		for _, value := range values {
			if err := w.WriteField(k, value); err != nil {
				return nil, err
			}
		}
	}
	part, err := w.CreateFormFile(field, name)
	if err != nil {
		return nil, err
	}
	if _, err := part.Write(file); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return b.post(path, w.FormDataContentType(), &body)
}

func (b *Browser) post(path, kind string, body io.Reader) (*Page, error) {
	req, err := http.NewRequest(http.MethodPost, b.Base+path, body)
	if err != nil {
		return nil, err
	}
	req.Header.Set("Content-Type", kind)
	req.Header.Set("Sec-Fetch-Site", "same-origin")
	p, next, err := b.do(req, path)
	if err != nil || next == "" {
		return p, err
	}
	return b.Get(next)
}

// do sends one request; next is where the server leads, or empty.
func (b *Browser) do(req *http.Request, path string) (p *Page, next string, err error) {
	res, err := b.client.Do(req)
	if err != nil {
		return nil, "", err
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		return nil, "", fmt.Errorf("%s: %w", path, err)
	}
	if b.Watch != nil {
		b.Watch(b.Who, path, body)
	}
	if to := res.Header.Get("Location"); to != "" && res.StatusCode/100 == 3 {
		u, err := url.Parse(to)
		if err != nil {
			return nil, "", err
		}
		return nil, u.RequestURI(), nil
	}
	p = &Page{Status: res.StatusCode, Path: path, Header: res.Header, Body: body}
	if strings.HasPrefix(res.Header.Get("Content-Type"), "text/html") {
		p.root, err = html.Parse(bytes.NewReader(body))
	}
	return p, "", err
}
