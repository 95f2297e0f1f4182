package certify

import (
	"context"
	"slices"
	"strings"

	"qinglan/internal/flow"
	"qinglan/internal/lang"
	"qinglan/internal/programme"
)

// editionsOf returns the editions that cs belong to, in their order, and the
// current one if there are none.
func (s *Slice) editionsOf(cs []flow.Case) (out []*programme.Edition) {
	for i := range cs {
		if !slices.Contains(out, cs[i].Edition) {
			out = append(out, cs[i].Edition)
		}
	}
	if len(out) == 0 {
		out = append(out, s.Flow.Current())
	}
	slices.SortFunc(out, func(x, y *programme.Edition) int { return x.Opens().Compare(y.Opens()) })
	return out
}

// ruled says a rule as the edition of each row has it; that of an edition which
// is not the current one is named.
func (s *Slice) ruled(ctx context.Context, cs []flow.Case, say func(*programme.Edition) string) string {
	var lines []string
	editions := s.editionsOf(cs)
	for _, e := range editions {
		text := say(e)
		if len(editions) > 1 || e != s.Flow.Current() {
			text = lang.T(ctx, "%s：%s", lang.T(ctx, e.Short), text)
		}
		lines = append(lines, text)
	}
	return strings.Join(lines, " ")
}

// partsOf returns the parts that the editions of cs have, each once.
func (s *Slice) partsOf(cs []flow.Case) (out []programme.Part) {
	for _, e := range s.editionsOf(cs) {
		for _, p := range e.Parts {
			if !slices.ContainsFunc(out, named(p)) {
				out = append(out, p)
			}
		}
	}
	return out
}

// named finds the part of the same name.
func named(p programme.Part) func(programme.Part) bool {
	return func(x programme.Part) bool { return x.Name == p.Name }
}
