package rehearse

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
)

// A generation is so many applicants among whom every fate occurs when whole
// years are played.
const generation = 40

// lives are the fates of a generation: every bad path once, and more of those
// who are not chosen, so that about half of those who apply are certified.
var lives = slices.Concat(fates, []fate{later, worn, leftOut, leftOut, leftOut, notPassed, notPassed, rejectedBy})

// years plays one edition, or several one after the other with everybody in
// the province.
func (p *play) years(ctx context.Context) error {
	if p.Years == 0 {
		p.towns, p.silent = places, silent
		p.people = p.cast(0, p.People)
		p.deal(p.people, fates)
		return p.acts(ctx)
	}
	if p.Years > len(seasons) {
		return fmt.Errorf("there are %d editions to play, not %d", len(seasons), p.Years)
	}
	p.wholeProvince()
	for i := range seasons[:p.Years] {
		p.season, p.before = &seasons[i], p.people
		p.past = append(p.past, p.people...)
		p.people = p.cast(len(p.past), p.People/p.Years)
		for some := range slices.Chunk(p.people, generation) {
			p.deal(some, p.livesOf(i))
		}
		if err := p.acts(ctx); err != nil {
			return fmt.Errorf("edition %s: %w", p.season.edition, err)
		}
	}
	p.people, p.past, p.before = p.everybody(), nil, nil
	return nil
}

// livesOf are the fates of a generation of the edition of an index: in the
// last one nobody puts anything off to the next.
func (p *play) livesOf(i int) []fate {
	if i+1 < p.Years {
		return lives
	}
	return slices.DeleteFunc(slices.Clone(lives), func(f fate) bool { return f == later || f == worn })
}

// wholeProvince lets people apply in every county unit and zone; a fifth of
// the counties never sign in. The places of a single edition come first.
func (p *play) wholeProvince() {
	p.silent = map[string]bool{}
	p.towns = slices.Clone(places)
	for post := range p.child.Links {
		region, ok := strings.CutSuffix(post, "-county-clerk-1")
		if at := (town{region, region[:min(4, len(region))] + "00"}); ok && !slices.Contains(p.towns, at) {
			p.towns = append(p.towns, at)
		}
	}
	rest := p.towns[len(places):]
	slices.SortFunc(rest, func(a, b town) int { return cmp.Compare(a.region, b.region) })
	for i, at := range p.towns {
		p.silent[at.region] = silent[at.region] || i >= len(places) && i%5 == 0
	}
}

// inFirst is an act that is played once in several editions, in the first.
func inFirst(f func(context.Context, *play) error) func(context.Context, *play) error {
	return func(ctx context.Context, p *play) error {
		if len(p.past) > 0 {
			return nil
		}
		return f(ctx, p)
	}
}

// inLast is an act that is played once in several editions, in the last.
func inLast(f func(context.Context, *play) error) func(context.Context, *play) error {
	return func(ctx context.Context, p *play) error {
		if p.Years > 0 && p.season != &seasons[p.Years-1] {
			return nil
		}
		return f(ctx, p)
	}
}

// everybody returns the casts of all editions.
func (p *play) everybody() []*person { return slices.Concat(p.past, p.people) }

// carried returns the people of the edition before this one who have come back
// for what they lacked.
func (p *play) carried() (out []*person) {
	for _, one := range p.before {
		if one.fate == later || one.fate == worn {
			out = append(out, one)
		}
	}
	return out
}
