package subsidy

import (
	"context"

	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/subsidy/standard"
)

// A Standard is what a city pays for an item in a year of its budget.
type Standard = standard.Standard

// decided returns the standard that a case stands for as it was last written.
func (s *Slice) decided(ctx context.Context, q db.Q, c *flow.Case) (Standard, error) {
	a, err := s.Flow.Answers(ctx, q, c, "edit", "open")
	if err != nil {
		return Standard{}, err
	}
	return standard.Of(c.ID, c.City, a)
}

// standardFits is the guard of a standard: right by itself, and the only one
// for its item, year and days in its city.
func (s *Slice) standardFits(ctx context.Context, tx *db.Tx, e flow.Event) error {
	var st Standard
	var err error
	if e.Move.Name == "edit" {
		if err := s.unsigned(ctx, tx, &e.Case); err != nil {
			return err
		}
		st, err = standard.Of(e.Case.ID, e.Case.City, e.Answers)
	} else {
		st, err = s.decided(ctx, tx, &e.Case)
	}
	if err != nil {
		return err
	}
	for _, n := range st.Check().List(e.Case.Track.Forms["standard"]) {
		return fault.New(fault.Closed, "补助标准不完整：%s", n.Complaint)
	}
	same, err := standards(ctx, tx, st.City, st.Item)
	for _, o := range same {
		if o.Ended.IsZero() && o.Year == st.Year && !o.To.Before(st.From) && !st.To.Before(o.From) {
			return fault.New(fault.Closed, "同一事项已有施行中的标准（%s），先停止再批准新的。", o.Docno)
		}
	}
	return err
}

// unsigned refuses to change a standard that is being approved inside its
// office: what is signed would not be what was read, and an edit would take the
// paper off the table of who has it.
func (s *Slice) unsigned(ctx context.Context, q db.Q, c *flow.Case) error {
	p, err := s.Flow.Pending(ctx, q, c)
	if err == nil && p != nil {
		err = fault.New(fault.Closed, "这份标准正在本单位内部审批，现在不能修改；确需修改的，请审批人退回经办人。")
	}
	return err
}

func (s *Slice) keepStandard(ctx context.Context, tx *db.Tx, e flow.Event) error {
	st, err := s.decided(ctx, tx, &e.Case)
	if err != nil {
		return err
	}
	return insertStandard(ctx, tx, st)
}

func (s *Slice) endStandard(ctx context.Context, tx *db.Tx, e flow.Event) error {
	return closeStandard(ctx, tx, e.Case.ID, e.At)
}
