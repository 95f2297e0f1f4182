package endorse

import (
	"context"
	"errors"

	"qinglan/internal/db"
)

// months returns how long the experience is that was sent, as it was counted
// then: up to the last day before the deadline.
func months(ctx context.Context, q db.Q, caseID string) (n int, err error) {
	err = q.QueryRowContext(ctx, `SELECT months FROM applications WHERE case_id = $1`, caseID).Scan(&n)
	if errors.Is(err, db.ErrNone) {
		return 0, nil
	}
	return n, err
}
