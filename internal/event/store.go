package event

import (
	"context"

	"qinglan/internal/db"
	"qinglan/internal/form"
)

// A Line is an event as the calendar has it: nothing of it is about a person.
type Line struct {
	Case, Title, Organ, State, County, City string
	Day, Part, Direction, Place, Audience   string
	About                                   string
}

// keep notes what was planned, once.
func keep(ctx context.Context, tx *db.Tx, id string, plan form.Answers) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO events (case_id, on_day, part, direction, place, audience, about)
		VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (case_id) DO NOTHING`,
		id, plan["on"], plan["part"], plan["direction"], plan["place"], plan["audience"], plan["about"])
	return err
}

// announced returns what the public may know: events from a day on that are
// announced or held, by their day.
func announced(ctx context.Context, q db.Q, from string) ([]Line, error) {
	return db.All(ctx, q, func(row db.Row) (l Line, err error) {
		err = row.Scan(&l.Case, &l.Title, &l.Organ, &l.State, &l.County, &l.City, &l.Day, &l.Part, &l.Direction, &l.Place, &l.Audience, &l.About)
		return l, err
	}, `SELECT c.id, c.name, c.unit, c.state, c.county, c.city, e.on_day, e.part, e.direction, e.place, e.audience, e.about
		FROM events e JOIN cases c ON c.id = e.case_id
		WHERE e.on_day >= $1 AND c.state IN ('announced', 'held') ORDER BY e.on_day, e.part, c.id`, from)
}
