//go:build !race

package browsertest

import (
	"context"
	"errors"
	"net/http/httptest"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"qinglan/internal/app"
	"qinglan/internal/demo"
	"qinglan/internal/vault"
)

// A site is a demonstration as visitors reach it.
type site struct {
	*app.App
	base  string
	close func() error
}

// played is the one demonstration with its fictitious cases. Tests that use it
// look and change nothing.
var played = sync.OnceValues(func() (*site, error) {
	dir, err := os.MkdirTemp("", "qinglan-browsertest-")
	if err != nil {
		return nil, err
	}
	s, err := serve(dir, true)
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	atEnd(func() error { return errors.Join(s.close(), os.RemoveAll(dir)) })
	return s, nil
})

func demonstration(t *testing.T) *site {
	t.Helper()
	s, err := played()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// empty serves a demonstration of this test alone, with nobody's cases.
func empty(t *testing.T) *site {
	t.Helper()
	s, err := serve(t.TempDir(), false)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func serve(dir string, cases bool) (*site, error) {
	ctx := context.Background()
	clock := new(app.Clock)
	clock.Set(demo.Start)
	c := app.Config{Data: dir, DB: "sqlite:" + filepath.Join(dir, "test.db"), Demo: true, Clock: clock}
	if _, err := vault.Create(c.KeyFile()); err != nil {
		return nil, err
	}
	if err := app.Migrate(ctx, c); err != nil {
		return nil, err
	}
	a, err := app.Open(ctx, c)
	if err != nil {
		return nil, err
	}
	d, err := demo.Open(ctx, a, cases)
	if err == nil {
		err = a.Start(ctx, time.Hour)
	}
	if err == nil {
		err = d.Settle(ctx)
	}
	if err != nil {
		return nil, errors.Join(err, a.Close(ctx))
	}
	server := httptest.NewServer(a.Handler(d.Bar))
	return &site{a, server.URL, func() error {
		server.Close()
		return a.Close(ctx)
	}}, nil
}
