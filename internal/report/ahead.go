package report

import (
	"context"
	"fmt"

	"qinglan/internal/calendar"
	"qinglan/internal/db"
	"qinglan/internal/forecast"
	"qinglan/internal/programme"
)

// A tally is how many cases of a track of one edition stand in a state.
type tally struct {
	edition, track, state string
	reach, n              int
}

// tallies returns numbers and nothing else, as counts does.
func (s *Slice) tallies(ctx context.Context) ([]tally, error) {
	all, err := db.All(ctx, s.Flow.DB(), func(row db.Row) (t tally, err error) {
		err = row.Scan(&t.edition, &t.track, &t.state, &t.reach, &t.n)
		return t, err
	}, `SELECT edition, track, state, reach, COUNT(*) FROM cases WHERE track IN ('application', 'entry')
		GROUP BY edition, track, state, reach ORDER BY edition, track, state, reach`)
	if err != nil {
		return nil, fmt.Errorf("count cases by edition: %w", err)
	}
	return all, nil
}

// ahead forecasts how many the programme will have certified in the end, one
// edition a year. It is not ok while too little is known.
func (s *Slice) ahead(ctx context.Context, target programme.Target) (forecast.Range, bool, error) {
	all, err := s.tallies(ctx)
	if err != nil {
		return forecast.Range{}, false, err
	}
	p := forecast.Programme{Planned: target.Years, Target: target.Total}
	for _, e := range s.Flow.Editions() {
		if steps := stepsOf(e, all); steps[0] != (forecast.Step{}) {
			open := s.Flow.Now().Before(e.DeadlineOf("submit", "", ""))
			p.Editions = append(p.Editions, forecast.Edition{Open: open, Steps: steps})
		}
	}
	r, ok := forecast.Of(p)
	return r, ok, nil
}

// stepsOf counts the three steps of an edition: chosen from among those who
// applied, trained, certified.
func stepsOf(e *programme.Edition, all []tally) []forecast.Step {
	steps := make([]forecast.Step, 3)
	for _, t := range all {
		track, ok := e.Track(t.track)
		if t.edition != e.Name || !ok {
			continue
		}
		st, _ := track.State(t.state)
		switch {
		case t.track == "application" && t.reach == 0: // a draft is nobody yet
		case t.track == "application" && st.Final:
			steps[0].Failed += t.n
		case t.track == "application":
			steps[0].Waiting += t.n
		default:
			enter(steps, t, st.Final)
		}
	}
	// Whoever is on the 培育名单 has an application that is over as well.
	steps[0].Failed = max(0, steps[0].Failed-steps[0].Passed)
	return steps
}

// enter counts entries: each has passed the first step.
func enter(steps []forecast.Step, t tally, final bool) {
	steps[0].Passed += t.n
	switch {
	case t.reach == 0 && final:
		steps[1].Failed += t.n
	case t.reach == 0:
		steps[1].Waiting += t.n
	default:
		steps[1].Passed += t.n
		switch {
		case t.state == "certified":
			steps[2].Passed += t.n
		case final:
			steps[2].Failed += t.n
		default:
			steps[2].Waiting += t.n
		}
	}
}

// left returns how many months of the programme are still to come after day.
func left(target programme.Target, day calendar.Date) int {
	end := target.Start.AddMonths(12 * target.Years)
	return max(0, (end.Y-day.Y)*12+int(end.M)-int(day.M)-1)
}
