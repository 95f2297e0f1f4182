package course

import (
	"context"
	"fmt"
	"slices"

	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/org"
)

// Taking are the states in which people are placed in a class.
var Taking = []string{"approved", "ready", "running"}

// NameOf is what papers and journals call a class.
func NameOf(c *flow.Case) string {
	if c.No == "" {
		return c.Name
	}
	return c.No + " " + c.Name
}

// Place seats an entry in a class and, if the class was called already, calls
// the person. Nobody is seated twice and no class is overfull: the rows of seat
// and class are the locks.
func (s *Store) Place(ctx context.Context, tx *db.Tx, a org.Actor, class, entry string) error {
	if err := alone(ctx, tx, class); err != nil {
		return err
	}
	c, err := s.flow.Load(ctx, tx, class)
	if err != nil {
		return err
	}
	if c.Track.Name != "class" || !slices.Contains(Taking, c.State) {
		return fault.New(fault.Closed, "%s现在不能编入学员。", c.Name)
	}
	e, err := s.flow.Load(ctx, tx, entry)
	if err != nil {
		return err
	}
	first, fits, err := takeSeat(ctx, tx, class, entry)
	switch {
	case err != nil:
		return fmt.Errorf("seat %s in %s: %w", entry, class, err)
	case !first:
		return fault.New(fault.Stale, "%s已经编入班次，请看过最新情况再办理。", e.Name)
	case !fits:
		return fault.New(fault.Closed, "%s已经招满，没有空余名额。", c.Name)
	}
	members, err := s.flow.Members(ctx, tx, class)
	if err != nil {
		return err
	}
	if err := s.flow.PutMember(ctx, tx, flow.Member{List: class, Case: entry, Pos: len(members) + 1}); err != nil {
		return err
	}
	if err := s.addTrainee(ctx, tx, class, entry); err != nil {
		return err
	}
	after, err := s.flow.MoveByList(ctx, tx, *e, "place", a, form.Answers{"class": NameOf(c)})
	if err != nil || c.State != "running" {
		return err
	}
	_, err = s.flow.MoveByList(ctx, tx, after, "call", a, form.Answers{"class": NameOf(c)})
	return err
}

// Release takes somebody out of the class they sit in, with a reason.
func (s *Store) Release(ctx context.Context, tx *db.Tx, a org.Actor, class, entry, ground string) error {
	if err := alone(ctx, tx, class); err != nil {
		return err
	}
	c, err := s.flow.Load(ctx, tx, class)
	if err != nil {
		return err
	}
	sits, err := SeatOf(ctx, tx, entry)
	if err != nil {
		return err
	}
	if sits != class || !slices.Contains(Taking, c.State) {
		return fault.New(fault.Stale, "这名学员已经不在本班。")
	}
	e, err := s.flow.Load(ctx, tx, entry)
	if err != nil {
		return err
	}
	_, err = s.flow.MoveByList(ctx, tx, *e, "displace", a, form.Answers{"class": NameOf(c), "ground": ground})
	return err
}

// freeSeat is the effect of every move by which somebody stops to wait for
// their training. In a class that has ended they stay on the list; in one that
// has begun they stay as somebody who left.
func (s *Store) freeSeat(ctx context.Context, tx *db.Tx, e flow.Event) error {
	class, err := leaveSeat(ctx, tx, e.Case.ID)
	if err != nil || class == "" {
		return err
	}
	c, err := s.flow.Load(ctx, tx, class)
	if err != nil || c.State == "completed" {
		return err
	}
	if err := s.goTrainee(ctx, tx, class, e.Case.ID); err != nil {
		return err
	}
	if c.State == "approved" || c.State == "ready" {
		return s.flow.DropMember(ctx, tx, class, e.Case.ID)
	}
	members, err := s.flow.Members(ctx, tx, class)
	for _, m := range members {
		if m.Case == e.Case.ID {
			m.Held, m.Note = true, "gone"
			return s.flow.PutMember(ctx, tx, m)
		}
	}
	return err
}

// inNoClass passes whose result may be written by hand: for who sits in a class
// it comes from the attendance (rules/33).
func inNoClass(ctx context.Context, tx *db.Tx, e flow.Event) error {
	class, err := SeatOf(ctx, tx, e.Case.ID)
	if err == nil && class != "" {
		err = fault.New(fault.Closed, "%s已编入培训班次，结业由班次签报；不在班次培训的，请先调出班次。", e.Case.Name)
	}
	return err
}

// hasTrainees passes a class in which somebody sits.
func (s *Store) hasTrainees(ctx context.Context, tx *db.Tx, e flow.Event) error {
	if err := alone(ctx, tx, e.Case.ID); err != nil {
		return err
	}
	_, taken, _, err := room(ctx, tx, e.Case.ID)
	if err == nil && taken == 0 {
		err = fault.New(fault.Closed, "这个班次还没有编入学员。")
	}
	return err
}

// each makes a move of role list on everybody who sits in a class.
func (s *Store) each(ctx context.Context, tx *db.Tx, e flow.Event, move string, answers func(c *flow.Case) form.Answers) error {
	if err := alone(ctx, tx, e.Case.ID); err != nil {
		return err
	}
	ids, err := seated(ctx, tx, e.Case.ID)
	if err != nil {
		return err
	}
	for _, id := range ids {
		k, err := s.flow.Load(ctx, tx, id)
		if err != nil {
			return err
		}
		if _, err := s.flow.MoveByList(ctx, tx, *k, move, e.Actor, answers(k)); err != nil {
			return fmt.Errorf("%s %s: %w", move, k.ID, err)
		}
	}
	return nil
}

// callTrainees tells everybody in a class that it begins.
func (s *Store) callTrainees(ctx context.Context, tx *db.Tx, e flow.Event) error {
	return s.each(ctx, tx, e, "call", func(*flow.Case) form.Answers { return form.Answers{"class": NameOf(&e.Case)} })
}

// dissolveClass sends everybody in a cancelled class back to those who wait.
func (s *Store) dissolveClass(ctx context.Context, tx *db.Tx, e flow.Event) error {
	return s.each(ctx, tx, e, "displace", func(*flow.Case) form.Answers {
		return form.Answers{"class": NameOf(&e.Case), "ground": e.Answers["ground"]}
	})
}
