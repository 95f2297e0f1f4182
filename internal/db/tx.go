package db

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// Tx is a running transaction.
type Tx struct {
	engine string
	conn   *sql.Conn
	tx     *sql.Tx
	after  []func()
	shared bool // by several callers of [DB.Tx]
}

var errBusy = errors.New("no connection to write with became free; is there a Tx inside a Tx?")

const tries = 8 // of one transaction that meets others

// Tx runs fn in a transaction and commits it if fn returns nil. If the engine
// asks to try again, Tx runs fn from the start on a new transaction, so fn must
// do nothing that a rollback does not undo, and read and write through tx only:
// on SQLite there is one connection to write with, and a Tx inside a Tx would
// wait for itself.
//
// An error of the commit itself means that the outcome is unknown.
func (d *DB) Tx(ctx context.Context, fn func(tx *Tx) error) error {
	for n := 1; ; n++ {
		err := d.once(ctx, fn)
		if err == nil || n == tries || !again(err) {
			return err
		}
		select {
		case <-ctx.Done():
			return errors.Join(err, ctx.Err())
		case <-time.After(pause(n)):
		}
	}
}

func (d *DB) once(ctx context.Context, fn func(tx *Tx) error) error {
	if d.engine == SQLite {
		return d.together(ctx, fn)
	}
	conn, err := d.connect(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	tx, err := conn.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	defer tx.Rollback() // also when fn panics; does nothing after a commit
	t := &Tx{engine: d.engine, conn: conn, tx: tx}
	if err := fn(t); err != nil {
		return err
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	// Those who are told may want to write: the connection must be free.
	conn.Close()
	for _, f := range t.after {
		f()
	}
	return nil
}

// connect waits for a connection that writes, but not for ever: a Tx inside a
// Tx must show itself.
func (d *DB) connect(ctx context.Context) (*sql.Conn, error) {
	wait, cancel := context.WithTimeoutCause(ctx, d.patience, errBusy)
	defer cancel()
	conn, err := d.writer.Conn(wait)
	if err != nil && wait.Err() != nil && ctx.Err() == nil {
		return nil, fmt.Errorf("begin: %w", context.Cause(wait))
	}
	if err != nil {
		return nil, fmt.Errorf("begin: %w", err)
	}
	return conn, nil
}

// own keeps whoever goes away from ending a transaction that others share: a
// statement of SQLite that is broken off takes all of it back. Statements are
// short; between them a context that has ended is heard.
func (t *Tx) own(ctx context.Context) context.Context {
	if !t.shared || ctx.Err() != nil {
		return ctx
	}
	return context.WithoutCancel(ctx)
}

// ExecContext changes rows; count them with [Changed] where it matters.
func (t *Tx) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	return t.tx.ExecContext(t.own(ctx), query, args...)
}

// QueryContext reads, including what t wrote. Close the rows before the next
// statement: a connection of PostgreSQL does one thing at a time.
func (t *Tx) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	return t.tx.QueryContext(t.own(ctx), query, args...)
}

// QueryRowContext reads one row, including what t wrote.
func (t *Tx) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	return t.tx.QueryRowContext(t.own(ctx), query, args...)
}

// AfterCommit has f called once t is committed, by the goroutine of [DB.Tx].
// f is a hint to others and may be lost: the program can stop before it.
func (t *Tx) AfterCommit(f func()) { t.after = append(t.after, f) }

// Alone reports whether no other transaction writes while t does, as on SQLite.
func (t *Tx) Alone() bool { return t.engine == SQLite }

// SQL returns the transaction of database/sql, for the queue of tasks alone.
func (t *Tx) SQL() *sql.Tx { return t.tx }

// Pgx lends the transaction to fn as one of pgx, on PostgreSQL only and for the
// queue of tasks alone. No rows of t may be open.
func (t *Tx) Pgx(fn func(pgx.Tx) error) error {
	return t.conn.Raw(func(c any) error {
		pc, ok := c.(*stdlib.Conn)
		if !ok {
			return fmt.Errorf("no pgx transaction on %s", t.engine)
		}
		return fn(borrowed{pc.Conn()})
	})
}

// again reports whether the engine rolled back a transaction only because
// others were running.
func again(err error) bool {
	switch state(err) {
	case "40001", "40P01": // serialization failure, deadlock
		return true
	}
	return code(err)&0xff == sqlite3.SQLITE_BUSY
}

// Unique reports whether err says that a unique key is taken. On PostgreSQL
// the transaction that met it can do nothing more; to go on in it, use ON
// CONFLICT DO NOTHING and [Changed].
func Unique(err error) bool {
	switch code(err) {
	case sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY:
		return true
	}
	return state(err) == "23505"
}

// code returns the extended result code of SQLite in err, or 0.
func code(err error) int {
	var e *sqlite.Error
	if errors.As(err, &e) {
		return e.Code()
	}
	return 0
}

// pause grows with each try and differs between those who met.
func pause(n int) time.Duration {
	var b [1]byte
	rand.Read(b[:])
	step := time.Millisecond << n
	return step + step*time.Duration(b[0])/256
}
