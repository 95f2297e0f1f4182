//go:build !race

package demo_test

import (
	"strings"
	"testing"
	"time"

	"qinglan/internal/app/apptest"
	"qinglan/internal/db"
	"qinglan/internal/demo"
)

// fewer are the states with fewer than two cases, and why.
var fewer = map[string]string{
	"slate none":           "eleven cities with two places each show eighteen states of institutions; one place stays free",
	"selection drafting":   "the province decides about one list at a time",
	"certificate replaced": "the register of the demonstration has one",
	"contest closed":       "there is one a year",
	"contest nominated":    "there is one a year",
	"contest cancelled":    "there is one a year",
	"certificate revoked":  "the register of the demonstration has one",
}

func seeded(t *testing.T, p *apptest.Program) *demo.Demo {
	t.Helper()
	began := time.Now()
	d, err := demo.Open(t.Context(), p.App, true)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Settle(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Logf("seeded in %.2f s", time.Since(began).Seconds())
	return d
}

func TestSeed(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		d := seeded(t, p)
		r, err := p.Verify(t.Context(), nil)
		if err != nil || len(r.Findings) > 0 {
			t.Errorf("verify: %v %v", err, r.Findings)
		}
		if now := p.Clock.Now(); !now.Equal(demo.Start) {
			t.Errorf("the clock stands at %s", now)
		}
		n := states(t, p)
		for _, track := range p.House.Flow.Current().Tracks {
			for _, st := range track.States {
				at := track.Name + " " + st.Name
				if n[at] < 2 && (fewer[at] == "" || n[at] == 0) {
					t.Errorf("%s: %d cases", at, n[at])
				}
			}
		}
		if got := [3]int{n["certificate valid"], n["certificate replaced"], n["certificate revoked"]}; got != [3]int{28, 1, 1} {
			t.Errorf("certificates valid, replaced, revoked: %v", got)
		}
		count(t, p, "publicities that run on", 2, `SELECT COUNT(*) FROM cases WHERE track = 'publicity' AND state = 'running' AND due > $1`, db.Millis(demo.Start.AddDate(0, 0, 3)))
		// What was scanned back is read when there is time for it.
		if err := p.House.Queue.Drain(t.Context()); err != nil {
			t.Fatal(err)
		}
		count(t, p, "rows of the future", 0, `SELECT COUNT(*) FROM journal WHERE at >= $1 AND move <> 'scan-match'`, db.Millis(demo.Start))
		count(t, p, "scanned pages with their case", 2, `SELECT COUNT(*) FROM scan_pages WHERE state = 'matched'`)
		count(t, p, "scanned pages in the tray", 2, `SELECT COUNT(*) FROM scan_pages WHERE state = 'tray'`)
		waiting(t, p)
		tiles(t, p, d)
		papers(t, p)
		again(t, p, d)
	})
}

// states counts the cases of each track and state.
func states(t *testing.T, p *apptest.Program) map[string]int {
	t.Helper()
	n := map[string]int{}
	_, err := db.All(t.Context(), p.DB, func(row db.Row) (s string, err error) {
		var k int
		err = row.Scan(&s, &k)
		n[s] = k
		return s, err
	}, `SELECT track || ' ' || state, COUNT(*) FROM cases GROUP BY track, state ORDER BY track, state`)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func count(t *testing.T, p *apptest.Program, what string, want int, query string, args ...any) {
	t.Helper()
	var got int
	if err := p.DB.QueryRowContext(t.Context(), query, args...).Scan(&got); err != nil || got != want {
		t.Errorf("%s: %d %v; want %d", what, got, err, want)
	}
}

// waiting asks that something waits for everybody who approves.
func waiting(t *testing.T, p *apptest.Program) {
	t.Helper()
	for _, post := range []string{
		"330700-city-head-1", "330700-city-leader-1", "330000-province-head-1", "330000-province-leader-1", "330000-finance-leader-1",
	} {
		if got := p.As(post).Get("/desk"); !strings.Contains(got.Body, "/approvals/") {
			t.Errorf("%s has nothing to approve", post)
		}
	}
}

// again opens the demonstration once more: nothing is added.
func again(t *testing.T, p *apptest.Program, d *demo.Demo) {
	t.Helper()
	var before, after int
	const cases = `SELECT COUNT(*) FROM journal WHERE case_id <> 'audit'`
	if err := p.DB.QueryRowContext(t.Context(), cases).Scan(&before); err != nil {
		t.Fatal(err)
	}
	e, err := demo.Reopen(t.Context(), p.App)
	if err != nil {
		t.Fatal(err)
	}
	if err := p.DB.QueryRowContext(t.Context(), cases).Scan(&after); err != nil || after != before {
		t.Errorf("opened again: %d rows, then %d %v", before, after, err)
	}
	if len(e.People()) == 0 || len(e.People()) != len(d.People()) {
		t.Errorf("people: %d, then %d", len(d.People()), len(e.People()))
	}
}
