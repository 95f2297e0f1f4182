package census

import (
	"context"
	"errors"
	"fmt"

	"qinglan/internal/db"
	"qinglan/internal/form"
	"qinglan/internal/locality"
	"qinglan/internal/org"
)

// draftOf returns a census that is still being written; version 0 is none.
func draftOf(ctx context.Context, q db.Q, id string) (form.Answers, int64, error) {
	var version int64
	var text string
	err := q.QueryRowContext(ctx, `SELECT version, body FROM census_drafts WHERE case_id = $1`, id).Scan(&version, &text)
	if errors.Is(err, db.ErrNone) {
		return nil, 0, nil
	}
	if err != nil {
		return nil, 0, err
	}
	a, err := form.Parse([]byte(text))
	return a, version, err
}

func (s *Slice) keepDraft(ctx context.Context, tx *db.Tx, a org.Actor, id string, version int64, ans form.Answers) error {
	n, err := db.Changed(tx.ExecContext(ctx, `
		INSERT INTO census_drafts (case_id, version, body, saver, at) VALUES ($1, 1, $2, $3, $4)
		ON CONFLICT (case_id) DO UPDATE SET version = census_drafts.version + 1, body = excluded.body, saver = excluded.saver, at = excluded.at
		WHERE census_drafts.version = $5`, id, string(ans.JSON()), a.Person, db.Millis(s.Flow.Now()), version))
	if err != nil {
		return fmt.Errorf("keep draft of %s: %w", id, err)
	}
	if n == 0 {
		return locality.ErrStale
	}
	return nil
}

// dropDraft forgets a draft once it is sent.
func dropDraft(ctx context.Context, tx *db.Tx, id string) error {
	_, err := tx.ExecContext(ctx, `DELETE FROM census_drafts WHERE case_id = $1`, id)
	return err
}

// recommendedBy counts the people of an edition who came at least so far, by
// direction; somebody of two directions is counted in both. Numbers name
// nobody, so nobody is asked who looks.
func recommendedBy(ctx context.Context, q db.Q, edition, city string, reach int) (map[string]int, error) {
	out := map[string]int{}
	_, err := db.All(ctx, q, func(row db.Row) (d string, err error) {
		var n int
		if err = row.Scan(&d, &n); err == nil {
			for _, one := range form.List(d) {
				out[one] += n
			}
		}
		return d, err
	}, `SELECT p.directions, COUNT(*) FROM cases c JOIN applications p ON p.case_id = c.id
		WHERE c.edition = $1 AND c.track = 'application' AND ($2 = '' OR c.city = $2) AND c.reach >= $3
			AND c.state NOT IN ('at-city', 'fix-city', 'rejected', 'left-out', 'not-accepted', 'withdrawn')
		GROUP BY p.directions ORDER BY p.directions`, edition, city, reach)
	return out, err
}
