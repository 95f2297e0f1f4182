//go:build !race

package demo

import (
	"context"

	"qinglan/internal/app"
)

// Reopen is Open without the pages, which are there already.
func Reopen(ctx context.Context, a *app.App) (*Demo, error) { return open(ctx, a, true) }

// People returns the applicants whom a visitor may be.
func (d *Demo) People() []Person { return d.people }
