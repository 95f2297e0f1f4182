package archive

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/job"
	"qinglan/internal/org"
	"qinglan/internal/programme"
)

// An Order is an archive that somebody asked for.
type Order struct {
	ID, Edition, Person, Organ string
	At, Done                   time.Time
	State                      string // waiting, done, failed
	Key, SHA256, Sums          string
	Size                       int64
	Cases, Rows, Items, Open   int
}

const columns = `id, edition, person, organ, at, state, key, size, sha256, sums, cases, rows_n, items, open_n, done`

func scan(row db.Row) (o Order, err error) {
	var at, done int64
	err = row.Scan(&o.ID, &o.Edition, &o.Person, &o.Organ, &at, &o.State, &o.Key, &o.Size, &o.SHA256, &o.Sums,
		&o.Cases, &o.Rows, &o.Items, &o.Open, &done)
	o.At, o.Done = db.Time(at), db.Time(done)
	return o, err
}

// orders returns the archives of all editions, the newest first.
func (s *Slice) orders(ctx context.Context) ([]Order, error) {
	return db.All(ctx, s.Flow.DB(), scan, `SELECT `+columns+` FROM archives ORDER BY at DESC, id DESC`)
}

func (s *Slice) order(ctx context.Context, id string) (Order, error) {
	o, err := db.One(ctx, s.Flow.DB(), scan, `SELECT `+columns+` FROM archives WHERE id = $1`, id)
	if errors.Is(err, db.ErrNone) {
		err = fault.New(fault.Missing, "没有这份案卷。")
	}
	return o, err
}

// count returns how many cases an archive of e would hold, and how many of
// them are not over; whoever asks, for it is numbers and nothing else.
func (s *Slice) count(ctx context.Context, e *programme.Edition) (all, open int, err error) {
	type row struct {
		track, state string
		n            int
	}
	rows, err := db.All(ctx, s.Flow.DB(), func(x db.Row) (r row, err error) {
		err = x.Scan(&r.track, &r.state, &r.n)
		return r, err
	}, `SELECT track, state, COUNT(*) FROM cases WHERE edition = $1 GROUP BY track, state ORDER BY track, state`, e.Name)
	for _, r := range rows {
		all += r.n
		if t, ok := e.Track(r.track); ok {
			if st, ok := t.State(r.state); ok && !st.Final {
				open += r.n
			}
		}
	}
	return all, open, err
}

// ask orders an archive; asking twice with one id is asking once.
func (s *Slice) ask(ctx context.Context, a org.Actor, id, edition string) error {
	return s.Flow.DB().Tx(ctx, func(tx *db.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO archives (id, edition, person, organ, at, state)
			VALUES ($1, $2, $3, $4, $5, 'waiting') ON CONFLICT (id) DO NOTHING`,
			id, edition, a.Person, a.Organ.ID, db.Millis(s.Flow.Now()))
		if err != nil {
			return fmt.Errorf("order archive %s: %w", id, err)
		}
		if err := s.Flow.Log(ctx, tx, a, "export", "/archives/"+id, nil); err != nil {
			return err
		}
		return s.Queue.Add(ctx, tx, job.Task{Name: "make-archive", Key: id})
	})
}

// work makes the archive of an order. Done twice it makes two files and keeps
// the first.
func (s *Slice) work(ctx context.Context, id string) error {
	o, err := s.order(ctx, id)
	if err != nil || o.State == "done" {
		return err
	}
	var made Made
	kept, err := s.Files.PutMade("application/zip", func(w io.Writer) (err error) {
		made, err = s.Make(ctx, o.Edition, w)
		return err
	})
	if err != nil {
		return err
	}
	n := int64(0)
	err = s.Flow.DB().Tx(ctx, func(tx *db.Tx) (err error) {
		n, err = db.Changed(tx.ExecContext(ctx, `
			UPDATE archives SET state = 'done', key = $1, size = $2, sha256 = $3, sums = $4,
				cases = $5, rows_n = $6, items = $7, open_n = $8, done = $9 WHERE id = $10 AND state <> 'done'`,
			kept.Key, kept.Size, kept.SHA256, made.SHA256, made.Cases, made.Rows, made.Items, made.Open, db.Millis(s.Flow.Now()), id))
		return err
	})
	if err != nil || n == 0 {
		return errors.Join(err, s.Files.Remove(kept.Key))
	}
	return nil
}
