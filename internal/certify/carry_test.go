package certify_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"qinglan/internal/app/apptest"
	"qinglan/internal/calendar"
	"qinglan/internal/edition/teacher2017"
	"qinglan/internal/programme"
)

// one edition alone, so that a later one does not change the lines meanwhile.
var one = []*programme.Edition{teacher2017.Edition}

// A retake enters only what is missing: the grid has no other box, a mark sent
// for a carried part changes nothing, and the attempt takes a chance.
func TestRetakeEntersWhatIsMissing(t *testing.T) {
	apptest.EachWith(t, one, func(t *testing.T, p *apptest.Program) {
		c := p.Candidate("测试·王青", "某公司（演示）", "330782", nil)
		p.Train(c)
		p.Sit([]string{"72", "50", "75"}, c)
		p.Clock.Set(calendar.Must("2019-09-28").At(9, 0))
		p.Enrol(c)
		at := p.Attempt(c.Entry)
		grid := p.As("330000-examiner-clerk-1").Get("/certification/marks").Body
		for _, part := range []string{"theory", "defence"} {
			if strings.Contains(grid, "m."+at.ID+"."+part) {
				t.Errorf("the grid asks for the carried %s", part)
			}
		}
		if !strings.Contains(grid, "m."+at.ID+".practice") || !strings.Contains(grid, "沿用") || !strings.Contains(grid, "2017-09-28") || strings.Contains(grid, "72.00") {
			t.Error("the grid does not ask for the missing part, or tells what is carried otherwise than by its day")
		}
		for _, n := range []int{1, 2} { // theory and defence are not asked for
			if got := p.Mark(n, c, "1", "70", "1"); got.Status != http.StatusSeeOther {
				t.Fatalf("entry %d: %d %s", n, got.Status, got.Body)
			}
		}
		if got := p.Release(c); got.Status != http.StatusSeeOther {
			t.Fatalf("release: %d", got.Status)
		}
		if got := p.Case(c.Entry).State; got != "passed" {
			t.Fatalf("72, 70, 75: %s", got)
		}
		for _, b := range []*apptest.Browser{p.AsPerson(c.Person), p.As("330000-province-clerk-1"), p.As("330000-supervisor-clerk-1")} {
			if got := b.Get("/cases/" + at.ID).Body; !strings.Contains(got, "沿用2017年9月28日的成绩") || !strings.Contains(got, "72.10分") {
				t.Error("the result does not say what is carried, from which day")
			}
		}
		if got := p.AsPerson(c.Person).Get("/cases/" + c.Entry).Body; !strings.Contains(got, "剩余 1/2 次") {
			t.Error("the retake did not take a chance")
		}
		if got := p.As("330000-supervisor-clerk-1").Get("/certification/results/results.xlsx"); got.Status != http.StatusOK {
			t.Errorf("the sheet: %d", got.Status)
		}
		if got := p.As("330000-examiner-clerk-1").Get("/certification/results/results.pdf"); got.Status != http.StatusNotFound {
			t.Errorf("the sheet for an examiner: %d", got.Status)
		}
	})
}

// After the months of the edition every part is asked for again; before, the
// person may choose to take one again.
func TestCarriedPartRunsOut(t *testing.T) {
	apptest.EachWith(t, one, func(t *testing.T, p *apptest.Program) {
		c, d := p.Candidate("测试·王青", "某公司（演示）", "330782", nil), p.Candidate("测试·李蓝", "某学院（演示）", "330108", nil)
		p.Train(c, d)
		p.Sit([]string{"72", "50", "75"}, c, d)
		p.Clock.Set(calendar.Must("2018-03-01").At(9, 0))
		got := p.AsPerson(d.Person).Post("/cases/"+d.Entry+"/moves/enrol", url.Values{"seen": {p.Seen(d.Entry)}, "directions": {"amazon"}, "again": {"theory"}})
		if got.Status != http.StatusSeeOther {
			t.Fatalf("enrol: %d %s", got.Status, got.Body)
		}
		clerk := p.As("330000-province-clerk-1")
		confirm := func(e apptest.Candidate, day string) int {
			at := p.Attempt(e.Entry)
			return clerk.Post("/certification/confirm", url.Values{"case": {at.ID + ":" + p.Seen(at.ID)}, "sitting": {day}}).Status
		}
		if got := confirm(d, "2018-02-28"); got != http.StatusGone {
			t.Errorf("a sitting that is over: %d", got)
		}
		if got := confirm(d, "bald"); got != http.StatusUnprocessableEntity {
			t.Errorf("a sitting on no day: %d", got)
		}
		if got := confirm(d, "2018-03-20"); got != http.StatusSeeOther {
			t.Fatalf("confirm: %d", got)
		}
		if got := p.Mark(1, d, "80", "70", ""); got.Status != http.StatusGone {
			t.Errorf("marks before the day: %d", got.Status)
		}
		p.Clock.Set(calendar.Must("2018-03-20").At(15, 0))
		grid := p.As("330000-examiner-clerk-1").Get("/certification/marks").Body
		if !strings.Contains(grid, p.Attempt(d.Entry).ID+".theory") || strings.Contains(grid, p.Attempt(d.Entry).ID+".defence") {
			t.Error("the part to be taken again is not asked for, or the carried one is")
		}
		p.Clock.Set(calendar.Must("2019-09-29").At(9, 0)) // a day too late
		p.Enrol(c)
		grid = p.As("330000-examiner-clerk-1").Get("/certification/marks").Body
		for _, part := range []string{"theory", "practice", "defence"} {
			if !strings.Contains(grid, p.Attempt(c.Entry).ID+"."+part) {
				t.Errorf("%s is carried for longer than its months", part)
			}
		}
	})
}
