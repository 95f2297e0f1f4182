package apptest

import (
	"time"

	"qinglan/internal/calendar"
	"qinglan/internal/programme"
)

// Enter moves the clock into an edition, such as "teacher2018": to the morning
// of the third day after its first notice, when cities have issued theirs.
func (p *Program) Enter(edition string) *programme.Edition {
	p.T.Helper()
	e, ok := p.House.Flow.Edition(edition)
	if !ok {
		p.T.Fatalf("no edition %s", edition)
	}
	p.Clock.Set(calendar.Day(e.Opens()).AddDays(2).At(9, 0))
	if got := p.House.Flow.Current(); got != e {
		p.T.Fatalf("on %s the edition %s is open, not %s", p.Clock.Now().Format(time.DateOnly), got.Name, edition)
	}
	return e
}
