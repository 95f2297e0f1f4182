package flow

import (
	"context"
	"fmt"

	"qinglan/internal/db"
	"qinglan/internal/form"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/record"
	"qinglan/internal/tally"
)

func titleOf(c *Case) record.Title {
	return record.Title{ID: c.ID, Party: c.Party, Parent: c.Parent, Name: c.Name, Unit: c.Unit, County: c.County, City: c.City}
}

// Retitle changes the name, unit and region a case is listed under; they are
// what its party has written and stand in no journal row.
func (s *Store) Retitle(ctx context.Context, tx *db.Tx, caseID, name, unit, county, city string) error {
	t := record.Title{ID: caseID, Name: name, Unit: unit, County: county, City: city}
	var from tally.Place
	// The first statement takes the case for this transaction and says where it was.
	err := tx.QueryRowContext(ctx, `
		UPDATE cases SET seq = seq WHERE id = $1 RETURNING party, parent, edition, track, state, reach, city, county`, caseID).
		Scan(&t.Party, &t.Parent, &from.Edition, &from.Track, &from.State, &from.Reach, &from.City, &from.County)
	if err == nil {
		_, err = tx.ExecContext(ctx, `UPDATE cases SET name = $1, unit = $2, county = $3, city = $4, seal = $5 WHERE id = $6`,
			name, unit, county, city, s.Seal(t), caseID)
	}
	if err != nil {
		return fmt.Errorf("retitle case %s: %w", caseID, err)
	}
	to := from
	to.City, to.County = city, county
	return tally.Move(ctx, tx, caseID, from, to)
}

// SealAll seals what has no seal, which is what was there before seals were:
// the audit says how many, so that a seal that somebody took off and had made
// anew is seen.
func (s *Store) SealAll(ctx context.Context) (n int, err error) {
	err = s.db.Tx(ctx, func(tx *db.Tx) error {
		n = 0
		bare, err := db.All(ctx, tx, func(row interface{ Scan(...any) error }) (t record.Title, err error) {
			err = row.Scan(&t.ID, &t.Party, &t.Parent, &t.Name, &t.Unit, &t.County, &t.City)
			return t, err
		}, `SELECT id, party, parent, name, unit, county, city FROM cases WHERE seal = '' AND id <> $1 ORDER BY id`, record.Audit)
		if err != nil || len(bare) == 0 {
			return err
		}
		for _, t := range bare {
			if _, err := tx.ExecContext(ctx, `UPDATE cases SET seal = $1 WHERE id = $2 AND seal = ''`, s.Seal(t), t.ID); err != nil {
				return fmt.Errorf("seal case %s: %w", t.ID, err)
			}
		}
		n = len(bare)
		return s.Log(ctx, tx, org.Actor{Role: programme.System}, "seal", "", form.Answers{"cases": fmt.Sprint(n)})
	})
	return n, err
}
