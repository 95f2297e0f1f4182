package account_test

import (
	"bytes"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"qinglan/internal/app/apptest"
	"qinglan/internal/db"
)

// A session known before signing in is worth nothing after.
func TestFixation(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		cookie := func(b *apptest.Browser) string {
			u, _ := url.Parse(b.Base)
			for _, c := range b.Client.Jar.Cookies(u) {
				if c.Name == "qinglan" {
					return c.Value
				}
			}
			return ""
		}
		set := func(b *apptest.Browser, v string) {
			u, _ := url.Parse(b.Base)
			b.Client.Jar.SetCookies(u, []*http.Cookie{{Name: "qinglan", Value: v, Path: "/"}})
		}
		attacker := register(t, p, mobile)
		known := cookie(attacker)
		victim := p.Stranger()
		set(victim, known)
		token, err := p.Accounts.Link(t.Context(), "330782-county-clerk-1")
		if err != nil {
			t.Fatal(err)
		}
		post(t, victim, "/join/"+token, nil, 303)
		if got := cookie(victim); got == known || len(got) < 43 {
			t.Errorf("the session goes on under the known token")
		}
		if got := attacker.Get("/account"); got.Status != http.StatusSeeOther {
			t.Errorf("the known token is still signed in: %d", got.Status)
		}
		made := p.Stranger()
		set(made, "attackers-choice")
		post(t, made, "/sign-in/code", url.Values{"mobile": {"19900000002"}}, 200)
		post(t, made, "/sign-in/enter", url.Values{"mobile": {"19900000002"}, "code": {codeFor(t, p, "19900000002")}}, 303)
		if cookie(made) == "attackers-choice" {
			t.Error("the token is the one that was sent")
		}
	})
}

func TestCookie(t *testing.T) {
	p := apptest.Open(t, db.SQLite)
	for _, secure := range []bool{false, true} {
		p.House.Secure = secure
		token, err := p.Accounts.Link(t.Context(), "330782-county-clerk-1")
		if err != nil {
			t.Fatal(err)
		}
		got := post(t, p.Stranger(), "/join/"+token, nil, 303).Header.Get("Set-Cookie")
		name := "qinglan="
		if secure {
			name = "__Host-qinglan="
		}
		if !strings.HasPrefix(got, name) {
			t.Errorf("secure %v: the cookie is %s", secure, got)
		}
		for flag, want := range map[string]bool{"Path=/": true, "HttpOnly": true, "SameSite=Lax": true, "Secure": secure, "Domain": false, "Max-Age": false} {
			if strings.Contains(got, flag) != want {
				t.Errorf("secure %v: %s in %s; want %v", secure, flag, got, want)
			}
		}
	}
}

func TestIdle(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		later := clocked(p)
		person := register(t, p, mobile)
		officer := p.As("330782-county-clerk-1")
		in := func(b *apptest.Browser) bool { return b.Get("/account").Status == 200 }
		later(20 * time.Minute)
		if !in(officer) || !in(person) {
			t.Fatal("out after 20 minutes")
		}
		later(20 * time.Minute) // 40 since the start, 20 since the last request
		if !in(officer) {
			t.Error("an officer at work is out")
		}
		later(30 * time.Minute)
		if in(officer) {
			t.Error("an idle officer is in after 30 minutes")
		}
		if !in(person) {
			t.Error("an applicant is out after 30 minutes")
		}
		later(12 * time.Hour)
		if in(person) {
			t.Error("an idle applicant is in after 12 hours")
		}
		officer = p.As("330782-county-clerk-1")
		for range 29 {
			later(25 * time.Minute)
			in(officer)
		}
		if in(officer) {
			t.Error("a session has no end")
		}
	})
}

func TestSessionsListed(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		one, two := p.As("330782-county-clerk-1"), p.As("330782-county-clerk-1")
		page := one.Get("/account")
		ends := regexp.MustCompile(`/account/sessions/[a-z2-7]{26}/end`).FindAllString(page.Body, -1)
		if len(ends) != 1 {
			t.Fatalf("%d sessions to end; want 1\n%s", len(ends), page.Body)
		}
		post(t, p.As("330700-city-clerk-1"), ends[0], nil, 404) // somebody else
		post(t, one, ends[0], nil, 303)
		if two.Get("/desk").Status != http.StatusSeeOther || one.Get("/desk").Status != 200 {
			t.Error("the wrong session ended")
		}
		three := p.As("330782-county-clerk-1")
		post(t, one, "/account/sessions/end-others", nil, 303)
		if three.Get("/desk").Status != http.StatusSeeOther || one.Get("/desk").Status != 200 {
			t.Error("the others did not end, or this one did")
		}
	})
}

func TestSwitchPost(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		second := p.Post("330782-county-clerk-1")
		second.ID, second.Title = "second", "兼"
		if err := p.DB.Tx(t.Context(), func(tx *db.Tx) error { return p.House.Flow.Orgs().AddPost(t.Context(), tx, second) }); err != nil {
			t.Fatal(err)
		}
		b := p.As("330782-county-clerk-1")
		if got := b.Get("/account"); !strings.Contains(got.Body, `value="second"`) {
			t.Fatal("the other post is not offered")
		}
		post(t, b, "/account/post", url.Values{"post": {"330700-city-clerk-1"}}, 404)
		post(t, b, "/account/post", url.Values{"post": {""}}, 404)
		post(t, b, "/account/post", url.Values{"post": {"second"}}, 303)
		for asked, to := range map[string]string{"": "/desk", "/institution": "/institution", "//example.com": "/desk"} {
			got := post(t, b, "/account/post", url.Values{"post": {"second"}, "next": {asked}}, 303)
			if got.Header.Get("Location") != to {
				t.Errorf("next %q leads to %q, want %q", asked, got.Header.Get("Location"), to)
			}
		}
		lines := acts(t, p, "sign-in")
		if len(lines) == 0 || lines[0].Details["by"] != "switch" {
			t.Error("the change of post is not in the audit")
		}
	})
}

func TestFirst(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		clocked(p)
		ctx := t.Context()
		if err := p.DB.Tx(ctx, func(tx *db.Tx) error {
			_, err := tx.ExecContext(ctx, `UPDATE posts SET ended = 1 WHERE role = 'system'`)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		token, made, err := p.Accounts.First(ctx)
		if err != nil || !made {
			t.Fatal(made, err)
		}
		lost := token
		if token, made, err = p.Accounts.First(ctx); err != nil || !made || token == lost {
			t.Fatalf("a lost link shuts everybody out: %v %v", made, err)
		}
		b := p.Stranger()
		if got := post(t, b, "/join/"+token, nil, 303); got.Location != "/account#password" {
			t.Errorf("led to %s", got.Location)
		}
		if got := b.Get("/admin"); got.Status != 200 {
			t.Errorf("admin: %d", got.Status)
		}
		post(t, b, "/account/password", url.Values{"name": {"first1"}, "password": {"Lishui-Rain-82"}, "again": {"Lishui-Rain-82"}}, 303)
		if _, made, err = p.Accounts.First(ctx); err != nil || made {
			t.Errorf("a second first administrator: %v %v", made, err)
		}
		holders, err := p.House.Flow.Orgs().Holders(ctx, p.DB, "system")
		if err != nil || len(holders) != 1 {
			t.Errorf("%d system administrators", len(holders))
		}
	})
}

// The record of a whole registration holds no number, code, token or password,
// in the files of the database or in its tables.
func TestNothingInClear(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		b := register(t, p, mobile)
		code := codeFor(t, p, mobile)
		u, _ := url.Parse(b.Base)
		token := b.Client.Jar.Cookies(u)[0].Value
		const idno, word = "11010519491231002X", "Lishui-Rain-82"
		person, err := p.House.Identity.ByMobile(t.Context(), p.DB, mobile)
		if err != nil {
			t.Fatal(err)
		}
		if err := p.DB.Tx(t.Context(), func(tx *db.Tx) error {
			return p.House.Identity.Put(t.Context(), tx, person, "resident_id", idno)
		}); err != nil {
			t.Fatal(err)
		}
		password(t, p, "330782-county-clerk-1", "yiwu01", word)
		p.Stranger().Post("/sign-in/staff", url.Values{"name": {mobile}, "password": {"x"}})
		all := dump(t, p)
		if !strings.Contains(all, "199****0001") {
			t.Fatal("the dump does not hold the mask: was it made?")
		}
		for _, secret := range []string{mobile, idno, idno[:17], token, word, "'" + code + "'"} {
			if strings.Contains(all, secret) {
				t.Errorf("the database holds %q", secret)
			}
		}
		hex := regexp.MustCompile(`[0-9a-f]{32,}`)
		for _, run := range regexp.MustCompile(`1[3-9]\d{9}|\d{17}[\dX]`).FindAllString(hex.ReplaceAllString(all, "#"), -1) {
			t.Errorf("the database holds the run %s", run)
		}
	})
}

// dump returns the bytes of the SQLite files, or the text of every row.
func dump(t *testing.T, p *apptest.Program) string {
	t.Helper()
	if path, ok := strings.CutPrefix(p.Config.DB, "sqlite:"); ok {
		var all bytes.Buffer
		files, _ := filepath.Glob(path + "*")
		for _, name := range files {
			b, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			all.Write(b)
		}
		return all.String()
	}
	text := func(row db.Row) (s string, err error) { err = row.Scan(&s); return s, err }
	// Own tables; times there are numbers of 13 digits, so only text is looked at.
	columns, err := db.All(t.Context(), p.DB, text, `
		SELECT 'SELECT COALESCE(' || column_name || '::text, '''') FROM ' || table_name FROM information_schema.columns
		WHERE table_schema = 'public' AND data_type IN ('text', 'jsonb', 'character varying') ORDER BY 1`)
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, c := range columns {
		values, err := db.All(t.Context(), p.DB, text, c)
		if err != nil {
			t.Fatalf("%s: %v", c, err)
		}
		for _, v := range values {
			all.WriteString("'" + v + "'\n")
		}
	}
	return all.String()
}
