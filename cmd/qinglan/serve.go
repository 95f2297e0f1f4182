package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"os"
	"strings"
	"time"

	"qinglan/internal/app"
	"qinglan/internal/edition"
	"qinglan/internal/vault"
)

// tickEvery is how often the server looks for what is due.
const tickEvery = 15 * time.Second

type serveCmd struct {
	Common
	Origin string `help:"Address of the site as papers and codes on them name it, such as https://example.org; empty: as each request names it." env:"QINGLAN_ORIGIN"`
	Secure bool   `help:"The site is reached by TLS (a proxy ends it): strict cookies." env:"QINGLAN_SECURE"`
}

func (c *serveCmd) Run(ctx context.Context) error {
	cfg := c.config()
	cfg.Secure = c.Secure
	cfg.Origin = strings.TrimSuffix(c.Origin, "/")
	a, err := app.Open(ctx, cfg)
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("no key file %s: make it once with `qinglan admin keys --do`, and keep a copy apart from the database", cfg.KeyFile())
	}
	if err != nil {
		return err
	}
	if err := a.Found(ctx); err != nil {
		return errors.Join(err, a.Close(context.Background()))
	}
	token, made, err := a.Accounts.First(ctx)
	if err != nil {
		return errors.Join(err, a.Close(context.Background()))
	}
	if made {
		fmt.Printf("First administrator, once: http://%s/join/%s\n", c.Listen, token)
	}
	if err := a.Start(ctx, tickEvery); err != nil {
		return errors.Join(err, a.Close(context.Background()))
	}
	return errors.Join(listen(ctx, c.Listen, a.Handler(nil), nil), a.Close(context.Background()))
}

// listen serves h until ctx ends, then lets running requests finish. ready is
// told the address once it is listened on.
func listen(ctx context.Context, address string, h http.Handler, ready func(string)) error {
	l, err := net.Listen("tcp", address)
	if err != nil {
		return err
	}
	s := &http.Server{Handler: h, ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute}
	done := make(chan error, 1)
	go func() { done <- s.Serve(l) }()
	if ready != nil {
		ready(l.Addr().String())
	}
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
	}
	last, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	return s.Shutdown(last)
}

type migrateCmd struct{ Common }

func (c *migrateCmd) Run(ctx context.Context) error { return app.Migrate(ctx, c.config()) }

type checkCmd struct{}

func (c *checkCmd) Run() error {
	bad := false
	for _, e := range edition.All() {
		for _, err := range e.Check() {
			bad = true
			fmt.Printf("%s: %v\n", e.Name, err)
		}
		moves := 0
		for _, t := range e.Tracks {
			moves += len(t.Moves)
		}
		for _, x := range e.Exceptions() {
			fmt.Printf("%s: %s\n", e.Name, x)
		}
		fmt.Printf("%s: %d tracks, %d moves, %d limits\n", e.Name, len(e.Tracks), moves, len(e.Limits))
	}
	if bad {
		return errSaid
	}
	return nil
}

type adminCmd struct {
	Keys keysCmd `cmd:"" help:"Make the key file that serve needs."`
}

type keysCmd struct {
	Common
	Do bool `help:"Do it; otherwise only say what would be done."`
}

func (c *keysCmd) Run() error {
	file := c.config().KeyFile()
	if !c.Do {
		fmt.Printf("would make %s; say --do to do it\n", file)
		return nil
	}
	if err := os.MkdirAll(c.Data, 0o700); err != nil {
		return err
	}
	if _, err := vault.Create(file); err != nil {
		return err
	}
	fmt.Printf("made %s: keep a copy apart from the database; without it no identity number can be read again\n", file)
	return nil
}
