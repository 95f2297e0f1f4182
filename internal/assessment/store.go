package assessment

import (
	"context"
	"errors"
	"fmt"

	"qinglan/internal/db"
	"qinglan/internal/flow"
	"qinglan/internal/score"
)

// A Store reads assessments from the record; it alone writes what is compared
// of institutions.
type Store struct{ flow *flow.Store }

// Of returns the store over f.
func Of(f *flow.Store) Store { return Store{f} }

// Figures are what an institution says of itself that is compared.
type Figures struct {
	Income                   int64 // 分
	Staff, Trained, Capacity int64
	Directions               string
}

// Keep indexes what an institution has sent.
func (s Store) Keep(ctx context.Context, tx *db.Tx, caseID string, x Figures) error {
	_, err := tx.ExecContext(ctx, `
		INSERT INTO institution_cases (case_id, income, staff, trained, capacity, directions) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (case_id) DO UPDATE SET income = excluded.income, staff = excluded.staff, trained = excluded.trained,
			capacity = excluded.capacity, directions = excluded.directions`,
		caseID, x.Income, x.Staff, x.Trained, x.Capacity, x.Directions)
	if err != nil {
		return fmt.Errorf("index institution %s: %w", caseID, err)
	}
	return nil
}

// A Result is an assessment that is concluded; without a gate it is not.
type Result struct {
	Gate   string
	Mean   score.Score
	Passed bool
}

// Result returns what the assessment of an institution has come to.
func (s Store) Result(ctx context.Context, q db.Q, caseID string) (Result, error) {
	x, err := db.One(ctx, q, func(row db.Row) (x Result, err error) {
		err = row.Scan(&x.Gate, &x.Mean, &x.Passed)
		return x, err
	}, `SELECT gate, mean, passed FROM institution_cases WHERE case_id = $1`, caseID)
	if errors.Is(err, db.ErrNone) {
		return Result{}, nil
	}
	return x, err
}

// Conclude keeps what an assessment has come to.
func (s Store) Conclude(ctx context.Context, tx *db.Tx, caseID string, x Result) error {
	_, err := tx.ExecContext(ctx, `UPDATE institution_cases SET gate = $1, mean = $2, passed = $3 WHERE case_id = $4`,
		x.Gate, x.Mean, x.Passed, caseID)
	return err
}

// Below returns the cases of a track below a case, by id.
func (s Store) Below(ctx context.Context, q db.Q, parent, track string) ([]string, error) {
	return db.All(ctx, q, db.Cell[string], `SELECT id FROM cases WHERE parent = $1 AND track = $2 ORDER BY id`, parent, track)
}

// Training returns the institutions that train in an edition, by city, name.
func (s Store) Training(ctx context.Context, q db.Q, edition string) ([]string, error) {
	return db.All(ctx, q, db.Cell[string], `
		SELECT id FROM cases WHERE edition = $1 AND track = 'institution' AND state = 'selected' ORDER BY city, name, id`, edition)
}
