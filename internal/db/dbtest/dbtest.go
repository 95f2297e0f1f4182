// Package dbtest gives each test an empty database of its own with the whole
// schema, on both engines.
//
// PostgreSQL must be running already, at the url in QINGLAN_TEST_POSTGRES, as a
// role that may create databases: ./check --setup starts one and prints the
// line to export. With QINGLAN_TEST_SQLITE_ONLY=1 its half of a test is skipped.
// Each schema is made once for each state of the migrations and copied for
// every test.
package dbtest

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"qinglan/internal/db"
)

// Each runs f as the subtests "sqlite" and "postgres", each on its own
// migrated database, which is closed and removed after it.
func Each(t *testing.T, f func(t *testing.T, d *db.DB)) {
	t.Helper()
	for _, engine := range []string{db.SQLite, db.Postgres} {
		t.Run(engine, func(t *testing.T) { f(t, Open(t, engine)) })
	}
}

// Open returns a migrated database of its own on engine, which is closed and
// removed when t ends.
func Open(t testing.TB, engine string) *db.DB {
	t.Helper()
	return open(t, URL(t, engine))
}

// URL returns the url of a migrated database of its own on engine, for a test
// that opens it itself, or more than once. It is removed when t ends.
func URL(t testing.TB, engine string) string {
	t.Helper()
	if engine == db.Postgres {
		return postgres(t)
	}
	return sqlite(t)
}

func open(t testing.TB, url string) *db.DB {
	t.Helper()
	d, err := db.Open(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Errorf("close the database: %v", err)
		}
	})
	return d
}

// empty is the SQLite file that the tests of this process copy.
var empty = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "qinglan-dbtest-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	file := filepath.Join(dir, "empty.db")
	if err := prepare("sqlite:" + file); err != nil {
		return nil, err
	}
	return os.ReadFile(file) // closing it has emptied the write-ahead log
})

func sqlite(t testing.TB) string {
	t.Helper()
	b, err := empty()
	if err != nil {
		t.Fatalf("migrate SQLite: %v", err)
	}
	file := filepath.Join(t.TempDir(), "test.db")
	if err := os.WriteFile(file, b, 0o600); err != nil {
		t.Fatal(err)
	}
	return "sqlite:" + file
}

func postgres(t testing.TB) string {
	t.Helper()
	server := os.Getenv("QINGLAN_TEST_POSTGRES")
	if server == "" {
		if os.Getenv("QINGLAN_TEST_SQLITE_ONLY") == "1" {
			t.Skip("QINGLAN_TEST_SQLITE_ONLY=1: not run on PostgreSQL")
		}
		t.Fatal("no PostgreSQL to test on: run ./check --setup")
	}
	s, err := shared(server)
	if err != nil {
		t.Fatalf("prepare PostgreSQL: %v", err)
	}
	name := "test_" + db.NewID()
	if err := s.create(name); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.exec(fmt.Sprintf("DROP DATABASE %s WITH (FORCE)", name)); err != nil {
			t.Errorf("drop the database: %v", err)
		}
	})
	return s.url(name)
}

// named returns the url of another database on the server of url.
func named(url, name string) (string, error) {
	head, rest, ok := strings.Cut(url, "://")
	if !ok {
		return "", fmt.Errorf("QINGLAN_TEST_POSTGRES must be a url: postgres://…")
	}
	address, query, _ := strings.Cut(rest, "?")
	host, _, _ := strings.Cut(address, "/")
	if query != "" {
		query += "&"
	}
	// Many tests share the server: none may take many connections.
	return head + "://" + host + "/" + name + "?" + query + "pool_max_conns=8", nil
}
