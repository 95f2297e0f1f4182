package programme

import (
	"maps"
	"slices"
	"sync/atomic"
	"time"

	"qinglan/internal/calendar"
	"qinglan/internal/form"
	"qinglan/internal/law"
)

// An Edition is one opening of a programme. Once opened it is never edited.
type Edition struct {
	Name string // a word, also the folder
	// Programme is what this is an edition of: a house carries the editions of
	// one programme.
	Programme string
	Title     string
	// Fictitious editions stand for ones whose notice is not written yet: a
	// house that is no demonstration does not open them.
	Fictitious bool
	Short      string
	Since      calendar.Date     // the day whose regions count
	Region     string            // code of the city it is held in; empty: the whole province
	Places     []Place           // of its own: where it is held, if that is no region of the province
	Organs     map[string]string // names of organs that are called otherwise here, by id
	Stages     []Stage           // the ribbon, first to last
	Tracks     []*Track
	Limits     map[string]Limit
	Chains     []Chain

	Directions []form.Choice // 培训方向
	Materials  []Material    // 附件4
	Rubrics    map[string]Rubric
	Parts      []Part     // components of the certification
	Platforms  []Platform // whom the committee is formed of (三.4)
	Notices    []Notice
	Target     Target
	Papers     map[string]Paper // wording of official papers
	Welcome    Welcome
	RoleNames  map[Role]string // where a role has another name here than elsewhere
	Apart      []Role          // whose organs have no part in it

	// Hidden lists the classes of questions that a role never reads.
	Hidden map[Role][]string

	issued *atomic.Pointer[[]Notice] // by offices; nil in what is only data
}

// A Stage is one segment of the ribbon that shows how far a person has come.
type Stage struct{ Name, Label string }

// A Place is a region that exists in an edition alone: a city, or a county of one.
type Place struct{ Code, Name, Parent string }

// A Platform is asked to send a member to the committee.
type Platform struct {
	Name      string // a word; also the party of its invitations
	Label     string
	Direction string // that it certifies, of the edition's directions
}

// A Paper is the wording of an official paper, with places in braces for what
// the case gives: {who}, {n}, {organ}, {contact}, {phone}, {address},
// {platform}, {direction}, {days}. It is
// printed in Chinese alone, and an officer may change it before it goes out.
type Paper struct {
	Title, Body string
	Say         string // what the paper is, for the page that makes it
}

// A Welcome is what the front page says of the programme, with {years} and
// {total} of its target.
type Welcome struct {
	Title string // in a few words, beside the name of the house
	Say   string
	Tips  []Tip // how to apply, first to last
}

// A Tip is one step of applying; one with a label leads to a clause of the
// notice at the top.
type Tip struct {
	Title, Say, Label string
	Clause            string
}

// A Target is what the programme wants to reach.
type Target struct {
	Total int
	Years int
	Start calendar.Date
	Basis law.Clause
}

// Track returns the track of that name.
func (e *Edition) Track(name string) (*Track, bool) {
	for _, t := range e.Tracks {
		if t.Name == name {
			return t, true
		}
	}
	return nil, false
}

// Has reports whether e has a track of that name.
func (e *Edition) Has(track string) bool {
	_, ok := e.Track(track)
	return ok
}

// StageOf returns the label of the stage that a track belongs to.
func (e *Edition) StageOf(track string) string {
	t, ok := e.Track(track)
	for _, g := range e.Stages {
		if ok && g.Name == t.Stage {
			return g.Label
		}
	}
	return ""
}

// LabelOf returns what a track is called.
func (e *Edition) LabelOf(track string) string {
	if t, ok := e.Track(track); ok {
		return t.Label
	}
	return ""
}

// ByOrgans reports whether organisations are what the programme is about, and
// not people.
func (e *Edition) ByOrgans() bool { return slices.Contains(e.Main().Opens, Institution) }

// Publishes reports whether everybody may read finished cases of a track.
func (e *Edition) Publishes(track string) bool {
	t, ok := e.Track(track)
	return ok && slices.ContainsFunc(t.Sights, func(g Sight) bool { return g.Role == Public })
}

// Measure is the word by which those the programme is about are counted.
func (e *Edition) Measure() string {
	if e.ByOrgans() {
		return "个"
	}
	return "人"
}

// MembersOf returns the track whose cases stand on lists of a track; nil if
// there is none.
func (e *Edition) MembersOf(list string) *Track {
	if l, ok := e.Track(list); ok {
		if t, ok := e.Track(l.Members); ok {
			return t
		}
	}
	return nil
}

// Opens returns when e opens: at the beginning of the day its first notice was
// issued, or of the day whose regions count.
func (e *Edition) Opens() time.Time {
	if n := e.Top(); n.ID != "" {
		return n.Issued.At(0, 0)
	}
	return e.Since.At(0, 0)
}

// Copy returns an edition that starts out as e: tracks are shared, for they are
// never written; what an edition of its own may change is not. Notices that
// offices have issued under e are not the copy's.
func (e *Edition) Copy() *Edition {
	next := *e
	next.Tracks = slices.Clone(e.Tracks)
	next.Limits = maps.Clone(e.Limits)
	next.Chains = slices.Clone(e.Chains)
	next.Parts = slices.Clone(e.Parts)
	next.Materials = slices.Clone(e.Materials)
	next.Rubrics = maps.Clone(e.Rubrics)
	next.Notices = slices.Clone(e.Notices)
	next.Papers = maps.Clone(e.Papers)
	next.issued = new(atomic.Pointer[[]Notice])
	return &next
}

// Change gives a limit of e another number, on the clause that says so. Only
// what is there can be changed; anything else is a slip in an edition, and the
// program does not start.
func (e *Edition) Change(name string, n int64, basis law.Clause) {
	l, ok := e.Limits[name]
	if !ok {
		panic("edition " + e.Name + ": no limit " + name)
	}
	l.N, l.Basis = n, basis
	e.Limits[name] = l
}

// Main returns the track that the programme is about: the one its people or
// organisations open themselves, or else the first.
func (e *Edition) Main() *Track {
	for _, t := range e.Tracks {
		if t.Leads {
			return t
		}
	}
	return e.Tracks[0]
}

// Platform returns the platform of that name.
func (e *Edition) Platform(name string) (Platform, bool) {
	for _, p := range e.Platforms {
		if p.Name == name {
			return p, true
		}
	}
	return Platform{}, false
}

// Limit returns the number of that name; a missing one is a bug that
// [Edition.Check] finds.
func (e *Edition) Limit(name string) Limit { return e.Limits[name] }

// MaterialsOf returns the items of 附件4 that cases of a track take.
func (e *Edition) MaterialsOf(track string) []Material {
	var out []Material
	for _, m := range e.Materials {
		if m.Track == track || m.Track == "" && track == e.Main().Name {
			out = append(out, m)
		}
	}
	return out
}

// Chain returns the approvals that the organ of that role and region needs for
// a move, in order; the most specific entry wins.
func (e *Edition) Chain(track, move string, role Role, region string) []Step {
	var found []Step
	for _, c := range e.Chains {
		if c.Track != track || c.Move != move || c.Role != role {
			continue
		}
		if c.Region == region && region != "" {
			return c.Steps
		}
		if c.Region == "" {
			found = c.Steps
		}
	}
	return found
}
