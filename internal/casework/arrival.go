package casework

import (
	"context"
	"net/http"

	"github.com/a-h/templ"

	"qinglan/internal/db"
	"qinglan/internal/flow"
	"qinglan/internal/org"
)

// ViaCookie keeps by which link a visitor came, until they begin something.
const ViaCookie = "via"

type viaKey struct{}

// Via returns the context of r with the link by which its visitor came.
func Via(r *http.Request) context.Context {
	k, err := r.Cookie(ViaCookie)
	if err != nil || k.Value == "" || len(k.Value) > 64 {
		return r.Context()
	}
	return context.WithValue(r.Context(), viaKey{}, k.Value)
}

// ViaOf returns the link by which a visitor came; empty: none.
func ViaOf(ctx context.Context) string {
	via, _ := ctx.Value(viaKey{}).(string)
	return via
}

// Arrival gives what a slice keeps of where a new case came from, in the
// transaction that opens it.
func (p *Pages) Arrival(f func(ctx context.Context, tx *db.Tx, c *flow.Case) error) {
	p.arrivals = append(p.arrivals, f)
}

// Arrived is called by whoever opens a case for a visitor.
func (p *Pages) Arrived(ctx context.Context, tx *db.Tx, c *flow.Case) error {
	for _, f := range p.arrivals {
		if err := f(ctx, tx, c); err != nil {
			return err
		}
	}
	return nil
}

// Beside adds a part to a page of another slice, named by its address.
func (p *Pages) Beside(page string, f func(ctx context.Context, a org.Actor) (templ.Component, error)) {
	p.beside[page] = append(p.beside[page], f)
}

// PartsBeside returns what slices show beside a page.
func (p *Pages) PartsBeside(ctx context.Context, page string, a org.Actor) (out []templ.Component, err error) {
	for _, f := range p.beside[page] {
		part, err := f(ctx, a)
		if err != nil {
			return nil, err
		}
		if part != nil {
			out = append(out, part)
		}
	}
	return out, nil
}
