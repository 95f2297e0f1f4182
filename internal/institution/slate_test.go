package institution_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
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
					_, err = f.Move(t.Context(), c, m, a, form.Answers{"opinion": "同意。", "rank": strconv.Itoa(i%2 + 1)})
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

// A city whose places are taken is told so before it presses: by whom, and that
// it may take one back as long as it has not reported.
func TestNoPlaceLeft(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		ids := waitingAt(t, p, "330700", 3)
		b := p.As(city)
		button := "/cases/" + ids[2] + "/moves/recommend"
		apptest.Has(t, "a place is left", b.Get("/cases/"+ids[2]), http.StatusOK, button)
		for i, id := range ids[:2] {
			move(t, p, b, id, "recommend", http.StatusSeeOther, "opinion", "同意推荐。", "rank", fmt.Sprint(i+1))
		}
		page := apptest.Has(t, "none is left", b.Get("/cases/"+ids[2]), http.StatusOK, "2个推荐名额已满", "取消推荐", `href="/cases/`+ids[0]+`"`, "/moves/not-recommend")
		if strings.Contains(page.Body, button) {
			t.Error("a recommendation is offered that the guard refuses")
		}
		move(t, p, b, ids[2], "recommend", http.StatusGone, "opinion", "同意推荐。", "rank", "3")
		apptest.Has(t, "the list", b.Get("/slate"), http.StatusOK, "2个推荐名额已满")
		move(t, p, b, ids[0], "take-out", http.StatusSeeOther, "reason", "另行推荐。")
		apptest.Has(t, "one is left again", b.Get("/cases/"+ids[2]), http.StatusOK, button)
	})
}

// The institution reads why its city does not recommend it.
func TestReasonIsRead(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		b := p.As(school)
		id := applied(t, b, "演示培训学校", codes[0])
		move(t, p, p.As(county), id, "forward", http.StatusSeeOther)
		move(t, p, p.As(city), id, "not-recommend", http.StatusSeeOther, "reason", "场地尚不能保障集中培训。")
		apptest.Has(t, "the room", b.Get("/institution"), http.StatusOK, "市级未推荐", "理由：场地尚不能保障集中培训。")
		apptest.Has(t, "the case", b.Get("/cases/"+id), http.StatusOK, "理由：场地尚不能保障集中培训。")
	})
}

// Two institutions of a city have no common order, and who approves reads order
// and opinion.
func TestOrderIsOne(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		ids := waitingAt(t, p, "330700", 2)
		b := p.As(city)
		move(t, p, b, ids[0], "recommend", http.StatusSeeOther, "opinion", "师资较强。", "rank", "2")
		move(t, p, b, ids[1], "recommend", http.StatusGone, "opinion", "场地较好。", "rank", "2")
		move(t, p, b, ids[1], "recommend", http.StatusSeeOther, "opinion", "场地较好。", "rank", "1")
		page := apptest.Has(t, "the slate", b.Get("/slate"), http.StatusOK, "推荐顺序", "师资较强。", "场地较好。")
		if strings.Index(page.Body, "场地较好。") > strings.Index(page.Body, "师资较强。") {
			t.Error("the second stands before the first")
		}
	})
}
