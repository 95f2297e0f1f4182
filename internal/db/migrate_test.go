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
	"strings"
	"testing"

	"qinglan/internal/db"
	"qinglan/internal/db/dbtest"
)

var update = flag.Bool("update", false, "add new migrations to migrations/SUMS")

const sumsFile = "migrations/SUMS"

// A landed migration has run somewhere: a change of it would never reach that
// database.
func TestSums(t *testing.T) {
	b, err := os.ReadFile(sumsFile)
	if err != nil && !*update {
		t.Fatal(err)
	}
	landed := map[string]string{}
	for line := range strings.Lines(string(b)) {
		sum, name, _ := strings.Cut(strings.TrimSpace(line), "  ")
		landed[name] = sum
	}
	there := sums(t)
	for name, sum := range landed {
		switch there[name] {
		case sum:
		case "":
			t.Errorf("%s has landed and is gone", name)
		default:
			t.Errorf("%s has landed and was edited: write a new migration instead (before it has landed: delete its line of %s, then -update)", name, sumsFile)
		}
	}
	for name := range there {
		if landed[name] == "" && !*update {
			t.Errorf("%s is not in %s: go test ./internal/db -run TestSums -update", name, sumsFile)
		}
	}
	if *update && !t.Failed() {
		var out bytes.Buffer
		for _, name := range slices.Sorted(maps.Keys(there)) {
			fmt.Fprintf(&out, "%s  %s\n", there[name], name)
		}
		if err := os.WriteFile(sumsFile, out.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
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
