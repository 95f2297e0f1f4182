package publicity

import (
	"context"
	"errors"
	"time"

	"qinglan/internal/calendar"
	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/lang"
	"qinglan/internal/programme"
)

// A period is the days of a publicity; it ends at 24:00 of Last.
type period struct{ First, Last calendar.Date }

// ends returns the first moment after p.
func (p period) ends() time.Time { return p.Last.At(24, 0) }

// usual returns the period of the edition's length that begins on a day, which
// does not count (民法典 201).
func usual(e *programme.Edition, first calendar.Date) (period, error) {
	last, err := calendar.AddWorkdays(first, int(e.Limit("publicity.days").N), false)
	return period{first, last}, err
}

// readPeriod reads the days of a publicity drafted or approved now and says
// what is wrong with them.
func readPeriod(e *programme.Edition, now time.Time, a form.Answers) (period, form.Wrong) {
	w := form.Wrong{}
	first, err1 := calendar.Parse(a["first"])
	last, err2 := calendar.Parse(a["last"])
	p := period{first, last}
	if err1 != nil || err2 != nil {
		w.Add("first", "请写明公示的首日和末日。")
		return p, w
	}
	if first.Before(calendar.Day(now)) {
		w.Add("first", "公示首日已过，请重新确定公示期。")
	}
	if !first.Before(last) {
		w.Add("last", "公示末日须晚于首日。")
	}
	least, err := usual(e, first)
	var unloaded *calendar.Unloaded
	switch {
	case errors.As(err, &unloaded):
		w.Add("first", "请先载入%d年节假日安排。", unloaded.Year)
	case err != nil:
		w.Add("first", "请写明公示的首日和末日。")
	case last.Before(least.Last) && a["short"] == "":
		w.Add("last", "公示期不少于%d个工作日，末日不早于%s；确需缩短的须写明理由。", e.Limit("publicity.days").N, least.Last.Said())
	}
	if _, err := calendar.IsWorkday(last); err != nil {
		w.Add("last", "请先载入%d年节假日安排。", last.Y)
	}
	return p, w
}

func (s *Slice) periodFits(_ context.Context, _ *db.Tx, e flow.Event) error {
	_, w := readPeriod(e.Case.Edition, e.At, e.Answers)
	for _, n := range w.List(e.Case.Track.Forms["period"]) {
		return fault.New(fault.Closed, "公示期不合规定：%s", n.Complaint)
	}
	return nil
}

// setPeriod lets the clock end the publicity at its last minute and shows it to
// the public.
func (s *Slice) setPeriod(ctx context.Context, tx *db.Tx, e flow.Event) error {
	p, _ := readPeriod(e.Case.Edition, e.At, e.Answers)
	if err := s.Flow.SetDue(ctx, tx, e.Case, p.ends()); err != nil {
		return err
	}
	return keepNotice(ctx, tx, notice{List: e.Case.ID, First: p.First, Last: p.Last, Published: e.At, Ends: p.ends()})
}

// daysLeft returns how many working days of p are left at now, the last one
// included.
func daysLeft(now time.Time, last calendar.Date) (int, error) {
	return calendar.WorkdaysBetween(calendar.Day(now), last)
}

// said writes p as papers print it.
func said(ctx context.Context, p period) string {
	return lang.T(ctx, "%s至%s24:00", p.First.Said(), p.Last.Said())
}
