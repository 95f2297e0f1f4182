// Package course is what a class of the 集中培训 is: its plan, who is placed in
// it, the 开班通知 with its 回执, leave, attendance by lesson, and the completion
// list that moves people on. Its pages are the slice training.
//
// It promises that nobody sits in two classes at once and no class takes more
// than it may, whoever presses at the same moment; that hours are reckoned from
// the attendance as it was last written, every correction kept in the journal;
// and that a completion list takes effect only as the institution signed it.
package course

import (
	"qinglan/internal/flow"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/vault"
)

// A Store keeps classes.
type Store struct {
	flow *flow.Store
	keys *vault.Keys
}

// Of returns the store over f; keys make the links to the 回执.
func Of(f *flow.Store, keys *vault.Keys) *Store { return &Store{f, keys} }

// Register gives what editions call by name.
func (s *Store) Register() {
	f := s.flow
	f.Guard("institution-selected", s.institutionSelected)
	f.Guard("plan-fits", planFits)
	f.Guard("in-no-class", inNoClass)
	f.Guard("class-has-trainees", s.hasTrainees)
	f.Guard("class-called", s.classCalled)
	f.Guard("attendance-fits", s.attendanceFits)
	f.Guard("attendance-complete", s.attendanceComplete)
	f.Guard("completion-as-signed", s.completionAsSigned)
	f.Effect("keep-plan", keepPlan)
	f.Effect("number-class", s.numberClass)
	f.Effect("call-trainees", s.callTrainees)
	f.Effect("keep-reply", keepReply)
	f.Effect("keep-leave", keepLeave)
	f.Effect("keep-attendance", keepAttendance)
	f.Effect("settle-class", s.settleClass)
	f.Effect("dissolve-class", s.dissolveClass)
	f.Effect("free-seat", s.freeSeat)
}

// Everyone is the eye that sees every case; whoever reads with it has checked
// who will read what.
var Everyone = org.Actor{Person: "training", Role: programme.Auditor}
