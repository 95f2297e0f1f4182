package flow

import (
	"context"
	"fmt"
	"time"

	"qinglan/internal/calendar"
	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/org"
	"qinglan/internal/programme"
)

// DueOf returns when a case that enters st now must have left it; zero if
// nothing is due. A period in working days ends at 24:00 of its last day and
// never after the deadline that st names too.
func (s *Store) DueOf(c *Case, st programme.State, now time.Time) (time.Time, error) {
	var due time.Time
	if st.Due.Deadline != "" {
		due = c.Edition.DeadlineOf(st.Due.Deadline, c.County, c.City)
	}
	if st.Due.Days == "" {
		return due, nil
	}
	days := int(c.Edition.Limit(st.Due.Days).N)
	last, err := calendar.AddWorkdays(calendar.Day(now), days, false)
	if err != nil {
		return due, fault.New(fault.Closed, "期限无法计算：请先载入所涉年份的节假日安排。")
	}
	end := last.At(24, 0)
	if due.IsZero() || end.Before(due) {
		return end, nil
	}
	return due, nil
}

// SetDue moves what is due on a case to another moment, such as the last
// minute of a publicity whose days the organ has fixed.
func (s *Store) SetDue(ctx context.Context, tx *db.Tx, c Case, at time.Time) error {
	if _, err := tx.ExecContext(ctx, `UPDATE cases SET due = $1 WHERE id = $2`, db.Millis(at), c.ID); err != nil {
		return err
	}
	lapse := c.Now().Due.Lapse
	if lapse == "" {
		return nil
	}
	_, err := tx.ExecContext(ctx, `
		INSERT INTO dues (case_id, seq, lapse, at) VALUES ($1, $2, $3, $4)
		ON CONFLICT (case_id, seq) DO UPDATE SET at = excluded.at`, c.ID, c.Seq, lapse, db.Millis(lapses(&c, at)))
	return err
}

// lapses returns when the clock acts on c that is due at a moment: a deadline
// of a notice has its grace, a period of days has none.
func lapses(c *Case, due time.Time) time.Time {
	name := c.Now().Due.Deadline
	if name != "" && due.Equal(c.Edition.DeadlineOf(name, c.County, c.City)) {
		return c.Edition.Closes(name, c.County, c.City)
	}
	return due
}

// Tick makes the clock's moves on every case whose period has run out by the
// business time, and returns how many. One that has moved meanwhile is left
// alone; one that fails does not stop the others.
func (s *Store) Tick(ctx context.Context) (int, error) {
	type due struct {
		id    string
		seq   int64
		lapse string
	}
	rows, err := db.All(ctx, s.db, func(row interface{ Scan(...any) error }) (d due, err error) {
		err = row.Scan(&d.id, &d.seq, &d.lapse)
		return d, err
	}, `SELECT case_id, seq, lapse FROM dues WHERE at <= $1 ORDER BY at, case_id LIMIT 1000`, db.Millis(s.now()))
	if err != nil {
		return 0, fmt.Errorf("what is due: %w", err)
	}
	n := 0
	var failed error
	for _, d := range rows {
		moved, err := s.lapse(ctx, d.id, d.seq, d.lapse)
		if err != nil && failed == nil {
			failed = fmt.Errorf("lapse %s of %s: %w", d.lapse, d.id, err)
		}
		if moved {
			n++
		}
	}
	return n, failed
}

func (s *Store) lapse(ctx context.Context, id string, seq int64, name string) (moved bool, err error) {
	err = s.db.Tx(ctx, func(tx *db.Tx) error {
		moved = false
		if _, err := tx.ExecContext(ctx, `DELETE FROM dues WHERE case_id = $1 AND seq = $2`, id, seq); err != nil {
			return err
		}
		err := stillAt(ctx, tx, id, seq)
		if fault.Of(err) == fault.Stale {
			return nil
		}
		if err != nil {
			return err
		}
		c, err := s.Load(ctx, tx, id)
		if err != nil {
			return err
		}
		m, ok := c.Track.Move(name)
		if !ok {
			return fmt.Errorf("no move %s", name)
		}
		_, err = s.advance(ctx, tx, *c, m, org.Actor{Role: programme.Clock}, nil, nil)
		moved = err == nil
		return err
	})
	return moved, err
}
