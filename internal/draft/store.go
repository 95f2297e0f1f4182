package draft

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"

	"qinglan/internal/db"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/vault"
)

// A Store keeps drafts; it alone writes them.
type Store struct {
	flow *flow.Store
	keys *vault.Keys
}

// New returns the store over f, with the keys of the installation.
func New(f *flow.Store, keys *vault.Keys) Store { return Store{f, keys} }

// Of returns the draft of c, or else what was sent last.
func (s Store) Of(ctx context.Context, q db.Q, c *flow.Case) (Draft, error) {
	d, err := db.One(ctx, q, func(row db.Row) (d Draft, err error) {
		var body string
		if err = row.Scan(&d.Version, &d.Tab, &body, &d.At); err != nil {
			return d, err
		}
		sealed, err := base64.RawStdEncoding.DecodeString(body)
		if err != nil {
			return d, err
		}
		plain, err := s.keys.Open(sealed, place(c.ID))
		if err != nil {
			return d, err
		}
		d.Answers, err = form.Parse(plain)
		return d, err
	}, `SELECT version, tab, body, at FROM drafts WHERE case_id = $1`, c.ID)
	if err == nil || !errors.Is(err, db.ErrNone) {
		return d, err
	}
	d.Answers, err = s.Sent(ctx, q, c)
	return d, err
}

// Sent returns the profile that was sent last.
func (s Store) Sent(ctx context.Context, q db.Q, c *flow.Case) (form.Answers, error) {
	a, err := s.flow.Answers(ctx, q, c, Moves...)
	delete(a, "materials")
	delete(a, "signed")
	if err == nil && len(a) > 0 && c.County != "" {
		a["region"] = c.County
	}
	return a, err
}

// Keep saves what a page has sent: the page that saved last, or one that shows
// the newest version, may save; another one gets [ErrTabs].
func (s Store) Keep(ctx context.Context, tx *db.Tx, caseID, tab string, version int64, a form.Answers) error {
	body := base64.RawStdEncoding.EncodeToString(s.keys.Seal(a.JSON(), place(caseID)))
	n, err := db.Changed(tx.ExecContext(ctx, `
		INSERT INTO drafts (case_id, version, tab, body, at) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (case_id) DO UPDATE SET version = drafts.version + 1, tab = excluded.tab, body = excluded.body, at = excluded.at
		WHERE drafts.tab = excluded.tab OR drafts.version = $6`, caseID, version+1, tab, body, db.Millis(s.flow.Now()), version))
	if err != nil {
		return fmt.Errorf("keep draft of %s: %w", caseID, err)
	}
	if n == 0 {
		return ErrTabs
	}
	return nil
}

// Drop forgets a draft: what was sent stands in the answers.
func Drop(ctx context.Context, tx *db.Tx, caseID string) error {
	_, err := tx.ExecContext(ctx, `DELETE FROM drafts WHERE case_id = $1`, caseID)
	return err
}
