// Package training is the 集中培训 by classes of selected institutions: the
// plan of a class, who is placed in it, the 开班通知 with its 回执, attendance by
// lesson, leave, and the completion list that moves people on.
//
// It promises that nobody sits in two classes at once and no class takes more
// than it may, whoever presses at the same moment; that hours are reckoned from
// the attendance as it was last written, every correction kept in the journal;
// and that a completion list takes effect only as the institution signed it.
package training

import (
	"context"

	"qinglan/internal/casework"
	"qinglan/internal/flow"
	"qinglan/internal/org"
	"qinglan/internal/programme"
)

// A Slice is this part of the house.
type Slice struct{ *casework.House }

// New returns the slice.
func New(h *casework.House) *Slice { return &Slice{h} }

// Register gives what editions call by name.
func (s *Slice) Register() {
	f := s.Flow
	f.Guard("institution-selected", s.institutionSelected)
	f.Guard("plan-fits", planFits)
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
	s.Queue.Handle("send-class-link", s.sendLink)
	s.Section("entry", s.entrySection)
	s.Section("class", s.classSection)
	s.Home("class", func(c *flow.Case, _ org.Actor) string { return "/classes/" + c.ID })
	s.quick()
}

// quick puts on each desk what waits there for the training.
func (s *Slice) quick() {
	s.Quick(casework.Quick{
		Text: "待编班学员", Href: "/training", Roles: []programme.Role{programme.Province},
		Count: func(ctx context.Context, a org.Actor) (int, error) {
			free, err := s.unplaced(ctx, s.Flow.DB(), a)
			return len(free), err
		},
	})
	s.Quick(casework.Quick{
		Text: "待决定的请假", Href: "/classes", Roles: []programme.Role{programme.Institution},
		Count: func(ctx context.Context, a org.Actor) (int, error) { return asked(ctx, s.Flow.DB(), a.Organ.ID) },
	})
	s.Quick(casework.Quick{
		Text: "我的培训", Href: "/training/mine", Roles: []programme.Role{programme.Applicant},
		Count: func(ctx context.Context, a org.Actor) (int, error) { return s.unanswered(ctx, a) },
	})
}

// everyone is the eye that sees every case; whoever reads with it has checked
// who will read what.
var everyone = org.Actor{Person: "training", Role: programme.Auditor}
