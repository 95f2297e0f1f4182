package recommend

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"qinglan/internal/db"
	"qinglan/internal/flow"
)

// A draft is what an office has typed of a 遴选 that is not recorded yet.
type draft struct {
	Values url.Values
	Person string
	At     time.Time
}

// saveDraft keeps what was typed about a summary as it is now; of two clerks
// the later one holds.
func saveDraft(ctx context.Context, tx *db.Tx, c *flow.Case, person string, now time.Time, v url.Values) error {
	kept := url.Values{}
	for k := range v {
		if k != "seen" && strings.TrimSpace(v.Get(k)) != "" {
			kept.Set(k, v.Get(k))
		}
	}
	_, err := tx.ExecContext(ctx, `
		INSERT INTO choice_drafts (summary, seq, body, person, at) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (summary) DO UPDATE SET seq = excluded.seq, body = excluded.body,
			person = excluded.person, at = excluded.at`,
		c.ID, c.Seq, kept.Encode(), person, db.Millis(now))
	if err != nil {
		return fmt.Errorf("save the draft of %s: %w", c.ID, err)
	}
	return nil
}

// draft returns what was typed about a summary as it is now, or nothing.
func (s *Slice) draft(ctx context.Context, q db.Q, c *flow.Case) (draft, error) {
	d, err := db.One(ctx, q, func(row db.Row) (d draft, err error) {
		var body string
		var at int64
		if err := row.Scan(&body, &d.Person, &at); err != nil {
			return d, err
		}
		d.At = db.Time(at)
		d.Values, err = url.ParseQuery(body)
		return d, err
	}, `SELECT body, person, at FROM choice_drafts WHERE summary = $1 AND seq = $2`, c.ID, c.Seq)
	if errors.Is(err, db.ErrNone) {
		return draft{}, nil
	}
	return d, err
}

// dropDraft forgets it.
func dropDraft(ctx context.Context, tx *db.Tx, id string) error {
	_, err := tx.ExecContext(ctx, `DELETE FROM choice_drafts WHERE summary = $1`, id)
	return err
}
