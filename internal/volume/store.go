package volume

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"qinglan/internal/blob"
	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/job"
	"qinglan/internal/org"
)

const columns = `id, summary, version, n, of_n, people, person, at, state, key, size, sha256, pages, missing, done`

func scan(row db.Row) (v Volume, err error) {
	var people string
	var at, done int64
	err = row.Scan(&v.ID, &v.Summary, &v.Version, &v.N, &v.Of, &people, &v.Person, &at, &v.State, &v.Key, &v.Size, &v.SHA256, &v.Pages, &v.Missing, &done)
	v.People, v.At, v.Done = strings.Split(people, "\n"), db.Time(at), db.Time(done)
	return v, err
}

// put keeps a volume that is asked for and its copies, with the task that binds
// it; one that is there stays as it is.
func (s *Slice) put(ctx context.Context, tx *db.Tx, v Volume) error {
	n, err := db.Changed(tx.ExecContext(ctx, `
		INSERT INTO volumes (id, summary, version, n, of_n, people, person, at, state)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'waiting') ON CONFLICT DO NOTHING`,
		v.ID, v.Summary, v.Version, v.N, v.Of, strings.Join(v.People, "\n"), v.Person, db.Millis(s.Flow.Now())))
	if err != nil {
		return fmt.Errorf("ask for a volume of %s: %w", v.Summary, err)
	}
	if n == 0 {
		return nil
	}
	for i := range copies {
		if _, err := tx.ExecContext(ctx, `INSERT INTO volume_copies (volume, n) VALUES ($1, $2)`, v.ID, i+1); err != nil {
			return err
		}
	}
	return s.Queue.Add(ctx, tx, job.Task{Name: "bind-volume", Key: v.ID})
}

// keep notes that a volume is bound; false says that another task was first.
func (s *Slice) keep(ctx context.Context, id string, kept blob.Stored, pages, missing int) (bool, error) {
	var n int64
	err := s.Flow.DB().Tx(ctx, func(tx *db.Tx) (err error) {
		n, err = db.Changed(tx.ExecContext(ctx, `
			UPDATE volumes SET state = 'done', key = $1, size = $2, sha256 = $3, pages = $4, missing = $5, done = $6
			WHERE id = $7 AND state <> 'done'`, kept.Key, kept.Size, kept.SHA256, pages, missing, db.Millis(s.Flow.Now()), id))
		return err
	})
	return n > 0, err
}

func (s *Slice) volume(ctx context.Context, id string) (Volume, error) {
	v, err := db.One(ctx, s.Flow.DB(), scan, `SELECT `+columns+` FROM volumes WHERE id = $1`, id)
	if errors.Is(err, db.ErrNone) {
		err = errMissing
	}
	return v, err
}

// of returns the volumes of a list in a version, with their copies.
func (s *Slice) of(ctx context.Context, list, version string) ([]Volume, error) {
	vs, err := db.All(ctx, s.Flow.DB(), scan, `SELECT `+columns+` FROM volumes WHERE summary = $1 AND version = $2 ORDER BY n`, list, version)
	for i := range vs {
		if err == nil {
			vs[i].Copies, err = s.copiesOf(ctx, vs[i].ID)
		}
	}
	return vs, err
}

func (s *Slice) copiesOf(ctx context.Context, id string) ([]Copy, error) {
	return db.All(ctx, s.Flow.DB(), func(row db.Row) (c Copy, err error) {
		var sent, received int64
		err = row.Scan(&c.N, &c.Courier, &sent, &c.Sender, &c.Place, &received, &c.Receiver)
		c.Sent, c.Received = db.Time(sent), db.Time(received)
		return c, err
	}, `SELECT n, courier, sent, sender, place, received, receiver FROM volume_copies WHERE volume = $1 ORDER BY n`, id)
}

// send notes that a copy left, by whom and how; 0 says that it has arrived.
func (s *Slice) send(ctx context.Context, tx *db.Tx, a org.Actor, id, n, courier string) (int64, error) {
	return db.Changed(tx.ExecContext(ctx, `
		UPDATE volume_copies SET courier = $1, sent = $2, sender = $3 WHERE volume = $4 AND n = $5 AND received = 0`,
		courier, db.Millis(s.Flow.Now()), a.Person, id, map[string]int{"1": 1, "2": 2}[n]))
}

// receive ticks the next copy of a volume that has not arrived and returns its
// number; scanning two copies one after the other ticks both.
func (s *Slice) receive(ctx context.Context, tx *db.Tx, a org.Actor, id, place string, now time.Time) (n int, err error) {
	err = tx.QueryRowContext(ctx, `
		UPDATE volume_copies SET received = $1, receiver = $2, place = $3
		WHERE volume = $4 AND n = (SELECT MIN(n) FROM volume_copies WHERE volume = $4 AND received = 0) AND received = 0 RETURNING n`,
		db.Millis(now), a.Person, place, id).Scan(&n)
	if errors.Is(err, db.ErrNone) {
		err = fault.New(fault.Closed, "这一册的%d份都已经签收。", copies)
	}
	return n, err
}
