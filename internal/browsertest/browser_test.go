//go:build !race

package browsertest

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"qinglan/internal/app"
	"qinglan/internal/db"
	"qinglan/internal/db/dbtest"
	"qinglan/internal/demo"
	"qinglan/internal/vault"
)

// A site is a demonstration of one test, as visitors reach it.
type site struct {
	*app.App
	base string
}

// open serves a demonstration, with its fictitious cases or without.
func open(t *testing.T, cases bool) *site {
	t.Helper()
	clock := new(app.Clock)
	clock.Set(demo.Start)
	c := app.Config{Data: t.TempDir(), DB: dbtest.URL(t, db.SQLite), Demo: true, Clock: clock}
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
	d, err := demo.Open(t.Context(), a, cases)
	if err != nil {
		t.Fatal(errors.Join(err, a.Close(context.Background())))
	}
	if err := a.Start(t.Context(), time.Hour); err != nil {
		t.Fatal(errors.Join(err, a.Close(context.Background())))
	}
	server := httptest.NewServer(a.Handler(d.Bar))
	t.Cleanup(func() {
		server.Close()
		if err := a.Close(context.Background()); err != nil {
			t.Error(err)
		}
	})
	return &site{a, server.URL}
}

// A browser is Chromium with the runner of test/browser, which takes commands.
type browser struct {
	in  *json.Encoder
	out *bufio.Scanner
}

const runner = "../../test/browser"

// start starts the browser, or says what is missing.
func start(t *testing.T) *browser {
	t.Helper()
	chromium := os.Getenv("CHROMIUM")
	if chromium == "" {
		chromium = "/usr/bin/chromium"
	}
	if _, err := os.Stat(chromium); err != nil {
		t.Fatalf("no Chromium (%v): install it or set CHROMIUM; ./check --setup does both", err)
	}
	if _, err := os.Stat(filepath.Join(runner, "node_modules", "playwright-core")); err != nil {
		t.Fatal("no modules for the browser tests: run `npm ci` in test/browser, or ./check --setup")
	}
	node, err := exec.LookPath("node")
	if err != nil {
		t.Fatal("no Node: the browser tests need version 20 or later")
	}
	cmd := exec.Command(node, "run.mjs")
	cmd.Dir, cmd.Stderr = runner, os.Stderr
	cmd.Env = append(os.Environ(), "CHROMIUM="+chromium)
	if shots := os.Getenv("QINGLAN_SHOTS"); shots != "" && !filepath.IsAbs(shots) {
		t.Fatal("QINGLAN_SHOTS must be an absolute path")
	}
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		in.Close() // the runner closes the browser and ends
		io.Copy(io.Discard, out)
		if err := cmd.Wait(); err != nil {
			t.Errorf("the runner ended: %v", err)
		}
	})
	lines := bufio.NewScanner(out)
	lines.Buffer(nil, 1<<20)
	return &browser{json.NewEncoder(in), lines}
}

// A command is what the runner is told.
type command struct {
	Do     string            `json:"do"`
	Base   string            `json:"base"`
	Name   string            `json:"name"`
	Who    string            `json:"who"`
	Path   string            `json:"path,omitempty"`
	Shot   string            `json:"shot,omitempty"`
	File   string            `json:"file,omitempty"`
	Status int               `json:"status,omitempty"`
	With   map[string]string `json:"with,omitempty"`
}

// tell has the browser do c and reports what it found wrong.
func (b *browser) tell(t *testing.T, c command) {
	t.Helper()
	if err := b.in.Encode(c); err != nil {
		t.Fatal(err)
	}
	if !b.out.Scan() {
		t.Fatalf("the runner has ended: %v", b.out.Err())
	}
	var said struct{ Wrong []string }
	if err := json.Unmarshal(b.out.Bytes(), &said); err != nil {
		t.Fatalf("the runner said %q: %v", b.out.Text(), err)
	}
	for _, w := range said.Wrong {
		t.Error(w)
	}
}
