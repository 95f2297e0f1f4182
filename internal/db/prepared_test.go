package db

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"testing"
)

// A statement is kept and used again, also while itself is running, across a
// change of the schema, after an error, and when others have pushed it out.
func TestPrepared(t *testing.T) {
	ctx := t.Context()
	d, err := Open(ctx, "sqlite:"+filepath.Join(t.TempDir(), "a.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	do := func(query string, args ...any) {
		t.Helper()
		if err := d.Tx(ctx, func(tx *Tx) error { _, err := tx.ExecContext(ctx, query, args...); return err }); err != nil {
			t.Fatal(err)
		}
	}
	const insert = `INSERT INTO things (id, name) VALUES ($1, $2)`
	do(`CREATE TABLE things (id BIGINT PRIMARY KEY, name TEXT)`)
	do(insert, 0, "n0")
	first := kept(t, d.writer, insert)
	do(insert, 1, "n1")
	do(insert, 2, "n2")
	if again := kept(t, d.writer, insert); first == nil || again != first {
		t.Errorf("the insert was prepared again")
	}

	err = d.Tx(ctx, func(tx *Tx) error {
		const query = `SELECT id FROM things WHERE id >= $1 ORDER BY id`
		outer, err := tx.QueryContext(ctx, query, 1)
		if err != nil {
			return err
		}
		defer outer.Close()
		var got string
		for outer.Next() {
			var a, b int
			if err := outer.Scan(&a); err != nil {
				return err
			}
			if err := tx.QueryRowContext(ctx, query, a).Scan(&b); err != nil {
				return err
			}
			got += fmt.Sprint(a, b, " ")
		}
		if got != "1 1 2 2 " {
			t.Errorf("a query within itself read %q", got)
		}
		return outer.Err()
	})
	if err != nil {
		t.Fatal(err)
	}

	name := func() (name sql.NullString) {
		t.Helper()
		if err := d.QueryRowContext(ctx, `SELECT name FROM things WHERE id = $1`, 1).Scan(&name); err != nil {
			t.Fatal(err)
		}
		return name
	}
	if got := name(); got.String != "n1" {
		t.Errorf("read %q", got.String)
	}
	do(`ALTER TABLE things ADD COLUMN more TEXT`)
	do(`UPDATE things SET name = $1 WHERE id = $2`, nil, 1)
	if got := name(); got.Valid {
		t.Errorf("after NULL was written, read %q", got.String)
	}
	do(`UPDATE things SET name = $1 WHERE id = $2`, "𠮷田", 1)
	if got := name(); got.String != "𠮷田" {
		t.Errorf("read %q", got.String)
	}

	twice := func() error {
		return d.Tx(ctx, func(tx *Tx) error {
			_, err := tx.ExecContext(ctx, insert, 1, "again")
			return err
		})
	}
	for range 2 {
		if err := twice(); !Unique(err) {
			t.Errorf("a key twice: %v", err)
		}
	}
	do(insert, 9, "after an error")

	gone, cancel := context.WithCancel(ctx)
	cancel()
	if _, err := d.QueryContext(gone, `SELECT name FROM things WHERE id = $1`, 1); err == nil {
		t.Error("a cancelled query ran")
	}
	if got := name(); got.String != "𠮷田" {
		t.Errorf("after a cancelled query, read %q", got.String)
	}

	for i := range maxPrepared + 50 {
		var n int
		if err := d.Tx(ctx, func(tx *Tx) error {
			return tx.QueryRowContext(ctx, fmt.Sprintf(`SELECT id + %d FROM things WHERE id = $1`, i), 1).Scan(&n)
		}); err != nil || n != i+1 {
			t.Fatalf("query %d read %d, %v", i, n, err)
		}
	}
	if kept(t, d.writer, `SELECT id + 0 FROM things WHERE id = $1`) != nil {
		t.Errorf("the oldest statement was kept")
	}
	if kept(t, d.writer, fmt.Sprintf(`SELECT id + %d FROM things WHERE id = $1`, maxPrepared+49)) == nil {
		t.Errorf("the newest statement was not kept")
	}
}

// kept returns the statement that the one connection of d keeps for query, or
// nil.
func kept(t *testing.T, d *sql.DB, query string) (s *statement) {
	t.Helper()
	c, err := d.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	err = c.Raw(func(c any) error {
		p := c.(*prepared)
		if len(p.idle) > maxPrepared {
			t.Errorf("%d statements are kept", len(p.idle))
		}
		s = p.idle[query]
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func BenchmarkQuery(b *testing.B) {
	d, err := Open(b.Context(), "sqlite:"+filepath.Join(b.TempDir(), "a.db"))
	if err != nil {
		b.Fatal(err)
	}
	defer d.Close()
	if err := Migrate(b.Context(), d); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		var n int
		if err := d.QueryRowContext(b.Context(), `SELECT count(*) FROM cases c JOIN journal j ON j.case_id = c.id WHERE c.id = $1 AND c.state = $2`, "x", "y").Scan(&n); err != nil {
			b.Fatal(err)
		}
	}
}
