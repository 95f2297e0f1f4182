package certificate

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"qinglan/internal/calendar"
	"qinglan/internal/db"
	"qinglan/internal/form"
)

const columns = `case_id, entry, replaces, number, year, serial, code, name, unit, directions, issuer,
	county, city, issued, state, ended, ground, replaced_by`

func scan(row db.Row) (r Record, err error) {
	var directions string
	var issued, ended int64
	err = row.Scan(&r.Case, &r.Entry, &r.Replaces, &r.Number, &r.Year, &r.Serial, &r.Code, &r.Name, &r.Unit,
		&directions, &r.Issuer, &r.County, &r.City, &issued, &r.State, &ended, &r.Ground, &r.ReplacedBy)
	r.Directions = form.List(directions)
	r.At, r.Ended = db.Time(issued), db.Time(ended)
	r.Issued = calendar.Day(r.At)
	return r, err
}

// insert keeps r and reports whether there was none for the same entry or the
// same certificate replaced.
func (s *Slice) insert(ctx context.Context, tx *db.Tx, r Record) (bool, error) {
	n, err := db.Changed(tx.ExecContext(ctx, `INSERT INTO certificates (`+columns+`)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, 0, '', '')
		ON CONFLICT (entry, replaces) DO NOTHING`,
		r.Case, r.Entry, r.Replaces, r.Number, r.Year, r.Serial, r.Code, r.Name, r.Unit,
		strings.Join(r.Directions, "\n"), r.Issuer, r.County, r.City, db.Millis(r.At), r.State))
	if err != nil {
		return false, fmt.Errorf("keep certificate %s: %w", r.Number, err)
	}
	return n == 1, nil
}

// end notes that a certificate is valid no longer.
func (s *Slice) end(ctx context.Context, tx *db.Tx, id, state string, at time.Time, ground, by string) error {
	_, err := tx.ExecContext(ctx, `UPDATE certificates SET state = $1, ended = $2, ground = $3, replaced_by = $4 WHERE case_id = $5`,
		state, db.Millis(at), ground, by, id)
	if err != nil {
		return fmt.Errorf("end certificate %s: %w", id, err)
	}
	return nil
}

// has reports whether an entry has a certificate, valid or not.
func (s *Slice) has(ctx context.Context, q db.Q, entry string) (bool, error) {
	var n int
	err := q.QueryRowContext(ctx, `SELECT COUNT(*) FROM certificates WHERE entry = $1`, entry).Scan(&n)
	return n > 0, err
}

func (s *Slice) one(ctx context.Context, q db.Q, where, value string) (Record, error) {
	r, err := db.One(ctx, q, scan, `SELECT `+columns+` FROM certificates WHERE `+where+` = $1`, value)
	if errors.Is(err, db.ErrNone) {
		return r, errUnknown
	}
	return r, err
}

func (s *Slice) byCode(ctx context.Context, q db.Q, code string) (Record, error) {
	return s.one(ctx, q, "code", code)
}

func (s *Slice) byNumber(ctx context.Context, q db.Q, number string) (Record, error) {
	return s.one(ctx, q, "number", number)
}

func (s *Slice) byCase(ctx context.Context, q db.Q, id string) (Record, error) {
	return s.one(ctx, q, "case_id", id)
}

// ofEntry returns the certificates of an entry, the newest first.
func (s *Slice) ofEntry(ctx context.Context, q db.Q, entry string) ([]Record, error) {
	return db.All(ctx, q, scan, `SELECT `+columns+` FROM certificates WHERE entry = $1 ORDER BY year DESC, serial DESC`, entry)
}

// valid returns the register: what is valid, by number.
func (s *Slice) valid(ctx context.Context) ([]Record, error) {
	return db.All(ctx, s.Flow.DB(), scan, `SELECT `+columns+` FROM certificates WHERE state = $1 ORDER BY year, serial`, valid)
}
