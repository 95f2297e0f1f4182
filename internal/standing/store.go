package standing

import (
	"context"
	"fmt"

	"qinglan/internal/db"
	"qinglan/internal/flow"
)

// Attempts returns the attempts of an entry, first to last.
func (s Store) Attempts(ctx context.Context, q db.Q, entry string) ([]flow.Case, error) {
	ids, err := db.All(ctx, q, db.Cell[string], `SELECT attempt FROM chances WHERE entry = $1 ORDER BY n`, entry)
	if err != nil {
		return nil, fmt.Errorf("attempts of %s: %w", entry, err)
	}
	cs := make([]flow.Case, 0, len(ids))
	for _, id := range ids {
		c, err := s.flow.Load(ctx, q, id)
		if err != nil {
			return nil, err
		}
		cs = append(cs, *c)
	}
	return cs, nil
}
