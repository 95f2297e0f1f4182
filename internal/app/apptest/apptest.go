// Package apptest gives tests a whole program on a fresh database, with people
// of every role, and browsers that are signed in as one of them.
package apptest

import (
	"bytes"
	"context"
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"qinglan/internal/app"
	"qinglan/internal/db"
	"qinglan/internal/db/dbtest"
	"qinglan/internal/demo"
	"qinglan/internal/edition"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/send"
	"qinglan/internal/vault"
)

// A Program is a running program of one test.
type Program struct {
	*app.App
	T      testing.TB
	Posts  []org.Post
	Server *httptest.Server
}

// Each runs f with a fresh program on each engine.
func Each(t *testing.T, f func(t *testing.T, p *Program)) {
	for _, engine := range []string{db.SQLite, db.Postgres} {
		t.Run(engine, func(t *testing.T) { f(t, Open(t, engine)) })
	}
}

// EachWith is [Each] with editions of the test's own.
func EachWith(t *testing.T, editions []*programme.Edition, f func(t *testing.T, p *Program)) {
	for _, engine := range []string{db.SQLite, db.Postgres} {
		t.Run(engine, func(t *testing.T) { f(t, OpenWith(t, engine, editions)) })
	}
}

// Open starts a program on an engine. Its clock stands at the start of the
// demonstration; tasks run, the tick does not.
func Open(t testing.TB, engine string) *Program {
	t.Helper()
	return OpenWith(t, engine, nil)
}

// OpenWith is [Open] with editions, oldest first; nil are all of the program,
// also those that only a demonstration opens.
func OpenWith(t testing.TB, engine string, editions []*programme.Edition) *Program {
	t.Helper()
	if editions == nil {
		editions = edition.Of(edition.Default)
	}
	return run(t, app.Config{DB: dbtest.URL(t, engine), Editions: editions})
}

// EachTo is [Each] with ways out of the house.
func EachTo(t *testing.T, ways func(t *testing.T) send.Channels, f func(t *testing.T, p *Program)) {
	for _, engine := range []string{db.SQLite, db.Postgres} {
		t.Run(engine, func(t *testing.T) {
			c := ways(t)
			f(t, run(t, app.Config{DB: dbtest.URL(t, engine), Editions: edition.Of(edition.Default), Channels: &c, Origin: "https://qinglan.example.cn"}))
		})
	}
}

// EachOf is [Each] in a house of another programme.
func EachOf(t *testing.T, programme string, f func(t *testing.T, p *Program)) {
	for _, engine := range []string{db.SQLite, db.Postgres} {
		t.Run(engine, func(t *testing.T) { f(t, OpenOf(t, engine, programme)) })
	}
}

// OpenOf is [Open] in a house of another programme.
func OpenOf(t testing.TB, engine, programme string) *Program {
	t.Helper()
	return run(t, app.Config{DB: dbtest.URL(t, engine), Programme: programme})
}

func run(t testing.TB, c app.Config) *Program {
	t.Helper()
	clock := new(app.Clock)
	clock.Set(demo.Start)
	c.Data, c.Demo, c.Clock = t.TempDir(), true, clock
	if _, err := vault.Create(c.KeyFile()); err != nil {
		t.Fatal(err)
	}
	if err := app.Migrate(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	a, err := app.Open(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	posts, err := demo.Staff(t.Context(), a.House.Flow)
	if err != nil {
		t.Fatal(err)
	}
	if err := a.Start(t.Context(), time.Hour); err != nil {
		t.Fatal(err)
	}
	p := &Program{App: a, T: t, Posts: posts, Server: httptest.NewServer(a.Handler(nil))}
	t.Cleanup(func() {
		p.Server.Close()
		if err := a.Close(context.Background()); err != nil {
			t.Error(err)
		}
	})
	return p
}

// Post returns the post of that id, such as "330782-county-clerk-1".
func (p *Program) Post(id string) org.Post {
	p.T.Helper()
	for _, post := range p.Posts {
		if post.ID == id {
			return post
		}
	}
	p.T.Fatalf("no post %s", id)
	return org.Post{}
}

// SignIn returns a visitor who is signed in at a post that was made meanwhile.
func (p *Program) SignIn(post string) *Browser {
	p.T.Helper()
	b := p.Stranger()
	token, err := p.Accounts.Link(p.T.Context(), post)
	if err != nil {
		p.T.Fatal(err)
	}
	if got := b.Post("/join/"+token, nil); got.Status != http.StatusSeeOther {
		p.T.Fatalf("sign in at %s: %d %s", post, got.Status, got.Body)
	}
	return b
}

// A Browser is one visitor with cookies; it does not follow redirections.
type Browser struct {
	T      testing.TB
	Client *http.Client
	Base   string
}

// Stranger returns a visitor who is not signed in.
func (p *Program) Stranger() *Browser {
	jar, err := cookiejar.New(nil)
	if err != nil {
		p.T.Fatal(err)
	}
	return &Browser{T: p.T, Base: p.Server.URL, Client: &http.Client{
		Jar:           jar,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// As returns a visitor who is signed in at a post.
func (p *Program) As(post string) *Browser {
	p.T.Helper()
	b := p.Stranger()
	token, err := p.Accounts.Link(p.T.Context(), p.Post(post).ID)
	if err != nil {
		p.T.Fatal(err)
	}
	if got := b.Post("/join/"+token, nil); got.Status != http.StatusSeeOther {
		p.T.Fatalf("sign in at %s: %d %s", post, got.Status, got.Body)
	}
	return b
}

// Get asks for a page.
func (b *Browser) Get(path string) Answer {
	b.T.Helper()
	return b.read(b.Client.Get(b.Base + path))
}

// Post sends a form.
func (b *Browser) Post(path string, v url.Values) Answer {
	b.T.Helper()
	return b.PostBody(path, "application/x-www-form-urlencoded", v.Encode())
}

// PostBody sends a body of a kind: an upload.
func (b *Browser) PostBody(path, kind, body string) Answer {
	b.T.Helper()
	req, err := http.NewRequest(http.MethodPost, b.Base+path, strings.NewReader(body))
	if err != nil {
		b.T.Fatal(err)
	}
	req.Header.Set("Content-Type", kind)
	req.Header.Set("Sec-Fetch-Site", "same-origin")
	return b.read(b.Client.Do(req))
}

// Upload sends a file as the only field of a form, as a browser does.
func (b *Browser) Upload(path, name string, file []byte) Answer {
	b.T.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	part, err := w.CreateFormFile("file", name)
	if err == nil {
		_, err = part.Write(file)
	}
	if err = errors.Join(err, w.Close()); err != nil {
		b.T.Fatal(err)
	}
	return b.PostBody(path, w.FormDataContentType(), body.String())
}

func (b *Browser) read(res *http.Response, err error) Answer {
	b.T.Helper()
	if err != nil {
		b.T.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		b.T.Fatal(err)
	}
	return Answer{res.StatusCode, res.Header.Get("Location"), res.Header, string(body)}
}
