package demo

import (
	"context"
	"net/url"
	"slices"

	"qinglan/internal/app"
	"qinglan/internal/org"
	"qinglan/internal/programme"
)

// A Demo is a demonstration that is being served.
type Demo struct {
	app    *app.App
	posts  []org.Post
	people []Person // applicants
}

// A Person is an applicant whom a visitor may be.
type Person struct{ ID, Name string }

// Open founds the offices and, unless the database has cases already, adds the
// fictitious cases; then it adds the pages of the bar. The clock stands where a
// reopened demonstration was left, or at [Start].
func Open(ctx context.Context, a *app.App, cases bool) (*Demo, error) {
	f := a.House.Flow
	posts, err := Staff(ctx, f)
	if err != nil {
		return nil, err
	}
	d := &Demo{app: a, posts: posts}
	if cases {
		if err := d.seed(ctx); err != nil {
			return nil, err
		}
	}
	a.Mux.Route("GET /demo", d.everybody)
	a.Mux.Route("POST /demo/as", d.as)
	a.Mux.Route("POST /demo/clock", d.clock)
	return d, nil
}

// A Link signs a visitor in as somebody.
type Link struct{ Role, Href string }

// Links returns the address that signs in at each post, by post.
func (d *Demo) Links() map[string]string {
	out := map[string]string{}
	for _, p := range d.posts {
		out[p.ID] = d.href(p.ID)
	}
	return out
}

func (d *Demo) href(post string) string { return "/demo?post=" + url.QueryEscape(post) }

// OnePerRole returns one link for each role, Jinhua's for its own offices.
func (d *Demo) OnePerRole() []Link {
	var out []Link
	for _, r := range programme.Roles {
		if r == programme.Applicant {
			out = append(out, Link{string(r), "/sign-in"})
			continue
		}
		if i := slices.IndexFunc(d.posts, func(p org.Post) bool { return p.Role == r && familiar(p) }); i >= 0 {
			out = append(out, Link{string(r), d.href(d.posts[i].ID)})
		}
	}
	return out
}

// familiar prefers the places of the notice: Jinhua and 义乌.
func familiar(p org.Post) bool {
	switch p.Role {
	case programme.City:
		return p.Organisation.Region == "330700"
	case programme.County:
		return p.Organisation.Region == "330782"
	}
	return true
}
