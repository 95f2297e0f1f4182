package endorsement

import (
	"context"
	"errors"

	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/vault"
)

// A Store keeps the links; it alone writes them.
type Store struct {
	flow *flow.Store
	keys *vault.Keys
}

// New returns the store over f, with the keys of the installation.
func New(f *flow.Store, keys *vault.Keys) Store { return Store{f, keys} }

// Ask makes a new one-time link for a case and ends those before.
func (s Store) Ask(ctx context.Context, tx *db.Tx, caseID string) error {
	now := db.Millis(s.flow.Now())
	if _, err := tx.ExecContext(ctx, `UPDATE endorsements SET ended = $1 WHERE case_id = $2 AND ended = 0`, now, caseID); err != nil {
		return err
	}
	id := db.NewID()
	_, err := tx.ExecContext(ctx, `INSERT INTO endorsements (id, case_id, digest, at) VALUES ($1, $2, $3, $4)`,
		id, caseID, digest(s.token(id)), now)
	return err
}

// Asked returns the number of the link of a case that is still good, or "".
func (s Store) Asked(ctx context.Context, q db.Q, caseID string) (string, error) {
	ids, err := db.All(ctx, q, db.Cell[string],
		`SELECT id FROM endorsements WHERE case_id = $1 AND ended = 0 ORDER BY id DESC`, caseID)
	if err != nil || len(ids) == 0 {
		return "", err
	}
	return ids[0], nil
}

// Path returns the path of the page on which the employer of a case answers, or
// "" if nobody is asked now.
func (s Store) Path(ctx context.Context, q db.Q, caseID string) (string, error) {
	id, err := s.Asked(ctx, q, caseID)
	if err != nil || id == "" {
		return "", err
	}
	return "/endorse/" + s.token(id), nil
}

// Linked returns the link of a token: its number, its case, whether it has
// ended.
func (s Store) Linked(ctx context.Context, q db.Q, token string) (id, caseID string, ended bool, err error) {
	var at int64
	err = q.QueryRowContext(ctx, `SELECT id, case_id, ended FROM endorsements WHERE digest = $1`, digest(token)).Scan(&id, &caseID, &at)
	if errors.Is(err, db.ErrNone) {
		err = fault.New(fault.Missing, "这个链接无效。请向申报人索取新的链接。")
	}
	return id, caseID, at != 0, err
}

// End lets a link do its work: it is Stale if it has.
func (s Store) End(ctx context.Context, tx *db.Tx, id string) error {
	n, err := db.Changed(tx.ExecContext(ctx,
		`UPDATE endorsements SET ended = $1 WHERE id = $2 AND ended = 0`, db.Millis(s.flow.Now()), id))
	if err == nil && n == 0 {
		err = ErrStale
	}
	return err
}
