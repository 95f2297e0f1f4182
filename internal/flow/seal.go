package flow

import (
	"context"
	"encoding/json"
	"fmt"

	"qinglan/internal/db"
	"qinglan/internal/form"
	"qinglan/internal/org"
	"qinglan/internal/programme"
)

// A title is what a case says of itself beside its state: whose it is, what it
// grew out of, and the name, unit and region it is listed under. Who sees a
// case hangs on it. A draft changes it many times between two rows of the
// journal, so it has a seal of its own.
type title struct{ id, party, parent, name, unit, county, city string }

func titleOf(c *Case) title {
	return title{c.ID, c.Party, c.Parent, c.Name, c.Unit, c.County, c.City}
}

// seal returns the keyed digest of t. The key is not in the database, so that
// whoever can write there alone cannot make it; doc/record.md says how it is
// reckoned.
func (s *Store) seal(t title) string {
	b, err := json.Marshal([]string{t.id, t.party, t.parent, t.name, t.unit, t.county, t.city})
	if err != nil {
		panic(err) // strings always marshal
	}
	return s.keys.Blind("case-title", string(b))
}

// Retitle changes the name, unit and region a case is listed under; they are
// what its party has written and stand in no journal row.
func (s *Store) Retitle(ctx context.Context, tx *db.Tx, caseID, name, unit, county, city string) error {
	t := title{id: caseID, name: name, unit: unit, county: county, city: city}
	err := tx.QueryRowContext(ctx, `
		UPDATE cases SET name = $1, unit = $2, county = $3, city = $4 WHERE id = $5 RETURNING party, parent`,
		name, unit, county, city, caseID).Scan(&t.party, &t.parent)
	if err == nil {
		_, err = tx.ExecContext(ctx, `UPDATE cases SET seal = $1 WHERE id = $2`, s.seal(t), caseID)
	}
	if err != nil {
		return fmt.Errorf("retitle case %s: %w", caseID, err)
	}
	return nil
}

// SealAll seals what has no seal, which is what was there before seals were:
// the audit says how many, so that a seal that somebody took off and had made
// anew is seen.
func (s *Store) SealAll(ctx context.Context) (n int, err error) {
	err = s.db.Tx(ctx, func(tx *db.Tx) error {
		n = 0
		bare, err := db.All(ctx, tx, func(row interface{ Scan(...any) error }) (t title, err error) {
			err = row.Scan(&t.id, &t.party, &t.parent, &t.name, &t.unit, &t.county, &t.city)
			return t, err
		}, `SELECT id, party, parent, name, unit, county, city FROM cases WHERE seal = '' AND id <> $1 ORDER BY id`, auditCase)
		if err != nil || len(bare) == 0 {
			return err
		}
		for _, t := range bare {
			if _, err := tx.ExecContext(ctx, `UPDATE cases SET seal = $1 WHERE id = $2 AND seal = ''`, s.seal(t), t.id); err != nil {
				return fmt.Errorf("seal case %s: %w", t.id, err)
			}
		}
		n = len(bare)
		return s.Log(ctx, tx, org.Actor{Role: programme.System}, "seal", "", form.Answers{"cases": fmt.Sprint(n)})
	})
	return n, err
}

// Bare returns how many cases have no seal.
func Bare(ctx context.Context, q db.Q) (n int, err error) {
	err = q.QueryRowContext(ctx, `SELECT COUNT(*) FROM cases WHERE seal = '' AND id <> $1`, auditCase).Scan(&n)
	return n, err
}
