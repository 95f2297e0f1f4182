package review

import (
	"context"

	"qinglan/internal/db"
	"qinglan/internal/flow"
	"qinglan/internal/org"
)

// takenOff returns the applications that were sent back from a list and that a may
// see: between when it was begun and when the city's next one was.
func (s *Slice) takenOff(ctx context.Context, a org.Actor, list *flow.Case) ([]flow.Case, error) {
	return s.Flow.Cases(ctx, a, flow.Filter{Edition: list.Edition.Name, Track: "application", City: list.City, Where: func(arg func(any) string) string {
		began := arg(db.Millis(list.Opened))
		return `c.id IN (SELECT j.case_id FROM journal j WHERE j.case_id = c.id AND j.move = 'return-province' AND j.at >= ` + began + `
			AND NOT EXISTS (SELECT 1 FROM cases n WHERE n.track = 'summary' AND n.edition = c.edition AND n.city = c.city AND n.opened > ` + began + ` AND n.opened <= j.at))`
	}})
}
