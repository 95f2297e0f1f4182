package app_test

import (
	"fmt"
	"net/http"
	"testing"

	"qinglan/internal/app/apptest"
	"qinglan/internal/flow"
	"qinglan/internal/org"
)

// A city may have more cases than fit on a page, and a province more than a
// thousand: a list holds all of them, a desk counts all of them and shows the
// most urgent, wherever it stands in the database.
func TestManyCases(t *testing.T) {
	const most = 1100
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		p.Apply("one", "最急的演示人", "演示学院（虚构）", "330782", "330700", "at-city")
		for i := range most {
			_, err := p.DB.Writer().ExecContext(t.Context(), `
				INSERT INTO cases (id, edition, track, party, name, unit, county, city, parent, seal, state, seq, reach, opened, since, due, head)
				SELECT $1, edition, track, $1, '演示的另一人', unit, county, city, parent, seal, state, seq, reach, opened, since, due + 1000, head
				FROM cases WHERE id = 'one'`, fmt.Sprintf("a%04d", i))
			if err != nil {
				t.Fatal(err)
			}
		}
		if _, err := p.DB.Writer().ExecContext(t.Context(), `UPDATE tallies SET n = n + $1 WHERE state = 'at-city'`, most); err != nil {
			t.Fatal(err)
		}
		clerk := org.Holding(p.Post("330700-city-clerk-1"))
		cs, err := p.House.Flow.Cases(t.Context(), clerk, flow.Filter{Track: "application", States: []string{"at-city"}})
		if err != nil || len(cs) != most+1 {
			t.Errorf("a list holds %d of %d cases (%v)", len(cs), most+1, err)
		}
		apptest.Has(t, "the desk", p.As("330700-city-clerk-1").Get("/desk"), http.StatusOK, "最急的演示人", "1101")
		apptest.Has(t, "a page of the list", p.As("330700-city-clerk-1").Get("/cases?state=at-city"), http.StatusOK, `class="table-count">共 1101 条`, "本页 200 条")
	})
}
