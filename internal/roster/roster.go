// Package roster is who may be put on a list that is still being written, and
// who is: applications for a session, for the 培育名单.
package roster

import (
	"context"
	"slices"

	"qinglan/internal/db"
	"qinglan/internal/flow"
	"qinglan/internal/org"
)

// Free returns the applications of a state that stand on no other list of
// c's track in the other state.
func Free(ctx context.Context, f *flow.Store, q db.Q, a org.Actor, c *flow.Case, state, busy string) ([]flow.Case, error) {
	cs, err := f.CasesIn(ctx, q, a, flow.Filter{Edition: c.Edition.Name, Track: c.Track.Members, States: []string{state}})
	if err != nil {
		return nil, err
	}
	lists, err := f.CasesIn(ctx, q, a, flow.Filter{Edition: c.Edition.Name, Track: c.Track.Name, States: []string{busy}})
	if err != nil {
		return nil, err
	}
	taken := map[string]bool{}
	for _, l := range lists {
		if l.ID == c.ID {
			continue
		}
		members, err := f.Members(ctx, q, l.ID)
		if err != nil {
			return nil, err
		}
		for _, m := range members {
			taken[m.Case] = true
		}
	}
	return slices.DeleteFunc(cs, func(k flow.Case) bool { return taken[k.ID] }), nil
}

// Set makes exactly those picked the members of a list, in the order of
// free; what is not free is left out.
func Set(ctx context.Context, f *flow.Store, tx *db.Tx, list string, free []flow.Case, picked []string) error {
	old, err := f.Members(ctx, tx, list)
	if err != nil {
		return err
	}
	for _, m := range old {
		if err := f.DropMember(ctx, tx, list, m.Case); err != nil {
			return err
		}
	}
	pos := 0
	for _, k := range free {
		if !slices.Contains(picked, k.ID) {
			continue
		}
		pos++
		if err := f.PutMember(ctx, tx, flow.Member{List: list, Case: k.ID, Pos: pos}); err != nil {
			return err
		}
	}
	return nil
}
