// Package subsidy pays what cities have promised (四.1): standards decided by
// commerce and finance together, claims born of results that have taken effect,
// their public notice, approval and payment. It promises that nothing is owed
// without a standard in force, that one person or institution is granted one
// item of one year once in the whole province, that no standard is overspent,
// that money is whole 分, and that an account is opened by the paying finance
// office alone, each time on record.
package subsidy

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
func (s *Slice) Tracks() []string { return []string{"claim"} }

// Register gives what editions call by name.
func (s *Slice) Register() {
	f := s.Flow
	f.Guard("standard-fits", s.standardFits)
	f.Effect("keep-standard", s.keepStandard)
	f.Effect("end-standard", s.endStandard)
	f.Effect("find-claims", s.findClaims)
	f.Guard("claim-stands", s.claimStands)
	f.Guard("base-fits", s.baseFits)
	f.Effect("set-amount", s.setAmount)
	f.Guard("grant-fits", s.grantFits)
	f.Effect("keep-grant", s.keepGrant)
	f.Effect("await-notice", s.awaitNotice)
	f.Guard("notice-served", s.noticeServed)
	f.Guard("item-free", s.itemFree)
	f.Effect("take-item", s.takeItem)
	f.Effect("free-item", s.freeItem)
	f.Guard("account-given", s.accountGiven)
	f.Guard("payment-fits", s.paymentFits)
	f.Effect("keep-payment", s.keepPayment)
	f.Effect("undo-payment", s.undoPayment)
	s.Papers("standard", s.printedStandard)
	s.Papers("claim", s.printedClaim)
	s.Papers("grant", s.printedGrant)
	s.Section("standard", s.standardSection)
	s.Section("claim", s.claimSection)
	s.Subject("claim", s.subject)
	s.Usual("grant", s.usualDays)
	s.Section("grant", s.grantSection)
	s.Quick(casework.Quick{Text: "待核实的补助", Href: "/subsidy#waiting", Roles: []programme.Role{programme.City}, Count: s.countWaiting})
	s.Quick(casework.Quick{Text: "可以列入公示的补助", Href: "/subsidy#listable", Roles: []programme.Role{programme.City}, Count: s.countListable})
	s.Quick(casework.Quick{Text: "待审批和拨付的补助", Href: "/subsidy#waiting", Roles: []programme.Role{programme.Payer}, Count: s.countWaiting})
	s.Quick(casework.Quick{Text: "待填收款账户的补助", Href: "/subsidy#unfilled", Roles: []programme.Role{programme.Institution},
		Count: func(ctx context.Context, a org.Actor) (int, error) {
			cs, err := s.Flow.Cases(ctx, a, flow.Filter{Track: "claim", States: unfilled})
			return len(cs), err
		}})
}

// unfilled are the states in which the holder of a claim is asked for an account.
var unfilled = []string{"approved", "bounced"}

func (s *Slice) countWaiting(ctx context.Context, a org.Actor) (int, error) {
	cs, err := s.Flow.Cases(ctx, a, flow.Filter{Track: "claim", States: waitingStates(a.Role)})
	return len(cs), err
}

func (s *Slice) countListable(ctx context.Context, a org.Actor) (n int, err error) {
	cs, err := s.Flow.Cases(ctx, a, flow.Filter{Track: "claim", States: []string{"reviewed"}})
	for i := range cs {
		free, err := s.free(ctx, &cs[i])
		if err != nil {
			return 0, err
		}
		if free {
			n++
		}
	}
	return n, err
}

// free reports whether a claim may be put on public notice.
func (s *Slice) free(ctx context.Context, c *flow.Case) (bool, error) {
	if c.State != "reviewed" {
		return false, nil
	}
	on, err := listed(ctx, s.Flow.DB(), c.ID, "")
	return !on, err
}

// items are what a subsidy is paid for, in words.
var items = map[string]string{
	"lecturer-certified": "讲师：认证通过",
	"lecturer-trained":   "讲师：完成集中培训",
	"institution-class":  "机构：完成办班",
}

// itemsOf are the items somebody of a role may be paid for, in order.
func itemsOf(r programme.Role) []string {
	if r == programme.Institution {
		return []string{"institution-class"}
	}
	return []string{"lecturer-certified", "lecturer-trained"}
}
