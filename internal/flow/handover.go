package flow

import (
	"context"
	"fmt"

	"qinglan/internal/db"
	"qinglan/internal/org"
)

// Claims returns the cases that a has claimed at their post, by id.
func (s *Store) Claims(ctx context.Context, q db.Q, a org.Actor) ([]Case, error) {
	all, err := db.All(ctx, q, s.scanCase,
		`SELECT `+caseColumns+` FROM cases c WHERE c.claimed_by = $1 ORDER BY c.id`, a.Person)
	if err != nil {
		return nil, fmt.Errorf("claims of %s: %w", a.Person, err)
	}
	var mine []Case
	for _, c := range all {
		if c.Now().Turn == a.Role && c.holds(a) {
			mine = append(mine, c)
		}
	}
	return mine, nil
}

// HandOver gives every claim of a at their post to a colleague, as a whole: a
// departing person leaves nothing that nobody works on (settled 3). It returns
// how many there were.
func (s *Store) HandOver(ctx context.Context, tx *db.Tx, a org.Actor, to string) (int, error) {
	cs, err := s.Claims(ctx, tx, a)
	if err != nil {
		return 0, err
	}
	n := 0
	for _, c := range cs {
		changed, err := db.Changed(tx.ExecContext(ctx,
			`UPDATE cases SET claimed_by = $1, claimed = $2 WHERE id = $3 AND claimed_by = $4`,
			to, db.Millis(s.now()), c.ID, a.Person))
		if err != nil {
			return n, fmt.Errorf("hand over case %s: %w", c.ID, err)
		}
		n += int(changed)
	}
	return n, nil
}
