package db_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"qinglan/internal/db"
	"qinglan/internal/db/dbtest"
)

func put(t *testing.T, d *db.DB, name, value string) {
	t.Helper()
	if err := d.Tx(t.Context(), func(tx *db.Tx) error { return insert(t.Context(), tx, name, value) }); err != nil {
		t.Fatal(err)
	}
}

func insert(ctx context.Context, tx *db.Tx, name, value string) error {
	_, err := tx.ExecContext(ctx, "INSERT INTO meta (value, name) VALUES ($2, $1)", name, value)
	return err
}

func names(t *testing.T, q db.Q) []string {
	t.Helper()
	scan := func(row db.Row) (name string, err error) { return name, row.Scan(&name) }
	all, err := db.All(t.Context(), q, scan, "SELECT name FROM meta ORDER BY name")
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestTx(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		put(t, d, "a", "1")
		refused := errors.New("refused")
		told := 0
		err := d.Tx(t.Context(), func(tx *db.Tx) error {
			tx.AfterCommit(func() { told++ })
			if err := insert(t.Context(), tx, "b", "2"); err != nil {
				return err
			}
			if got := names(t, tx); !cmp.Equal(got, []string{"a", "b"}) {
				t.Errorf("inside: %v; want what it wrote", got)
			}
			return refused
		})
		if err != refused {
			t.Errorf("Tx = %v; want the error of the function", err)
		}
		if got := names(t, d); !cmp.Equal(got, []string{"a"}) {
			t.Errorf("after a rollback: %v", got)
		}
		if told != 0 {
			t.Error("AfterCommit ran after a rollback")
		}
		if err := d.Tx(t.Context(), func(tx *db.Tx) error {
			tx.AfterCommit(func() { put(t, d, "c", "3") }) // the connection is free by then
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		if got := names(t, d); !cmp.Equal(got, []string{"a", "c"}) {
			t.Errorf("after a commit: %v", got)
		}
	})
}

func TestTxPanic(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		func() {
			defer func() { recover() }()
			d.Tx(t.Context(), func(tx *db.Tx) error {
				insert(t.Context(), tx, "a", "1")
				panic("bug")
			})
		}()
		put(t, d, "b", "2")
		if got := names(t, d); !cmp.Equal(got, []string{"b"}) {
			t.Errorf("after a panic: %v; want it rolled back and the connection free", got)
		}
	})
}

func TestReadersCannotWrite(t *testing.T) {
	d := dbtest.Open(t, db.SQLite)
	rows, err := d.QueryContext(t.Context(), "INSERT INTO meta (name, value) VALUES ('a', '1') RETURNING name")
	if err == nil {
		rows.Next()
		err = errors.Join(rows.Err(), rows.Close())
	}
	if err == nil || len(names(t, d)) != 0 {
		t.Errorf("a reader wrote (%v)", err)
	}
}

// Many read and raise one number at once, with the guard in the statement.
func TestTxRace(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		put(t, d, "number", "0")
		var wg sync.WaitGroup
		for range 8 {
			wg.Go(func() {
				for range 10 {
					if err := raise(t.Context(), d); err != nil {
						t.Error(err)
					}
				}
			})
		}
		wg.Wait()
		scan := func(row db.Row) (v string, err error) { return v, row.Scan(&v) }
		got, err := db.One(t.Context(), d, scan, "SELECT value FROM meta WHERE name = $1", "number")
		if err != nil || got != "80" {
			t.Errorf("number is %s, %v; want 80", got, err)
		}
	})
}

func raise(ctx context.Context, d *db.DB) error {
	for {
		var n int64
		err := d.Tx(ctx, func(tx *db.Tx) error {
			var was int
			if err := tx.QueryRowContext(ctx, "SELECT CAST(value AS BIGINT) FROM meta WHERE name = 'number'").Scan(&was); err != nil {
				return err
			}
			const q = "UPDATE meta SET value = $1 WHERE name = 'number' AND value = $2"
			var err error
			n, err = db.Changed(tx.ExecContext(ctx, q, fmt.Sprint(was+1), fmt.Sprint(was)))
			return err
		})
		if err != nil || n == 1 {
			return err
		}
	}
}

// Two transactions take two rows in opposite order: PostgreSQL ends one of
// them, which Tx runs again; SQLite lets one wait.
func TestTxDeadlock(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		put(t, d, "a", "")
		put(t, d, "b", "")
		var wg sync.WaitGroup
		held := make(chan string, 2) // who has the first row
		for _, order := range []string{"ab", "ba"} {
			wg.Go(func() {
				err := d.Tx(t.Context(), func(tx *db.Tx) error {
					for i, name := range strings.Split(order, "") {
						const q = "UPDATE meta SET value = value || $2 WHERE name = $1"
						if _, err := tx.ExecContext(t.Context(), q, name, name); err != nil {
							return err
						}
						if i == 0 {
							meet(held, order)
						}
					}
					return nil
				})
				if err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		scan := func(row db.Row) (v string, err error) { return v, row.Scan(&v) }
		got, err := db.All(t.Context(), d, scan, "SELECT value FROM meta ORDER BY name")
		if err != nil || !cmp.Equal(got, []string{"aa", "bb"}) {
			t.Errorf("rows are %v, %v", got, err)
		}
	})
}

// meet waits until both have come, or, where only one can come at a time, a
// little while.
func meet(held chan string, who string) {
	select {
	case held <- who:
	default:
		return // a later try
	}
	for range 50 {
		if len(held) == cap(held) {
			return
		}
		time.Sleep(2 * time.Millisecond)
	}
}

func TestUnique(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		put(t, d, "a", "1")
		err := d.Tx(t.Context(), func(tx *db.Tx) error { return insert(t.Context(), tx, "a", "2") })
		if !db.Unique(fmt.Errorf("insert: %w", err)) {
			t.Errorf("Unique(%v) = false", err)
		}
		err = d.Tx(t.Context(), func(tx *db.Tx) error {
			_, err := tx.ExecContext(t.Context(), "INSERT INTO meta (name) VALUES ('b')") // value is NOT NULL
			return err
		})
		if err == nil || db.Unique(err) || db.Unique(nil) {
			t.Errorf("Unique(%v) = true", err)
		}
	})
}

func TestOne(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		scan := func(row db.Row) (v string, err error) { return v, row.Scan(&v) }
		const q = "SELECT value FROM meta WHERE name = $1"
		if got, err := db.One(t.Context(), d, scan, q, "a"); !errors.Is(err, db.ErrNone) || got != "" {
			t.Errorf("One = %q, %v; want ErrNone", got, err)
		}
		put(t, d, "a", "1")
		if got, err := db.One(t.Context(), d, scan, q, "a"); err != nil || got != "1" {
			t.Errorf("One = %q, %v", got, err)
		}
	})
}

func TestOrderIsByBytes(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		want := []string{"A", "B", "a", "b", "乙", "甲", "𠮷"}
		for i := range want {
			put(t, d, want[len(want)-1-i], "")
		}
		if diff := cmp.Diff(want, names(t, d)); diff != "" {
			t.Errorf("order (-want +got):\n%s", diff)
		}
	})
}

func TestOpen(t *testing.T) {
	for _, url := range []string{"", "mysql://host/name", "sqlite:/nowhere/at/all.db", "file.db"} {
		if d, err := db.Open(t.Context(), url); err == nil {
			d.Close()
			t.Errorf("Open(%q) = nil", url)
		}
	}
	// A name with the signs that mean something in a url.
	file := filepath.Join(t.TempDir(), "青蓝 50%?a#b.db")
	d, err := db.Open(t.Context(), "sqlite:"+file)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	if err := db.Migrate(t.Context(), d); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(file)
	if err != nil {
		t.Fatal(err)
	}
	if info.Mode() != 0o600 {
		t.Errorf("mode is %v; want it closed to others", info.Mode())
	}
}

func TestLocked(t *testing.T) {
	url := dbtest.URL(t, db.SQLite)
	first, err := db.Open(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	if second, err := db.Open(t.Context(), url); !errors.Is(err, db.ErrLocked) {
		second.Close()
		t.Fatalf("a second Open = %v; want ErrLocked", err)
	}
	put(t, first, "a", "1")
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	second, err := db.Open(t.Context(), url)
	if err != nil {
		t.Fatalf("after Close: %v", err)
	}
	defer second.Close()
	if got := names(t, second); !cmp.Equal(got, []string{"a"}) {
		t.Errorf("after Open: %v", got)
	}
}

// What fills a database does not wait for the disk; what comes after it does.
func TestMaking(t *testing.T) {
	d := dbtest.Open(t, db.SQLite)
	level := func() (v int) {
		err := d.Tx(t.Context(), func(tx *db.Tx) error {
			return tx.QueryRowContext(t.Context(), `PRAGMA synchronous`).Scan(&v)
		})
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	broken := errors.New("broken")
	err := d.Making(t.Context(), func() error {
		if got := level(); got != 0 {
			t.Errorf("while it is made: synchronous is %d; want 0", got)
		}
		return broken
	})
	if !errors.Is(err, broken) || level() != 2 {
		t.Errorf("afterwards: %v, synchronous is %d; want 2", err, level())
	}
}

func TestPragmas(t *testing.T) {
	d := dbtest.Open(t, db.SQLite)
	pragma := func(q db.Q, name string) (v string) {
		if err := q.QueryRowContext(t.Context(), "PRAGMA "+name).Scan(&v); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		return v
	}
	err := d.Tx(t.Context(), func(tx *db.Tx) error {
		for name, want := range map[string]string{"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1", "busy_timeout": "5000"} {
			if got := pragma(tx, name); got != want {
				t.Errorf("writer: %s is %s; want %s", name, got, want)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"query_only": "1", "mmap_size": "268435456"} {
		if got := pragma(d, name); got != want {
			t.Errorf("reader: %s is %s; want %s", name, got, want)
		}
	}
}
