package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strings"
)

// ErrNoCopy is what [Copy] returns for PostgreSQL, which has tools of its own.
var ErrNoCopy = errors.New("only a SQLite database is copied by this program; use pg_dump or pgBackRest")

// Copy writes a consistent copy of the SQLite database at an address to a new
// file. It needs no lock: a server may be using the database, whose own locks
// keep the copy consistent.
func Copy(ctx context.Context, address, out string) error {
	path, ok := strings.CutPrefix(address, "sqlite:")
	if !ok {
		return ErrNoCopy
	}
	if _, err := os.Stat(path); err != nil {
		return err
	}
	d, err := sql.Open("sqlite", (&url.URL{Scheme: "file", Path: path}).String()+"?_busy_timeout=10000")
	if err != nil {
		return err
	}
	if _, err := d.ExecContext(ctx, `VACUUM INTO $1`, out); err != nil {
		return errors.Join(fmt.Errorf("copy the database to %s: %w", out, err), d.Close())
	}
	return d.Close()
}
