package match

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"qinglan/internal/calendar"
	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/job"
	"qinglan/internal/lang"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/record"
)

var errMissing = fault.New(fault.Missing, "没有这个页面，或您无权查看。")

// Invite asks a lecturer to speak, under the id that the page made; event is
// the case of the event it is for, or "".
func (s *Slice) Invite(ctx context.Context, a org.Actor, id, person, event string, ask form.Answers) error {
	if event != "" { // seen, before the transaction that asks whether it is still on
		if _, err := s.Flow.Find(ctx, a, event); err != nil {
			return err
		}
	}
	return s.Flow.DB().Tx(ctx, func(tx *db.Tx) error {
		e, err := s.editionOf(ctx, tx, event)
		if err != nil {
			return err
		}
		l, err := s.one(ctx, tx, a, person)
		if err != nil {
			return err
		}
		if !l.Willing {
			return fault.New(fault.Closed, "“%s”还没有填写授课意愿，或暂不受邀。", l.Name)
		}
		county, city := placeOf(a)
		c, err := s.Flow.OpenIn(ctx, tx, a, flow.Opening{
			ID: id, Track: track, Edition: e.Name, Party: l.Person, Name: l.Name, Unit: a.Organ.Name,
			County: county, City: city, Parent: event, Answers: ask,
		})
		if err != nil || c.No != "" {
			return err // pressed twice: it is there
		}
		row := Lecture{Case: id, Person: l.Person, Organ: a.Organ.ID, Event: event, Day: ask["on"], Part: ask["part"]}
		if err := keepLecture(ctx, tx, row, s.Flow.Now()); err != nil {
			return err
		}
		if a.Role == programme.Buyer {
			if err := s.Flow.Assign(ctx, tx, id, a.Person, a.Role); err != nil {
				return err
			}
		}
		n, err := record.Number(ctx, tx, "lecture/"+e.Name)
		if err == nil {
			err = s.Flow.SetNo(ctx, tx, id, fmt.Sprintf("J%d-%04d", e.Since.Y, n))
		}
		if err != nil {
			return err
		}
		return s.Queue.Add(ctx, tx, job.Task{Name: "tell", Key: id + "/1"})
	})
}

// editionOf returns the edition that an invitation belongs to. An event that
// it is for is locked, so that it is not called off meanwhile.
func (s *Slice) editionOf(ctx context.Context, tx *db.Tx, event string) (*programme.Edition, error) {
	if event == "" {
		return s.Flow.Current(), nil
	}
	if err := lockEvent(ctx, tx, event); err != nil {
		return nil, err
	}
	c, err := s.Flow.Load(ctx, tx, event)
	if err != nil {
		return nil, err
	}
	if c.Track.Name != "event" || c.Now().Final {
		return nil, fault.New(fault.Closed, "这项活动已经办结，不能再邀请讲师。")
	}
	return c.Edition, nil
}

// lockEvent lets one transaction at a time ask for, or call off, the lecturers
// of an event.
func lockEvent(ctx context.Context, tx *db.Tx, event string) error {
	_, err := record.Number(ctx, tx, "lectures/"+event)
	return err
}

// wrongAsk complains of an invitation that the lecturer could not take, or not
// answer before the lesson: they have so many working days for it.
func wrongAsk(l Lecturer, ask form.Answers, today calendar.Date, days int) form.Wrong {
	w := form.Wrong{}
	day, err := calendar.Parse(ask["on"])
	hours, _ := strconv.ParseInt(ask["hours"], 10, 64)
	reply, unknown := calendar.AddWorkdays(today, days, false)
	switch {
	case err != nil:
		return w
	case day.Before(today):
		w.Add("on", "日期已经过去，请改为今天或以后的日期。")
	case unknown != nil:
		w.Add("on", "期限无法计算：请先载入所涉年份的节假日安排。")
	case !reply.Before(day):
		w.Add("on", "讲师有%d个工作日答复，期限到%s24:00，授课须在那以后。", days, reply.Said())
	case !slices.Contains(l.Days, weekday(day)):
		w.Add("on", "该讲师没有把这一天（%s）列为可以授课的日子。", weekdays[day.Weekday()])
	}
	if l.Hours > 0 && hours > l.Hours {
		w.Add("hours", "该讲师每月最多授课%d课时。", l.Hours)
	}
	return w
}

// weekdays are the days of a week, as Go counts them.
var weekdays = [...]lang.Word{"周日", "周一", "周二", "周三", "周四", "周五", "周六"}

// inTime is the guard that neither the time to reply nor the day itself is over.
func (s *Slice) inTime(ctx context.Context, tx *db.Tx, e flow.Event) error {
	l, err := lectureRow(ctx, tx, e.Case.ID)
	if err != nil {
		return err
	}
	if e.Case.Late(e.At) || l.Day < calendar.Day(e.At).String() {
		return fault.New(fault.Closed, "答复期限已过，请与邀请方联系。")
	}
	return nil
}

// takeDay gives the time to the one who was told yes. The row is the lock.
func (s *Slice) takeDay(ctx context.Context, tx *db.Tx, e flow.Event) error {
	l, err := lectureRow(ctx, tx, e.Case.ID)
	if err != nil {
		return err
	}
	free, err := takeDay(ctx, tx, l)
	if err == nil && !free {
		err = fault.New(fault.Closed, "这一时段您已经应邀另一处。请先与那一处商量取消，或者答复不能应邀。")
	}
	return err
}

func (s *Slice) freeDay(ctx context.Context, tx *db.Tx, e flow.Event) error {
	return endLecture(ctx, tx, e.Case.ID)
}

// dayCome is the guard that hours are noted of what was held, not of what will
// be.
func (s *Slice) dayCome(ctx context.Context, tx *db.Tx, e flow.Event) error {
	l, err := lectureRow(ctx, tx, e.Case.ID)
	if err == nil && calendar.Day(e.At).String() < l.Day {
		err = fault.New(fault.Closed, "授课日期还没有到（%s），不能登记课时。", l.Day)
	}
	return err
}

// keepHours counts the hours that were noted last and now confirmed.
func (s *Slice) keepHours(ctx context.Context, tx *db.Tx, e flow.Event) error {
	noted, err := s.Flow.Answers(ctx, tx, &e.Case, "hold")
	if err != nil {
		return err
	}
	n, err := strconv.ParseInt(noted["hours"], 10, 64)
	if err != nil {
		return fmt.Errorf("hours of %s: %w", e.Case.ID, err)
	}
	return keepHours(ctx, tx, e.Case.ID, n)
}

// eventSettled is the guard that nobody is left without an answer or without
// hours when an event is said to be held.
func (s *Slice) eventSettled(ctx context.Context, tx *db.Tx, e flow.Event) error {
	if err := lockEvent(ctx, tx, e.Case.ID); err != nil {
		return err
	}
	open, err := s.openOf(ctx, tx, e.Case.ID, "sent", "accepted")
	if err == nil && len(open) > 0 {
		err = fault.New(fault.Closed, "%s等%d位讲师的邀请还没有办结：未答复的请取消，已应邀的请登记课时。", open[0].Name, len(open))
	}
	return err
}

// callOff tells every lecturer who was asked that an event is not held.
func (s *Slice) callOff(ctx context.Context, tx *db.Tx, e flow.Event) error {
	if err := lockEvent(ctx, tx, e.Case.ID); err != nil {
		return err
	}
	open, err := s.openOf(ctx, tx, e.Case.ID, "sent", "accepted")
	if err != nil {
		return err
	}
	for _, c := range open {
		if _, err := s.Flow.MoveByList(ctx, tx, *c, "call-off", e.Actor, nil); err != nil {
			return err
		}
	}
	return nil
}

// openOf returns the invitations of an event that stand in one of the states.
func (s *Slice) openOf(ctx context.Context, q db.Q, event string, states ...string) (out []*flow.Case, err error) {
	all, err := ofEvent(ctx, q, event)
	if err != nil {
		return nil, err
	}
	for _, l := range all {
		c, err := s.Flow.Load(ctx, q, l.Case)
		if err != nil {
			return nil, err
		}
		if slices.Contains(states, c.State) {
			out = append(out, c)
		}
	}
	return out, nil
}
