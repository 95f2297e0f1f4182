package review_test

import (
	"strings"
	"testing"

	"qinglan/internal/app/apptest"
	"qinglan/internal/db"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/org"
	"qinglan/internal/programme"
)

const (
	countyClerk = "330782-county-clerk-1"
	cityClerk   = "330700-city-clerk-1"
	colleague   = "330700-city-clerk-2"
	province    = "330000-province-clerk-1"
)

// profile is 附件2 of somebody who does not exist.
func profile(name, unit string) form.Answers {
	return form.Answers{
		"name": name, "sex": "1", "ethnic": "01", "birth": "1988-06-18", "unit": unit, "post": "讲师",
		"political": "13", "phone": "19900000001", "mail": "demo@example.org", "life": "演示经历。", "clause": "二.1",
		"jobs": `[{"from":"2014-07","unit":"演示培训","post":"讲师","work":"授课"}]`, "directions": "amazon\nsite",
	}
}

// road is how an application comes from a draft to the city.
var road = []struct {
	move  string
	state string
}{{"submit", "at-employer"}, {"endorse", "at-county"}, {"forward", "at-city"}}

// apply brings an application as far as a state. What the slice of the applicant
// asks of a draft is its own affair and is left out here.
func apply(t testing.TB, p *apptest.Program, id, name, unit, county, city, state string) *flow.Case {
	t.Helper()
	ctx, f := t.Context(), p.House.Flow
	a := org.Actor{Person: "applicant-" + id, Name: name, Role: programme.Applicant}
	var c flow.Case
	err := f.DB().Tx(ctx, func(tx *db.Tx) error {
		if err := f.Orgs().AddPerson(ctx, tx, a.Person, name, f.Now()); err != nil {
			return err
		}
		opened, err := f.OpenIn(ctx, tx, a, flow.Opening{
			ID: id, Track: "application", Party: a.Person, Name: name, Unit: unit, County: county, City: city,
		})
		if err != nil {
			return err
		}
		c = *opened
		for _, step := range road {
			if c.State == state {
				break
			}
			if c, err = bare(t, p, tx, c, step.move, a, profile(name, unit)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if c.State != state {
		t.Fatalf("application %s stands at %s; want %s", id, c.State, state)
	}
	return &c
}

// bare makes a move without the guards and effects of other slices.
func bare(t testing.TB, p *apptest.Program, tx *db.Tx, c flow.Case, name string, a org.Actor, ans form.Answers) (flow.Case, error) {
	m, ok := c.Track.Move(name)
	if !ok {
		t.Fatalf("no move %s", name)
	}
	m.Needs, m.Also, m.Does = nil, nil, nil
	if m.Form != "profile" {
		ans = form.Answers{"opinion": "同意。"}
	}
	return p.House.Flow.MoveIn(t.Context(), tx, c, m, a, ans)
}

// has fails unless the page answers with status and holds every text.
func has(t testing.TB, got apptest.Answer, status int, texts ...string) {
	t.Helper()
	if got.Status != status {
		t.Fatalf("status %d (to %q); want %d\n%s", got.Status, got.Location, status, excerpt(got.Body))
	}
	for _, s := range texts {
		if !strings.Contains(got.Body, s) {
			t.Errorf("the page lacks %q\n%s", s, excerpt(got.Body))
		}
	}
}

func excerpt(body string) string {
	if i := strings.Index(body, "<main"); i >= 0 {
		body = body[i:]
	}
	return body[:min(len(body), 3000)]
}

// state returns where a case stands and at which move.
func state(t testing.TB, p *apptest.Program, id string) *flow.Case {
	t.Helper()
	c, err := p.House.Flow.Load(t.Context(), p.DB, id)
	if err != nil {
		t.Fatal(err)
	}
	return c
}
