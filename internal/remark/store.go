package remark

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"time"

	"qinglan/internal/db"
	"qinglan/internal/form"
)

var text = base64.RawURLEncoding

// place is what a sealed body is bound to.
func place(id string) []byte { return []byte("remarks/" + id) }

const columns = `id, case_id, organ, person, kind, asked, parent, follow, body, at, settled`

// scan reads a row and opens what was sealed.
func (s *Slice) scan(row db.Row) (r Remark, err error) {
	var body string
	var at, settled int64
	if err = row.Scan(&r.ID, &r.Case, &r.Organ, &r.Person, &r.Kind, &r.Asked, &r.Parent, &r.Follow, &body, &at, &settled); err != nil {
		return r, err
	}
	r.At, r.Settled = db.Time(at), settled > 0
	sealed, err := text.DecodeString(body)
	if err != nil {
		return r, fmt.Errorf("remark %s: %w", r.ID, err)
	}
	plain, err := s.Keys.Open(sealed, place(r.ID))
	if err != nil {
		return r, fmt.Errorf("remark %s: %w", r.ID, err)
	}
	r.Said, err = form.Parse(plain)
	return r, err
}

// insert reports whether the remark is new.
func (s *Slice) insert(ctx context.Context, tx *db.Tx, r Remark) (bool, error) {
	n, err := db.Changed(tx.ExecContext(ctx, `
		INSERT INTO remarks (id, case_id, organ, person, kind, asked, parent, follow, body, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (id) DO NOTHING`,
		r.ID, r.Case, r.Organ, r.Person, r.Kind, r.Asked, r.Parent, r.Follow,
		text.EncodeToString(s.Keys.Seal(r.Said.JSON(), place(r.ID))), db.Millis(s.Flow.Now())))
	if err != nil {
		return false, fmt.Errorf("keep a remark on %s: %w", r.Case, err)
	}
	return n == 1, nil
}

// on returns the remarks of an office on a case, newest first.
func (s *Slice) on(ctx context.Context, id, organ string) ([]Remark, error) {
	return db.All(ctx, s.Flow.DB(), s.scan,
		`SELECT `+columns+` FROM remarks WHERE case_id = $1 AND organ = $2 ORDER BY at DESC, id DESC LIMIT 100`, id, organ)
}

// one returns a remark of an office.
func (s *Slice) one(ctx context.Context, id, organ string) (Remark, error) {
	r, err := db.One(ctx, s.Flow.DB(), s.scan, `SELECT `+columns+` FROM remarks WHERE id = $1 AND organ = $2`, id, organ)
	if errors.Is(err, db.ErrNone) {
		err = errMissing
	}
	return r, err
}

func (s *Slice) lastCall(ctx context.Context, id, organ string) (*Remark, error) {
	all, err := db.All(ctx, s.Flow.DB(), s.scan,
		`SELECT `+columns+` FROM remarks WHERE case_id = $1 AND organ = $2 AND kind = 'call' ORDER BY at DESC, id DESC LIMIT 1`, id, organ)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	return &all[0], nil
}

// follows returns the calls of an office to be made again by a day.
func (s *Slice) follows(ctx context.Context, organ, day string) ([]Remark, error) {
	return db.All(ctx, s.Flow.DB(), s.scan,
		`SELECT `+columns+` FROM remarks WHERE organ = $1 AND kind = 'call' AND settled = 0 AND follow <> '' AND follow <= $2 ORDER BY follow, at`, organ, day)
}

// asks returns what a person is asked and has not answered.
func (s *Slice) asks(ctx context.Context, organ, person string) ([]Remark, error) {
	return db.All(ctx, s.Flow.DB(), s.scan,
		`SELECT `+columns+` FROM remarks WHERE organ = $1 AND kind = 'ask' AND settled = 0 AND asked = $2 ORDER BY at`, organ, person)
}

func settleFollows(ctx context.Context, tx *db.Tx, id, organ, but string, now time.Time) error {
	_, err := tx.ExecContext(ctx, `UPDATE remarks SET settled = $1 WHERE case_id = $2 AND organ = $3 AND kind = 'call' AND settled = 0 AND id <> $4`,
		db.Millis(now), id, organ, but)
	return err
}

func settleAsk(ctx context.Context, tx *db.Tx, id, organ, person string, now time.Time) (int64, error) {
	return db.Changed(tx.ExecContext(ctx, `UPDATE remarks SET settled = $1 WHERE id = $2 AND organ = $3 AND kind = 'ask' AND asked = $4 AND settled = 0`,
		db.Millis(now), id, organ, person))
}
