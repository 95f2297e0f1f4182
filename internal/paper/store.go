package paper

import (
	"context"
	"fmt"

	"qinglan/internal/db"
)

func scan(row db.Row) (p Print, err error) {
	var at int64
	err = row.Scan(&p.ID, &p.Case, &p.Paper, &p.Version, &p.Person, &at)
	p.At = db.Time(at)
	return p, err
}

// keep notes a print once. It looks first: printing the same paper again is
// reading, and must not wait for whoever writes.
func (s Store) keep(ctx context.Context, p Print) error {
	if _, found, err := s.Find(ctx, s.flow.DB(), p.ID); found || err != nil {
		return err
	}
	return s.flow.DB().Tx(ctx, func(tx *db.Tx) error {
		_, err := tx.ExecContext(ctx, `
			INSERT INTO prints (id, case_id, paper, version, person, at) VALUES ($1, $2, $3, $4, $5, $6)
			ON CONFLICT (id) DO NOTHING`, p.ID, p.Case, p.Paper, p.Version, p.Person, db.Millis(p.At))
		if err != nil {
			return fmt.Errorf("keep print of %s: %w", p.Case, err)
		}
		return nil
	})
}
