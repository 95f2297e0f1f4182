package flow

import (
	"fmt"
	"slices"
	"strings"

	"qinglan/internal/org"
	"qinglan/internal/programme"
)

// A view is a condition on cases c with its arguments.
type view struct {
	sql  string
	args []any
}

// sees is the one rule of visibility. Every query for cases carries it: what a
// sight of the edition opens to a's role, in a's region, no earlier than the
// sight allows, and never a case in which a has a conflict. The arguments are
// numbered from first; track and edition, unless empty, narrow the condition.
// A sight that several editions give alike is written once.
func (s *Store) sees(a org.Actor, track, edition string, first int) view {
	v, _ := s.scope(a, track, edition, first)
	v.args = append(v.args, a.Person)
	v.sql = fmt.Sprintf("(%s) AND NOT EXISTS (SELECT 1 FROM conflicts x WHERE x.case_id = c.id AND x.person = $%d)", v.sql, first+len(v.args)-1)
	return v
}

// scope is [Store.sees] without the conflicts; wide says that it asks for
// nothing but where a case stands, so that it can be asked of the tallies too.
func (s *Store) scope(a org.Actor, track, edition string, first int) (v view, wide bool) {
	wide = true
	arg := func(value any) string {
		v.args = append(v.args, value)
		return fmt.Sprintf("$%d", first+len(v.args)-1)
	}
	var any []string
	for _, g := range s.glances(a, track, edition) {
		in := make([]string, len(g.editions))
		for i, name := range g.editions {
			in[i] = arg(name)
		}
		any = append(any, fmt.Sprintf("(c.edition IN (%s) AND c.track = %s AND c.reach >= %s%s)",
			strings.Join(in, ", "), arg(g.track), arg(g.Reach), within(g.By, a, arg)))
		wide = wide && slices.Contains([]programme.Scope{programme.All, programme.InCity, programme.InCounty}, g.By)
	}
	if v.sql = strings.Join(any, " OR "); v.sql == "" {
		v.sql = "1 = 0"
	}
	return v, wide
}

// A glance is a sight with the editions that give it for a track.
type glance struct {
	programme.Sight
	track    string
	editions []string
}

func (s *Store) glances(a org.Actor, track, edition string) (out []glance) {
	if !a.Known() {
		return nil
	}
	for _, e := range s.editions {
		if edition != "" && e.Name != edition {
			continue
		}
		for _, t := range e.Tracks {
			if track != "" && t.Name != track {
				continue
			}
			for _, g := range t.Sights {
				if g.Role != a.Role {
					continue
				}
				i := slices.IndexFunc(out, func(x glance) bool { return x.track == t.Name && x.Sight == g })
				if i < 0 {
					i, out = len(out), append(out, glance{Sight: g, track: t.Name})
				}
				out[i].editions = append(out[i].editions, e.Name)
			}
		}
	}
	return out
}

func within(by programme.Scope, a org.Actor, arg func(any) string) string {
	// Without an organ nobody sees what has no region or no party.
	organ := by == programme.Office || by == programme.InCounty || by == programme.InCity
	if organ && (!a.Officer() || a.Organ.Region == "") {
		return " AND 1 = 0"
	}
	switch by {
	case programme.All:
		return ""
	case programme.Own:
		return " AND c.party = " + arg(a.Person)
	case programme.Office:
		return " AND c.party = " + arg(a.Organ.ID)
	case programme.InCounty:
		return " AND c.county = " + arg(a.Organ.Region)
	case programme.InCity:
		return " AND c.city = " + arg(a.Organ.Region)
	case programme.Assigned:
		return " AND EXISTS (SELECT 1 FROM assignments s WHERE s.case_id = c.id AND s.person = " +
			arg(a.Person) + " AND s.role = " + arg(string(a.Role)) + ")"
	}
	return " AND 1 = 0"
}
