package review

import (
	"context"
	"fmt"

	"qinglan/internal/db"
	"qinglan/internal/flow"
)

// takenOff returns the applications that were sent back from a list, in that order:
// between when it was begun and when the city's next one was.
func takenOff(ctx context.Context, q db.Q, list *flow.Case) ([]string, error) {
	ids, err := db.All(ctx, q, db.Cell[string], `
		SELECT c.id FROM cases c JOIN journal j ON j.case_id = c.id AND j.move = 'return-province'
		WHERE c.track = 'application' AND c.edition = $1 AND c.city = $2 AND j.at >= $3 AND NOT EXISTS (
			SELECT 1 FROM cases n WHERE n.track = 'summary' AND n.edition = $1 AND n.city = $2 AND n.opened > $3 AND n.opened <= j.at)
		GROUP BY c.id ORDER BY MAX(j.at), c.id`, list.Edition.Name, list.City, db.Millis(list.Opened))
	if err != nil {
		return nil, fmt.Errorf("sent back from list %s: %w", list.ID, err)
	}
	return ids, nil
}
