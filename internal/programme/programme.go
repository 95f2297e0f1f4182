// Package programme says what a certification programme is: tracks of states
// and moves, whose turn each state is, the chain inside an office that a move
// needs, and the numbers with their clauses. It holds no programme; those are
// data in the packages below edition. It promises that an edition that passes
// [Edition.Check] can be carried out by package flow without further code.
package programme

import (
	"maps"
	"slices"
	"strings"
	"time"

	"qinglan/internal/calendar"
	"qinglan/internal/form"
	"qinglan/internal/law"
)

// A Role is what a person is to a programme; an organisation has one as well.
type Role string

// The roles of the notice (programme.md §2), then the ones that are not people.
const (
	Applicant   Role = "applicant"   // 申报人, later 讲师
	Employer    Role = "employer"    // 单位经办人
	County      Role = "county"      // 县级主管部门, functional zones too
	City        Role = "city"        // 市级主管部门
	Province    Role = "province"    // 省级主管部门
	Finance     Role = "finance"     // 省级财政部门, co-signs
	Association Role = "association" // 受托协会
	Judge       Role = "judge"       // 评委
	Examiner    Role = "examiner"    // 考评员
	Institution Role = "institution" // 培训机构
	Payer       Role = "payer"       // 市级财政部门: subsidies, the only role that sees bank accounts
	Buyer       Role = "buyer"       // 采购单位
	Supervisor  Role = "supervisor"  // 监督
	Auditor     Role = "auditor"     // 审计, reads everything
	System      Role = "system"      // 系统管理员
	Security    Role = "security"    // 安全管理员
	Audit       Role = "audit"       // 审计管理员
	Public      Role = "public"      // anybody, signed out

	Addressee Role = "addressee" // whose turn: the organisation a case belongs to

	Clock Role = "clock" // a lapsed period moves the case
	List  Role = "list"  // the list that holds the case moves it
)

// Roles lists the roles that people sign in with.
var Roles = []Role{
	Applicant, Employer, County, City, Province, Finance, Association, Judge,
	Examiner, Institution, Payer, Buyer, Supervisor, Auditor, System, Security, Audit,
}

// A Rank is a person's place in the chain of an office.
type Rank string

// The places of an internal chain: 经办, 科（处）长, 分管领导.
const (
	Clerk  Rank = "clerk"
	Head   Rank = "head"
	Leader Rank = "leader"
)

// An Edition is one opening of a programme. Once opened it is never edited.
type Edition struct {
	Name string // a word, also the folder
	// Programme is what this is an edition of: a house carries the editions of
	// one programme.
	Programme string
	Title     string
	Short     string
	Since     calendar.Date // the day whose regions count
	Stages    []Stage       // the ribbon, first to last
	Tracks    []*Track
	Limits    map[string]Limit
	Chains    []Chain

	Directions []form.Choice // 培训方向
	Materials  []Material    // 附件4
	Rubrics    map[string]Rubric
	Parts      []Part     // components of the certification
	Platforms  []Platform // whom the committee is formed of (三.4)
	Notices    []Notice
	Target     Target
	Papers     map[string]Paper // wording of official papers

	// Hidden lists the classes of questions that a role never reads.
	Hidden map[Role][]string
}

// A Stage is one segment of the ribbon that shows how far a person has come.
type Stage struct{ Name, Label string }

// A Track is one kind of case with its states and moves.
type Track struct {
	Name   string
	Label  string
	Start  string // the state of a new case
	Opens  []Role // who may open one
	Stage  string // default stage of its states
	Keep   string // 保管期限 of its cases in the archive; empty: 30年
	States []State
	Moves  []Move
	Forms  map[string][]form.Question
	Sights []Sight

	// Leads marks the track that the programme is about: what is applied for.
	Leads bool
	// Members is the track whose cases stand on a list of this one.
	Members string
}

// A State is where a case may stand.
type State struct {
	Name  string
	Label string
	Turn  Role   // who must act; empty if nobody
	Stage string // empty: the track's
	Reach int    // how far along the track; a sight may ask for a least reach
	Final bool
	Tone  Tone
	Due   Due
	Say   string // what it means, for the person concerned
	Basis law.Clause
}

// A Tone colours a state: never by colour alone, always with a word.
type Tone string

// Tones of a state; the zero Tone is waiting.
const (
	Waiting Tone = ""
	Done    Tone = "done"
	Refused Tone = "refused"
	Plain   Tone = "plain"
)

// A Due is a period that starts when a case enters a state.
type Due struct {
	Days     string // a limit, in working days
	Deadline string // a deadline of the notice that binds the region
	Lapse    string // the clock's move when it has passed; empty: only shown as late
}

// A Move is a step from one state to another. It is taken by a person of one
// of the roles By whose scope holds the case, or by the clock or a list.
type Move struct {
	Name   string
	Label  string // a verb: what the button says
	Done   string // what the journal says; empty: Label
	From   []string
	To     string
	By     []Role
	Form   string   // the answers it asks for; empty: none
	Needs  []string // guards, all must pass inside the transaction
	Also   []string // effects inside the transaction
	Does   []string // tasks after it
	Basis  law.Clause
	Undo   bool // may be taken back until the next level opens the case
	Quiet  bool // no button of its own: a page of the slice makes it
	Danger bool // asked twice, never the primary action
}

// A Step of an internal chain is one approval after the drafter's.
type Step struct {
	Role  Role // another organ that co-signs; empty: the deciding organ itself
	Rank  Rank
	Label string
}

// A Chain is what the deciding organ must do inside before a move takes
// effect. The one that names an organ wins over the one for the role. No
// chain, or no steps, is a small office: the drafter decides. No person may
// take two steps of one decision.
type Chain struct {
	Track, Move string
	Role        Role
	Region      string // empty: every organ of the role
	Steps       []Step
}

// A Sight lets a role see cases of a track.
type Sight struct {
	Role  Role
	By    Scope
	Reach int // only cases that have come at least this far
}

// A Scope says which cases of a track a sight opens.
type Scope string

// Scopes of a sight.
const (
	Own      Scope = "own"      // party is the person
	Office   Scope = "office"   // party is the organisation
	InCounty Scope = "county"   // the case's county is the organisation's region
	InCity   Scope = "city"     // the case's city is the organisation's region
	All      Scope = "all"      // every case
	Assigned Scope = "assigned" // the person is assigned to it in that role
)

// A Limit is a number of the programme and the clause it stands on.
type Limit struct {
	N     int64
	Unit  string
	Label string
	Basis law.Clause
}

// A Material is one item of 附件4.
type Material struct {
	Name     string
	Label    string
	Number   string // as printed
	Many     int    // how many files at most
	Need     bool
	Identity bool // strictest class: encrypted
	For      []string
	Hint     string
	Off      bool   // missing in our copy: 待主办方确认
	Track    string // whose cases take it; empty: application
	Open     []Role // may open it though they read no other papers
}

// A Rubric is what judges mark.
type Rubric struct {
	Label    string
	Criteria []Criterion
	Step     int64 // hundredths
	Basis    law.Clause
}

// A Criterion is one line of a rubric.
type Criterion struct {
	Name, Label, Hint string
	Max               int64 // hundredths
}

// A Part is one component of the certification.
type Part struct {
	Name   string
	Label  string
	Weight int64 // percent; all parts add up to 100
	Line   int64 // hundredths
}

// PartQuestions asks for one mark a part, in hundredths, of a class of secrecy.
func PartQuestions(parts []Part, class string) (qs []form.Question) {
	for _, p := range parts {
		qs = append(qs, form.Question{Name: p.Name, Label: p.Label, Kind: form.Score, Max: 100, Step: 1, Class: class})
	}
	return qs
}

// PartChoices are the parts to choose from.
func PartChoices(parts []Part) (cs []form.Choice) {
	for _, p := range parts {
		cs = append(cs, form.Choice{Value: p.Name, Label: p.Label})
	}
	return cs
}

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
type Paper struct{ Title, Body string }

// A Notice is one document of the cascade.
type Notice struct {
	ID       string
	Law      string // the text in package law
	Title    string
	Number   string // 文号, may be empty
	Issuer   string // region code of the issuing organ
	Parent   string
	Issued   calendar.Date
	Deadline calendar.Date
	Hour     int // 24: no hour is given, the day counts whole
	To       Role
	Region   string // whom it binds: regions below
	Contact  string
	Phone    string
	Address  string

	// Exception allows a deadline that is not earlier than the parent's.
	Exception Exception
}

// An Exception is the named exception to the rule that a child's deadline is
// earlier than its parent's (settled 8): who approved it, why, and on which
// document. The zero Exception is none.
type Exception struct{ Approver, Reason, Document string }

// Given reports whether anything of an exception is said.
func (x Exception) Given() bool { return x != Exception{} }

// Whole reports whether x says all that makes it one.
func (x Exception) Whole() bool {
	for _, part := range []string{x.Approver, x.Reason, x.Document} {
		if strings.TrimSpace(part) == "" {
			return false
		}
	}
	return true
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

// Opens returns when e opens: at the beginning of the day its first notice was
// issued, or of the day whose regions count.
func (e *Edition) Opens() time.Time {
	for _, n := range e.Notices {
		if n.Parent == "" {
			return n.Issued.At(0, 0)
		}
	}
	return e.Since.At(0, 0)
}

// Copy returns an edition that starts out as e: tracks are shared, for they are
// never written; what an edition of its own may change is not.
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
		if m.Track == track || m.Track == "" && track == "application" {
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

// State returns the state of that name.
func (t *Track) State(name string) (State, bool) {
	for _, s := range t.States {
		if s.Name == name {
			if s.Stage == "" {
				s.Stage = t.Stage
			}
			return s, true
		}
	}
	return State{}, false
}

// Move returns the move of that name.
func (t *Track) Move(name string) (Move, bool) {
	for _, m := range t.Moves {
		if m.Name == name {
			return m, true
		}
	}
	return Move{}, false
}

// From returns the moves that lead out of a state, in the edition's order.
func (t *Track) From(state string) []Move {
	var out []Move
	for _, m := range t.Moves {
		for _, f := range m.From {
			if f == state {
				out = append(out, m)
			}
		}
	}
	return out
}

// Told returns what the journal says of m.
func (m Move) Told() string {
	if m.Done != "" {
		return m.Done
	}
	return m.Label
}

// Binding returns the notice whose deadline binds what lies below the organ of
// that region: its own, or else the province's.
func (e *Edition) Binding(region string) Notice {
	var top Notice
	for _, n := range e.Notices {
		if n.Region == region {
			return n
		}
		if n.Parent == "" {
			top = n
		}
	}
	return top
}

// Moment returns the first instant after n's deadline has passed.
func (n Notice) Moment() time.Time { return n.Deadline.At(n.Hour, 0) }

// deadlines are the names that [Edition.DeadlineOf] knows.
var deadlines = []string{"submit", "county", "city", "addressee"}

// DeadlineOf returns the moment a deadline of the cascade ends for a county
// and city: "county" is when counties must have reported to their city, which
// also closes what applicants may submit; "city" when cities must have
// reported to the province; "addressee" whichever of the two binds whoever a
// notice was sent to.
func (e *Edition) DeadlineOf(name, county, city string) time.Time {
	switch {
	case name == "county", name == "submit", name == "addressee" && county != "":
		return e.Binding(city).Moment()
	}
	return e.Binding("330000").Moment()
}
