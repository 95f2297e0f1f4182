package course

import (
	"cmp"
	"context"
	"slices"

	"qinglan/internal/calendar"
	"qinglan/internal/db"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/org"
)

// A Candidate is somebody who waits for a class.
type Candidate struct {
	flow.Case
	Directions []string
}

// A Match is how well somebody fits a class: what a proposal is explained by.
type Match struct{ City, Direction bool }

// weight ranks matches: the same city comes first, then the direction.
func (m Match) weight() int {
	n := 0
	if m.City {
		n += 2
	}
	if m.Direction {
		n++
	}
	return n
}

func matchOf(p Candidate, k *Class) Match {
	m := Match{City: p.City != "" && p.City == k.City}
	for _, d := range p.Directions {
		m.Direction = m.Direction || slices.Contains(k.Directions, d)
	}
	return m
}

// A Proposal is a class proposed for somebody; without a class nothing fits.
type Proposal struct {
	Candidate
	Class *Class
	Match Match
}

// Propose deals seats out: all of one city and direction first, then of one
// city, then of one direction, each in the order of their numbers, to the class
// that begins first and has room. Whoever fits none by either is left out.
func Propose(people []Candidate, classes []*Class) []Proposal {
	out := make([]Proposal, len(people))
	free := map[string]int{}
	for _, k := range classes {
		free[k.ID] = k.Capacity - k.Taken
	}
	for i, p := range people {
		out[i].Candidate = p
	}
	for weight := 3; weight > 0; weight-- {
		for i, p := range people {
			for _, k := range classes {
				if m := matchOf(p, k); out[i].Class == nil && free[k.ID] > 0 && m.weight() == weight {
					free[k.ID]--
					out[i].Class, out[i].Match = k, m
				}
			}
		}
	}
	return out
}

// Unplaced returns who waits for a class and may be seen by a, by city and
// number.
func (s *Store) Unplaced(ctx context.Context, q db.Q, a org.Actor) ([]flow.Case, error) {
	cs, err := s.flow.CasesIn(ctx, q, a, flow.Filter{Track: "entry", States: []string{"enrolled"}})
	if err != nil {
		return nil, err
	}
	taken, err := Seats(ctx, q)
	if err != nil {
		return nil, err
	}
	cs = slices.DeleteFunc(cs, func(c flow.Case) bool { return taken[c.ID] != "" })
	slices.SortFunc(cs, func(x, y flow.Case) int {
		return cmp.Or(cmp.Compare(x.City, y.City), cmp.Compare(x.No, y.No), cmp.Compare(x.ID, y.ID))
	})
	return cs, nil
}

// Candidates adds to entries the directions of their applications.
func (s *Store) Candidates(ctx context.Context, q db.Q, cs []flow.Case) ([]Candidate, error) {
	ids := make([]string, len(cs))
	for i, c := range cs {
		ids[i] = c.Parent
	}
	given, err := s.flow.AnswersOf(ctx, q, ids, "submit", "resubmit-county", "resubmit-city")
	if err != nil {
		return nil, err
	}
	out := make([]Candidate, len(cs))
	for i, c := range cs {
		out[i] = Candidate{c, form.List(given[c.Parent]["directions"])}
	}
	return out, nil
}

// Open returns the classes that take people, have room, are not past and in which
// a newcomer can still complete, those that begin first before others.
func (s *Store) Open(ctx context.Context, q db.Q, a org.Actor) ([]*Class, error) {
	cs, err := s.flow.CasesIn(ctx, q, a, flow.Filter{Track: "class", States: Taking})
	if err != nil {
		return nil, err
	}
	var out []*Class
	for i := range cs {
		k, err := s.Class(ctx, q, &cs[i])
		if err != nil {
			return nil, err
		}
		if k.Taken < k.Capacity && !k.past(calendar.Day(s.flow.Now())) && !k.Of("").Short() {
			out = append(out, k)
		}
	}
	slices.SortFunc(out, func(x, y *Class) int { return cmp.Or(cmp.Compare(x.begins(), y.begins()), cmp.Compare(x.ID, y.ID)) })
	return out, nil
}
