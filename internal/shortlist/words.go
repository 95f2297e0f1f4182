package shortlist

import (
	"context"
	"slices"
	"strings"

	"qinglan/internal/flow"
	"qinglan/internal/lang"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/web/ui"
)

// opens reports whether a drafts lists in an edition.
func opens(e *programme.Edition, a org.Actor) bool {
	t, ok := e.Track("shortlist")
	return ok && slices.Contains(t.Opens, a.Role)
}

// drafters are the roles that draw up lists in any edition.
func (s *Slice) drafters() (roles []programme.Role) {
	for _, e := range s.Flow.Editions() {
		if t, ok := e.Track("shortlist"); ok {
			roles = append(roles, t.Opens...)
		}
	}
	return roles
}

// cityFor is the city of a list that a city draws up; of the province it has none.
func cityFor(a org.Actor) string {
	if a.Role == programme.City {
		return a.Organ.Region
	}
	return ""
}

// passed is what the state is called from which one is put on a list.
func passed(e *programme.Edition) string {
	t := e.MembersOf("shortlist")
	st, _ := t.State(t.Before("shortlist"))
	return st.Label
}

// chainText names who approves a list after its drafter.
func chainText(ctx context.Context, c *flow.Case, a org.Actor) string {
	var steps []string
	for _, st := range c.Edition.Chain(c.Track.Name, "issue", a.Role, a.Organ.Region) {
		steps = append(steps, lang.T(ctx, st.Label))
	}
	return strings.Join(steps, " → ")
}

// heads are the titles of the columns: of people, or of organisations, and
// with what they teach only where the programme asks for it.
func heads(e *programme.Edition) []string {
	out := []string{"序号", "姓名", "单位", "地市"}
	if e.ByOrgans() {
		out = []string{"序号", "名称", "申报单位", "地区"}
	}
	if len(e.Directions) > 0 {
		out = append(out, "培训方向")
	}
	return out
}

func columns(ctx context.Context, e *programme.Edition) []ui.Column {
	var out []ui.Column
	for i, label := range heads(e) {
		out = append(out, ui.Column{Label: lang.T(ctx, label), Num: i == 0, Main: i == 1})
	}
	return out
}
