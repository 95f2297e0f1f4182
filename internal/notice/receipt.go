package notice

import (
	"context"
	"slices"

	"qinglan/internal/cascade"
	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/tally"
)

// Issue brings a notice to its addressees: each gets one receipt to sign. It
// returns how many had none before; to issue again reaches those founded since.
func (s *Slice) Issue(ctx context.Context, a org.Actor, id string) (int, error) {
	e, n, ok := s.find(id)
	if !ok {
		return 0, errMissing
	}
	if !issues(n, a) {
		return 0, fault.New(fault.Denied, "这份通知不由您的单位印发。")
	}
	var opened int
	err := s.Flow.DB().Tx(ctx, func(tx *db.Tx) (err error) {
		opened, err = s.open(ctx, tx, a, e, n, addressees(e, n))
		return err
	})
	return opened, err
}

var errMissing = fault.New(fault.Missing, "没有找到这份通知。")

// open gives the organ of each region a receipt for n and returns how many had
// none. A region without an organ has nobody to sign; pages show the gap.
func (s *Slice) open(ctx context.Context, tx *db.Tx, a org.Actor, e *programme.Edition, n programme.Notice, regions []org.Region) (int, error) {
	opened := 0
	for _, r := range regions {
		role, county, city := programme.City, "", r.Code
		if r.Level == "county" {
			role, county, city = programme.County, r.Code, r.Parent
		}
		o, err := s.Flow.Orgs().Organ(ctx, tx, role, r.Code)
		if fault.Of(err) == fault.Missing {
			continue
		}
		if err != nil {
			return opened, err
		}
		_, err = s.Flow.Load(ctx, tx, receiptID(n, r.Code))
		if err == nil {
			continue
		}
		if fault.Of(err) != fault.Missing {
			return opened, err
		}
		_, err = s.Flow.OpenIn(ctx, tx, a, flow.Opening{
			ID: receiptID(n, r.Code), Track: track, Edition: e.Name, Party: o.ID, Name: o.Name, County: county, City: city,
			Parent: n.ID, Answers: form.Answers{"notice": n.ID},
		})
		if err != nil {
			return opened, err
		}
		opened++
	}
	return opened, nil
}

// ownReceipt is the guard of 签收: only the addressee signs.
func (s *Slice) ownReceipt(_ context.Context, _ *db.Tx, e flow.Event) error {
	if e.Case.Party != e.Actor.Organ.ID {
		return fault.New(fault.Denied, "只能由收文单位自己签收和登记。")
	}
	return nil
}

// relay is what a city's 转发 means: its counties get its own notice, or the
// province's where it has none. A county hands nothing on to an office.
func (s *Slice) relay(ctx context.Context, tx *db.Tx, e flow.Event) error {
	if e.Actor.Role != programme.City {
		return nil
	}
	city := e.Actor.Organ.Region
	_, err := s.open(ctx, tx, e.Actor, e.Case.Edition, e.Case.Edition.Binding(city), org.Counties(city, e.Case.Edition.Since))
	return err
}

// handOn sends a notice that a city has just issued: its counties get a receipt
// each, and the city's own for the notice it hands on says so. Other papers have
// receivers outside of the house.
func (s *Slice) handOn(ctx context.Context, tx *db.Tx, e flow.Event) error {
	now, err := cascade.In(ctx, tx, s.Flow, e.Case.Edition, "")
	if err != nil {
		return err
	}
	n, ok := find(now, e.Case.ID)
	if !ok {
		return nil
	}
	if _, err := s.open(ctx, tx, e.Actor, now, n, addressees(now, n)); err != nil {
		return err
	}
	parent, _ := find(now, n.Parent)
	own, err := s.Flow.Load(ctx, tx, receiptID(parent, n.Issuer))
	if fault.Of(err) == fault.Missing || err == nil && !slices.Contains(handsOn(own), own.State) {
		return nil // it was not sent through the house, or is handed on already
	}
	if err == nil {
		_, err = s.Flow.MoveByList(ctx, tx, *own, "hand-on", e.Actor, nil)
	}
	return err
}

// handsOn returns the states in which a receipt can be handed on.
func handsOn(c *flow.Case) []string {
	m, _ := c.Track.Move("hand-on")
	return m.From
}

// A signing is what one addressee has done with a notice.
type signing struct {
	Region  org.Region
	Receipt *flow.Case       // nil: not sent yet, or nobody there to sign
	Begun   int              // applications, drafts included
	Sent    int              // of them submitted
	First   tally.First      // the first submission
	Below   int              // receipts of its counties
	Signed  int              // of them signed
	Own     programme.Notice // by which the region hands n on; none has no ID
}

// signings returns what each addressee of n has done, in the order of regions,
// and for a city without a notice of its own what its counties have.
func (s *Slice) signings(ctx context.Context, a org.Actor, e *programme.Edition, n programme.Notice) ([]signing, error) {
	receipts, err := s.Flow.Cases(ctx, a, flow.Filter{Edition: e.Name, Track: track})
	if err != nil {
		return nil, err
	}
	counts, err := tally.Below(ctx, s.Flow.DB(), a, e.Name, e.Main().Name)
	if err != nil {
		return nil, err
	}
	firsts, err := tally.Firsts(ctx, s.Flow.DB(), a, e.Name, e.Main().Name, "submit")
	if err != nil {
		return nil, err
	}
	var out []signing
	for _, r := range addressees(e, n) {
		x := signing{Region: r}
		if own := e.Binding(r.Code); own.Region == r.Code && own.Parent == n.ID {
			x.Own = own
		}
		for i := range receipts {
			c := &receipts[i]
			switch {
			case c.ID == receiptID(n, r.Code):
				x.Receipt = c
			case r.Level == "city" && c.City == r.Code && c.County != "":
				x.Below++
				if c.State != "unread" {
					x.Signed++
				}
			}
		}
		x.count(counts, firsts)
		out = append(out, x)
	}
	if a.Role == programme.City {
		out = slices.DeleteFunc(out, func(x signing) bool {
			return x.Region.Code != a.Organ.Region && x.Region.Parent != a.Organ.Region
		})
	}
	return out, nil
}

func (x *signing) count(counts []tally.Count, firsts []tally.First) {
	here := func(city, county string) bool {
		return x.Region.Level == "county" && county == x.Region.Code || x.Region.Level == "city" && city == x.Region.Code
	}
	for _, n := range counts {
		if here(n.City, n.County) && n.State != "withdrawn" {
			x.Begun += n.N
			if n.State != "draft" {
				x.Sent += n.N
			}
		}
	}
	for _, f := range firsts {
		if here(f.City, f.County) && (x.First.At.IsZero() || f.At.Before(x.First.At)) {
			x.First = f
		}
	}
}
