package worklist_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"

	"qinglan/internal/app/apptest"
)

func chosen(p *apptest.Program, ids ...string) url.Values {
	v := url.Values{"track": {"application"}, "edition": {"teacher2017"}, "move": {"forward"}, "opinion": {"同意转报。"}}
	for _, id := range ids {
		v.Add("chosen", id+":"+p.Seen(id))
	}
	return v
}

// The run does what the preview showed, each case with its own record, or
// nothing at all.
func TestBulk(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		for _, id := range []string{"one", "two", "three", "other"} {
			county := "330782"
			if id == "other" {
				county = "330783"
			}
			p.Apply(id, "演示·"+id, "演示学院（虚构）", county, "330700", "at-county")
		}
		yiwu := p.As("330782-county-clerk-1")
		apptest.Has(t, "the list", yiwu.Get("/cases?state=at-county"), http.StatusOK, `name="case" value="one"`, "批量初核通过，转报市级…")
		apptest.Lacks(t, "the list of all states", yiwu.Get("/cases"), `name="case"`)
		apptest.Lacks(t, "what is asked case by case", yiwu.Get("/cases?state=at-county"), "批量退回补正", "批量不予转报")
		preview := "/cases/bulk?track=application&edition=teacher2017&move=forward&case=one&case=two&case=other"
		apptest.Has(t, "the preview", yiwu.Get(preview), http.StatusOK, "一起办理 2 件", "演示·one", "演示·two", "待市级初审", `value="one:`)
		apptest.Lacks(t, "the preview", yiwu.Get(preview), "演示·other")
		if p.Case("one").State != "at-county" {
			t.Fatal("a preview has moved a case")
		}
		// Another's case in between, and one that has moved: none is done.
		if got := yiwu.Post("/cases/bulk", chosen(p, "one", "other")); got.Status != http.StatusNotFound {
			t.Errorf("with another county's case: %d", got.Status)
		}
		stale := chosen(p, "one", "two")
		if got := yiwu.Post("/cases/two/moves/forward", url.Values{"seen": {p.Seen("two")}}); got.Status != http.StatusSeeOther {
			t.Fatalf("forward two: %d", got.Status)
		}
		apptest.Has(t, "with one that has moved", yiwu.Post("/cases/bulk", stale), http.StatusConflict, "演示·two", "整批都没有办理")
		old := chosen(p, "one")
		old.Set("chosen", fmt.Sprintf("one:%d", p.Case("one").Seq-1)) // what the preview showed has changed since
		if got := yiwu.Post("/cases/bulk", old); got.Status != http.StatusConflict {
			t.Errorf("with one that is another by now: %d", got.Status)
		}
		for _, move := range []string{"not-forward", "return-county", "withdraw", "nothing"} {
			v := chosen(p, "one")
			v.Set("move", move)
			if got := yiwu.Post("/cases/bulk", v); got.Status != http.StatusForbidden {
				t.Errorf("%s in bulk: %d", move, got.Status)
			}
		}
		if p.Case("one").State != "at-county" {
			t.Fatal("something was done that should not")
		}
		got := yiwu.Post("/cases/bulk", chosen(p, "one", "three"))
		if got.Status != http.StatusSeeOther || !strings.Contains(got.Location, "done=2") {
			t.Fatalf("two together: %d %s", got.Status, got.Body)
		}
		for _, id := range []string{"one", "three"} {
			if c := p.Case(id); c.State != "at-city" {
				t.Errorf("%s stands at %s", id, c.State)
			}
			apptest.Has(t, "its own record", yiwu.Get("/cases/"+id), http.StatusOK, "县级转报", "同意转报。")
		}
		apptest.Has(t, "the list afterwards", yiwu.Get(got.Location), http.StatusOK, "已办理 2 件")
		p.Sound()
	})
}

// Two press the same lot at once: one does all of it, the other nothing.
func TestBulkRaces(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		var ids []string
		for i := range 20 {
			id := fmt.Sprintf("n%02d", i)
			ids = append(ids, id)
			p.Apply(id, "演示·"+id, "演示学院（虚构）", "330782", "330700", "at-county")
		}
		v := chosen(p, ids...)
		var done, stale int
		var mu sync.Mutex
		var all sync.WaitGroup
		for range 4 {
			b := p.As("330782-county-clerk-1")
			all.Go(func() {
				got := b.Post("/cases/bulk", v)
				mu.Lock()
				defer mu.Unlock()
				switch got.Status {
				case http.StatusSeeOther:
					done++
				case http.StatusConflict:
					stale++
				}
			})
		}
		all.Wait()
		if done != 1 || stale != 3 {
			t.Errorf("%d of four did it, %d were told that it had changed; want 1 and 3", done, stale)
		}
		p.Sound()
	})
}
