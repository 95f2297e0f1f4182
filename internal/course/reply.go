package course

import (
	"context"
	"slices"
	"strconv"

	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/org"
)

// classCalled passes somebody who sits in a class that has been called and not
// ended; for a leave the lesson must not have begun.
func (s *Store) classCalled(ctx context.Context, tx *db.Tx, e flow.Event) error {
	class, err := SeatOf(ctx, tx, e.Case.ID)
	if err != nil {
		return err
	}
	if class == "" {
		return fault.New(fault.Closed, "您现在没有编入培训班次。")
	}
	c, err := s.flow.Load(ctx, tx, class)
	if err != nil {
		return err
	}
	if c.State != "running" {
		return fault.New(fault.Closed, "这个班次现在不收回执和请假。")
	}
	if e.Move.Name != "ask-leave" {
		return nil
	}
	lessons, err := LessonsIn(ctx, tx, class)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(lessons, func(l Lesson) bool { return strconv.Itoa(l.N) == e.Answers["lesson"] })
	switch {
	case i < 0:
		return fault.New(fault.Invalid, "本班没有这个课次。")
	case !s.flow.Now().Before(lessons[i].Starts()):
		return fault.New(fault.Closed, "这个课次已经开始，不能再请假；请直接联系承训机构。")
	}
	return nil
}

func keepReply(ctx context.Context, tx *db.Tx, e flow.Event) error {
	class, err := SeatOf(ctx, tx, e.Case.ID)
	if err != nil {
		return err
	}
	return setReply(ctx, tx, class, e.Case.ID, e.Answers["reply"], e.Case.Seq)
}

func keepLeave(ctx context.Context, tx *db.Tx, e flow.Event) error {
	class, err := SeatOf(ctx, tx, e.Case.ID)
	if err != nil {
		return err
	}
	ok, err := putLeave(ctx, tx, Leave{Class: class, Entry: e.Case.ID, N: number(e.Answers["lesson"]), Seq: e.Case.Seq})
	if err == nil && !ok {
		err = fault.New(fault.Stale, "这个课次已经请过假。")
	}
	return err
}

// Decide grants or refuses a leave; the person finds the answer on their entry.
func (s *Store) Decide(ctx context.Context, tx *db.Tx, a org.Actor, class, entry string, n int, grant bool, ground string) error {
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
	state, move := "refused", "refuse-leave"
	if grant {
		state, move = "granted", "grant-leave"
	}
	if c.State != "running" || sits != class {
		return fault.New(fault.Stale, "这份请假刚刚有了变化，请看过最新情况再办理。")
	}
	ok, err := settleLeave(ctx, tx, class, entry, n, state)
	if err != nil {
		return err
	}
	if !ok {
		return fault.New(fault.Stale, "这份请假刚刚有了变化，请看过最新情况再办理。")
	}
	e, err := s.flow.Load(ctx, tx, entry)
	if err != nil {
		return err
	}
	ans := form.Answers{"lesson": strconv.Itoa(n)}
	if ground != "" {
		ans["ground"] = ground
	}
	_, err = s.flow.MoveByList(ctx, tx, *e, move, a, ans)
	return err
}
