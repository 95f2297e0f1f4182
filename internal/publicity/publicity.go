// Package publicity puts the names of those who passed on public notice, takes
// objections to them, and announces the result. It promises that the public
// reads exactly the list that was checked, in its few columns; that no text
// goes out in which a number of a person is found; that an objection holds one
// name and no other; and that who objects is read by the handling organ alone.
package publicity

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

// Tracks are those without which there is nothing to do here.
func (s *Slice) Tracks() []string { return []string{"publicity"} }

// Register gives what editions call by name.
func (s *Slice) Register() {
	s.Papers("publicity", s.printed)
	f := s.Flow
	f.Guard("members-passed", s.membersPassed)
	f.Guard("no-leak", s.noLeak)
	f.Guard("period-fits", s.periodFits)
	f.Effect("set-period", s.setPeriod)
	f.Guard("objections-taken", s.objectionsTaken)
	f.Effect("keep-announced", s.keepAnnounced)
	f.Guard("list-announced", s.listAnnounced)
	f.Effect("keep-late", s.keepLate)
	f.Effect("keep-checkpoint", s.keepCheckpoint)
	f.Guard("objector-named", s.objectorNamed)
	f.Effect("hold-member", s.holdMember)
	f.Effect("free-member", s.freeMember)
	f.Effect("strike-member", s.strikeMember)
	s.Section("publicity", s.listSection)
	s.Section("objection", s.objectionSection)
	s.Quick(casework.Quick{
		Text: "拟认证，待公示", Href: "/publicities#waiting", Roles: []programme.Role{programme.Province},
		Count: func(ctx context.Context, a org.Actor) (int, error) {
			cs, err := s.waiting(ctx, a)
			return len(cs), err
		},
	})
	s.Quick(casework.Quick{
		Text: "异议待办", Href: "/publicities#objections", Roles: []programme.Role{programme.Province},
		Count: func(ctx context.Context, a org.Actor) (int, error) {
			cs, err := f.Cases(ctx, a, flow.Filter{Track: "objection", States: undecided})
			return len(cs), err
		},
	})
	s.Quick(casework.Quick{Text: "待补充公布", Href: "/publicities#later", Roles: []programme.Role{programme.Province}, Count: s.countLaters})
}

// undecided are the states of objections that wait for the province.
var undecided = []string{"received", "handling"}
