package radar

import (
	"context"
	"fmt"

	"qinglan/internal/db"
)

func put(ctx context.Context, tx *db.Tx, id string, m mark) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO traces (case_id, kind, key) VALUES ($1, $2, $3)`, id, m.Kind, m.Key)
	if err != nil {
		return fmt.Errorf("keep the %s of %s: %w", m.Kind, id, err)
	}
	return nil
}

func drop(ctx context.Context, tx *db.Tx, id string) error {
	_, err := tx.ExecContext(ctx, `DELETE FROM traces WHERE case_id = $1`, id)
	return err
}

// A hit is another case with a trace of this one.
type hit struct {
	mark
	Case, Track string
}

// hits returns the cases of other parties in the same edition that share a
// trace with this one. Who has withdrawn or not sent anything is not counted.
func hits(ctx context.Context, q db.Q, id, edition, party string) ([]hit, error) {
	return db.All(ctx, q, func(row db.Row) (h hit, err error) {
		err = row.Scan(&h.Case, &h.Kind, &h.Key, &h.Track)
		return h, err
	}, `
		SELECT o.case_id, o.kind, o.key, x.track FROM traces t
		JOIN traces o ON o.kind = t.kind AND o.key = t.key AND o.case_id <> t.case_id
		JOIN cases x ON x.id = o.case_id AND x.edition = $2 AND x.party <> $3 AND x.state NOT IN ('draft', 'withdrawn')
		WHERE t.case_id = $1 ORDER BY o.case_id, o.kind, o.key LIMIT 200`, id, edition, party)
}

// earlier returns the same party's cases of a track in other editions.
func earlier(ctx context.Context, q db.Q, track, edition, party string) ([]string, error) {
	return db.All(ctx, q, func(row db.Row) (id string, err error) {
		err = row.Scan(&id)
		return id, err
	}, `SELECT id FROM cases WHERE party = $1 AND track = $2 AND edition <> $3 AND state <> 'draft' ORDER BY opened`, party, track, edition)
}
