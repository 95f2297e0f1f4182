package app_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"qinglan/internal/app"
	"qinglan/internal/demo"
	"qinglan/internal/flow"
	"qinglan/internal/org"
	"qinglan/internal/vault"
)

// A copy restored elsewhere with the keys is the same record; a copy that was
// changed, or a folder that is in use, is refused.
func TestBackupRestore(t *testing.T) {
	ctx := t.Context()
	c := app.Config{Data: t.TempDir()}
	if _, err := vault.Create(c.KeyFile()); err != nil {
		t.Fatal(err)
	}
	if err := app.Migrate(ctx, c); err != nil {
		t.Fatal(err)
	}
	a, err := app.Open(ctx, c)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := demo.Staff(ctx, a.House.Flow); err != nil {
		t.Fatal(err)
	}
	if err := a.House.Flow.Log(ctx, nil, org.Actor{Person: "p"}, "export", "list", nil); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Join(c.Data, "files", "ab"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(c.Data, "files", "ab", "cd"), []byte("scan"), 0o600); err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(t.TempDir(), "copy")
	if err := app.Backup(ctx, c, out); err != nil { // in use
		t.Fatal(err)
	}
	if err := a.Close(ctx); err != nil {
		t.Fatal(err)
	}

	if err := app.Restore(c, out); err == nil || !strings.Contains(err.Error(), "already holds") {
		t.Errorf("restore over a database = %v; want a refusal", err)
	}
	to := app.Config{Data: filepath.Join(t.TempDir(), "data")}
	if err := app.Restore(to, out); err != nil {
		t.Fatal(err)
	}
	keys, err := os.ReadFile(c.KeyFile())
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(to.KeyFile(), keys, 0o600); err != nil {
		t.Fatal(err)
	}
	b, err := app.Open(ctx, to)
	if err != nil {
		t.Fatal(err)
	}
	r, err := b.Verify(ctx, nil)
	if err != nil || len(r.Findings) > 0 || r.Rows != 1 {
		t.Errorf("restored record: %+v, %v; want one row and no finding", r, err)
	}
	if got := audited(t, b.House.Flow); got != "export" {
		t.Errorf("restored audit says %q; want export", got)
	}
	if err := b.Close(ctx); err != nil {
		t.Fatal(err)
	}

	if err := os.WriteFile(filepath.Join(out, "files", "ab", "cd"), []byte("other"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := app.Restore(app.Config{Data: t.TempDir()}, out); err == nil {
		t.Error("a changed copy was restored")
	}
}

func audited(t *testing.T, f *flow.Store) string {
	t.Helper()
	rows, err := f.Logged(t.Context(), 1)
	if err != nil || len(rows) == 0 {
		t.Fatalf("audit: %v, %v", rows, err)
	}
	return rows[0].Move
}
