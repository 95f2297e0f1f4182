package certify

import (
	"context"
	"fmt"

	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/programme"
	"qinglan/internal/standing"
)

func (s *Slice) chancesLeft(ctx context.Context, tx *db.Tx, e flow.Event) error {
	attempts, err := s.standing.Attempts(ctx, tx, e.Case.ID)
	if err != nil {
		return err
	}
	if limit := e.Case.Edition.Limit("cert.attempts"); standing.Used(attempts) >= int(limit.N) {
		return fault.New(fault.Closed, "%d次认证机会已经用完。", limit.N)
	}
	return nil
}

// openAttempt opens the next attempt of an entry whose owner has enrolled. It
// is judged by the rules of the edition that is open now (rules/54).
func (s *Slice) openAttempt(ctx context.Context, tx *db.Tx, e flow.Event) error {
	c, a := e.Case, e.Actor
	a.Role = programme.List
	before, err := s.standing.Attempts(ctx, tx, c.ID)
	if err != nil {
		return err
	}
	at, err := s.Flow.OpenIn(ctx, tx, a, flow.Opening{
		ID: db.NewID(), Track: "attempt", Edition: s.Flow.Current().Name, Party: c.Party, Name: c.Name, Unit: c.Unit,
		County: c.County, City: c.City, Parent: c.ID,
	})
	if err != nil {
		return err
	}
	n := len(before) + 1
	if err := keepAttempt(ctx, tx, c.ID, n, at.ID); err != nil {
		return err
	}
	return s.Flow.SetNo(ctx, tx, at.ID, fmt.Sprintf("%s-%d", c.No, n))
}

// callExaminers lets every examiner act on an attempt, save those from the
// candidate's own unit, to whom it is closed.
func (s *Slice) callExaminers(ctx context.Context, tx *db.Tx, e flow.Event) error {
	posts, err := s.Flow.Orgs().Holders(ctx, tx, programme.Examiner)
	if err != nil {
		return err
	}
	for _, p := range posts {
		if p.Person == e.Case.Party || p.Organisation.Name == e.Case.Unit {
			err = s.Flow.Recuse(ctx, tx, e.Case.ID, p.Person, "same unit")
		} else {
			err = s.Flow.Assign(ctx, tx, e.Case.ID, p.Person, programme.Examiner)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// settleFailed tells the entry that a chance is gone: another is left, or that
// was the last.
func (s *Slice) settleFailed(ctx context.Context, tx *db.Tx, e flow.Event) error {
	entry, err := s.Flow.Load(ctx, tx, e.Case.Parent)
	if err != nil {
		return err
	}
	attempts, err := s.standing.Attempts(ctx, tx, entry.ID)
	if err != nil {
		return err
	}
	move := "fail"
	if standing.Used(attempts) >= int(entry.Edition.Limit("cert.attempts").N) {
		move = "exhaust"
	}
	_, err = s.Flow.MoveByList(ctx, tx, *entry, move, e.Actor, nil)
	return err
}
