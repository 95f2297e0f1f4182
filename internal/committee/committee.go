// Package committee forms the 认证委员会 of an edition and lets it decide: an
// invitation to each platform, the reply by a link without account, the seats
// with their terms, and meetings whose list the members present sign. It
// promises that a platform is a row of the edition; that nobody signs for
// somebody else, for a person they are recused from, or without having been
// there; that a meeting below the quorum decides nothing; and that a person
// comes on public notice only from a list that was signed.
package committee

import (
	"context"

	"qinglan/internal/casework"
	"qinglan/internal/flow"
	"qinglan/internal/lang"
	"qinglan/internal/org"
	"qinglan/internal/programme"
)

// A Slice is this part of the house.
type Slice struct{ *casework.House }

// New returns the slice.
func New(h *casework.House) *Slice { return &Slice{h} }

// Tracks are those without which there is nothing to do here.
func (s *Slice) Tracks() []string { return []string{"meeting"} }

// Register gives what editions call by name.
func (s *Slice) Register() {
	f := s.Flow
	f.Guard("term-fits", s.termFits)
	f.Effect("seat-member", s.seatMember)
	f.Effect("end-member", s.endMember)
	f.Effect("recuse-members", s.recuseMembers)
	f.Guard("list-passed", s.listPassed)
	f.Guard("quorum", s.quorumThere)
	f.Guard("at-meeting", s.atMeeting)
	f.Guard("on-agenda", s.onAgenda)
	f.Guard("signs-list", s.signsList)
	f.Guard("others-to-sign", s.othersToSign)
	f.Guard("last-to-sign", s.lastToSign)
	f.Guard("all-signed", s.allSigned)
	f.Effect("keep-verdict", s.keepVerdict)
	s.Papers("meeting", s.printedMinutes)
	s.Papers("invitation", s.printedLetter)
	s.Section("invitation", s.invitationSection)
	s.Section("meeting", s.meetingSection)
	s.Other("meeting", s.othersSign)
	s.Quick(casework.Quick{
		Text: "待委员会审定", Href: "/committee#waiting", Roles: []programme.Role{programme.Province},
		Count: func(ctx context.Context, a org.Actor) (int, error) {
			cs, err := s.waiting(ctx, s.Flow.DB(), a)
			return len(cs), err
		},
	})
	s.Quick(casework.Quick{
		Text: "待我签署的名单", Href: "/committee#unsigned", Roles: []programme.Role{programme.Examiner},
		Count: func(ctx context.Context, a org.Actor) (int, error) {
			cs, err := s.unsigned(ctx, a)
			return len(cs), err
		},
	})
}

// othersSign says that a meeting waits for the signatures of others.
func (s *Slice) othersSign(ctx context.Context, c *flow.Case, a org.Actor) (string, error) {
	m, err := s.meeting(ctx, s.Flow.DB(), c)
	if err != nil || c.Now().Turn != programme.Examiner {
		return "", err
	}
	if _, why := m.may(a.Person); why == nil {
		return "", nil
	}
	return lang.T(ctx, "等待其他委员签署，您没有要办的"), nil
}

// unsigned returns the meetings whose list waits for a's signature.
func (s *Slice) unsigned(ctx context.Context, a org.Actor) (out []flow.Case, err error) {
	cs, err := s.Flow.Cases(ctx, a, flow.Filter{Track: "meeting", States: underway})
	if err != nil {
		return nil, err
	}
	for i := range cs {
		m, err := s.meeting(ctx, s.Flow.DB(), &cs[i])
		if err != nil {
			return nil, err
		}
		if _, err := m.may(a.Person); err == nil {
			out = append(out, cs[i])
		}
	}
	return out, nil
}
