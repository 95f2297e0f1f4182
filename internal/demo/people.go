package demo

import (
	"context"

	"qinglan/internal/apply"
	"qinglan/internal/flow"
)

// most is how many applicants of one state the bar offers.
const most = 2

// applicants returns people to be, some of each state an application may be in
// and of each that a place on the 培育名单 may be in, in the edition's order.
func (d *Demo) applicants(ctx context.Context) (out []Person, err error) {
	f := d.app.House.Flow
	for _, track := range []string{"application", "entry"} {
		cs, err := f.Cases(ctx, everyone, flow.Filter{Track: track})
		if err != nil {
			return nil, err
		}
		t, _ := f.Current().Track(track)
		for _, st := range t.States {
			n := 0
			for i := range cs {
				// What follows a 培育名单 says more of a person than the application.
				if n == most || cs[i].State != st.Name || st.Name == "shortlisted" {
					continue
				}
				p, err := d.applicant(ctx, &cs[i])
				if err != nil {
					return nil, err
				}
				out, n = append(out, p), n+1
			}
		}
	}
	return out, nil
}

func (d *Demo) applicant(ctx context.Context, c *flow.Case) (Person, error) {
	p := Person{ID: c.Party, Name: c.Name, State: c.Now().Label}
	if c.State != "at-employer" {
		return p, nil
	}
	link, err := apply.New(d.app.House).Link(ctx, d.app.House.Flow.DB(), c.ID)
	p.Link = link
	return p, err
}
