package endorse_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"

	"qinglan/internal/app/apptest"
	"qinglan/internal/db"
	"qinglan/internal/endorse"
	"qinglan/internal/endorsement"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/org"
	"qinglan/internal/programme"
)

// asked brings an application to its employer and returns the path of the link.
// What is asked of a form is the affair of the slice that sends it.
func asked(t *testing.T, p *apptest.Program, id string) string {
	t.Helper()
	ctx, f := t.Context(), p.House.Flow
	a := org.Actor{Person: "applicant-" + id, Name: "演示·甲", Role: programme.Applicant}
	err := f.DB().Tx(ctx, func(tx *db.Tx) error {
		if err := f.Orgs().AddPerson(ctx, tx, a.Person, a.Name, f.Now()); err != nil {
			return err
		}
		c, err := f.OpenIn(ctx, tx, a, flow.Opening{
			ID: id, Track: "application", Party: a.Person, Name: a.Name, Unit: "演示学院", County: "330782", City: "330700",
		})
		if err != nil {
			return err
		}
		m, _ := c.Track.Move("submit")
		m.Needs, m.Also = nil, []string{"ask-employer"}
		_, err = f.MoveIn(ctx, tx, *c, m, a, form.Answers{
			"name": a.Name, "unit": "演示学院", "post": "讲师", "clause": "二.1", "phone": "19900000001", "mail": "demo@example.org",
			"jobs": `[{"from":"2014-07","unit":"演示培训","post":"讲师","work":"授课"}]`,
		})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	path, err := endorse.New(p.House).Link(ctx, p.DB, id)
	if err != nil || path == "" {
		t.Fatalf("the employer's link: %q, %v", path, err)
	}
	return path
}

// A link that the person has replaced says so, and takes no answer.
func TestReplacedLink(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		old, unit := asked(t, p, "one"), p.Stranger()
		n := seen.FindStringSubmatch(unit.Get(old).Body)[1]
		links := endorsement.New(p.House.Flow, p.House.Keys)
		if err := p.DB.Tx(t.Context(), func(tx *db.Tx) error { return links.Ask(t.Context(), tx, "one") }); err != nil {
			t.Fatal(err)
		}
		if got := unit.Get(old); got.Status != http.StatusOK || !strings.Contains(got.Body, "这个链接已经更换") || strings.Contains(got.Body, "演示学院") {
			t.Errorf("the old link: %d %.300s", got.Status, got.Body)
		}
		yes := url.Values{"seen": {n}, "do": {"endorse"}, "opinion": {"同意"}, "since": {"2014-07"}, "contact": {"演示·单位"}, "phone": {"19900000002"}}
		if got := unit.Post(old, yes); got.Status != http.StatusGone || !strings.Contains(got.Body, "请用申报人新发的链接") {
			t.Errorf("an answer by the old link: %d", got.Status)
		}
	})
}

var seen = regexp.MustCompile(`name="seen" value="(\d+)"`)

// Whoever holds the link reads what an employer can vouch for and nothing
// beside it, and of two answers at once one counts.
func TestOneAnswer(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		path, unit := asked(t, p, "one"), p.Stranger()
		page := unit.Get(path)
		for _, text := range []string{"演示·甲", "演示学院", "授课"} {
			if page.Status != http.StatusOK || !strings.Contains(page.Body, text) {
				t.Errorf("the employer's page: %d, says %s: %v", page.Status, text, strings.Contains(page.Body, text))
			}
		}
		for _, private := range []string{"19900000001", "demo@example.org"} {
			if strings.Contains(page.Body, private) {
				t.Errorf("the employer reads %s", private)
			}
		}
		if got := unit.Get("/endorse/" + strings.Repeat("a", 32)); got.Status != http.StatusNotFound {
			t.Errorf("no such link: %d", got.Status)
		}
		n := seen.FindStringSubmatch(page.Body)[1]
		yes := url.Values{"seen": {n}, "do": {"endorse"}, "opinion": {"同意"}, "since": {"2014-07"}, "contact": {"演示·单位"}, "phone": {"19900000002"}}
		no := url.Values{"seen": {n}, "do": {"employer-refuse"}, "reason-employer-refuse": {"不同意"}}
		if got := unit.Post(path, url.Values{"seen": {n}, "do": {"employer-return"}}); got.Status != http.StatusUnprocessableEntity {
			t.Errorf("without a reason: %d", got.Status)
		}
		var wg sync.WaitGroup
		statuses := make([]int, 2)
		for i, v := range []url.Values{yes, no} {
			wg.Go(func() { statuses[i] = unit.Post(path, v).Status })
		}
		wg.Wait()
		if (statuses[0] == http.StatusSeeOther) == (statuses[1] == http.StatusSeeOther) {
			t.Errorf("two answers at once: %v; want one taken", statuses)
		}
		if got := unit.Get(path); !strings.Contains(got.Body, "已经办理") {
			t.Errorf("a link that has done its work: %d %.300s", got.Status, got.Body)
		}
		if path, err := endorse.New(p.House).Link(t.Context(), p.DB, "one"); path != "" || err != nil {
			t.Errorf("another link is good: %q, %v", path, err)
		}
	})
}
