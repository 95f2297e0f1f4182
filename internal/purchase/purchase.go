// Package purchase helps a buyer to find a certified lecturer (四.2): a need,
// an order of listed lecturers with its reasons, invitations, what was agreed,
// taught and said of it. It promises that the buyer has confirmed the law's
// warning before anything else, that among equals the order follows from a seed
// on record and from nothing the buyer can choose, that nothing here weighs or
// scores anybody, and that nobody's telephone is shown unless they gave it.
package purchase

import (
	"context"

	"qinglan/internal/calendar"
	"qinglan/internal/casework"
	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/org"
	"qinglan/internal/programme"
)

// Warning is what every proposal carries.
const Warning = "名录只用于查找和邀请，不作为采购的资格条件、加分条件或中标条件（《政府采购法实施条例》第二十条）。次序不表示优劣。"

// A Slice is this part of the house.
type Slice struct{ *casework.House }

// New returns the slice.
func New(h *casework.House) *Slice { return &Slice{h} }

// Tracks are those without which there is nothing to do here.
func (s *Slice) Tracks() []string { return []string{"purchase"} }

// Register gives what editions call by name.
func (s *Slice) Register() {
	f := s.Flow
	f.Guard("proposal-fits", s.proposalFits)
	f.Effect("keep-proposal", s.keepProposal)
	f.Guard("invitation-allowed", s.invitationAllowed)
	f.Guard("procedure-required", s.procedureRequired)
	f.Guard("somebody-engaged", s.somebodyEngaged)
	f.Guard("nobody-engaged", s.nobodyEngaged)
	f.Effect("release-others", s.releaseOthers)
	f.Guard("facts-fit", s.factsFit)
	s.Papers("purchase", s.printed)
	s.Section("purchase", s.purchaseSection)
	s.Section("engagement", s.engagementSection)
	s.Quick(casework.Quick{Text: "待办的购买需求", Href: "/purchases#open", Roles: []programme.Role{programme.Buyer},
		Count: func(ctx context.Context, a org.Actor) (int, error) {
			cs, err := s.Flow.Cases(ctx, a, flow.Filter{Track: "purchase", States: unsettled})
			return len(cs), err
		}})
}

// formal reports whether a need must be procured by the law's own procedure:
// then nobody is invited here, and nobody learns of it earlier than others
// (政府采购法实施条例 art. 20).
func formal(need form.Answers) bool { return need["catalogue"] == "inside" || need["limit"] == "above" }

func (s *Slice) invitationAllowed(ctx context.Context, tx *db.Tx, e flow.Event) error {
	need, err := s.Flow.Given(ctx, tx, e.Case.ID, 1)
	if err == nil && formal(need) {
		err = fault.New(fault.Closed, "目录以内或限额以上的项目须按政府采购程序办理，不能在这里邀请。")
	}
	return err
}

func (s *Slice) procedureRequired(ctx context.Context, tx *db.Tx, e flow.Event) error {
	need, err := s.Flow.Given(ctx, tx, e.Case.ID, 1)
	if err == nil && !formal(need) {
		err = fault.New(fault.Closed, "目录以外、限额以下的项目，请按推荐次序邀请。")
	}
	return err
}

// signed are the states of an engagement that has a contract.
var signed = map[string]bool{"engaged": true, "delivered": true, "confirmed": true, "rated": true, "closed": true}

// engaged reports whether a purchase has a contract with a listed lecturer.
func (s *Slice) engaged(ctx context.Context, q db.Q, purchase string) (bool, error) {
	all, err := s.engagements(ctx, q, purchase)
	for _, c := range all {
		if signed[c.State] {
			return true, err
		}
	}
	return false, err
}

func (s *Slice) somebodyEngaged(ctx context.Context, tx *db.Tx, e flow.Event) error {
	yes, err := s.engaged(ctx, tx, e.Case.ID)
	if err == nil && !yes {
		err = fault.New(fault.Closed, "还没有与名录内讲师签约；没有选用的，请记明理由办结。")
	}
	return err
}

func (s *Slice) nobodyEngaged(ctx context.Context, tx *db.Tx, e flow.Event) error {
	yes, err := s.engaged(ctx, tx, e.Case.ID)
	if err == nil && yes {
		err = fault.New(fault.Closed, "已经与名录内讲师签约，请按已选用办结。")
	}
	return err
}

// releaseOthers tells everybody who was asked and not engaged.
func (s *Slice) releaseOthers(ctx context.Context, tx *db.Tx, e flow.Event) error {
	all, err := s.engagements(ctx, tx, e.Case.ID)
	if err != nil {
		return err
	}
	for _, c := range all {
		if c.State == "sent" || c.State == "accepted" {
			if _, err := s.Flow.MoveByList(ctx, tx, *c, "release", e.Actor, nil); err != nil {
				return err
			}
		}
	}
	return nil
}

// Invite opens the engagement of a proposed lecturer, once.
func (s *Slice) Invite(ctx context.Context, a org.Actor, c *flow.Case, certificate string) error {
	if c.State != "proposed" {
		return fault.New(fault.Stale, "这项需求现在不能邀请讲师。")
	}
	return s.Flow.DB().Tx(ctx, func(tx *db.Tx) error {
		p, err := proposalOf(ctx, tx, c.ID, certificate)
		if err != nil {
			return err
		}
		cert, err := s.Flow.Load(ctx, tx, certificate)
		if err != nil {
			return err
		}
		if cert.State != "valid" {
			return fault.New(fault.Closed, "“%s”的证书已经失效，不能邀请。", p.Name)
		}
		if err := s.answerable(ctx, tx, c); err != nil {
			return err
		}
		id := db.NewID()
		first, err := takeRow(ctx, tx, c.ID, p.Person, id)
		if err != nil {
			return err
		}
		if !first {
			return fault.New(fault.Stale, "已经邀请过“%s”。", p.Name)
		}
		a.Role = programme.List
		_, err = s.Flow.OpenIn(ctx, tx, a, flow.Opening{
			ID: id, Track: "engagement", Edition: c.Edition.Name, Party: p.Person, Name: p.Name, Unit: c.Unit, City: c.City, Parent: c.ID,
		})
		if err != nil {
			return err
		}
		return s.Queue.Add(ctx, tx, told(id))
	})
}

// answerable refuses an invitation whose time to reply would end after the last
// lesson.
func (s *Slice) answerable(ctx context.Context, q db.Q, c *flow.Case) error {
	need, err := s.Flow.Given(ctx, q, c.ID, 1)
	if err != nil {
		return err
	}
	days := int(c.Edition.Limit("reply.days").N)
	reply, err := calendar.AddWorkdays(calendar.Day(s.Flow.Now()), days, false)
	if err != nil {
		return fault.New(fault.Closed, "期限无法计算：请先载入所涉年份的节假日安排。")
	}
	if need["to"] <= reply.String() {
		return fault.New(fault.Closed, "讲师有%d个工作日答复，期限到%s24:00，已经晚于授课末日；请按新的授课日期另行登记需求。", days, reply.Said())
	}
	return nil
}

// Do makes a buyer's step on an engagement of c, read at move seen.
func (s *Slice) Do(ctx context.Context, a org.Actor, e *flow.Case, move string, given map[string]string, seen int64) error {
	return s.Flow.DB().Tx(ctx, func(tx *db.Tx) error {
		now, err := s.Flow.Load(ctx, tx, e.ID)
		if err != nil {
			return err
		}
		if now.Seq != seen {
			return fault.New(fault.Stale, "这个办件刚刚有了变化，请看过最新情况再办理。")
		}
		_, err = s.Flow.MoveByList(ctx, tx, *now, move, a, given)
		return err
	})
}

// Proposals returns the order kept for a purchase, first to last.
func (s *Slice) Proposals(ctx context.Context, c *flow.Case) ([]Candidate, error) {
	return proposals(ctx, s.Flow.DB(), c.ID)
}

// Engagement returns the engagement of a person for a purchase.
func (s *Slice) Engagement(ctx context.Context, purchase, person string) (*flow.Case, error) {
	all, err := s.engagements(ctx, s.Flow.DB(), purchase)
	if err == nil && all[person] == nil {
		err = fault.New(fault.Missing, "没有这个页面，或您无权查看。")
	}
	return all[person], err
}

// unsettled are the states of needs that their buyer has something to do about.
var unsettled = []string{"needed", "proposed", "informed"}
