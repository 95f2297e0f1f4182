package publicity

import (
	"context"
	"slices"

	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/programme"
)

// objectionsTaken is the guard that no objection lies unread when the result
// is announced: it holds a name only once it was taken.
func (s *Slice) objectionsTaken(ctx context.Context, tx *db.Tx, e flow.Event) error {
	all, err := s.objectionsOn(ctx, tx, e.Case.ID)
	if err != nil {
		return err
	}
	all = slices.DeleteFunc(all, func(c flow.Case) bool { return c.State != "received" })
	if n := len(all); n > 0 {
		return fault.New(fault.Closed, "还有%d件异议没有受理或转为线索，请先办理。", n)
	}
	return nil
}

// objectionsOn returns the cases of the objections to names of a list.
func (s *Slice) objectionsOn(ctx context.Context, q db.Q, list string) ([]flow.Case, error) {
	rows, err := objectedOn(ctx, q, list)
	if err != nil {
		return nil, err
	}
	cs := make([]flow.Case, 0, len(rows))
	for _, o := range rows {
		c, err := s.Flow.Load(ctx, q, o.ID)
		if err != nil {
			return nil, err
		}
		cs = append(cs, *c)
	}
	return cs, nil
}

// keepAnnounced notes who was announced, each with the certificate that the
// announcement has issued.
func (s *Slice) keepAnnounced(ctx context.Context, tx *db.Tx, e flow.Event) error {
	members, err := s.Flow.Members(ctx, tx, e.Case.ID)
	if err != nil {
		return err
	}
	for _, m := range members {
		c, err := s.Flow.Load(ctx, tx, m.Case)
		if err != nil {
			return err
		}
		if c.State != "certified" {
			continue
		}
		if err := s.name(ctx, tx, e, m, c, false); err != nil {
			return err
		}
	}
	return keepAnnouncement(ctx, tx, e.Case.ID, e.At)
}

func (s *Slice) name(ctx context.Context, tx *db.Tx, e flow.Event, m flow.Member, c *flow.Case, late bool) error {
	a := e.Actor
	a.Role = programme.Province // a list's effect reads as the organ that decides
	issued, err := s.Flow.CasesIn(ctx, tx, a, flow.Filter{Track: "certificate", Parent: c.ID})
	if err != nil {
		return err
	}
	n := named{List: m.List, Entry: c.ID, Pos: m.Pos, Late: late, At: e.At}
	if len(issued) > 0 {
		n.Certificate = issued[len(issued)-1].ID
	}
	return keepNamed(ctx, tx, n)
}

// keepCheckpoint notes the checkpoint taken with the announcement, to be
// printed on it.
func (s *Slice) keepCheckpoint(ctx context.Context, tx *db.Tx, e flow.Event) error {
	all, err := s.Flow.Checkpoints(ctx, tx)
	if err != nil || len(all) == 0 {
		return err
	}
	last := all[len(all)-1]
	return keepDigest(ctx, tx, e.Case.ID, last.ID, last.Digest)
}
