package flow

import (
	"context"
	"errors"
	"fmt"
	"time"

	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/form"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/record"
)

// Seen notes that somebody whose turn it is has opened the case; from then on
// the one before can no longer take the last move back (settled 4).
func (s *Store) Seen(ctx context.Context, c *Case, a org.Actor) error {
	if a.Role == programme.Auditor || c.Now().Turn != a.Role || !c.holds(a) {
		return nil
	}
	return s.db.Tx(ctx, func(tx *db.Tx) error {
		// The row of the case is the lock, so that a move is either opened or
		// taken back; one that has moved meanwhile was not opened.
		err := stillAt(ctx, tx, c.ID, c.Seq)
		if fault.Of(err) == fault.Stale {
			return nil
		}
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `
			INSERT INTO openings (case_id, seq, person, organ, at) VALUES ($1, $2, $3, $4, $5)
			ON CONFLICT (case_id, seq, person) DO NOTHING`,
			c.ID, c.Seq, a.Person, a.Organ.ID, db.Millis(s.now()))
		return err
	})
}

// Undoable returns the last move of c if a may take it back now, or a fault
// that says why not.
func (s *Store) Undoable(ctx context.Context, q db.Q, c *Case, a org.Actor) (Entry, error) {
	last, err := s.Entry(ctx, q, c.ID, c.Seq)
	if errors.Is(err, db.ErrNone) {
		return last, errMissing
	}
	if err != nil {
		return last, err
	}
	m, ok := c.Track.Move(last.Move)
	ours := last.Person == a.Person || (a.Officer() && last.Organ == a.Organ.ID)
	if !ok || !m.Undo || !ours {
		return last, fault.New(fault.Denied, "上一步不能由您撤回。")
	}
	var opened int
	err = q.QueryRowContext(ctx, `
		SELECT COUNT(*) FROM openings WHERE case_id = $1 AND seq = $2 AND person <> $3 AND (organ = '' OR organ <> $4)`,
		c.ID, c.Seq, a.Person, a.Organ.ID).Scan(&opened)
	if err == nil && opened > 0 {
		err = fault.New(fault.Closed, "下一级已经打开，不能再撤回；可以联系对方退回。")
	}
	return last, err
}

// stood returns since when the case stood where it was before its last move.
// Taking a move back and making it again does not start a period anew, so an
// undo is followed to the row whose state it brought back.
func (s *Store) stood(ctx context.Context, q db.Q, c *Case) (time.Time, error) {
	entries, err := s.Journal(ctx, q, c)
	if err != nil {
		return time.Time{}, err
	}
	i := len(entries) - 2
	for i >= 2 && (entries[i].Move == TakenBack || entries[i].Move == GiveBack) {
		i -= 2
	}
	if i < 0 {
		return time.Time{}, fmt.Errorf("undo %s: no row before the last", c.ID)
	}
	return entries[i].At, nil
}

// TakenBack is what the journal calls a move that whoever made it took back; no
// track has such a move.
const TakenBack = "undo"

// Undo takes the last move of c back: the case stands where it stood before,
// and the journal says so. seen is the move number the page showed.
func (s *Store) Undo(ctx context.Context, c *Case, a org.Actor, seen int64) error {
	if seen != c.Seq {
		return errStale
	}
	var after Case
	err := s.db.Tx(ctx, func(tx *db.Tx) error {
		if err := stillAt(ctx, tx, c.ID, c.Seq); err != nil {
			return err
		}
		last, err := s.Undoable(ctx, tx, c, a)
		if err != nil {
			return err
		}
		after, err = s.takeBack(ctx, tx, *c, last, a, TakenBack, nil)
		return err
	})
	if err == nil {
		*c = after
	}
	return err
}

// takeBack brings c to where it stood before its last move; the journal names a
// and the move that did it. The case is locked and a may do it.
func (s *Store) takeBack(ctx context.Context, tx *db.Tx, c Case, last Entry, a org.Actor, move string, ans form.Answers) (Case, error) {
	st, ok := c.Track.State(last.Prior)
	if !ok {
		return c, fmt.Errorf("%s %s: unknown state %q", move, c.ID, last.Prior)
	}
	since, err := s.stood(ctx, tx, &c)
	if err != nil {
		return c, err
	}
	now := s.now()
	after, err := s.lock(ctx, tx, c, st, since)
	if err != nil {
		return c, err
	}
	if st.Turn == programme.Applicant && after.Late(now) {
		return c, fault.New(fault.Closed, "原来的期限已过，撤回后不能再提交，所以不能撤回。")
	}
	chain, err := s.undoneFor(ctx, tx, &c, last, a, move)
	if err != nil {
		return c, err
	}
	entry, err := record.Write(ctx, tx, record.Entry{
		Case: c.ID, Seq: after.Seq, Move: move, Prior: c.State, State: st.Name, Person: a.Person,
		Organ: a.Organ.ID, Role: a.Role, At: now, Basis: "rules/5", Chain: chainJSON(chain), Prev: c.head,
	}, ans)
	if err != nil {
		return c, err
	}
	return after, s.settle(ctx, tx, &after, st, entry.Hash)
}

// Claim marks a case as in a's work ("张三正在办"); somebody else's claim in the
// same office is taken over only by asking again with over.
func (s *Store) Claim(ctx context.Context, c *Case, a org.Actor, seen int64, over bool) error {
	if c.Now().Turn != a.Role || !c.holds(a) {
		return fault.New(fault.Denied, "这一步不由您办理。")
	}
	return s.db.Tx(ctx, func(tx *db.Tx) error {
		n, err := db.Changed(tx.ExecContext(ctx, `
			UPDATE cases SET claimed_by = $1, claimed = $2
			WHERE id = $3 AND seq = $4 AND (claimed_by = '' OR claimed_by = $1 OR $5)`,
			a.Person, db.Millis(s.now()), c.ID, seen, over))
		if err == nil && n == 0 {
			err = fault.New(fault.Stale, "同事正在办理这个办件。")
		}
		return err
	})
}
