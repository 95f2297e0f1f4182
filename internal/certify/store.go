package certify

import (
	"context"
	"fmt"

	"qinglan/internal/db"
	"qinglan/internal/org"
	"qinglan/internal/programme"
)

// keepEntry notes the entry of an application and reports whether it is the
// first; the row is the lock.
func keepEntry(ctx context.Context, tx *db.Tx, application, entry string) (bool, error) {
	n, err := db.Changed(tx.ExecContext(ctx,
		`INSERT INTO entries (application, entry) VALUES ($1, $2) ON CONFLICT (application) DO NOTHING`, application, entry))
	if err != nil {
		return false, fmt.Errorf("keep entry of %s: %w", application, err)
	}
	return n == 1, nil
}

// keepAttempt notes attempt n of an entry.
func keepAttempt(ctx context.Context, tx *db.Tx, entry string, n int, attempt string) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO chances (entry, n, attempt) VALUES ($1, $2, $3)`, entry, n, attempt)
	if err != nil {
		return fmt.Errorf("keep attempt %d of %s: %w", n, entry, err)
	}
	return nil
}

// inTx makes the moves of steps in one transaction.
func (s *Slice) inTx(ctx context.Context, a org.Actor, steps []step, moves []programme.Move) error {
	return s.Flow.DB().Tx(ctx, func(tx *db.Tx) error {
		for i, st := range steps {
			if _, err := s.Flow.MoveIn(ctx, tx, *st.Case, moves[i], a, st.Answers); err != nil {
				return err
			}
		}
		return nil
	})
}
