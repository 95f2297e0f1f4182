package survey

import (
	"context"

	"qinglan/internal/db"
)

// Firms returns whom a survey asks, in the order in which they were named.
func (s *Slice) Firms(ctx context.Context, q db.Q, survey string) ([]Firm, error) {
	return firmsOf(ctx, q, survey)
}
