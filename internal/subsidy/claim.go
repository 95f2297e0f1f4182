package subsidy

import (
	"context"
	"fmt"
	"time"

	"qinglan/internal/calendar"
	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/record"
)

// A Claim is one subsidy owed under a standard.
type Claim struct {
	Case, Standard, Result string
	Holder, City           string
	Year                   int
	Item                   string
	Base, Amount, Tax      int64
	Paid, Voucher          string
}

// Net is what reaches the account.
func (c Claim) Net() int64 { return c.Amount - c.Tax }

// A result is what a claim is born of: a case that has come where it counts.
type result struct {
	Case, Party, Name, Unit string
	County, City            string
	At                      time.Time
}

// findClaims opens what is owed: after a standard is approved, for every result
// it covers; after a result, under every standard that covers it.
func (s *Slice) findClaims(ctx context.Context, tx *db.Tx, e flow.Event) error {
	if e.Case.Track.Name == "standard" {
		st, err := standardByCase(ctx, tx, e.Case.ID)
		if err == nil {
			_, err = s.find(ctx, tx, e.Actor, st, "")
		}
		return err
	}
	of := programme.Applicant
	if e.Case.Track.Name == "class" {
		of = programme.Institution
	}
	for _, item := range itemsOf(of) {
		sts, err := standards(ctx, tx, e.Case.City, item)
		if err != nil {
			return err
		}
		for _, st := range sts {
			if _, err := s.find(ctx, tx, e.Actor, st, e.Case.ID); err != nil {
				return err
			}
		}
	}
	return nil
}

// Find opens what is owed in a city and has not been found yet, and returns how
// many claims that are.
func (s *Slice) Find(ctx context.Context, a org.Actor) (n int, err error) {
	err = s.Flow.DB().Tx(ctx, func(tx *db.Tx) error {
		n = 0
		sts, err := standards(ctx, tx, a.Organ.Region, "")
		if err != nil {
			return err
		}
		for _, st := range sts {
			k, err := s.find(ctx, tx, a, st, "")
			if err != nil {
				return err
			}
			n += k
		}
		return nil
	})
	return n, err
}

// find opens the claims of the results that st covers, or of one of them.
func (s *Slice) find(ctx context.Context, tx *db.Tx, a org.Actor, st Standard, only string) (n int, err error) {
	if !st.Ended.IsZero() {
		return 0, nil
	}
	rs, err := results(ctx, tx, st, only)
	if err != nil {
		return 0, err
	}
	for _, r := range rs {
		if !st.Covers(r.At) {
			continue
		}
		opened, err := s.bear(ctx, tx, a, st, r)
		if err != nil {
			return n, err
		}
		if opened {
			n++
		}
	}
	return n, nil
}

// bear opens the claim of a result under st, once: its row is the lock.
func (s *Slice) bear(ctx context.Context, tx *db.Tx, a org.Actor, st Standard, r result) (bool, error) {
	holder, err := s.holder(ctx, tx, st.Item, r)
	if err != nil {
		return false, err
	}
	c := Claim{Case: db.NewID(), Standard: st.Case, Result: r.Case, Holder: holder, City: st.City, Year: st.Year, Item: st.Item}
	if st.Fixed() {
		c.Amount = st.Of(0)
	}
	first, err := insertClaim(ctx, tx, c)
	if err != nil || !first {
		return false, err
	}
	a.Role = programme.List
	_, err = s.Flow.OpenIn(ctx, tx, a, flow.Opening{
		ID: c.Case, Track: "claim", Party: r.Party, Name: r.Name, Unit: r.Unit, County: r.County, City: st.City, Parent: r.Case,
		Answers: form.Answers{
			"standard": st.Case, "docno": st.Docno, "item": st.Item, "year": fmt.Sprint(st.Year), "holder": holder,
			"amount": form.Yuan(c.Amount),
		},
	})
	if err != nil {
		return false, err
	}
	number, err := record.Number(ctx, tx, fmt.Sprintf("claim/%d", st.Year))
	if err != nil {
		return false, err
	}
	return true, s.Flow.SetNo(ctx, tx, c.Case, fmt.Sprintf("补%d-%04d", st.Year, number))
}

// holder returns who is paid once: a person, or an institution by the blind
// index of its credit code, under which it is the same in every city.
func (s *Slice) holder(ctx context.Context, q db.Q, item string, r result) (string, error) {
	if item != "institution-class" {
		return "person/" + r.Party, nil
	}
	code, err := codeOf(ctx, q, r.Party)
	if err != nil || code != "" {
		return "uscc/" + code, err
	}
	return "organ/" + r.Party, nil
}

// claimStands is the guard that the result a claim was born of still holds: a
// certificate revoked since is paid for no more.
func (s *Slice) claimStands(ctx context.Context, tx *db.Tx, e flow.Event) error {
	st, err := s.standardOfClaim(ctx, tx, e.Case.ID)
	if err != nil {
		return err
	}
	rs, err := results(ctx, tx, st, e.Case.Parent)
	if err == nil && len(rs) == 0 {
		err = fault.New(fault.Closed, "%s的这笔补助不能继续办理：产生它的结果已经失效（证书撤销或培训更正）。", e.Case.Name)
	}
	return err
}

func (s *Slice) standardOfClaim(ctx context.Context, q db.Q, id string) (Standard, error) {
	c, err := claimByCase(ctx, q, id)
	if err != nil {
		return Standard{}, err
	}
	return standardByCase(ctx, q, c.Standard)
}

// baseFits is the guard that a percentage has something to be of, and a fixed
// amount has not.
func (s *Slice) baseFits(ctx context.Context, tx *db.Tx, e flow.Event) error {
	st, err := s.standardOfClaim(ctx, tx, e.Case.ID)
	if err != nil {
		return err
	}
	base := form.Cents(e.Answers["base"])
	switch {
	case st.Fixed() && base > 0:
		return fault.New(fault.Closed, "定额补助不填计算基数。")
	case !st.Fixed() && st.Of(base) == 0:
		return fault.New(fault.Closed, "按比例的补助须填写票据金额作为计算基数。")
	}
	return nil
}

func (s *Slice) setAmount(ctx context.Context, tx *db.Tx, e flow.Event) error {
	st, err := s.standardOfClaim(ctx, tx, e.Case.ID)
	if err != nil {
		return err
	}
	base := form.Cents(e.Answers["base"])
	return updateAmount(ctx, tx, e.Case.ID, base, st.Of(base))
}

// Review confirms claims of fixed amounts in one go; a percentage is reviewed by
// itself, with what it is of.
func (s *Slice) Review(ctx context.Context, a org.Actor, claims []string) error {
	if len(claims) == 0 {
		return fault.New(fault.Invalid, "请先勾选要核实的补助。")
	}
	type step struct {
		c *flow.Case
		m programme.Move
	}
	var steps []step
	for _, id := range claims {
		c, err := s.Flow.Find(ctx, a, id)
		if err != nil {
			return err
		}
		m, err := s.Flow.Step(c, "review", a, c.Seq)
		if err != nil {
			return err
		}
		steps = append(steps, step{c, m})
	}
	return s.Flow.DB().Tx(ctx, func(tx *db.Tx) error {
		for _, x := range steps {
			if _, err := s.Flow.MoveIn(ctx, tx, *x.c, x.m, a, nil); err != nil {
				return err
			}
		}
		return nil
	})
}

// itemFree is the guard that the item is granted to nobody else's claim and
// that the budget holds; [Slice.takeItem] asks again when it takes both.
func (s *Slice) itemFree(ctx context.Context, tx *db.Tx, e flow.Event) error {
	c, err := claimByCase(ctx, tx, e.Case.ID)
	if err != nil {
		return err
	}
	other, err := granted(ctx, tx, c)
	if err != nil {
		return err
	}
	if other != "" {
		return taken(other)
	}
	st, err := standardByCase(ctx, tx, c.Standard)
	if err == nil && st.Left() < c.Amount {
		err = overspent(st)
	}
	return err
}

// takeItem grants a claim: its amount is taken from the budget, and its holder
// has had the item of that year, wherever in the province it is asked again.
func (s *Slice) takeItem(ctx context.Context, tx *db.Tx, e flow.Event) error {
	c, err := claimByCase(ctx, tx, e.Case.ID)
	if err != nil {
		return err
	}
	ok, err := takeRow(ctx, tx, c, e.At)
	if err != nil {
		return err
	}
	if !ok {
		other, err := granted(ctx, tx, c)
		if err != nil {
			return err
		}
		return taken(other)
	}
	ok, err = spend(ctx, tx, c.Standard, c.Amount)
	if err == nil && !ok {
		st, _ := standardByCase(ctx, tx, c.Standard)
		err = overspent(st)
	}
	return err
}

// freeItem takes a grant back before it is paid: the money returns to the
// budget, the item may be granted again, and the account is kept no longer.
func (s *Slice) freeItem(ctx context.Context, tx *db.Tx, e flow.Event) error {
	c, err := claimByCase(ctx, tx, e.Case.ID)
	if err != nil {
		return err
	}
	freed, err := freeRow(ctx, tx, c.Case)
	if err != nil || !freed {
		return err
	}
	_, err = spend(ctx, tx, c.Standard, -c.Amount)
	return err
}

func taken(city string) error {
	name := city
	if r, ok := org.RegionOf(city); ok {
		name = r.Name
	}
	return fault.New(fault.Closed, "同一人（机构）同一年度的这一事项，%s已经批准过补助，不能重复。", name)
}

func overspent(st Standard) error {
	return fault.New(fault.Closed, "预算余额不足：剩余%s元。", form.Yuan(st.Left()))
}

// paymentFits is the guard of what is noted of a payment.
func (s *Slice) paymentFits(ctx context.Context, tx *db.Tx, e flow.Event) error {
	c, err := claimByCase(ctx, tx, e.Case.ID)
	if err != nil {
		return err
	}
	day, err := calendar.Parse(e.Answers["paid"])
	switch {
	case err != nil || calendar.Day(e.At).Before(day):
		return fault.New(fault.Closed, "拨付日期不能晚于今天。")
	case form.Cents(e.Answers["tax"]) > c.Amount:
		return fault.New(fault.Closed, "税款不能大于补助金额。")
	}
	return nil
}

func (s *Slice) keepPayment(ctx context.Context, tx *db.Tx, e flow.Event) error {
	return updatePayment(ctx, tx, e.Case.ID, e.Answers["paid"], e.Answers["voucher"], form.Cents(e.Answers["tax"]))
}

func (s *Slice) undoPayment(ctx context.Context, tx *db.Tx, e flow.Event) error {
	return updatePayment(ctx, tx, e.Case.ID, "", "", 0)
}
