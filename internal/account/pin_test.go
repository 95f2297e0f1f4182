package account_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"qinglan/internal/app/apptest"
	"qinglan/internal/db"
)

const (
	first  = "330700-city-clerk-1"
	second = "330700-city-clerk-2"
)

// shared is a browser at which the first of two colleagues is signed in and both
// have left a PIN.
func shared(t *testing.T, p *apptest.Program) *apptest.Browser {
	t.Helper()
	b := p.As(first)
	post(t, b, "/account/pin", url.Values{"pin": {"１２９ 407"}, "again-pin": {"129407"}}, 303)
	err := p.DB.Tx(t.Context(), func(tx *db.Tx) error {
		_, err := tx.ExecContext(t.Context(), `INSERT INTO pins (browser, person, post, hash, proved, ends)
			SELECT browser, $1, $2, hash, proved, ends FROM pins`, p.Post(second).Person, second)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func turn(p *apptest.Program, post, pin string) url.Values {
	return url.Values{"person": {p.Post(post).Person}, "pin": {pin}}
}

// Colleagues take turns at one browser, one at a time; at another browser the
// same PIN opens nothing.
func TestTakeTurns(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		b := shared(t, p)
		apptest.Has(t, "the page", b.Get("/switch"), http.StatusOK, p.Post(first).Name, p.Post(second).Name)
		post(t, b, "/switch", turn(p, second, "129407"), 303)
		apptest.Has(t, "the second", b.Get("/account"), http.StatusOK, p.Post(second).Name)
		var n int
		err := p.DB.QueryRowContext(t.Context(), `SELECT COUNT(*) FROM sessions WHERE person = $1`, p.Post(first).Person).Scan(&n)
		if err != nil || n != 0 {
			t.Errorf("the first is still signed in, %d times (%v)", n, err)
		}
		post(t, p.Stranger(), "/switch", turn(p, second, "129407"), 422)
		post(t, p.As(first), "/switch", turn(p, second, "129407"), 422)
		if got := p.Stranger().Get("/switch"); strings.Contains(got.Body, p.Post(first).Name) {
			t.Error("a stranger reads who works here")
		}
		post(t, b, "/sign-out", nil, 303)
		post(t, b, "/switch", turn(p, second, "129407"), 422)
		post(t, b, "/switch", turn(p, first, "129407"), 303)
	})
}

// Five wrong PINs end it, also for the right one; a PIN lives no longer than the
// sign-in it was made in; a weak one is not taken, nor one made long after the
// password.
func TestPINEnds(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		later, b := clocked(p), shared(t, p)
		for range 5 {
			post(t, b, "/switch", turn(p, second, "000000"), 422)
		}
		post(t, b, "/switch", turn(p, second, "129407"), 422)
		if n := len(acts(t, p, "sign-in-failed")); n != 5 {
			t.Errorf("%d failures in the audit; want 5", n)
		}
		for _, weak := range []string{"111111", "123456", "987654", "12940", "1294071", "abcdef"} {
			post(t, b, "/account/pin", url.Values{"pin": {weak}, "again-pin": {weak}}, 422)
		}
		later(20 * time.Minute)
		post(t, b, "/account/pin", url.Values{"pin": {"771203"}, "again-pin": {"771203"}}, 422)
		later(12 * time.Hour)
		post(t, b, "/switch", turn(p, first, "129407"), 422)
	})
}
