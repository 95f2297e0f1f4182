package demo

import (
	"context"
	"time"

	"qinglan/internal/flow"
	"qinglan/internal/org"
	"qinglan/internal/programme"
)

// seed adds the fictitious cases, unless there are cases already: a
// demonstration that is opened again goes on where it was left.
func (d *Demo) seed(ctx context.Context) error {
	known, err := d.applications(ctx)
	if err != nil {
		return err
	}
	if len(known) > 0 {
		return d.resume(ctx)
	}
	w := newWorld(ctx, d)
	w.play()
	d.app.Clock.Set(Start)
	return w.err
}

// resume stands the clock where it was left: at the newest thing that happened.
func (d *Demo) resume(ctx context.Context) error {
	f, now := d.app.House.Flow, Start
	said, err := f.Logged(ctx, 1)
	if err != nil {
		return err
	}
	for _, e := range said {
		now = later(now, e.At)
	}
	for _, t := range f.Latest().Tracks {
		cs, err := f.Cases(ctx, everyone, flow.Filter{Track: t.Name})
		if err != nil {
			return err
		}
		for _, c := range cs {
			now = later(now, c.Since)
		}
	}
	d.app.Clock.Set(now)
	return nil
}

func later(a, b time.Time) time.Time {
	if a.Before(b) {
		return b
	}
	return a
}

// everyone sees all cases: the auditor's eye.
var everyone = org.Actor{Person: "demo", Role: programme.Auditor}

func (d *Demo) applications(ctx context.Context) ([]flow.Case, error) {
	return d.app.House.Flow.Cases(ctx, everyone, flow.Filter{Track: "application"})
}
