//go:build !race

package rehearse_test

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"qinglan/internal/db"
)

// A demonstration that is killed while it is being made is refused at the next
// start, in a sentence that names its folder; it is never shown half filled.
func TestDemonstrationBrokenOff(t *testing.T) {
	file, err := program()
	if err != nil {
		t.Fatal(err)
	}
	data := filepath.Join(t.TempDir(), "demonstration")
	args := []string{"demo", "--listen", "127.0.0.1:0", "--data", data}
	for wait := 500 * time.Millisecond; seeding(t, data) == ""; wait *= 2 {
		if wait > time.Minute {
			t.Fatal("nothing was seeded")
		}
		child := exec.CommandContext(t.Context(), file, args...)
		if err := child.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(wait)
		if err := child.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		_ = child.Wait() // killed
	}
	if at := seeding(t, data); at != "begun" {
		t.Skipf("the machine was too fast: the demonstration is %s", at)
	}
	for range 2 {
		ctx, stop := context.WithTimeout(t.Context(), 2*time.Minute)
		defer stop()
		said, err := exec.CommandContext(ctx, file, args...).CombinedOutput()
		if err == nil || !strings.Contains(string(said), data) || !strings.Contains(string(said), "is not whole") {
			t.Fatalf("the next start: %v\n%s", err, said)
		}
	}
}

// seeding returns how far the demonstration in a folder has come, or "" if it
// has not begun. Nobody else has the folder open.
func seeding(t *testing.T, data string) (at string) {
	t.Helper()
	file := filepath.Join(data, "qinglan.db")
	if _, err := os.Stat(file); err != nil {
		return ""
	}
	d, err := db.Open(t.Context(), "sqlite:"+file)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	if d.QueryRowContext(t.Context(), `SELECT value FROM meta WHERE name = 'demo-seed'`).Scan(&at) != nil {
		return "" // not migrated yet, or not begun
	}
	return at
}
