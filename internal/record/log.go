package record

import (
	"context"
	"fmt"

	"qinglan/internal/db"
	"qinglan/internal/form"
	"qinglan/internal/org"
)

// Audit is the id of the case whose journal holds what is no move: sign-ins,
// exports, reads of sensitive fields, settings (settled 14). It has no track;
// one chain of rows, the same mechanism as every case.
const Audit = "audit"

// Log appends to the audit what a did to an object, in a's transaction or, with
// a nil tx, in its own. Details stand in the answers and can be erased.
func (b *Book) Log(ctx context.Context, tx *db.Tx, a org.Actor, act, object string, details form.Answers) error {
	if tx == nil {
		return b.db.Tx(ctx, func(tx *db.Tx) error { return b.Log(ctx, tx, a, act, object, details) })
	}
	now := db.Millis(b.now())
	_, err := tx.ExecContext(ctx, `
		INSERT INTO cases (id, edition, track, party, state, seq, reach, opened, since, head)
		VALUES ($1, '', $1, '', 'open', 0, 0, $2, $2, '') ON CONFLICT (id) DO NOTHING`, Audit, now)
	if err != nil {
		return fmt.Errorf("open the audit: %w", err)
	}
	var seq int64
	var prev string
	const next = `UPDATE cases SET seq = seq + 1, since = $1 WHERE id = $2 RETURNING seq, head`
	if err := tx.QueryRowContext(ctx, next, now, Audit).Scan(&seq, &prev); err != nil {
		return fmt.Errorf("audit %s: %w", act, err)
	}
	kept := form.Answers{"object": object}
	for k, v := range details {
		kept[k] = v
	}
	e, err := Write(ctx, tx, Entry{
		Case: Audit, Seq: seq, Move: act, State: "open", Person: a.Person, Organ: a.Organ.ID,
		Role: a.Role, At: db.Time(now), Prev: prev,
	}, kept)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `UPDATE cases SET head = $1 WHERE id = $2`, e.Hash, Audit)
	return err
}

// Logged returns the newest rows of the audit, newest first.
func (b *Book) Logged(ctx context.Context, limit int) ([]Entry, error) {
	return db.All(ctx, b.db, scanEntry,
		`SELECT `+Columns+` FROM journal WHERE case_id = $1 ORDER BY seq DESC LIMIT $2`, Audit, limit)
}
