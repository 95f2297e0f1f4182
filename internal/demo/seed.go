package demo

import (
	"context"

	"qinglan/internal/flow"
	"qinglan/internal/org"
	"qinglan/internal/programme"
)

// seed adds the fictitious cases, unless there are cases already: a
// demonstration that is opened again goes on where it was left.
func (d *Demo) seed(ctx context.Context) error {
	known, err := d.applications(ctx)
	if err != nil || len(known) > 0 {
		return err
	}
	w := newWorld(ctx, d)
	w.play()
	d.app.Clock.Set(Start)
	return w.err
}

// everyone sees all cases: the auditor's eye.
var everyone = org.Actor{Person: "demo", Role: programme.Auditor}

func (d *Demo) applications(ctx context.Context) ([]flow.Case, error) {
	return d.app.House.Flow.Cases(ctx, everyone, flow.Filter{Track: "application"})
}
