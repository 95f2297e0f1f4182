package notify

import (
	"context"
	"errors"
	"fmt"
	"time"

	"qinglan/internal/db"
)

// A message tells a person of one move.
type message struct {
	ID, Person, Case string
	Seq              int64
	At, Read         time.Time
}

// put keeps m and reports whether it is new.
func (s *Slice) put(ctx context.Context, tx *db.Tx, m message) (fresh bool, err error) {
	n, err := db.Changed(tx.ExecContext(ctx, `
		INSERT INTO messages (id, person, case_id, seq, at, read_at) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (case_id, seq, person) DO NOTHING`,
		db.NewID(), m.Person, m.Case, m.Seq, db.Millis(m.At), db.Millis(m.Read)))
	if err != nil {
		return false, fmt.Errorf("keep message of %s/%d: %w", m.Case, m.Seq, err)
	}
	return n == 1, nil
}

func scanMessage(row db.Row) (m message, err error) {
	var at, read int64
	err = row.Scan(&m.ID, &m.Person, &m.Case, &m.Seq, &at, &read)
	m.At, m.Read = db.Time(at), db.Time(read)
	return m, err
}

const messageColumns = `id, person, case_id, seq, at, read_at`

// of returns the newest messages of a person.
func (s *Slice) of(ctx context.Context, q db.Q, person string, limit int) ([]message, error) {
	return db.All(ctx, q, scanMessage, `SELECT `+messageColumns+` FROM messages
		WHERE person = $1 ORDER BY at DESC, case_id, seq DESC LIMIT $2`, person, limit)
}

func (s *Slice) unread(ctx context.Context, q db.Q, person string) (n int, err error) {
	err = q.QueryRowContext(ctx, `SELECT COUNT(*) FROM messages WHERE person = $1 AND read_at = 0`, person).Scan(&n)
	return n, err
}

// markRead notes that a person has read one message, or all with an empty id,
// and returns the case of the one.
func (s *Slice) markRead(ctx context.Context, person, id string, now time.Time) (caseID string, err error) {
	err = s.Flow.DB().Tx(ctx, func(tx *db.Tx) error {
		if id == "" {
			_, err := tx.ExecContext(ctx, `UPDATE messages SET read_at = $1 WHERE person = $2 AND read_at = 0`, db.Millis(now), person)
			return err
		}
		err := tx.QueryRowContext(ctx, `SELECT case_id FROM messages WHERE id = $1 AND person = $2`, id, person).Scan(&caseID)
		if errors.Is(err, db.ErrNone) {
			return errMissing
		}
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `UPDATE messages SET read_at = $1 WHERE id = $2 AND read_at = 0`, db.Millis(now), id)
		return err
	})
	return caseID, err
}
