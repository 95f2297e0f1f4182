package institution_test

import (
	"fmt"
	"net/http"
	"net/url"
	"sync"
	"testing"

	"qinglan/internal/app/apptest"
	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/org"
)

// waitingAt lays institutions of a city that wait to be recommended.
func waitingAt(t *testing.T, p *apptest.Program, region string, n int) (ids []string) {
	t.Helper()
	f := p.House.Flow
	err := f.DB().Tx(t.Context(), func(tx *db.Tx) error {
		for i := range n {
			o := org.Organisation{ID: fmt.Sprintf("i-%s-%d", region, i), Name: fmt.Sprintf("演示机构%d", i), Role: "institution", Region: region}
			if err := f.Orgs().AddOrganisation(t.Context(), tx, o); err != nil {
				return err
			}
			a := org.Actor{Person: "p-" + o.ID, Role: "institution", Organ: o}
			c, err := f.OpenIn(t.Context(), tx, a, flow.Opening{ID: "case-" + o.ID, Track: "institution", Party: o.ID, Name: o.Name, City: region})
			if err != nil {
				return err
			}
			for _, name := range []string{"submit", "forward"} {
				m, _ := c.Track.Move(name)
				m.Needs, m.Also = nil, nil
				after, err := f.MoveIn(t.Context(), tx, *c, m, a, nil)
				if err != nil {
					return err
				}
				c = &after
			}
			ids = append(ids, c.ID)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return ids
}

// Of sixty-four who press at once two get a place, and the rest are told why.
func TestPlacesRaced(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		const racers = 64
		ids := waitingAt(t, p, "330700", racers)
		f, a := p.House.Flow, org.Holding(p.Post(city))
		errs := make([]error, racers)
		var ready, done sync.WaitGroup
		start := make(chan struct{})
		ready.Add(racers)
		for i, id := range ids {
			done.Go(func() {
				c, err := f.Load(t.Context(), p.DB, id)
				ready.Done()
				<-start
				if err == nil {
					m, _ := c.Track.Move("recommend")
					_, err = f.Move(t.Context(), c, m, a, form.Answers{"opinion": "同意。", "rank": "1"})
				}
				errs[i] = err
			})
		}
		ready.Wait()
		close(start)
		done.Wait()
		won := 0
		for _, err := range errs {
			switch {
			case err == nil:
				won++
			case fault.Of(err) != fault.Closed:
				t.Errorf("who came late: %v", err)
			}
		}
		var kept int
		err := p.DB.QueryRowContext(t.Context(), `SELECT COUNT(*) FROM cases WHERE track = 'institution' AND state = 'recommended'`).Scan(&kept)
		if won != 2 || kept != 2 || err != nil {
			t.Errorf("%d went through, %d stand recommended (%v); want 2", won, kept, err)
		}
	})
}

// None is written, with a reason and through the office, and not while one is
// recommended or waits.
func TestNone(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		id := waitingAt(t, p, "330700", 1)[0]
		b := p.As(city)
		apptest.Has(t, "begin", b.Post("/slate/begin", nil), http.StatusSeeOther)
		v := url.Values{"seen": {"1"}, "reason": {"没有符合条件的机构，已动员三家。"}}
		apptest.Has(t, "one waits", b.Post("/slate/none", v), http.StatusGone, "等待推荐")
		move(t, p, b, id, "not-recommend", http.StatusSeeOther, "reason", "办学规模不足。")
		apptest.Has(t, "without a reason", b.Post("/slate/none", url.Values{"seen": {"1"}, "reason": {"无"}}), http.StatusUnprocessableEntity, "至少 10 个字")
		apptest.Has(t, "none", b.Post("/slate/none", v), http.StatusSeeOther)
		approve(t, p, "slate-teacher2017-330700", "330700-city-head-1", "330700-city-leader-1")
		if c := state(t, p, "slate-teacher2017-330700"); c.State != "none" {
			t.Errorf("the slate stands at %s", c.State)
		}
		apptest.Has(t, "the province", p.As(province).Get("/selection"), http.StatusOK, "没有符合条件的机构，已动员三家。")
	})
}
