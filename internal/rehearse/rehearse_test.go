//go:build !race

package rehearse_test

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"qinglan/internal/db"
	"qinglan/internal/db/dbtest"
	"qinglan/internal/rehearse"
)

// built is the folder of the program, once a test has built it.
var built string

// program is the file of the program, built once for all tests as it is
// shipped: static, without the race detector.
var program = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "qinglan-built-")
	if err != nil {
		return "", err
	}
	built = dir
	out := filepath.Join(dir, "qinglan")
	build := exec.Command("go", "build", "-o", out, "qinglan/cmd/qinglan")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	said, err := build.CombinedOutput()
	if err != nil {
		os.Stderr.Write(said)
	}
	return out, err
})

func TestMain(m *testing.M) {
	code := m.Run()
	if built != "" {
		os.RemoveAll(built)
	}
	os.Exit(code)
}

// A tenth of the people of three years walk the editions one after the other:
// with retakes in the next one under changed rules, an officer replaced, a
// backup restored, counties that never sign in, and an archive of each.
func TestYears(t *testing.T) {
	if testing.Short() {
		t.Skip("plays three editions")
	}
	file, err := program()
	if err != nil {
		t.Fatal(err)
	}
	c := rehearse.Config{Program: file, Years: 3, People: 400, Data: filepath.Join(t.TempDir(), "data"), JSON: true, Out: new(bytes.Buffer), Now: time.Now}
	if err := rehearse.Run(t.Context(), c); err != nil {
		t.Fatalf("%v\n%s", err, c.Out)
	}
	t.Logf("%s", c.Out)
}

// Sixty people walk the edition on each engine while the server is crashed
// after every act, and everything adds up.
func TestRehearsal(t *testing.T) {
	if testing.Short() {
		t.Skip("plays a whole edition")
	}
	file, err := program()
	if err != nil {
		t.Fatal(err)
	}
	for _, engine := range []string{db.SQLite, db.Postgres} {
		t.Run(engine, func(t *testing.T) {
			c := rehearse.Config{Program: file, People: 60, Data: t.TempDir(), Kill: true, JSON: true, Out: new(bytes.Buffer), Now: time.Now}
			if engine == db.Postgres {
				c.DB = dbtest.URL(t, engine)
			}
			if err := rehearse.Run(t.Context(), c); err != nil {
				t.Fatalf("%v\n%s", err, c.Out)
			}
			var got rehearse.Result
			if err := json.Unmarshal(c.Out.(*bytes.Buffer).Bytes(), &got); err != nil {
				t.Fatal(err)
			}
			t.Logf("%d requests, %d crashes, %.1f s, %d MiB, stages %v", got.Requests, got.Kills, got.Seconds, got.RSS, got.Stages)
		})
	}
}
