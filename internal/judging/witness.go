package judging

import (
	"context"
	"fmt"

	"qinglan/internal/db"
	"qinglan/internal/flow"
)

// Witness compares what the slice keeps and what was released with the record:
// the order with the record of its draw, and for every session that somebody
// has signed, the result as it follows from the sheets now.
func (s *Slice) Witness(ctx context.Context, q db.Q, find func(caseID string, seq int64, what string)) error {
	ids, err := s.book.Sessions(ctx, q)
	if err != nil {
		return err
	}
	for _, id := range ids {
		c, err := s.Flow.Load(ctx, q, id)
		if err != nil {
			return err
		}
		if err := s.witnessDraw(ctx, q, c, find); err != nil {
			return err
		}
		if err := s.witnessResult(ctx, q, c, find); err != nil {
			return err
		}
	}
	return nil
}

func (s *Slice) witnessDraw(ctx context.Context, q db.Q, c *flow.Case, find func(string, int64, string)) error {
	record, ok, err := s.book.Record(ctx, q, c)
	if err != nil || !ok {
		return err
	}
	if record.Verify() != nil {
		find(c.ID, 0, "抽签记录不能复算")
	}
	at := map[string]int{}
	for i, id := range record.Lots {
		at[id] = i + 1
	}
	members, err := s.Flow.Members(ctx, q, c.ID)
	if err != nil {
		return err
	}
	for _, m := range members {
		if at[m.Case] != m.Pos {
			find(c.ID, 0, fmt.Sprintf("名单顺序与抽签记录不符：%s", m.Case))
		}
	}
	return nil
}

func (s *Slice) witnessResult(ctx context.Context, q db.Q, c *flow.Case, find func(string, int64, string)) error {
	if c.State != "counted" && c.State != "released" {
		return nil
	}
	st, err := s.book.Read(ctx, q, c)
	if err != nil {
		return err
	}
	_, now, err := s.book.Result(ctx, q, st)
	if err != nil {
		find(c.ID, 0, "评分表读不出来："+err.Error())
		return nil
	}
	signed, err := s.book.Signed(ctx, q, c)
	if err != nil {
		return err
	}
	for _, g := range signed {
		if g.Name != "" && g.Digest != now {
			find(c.ID, g.Entry.Seq, "成绩与签字的汇总表不符")
		}
	}
	return nil
}
