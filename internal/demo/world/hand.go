package world

import (
	"qinglan/internal/flow"
	"qinglan/internal/org"
	"qinglan/internal/programme"
)

// A Deck is people who are dealt out to what happens to them.
type Deck struct{ People []*Person }

// Take deals out the next n.
func (d *Deck) Take(n int) []*Person {
	out := d.People[:n:n]
	d.People = d.People[n:]
	return out
}

// A Pile is cases that are dealt out to what happens to them.
type Pile struct{ IDs []string }

// Take deals out the next n, or what is left.
func (d *Pile) Take(n int) []string {
	n = min(n, len(d.IDs))
	out := d.IDs[:n:n]
	d.IDs = d.IDs[n:]
	return out
}

// A Listed is a list on its way to the public.
type Listed struct {
	ID     string
	People []*Person
}

// A Class is a class of the demonstration.
type Class struct {
	ID, City string
	People   []*Person
	Days     [3]string // one is enough for a class that is over
}

// Entries finds the entries that a shortlist has opened for people.
func (w *World) Entries(people []*Person) {
	w.Do("entries", func() error {
		all, err := w.Flow.CasesIn(w.Ctx, w.Flow.DB(), Everyone, flow.Filter{Track: "entry"})
		byApp := map[string]string{}
		for _, c := range all {
			byApp[c.Parent] = c.ID
		}
		for _, p := range people {
			p.Entry = byApp[p.App]
		}
		return err
	})
}

// Everyone sees all cases: the auditor's eye.
var Everyone = org.Actor{Person: "demo", Role: programme.Auditor}
