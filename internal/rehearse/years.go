package rehearse

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"qinglan/internal/rehearse/play"
)

// A generation is so many applicants among whom every fate occurs when whole
// years are played.
const generation = 40

// lives are the fates of a generation: every bad path once, and more of those
// who are not chosen, so that about half of those who apply are certified.
var lives = slices.Concat(fates, []play.Fate{play.Later, play.Worn, play.LeftOut, play.LeftOut, play.LeftOut, play.NotPassed, play.NotPassed, play.RejectedBy})

// years plays one edition, or several one after the other with everybody in
// the province.
func (r *rehearsal) years(ctx context.Context) error {
	p := r.play
	if p.Years == 0 {
		p.Towns, p.Silent = places, silent
		p.People = p.Cast(0, p.Size)
		p.Deal(p.People, fates)
		return r.playActs(ctx)
	}
	if p.Years > len(play.Seasons) {
		return fmt.Errorf("there are %d editions to play, not %d", len(play.Seasons), p.Years)
	}
	wholeProvince(p)
	for i := range play.Seasons[:p.Years] {
		p.Season, p.Before = &play.Seasons[i], p.People
		p.Past = append(p.Past, p.People...)
		p.People = p.Cast(len(p.Past), p.Size/p.Years)
		for some := range slices.Chunk(p.People, generation) {
			p.Deal(some, livesOf(p, i))
		}
		if err := r.playActs(ctx); err != nil {
			return fmt.Errorf("edition %s: %w", p.Season.Edition, err)
		}
	}
	p.People, p.Past, p.Before = p.Everybody(), nil, nil
	return nil
}

// livesOf are the fates of a generation of the edition of an index: in the
// last one nobody puts anything off to the next.
func livesOf(p *play.Play, i int) []play.Fate {
	if i+1 < p.Years {
		return lives
	}
	return slices.DeleteFunc(slices.Clone(lives), func(f play.Fate) bool { return f == play.Later || f == play.Worn })
}

// wholeProvince lets people apply in every county unit and zone; a fifth of
// the counties never sign in. The places of a single edition come first.
func wholeProvince(p *play.Play) {
	p.Silent = map[string]bool{}
	p.Towns = slices.Clone(places)
	for post := range p.Posts() {
		region, ok := strings.CutSuffix(post, "-county-clerk-1")
		if at := play.TownOf(region); ok && !slices.Contains(p.Towns, at) {
			p.Towns = append(p.Towns, at)
		}
	}
	rest := p.Towns[len(places):]
	slices.SortFunc(rest, func(a, b play.Town) int { return cmp.Compare(a.Region, b.Region) })
	for i, at := range p.Towns {
		p.Silent[at.Region] = silent[at.Region] || i >= len(places) && i%5 == 0
	}
}

// places are where people apply when one edition is played: Jinhua's counties
// and a zone, and cities without a notice of their own. Of the silent ones
// nobody ever signs in: the city acts for them.
var places = []play.Town{
	play.TownOf("330782"), play.TownOf("330702"), play.TownOf("330783"), play.TownOf("3307Z1"),
	play.TownOf("330106"), play.TownOf("330110"), play.TownOf("330212"),
}

var silent = map[string]bool{"330783": true, "330212": true}

// fates are dealt out in this order to the first people, from the sixth on.
var fates = []play.Fate{
	play.Late, play.Undecided, play.Returned, play.Lapsing, play.Appealing, play.CityBack, play.RejectedBy, play.LeftOut, play.ProvBack,
	play.NotPassed, play.Second, play.Third, play.Upheld, play.Dismissed, play.Revoked, play.Replaced,
}
