package account_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"qinglan/internal/app/apptest"
	"qinglan/internal/db"
	"qinglan/internal/record"
)

// clocked lets a test move real time on, and switches the ease of the
// demonstration off.
func clocked(p *apptest.Program) (later func(time.Duration)) {
	var by atomic.Int64
	p.House.Real = func() time.Time { return time.Now().Add(time.Duration(by.Load())) }
	p.House.Demo = false
	return func(d time.Duration) { by.Add(int64(d)) }
}

func post(t *testing.T, b *apptest.Browser, path string, v url.Values, want int) apptest.Answer {
	t.Helper()
	got := b.Post(path, v)
	if got.Status != want {
		t.Fatalf("POST %s: %d; want %d\n%s", path, got.Status, want, got.Body)
	}
	return got
}

func acts(t *testing.T, p *apptest.Program, act string) []record.LogLine {
	t.Helper()
	lines, err := p.House.Flow.LogLines(t.Context(), record.LogFilter{Act: act, Limit: 1000})
	if err != nil {
		t.Fatal(err)
	}
	return lines
}

func TestCodeExpires(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		later, b := clocked(p), p.Stranger()
		post(t, b, "/sign-in/code", url.Values{"mobile": {mobile}}, 200)
		code := codeFor(t, p, mobile)
		later(10*time.Minute + time.Second)
		post(t, b, "/sign-in/enter", url.Values{"mobile": {mobile}, "code": {code}}, 422)
		if got := b.Get("/account"); got.Status != http.StatusSeeOther {
			t.Errorf("an expired code signs in: %d", got.Status)
		}
	})
}

func TestCodeTries(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		later, b := clocked(p), p.Stranger()
		post(t, b, "/sign-in/code", url.Values{"mobile": {mobile}}, 200)
		code := codeFor(t, p, mobile)
		for range 5 {
			post(t, b, "/sign-in/enter", url.Values{"mobile": {mobile}, "code": {wrong(code)}}, 422)
		}
		post(t, b, "/sign-in/enter", url.Values{"mobile": {mobile}, "code": {code}}, 422)
		if n := len(acts(t, p, "sign-in-failed")); n != 6 {
			t.Errorf("%d failures in the audit; want 6", n)
		}
		// A new code starts anew, but not at once.
		post(t, b, "/sign-in/code", url.Values{"mobile": {mobile}}, 422)
		later(time.Minute)
		post(t, b, "/sign-in/code", url.Values{"mobile": {mobile}}, 200)
		if again := codeFor(t, p, mobile); again != code {
			post(t, b, "/sign-in/enter", url.Values{"mobile": {mobile}, "code": {code}}, 422)
		}
		post(t, b, "/sign-in/enter", url.Values{"mobile": {mobile}, "code": {codeFor(t, p, mobile)}}, 303)
		// Used once, it is gone.
		post(t, p.Stranger(), "/sign-in/enter", url.Values{"mobile": {mobile}, "code": {codeFor(t, p, mobile)}}, 422)
	})
}

func wrong(code string) string {
	if code[0] == '9' {
		return "0" + code[1:]
	}
	return string(code[0]+1) + code[1:]
}

// Of two browsers that send one code at once, one is in, and there is one
// person of that number.
func TestCodeRaced(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		post(t, p.Stranger(), "/sign-in/code", url.Values{"mobile": {mobile}}, 200)
		v := url.Values{"mobile": {mobile}, "code": {codeFor(t, p, mobile)}}
		in := race(p, 6, func(b *apptest.Browser) apptest.Answer { return b.Post("/sign-in/enter", v) })
		if in[303] != 1 || in[422] != 5 {
			t.Errorf("answers %v; want one 303 and five 422", in)
		}
	})
}

func TestLinkRaced(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		token, err := p.Accounts.Link(t.Context(), "330782-county-clerk-1")
		if err != nil {
			t.Fatal(err)
		}
		in := race(p, 6, func(b *apptest.Browser) apptest.Answer { return b.Post("/join/"+token, nil) })
		if in[303] != 1 || in[410] != 5 {
			t.Errorf("answers %v; want one 303 and five 410", in)
		}
	})
}

func race(p *apptest.Program, n int, do func(*apptest.Browser) apptest.Answer) map[int]int {
	var mu sync.Mutex
	var wg sync.WaitGroup
	in := map[int]int{}
	for range n {
		b := p.Stranger()
		wg.Go(func() {
			got := do(b)
			mu.Lock()
			defer mu.Unlock()
			in[got.Status]++
		})
	}
	wg.Wait()
	return in
}

func TestLinks(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		later := clocked(p)
		ctx := t.Context()
		token, err := p.Accounts.Link(ctx, "330782-county-clerk-1")
		if err != nil {
			t.Fatal(err)
		}
		for range 3 { // looking uses nothing up
			if got := p.Stranger().Get("/join/" + token); got.Status != 200 {
				t.Fatalf("look at the link: %d", got.Status)
			}
		}
		later(7*24*time.Hour + time.Second)
		if got := p.Stranger().Get("/join/" + token); got.Status != http.StatusGone {
			t.Errorf("an expired link is shown: %d", got.Status)
		}
		post(t, p.Stranger(), "/join/"+token, nil, 410)
		post(t, p.Stranger(), "/join/"+token[1:]+"A", nil, 404)
		if _, err := p.Accounts.LinkFor(ctx, "p-330782-county-clerk-1", "330782-county-clerk-1", true); err == nil {
			t.Error("a reusable link outside of a demonstration")
		}
		if _, err := p.Accounts.LinkFor(ctx, "p-330700-city-clerk-1", "330782-county-clerk-1", false); err == nil {
			t.Error("a link for the post of another")
		}
		p.House.Demo = true
		again, err := p.Accounts.LinkFor(ctx, "p-330782-county-clerk-1", "330782-county-clerk-1", true)
		if err != nil {
			t.Fatal(err)
		}
		for range 2 {
			post(t, p.Stranger(), "/join/"+again, nil, 303)
		}
	})
}

// The page says the same of a number and name that exist and of others.
func TestNoEnumeration(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		later := clocked(p)
		register(t, p, mobile)
		later(2 * time.Minute)
		plain := func(body, number string) string {
			return strings.NewReplacer(number, "N", number[:3]+"****"+number[7:], "N").Replace(body)
		}
		ask := func(number string) (string, string) {
			b := p.Stranger()
			sent := post(t, b, "/sign-in/code", url.Values{"mobile": {number}}, 200)
			no := post(t, b, "/sign-in/enter", url.Values{"mobile": {number}, "code": {wrong(codeFor(t, p, number))}}, 422)
			return plain(sent.Body, number), plain(no.Body, number)
		}
		sent1, no1 := ask(mobile)
		sent2, no2 := ask("19900000003")
		if sent1 != sent2 || no1 != no2 {
			t.Error("the page tells a number that is known from one that is not")
		}

		password(t, p, "330782-county-clerk-1", "yiwu01", "Lishui-Rain-82")
		try := func(name string) (string, time.Duration) {
			from := time.Now()
			got := post(t, p.Stranger(), "/sign-in/staff", url.Values{"name": {name}, "password": {"Other-Rain-82"}}, 422)
			return strings.ReplaceAll(got.Body, name, "NAME"), time.Since(from)
		}
		known, took := try("yiwu01")
		unknown, took2 := try("yiwu02")
		if known != unknown {
			t.Error("the page tells a name that exists from one that does not")
		}
		if took2 < took/5 {
			t.Errorf("an unknown name is answered in %v, a known one in %v", took2, took)
		}
	})
}

// password gives the holder of a post a name and a password.
func password(t *testing.T, p *apptest.Program, at, name, password string) *apptest.Browser {
	t.Helper()
	b := p.As(at)
	post(t, b, "/account/password", url.Values{"name": {name}, "password": {password}, "again": {password}}, 303)
	return b
}

func TestPassword(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		later := clocked(p)
		const at, name, good = "330782-county-clerk-1", "yiwu01", "Lishui-Rain-82"
		b := p.As(at)
		set := func(b *apptest.Browser, v url.Values, want int) { t.Helper(); post(t, b, "/account/password", v, want) }
		set(b, url.Values{"name": {name}, "password": {"short"}, "again": {"short"}}, 422)
		set(b, url.Values{"name": {"19900000001"}, "password": {good}, "again": {good}}, 422)
		set(b, url.Values{"name": {name}, "password": {good}, "again": {good + "x"}}, 422)
		set(b, url.Values{"name": {name}, "password": {good}, "again": {good}}, 303)
		set(p.As("330700-city-clerk-1"), url.Values{"name": {"YIWU01"}, "password": {good}, "again": {good}}, 422) // taken
		set(register(t, p, mobile), url.Values{"name": {"wang01"}, "password": {good}, "again": {good}}, 403)

		enter := func(password string, want int) *apptest.Browser {
			t.Helper()
			b := p.Stranger()
			post(t, b, "/sign-in/staff", url.Values{"name": {" Yiwu01 "}, "password": {password}, "next": {"//evil.example"}}, want)
			return b
		}
		other := enter(good, 303)
		if got := other.Get("/desk"); got.Status != 200 {
			t.Errorf("desk: %d", got.Status)
		}
		// A new password ends the sessions elsewhere, and needs the old one.
		set(b, url.Values{"old": {"wrong"}, "password": {"Quzhou-Snow-17"}, "again": {"Quzhou-Snow-17"}}, 422)
		set(b, url.Values{"old": {good}, "password": {"Quzhou-Snow-17"}, "again": {"Quzhou-Snow-17"}}, 303)
		if got := other.Get("/desk"); got.Status != http.StatusSeeOther {
			t.Errorf("signed in elsewhere with the old password: %d", got.Status)
		}
		enter(good, 422)
		// After five wrong ones even the right one waits, but not for good.
		for range 4 {
			enter("Wrong-Rain-82", 422)
		}
		enter("Quzhou-Snow-17", 422)
		later(time.Minute)
		enter("Quzhou-Snow-17", 303)
		// A link from the administrator is a new start.
		fresh := p.As(at)
		enter("Quzhou-Snow-17", 422)
		set(fresh, url.Values{"name": {name}, "password": {"Wenzhou-Sea-93"}, "again": {"Wenzhou-Sea-93"}}, 303)
	})
}

// Guessing from one place does not keep the owner out who comes from another.
func TestGuessingHurtsOnlyTheGuesser(t *testing.T) {
	p := apptest.Open(t, db.SQLite)
	clocked(p)
	password(t, p, "330782-county-clerk-1", "yiwu01", "Lishui-Rain-82")
	try := func(from, password string) int {
		v := url.Values{"name": {"yiwu01"}, "password": {password}}
		req, err := http.NewRequest(http.MethodPost, p.Server.URL+"/sign-in/staff", strings.NewReader(v.Encode()))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		req.Header.Set("Sec-Fetch-Site", "same-origin")
		req.Header.Set("X-Forwarded-For", from)
		res, err := p.Stranger().Client.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		return res.StatusCode
	}
	for i := range 8 {
		try("198.51.100.1", fmt.Sprint("Guess-Rain-", i))
	}
	if got := try("198.51.100.1", "Lishui-Rain-82"); got != 422 {
		t.Errorf("the guesser: %d; want to wait", got)
	}
	if got := try("192.0.2.7", "Lishui-Rain-82"); got != 303 {
		t.Errorf("the owner from elsewhere: %d", got)
	}
}
