package report

import (
	"context"
	"fmt"
	"time"

	"qinglan/internal/db"
)

// A count is how many cases of a track from one city have come just so far.
type count struct {
	track, city string
	reach, n    int
}

// counts returns numbers and nothing else: it is the one query beside those of
// package flow that does not ask who looks.
func (s *Slice) counts(ctx context.Context) ([]count, error) {
	all, err := db.All(ctx, s.Flow.DB(), func(row db.Row) (c count, err error) {
		err = row.Scan(&c.track, &c.city, &c.reach, &c.n)
		return c, err
	}, `SELECT track, city, reach, COUNT(*) FROM cases WHERE track IN ('application', 'entry')
		GROUP BY track, city, reach ORDER BY track, city, reach`)
	if err != nil {
		return nil, fmt.Errorf("count cases: %w", err)
	}
	return all, nil
}

// A lecturer is somebody certified, as a number has them: where and since when.
type lecturer struct {
	city  string
	since time.Time
}

// lecturers returns everybody who holds a valid certificate, once each, since
// they were first certified: a certificate replaced later changes no month.
func (s *Slice) lecturers(ctx context.Context) ([]lecturer, error) {
	type row struct {
		party string
		lecturer
	}
	all, err := db.All(ctx, s.Flow.DB(), func(x db.Row) (r row, err error) {
		var since int64
		err = x.Scan(&r.party, &r.city, &since)
		r.since = db.Time(since)
		return r, err
	}, `SELECT e.party, e.city, e.since FROM cases e
		WHERE e.track = 'entry' AND e.state = 'certified' AND EXISTS (
			SELECT 1 FROM cases c WHERE c.parent = e.id AND c.track = 'certificate' AND c.state = 'valid')
		ORDER BY e.since, e.id`)
	if err != nil {
		return nil, fmt.Errorf("count the certified: %w", err)
	}
	var out []lecturer
	seen := map[string]bool{}
	for _, r := range all {
		if !seen[r.party] {
			seen[r.party] = true
			out = append(out, r.lecturer)
		}
	}
	return out, nil
}
