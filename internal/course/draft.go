package course

import (
	"context"
	"errors"
	"fmt"

	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/form"
	"qinglan/internal/org"
)

// ErrOvertaken says that somebody else has saved the same plan meanwhile.
var ErrOvertaken = fault.New(fault.Stale, "这份班次计划在别处刚有改动，请刷新后再填。")

// Draft returns what was typed of the plan of a class and not sent; version 0
// is nothing.
func Draft(ctx context.Context, q db.Q, class string) (form.Answers, int64, error) {
	var version int64
	var text string
	err := q.QueryRowContext(ctx, `SELECT version, body FROM plan_drafts WHERE class = $1`, class).Scan(&version, &text)
	if errors.Is(err, db.ErrNone) {
		return nil, 0, nil
	}
	if err != nil {
		return nil, 0, fmt.Errorf("draft of the plan of %s: %w", class, err)
	}
	a, err := form.Parse([]byte(text))
	return a, version, err
}

// KeepDraft saves what is typed over the version that the page had read, and
// returns the new version; [ErrOvertaken] if another page saved first.
func (s *Store) KeepDraft(ctx context.Context, a org.Actor, class string, version int64, typed form.Answers) (int64, error) {
	err := s.flow.DB().Tx(ctx, func(tx *db.Tx) error {
		n, err := db.Changed(tx.ExecContext(ctx, `
			INSERT INTO plan_drafts (class, version, body, saver, at) VALUES ($1, 1, $2, $3, $4)
			ON CONFLICT (class) DO UPDATE SET version = plan_drafts.version + 1, body = excluded.body, saver = excluded.saver, at = excluded.at
			WHERE plan_drafts.version = $5`, class, string(typed.JSON()), a.Person, db.Millis(s.flow.Now()), version))
		if err == nil && n == 0 {
			err = ErrOvertaken
		}
		return err
	})
	return version + 1, err
}

// dropDraft forgets what was typed once the plan is sent.
func dropDraft(ctx context.Context, tx *db.Tx, class string) error {
	_, err := tx.ExecContext(ctx, `DELETE FROM plan_drafts WHERE class = $1`, class)
	return err
}
