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
type Person struct {
	ID, Name string
	State    string // where they stand, in Chinese
	Link     string // of their employer, if it is asked now
}

// Open founds the offices and, unless the database has cases already, adds the
// fictitious cases; then it adds the pages of the bar. The clock stands where a
// reopened demonstration was left, or at [Start].
func Open(ctx context.Context, a *app.App, cases bool) (*Demo, error) {
	d, err := open(ctx, a, cases)
	if err == nil {
		err = d.resume(ctx)
	}
	if err != nil {
		return nil, err
	}
	a.Mux.Route("GET /demo", d.everybody)
	a.Mux.Route("POST /demo/as", d.as)
	a.Mux.Route("POST /demo/clock", d.clock)
	return d, nil
}

func open(ctx context.Context, a *app.App, cases bool) (*Demo, error) {
	posts, err := Staff(ctx, a.House.Flow)
	if err != nil {
		return nil, err
	}
	d := &Demo{app: a, posts: posts}
	d.without()
	if cases && a.House.Flow.Current().Has("application") { // the only programme with cases to show
		err = d.seed(ctx)
	}
	if err == nil {
		err = d.joined(ctx)
	}
	if err == nil {
		d.people, err = d.applicants(ctx)
	}
	return d, err
}

// joined adds the posts that platforms have given to members of the committee.
func (d *Demo) joined(ctx context.Context) error {
	f := d.app.House.Flow
	posts, err := f.Orgs().Staff(ctx, f.DB(), org.CommitteeID)
	for _, p := range posts {
		if !slices.ContainsFunc(d.posts, func(x org.Post) bool { return x.ID == p.ID }) {
			d.posts = append(d.posts, p)
		}
	}
	return err
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
		switch {
		case r == programme.Applicant:
			out = append(out, Link{string(r), d.somebody()})
		case r == programme.Employer:
			if i := slices.IndexFunc(d.people, func(p Person) bool { return p.Link != "" }); i >= 0 {
				out = append(out, Link{string(r), d.people[i].Link})
			}
		}
		if i := slices.IndexFunc(d.posts, func(p org.Post) bool { return p.Role == r && d.familiar(p) }); i >= 0 {
			out = append(out, Link{string(r), d.href(d.posts[i].ID)})
		}
	}
	return out
}

// somebody is the address of an applicant who has something to do, or of the
// front door if there is nobody yet.
func (d *Demo) somebody() string {
	for _, state := range []string{"退回补正", ""} {
		for _, p := range d.people {
			if p.State == state || state == "" {
				return "/demo?person=" + url.QueryEscape(p.ID)
			}
		}
	}
	return "/sign-in"
}

// familiar prefers the places of the notice: Jinhua and 义乌; and 绍兴, where
// one review is left before 遴选. In a programme held in one place all are.
func (d *Demo) familiar(p org.Post) bool {
	if d.app.House.Flow.Current().Region != "" {
		return true
	}
	switch p.Role {
	case programme.City:
		return p.Organisation.Region == "330700" || p.Organisation.Region == "330600"
	case programme.Institution, programme.Payer, programme.Buyer:
		return p.Organisation.Region == "330700"
	case programme.County:
		return p.Organisation.Region == "330782"
	}
	return true
}
