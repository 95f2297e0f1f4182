package locality

import (
	"context"

	"qinglan/internal/flow"
	"qinglan/internal/org"
	"qinglan/internal/programme"
)

// A Spot is a county, or a city with its counties summed, as the level above
// sees it.
type Spot struct {
	Region  org.Region
	Body    *Body
	Census  *flow.Case
	Figures []Figure // of what was sent
	// Of a city: how many of its counties there are, name a body, have sent.
	Counties, Named, Sent, Accepted int
}

// Spots returns every county of a city, or of all, with what it has done.
func (s Store) Spots(ctx context.Context, e *programme.Edition, a org.Actor, city string) ([]Spot, error) {
	cases, err := s.flow.Cases(ctx, a, flow.Filter{Edition: e.Name, Track: Track, City: city})
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, c := range cases {
		ids = append(ids, c.ID)
	}
	sent, err := s.flow.AnswersOf(ctx, s.flow.DB(), ids, Sending...)
	if err != nil {
		return nil, err
	}
	bodies, err := s.Bodies(ctx, s.flow.DB(), e.Name, city)
	if err != nil {
		return nil, err
	}
	var out []Spot
	for _, c := range org.Cities(e.Since) {
		if city != "" && c.Code != city {
			continue
		}
		for _, r := range org.Counties(c.Code, e.Since) {
			x := Spot{Region: r, Counties: 1}
			for i := range cases {
				if cases[i].County == r.Code {
					x.Census, x.Figures = &cases[i], Figures(e, sent[cases[i].ID])
				}
			}
			if _, ok := bodies[r.Code]; ok {
				x.Named = 1
			}
			if x.Census != nil && x.Census.Reach > 0 {
				x.Sent = 1
				if x.Census.State == "accepted" {
					x.Accepted = 1
				}
			}
			out = append(out, x)
		}
	}
	return out, nil
}

// ByCity sums counties.
func ByCity(e *programme.Edition, spots []Spot) []Spot {
	var out []Spot
	for _, c := range org.Cities(e.Since) {
		sum := Spot{Region: c}
		for _, x := range spots {
			if x.Region.Parent != c.Code {
				continue
			}
			sum.Counties++
			sum.Named += x.Named
			sum.Sent += x.Sent
			sum.Accepted += x.Accepted
			if x.Sent > 0 {
				sum.Figures = Add(sum.Figures, x.Figures)
			}
		}
		out = append(out, sum)
	}
	return out
}

// Sum adds up what the counties among spots have sent, and counts them.
func Sum(spots []Spot) (fs []Figure, sent int) {
	for _, x := range spots {
		if x.Sent > 0 {
			fs = Add(fs, x.Figures)
			sent++
		}
	}
	return fs, sent
}
