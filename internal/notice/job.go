package notice

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"qinglan/internal/calendar"
	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/job"
	"qinglan/internal/outbox"
)

// remindHour is when reminders begin on their day.
const remindHour = 9

// Tick begins the reminders of the day: some working days before the deadline
// of a notice, and on its day. Each is begun once. Of a notice that was corrected
// nobody is reminded: it binds no more.
func (s *Slice) Tick(ctx context.Context) error {
	now := s.Flow.Now()
	today := calendar.Day(now)
	if now.Before(today.At(remindHour, 0)) {
		return nil
	}
	for _, e := range s.Flow.Opened() {
		if !e.Has(track) {
			continue
		}
		for _, n := range s.issued(e) {
			if _, corrected := e.Replaced(n); corrected {
				continue
			}
			if days, ok := leftOn(n, today); ok && slices.Contains(remindDays(e), days) && now.Before(n.Moment()) {
				var tasks []job.Task
				for _, at := range addressees(e, n) {
					tasks = append(tasks, job.Task{Name: "remind-addressee", Key: n.ID + "/" + at.Code + "/" + strconv.Itoa(days)})
				}
				if err := s.begin(ctx, n.ID, days, tasks); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// begin queues the reminders of a notice unless they were begun.
func (s *Slice) begin(ctx context.Context, notice string, days int, tasks []job.Task) error {
	return s.Flow.DB().Tx(ctx, func(tx *db.Tx) error {
		n, err := db.Changed(tx.ExecContext(ctx, `INSERT INTO reminders (notice, days, at) VALUES ($1, $2, $3) ON CONFLICT (notice, days) DO NOTHING`,
			notice, days, db.Millis(s.Flow.Now())))
		if err != nil || n == 0 {
			return err
		}
		return s.Queue.Add(ctx, tx, tasks...)
	})
}

// remind does the task of one addressee, "notice/region/days": who of its office
// is told outside the house learns what is still to be done. Who has done all is
// left in peace.
func (s *Slice) remind(ctx context.Context, key string) error {
	parts := strings.Split(key, "/")
	days, err := strconv.Atoi(parts[len(parts)-1])
	if len(parts) != 3 || err != nil {
		return fault.New(fault.Missing, "没有找到这份通知。")
	}
	_, n, ok := s.find(parts[0])
	if !ok {
		return errMissing
	}
	c, err := s.Flow.Load(ctx, s.Flow.DB(), receiptID(n, parts[1]))
	if fault.Of(err) == fault.Missing {
		return nil // it was never sent there
	}
	if err != nil {
		return err
	}
	people, err := s.staffReached(ctx, s.Flow.DB(), c.Party)
	if err != nil || len(people) == 0 {
		return err
	}
	posts, err := s.Flow.Orgs().Staff(ctx, s.Flow.DB(), c.Party)
	if err != nil {
		return err
	}
	lack, err := s.lack(ctx, c, posts[0])
	if err != nil || lack == "" {
		return err
	}
	o, err := s.organOf(ctx, n)
	if err != nil {
		return err
	}
	l := outbox.Letter{
		Key: "remind/" + key, Template: outbox.Remind, Organ: o.ID, About: n.ID, Path: "/desk",
		Gaps: map[string]string{"title": n.Title, "deadline": calendar.Deadline(n.Moment()).String(), "left": leftText(days), "lack": lack},
	}
	return s.Flow.DB().Tx(ctx, func(tx *db.Tx) error { return s.tellOffice(ctx, tx, c.Party, l) })
}
