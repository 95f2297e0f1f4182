package pad

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"time"

	"qinglan/internal/db"
	"qinglan/internal/form"
	"qinglan/internal/vault"
)

// store keeps the drafts, sealed.
type store struct{ keys *vault.Keys }

// keep seals and keeps what a judge has written so far on a sheet.
func (s store) keep(ctx context.Context, tx *db.Tx, sheet string, a form.Answers, now time.Time) error {
	body := base64.StdEncoding.EncodeToString(s.keys.Seal(a.JSON(), []byte("draft "+sheet)))
	_, err := tx.ExecContext(ctx, `
		INSERT INTO sheet_drafts (sheet, body, saved) VALUES ($1, $2, $3)
		ON CONFLICT (sheet) DO UPDATE SET body = excluded.body, saved = excluded.saved`, sheet, body, db.Millis(now))
	return err
}

// draft returns what was kept, or no answers.
func (s store) draft(ctx context.Context, q db.Q, sheet string) (form.Answers, error) {
	body, err := db.One(ctx, q, func(row db.Row) (b string, err error) {
		err = row.Scan(&b)
		return b, err
	}, `SELECT body FROM sheet_drafts WHERE sheet = $1`, sheet)
	if errors.Is(err, db.ErrNone) {
		return form.Answers{}, nil
	}
	if err != nil {
		return nil, err
	}
	raw, err := base64.StdEncoding.DecodeString(body)
	if err != nil {
		return nil, fmt.Errorf("draft of %s: %w", sheet, err)
	}
	plain, err := s.keys.Open(raw, []byte("draft "+sheet))
	if err != nil {
		return nil, fmt.Errorf("draft of %s: %w", sheet, err)
	}
	return form.Parse(plain)
}

func (store) forget(ctx context.Context, tx *db.Tx, sheet string) error {
	_, err := tx.ExecContext(ctx, `DELETE FROM sheet_drafts WHERE sheet = $1`, sheet)
	return err
}
