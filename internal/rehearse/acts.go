package rehearse

import (
	"context"
	"fmt"

	"qinglan/internal/rehearse/play"
	"qinglan/internal/rehearse/policy"
	"qinglan/internal/rehearse/road"
)

// An act is one part of the edition as people play it.
type act struct {
	name string
	play func(ctx context.Context, p *play.Play) error
}

// playActs plays a season, with a crash after each act where the server is to be
// killed.
func (r *rehearsal) playActs(ctx context.Context) error {
	p := r.play
	for _, a := range actsOf(p.Season) {
		began := r.Now()
		if err := a.play(ctx, p); err != nil {
			return fmt.Errorf("%s: %w", a.name, err)
		}
		r.seconds[a.name] += r.Now().Sub(began).Seconds()
		if err := p.Crash(ctx); err != nil {
			return fmt.Errorf("after %s: %w", a.name, err)
		}
	}
	return nil
}

// programmeOfTheDay is the edition from its first notice to the register.
var programmeOfTheDay = []act{
	{"notices", road.Cascade},
	{"mobilise", inFirst(policy.Mobilise)},
	{"fill in", road.FillAll},
	{"crash while saving", crashWhileSaving},
	{"submit", road.SubmitAll},
	{"came by a link", inFirst(policy.CameByLink)},
	{"endorse", road.Endorse},
	{"county", road.CountyCheck},
	{"mend", road.MendAndAppeal},
	{"lapse", road.Lapse},
	{"cover", coverLeave},
	{"institutions apply", policy.InstitutionsApply},
	{"city", road.CityReview},
	{"recommend", road.RecommendAll},
	{"too late", road.TooLate},
	{"accept", road.AcceptAll},
	{"select institutions", policy.InstitutionsSelected},
	{"select", road.SelectAll},
	{"shortlist", road.Shortlist},
	{"classes", policy.Classes},
	{"train", road.Train},
	{"form the committee", policy.FormCommittee},
	{"certify", road.Certify},
	{"recheck", policy.RecheckThird},
	{"decide", policy.Decide},
	{"publicise", road.Publicise},
	{"object", road.Object},
	{"announce", road.Announce},
	{"certificates", road.Certificates},
	{"revoke and replace", road.RevokeAndReplace},
	{"subsidy", policy.Subsidise},
	{"purchase", inLast(policy.Buy)},
	{"hundred", inLast(policy.Hundred)},
	{"find lecturers", inLast(policy.MatchAll)},
	{"every yuan once", inLast(policy.EveryYuanOnce)},
	{"everybody looks", road.EverybodyLooks},
}

// betweenTimes are what happens once in several years, each after the act of
// the edition that it names.
var betweenTimes = []struct {
	edition, after string
	act
}{
	{"teacher2018", "county", act{"an officer is replaced", officerReplaced}},
	{"teacher2018", "accept", act{"a backup is restored", backupRestored}},
}

// actsOf returns what is played in a season, in order.
func actsOf(s *play.Season) (out []act) {
	for _, a := range programmeOfTheDay {
		out = append(out, a)
		for _, b := range betweenTimes {
			if s.OfSeveral() && b.edition == s.Edition && b.after == a.name {
				out = append(out, b.act)
			}
		}
	}
	return out
}

// inFirst is an act that is played once in several editions, in the first.
func inFirst(f func(context.Context, *play.Play) error) func(context.Context, *play.Play) error {
	return func(ctx context.Context, p *play.Play) error {
		if len(p.Past) > 0 {
			return nil
		}
		return f(ctx, p)
	}
}

// inLast is an act that is played once in several editions, in the last.
func inLast(f func(context.Context, *play.Play) error) func(context.Context, *play.Play) error {
	return func(ctx context.Context, p *play.Play) error {
		if p.Years > 0 && p.Season != &play.Seasons[p.Years-1] {
			return nil
		}
		return f(ctx, p)
	}
}
