package subsidy_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"qinglan/internal/app/apptest"
	"qinglan/internal/db"
)

// Somebody who is owed two subsidies can tell them apart, and finds the one that
// waits for them above everything else.
func TestTwoClaimsOfOnePerson(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		one := w.Candidate("演示·王青", "演示单位", "330782", nil)
		w.certify(one)
		for _, item := range []string{"lecturer-certified", "lecturer-trained"} {
			w.standard("330700", wants(item, "docno", "演示〔2017〕"+item))
		}
		title := map[string]string{"lecturer-certified": "讲师：认证通过，2017年度", "lecturer-trained": "讲师：完成集中培训，2017年度"}
		me := w.AsPerson(one.Person)
		apptest.Has(t, "my subsidies", me.Get("/subsidy"), 200, title["lecturer-certified"], title["lecturer-trained"])
		for item := range title {
			var id string
			w.must(w.DB.QueryRowContext(t.Context(), `SELECT case_id FROM subsidy_claims WHERE item = $1`, item).Scan(&id))
			w.noticed("330700", id)
			w.must(w.approve("330700", id))
			first := "演示·王青 · 补助（" + title[item] + "）"
			page := apptest.Has(t, "my cases", me.Get("/mine"), 200, title["lecturer-certified"], title["lecturer-trained"]).Body
			_, page, _ = strings.Cut(page, `<section class="panel">`)
			head, _, _ := strings.Cut(page, "</section>")
			if !strings.Contains(head, first) || !strings.Contains(head, "/cases/"+id) {
				t.Errorf("the first card of /mine is not %s: %.600s", first, head)
			}
			apptest.Has(t, "the claim", me.Get("/cases/"+id), 200, first)
			given := url.Values{"seen": {w.Seen(id)}, "holder": {"演示·王青"}, "bank": {"演示银行义乌支行"}, "account": {account}}
			apptest.Has(t, "an account", me.Post("/subsidy/claims/"+id+"/account", given), http.StatusSeeOther)
		}
		page := me.Get("/messages").Body
		for end := time.Now().Add(10 * time.Second); strings.Count(page, "补助（") < len(title) && time.Now().Before(end); {
			time.Sleep(20 * time.Millisecond) // a task tells it
			page = me.Get("/messages").Body
		}
		for _, text := range title {
			if !strings.Contains(page, text) {
				t.Errorf("the messages do not say which: %q", text)
			}
		}
	})
}

// A list is shown with the days its standards ask for, and keeps what somebody
// wrote instead.
func TestUsualDays(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.certify(w.Candidate("演示·王青", "演示单位", "330782", nil))
		w.standard("330700", wants("lecturer-certified", "days", "7"))
		id, list, b := w.claims("330700")[0].ID, db.NewID(), w.As("330700-city-clerk-1")
		w.must(w.decide(id, "review", "330700-city-clerk-1", nil))
		w.must(w.slice.Draft(t.Context(), w.actor("330700-city-clerk-1"), list, []string{id}))
		apptest.Has(t, "a list", b.Get("/cases/"+list), 200, `value="2017-12-08"`, `value="2017-12-19"`)
		v := url.Values{"seen": {w.Seen(list)}, "first": {"2017-12-11"}, "last": {"2017-12-25"}}
		page := apptest.Has(t, "a list without a title", b.Post("/cases/"+list+"/moves/publish", v), 422, `value="2017-12-11"`, `value="2017-12-25"`)
		apptest.Lacks(t, "a list without a title", page, `value="2017-12-19"`)
	})
}
