package demo

import (
	"context"
	"slices"

	"qinglan/internal/demo/world"
	"qinglan/internal/endorse"
	"qinglan/internal/flow"
	"qinglan/internal/lang"
	"qinglan/internal/programme"
)

// most is how many applicants of one state the bar offers.
const most = 2

// applicants returns people to be, some of each state an application may be in
// and of each that a place on the 培育名单 may be in, in the edition's order.
func (d *Demo) applicants(ctx context.Context) (out []Person, err error) {
	f := d.app.House.Flow
	for _, track := range []string{"application", "entry"} {
		cs, err := f.Cases(ctx, world.Everyone, flow.Filter{Track: track})
		if err != nil {
			return nil, err
		}
		t, ok := f.Current().Track(track)
		if !ok {
			continue
		}
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
	link, err := endorse.New(d.app.House).Link(ctx, d.app.House.Flow.DB(), c.ID)
	p.Link = link
	return p, err
}

// manyWaiting is how many people the page of everybody names whose turn it is.
const manyWaiting = 60

// waiting returns the people whose turn it is now beside their application and
// their place on the 培育名单: an account to give, an invitation to answer.
func (d *Demo) waiting(ctx context.Context) (out []Person, err error) {
	f := d.app.House.Flow
	var cs []flow.Case
	for _, t := range f.Current().Tracks {
		f := flow.Filter{Track: t.Name}
		for _, st := range t.States {
			if st.Turn == programme.Applicant && t.Name != "application" && t.Name != "entry" {
				f.States = append(f.States, st.Name)
			}
		}
		if len(f.States) == 0 {
			continue
		}
		some, err := d.app.House.Flow.Cases(ctx, world.Everyone, f)
		if err != nil {
			return nil, err
		}
		cs = append(cs, some...)
	}
	slices.SortStableFunc(cs, func(x, y flow.Case) int { return y.Since.Compare(x.Since) })
	for _, c := range cs[:min(len(cs), manyWaiting)] {
		out = append(out, Person{ID: c.Party, Name: c.Name, State: lang.T(ctx, c.Track.Label) + "：" + lang.T(ctx, c.Now().Label)})
	}
	return out, nil
}
