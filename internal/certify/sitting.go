package certify

import (
	"context"

	"qinglan/internal/calendar"
	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
)

// sittingAhead is the guard that nobody is called to a sitting that is over,
// which would also move the day from which parts are carried.
func (s *Slice) sittingAhead(_ context.Context, _ *db.Tx, e flow.Event) error {
	day, err := calendar.Parse(e.Answers["sitting"])
	if e.Answers["sitting"] == "" {
		return nil
	}
	if err != nil || day.Before(calendar.Day(e.At)) {
		return fault.New(fault.Closed, "考核日期不能早于今天。")
	}
	return nil
}

// sittingHeld is the guard that no mark is entered before the day.
func (s *Slice) sittingHeld(ctx context.Context, tx *db.Tx, e flow.Event) error {
	day, err := s.standing.SittingDay(ctx, tx, &e.Case)
	if err == nil && calendar.Day(e.At).Before(day) {
		err = fault.New(fault.Closed, "考核日期是%s，还不能录入成绩。", day.Said())
	}
	return err
}
