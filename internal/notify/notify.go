// Package notify tells people of moves of their cases: a line under 消息 and a
// text message that says only that there is news. It promises that a move is
// told once however often its task runs, that nothing of a case is copied (a
// line is read from the journal, with what its reader may know), and that a
// text message holds no personal data.
package notify

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"qinglan/internal/casework"
	"qinglan/internal/db"
	"qinglan/internal/flow"
	"qinglan/internal/org"
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
	s.Quick(casework.Quick{
		Text: "未读消息", Href: "/messages#unread", Roles: []programme.Role{programme.Applicant},
		Count: func(ctx context.Context, a org.Actor) (int, error) { return s.unread(ctx, s.Flow.DB(), a.Person) },
	})
}

// text is all that a text message says.
const text = "【青蓝】您的申报有新进展，请登录青蓝查看。"

// tell does the task "tell" of the move key, "case/seq": the person whose case
// it is finds it under 消息, and gets a text message unless the move was their
// own. An organisation is not told: it has a desk.
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
	own := e.Person == c.Party
	sent, err := s.put(ctx, message{Person: c.Party, Case: id, Seq: seq, At: e.At}, own, s.Real())
	if err != nil || sent || own {
		return err
	}
	return s.text(ctx, c, seq)
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
	sent, err := s.put(ctx, message{Person: c.Party, Case: id, Seq: -n, At: s.Flow.Now()}, false, s.Real())
	if err != nil || sent {
		return err
	}
	return s.text(ctx, c, -n)
}

// text sends the text message of a move, if a number is kept, and notes that
// it was. If the program stops in between it is sent again.
func (s *Slice) text(ctx context.Context, c *flow.Case, seq int64) error {
	mobile, err := s.Identity.Mobile(ctx, s.Flow.DB(), c.Party)
	if err != nil {
		return err
	}
	if mobile != "" {
		if err := s.Send.Send(ctx, mobile, text); err != nil {
			return fmt.Errorf("text message: %w", err)
		}
	}
	return s.Flow.DB().Tx(ctx, func(tx *db.Tx) error {
		return s.markSent(ctx, tx, c.ID, seq, c.Party, s.Real())
	})
}
