package publicity

import (
	"context"
	"fmt"
	"time"

	"qinglan/internal/calendar"
	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/ident"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/record"
)

// public is anybody: an objection is made without an account.
var public = org.Actor{Role: programme.Public}

func late(ends time.Time) error {
	return fault.New(fault.Closed, "公示期已于%s届满，不再接受网上异议。需要反映情况的，请联系受理单位。", calendar.Deadline(ends))
}

// object opens an objection to line l of a list, under the id that the page
// made; pressing twice gives the same one.
func (s *Slice) object(ctx context.Context, n notice, l line, id string, a form.Answers) (objected, error) {
	o := objected{ID: id, List: n.List, Pos: l.No, Entry: l.Entry}
	err := s.Flow.DB().Tx(ctx, func(tx *db.Tx) error {
		kept, err := objectedOf(ctx, tx, id)
		if err == nil {
			return same(&o, kept)
		}
		if fault.Of(err) != fault.Missing {
			return err
		}
		now := s.Flow.Now()
		if !now.Before(n.Ends) {
			return late(n.Ends)
		}
		return s.receive(ctx, tx, &o, now, a)
	})
	if fault.Of(err) == fault.Missing || db.Unique(err) {
		// The other press of two at once was first.
		if kept, found := objectedOf(ctx, s.Flow.DB(), id); found == nil {
			return o, same(&o, kept)
		}
	}
	return o, err
}

func same(o *objected, kept objected) error {
	if kept.List != o.List || kept.Pos != o.Pos {
		return fault.New(fault.Stale, "这个办件刚刚有了变化，请看过最新情况再办理。")
	}
	*o = kept
	return nil
}

// noNumbers complains of identity and mobile numbers in what is said against
// somebody: an objection needs none, and the objector's own has its field.
func noNumbers(a form.Answers, wrong form.Wrong) {
	for _, name := range []string{"reason", "evidence"} {
		for _, l := range ident.Leaks(a[name], nil) {
			if l.Kind == ident.LeakIDNo || l.Kind == ident.LeakMobile {
				wrong.Add(name, "这里有证件号码或手机号码（%s），请删去；您自己的电话写在“联系电话”一栏。", l.Mask)
				break
			}
		}
	}
}

func (s *Slice) receive(ctx context.Context, tx *db.Tx, o *objected, now time.Time, a form.Answers) error {
	entry, err := s.Flow.Load(ctx, tx, o.Entry)
	if err != nil {
		return err
	}
	c, err := s.Flow.OpenIn(ctx, tx, public, flow.Opening{
		ID: o.ID, Track: "objection", Edition: entry.Edition.Name, Name: entry.Name, Unit: entry.Unit,
		County: entry.County, City: entry.City, Parent: entry.ID, Answers: a,
	})
	if err != nil {
		return err
	}
	n, err := record.Number(ctx, tx, "objection/"+entry.Edition.Name)
	if err != nil {
		return err
	}
	o.No, o.At = fmt.Sprintf("Y%d-%04d", entry.Edition.Since.Y, n), now
	if err := s.Flow.SetNo(ctx, tx, c.ID, o.No); err != nil {
		return err
	}
	return keepObjected(ctx, tx, *o)
}

// objectorNamed is the guard that only an objection with a name is handled as
// one; any other is a lead (programme.md §8).
func (s *Slice) objectorNamed(ctx context.Context, tx *db.Tx, e flow.Event) error {
	a, err := s.Flow.Given(ctx, tx, e.Case.ID, 1)
	if err == nil && a["person"] == "" {
		err = fault.New(fault.Closed, "未署名的反映不按异议受理，请转为线索。")
	}
	return err
}

// holdMember holds the one person objected to; the others go on.
func (s *Slice) holdMember(ctx context.Context, tx *db.Tx, e flow.Event) error {
	o, entry, err := s.contested(ctx, tx, e.Case.ID)
	if err != nil {
		return err
	}
	switch entry.State {
	case "held": // by another objection
	case "publicised", "cleared":
		if _, err := s.Flow.MoveByList(ctx, tx, *entry, "hold", e.Actor, nil); err != nil {
			return err
		}
	default:
		return fault.New(fault.Closed, "此人已不在公示之列。")
	}
	return s.setHeld(ctx, tx, o, true)
}

// freeMember lets the person go on when the last objection was dismissed.
func (s *Slice) freeMember(ctx context.Context, tx *db.Tx, e flow.Event) error {
	o, entry, err := s.contested(ctx, tx, e.Case.ID)
	if err != nil {
		return err
	}
	others, err := objectedTo(ctx, tx, o.Entry)
	if err != nil {
		return err
	}
	for _, x := range others {
		c, err := s.Flow.Load(ctx, tx, x.ID)
		if err != nil {
			return err
		}
		if c.State == "handling" {
			return nil
		}
	}
	if entry.State != "held" {
		return nil
	}
	if _, err := s.Flow.MoveByList(ctx, tx, *entry, "clear", e.Actor, nil); err != nil {
		return err
	}
	return s.setHeld(ctx, tx, o, false)
}

// strikeMember takes the person off: what was said against them is right.
func (s *Slice) strikeMember(ctx context.Context, tx *db.Tx, e flow.Event) error {
	_, entry, err := s.contested(ctx, tx, e.Case.ID)
	if err != nil || entry.State != "held" {
		return err
	}
	_, err = s.Flow.MoveByList(ctx, tx, *entry, "strike", e.Actor, nil)
	return err
}

// contested returns an objection and the entry it is against.
func (s *Slice) contested(ctx context.Context, tx *db.Tx, id string) (objected, *flow.Case, error) {
	o, err := objectedOf(ctx, tx, id)
	if err != nil {
		return o, nil, err
	}
	entry, err := s.Flow.Load(ctx, tx, o.Entry)
	return o, entry, err
}

func (s *Slice) setHeld(ctx context.Context, tx *db.Tx, o objected, held bool) error {
	on, err := s.Flow.ListsOf(ctx, tx, o.Entry)
	if err != nil {
		return err
	}
	for _, m := range on {
		if m.List == o.List {
			m.Held = held
			return s.Flow.PutMember(ctx, tx, m)
		}
	}
	return fmt.Errorf("objection %s: %s is not on list %s", o.ID, o.Entry, o.List)
}
