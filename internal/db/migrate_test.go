package db_test

import (
	"bytes"
	"crypto/sha256"
	"flag"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"regexp"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"qinglan/internal/db"
	"qinglan/internal/db/dbtest"
)

var update = flag.Bool("update", false, "write migrations/SUMS")

const sumsFile = "migrations/SUMS"

// A landed migration has run somewhere: a change of it would never reach that
// database. Before it has landed, -update takes the change; after, the changed
// line of SUMS gives it away in review.
func TestSums(t *testing.T) {
	var want bytes.Buffer
	there := sums(t)
	for _, name := range slices.Sorted(maps.Keys(there)) {
		fmt.Fprintf(&want, "%s  %s\n", there[name], name)
	}
	if *update {
		if err := os.WriteFile(sumsFile, want.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(sumsFile)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(got), want.String()); diff != "" {
		t.Errorf("a landed migration is never edited or removed: write another. For one that has not landed: go test ./internal/db -run TestSums -update\n(-%s, +migrations)\n%s", sumsFile, diff)
	}
}

func sums(t *testing.T) map[string]string {
	sums := map[string]string{}
	for _, name := range files(t) {
		b, err := fs.ReadFile(db.Migrations, "migrations/"+name)
		if err != nil {
			t.Fatal(err)
		}
		sums[name] = fmt.Sprintf("%x", sha256.Sum256(b))
	}
	return sums
}

func files(t *testing.T) (names []string) {
	entries, err := fs.ReadDir(db.Migrations, "migrations")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

// Both engines have every number, once.
func TestMigrationNames(t *testing.T) {
	shape := regexp.MustCompile(`^([0-9]{4})_[a-z0-9_]+(?:\.(sqlite|postgres))?\.sql$`)
	numbers := map[string][]string{}
	for _, name := range files(t) {
		m := shape.FindStringSubmatch(name)
		if m == nil {
			t.Errorf("%s is not NNNN_name.sql, NNNN_name.sqlite.sql or NNNN_name.postgres.sql", name)
			continue
		}
		numbers[m[1]] = append(numbers[m[1]], m[2])
	}
	for n, engines := range numbers {
		slices.Sort(engines)
		if !slices.Equal(engines, []string{""}) && !slices.Equal(engines, []string{db.Postgres, db.SQLite}) {
			t.Errorf("number %s: want one file for both engines or one for each; got %q", n, engines)
		}
	}
}

func TestMigrate(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		have, want, err := db.Version(t.Context(), d)
		if err != nil || have != want || have == 0 {
			t.Errorf("Version = %d, %d, %v", have, want, err)
		}
		if err := db.Migrate(t.Context(), d); err != nil {
			t.Errorf("a second time: %v", err)
		}
	})
}

func TestVersionEmpty(t *testing.T) {
	d, err := db.Open(t.Context(), "sqlite:"+t.TempDir()+"/empty.db")
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	have, want, err := db.Version(t.Context(), d)
	if err != nil || have != 0 || want == 0 {
		t.Errorf("Version = %d, %d, %v; want 0 of some", have, want, err)
	}
}
