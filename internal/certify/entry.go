package certify

import (
	"context"
	"fmt"

	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/programme"
	"qinglan/internal/record"
	"qinglan/internal/standing"
)

// openEntry opens the entry of an application that was put on the 培育名单.
func (s *Slice) openEntry(ctx context.Context, tx *db.Tx, e flow.Event) error {
	c, a := e.Case, e.Actor
	a.Role = programme.List
	id := db.NewID()
	entry, err := s.Flow.OpenIn(ctx, tx, a, flow.Opening{
		ID: id, Track: "entry", Edition: c.Edition.Name, Party: c.Party, Name: c.Name, Unit: c.Unit,
		County: c.County, City: c.City, Parent: c.ID,
	})
	if err != nil {
		return err
	}
	first, err := keepEntry(ctx, tx, c.ID, entry.ID)
	if err != nil {
		return err
	}
	if !first {
		return fault.New(fault.Stale, "这份申报已经列入培育名单。")
	}
	n, err := record.Number(ctx, tx, "entry/"+c.Edition.Name)
	if err != nil {
		return err
	}
	return s.Flow.SetNo(ctx, tx, entry.ID, fmt.Sprintf("P%d-%04d", c.Edition.Since.Y, n))
}

func hoursReached(_ context.Context, _ *db.Tx, e flow.Event) error {
	if standing.Trained(e.Case.Edition, e.Answers) {
		return nil
	}
	return fault.New(fault.Closed, "结业须满%d学时且出勤不低于%d%%，请核对或登记未合格。",
		e.Case.Edition.Limit("training.hours").N, e.Case.Edition.Limit("training.share").N)
}
