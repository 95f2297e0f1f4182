package match

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"qinglan/internal/calendar"
	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/form"
)

// listed returns who is on the 培育名单 or certified, oldest entry first.
func listed(ctx context.Context, q db.Q) ([]Lecturer, error) {
	return db.All(ctx, q, func(row db.Row) (l Lecturer, err error) {
		err = row.Scan(&l.Person, &l.Name, &l.Unit, &l.County, &l.City)
		return l, err
	}, `SELECT party, name, unit, county, city FROM cases
		WHERE track = 'entry' AND state NOT IN ('left', 'struck', 'exhausted') ORDER BY opened, id`)
}

// certified returns the valid certificate of each who has one.
func certified(ctx context.Context, q db.Q) (map[string]Lecturer, error) {
	return byPerson(ctx, q, func(row db.Row) (l Lecturer, err error) {
		var at int64
		err = row.Scan(&l.Person, &l.Number, &at)
		l.Issued = calendar.Day(db.Time(at))
		return l, err
	}, `SELECT party, no, opened FROM cases WHERE track = 'certificate' AND state = 'valid' ORDER BY opened, id`)
}

const profileColumns = `person, willing, directions, cities, days, hours, proof, proof_day, version`

func scanProfile(row db.Row) (l Lecturer, err error) {
	var directions, cities, days, proved string
	err = row.Scan(&l.Person, &l.Willing, &directions, &cities, &days, &l.Hours, &l.Proof, &proved, &l.Version)
	if err != nil {
		return l, err
	}
	l.Kept, l.Directions, l.Cities, l.Days = true, form.List(directions), form.List(cities), form.List(days)
	if proved != "" {
		l.ProofDay, err = calendar.Parse(proved)
	}
	return l, err
}

func profiles(ctx context.Context, q db.Q) (map[string]Lecturer, error) {
	return byPerson(ctx, q, scanProfile, `SELECT `+profileColumns+` FROM teachers ORDER BY person`)
}

// keepProfile writes a profile over the version that was read; 0 is none yet.
func keepProfile(ctx context.Context, tx *db.Tx, person string, p Profile, at time.Time) error {
	proved := ""
	if !p.ProofDay.IsZero() {
		proved = p.ProofDay.String()
	}
	list := func(l []string) string { return strings.Join(l, "\n") }
	args := []any{person, p.Willing, list(p.Directions), list(p.Cities), list(p.Days), p.Hours, p.Proof, proved, p.Version, db.Millis(at)}
	write := `INSERT INTO teachers (` + profileColumns + `, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9 + 1, $10) ON CONFLICT (person) DO NOTHING`
	if p.Version > 0 {
		write = `UPDATE teachers SET willing = $2, directions = $3, cities = $4, days = $5, hours = $6, proof = $7, proof_day = $8,
			version = version + 1, at = $10 WHERE person = $1 AND version = $9`
	}
	n, err := db.Changed(tx.ExecContext(ctx, write, args...))
	if err == nil && n == 0 {
		err = fault.New(fault.Stale, "您在别处修改过，请刷新后再改。")
	}
	return err
}

// lectured returns how often each was asked since a moment, and the hours that
// were ever confirmed.
func lectured(ctx context.Context, q db.Q, since time.Time) (map[string]Lecturer, error) {
	return byPerson(ctx, q, func(row db.Row) (l Lecturer, err error) {
		err = row.Scan(&l.Person, &l.Invited, &l.Held)
		return l, err
	}, `SELECT person, SUM(CASE WHEN at >= $1 THEN 1 ELSE 0 END), SUM(hours) FROM lectures GROUP BY person ORDER BY person`, db.Millis(since))
}

func byPerson(ctx context.Context, q db.Q, scan func(db.Row) (Lecturer, error), query string, args ...any) (map[string]Lecturer, error) {
	all, err := db.All(ctx, q, scan, query, args...)
	out := make(map[string]Lecturer, len(all))
	for _, l := range all {
		out[l.Person] = l
	}
	return out, err
}

// busy returns who has said yes elsewhere at a time.
func busy(ctx context.Context, q db.Q, day, part string) (map[string]bool, error) {
	all, err := db.All(ctx, q, db.Cell[string], `SELECT person FROM lecture_days WHERE on_day = $1 AND part = $2 ORDER BY person`, day, part)
	out := make(map[string]bool, len(all))
	for _, p := range all {
		out[p] = true
	}
	return out, err
}

// A Lecture is a line of the index over invitations.
type Lecture struct {
	Case, Person, Organ, Event, Day, Part string
	Hours                                 int64
}

const lectureColumns = `case_id, person, organ, event, on_day, part, hours`

func scanLecture(row db.Row) (l Lecture, err error) {
	err = row.Scan(&l.Case, &l.Person, &l.Organ, &l.Event, &l.Day, &l.Part, &l.Hours)
	return l, err
}

func lectureRow(ctx context.Context, q db.Q, id string) (Lecture, error) {
	l, err := db.One(ctx, q, scanLecture, `SELECT `+lectureColumns+` FROM lectures WHERE case_id = $1`, id)
	if errors.Is(err, db.ErrNone) {
		err = errMissing
	}
	return l, err
}

// keepLecture notes an invitation. One that stands for the same place and time
// is the lock: there is one at a time.
func keepLecture(ctx context.Context, tx *db.Tx, l Lecture, at time.Time) error {
	n, err := db.Changed(tx.ExecContext(ctx, `
		INSERT INTO lectures (case_id, person, organ, event, on_day, part, at) VALUES ($1, $2, $3, $4, $5, $6, $7)
		ON CONFLICT (person, organ, event, on_day, part, ended) DO NOTHING`,
		l.Case, l.Person, l.Organ, l.Event, l.Day, l.Part, db.Millis(at)))
	if err != nil {
		return fmt.Errorf("note lecture %s: %w", l.Case, err)
	}
	if n == 0 {
		return fault.New(fault.Closed, "本单位这一时段已经邀请过这位讲师，请先办结。")
	}
	return nil
}

// takeDay takes a time of a lecturer and reports whether it was free.
func takeDay(ctx context.Context, tx *db.Tx, l Lecture) (bool, error) {
	n, err := db.Changed(tx.ExecContext(ctx, `INSERT INTO lecture_days (person, on_day, part, case_id) VALUES ($1, $2, $3, $4)
		ON CONFLICT (person, on_day, part) DO NOTHING`, l.Person, l.Day, l.Part, l.Case))
	return n == 1, err
}

// endLecture gives the time of a lecture back and notes that it came to nothing.
func endLecture(ctx context.Context, tx *db.Tx, id string) error {
	if _, err := tx.ExecContext(ctx, `DELETE FROM lecture_days WHERE case_id = $1`, id); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, `UPDATE lectures SET ended = case_id WHERE case_id = $1`, id)
	return err
}

func keepHours(ctx context.Context, tx *db.Tx, id string, hours int64) error {
	_, err := tx.ExecContext(ctx, `UPDATE lectures SET hours = $1 WHERE case_id = $2`, hours, id)
	return err
}

// ofEvent returns the invitations of an event, in the order in which they went
// out.
func ofEvent(ctx context.Context, q db.Q, event string) ([]Lecture, error) {
	return db.All(ctx, q, scanLecture, `SELECT `+lectureColumns+` FROM lectures WHERE event = $1 ORDER BY at, case_id`, event)
}

// over returns the cases of the lectures of an organ whose day is past and whose
// hours are not noted.
func over(ctx context.Context, q db.Q, organ string, today calendar.Date) ([]string, error) {
	return db.All(ctx, q, func(row db.Row) (id string, err error) {
		err = row.Scan(&id)
		return id, err
	}, `SELECT l.case_id FROM lectures l JOIN cases c ON c.id = l.case_id
		WHERE l.organ = $1 AND l.on_day <= $2 AND c.state = 'accepted' ORDER BY l.on_day, l.case_id`, organ, today.String())
}
