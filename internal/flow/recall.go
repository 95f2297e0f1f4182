package flow

import (
	"context"
	"errors"
	"strings"
	"time"
	"unicode/utf8"

	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/form"
	"qinglan/internal/org"
)

// GiveBack is what the journal calls a move that the next level gave back
// because it was asked to; no track has such a move.
const GiveBack = "give-back"

// A Recall is 申请退回: the last move was made by mistake and the next level has
// opened the case, so that it can only be asked to give it back (settled 4).
type Recall struct {
	Person, Organ string
	Reason        string
	At, Refused   time.Time
}

// Recalled returns the request about the last move of c, or nil.
func (s *Store) Recalled(ctx context.Context, q db.Q, c *Case) (*Recall, error) {
	r, err := db.One(ctx, q, func(row db.Row) (r Recall, err error) {
		var at, refused int64
		err = row.Scan(&r.Person, &r.Organ, &r.Reason, &at, &refused)
		r.At, r.Refused = db.Time(at), db.Time(refused)
		return r, err
	}, `SELECT person, organ, reason, at, refused FROM recalls WHERE case_id = $1 AND seq = $2`, c.ID, c.Seq)
	if errors.Is(err, db.ErrNone) {
		return nil, nil
	}
	return &r, err
}

// AskBack asks the next level to give the last move of c back. Only who could
// have taken it back may ask, only once, and only after it was opened.
func (s *Store) AskBack(ctx context.Context, c *Case, a org.Actor, reason string, seen int64) error {
	reason = strings.TrimSpace(reason)
	switch n := utf8.RuneCountInString(reason); {
	case seen != c.Seq:
		return errStale
	case n == 0 || n > 300:
		return fault.New(fault.Invalid, "请写明申请退回的理由，最多300个字。")
	}
	return s.db.Tx(ctx, func(tx *db.Tx) error {
		if err := stillAt(ctx, tx, c.ID, c.Seq); err != nil {
			return err
		}
		_, err := s.Undoable(ctx, tx, c, a)
		if err == nil {
			return fault.New(fault.Invalid, "下一级还没有打开，可以直接撤回。")
		}
		if fault.Of(err) != fault.Closed {
			return err
		}
		n, err := db.Changed(tx.ExecContext(ctx, `
			INSERT INTO recalls (case_id, seq, person, organ, reason, at) VALUES ($1, $2, $3, $4, $5, $6)
			ON CONFLICT (case_id, seq) DO NOTHING`,
			c.ID, c.Seq, a.Person, a.Organ.ID, reason, db.Millis(s.now())))
		if err == nil && n == 0 {
			err = fault.New(fault.Stale, "已经申请过退回，请等对方答复。")
		}
		return err
	})
}

// AnswerBack answers such a request, for whoever has the turn: yes brings the
// case back to where it stood before the move asked about.
func (s *Store) AnswerBack(ctx context.Context, c *Case, a org.Actor, yes bool, seen int64) error {
	if seen != c.Seq {
		return errStale
	}
	if c.Now().Turn != a.Role || !c.holds(a) {
		return fault.New(fault.Denied, "这一步不由您办理。")
	}
	after := *c
	err := s.db.Tx(ctx, func(tx *db.Tx) error {
		if err := stillAt(ctx, tx, c.ID, c.Seq); err != nil {
			return err
		}
		r, err := s.Recalled(ctx, tx, c)
		if err != nil {
			return err
		}
		if r == nil || !r.Refused.IsZero() {
			return fault.New(fault.Stale, "没有等您答复的退回申请。")
		}
		if !yes {
			_, err := tx.ExecContext(ctx, `UPDATE recalls SET refused = $1 WHERE case_id = $2 AND seq = $3`,
				db.Millis(s.now()), c.ID, c.Seq)
			return err
		}
		last, err := s.Entry(ctx, tx, c.ID, c.Seq)
		if err != nil {
			return err
		}
		after, err = s.takeBack(ctx, tx, *c, last, a, GiveBack, form.Answers{"reason": r.Reason})
		return err
	})
	if err == nil {
		*c = after
	}
	return err
}
