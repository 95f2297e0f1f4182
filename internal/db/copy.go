package db

import (
	"context"
	"errors"
	"fmt"
)

// ErrNoCopy is what [DB.Copy] returns for PostgreSQL, which has tools of its own.
var ErrNoCopy = errors.New("only a SQLite database is copied by this program; use pg_dump or pgBackRest")

// Copy writes a consistent copy of a SQLite database to a new file while it is
// in use.
func (d *DB) Copy(ctx context.Context, path string) error {
	if d.engine != SQLite {
		return ErrNoCopy
	}
	if _, err := d.writer.ExecContext(ctx, `VACUUM INTO $1`, path); err != nil {
		return fmt.Errorf("copy the database to %s: %w", path, err)
	}
	return nil
}
