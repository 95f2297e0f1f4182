// Package programme says what a certification programme is: tracks of states
// and moves, whose turn each state is, the chain inside an office that a move
// needs, and the numbers with their clauses. It holds no programme; those are
// data in the packages below edition. It promises that an edition that passes
// [Edition.Check] can be carried out by package flow without further code.
package programme

import (
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

// A Track is one kind of case with its states and moves.
type Track struct {
	Name   string
	Label  string
	Start  string // the state of a new case
	Opens  []Role // who may open one
	Stage  string // default stage of its states
	Series string // how the readable numbers of its cases begin
	Keep   string // 保管期限 of its cases in the archive; empty: 30年
	Aside  bool   // stands beside the road of the edition: its pages have no ribbon
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
	Track    string // whose cases take it; empty: the leading one
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

// Before returns the state that the move of that name starts from, the first if
// there are several; none has no name.
func (t *Track) Before(move string) string {
	if m, ok := t.Move(move); ok && len(m.From) > 0 {
		return m.From[0]
	}
	return ""
}

// After returns the state that the move of that name leads to.
func (t *Track) After(move string) string {
	m, _ := t.Move(move)
	return m.To
}

// Told returns what the journal says of m.
func (m Move) Told() string {
	if m.Done != "" {
		return m.Done
	}
	return m.Label
}
