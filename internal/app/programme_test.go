package app_test

import (
	"context"
	"strings"
	"testing"

	"qinglan/internal/app"
	"qinglan/internal/db"
	"qinglan/internal/db/dbtest"
	"qinglan/internal/edition"
	"qinglan/internal/vault"
)

// A database knows which programme it was made for and opens with no other.
func TestProgrammeIsStamped(t *testing.T) {
	for _, engine := range []string{db.SQLite, db.Postgres} {
		t.Run(engine, func(t *testing.T) {
			c := app.Config{Data: t.TempDir(), DB: dbtest.URL(t, engine)}
			if _, err := vault.Create(c.KeyFile()); err != nil {
				t.Fatal(err)
			}
			if err := app.Migrate(t.Context(), c); err != nil {
				t.Fatal(err)
			}
			a, err := app.Open(t.Context(), c)
			if err != nil {
				t.Fatal(err)
			}
			for _, e := range a.House.Flow.Editions() {
				if e.Fictitious {
					t.Errorf("a house that is no demonstration opens %s", e.Name)
				}
			}
			if got := a.Config.Programme; got != edition.Default {
				t.Errorf("opened with %q; want %q", got, edition.Default)
			}
			err = a.DB.Tx(t.Context(), func(tx *db.Tx) error {
				_, err := tx.ExecContext(t.Context(), `UPDATE meta SET value = 'another' WHERE name = 'programme'`)
				return err
			})
			if err := a.Close(context.Background()); err != nil {
				t.Fatal(err)
			}
			if err != nil {
				t.Fatal(err)
			}
			for name, want := range map[string]string{edition.Default: "made for", "no-such": "no programme"} {
				c.Programme = name
				if _, err := app.Open(t.Context(), c); err == nil || !strings.Contains(err.Error(), want) {
					t.Errorf("opened with %s: %v; want %q", name, err, want)
				}
			}
		})
	}
}
