package flow

import (
	"context"
	"fmt"

	"qinglan/internal/calendar"
	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/ident"
	"qinglan/internal/programme"
	"qinglan/internal/record"
)

// beforeDeadline is the guard that lets nobody in after the deadline that binds
// their region, and its grace. The server's clock decides.
func (s *Store) beforeDeadline(ctx context.Context, tx *db.Tx, e Event) error {
	if e.At.Before(e.Case.Edition.Closes("submit", e.Case.County, e.Case.City)) {
		return nil
	}
	return s.Closed(ctx, tx, &e.Case)
}

// Closed says when applying closed, on what clause, and whom to ask.
func (s *Store) Closed(ctx context.Context, q db.Q, c *Case) error {
	until := calendar.Deadline(c.Edition.DeadlineOf("submit", c.County, c.City))
	clause := c.Now().Basis.Cite()
	who, err := s.orgs.Organ(ctx, q, programme.County, c.County)
	if fault.Of(err) == fault.Missing {
		who, err = s.orgs.Organ(ctx, q, programme.City, c.City)
	}
	if fault.Of(err) == fault.Missing {
		return fault.New(fault.Closed, "申报已于%s截止（依据：%s），不能再提交。", until, clause)
	}
	if err != nil {
		return err
	}
	return fault.New(fault.Closed, "申报已于%s截止（依据：%s），不能再提交。如有疑问请联系%s %s。", until, clause, who.Name, who.Phone)
}

// number is the effect that gives a case its readable number, once: series of
// its track, year, region, order. One that could be taken for a telephone or
// identity number is passed over.
func (s *Store) number(ctx context.Context, tx *db.Tx, e Event) error {
	if e.Case.No != "" {
		return nil
	}
	region := e.Case.County
	if region == "" {
		region = e.Case.City
	}
	prefix := fmt.Sprintf("%s%d-%s-", e.Case.Track.Series, e.Case.Edition.Since.Y, region)
	for {
		n, err := record.Number(ctx, tx, prefix)
		if err != nil {
			return err
		}
		no := fmt.Sprintf("%s%04d", prefix, n)
		if len(ident.Leaks(no, nil)) == 0 {
			return s.SetNo(ctx, tx, e.Case.ID, no)
		}
	}
}
