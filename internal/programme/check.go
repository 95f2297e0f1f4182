package programme

import (
	"fmt"
	"slices"
	"strings"

	"qinglan/internal/form"
)

// Check names everything in e that does not fit together: states, moves,
// forms, limits, clauses and chains that do not exist, states nobody can
// leave, weights that do not add up, deadlines that leave a level no time. An
// edition with a fault is not served.
func (e *Edition) Check() []error {
	var faults []error
	bad := func(format string, args ...any) { faults = append(faults, fmt.Errorf(format, args...)) }
	for _, t := range e.Tracks {
		e.checkTrack(t, bad)
	}
	for name, l := range e.Limits {
		if !l.Basis.Known() {
			bad("limit %s: unknown clause %q", name, l.Basis)
		}
		if name == GraceLimit && (l.N < 0 || l.N > MostGrace) {
			bad("limit %s: %d minutes; %d are the most", name, l.N, MostGrace)
		}
	}
	for _, c := range e.Chains {
		e.checkChain(c, bad)
	}
	e.checkNotices(bad)
	if len(e.Parts) > 0 {
		sum := int64(0)
		for _, p := range e.Parts {
			sum += p.Weight
		}
		if sum != 100 {
			bad("parts: weights add up to %d", sum)
		}
	}
	e.checkPlatforms(bad)
	return faults
}

// checkPlatforms wants each platform once, with a direction it can certify.
func (e *Edition) checkPlatforms(bad func(string, ...any)) {
	seen := map[string]bool{}
	for _, p := range e.Platforms {
		if p.Name == "" || p.Label == "" || seen[p.Name] {
			bad("platform %q: no name or label, or twice", p.Name)
		}
		seen[p.Name] = true
		if !slices.ContainsFunc(e.Directions, func(c form.Choice) bool { return c.Value == p.Direction }) {
			bad("platform %s: unknown direction %q", p.Name, p.Direction)
		}
	}
}

// checkParts wants a form that asks for the mark of one part to ask for all.
func (e *Edition) checkParts(t *Track, bad func(string, ...any)) {
	for name, qs := range t.Forms {
		asked := 0
		for _, p := range e.Parts {
			if slices.ContainsFunc(qs, func(q form.Question) bool { return q.Name == p.Name && q.Kind == form.Score }) {
				asked++
			}
		}
		if asked > 0 && asked < len(e.Parts) {
			bad("%s: the form %s asks for some of the parts", t.Name, name)
		}
	}
}

func (e *Edition) checkChain(c Chain, bad func(string, ...any)) {
	t, ok := e.Track(c.Track)
	if !ok {
		bad("chain %s.%s: no such track", c.Track, c.Move)
		return
	}
	m, ok := t.Move(c.Move)
	if !ok {
		bad("chain %s.%s: no such move", c.Track, c.Move)
		return
	}
	if !slices.Contains(m.By, c.Role) {
		bad("chain %s.%s: %s does not make this move", c.Track, c.Move, c.Role)
	}
	for i, s := range c.Steps {
		if !slices.Contains([]Rank{Clerk, Head, Leader}, s.Rank) || s.Label == "" {
			bad("chain %s.%s: step %d has no rank or label", c.Track, c.Move, i+1)
		}
		if s.Role != "" && !slices.Contains(Roles, s.Role) {
			bad("chain %s.%s: step %d is for an unknown role %q", c.Track, c.Move, i+1, s.Role)
		}
	}
}

// checkNotices wants one notice at the top and each level to have time left
// after the one below it: an equal deadline leaves none. A named exception says
// who approved that, why, and on which document; all three, and only if needed.
func (e *Edition) checkNotices(bad func(string, ...any)) {
	byID, regions, tops := map[string]Notice{}, map[string]bool{}, 0
	for _, n := range e.Notices {
		if byID[n.ID].ID != "" {
			bad("notice %s: twice", n.ID)
		}
		if regions[n.Region] {
			bad("notice %s: a second one for the region %s", n.ID, n.Region)
		}
		byID[n.ID], regions[n.Region] = n, true
		if n.Parent == "" {
			tops++
		}
		if n.Deadline.IsZero() {
			bad("notice %s: no deadline", n.ID)
		}
	}
	if len(e.Notices) > 0 && tops != 1 {
		bad("notices: %d at the top; want 1", tops)
	}
	for _, n := range e.Notices {
		parent, ok := byID[n.Parent]
		early := n.Parent == "" || ok && e.Early(n, parent)
		switch {
		case n.Parent != "" && !ok:
			bad("notice %s: unknown parent %q", n.ID, n.Parent)
		case early && n.Exception.Given():
			bad("notice %s: an exception that its deadline does not need", n.ID)
		case !early && !n.Exception.Given():
			bad("notice %s: its deadline is not earlier than that of %s", n.ID, n.Parent)
		case !early && !n.Exception.Whole():
			bad("notice %s: its deadline is not earlier than that of %s, and the exception lacks its approver, reason or document", n.ID, n.Parent)
		}
	}
}

// Exceptions says of each notice with a named exception who approved its
// deadline, why, and on which document.
func (e *Edition) Exceptions() (said []string) {
	for _, n := range e.Notices {
		if x := n.Exception; x.Given() {
			said = append(said, fmt.Sprintf("notice %s: its deadline is not earlier than that of %s: approved by %s, reason: %s, document: %s",
				n.ID, n.Parent, x.Approver, x.Reason, x.Document))
		}
	}
	return said
}

func (e *Edition) checkTrack(t *Track, bad func(string, ...any)) {
	if _, ok := t.State(t.Start); !ok {
		bad("%s: start state %q does not exist", t.Name, t.Start)
	}
	seen := map[string]bool{}
	for _, s := range t.States {
		if seen[s.Name] {
			bad("%s: state %s twice", t.Name, s.Name)
		}
		seen[s.Name] = true
		e.checkState(t, s, bad)
	}
	e.checkParts(t, bad)
	if t.Members != "" && !e.Has(t.Members) {
		bad("%s: lists cases of an unknown track %q", t.Name, t.Members)
	}
	seen = map[string]bool{}
	for _, m := range t.Moves {
		if seen[m.Name] {
			bad("%s: move %s twice", t.Name, m.Name)
		}
		seen[m.Name] = true
		e.checkMove(t, m, bad)
	}
}

func (e *Edition) checkState(t *Track, s State, bad func(string, ...any)) {
	stage := s.Stage
	if stage == "" {
		stage = t.Stage
	}
	if !slices.ContainsFunc(e.Stages, func(g Stage) bool { return g.Name == stage }) {
		bad("%s.%s: unknown stage %q", t.Name, s.Name, stage)
	}
	if s.Basis != "" && !s.Basis.Known() {
		bad("%s.%s: unknown clause %q", t.Name, s.Name, s.Basis)
	}
	if s.Due.Days != "" && e.Limits[s.Due.Days].N == 0 {
		bad("%s.%s: unknown limit %q", t.Name, s.Name, s.Due.Days)
	}
	if d := s.Due.Deadline; d != "" && !slices.Contains(deadlines, d) {
		bad("%s.%s: unknown deadline %q", t.Name, s.Name, d)
	}
	if s.Due.Lapse != "" {
		m, ok := t.Move(s.Due.Lapse)
		if !ok || !slices.Contains(m.By, Clock) || !slices.Contains(m.From, s.Name) {
			bad("%s.%s: the clock has no move %q here", t.Name, s.Name, s.Due.Lapse)
		}
	}
	out := t.From(s.Name)
	// A decision about another case may still correct what was final.
	act := slices.ContainsFunc(out, func(m Move) bool {
		return slices.ContainsFunc(m.By, func(r Role) bool { return r != List })
	})
	if s.Final && (act || s.Turn != "") {
		bad("%s.%s: final, yet somebody may act", t.Name, s.Name)
	}
	if !s.Final && len(out) == 0 {
		bad("%s.%s: nobody can leave it", t.Name, s.Name)
	}
}

func (e *Edition) checkMove(t *Track, m Move, bad func(string, ...any)) {
	if _, ok := t.State(m.To); !ok {
		bad("%s.%s: leads to unknown state %q", t.Name, m.Name, m.To)
	}
	if len(m.From) == 0 || len(m.By) == 0 {
		bad("%s.%s: from nowhere or by nobody", t.Name, m.Name)
	}
	for _, f := range m.From {
		if _, ok := t.State(f); !ok {
			bad("%s.%s: starts from unknown state %q", t.Name, m.Name, f)
		}
	}
	if m.Form != "" && t.Forms[m.Form] == nil {
		bad("%s.%s: unknown form %q", t.Name, m.Name, m.Form)
	}
	for _, also := range m.Also {
		for _, prefix := range []string{"members:", "parent:"} {
			if name, ok := strings.CutPrefix(also, prefix); ok && !e.listMove(name) {
				bad("%s.%s: no track has a move %q for lists", t.Name, m.Name, name)
			}
		}
	}
	if !m.Basis.Known() {
		bad("%s.%s: unknown clause %q", t.Name, m.Name, m.Basis)
	}
	if m.Label == "" {
		bad("%s.%s: no label", t.Name, m.Name)
	}
}

// listMove reports whether some track has a move of that name that lists make.
func (e *Edition) listMove(name string) bool {
	return slices.ContainsFunc(e.Tracks, func(t *Track) bool {
		m, ok := t.Move(name)
		return ok && slices.Contains(m.By, List)
	})
}
