// Package notify tells people of moves of their cases: a line under 消息 and a
// message outside the house that says only that there is news. It promises that
// a move is told once however often its task runs, that nothing of a case is
// copied (a line is read from the journal, with what its reader may know), and
// that what leaves the house holds no personal data. Its pages are what came in
// for a person, how they want to be told, and what went out for an office.
package notify

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"qinglan/internal/casework"
	"qinglan/internal/db"
	"qinglan/internal/flow"
	"qinglan/internal/org"
	"qinglan/internal/outbox"
	"qinglan/internal/programme"
)

// A Slice is this part of the house.
type Slice struct{ *casework.House }

// New returns the slice.
func New(h *casework.House) *Slice { return &Slice{h} }

// Register gives what editions call by name.
func (s *Slice) Register() {
	s.Queue.Handle("tell", s.tell)
	s.Queue.Handle("tell-file", s.tellFile)
	s.Quick(casework.Quick{Text: "发出未成的消息", Href: "/outbox?show=wrong#letters", Note: "号码不对或通道不通", Roles: senders, Count: func(ctx context.Context, a org.Actor) (int, error) {
		return s.Outbox.Failed(ctx, s.Flow.DB(), a.Organ.ID)
	}})
	s.Quick(casework.Quick{
		Text: "未读消息", Href: "/messages#unread", Roles: []programme.Role{programme.Applicant},
		Count: func(ctx context.Context, a org.Actor) (int, error) { return s.unread(ctx, s.Flow.DB(), a.Person) },
	})
}

// tell does the task "tell" of the move key, "case/seq": the person whose case
// it is finds it under 消息, and is told outside the house that there is news
// unless the move was their own. An organisation is not told: it has a desk.
func (s *Slice) tell(ctx context.Context, key string) error {
	id, number, _ := strings.Cut(key, "/")
	seq, err := strconv.ParseInt(number, 10, 64)
	if err != nil {
		return fmt.Errorf("task tell %q: %w", key, err)
	}
	c, err := s.Flow.Load(ctx, s.Flow.DB(), id)
	if err != nil {
		return err
	}
	name, err := s.Flow.Orgs().Name(ctx, s.Flow.DB(), c.Party)
	if err != nil || name == "" {
		return err
	}
	entries, err := s.Flow.Journal(ctx, s.Flow.DB(), c)
	if err != nil {
		return err
	}
	if seq < 1 || seq > int64(len(entries)) {
		return fmt.Errorf("task tell %q: no such move", key)
	}
	e := entries[seq-1]
	m := message{Person: c.Party, Case: id, Seq: seq, At: e.At}
	if e.Person == c.Party {
		m.Read = s.Real()
	}
	return s.keep(ctx, m, outbox.Letter{Template: templateOf(c, seq), Name: name, Organ: e.Organ})
}

// tellFile does the task "tell-file", "case/n": the n-th file of the case did not
// pass its check. Under 消息 it is a line with the number -n in place of a move's.
func (s *Slice) tellFile(ctx context.Context, key string) error {
	id, number, _ := strings.Cut(key, "/")
	n, err := strconv.ParseInt(number, 10, 64)
	if err != nil || n < 1 {
		return fmt.Errorf("task tell-file %q: no number", key)
	}
	c, err := s.Flow.Load(ctx, s.Flow.DB(), id)
	if err != nil {
		return err
	}
	name, err := s.Flow.Orgs().Name(ctx, s.Flow.DB(), c.Party)
	if err != nil {
		return err
	}
	return s.keep(ctx, message{Person: c.Party, Case: id, Seq: -n, At: s.Flow.Now()}, outbox.Letter{Template: outbox.Act, Name: name})
}

// keep puts a line under 消息 and, if it is new and nobody has read it, has l
// tell outside the house that it is there.
func (s *Slice) keep(ctx context.Context, m message, l outbox.Letter) error {
	l.Key, l.Person, l.About, l.Path, l.At = fmt.Sprintf("move/%s/%d", m.Case, m.Seq), m.Person, m.Case, "/messages", m.At
	return s.Flow.DB().Tx(ctx, func(tx *db.Tx) error {
		fresh, err := s.put(ctx, tx, m)
		if err != nil || !fresh || !m.Read.IsZero() || !l.Template.Act && s.Flow.Now().Sub(m.At) > stale {
			return err
		}
		_, err = s.Outbox.Tell(ctx, tx, l)
		return err
	})
}

// stale is the age from which news does not leave the house any more, because
// the program was down or is catching up: it stands under 消息 all the same.
const stale = 48 * time.Hour

// templateOf tells what somebody must act upon from what they may read.
func templateOf(c *flow.Case, seq int64) outbox.Template {
	if c.Seq == seq && c.Now().Turn == programme.Applicant {
		return outbox.Act
	}
	return outbox.News
}
