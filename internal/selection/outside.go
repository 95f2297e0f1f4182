package selection

import (
	"context"

	"qinglan/internal/db"
	"qinglan/internal/form"
)

// Decision returns the answers of a selection that decides so about these
// institutions.
func (s *Slice) Decision(ctx context.Context, q db.Q, outcomes map[string]string, basis string) (form.Answers, error) {
	var list []ranked
	for id, outcome := range outcomes {
		c, err := s.Flow.Load(ctx, q, id)
		if err != nil {
			return nil, err
		}
		x, err := s.results.Result(ctx, q, id)
		if err != nil {
			return nil, err
		}
		list = append(list, ranked{Case: *c, Result: x, Outcome: outcome})
	}
	rank(list)
	return form.Answers{"rows": outcomeRows(list), "basis": basis}, fits(list)
}
