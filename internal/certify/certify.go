// Package certify leads a person from the 培育名单 to a certified teacher: the
// result of the training, the attempts, marks entered by two people, and their
// release. It promises that an application has one entry, that a mark is
// released only if two examiners entered the same without seeing each other's,
// and that passing is reckoned in whole hundredths from the parts of the
// edition; no part is named here.
package certify

import (
	"context"

	"qinglan/internal/casework"
	"qinglan/internal/flow"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/standing"
)

// A Slice is this part of the house.
type Slice struct {
	*casework.House
	standing standing.Store
}

// New returns the slice.
func New(h *casework.House) *Slice { return &Slice{h, standing.Of(h.Flow)} }

// Tracks are those without which there is nothing to do here.
func (s *Slice) Tracks() []string { return []string{"attempt"} }

// Register gives what editions call by name.
func (s *Slice) Register() {
	f := s.Flow
	f.Effect("open-entry", s.openEntry)
	f.Guard("hours-reached", hoursReached)
	f.Guard("chances-left", s.chancesLeft)
	f.Effect("open-attempt", s.openAttempt)
	f.Effect("call-examiners", s.callExaminers)
	f.Guard("second-person", s.secondPerson)
	f.Guard("same-marks", s.sameMarks)
	f.Guard("other-marks", s.otherMarks)
	f.Guard("marks-pass", s.marksPass)
	f.Guard("marks-fail", s.marksFail)
	f.Effect("settle-failed", s.settleFailed)
	f.Guard("sitting-ahead", s.sittingAhead)
	f.Guard("sitting-held", s.sittingHeld)
	s.Section("entry", s.entrySection)
	s.Section("attempt", s.attemptSection)
	s.Home("attempt", attemptHome)
	s.Home("entry", entryHome)
	s.quick()
}

// toEnter counts the attempts whose marks a may enter now: not those that a has
// entered and whose second entry is another's.
func (s *Slice) toEnter(ctx context.Context, a org.Actor) (int, error) {
	cs, err := s.Flow.Cases(ctx, a, flow.Filter{Track: "attempt", States: markable, Where: func(arg func(any) string) string {
		return `NOT (c.state = 'entered' AND ` + arg(a.Person) + ` = (
			SELECT j.person FROM journal j WHERE j.case_id = c.id AND j.move = 'enter' ORDER BY j.seq DESC LIMIT 1))`
	}})
	return len(cs), err
}

// quick puts on each desk what waits there for certification.
func (s *Slice) quick() {
	s.Quick(casework.Quick{Text: "待录入成绩", Href: "/certification/marks#marks", Roles: []programme.Role{programme.Examiner}, Count: s.toEnter})
	for _, q := range []struct {
		text, href, track string
		role              programme.Role
		states            []string
	}{
		{"待登记培训结果", "/certification?tab=train#train", "entry", programme.Province, []string{"enrolled"}},
		{"待确认认证资格", "/certification?tab=sitting#confirm", "attempt", programme.Province, []string{"enrolled"}},
		{"成绩待发布", "/certification?tab=marked#marked", "attempt", programme.Supervisor, []string{"marked"}},
	} {
		s.Quick(casework.Quick{
			Text: q.text, Href: q.href, Roles: []programme.Role{q.role},
			Count: func(ctx context.Context, a org.Actor) (int, error) {
				cs, err := s.Flow.Cases(ctx, a, flow.Filter{Track: q.track, States: q.states})
				return len(cs), err
			},
		})
	}
}
