package apptest

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"

	"qinglan/internal/db"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/tally"
)

// A Candidate is somebody on the 培育名单 with their entry.
type Candidate struct {
	Person, Entry string
	Application   string
	Name          string
}

// Candidate puts somebody on the 培育名单 without the years before it: their
// application is set to where the list finds it. given is what they wrote.
func (p *Program) Candidate(name, unit, county string, given form.Answers) Candidate {
	p.T.Helper()
	ctx, f := p.T.Context(), p.House.Flow
	c := Candidate{Person: "a-" + db.NewID(), Application: db.NewID(), Name: name}
	a := org.Actor{Person: c.Person, Name: name, Role: programme.Applicant}
	region, _ := org.RegionOf(county)
	err := p.DB.Tx(ctx, func(tx *db.Tx) error {
		if err := f.Orgs().AddPerson(ctx, tx, c.Person, name, f.Now()); err != nil {
			return err
		}
		_, err := f.OpenIn(ctx, tx, a, flow.Opening{ID: c.Application, Track: "application", Party: c.Person,
			Name: name, Unit: unit, County: county, City: region.Parent, Answers: given})
		return err
	})
	if err == nil {
		err = p.shortlist(ctx, &c)
	}
	if err != nil {
		p.T.Fatal(err)
	}
	return c
}

// Put sets a case where it never came to by moves: its journal does not know.
func (p *Program) Put(ctx context.Context, tx *db.Tx, id, state string, reach int) error {
	var from tally.Place
	err := tx.QueryRowContext(ctx, `SELECT edition, track, state, reach, city, county FROM cases WHERE id = $1`, id).
		Scan(&from.Edition, &from.Track, &from.State, &from.Reach, &from.City, &from.County)
	if err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, `UPDATE cases SET state = $1, reach = $2 WHERE id = $3`, state, reach, id); err != nil {
		return err
	}
	to := from
	to.State, to.Reach = state, reach
	return tally.Move(ctx, tx, id, from, to)
}

func (p *Program) shortlist(ctx context.Context, c *Candidate) error {
	return p.DB.Tx(ctx, func(tx *db.Tx) error {
		if err := p.Put(ctx, tx, c.Application, "selected", 9); err != nil {
			return err
		}
		app, err := p.House.Flow.Load(ctx, tx, c.Application)
		if err != nil {
			return err
		}
		clerk := org.Holding(p.Post("330000-province-clerk-1"))
		if _, err := p.House.Flow.MoveByList(ctx, tx, *app, "shortlist", clerk, nil); err != nil {
			return err
		}
		return tx.QueryRowContext(ctx, `SELECT id FROM cases WHERE parent = $1 AND track = 'entry'`, c.Application).Scan(&c.Entry)
	})
}

// Sound fails the test unless the record verifies, but for the applications of
// candidates, which were set to where they are.
func (p *Program) Sound(cs ...Candidate) {
	p.T.Helper()
	r, err := p.Verify(p.T.Context(), nil)
	if err != nil {
		p.T.Fatal(err)
	}
	for _, f := range r.Findings {
		if !slices.ContainsFunc(cs, func(c Candidate) bool { return c.Application == f.Case }) {
			p.T.Errorf("the record does not verify: %v", f)
		}
	}
}

// AsPerson returns a visitor who is signed in as an applicant.
func (p *Program) AsPerson(person string) *Browser {
	p.T.Helper()
	b := p.Stranger()
	token, err := p.Accounts.LinkFor(p.T.Context(), person, "", false)
	if err != nil {
		p.T.Fatal(err)
	}
	if got := b.Post("/join/"+token, nil); got.Status != http.StatusSeeOther {
		p.T.Fatalf("sign in as %s: %d %s", person, got.Status, got.Body)
	}
	return b
}

// Case reads a case as it is now.
func (p *Program) Case(id string) *flow.Case {
	p.T.Helper()
	c, err := p.House.Flow.Load(p.T.Context(), p.DB, id)
	if err != nil {
		p.T.Fatal(err)
	}
	return c
}

// Seen returns the number of a case's last move, as a form carries it.
func (p *Program) Seen(id string) string { return fmt.Sprint(p.Case(id).Seq) }

// Attempt returns the newest attempt of an entry.
func (p *Program) Attempt(entry string) *flow.Case {
	p.T.Helper()
	var id string
	err := p.DB.QueryRowContext(p.T.Context(), `SELECT attempt FROM chances WHERE entry = $1 ORDER BY n DESC LIMIT 1`, entry).Scan(&id)
	if err != nil {
		p.T.Fatal(err)
	}
	return p.Case(id)
}

// must fails the test unless a form was taken.
func (p *Program) must(what string, got Answer) {
	p.T.Helper()
	if got.Status != http.StatusSeeOther {
		p.T.Fatalf("%s: %d %s", what, got.Status, got.Body)
	}
}

// Train completes the training of candidates through the desk.
func (p *Program) Train(cs ...Candidate) {
	p.T.Helper()
	v := url.Values{}
	for _, c := range cs {
		v.Set("t."+c.Entry+".hours", "24")
		v.Set("t."+c.Entry+".attendance", "80")
		v.Set("seen."+c.Entry, p.Seen(c.Entry))
	}
	p.must("train", p.As("330000-province-clerk-1").Post("/certification/training", v))
}

// Enrol lets candidates enrol and the province confirm them.
func (p *Program) Enrol(cs ...Candidate) {
	p.T.Helper()
	v := url.Values{}
	for _, c := range cs {
		got := p.AsPerson(c.Person).Post("/cases/"+c.Entry+"/moves/enrol",
			url.Values{"seen": {p.Seen(c.Entry)}, "directions": {"amazon"}})
		p.must("enrol", got)
		at := p.Attempt(c.Entry)
		v.Add("case", fmt.Sprintf("%s:%d", at.ID, at.Seq))
	}
	p.must("confirm", p.As("330000-province-clerk-1").Post("/certification/confirm", v))
}

// Mark enters the marks of each part of the newest attempt of c, as the n-th
// examiner.
func (p *Program) Mark(n int, c Candidate, marks ...string) Answer {
	p.T.Helper()
	at := p.Attempt(c.Entry)
	v := url.Values{"row": {at.ID}, "seen." + at.ID: {fmt.Sprint(at.Seq)}}
	for i, part := range at.Edition.Parts {
		if i < len(marks) && marks[i] != "" { // a part that is carried has no box
			v.Set("m."+at.ID+"."+part.Name, marks[i])
		}
	}
	return p.As(fmt.Sprintf("330000-examiner-clerk-%d", n)).Post("/certification/marks", v)
}

// Release publishes the marks of candidates.
func (p *Program) Release(cs ...Candidate) Answer {
	p.T.Helper()
	v := url.Values{}
	for _, c := range cs {
		at := p.Attempt(c.Entry)
		v.Add("case", fmt.Sprintf("%s:%d", at.ID, at.Seq))
	}
	return p.As("330000-supervisor-clerk-1").Post("/certification/release", v)
}

// Propose puts candidates who passed on the list that may go on public notice,
// without the meeting of the committee before it.
func (p *Program) Propose(cs ...Candidate) {
	p.T.Helper()
	clerk := org.Holding(p.Post("330000-province-clerk-1"))
	err := p.DB.Tx(p.T.Context(), func(tx *db.Tx) error {
		for _, c := range cs {
			entry, err := p.House.Flow.Load(p.T.Context(), tx, c.Entry)
			if err != nil {
				return err
			}
			if _, err := p.House.Flow.MoveByList(p.T.Context(), tx, *entry, "propose", clerk, nil); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		p.T.Fatal(err)
	}
}

// Sit takes candidates through one attempt with these marks.
func (p *Program) Sit(marks []string, cs ...Candidate) {
	p.T.Helper()
	p.Enrol(cs...)
	for _, c := range cs {
		p.must("first entry", p.Mark(1, c, marks...))
		p.must("second entry", p.Mark(2, c, marks...))
	}
	p.must("release", p.Release(cs...))
}
