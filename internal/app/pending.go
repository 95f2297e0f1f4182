package app

import (
	"context"
	"strings"

	"qinglan/internal/db"
	"qinglan/internal/flow"
	"qinglan/internal/job"
)

// pending lets every guard and effect pass that no slice gives yet.
func pending(f *flow.Store, q *job.Queue) {
	for _, e := range f.Editions() {
		for _, t := range e.Tracks {
			for _, m := range t.Moves {
				for _, g := range m.Needs {
					if !f.HasGuard(g) {
						f.Guard(g, func(context.Context, *db.Tx, flow.Event) error { return nil })
					}
				}
				for _, n := range m.Also {
					if !f.HasEffect(n) && !strings.Contains(n, ":") {
						f.Effect(n, func(context.Context, *db.Tx, flow.Event) error { return nil })
					}
				}
				for _, n := range m.Does {
					if !q.Known(n) {
						q.Handle(n, func(context.Context, string) error { return nil })
					}
				}
			}
		}
	}
}
