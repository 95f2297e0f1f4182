package demo

import (
	"context"
	"errors"
	"fmt"
	"net/url"

	"qinglan/internal/db"
	"qinglan/internal/demo/seed"
	"qinglan/internal/demo/world"
	"qinglan/internal/flow"
)

// seedName is the line of meta that says how far the seeding has come.
const seedName = "demo-seed"

// What it says: nothing is from before it was written.
const (
	begun = "begun"
	whole = "whole"
)

// seed adds the fictitious cases, unless there are cases already: a
// demonstration that is opened again goes on where it was left. One whose
// seeding was broken off is refused, for nobody could tell what it lacks.
func (d *Demo) seed(ctx context.Context) error {
	at, err := d.seeded(ctx)
	if err != nil || at == whole {
		return err
	}
	if at == begun {
		return fmt.Errorf("the demonstration in %s was broken off while it was being made and is not whole: "+
			"remove it or name another folder, and start again", d.place())
	}
	known, err := d.applications(ctx)
	if err != nil || len(known) > 0 {
		return err
	}
	if err := d.mark(ctx, begun); err != nil {
		return err
	}
	err = d.app.DB.Making(ctx, func() error { return seed.Fill(ctx, d.app, d.posts) })
	d.app.Clock.Set(Start)
	if err != nil {
		return err
	}
	return d.mark(ctx, whole)
}

// place names where the demonstration is kept, without a password.
func (d *Demo) place() string {
	if u, err := url.Parse(d.app.Config.DB); err == nil && d.app.Config.DB != "" {
		return u.Redacted()
	}
	return d.app.Config.Data
}

func (d *Demo) seeded(ctx context.Context) (at string, err error) {
	err = d.app.DB.QueryRowContext(ctx, `SELECT value FROM meta WHERE name = $1`, seedName).Scan(&at)
	if errors.Is(err, db.ErrNone) {
		return "", nil
	}
	return at, err
}

func (d *Demo) mark(ctx context.Context, at string) error {
	return d.app.DB.Tx(ctx, func(tx *db.Tx) error {
		_, err := tx.ExecContext(ctx, `
			INSERT INTO meta (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value`, seedName, at)
		return err
	})
}

func (d *Demo) applications(ctx context.Context) ([]flow.Case, error) {
	return d.app.House.Flow.Cases(ctx, world.Everyone, flow.Filter{Track: "application"})
}
