package material

import (
	"context"
	"fmt"

	"qinglan/internal/casework"
	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/org"
	"qinglan/internal/programme"
)

// An original is the mark of an office on a file: whether somebody saw the paper it
// is a picture of (原件核验).
type original struct {
	File, Person, Organ string
	Seen                bool
	At                  int64
	Name, Office        string // of whoever marked it
}

// offices mark originals: those that check an application before it is reported.
var offices = []programme.Role{programme.County, programme.City, programme.Province}

// mayMark reports whether a may mark the files of c now: an office with the turn.
func (s *Slice) mayMark(c *flow.Case, a org.Actor) bool {
	for _, r := range offices {
		if a.Role == r && a.Officer() && len(s.Flow.Moves(c, a)) > 0 {
			return true
		}
	}
	return false
}

// mark keeps what an office says of the original of a file; the audit has each
// mark, the last one stands.
func (s *Slice) markOriginal(ctx context.Context, a org.Actor, c *flow.Case, f casework.File, seen bool) error {
	if !s.mayMark(c, a) {
		return fault.New(fault.Denied, "现在不由您核验原件。")
	}
	return s.Flow.DB().Tx(ctx, func(tx *db.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO originals (file_id, seen, person, organ, at) VALUES ($1, $2, $3, $4, $5)
			ON CONFLICT (file_id) DO UPDATE SET seen = excluded.seen, person = excluded.person, organ = excluded.organ, at = excluded.at`,
			f.ID, seen, a.Person, a.Organ.ID, db.Millis(s.Flow.Now()))
		if err != nil {
			return fmt.Errorf("mark original of %s: %w", f.ID, err)
		}
		act := "original-unseen"
		if seen {
			act = "original-seen"
		}
		return s.Flow.Log(ctx, tx, a, act, c.ID, form.Answers{"file": f.ID, "digest": f.SHA256})
	})
}

// originals returns the marks on the files of a case by file.
func (s *Slice) originals(ctx context.Context, caseID string) (map[string]original, error) {
	all, err := db.All(ctx, s.Flow.DB(), func(row db.Row) (o original, err error) {
		err = row.Scan(&o.File, &o.Seen, &o.Person, &o.Organ, &o.At, &o.Name, &o.Office)
		return o, err
	}, `SELECT m.file_id, m.seen, m.person, m.organ, m.at, p.name, o.name
		FROM originals m JOIN files f ON f.id = m.file_id JOIN people p ON p.id = m.person JOIN organisations o ON o.id = m.organ
		WHERE f.case_id = $1`, caseID)
	out := map[string]original{}
	for _, o := range all {
		out[o.File] = o
	}
	return out, err
}
