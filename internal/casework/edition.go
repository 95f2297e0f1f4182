package casework

import (
	"context"
	"net/http"
	"slices"

	"qinglan/internal/fault"
	"qinglan/internal/lang"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/web/ui"
)

// EditionAsked returns the edition that a page of r is about: the one it names
// with edition=, in its address or its form, or else the current one. One that
// is not open does not exist yet.
func (p *Pages) EditionAsked(r *http.Request) (*programme.Edition, error) {
	name := r.URL.Query().Get("edition")
	if name == "" {
		name = r.PostForm.Get("edition")
	}
	if name == "" {
		return p.Flow.Current(), nil
	}
	open := p.Flow.Opened()
	i := slices.IndexFunc(open, func(e *programme.Edition) bool { return e.Name == name })
	if i < 0 {
		return nil, fault.New(fault.Missing, "没有这个批次，或者还没有开始。")
	}
	return open[i], nil
}

// Asks returns who asks in one of the roles and for which edition, with the form
// of r read.
func (p *Pages) Asks(r *http.Request, roles ...programme.Role) (org.Actor, *programme.Edition, error) {
	a, err := As(r, roles...)
	if err != nil {
		return a, nil, err
	}
	if err := r.ParseForm(); err != nil {
		return a, nil, fault.Wrap(fault.Invalid, err, "表单无法读取。")
	}
	e, err := p.EditionAsked(r)
	return a, e, err
}

// Editions returns the way to the same page of the other open editions, the
// newest first. keep names what the address keeps.
func (p *Pages) Editions(ctx context.Context, r *http.Request, shown *programme.Edition, keep ...string) ui.Choice {
	var c ui.Choice
	for _, e := range slices.Backward(p.Flow.Opened()) {
		u := *r.URL
		old, q := r.URL.Query(), u.Query()
		for name := range q {
			if !slices.Contains(keep, name) {
				delete(q, name)
			}
		}
		for _, name := range keep {
			if old.Has(name) {
				q[name] = old[name]
			}
		}
		q.Set("edition", e.Name)
		u.RawQuery = q.Encode()
		href := u.RequestURI()
		c.Links = append(c.Links, ui.Link{Text: lang.T(ctx, e.Short), Href: href})
		if e == shown {
			c.Active = href
		}
	}
	return c
}
