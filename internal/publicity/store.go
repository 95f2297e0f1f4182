package publicity

import (
	"context"
	"errors"
	"fmt"
	"time"

	"qinglan/internal/calendar"
	"qinglan/internal/db"
	"qinglan/internal/fault"
)

// A notice is what the public pages look up of a list that went out.
type notice struct {
	List        string
	First, Last calendar.Date
	Published   time.Time
	Ends        time.Time // the first moment after the last day
	Announced   time.Time
	Checkpoint  string
	Digest      string
}

const noticeColumns = `list, first_day, last_day, published, ends, announced, checkpoint, digest`

func scanNotice(row db.Row) (n notice, err error) {
	var first, last string
	var published, ends, announced int64
	if err = row.Scan(&n.List, &first, &last, &published, &ends, &announced, &n.Checkpoint, &n.Digest); err != nil {
		return n, err
	}
	n.Published, n.Ends, n.Announced = db.Time(published), db.Time(ends), db.Time(announced)
	if n.First, err = calendar.Parse(first); err != nil {
		return n, err
	}
	n.Last, err = calendar.Parse(last)
	return n, err
}

// notices returns all lists that went out, the newest first.
func notices(ctx context.Context, q db.Q) ([]notice, error) {
	return db.All(ctx, q, scanNotice, `SELECT `+noticeColumns+` FROM publicities ORDER BY published DESC, list`)
}

// noticeOf returns the list of that id if it went out.
func noticeOf(ctx context.Context, q db.Q, list string) (notice, error) {
	n, err := db.One(ctx, q, scanNotice, `SELECT `+noticeColumns+` FROM publicities WHERE list = $1`, list)
	if errors.Is(err, db.ErrNone) {
		return n, fault.New(fault.Missing, "没有这份公示。")
	}
	return n, err
}

func keepNotice(ctx context.Context, tx *db.Tx, n notice) error {
	_, err := tx.ExecContext(ctx, `
		INSERT INTO publicities (list, first_day, last_day, published, ends) VALUES ($1, $2, $3, $4, $5)`,
		n.List, n.First.String(), n.Last.String(), db.Millis(n.Published), db.Millis(n.Ends))
	if err != nil {
		return fmt.Errorf("keep publicity %s: %w", n.List, err)
	}
	return nil
}

func keepAnnouncement(ctx context.Context, tx *db.Tx, list string, at time.Time) error {
	_, err := tx.ExecContext(ctx, `UPDATE publicities SET announced = $1 WHERE list = $2`, db.Millis(at), list)
	return err
}

func keepDigest(ctx context.Context, tx *db.Tx, list, checkpoint, digest string) error {
	_, err := tx.ExecContext(ctx, `UPDATE publicities SET checkpoint = $1, digest = $2 WHERE list = $3`, checkpoint, digest, list)
	return err
}

// A named is one person announced.
type named struct {
	List, Entry string
	Pos         int
	Certificate string
	Late        bool // after the list, when an objection was dismissed
	At          time.Time
}

func keepNamed(ctx context.Context, tx *db.Tx, n named) error {
	_, err := tx.ExecContext(ctx, `
		INSERT INTO announced (list, entry, pos, certificate, late, at) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (list, entry) DO NOTHING`, n.List, n.Entry, n.Pos, n.Certificate, n.Late, db.Millis(n.At))
	if err != nil {
		return fmt.Errorf("keep announced %s: %w", n.Entry, err)
	}
	return nil
}

// namedOn returns who was announced of a list, in its order.
func namedOn(ctx context.Context, q db.Q, list string) ([]named, error) {
	return db.All(ctx, q, func(row db.Row) (n named, err error) {
		var at int64
		err = row.Scan(&n.List, &n.Entry, &n.Pos, &n.Certificate, &n.Late, &at)
		n.At = db.Time(at)
		return n, err
	}, `SELECT list, entry, pos, certificate, late, at FROM announced WHERE list = $1 ORDER BY pos, entry`, list)
}

// An objected is an objection as its pages look it up; who objects is not here.
type objected struct {
	ID, No, List string
	Pos          int
	Entry        string
	At           time.Time
}

const objectedColumns = `id, no, list, pos, entry, at`

func scanObjected(row db.Row) (o objected, err error) {
	var at int64
	err = row.Scan(&o.ID, &o.No, &o.List, &o.Pos, &o.Entry, &at)
	o.At = db.Time(at)
	return o, err
}

func keepObjected(ctx context.Context, tx *db.Tx, o objected) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO objections (id, no, list, pos, entry, at) VALUES ($1, $2, $3, $4, $5, $6)`,
		o.ID, o.No, o.List, o.Pos, o.Entry, db.Millis(o.At))
	if err != nil {
		return fmt.Errorf("keep objection %s: %w", o.ID, err)
	}
	return nil
}

// objectedOf returns the objection of that id.
func objectedOf(ctx context.Context, q db.Q, id string) (objected, error) {
	o, err := db.One(ctx, q, scanObjected, `SELECT `+objectedColumns+` FROM objections WHERE id = $1`, id)
	if errors.Is(err, db.ErrNone) {
		return o, fault.New(fault.Missing, "没有这份异议。")
	}
	return o, err
}

// objectedOn returns the objections to names of a list, first to last.
func objectedOn(ctx context.Context, q db.Q, list string) ([]objected, error) {
	return db.All(ctx, q, scanObjected, `SELECT `+objectedColumns+` FROM objections WHERE list = $1 ORDER BY at, id`, list)
}

// objectedTo returns the objections to one entry, first to last.
func objectedTo(ctx context.Context, q db.Q, entry string) ([]objected, error) {
	return db.All(ctx, q, scanObjected, `SELECT `+objectedColumns+` FROM objections WHERE entry = $1 ORDER BY at, id`, entry)
}
