// Package flow is the only place where a case changes its state. One
// transaction holds the compare-and-set on the move number, the guards, the
// effects, the journal row and the tasks; either all of it happens or none.
// It knows no programme: states, moves, chains and sights come from an
// edition. It promises that cases.state is what the journal says, that every
// row of the journal is chained to the one before, and that whoever asks for a
// case sees it only through one function, [Store.sees].
package flow

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"qinglan/internal/db"
	"qinglan/internal/form"
	"qinglan/internal/job"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/record"
	"qinglan/internal/vault"
)

// A Guard says whether a move may be made now; it runs inside the transaction.
// It returns nil, or a fault with the sentence to show.
type Guard func(ctx context.Context, tx *db.Tx, e Event) error

// An Effect writes, inside the transaction, what a slice keeps of a move.
type Effect func(ctx context.Context, tx *db.Tx, e Event) error

// An Event is a move being made. For a guard Case is as it was before, for an
// effect as it is after.
type Event struct {
	Case    Case
	Move    programme.Move
	Actor   org.Actor
	Answers form.Answers
	At      time.Time
}

// A Queue takes tasks inside a transaction; package job has the real one.
type Queue interface {
	Add(ctx context.Context, tx *db.Tx, tasks ...job.Task) error
	Known(name string) bool
}

// A Store carries cases through the tracks of its editions.
type Store struct {
	*record.Book
	db       *db.DB
	orgs     *org.Store
	queue    Queue
	now      func() time.Time // business time
	editions []*programme.Edition
	guards   map[string]Guard
	effects  map[string]Effect
}

// New returns a store for these editions, oldest first.
func New(d *db.DB, orgs *org.Store, keys *vault.Keys, queue Queue, now func() time.Time, editions []*programme.Edition) *Store {
	s := &Store{
		Book: record.New(d, keys, now), db: d, orgs: orgs, queue: queue, now: now, editions: editions,
		guards: map[string]Guard{}, effects: map[string]Effect{},
	}
	s.Guard("list-not-empty", s.listNotEmpty)
	s.Guard("before-deadline", s.beforeDeadline)
	s.Effect("number", s.number)
	s.Effect("take-checkpoint", func(ctx context.Context, tx *db.Tx, _ Event) error {
		_, err := s.CheckpointIn(ctx, tx)
		return err
	})
	return s
}

// DB returns the database for a slice's own transactions.
func (s *Store) DB() *db.DB { return s.db }

// Orgs returns the store of organisations and posts.
func (s *Store) Orgs() *org.Store { return s.orgs }

// Now returns the business time.
func (s *Store) Now() time.Time { return s.now() }

// Current returns the newest edition that is open at the business time, and
// the first one while none is: what is begun now is begun in it.
func (s *Store) Current() *programme.Edition {
	open := s.Opened()
	return open[len(open)-1]
}

// Opened returns the editions that are open at the business time, oldest
// first, and never none: the first is announced before it opens.
func (s *Store) Opened() []*programme.Edition {
	n, now := 1, s.now()
	for i, e := range s.editions {
		if !now.Before(e.Opens()) {
			n = i + 1
		}
	}
	return s.editions[:n]
}

// Editions returns all editions of the programme, also those not open yet,
// oldest first.
func (s *Store) Editions() []*programme.Edition { return s.editions }

// Edition returns the edition of that name.
func (s *Store) Edition(name string) (*programme.Edition, bool) {
	for _, e := range s.editions {
		if e.Name == name {
			return e, true
		}
	}
	return nil, false
}

// MembersOf returns the names of the tracks whose cases stand on lists of a
// track, in any edition.
func (s *Store) MembersOf(list string) (names []string) {
	for _, e := range s.editions {
		if t := e.MembersOf(list); t != nil && !slices.Contains(names, t.Name) {
			names = append(names, t.Name)
		}
	}
	return names
}

// Guard gives the guard that editions call by name.
func (s *Store) Guard(name string, g Guard) { s.guards[name] = g }

// Effect gives the effect that editions call by name.
func (s *Store) Effect(name string, e Effect) { s.effects[name] = e }

// Check names every guard, effect and task that an edition calls and nobody
// gave, and every fault of the editions themselves. A program with a fault
// does not start.
func (s *Store) Check() error {
	var faults []error
	for _, e := range s.editions {
		faults = append(faults, e.Check()...)
		for _, t := range e.Tracks {
			for _, m := range t.Moves {
				faults = append(faults, s.checkMove(e, t, m)...)
			}
		}
	}
	return errors.Join(faults...)
}

func (s *Store) checkMove(e *programme.Edition, t *programme.Track, m programme.Move) (faults []error) {
	where := e.Name + " " + t.Name + "." + m.Name
	for _, g := range m.Needs {
		if s.guards[g] == nil {
			faults = append(faults, fmt.Errorf("%s: nobody gives the guard %q", where, g))
		}
	}
	for _, f := range m.Also {
		if strings.HasPrefix(f, membersPrefix) || strings.HasPrefix(f, parentPrefix) {
			continue
		}
		if s.effects[f] == nil {
			faults = append(faults, fmt.Errorf("%s: nobody gives the effect %q", where, f))
		}
	}
	for _, task := range m.Does {
		if !s.queue.Known(task) {
			faults = append(faults, fmt.Errorf("%s: nobody does the task %q", where, task))
		}
	}
	return faults
}

// A Case is one party's way along a track, as it was when it was read.
type Case struct {
	ID, No             string
	Edition            *programme.Edition
	Track              *programme.Track
	Party              string
	Name, Unit         string
	County, City       string
	Parent             string
	State              string
	Seq                int64
	Reach              int
	Opened, Since, Due time.Time
	ClaimedBy          string
	Claimed            time.Time
	head               string
	assigned           []programme.Role // of the actor it was read for
}

// Now returns the state c stands in.
func (c *Case) Now() programme.State {
	st, _ := c.Track.State(c.State)
	return st
}

// Late reports whether c has stood longer than it may. Due is the first moment
// that is too late, as it is for [Store.Tick].
func (c *Case) Late(now time.Time) bool { return !c.Due.IsZero() && !now.Before(c.Due) }

// Region returns the region whose organ of that role is meant for c.
func (c *Case) Region(r programme.Role) string {
	switch r {
	case programme.County:
		return c.County
	case programme.City, programme.Payer:
		return c.City
	}
	return "330000"
}

// holds reports whether c lies in a's hands: their own case, their region, or
// assigned to them.
func (c *Case) holds(a org.Actor) bool {
	switch a.Role {
	case programme.Applicant:
		return c.Party == a.Person
	case programme.County:
		return c.County != "" && c.County == a.Organ.Region
	case programme.City, programme.Payer:
		return c.City != "" && c.City == a.Organ.Region
	case programme.Institution:
		return c.Party == a.Organ.ID
	case programme.Buyer:
		return c.Party == a.Organ.ID || slices.Contains(c.assigned, a.Role)
	case programme.Province, programme.Finance, programme.Association, programme.Supervisor, programme.Examiner:
		return true // one organ for all; which cases it sees, the sights say
	case programme.Judge, programme.Employer:
		return c.Party == a.Person || slices.Contains(c.assigned, a.Role)
	}
	return false
}

// HasGuard reports whether the guard of that name is given.
func (s *Store) HasGuard(name string) bool { return s.guards[name] != nil }

// HasEffect reports whether the effect of that name is given.
func (s *Store) HasEffect(name string) bool { return s.effects[name] != nil }
