package contest

import (
	"context"
	"errors"
	"fmt"

	"qinglan/internal/calendar"
	"qinglan/internal/db"
	"qinglan/internal/fault"
)

const yearColumns = `year, contest, first, last`

func scanYear(row db.Row) (w Window, err error) {
	var first, last string
	if err = row.Scan(&w.Year, &w.Case, &first, &last); err != nil {
		return w, err
	}
	if w.First, err = calendar.Parse(first); err == nil {
		w.Last, err = calendar.Parse(last)
	}
	return w, err
}

// insertYear keeps a window and reports whether the year had none that stands.
func insertYear(ctx context.Context, tx *db.Tx, w Window) (bool, error) {
	n, err := db.Changed(tx.ExecContext(ctx, `
		INSERT INTO contest_years (`+yearColumns+`) VALUES ($1, $2, $3, $4)
		ON CONFLICT (year) DO UPDATE SET contest = excluded.contest, first = excluded.first, last = excluded.last
		WHERE EXISTS (SELECT 1 FROM cases c WHERE c.id = contest_years.contest AND c.state = 'cancelled')`,
		w.Year, w.Case, w.First.String(), w.Last.String()))
	if err != nil {
		return false, fmt.Errorf("open the year %d: %w", w.Year, err)
	}
	return n == 1, nil
}

func windowOf(ctx context.Context, q db.Q, contest string) (Window, error) {
	w, err := db.One(ctx, q, scanYear, `SELECT `+yearColumns+` FROM contest_years WHERE contest = $1`, contest)
	if errors.Is(err, db.ErrNone) {
		return w, fault.New(fault.Missing, "没有这个年度的推荐。")
	}
	return w, err
}

// windows returns the years, the newest first.
func windows(ctx context.Context, q db.Q) ([]Window, error) {
	return db.All(ctx, q, scanYear, `SELECT `+yearColumns+` FROM contest_years ORDER BY year DESC`)
}

// takeWish notes a wish and returns how many the contest has with it, or 0 if
// the person has one already.
func takeWish(ctx context.Context, tx *db.Tx, contest, person, nomination string) (int, error) {
	n, err := db.Changed(tx.ExecContext(ctx, `INSERT INTO contest_wishes (contest, person, nomination) VALUES ($1, $2, $3)
		ON CONFLICT (contest, person) DO NOTHING`, contest, person, nomination))
	if err != nil || n == 0 {
		return 0, err
	}
	var all int
	err = tx.QueryRowContext(ctx, `SELECT COUNT(*) FROM contest_wishes WHERE contest = $1`, contest).Scan(&all)
	return all, err
}

// wishOf returns the nomination of a person in a contest, or "".
func wishOf(ctx context.Context, q db.Q, contest, person string) (string, error) {
	ids, err := db.All(ctx, q, db.Cell[string], `SELECT nomination FROM contest_wishes WHERE contest = $1 AND person = $2`, contest, person)
	if err != nil || len(ids) == 0 {
		return "", err
	}
	return ids[0], nil
}

// valid returns the valid certificates of a person: what the register shows.
func valid(ctx context.Context, q db.Q, person string) ([]string, error) {
	return db.All(ctx, q, db.Cell[string], `SELECT id FROM cases WHERE track = 'certificate' AND state = 'valid' AND party = $1 ORDER BY opened DESC, id`, person)
}
