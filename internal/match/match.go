// Package match is the 师资库 and how a lecturer is asked to speak (五.3): what
// lecturers say of their time, how an office or a firm finds one, the
// invitation, its answer, the hours that both confirm. It promises that nobody
// is marked or ranked, that the order of a search follows from facts it names
// and from the draw of the day, that a lecturer's telephone is shown to the one
// who invited and only after the lecturer gave it, and that nobody says yes to
// two places at one time.
package match

import (
	"context"
	"slices"

	"qinglan/internal/calendar"
	"qinglan/internal/casework"
	"qinglan/internal/db"
	"qinglan/internal/flow"
	"qinglan/internal/org"
	"qinglan/internal/programme"
)

// track is the name of the track of invitations in every edition.
const track = "lecture"

// A Slice is this part of the house.
type Slice struct{ *casework.House }

// New returns the slice.
func New(h *casework.House) *Slice { return &Slice{h} }

// Who searches the 师资库; offices see all of it, a buyer whom it may invite.
var (
	offices  = []programme.Role{programme.County, programme.City, programme.Province}
	inviters = append(offices[:3:3], programme.Buyer)
)

// Tracks are those without which there is nothing to do here.
func (s *Slice) Tracks() []string { return []string{"lecture"} }

// Register gives what editions call by name.
func (s *Slice) Register() {
	f := s.Flow
	f.Guard("lecture-in-time", s.inTime)
	f.Guard("lecture-day-come", s.dayCome)
	f.Effect("take-lecture-day", s.takeDay)
	f.Effect("free-lecture-day", s.freeDay)
	f.Effect("keep-lecture-hours", s.keepHours)
	f.Guard("event-settled", s.eventSettled)
	f.Effect("call-off-lectures", s.callOff)
	s.Section(track, s.lectureSection)
	s.Section("event", s.eventSection)
	s.Section("certificate", s.ownSection)
	s.Section("entry", s.ownSection)
	s.Papers(track, s.printed)
	s.Quick(casework.Quick{Text: "待登记课时的授课", Href: "/lecturers#to-note", Roles: inviters,
		Count: func(ctx context.Context, a org.Actor) (int, error) {
			cs, err := s.toNote(ctx, a)
			return len(cs), err
		}})
}

// toNote returns the lectures of a's organ that are over and whose hours are not
// noted.
func (s *Slice) toNote(ctx context.Context, a org.Actor) ([]flow.Case, error) {
	ids, err := over(ctx, s.Flow.DB(), a.Organ.ID, calendar.Day(s.Flow.Now()))
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	cs, err := s.Flow.Cases(ctx, a, flow.Filter{Track: track, States: []string{"accepted"}})
	return slices.DeleteFunc(cs, func(c flow.Case) bool { return !slices.Contains(ids, c.ID) }), err
}

// A Lecturer is somebody of the 师资库 as a search finds them. There is no
// telephone and no mark in it.
type Lecturer struct {
	Person, Name, Unit string
	County, City       string
	Certified          bool
	Number             string        // of the valid certificate
	Issued             calendar.Date // of it
	Profile
	Invited int   // in the last twelve months
	Held    int64 // hours confirmed, ever
	Busy    bool  // has said yes elsewhere at the time asked for
}

// A Profile is what a lecturer says of themselves.
type Profile struct {
	Kept       bool // there is one
	Willing    bool
	Directions []string
	Cities     []string
	Days       []string // 1 is Monday
	Hours      int64    // at most in a month
	Proof      string
	ProofDay   calendar.Date
	Version    int64
}

// Fresh returns the day of the last proof of up-to-date knowledge, the
// certificate being one, and whether it is older than the edition allows.
func (l Lecturer) Fresh(months int, today calendar.Date) (last calendar.Date, stale bool) {
	last = l.ProofDay
	if last.IsZero() || last.Before(l.Issued) {
		last = l.Issued
	}
	return last, last.IsZero() || last.AddMonths(months).Before(today)
}

// pool returns the 师资库: everybody on the 培育名单 and certified, each once.
func (s *Slice) pool(ctx context.Context, q db.Q) ([]Lecturer, error) {
	all, err := listed(ctx, q)
	if err != nil {
		return nil, err
	}
	at := make(map[string]int, len(all))
	out := all[:0]
	for _, l := range all { // the newest entry of a person comes last
		if i, twice := at[l.Person]; twice {
			out[i] = l
			continue
		}
		at[l.Person] = len(out)
		out = append(out, l)
	}
	each := func(err error, of map[string]Lecturer, put func(l *Lecturer, x Lecturer)) error {
		for person, x := range of {
			if i, ok := at[person]; ok {
				put(&out[i], x)
			}
		}
		return err
	}
	certs, err := certified(ctx, q)
	if err := each(err, certs, func(l *Lecturer, x Lecturer) { l.Certified, l.Number, l.Issued = true, x.Number, x.Issued }); err != nil {
		return nil, err
	}
	own, err := profiles(ctx, q)
	if err := each(err, own, func(l *Lecturer, x Lecturer) { l.Profile = x.Profile }); err != nil {
		return nil, err
	}
	year := calendar.Day(s.Flow.Now()).AddMonths(-12).At(0, 0)
	sums, err := lectured(ctx, q, year)
	return out, each(err, sums, func(l *Lecturer, x Lecturer) { l.Invited, l.Held = x.Invited, x.Held })
}

// one returns a lecturer of the 师资库 as a may see them.
func (s *Slice) one(ctx context.Context, q db.Q, a org.Actor, person string) (Lecturer, error) {
	all, err := s.pool(ctx, q)
	if err != nil {
		return Lecturer{}, err
	}
	for _, l := range all {
		if l.Person == person && (a.Person == person || mayFind(a, l)) {
			return l, nil
		}
	}
	return Lecturer{}, errMissing
}

// mayFind reports whether a search of a may find l: whoever buys finds only
// those who are certified and want to be asked.
func mayFind(a org.Actor, l Lecturer) bool {
	return a.Role != programme.Buyer || l.Certified && l.Willing
}

// placeOf returns the regions of a case that an actor opens for their organ: a
// buyer's lies in no office's hands.
func placeOf(a org.Actor) (county, city string) {
	switch a.Role {
	case programme.County:
		r, _ := org.RegionOf(a.Organ.Region)
		return a.Organ.Region, r.Parent
	case programme.City:
		return "", a.Organ.Region
	}
	return "", ""
}
