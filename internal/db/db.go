// Package db opens the one database of the program, SQLite or PostgreSQL, and
// runs the same SQL on both.
//
// It knows no table but its own list of migrations. It promises that what a
// transaction wrote is there as a whole or not at all, that a commit which
// returned nil survives a loss of power, and that nobody writes outside [DB.Tx].
//
// The SQL that runs unchanged on both engines: parameters $1, $2, …; keys TEXT
// made by [NewID]; times BIGINT milliseconds ([Millis], [Time]); BOOLEAN; every
// column by name; ORDER BY always total. PostgreSQL runs at READ COMMITTED, so
// a rule that must hold stands as a guard in the changing statement, whose rows
// are counted with [Changed], never in a SELECT before it.
package db

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
)

// The engines, as [DB.Engine] names them.
const (
	SQLite   = "sqlite"
	Postgres = "postgres"
)

// DB is an open database. It reads; only a [Tx] writes.
type DB struct {
	engine  string
	readers *sql.DB
	writer  *sql.DB       // the same as readers on PostgreSQL
	pool    *pgxpool.Pool // PostgreSQL only: what readers and writer draw from
	unlock  func() error  // SQLite only: lets another process open the file

	group    group         // SQLite only: who writes, and who joins
	patience time.Duration // of a Tx that waits for a connection
}

// Q is what a store reads through: the database itself, or a transaction when
// it must see what the transaction has written.
type Q interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// Open opens the database at url, which is sqlite:/path/file.db (the folder
// must be there, the file need not) or postgres://user@host/name (a socket:
// postgres:///name?host=/folder). A SQLite file belongs to one process at a
// time: for a second one Open returns [ErrLocked].
func Open(ctx context.Context, url string) (*DB, error) {
	d := &DB{patience: 30 * time.Second}
	engine, rest, _ := strings.Cut(url, ":")
	var err error
	switch engine {
	case SQLite:
		err = d.openSQLite(ctx, rest)
	case Postgres, "postgresql":
		err = d.openPostgres(ctx, url)
	default:
		err = errors.New("the database url must start with sqlite: or postgres://")
	}
	if err != nil {
		return nil, err
	}
	return d, nil
}

// Close waits for running statements and closes every connection.
func (d *DB) Close() error {
	err := d.readers.Close()
	if d.writer != d.readers {
		err = errors.Join(err, d.writer.Close())
	}
	if d.pool != nil {
		d.pool.Close()
	}
	if d.unlock != nil {
		err = errors.Join(err, d.unlock())
	}
	return err
}

// Engine returns [SQLite] or [Postgres]. Only migrations and the queue of
// tasks may need to ask.
func (d *DB) Engine() string { return d.engine }

// QueryContext reads what is committed.
func (d *DB) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	return d.readers.QueryContext(ctx, query, args...)
}

// QueryRowContext reads one row of what is committed.
func (d *DB) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	return d.readers.QueryRowContext(ctx, query, args...)
}

// Writer returns the pool that writes, for the queue of tasks alone. On SQLite
// it has one connection: whoever takes it inside a transaction waits forever.
func (d *DB) Writer() *sql.DB { return d.writer }

// Pool returns the pool under [DB.Writer] on PostgreSQL, for the queue of tasks
// alone; it is nil on SQLite.
func (d *DB) Pool() *pgxpool.Pool { return d.pool }
