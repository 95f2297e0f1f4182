package apptest

import (
	"qinglan/internal/db"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/org"
	"qinglan/internal/programme"
)

// Profile is 附件2 of somebody who does not exist.
func Profile(name, unit string) form.Answers {
	return form.Answers{
		"name": name, "sex": "1", "ethnic": "01", "birth": "1988-06-18", "unit": unit, "post": "讲师",
		"political": "13", "phone": "19900000001", "mail": "demo@example.org", "life": "演示经历。", "clause": "二.1",
		"jobs": `[{"from":"2014-07","unit":"演示培训","post":"讲师","work":"授课"}]`, "directions": "amazon\nsite",
	}
}

// road is how an application comes from a draft to the city's pool.
var road = []string{"submit", "endorse", "forward", "pass"}

// Apply brings an application of an invented person as far as a state. What the
// slices on its way ask of it is their own affair and is left out here.
func (p *Program) Apply(id, name, unit, county, city, state string) *flow.Case {
	p.T.Helper()
	ctx, f := p.T.Context(), p.House.Flow
	a := org.Actor{Person: "applicant-" + id, Name: name, Role: programme.Applicant}
	var c flow.Case
	err := p.DB.Tx(ctx, func(tx *db.Tx) error {
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
		for _, move := range road {
			if c.State == state {
				break
			}
			if c, err = p.bare(tx, c, move, a, Profile(name, unit)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		p.T.Fatal(err)
	}
	if c.State != state {
		p.T.Fatalf("application %s stands at %s; want %s", id, c.State, state)
	}
	return &c
}

// bare makes a move without the guards and effects of slices.
func (p *Program) bare(tx *db.Tx, c flow.Case, name string, a org.Actor, ans form.Answers) (flow.Case, error) {
	m, ok := c.Track.Move(name)
	if !ok {
		p.T.Fatalf("no move %s", name)
	}
	m.Needs, m.Also, m.Does = nil, nil, nil
	if m.Form != "profile" {
		ans = form.Answers{"opinion": "同意。"}
	}
	return p.House.Flow.MoveIn(p.T.Context(), tx, c, m, a, ans)
}
