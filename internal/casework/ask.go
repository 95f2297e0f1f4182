package casework

import (
	"slices"

	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/query"
)

// A Field is what a list of a track's cases c can be asked for, by the roles that
// may read it: nobody finds by asking what they may not see.
type Field struct {
	query.Field
	Roles []programme.Role // nil: whoever has the list
	// SQL writes a term as a condition on c, which arg gives its arguments.
	SQL func(t query.Term, arg func(value any) string) string
}

// Ask adds a field to the lists of a track.
func (p *Pages) Ask(track string, f Field) { p.asked[track] = append(p.asked[track], f) }

// AskedBy returns the fields that slices have given to a track and a may ask for.
func (p *Pages) AskedBy(track string, a org.Actor) (out []Field) {
	for _, f := range p.asked[track] {
		if f.Roles == nil || slices.Contains(f.Roles, a.Role) {
			out = append(out, f)
		}
	}
	return out
}
