package db

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
)

// connections is the size of the pool unless the url says pool_max_conns.
// PostgreSQL groups the commits of many connections, so small saves gain from
// more connections than cores.
const connections = 32

func (d *DB) openPostgres(ctx context.Context, url string) error {
	cfg, err := pgxpool.ParseConfig(url)
	if err != nil {
		return fmt.Errorf("read the database url: %w", err) // pgx hides the password
	}
	if !strings.Contains(url, "pool_max_conns") {
		cfg.MaxConns = connections
	}
	params := cfg.ConnConfig.RuntimeParams
	params["timezone"] = "UTC"
	if params["application_name"] == "" {
		params["application_name"] = "qinglan"
	}
	pool, err := pgxpool.NewWithConfig(ctx, cfg)
	if err != nil {
		return fmt.Errorf("open the database: %w", err)
	}
	sqlDB := stdlib.OpenDBFromPool(pool)
	d.engine, d.readers, d.writer, d.pool = Postgres, sqlDB, sqlDB, pool
	if err := d.sameOrder(ctx); err != nil {
		return errors.Join(fmt.Errorf("open the database: %w", err), d.Close())
	}
	return nil
}

// sameOrder refuses a database that compares text by a language: the same
// ORDER BY must give the same pages, and the same digests, on both engines.
func (d *DB) sameOrder(ctx context.Context) error {
	var collate, encoding string
	const q = `
		SELECT datcollate, pg_encoding_to_char(encoding)
		FROM pg_database WHERE datname = current_database()`
	if err := d.QueryRowContext(ctx, q).Scan(&collate, &encoding); err != nil {
		return err
	}
	switch strings.ToUpper(collate) {
	case "C", "POSIX", "C.UTF-8", "C.UTF8":
	default:
		return fmt.Errorf("its collation is %s; create it with LC_COLLATE 'C' TEMPLATE template0", collate)
	}
	if encoding != "UTF8" {
		return fmt.Errorf("its encoding is %s; create it with ENCODING 'UTF8'", encoding)
	}
	return nil
}

// borrowed lends the connection of a transaction that database/sql owns to
// River, which asks for a pgx.Tx.
type borrowed struct{ *pgxConn }

type pgxConn = pgx.Conn // so that the field is not called Conn, as a method of pgx.Tx is

var errOwned = errors.New("the transaction is owned by database/sql")

func (borrowed) Begin(context.Context) (pgx.Tx, error) { return nil, errOwned }
func (borrowed) Commit(context.Context) error          { return errOwned }
func (borrowed) Rollback(context.Context) error        { return errOwned }
func (borrowed) LargeObjects() pgx.LargeObjects        { panic(errOwned) }
func (b borrowed) Conn() *pgx.Conn                     { return b.pgxConn }

var _ pgx.Tx = borrowed{}

// state returns the SQLSTATE of err, or "".
func state(err error) string {
	var e *pgconn.PgError
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}
