package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"syscall"
)

// ErrLocked is what [Open] returns for a SQLite file that another process has.
var ErrLocked = errors.New("the database file is in use by another process")

func (d *DB) openSQLite(ctx context.Context, path string) error {
	path, err := filepath.Abs(path)
	if err != nil {
		return err
	}
	d.engine = SQLite
	if d.unlock, err = lock(path); err != nil {
		return err
	}
	// SQLite would create the file readable for everyone.
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err == nil {
		err = f.Close()
	}
	if err == nil {
		err = d.openPools(ctx, path)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("open %s: %w", path, err), d.unlock())
	}
	return nil
}

// openPools opens the writer first, because it is the one that may turn the
// file into a write-ahead log; readers would have to wait for it.
func (d *DB) openPools(ctx context.Context, path string) error {
	common := url.Values{
		"_busy_timeout": {"5000"},
		"_defensive":    {"1"},
		"_dqs":          {"0"}, // a misspelt column in double quotes is an error, as on PostgreSQL
		"_foreign_keys": {"1"},
	}
	name := (&url.URL{Scheme: "file", Path: path}).String() + "?" + common.Encode()
	write, err := newConnector(name + "&_txlock=immediate&_journal_mode=WAL&_synchronous=FULL")
	if err != nil {
		return err
	}
	writer := sql.OpenDB(write)
	writer.SetMaxOpenConns(1)
	if err := writer.PingContext(ctx); err != nil {
		return errors.Join(err, writer.Close())
	}
	// The commit of another connection drops a reader's page cache; mapped
	// pages are cheap to read again.
	read, err := newConnector(name + "&_query_only=1&_pragma=mmap_size(268435456)")
	if err != nil {
		return errors.Join(err, writer.Close())
	}
	readers := sql.OpenDB(read)
	n := max(4, 2*runtime.GOMAXPROCS(0))
	readers.SetMaxOpenConns(n)
	readers.SetMaxIdleConns(n)
	if err := readers.PingContext(ctx); err != nil {
		return errors.Join(err, readers.Close(), writer.Close())
	}
	d.writer, d.readers = writer, readers
	return nil
}

// Making runs f, which fills a database that is being made, without waiting for
// the disk at every commit of SQLite. If the machine dies meanwhile, the
// database may be lost; once Making returns, it stands on the disk whole.
func (d *DB) Making(ctx context.Context, f func() error) error {
	if d.engine != SQLite {
		return f()
	}
	if _, err := d.writer.ExecContext(ctx, `PRAGMA synchronous = OFF`); err != nil {
		return err
	}
	err := f()
	for _, pragma := range []string{`PRAGMA synchronous = FULL`, `PRAGMA wal_checkpoint(TRUNCATE)`} {
		if _, e := d.writer.ExecContext(context.WithoutCancel(ctx), pragma); e != nil {
			err = errors.Join(err, e)
		}
	}
	return err
}

// lock keeps other processes out of the database at path until it is undone or
// the process ends, however it ends. The lock stands on a file of its own:
// closing any handle of the database file itself would drop the locks that
// SQLite holds on it.
func lock(path string) (unlock func() error, err error) {
	f, err := os.OpenFile(path+".lock", os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("lock the database: %w", err)
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		f.Close()
		if errors.Is(err, syscall.EWOULDBLOCK) {
			return nil, fmt.Errorf("%s: %w", path, ErrLocked)
		}
		return nil, fmt.Errorf("lock %s: %w", path, err)
	}
	return f.Close, nil
}
