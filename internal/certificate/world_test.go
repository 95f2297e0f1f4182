package certificate_test

import (
	"context"
	"testing"
	"time"

	"qinglan/internal/app/apptest"
	"qinglan/internal/calendar"
	"qinglan/internal/certificate"
	"qinglan/internal/db"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/org"
	"qinglan/internal/programme"
)

// A world is a program in which people have come to the announcement.
type world struct {
	*apptest.Program
	t     *testing.T
	slice *certificate.Slice
}

var announced = calendar.Must("2017-12-08").At(10, 30)

func each(t *testing.T, f func(t *testing.T, w *world)) {
	t.Helper()
	apptest.Each(t, func(t *testing.T, p *apptest.Program) { f(t, newWorld(t, p)) })
}

func newWorld(t *testing.T, p *apptest.Program) *world {
	t.Helper()
	w := &world{Program: p, t: t, slice: certificate.New(p.House)}
	p.Clock.Set(announced)
	// What comes before an announcement is other slices' and not asked here.
	for _, g := range []string{"hours-reached", "chances-left"} {
		p.House.Flow.Guard(g, func(context.Context, *db.Tx, flow.Event) error { return nil })
	}
	p.House.Flow.Effect("open-attempt", func(context.Context, *db.Tx, flow.Event) error { return nil })
	return w
}

func (w *world) actor(post string) org.Actor { w.t.Helper(); return org.Holding(w.Post(post)) }

func (w *world) clerk() org.Actor { w.t.Helper(); return w.actor("330000-province-clerk-1") }

// list is the clerk acting by a list.
func (w *world) list() org.Actor {
	w.t.Helper()
	a := w.clerk()
	a.Role = programme.List
	return a
}

// A person is somebody on public notice.
type person struct{ name, unit, county, city, directions string }

var wang = person{"演示·王青", "演示职业技术学院", "330782", "330700", "aliexpress\namazon"}

// entry brings a person's entry to public notice.
func (w *world) entry(p person) *flow.Case {
	w.t.Helper()
	f, ctx := w.House.Flow, w.t.Context()
	id := "p-" + db.NewID()
	var c flow.Case
	err := f.DB().Tx(ctx, func(tx *db.Tx) error {
		if err := f.Orgs().AddPerson(ctx, tx, id, p.name, f.Now()); err != nil {
			return err
		}
		open, err := f.OpenIn(ctx, tx, w.list(), flow.Opening{ID: db.NewID(), Track: "entry", Party: id,
			Name: p.name, Unit: p.unit, County: p.county, City: p.city})
		if err != nil {
			return err
		}
		c = *open
		holder := org.Actor{Person: id, Name: p.name, Role: programme.Applicant}
		for _, s := range []struct {
			move string
			by   org.Actor
			a    form.Answers
		}{
			{"complete", w.clerk(), form.Answers{"hours": "24"}},
			{"enrol", holder, form.Answers{"directions": p.directions}},
			{"pass", w.list(), nil},
			{"publicise", w.list(), nil},
		} {
			m, ok := c.Track.Move(s.move)
			if !ok {
				w.t.Fatalf("no move %s", s.move)
			}
			if c, err = f.MoveIn(ctx, tx, c, m, s.by, s.a); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return &c
}

// announce announces the result of an entry by itself.
func (w *world) announce(c *flow.Case) error {
	return w.House.Flow.DB().Tx(w.t.Context(), func(tx *db.Tx) error {
		_, err := w.House.Flow.MoveByList(w.t.Context(), tx, *c, "announce", w.clerk(), nil)
		return err
	})
}

// certified returns the certificate of a person.
func (w *world) certified(p person) *flow.Case {
	w.t.Helper()
	c := w.entry(p)
	if err := w.announce(c); err != nil {
		w.t.Fatal(err)
	}
	return w.certificates(c.ID)[0]
}

// certificates returns the certificates of an entry in the order of opening.
func (w *world) certificates(entry string) (out []*flow.Case) {
	w.t.Helper()
	cs, err := w.House.Flow.Cases(w.t.Context(), w.clerk(), flow.Filter{Track: "certificate", Parent: entry})
	if err != nil {
		w.t.Fatal(err)
	}
	for i := range cs {
		out = append(out, &cs[i])
	}
	return out
}

// facts returns what the journal says of a certificate.
func (w *world) facts(c *flow.Case) form.Answers {
	w.t.Helper()
	a, err := w.House.Flow.Given(w.t.Context(), w.DB, c.ID, 1)
	if err != nil {
		w.t.Fatal(err)
	}
	return a
}

// decide drafts a move of the province and lets the office approve it.
func (w *world) decide(c *flow.Case, move string, a form.Answers) {
	w.t.Helper()
	f, ctx := w.House.Flow, w.t.Context()
	m, _ := c.Track.Move(move)
	p, err := f.Move(ctx, c, m, w.clerk(), a)
	if err != nil {
		w.t.Fatalf("%s: %v", move, err)
	}
	if p == nil {
		w.t.Fatalf("%s took effect without a second person", move)
	}
	for i, post := range []string{"330000-province-head-1", "330000-province-leader-1"} {
		done, err := f.Approve(ctx, w.actor(post), p.ID, i, "")
		if err != nil {
			w.t.Fatalf("approve %s: %v", move, err)
		}
		if done {
			return
		}
	}
	w.t.Fatalf("%s is still not approved", move)
}

// later moves the clock.
func (w *world) later(d time.Duration) { w.Clock.Set(w.Clock.Now().Add(d)) }

// sql changes a row behind the program's back.
func (w *world) sql(query string, args ...any) {
	w.t.Helper()
	err := w.DB.Tx(w.t.Context(), func(tx *db.Tx) error {
		_, err := tx.ExecContext(w.t.Context(), query, args...)
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
}
