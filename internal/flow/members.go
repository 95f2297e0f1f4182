package flow

import (
	"context"
	"fmt"
	"slices"

	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/form"
	"qinglan/internal/org"
	"qinglan/internal/programme"
)

// membersPrefix marks the effect that moves every member of a list that is
// not held: "members:report" makes the move report on each.
const membersPrefix = "members:"

// parentPrefix marks the effect that moves the case this one grew out of, as
// a list would: "parent:pass".
const parentPrefix = "parent:"

// A Member is a case on a list.
type Member struct {
	List, Case string
	Pos        int
	Held       bool
	Note       string
}

func scanMember(row interface{ Scan(...any) error }) (m Member, err error) {
	err = row.Scan(&m.List, &m.Case, &m.Pos, &m.Held, &m.Note)
	return m, err
}

// Members returns what stands on a list, in its order.
func (s *Store) Members(ctx context.Context, q db.Q, list string) ([]Member, error) {
	return db.All(ctx, q, scanMember,
		`SELECT list_id, case_id, pos, held, note FROM members WHERE list_id = $1 ORDER BY pos, case_id`, list)
}

// ListsOf returns the lists a case stands on, by id.
func (s *Store) ListsOf(ctx context.Context, q db.Q, caseID string) ([]Member, error) {
	return db.All(ctx, q, scanMember,
		`SELECT list_id, case_id, pos, held, note FROM members WHERE case_id = $1 ORDER BY list_id`, caseID)
}

// PutMember sets a case on a list, or changes its place there.
func (s *Store) PutMember(ctx context.Context, tx *db.Tx, m Member) error {
	_, err := tx.ExecContext(ctx, `
		INSERT INTO members (list_id, case_id, pos, held, note) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (list_id, case_id) DO UPDATE SET pos = excluded.pos, held = excluded.held, note = excluded.note`,
		m.List, m.Case, m.Pos, m.Held, m.Note)
	if err != nil {
		return fmt.Errorf("put %s on list %s: %w", m.Case, m.List, err)
	}
	return nil
}

// DropMember takes a case off a list.
func (s *Store) DropMember(ctx context.Context, tx *db.Tx, list, caseID string) error {
	_, err := tx.ExecContext(ctx, `DELETE FROM members WHERE list_id = $1 AND case_id = $2`, list, caseID)
	return err
}

// moveMembers makes one move on every member of the list that is not held and
// stands where the move starts; who has left the road meanwhile is passed by.
func (s *Store) moveMembers(ctx context.Context, tx *db.Tx, e Event, move string) error {
	members, err := s.Members(ctx, tx, e.Case.ID)
	if err != nil {
		return err
	}
	for _, at := range members {
		if at.Held {
			continue
		}
		c, err := s.Load(ctx, tx, at.Case)
		if err != nil {
			return err
		}
		if m, ok := c.Track.Move(move); ok && !slices.Contains(m.From, c.State) {
			continue
		}
		if _, err := s.MoveByList(ctx, tx, *c, move, e.Actor, nil); err != nil {
			return fmt.Errorf("move member %s: %w", c.ID, err)
		}
	}
	return nil
}

// MoveByList makes a move of role list on a case: what a decision about a list
// or about a case below means for this one. The journal names a.
func (s *Store) MoveByList(ctx context.Context, tx *db.Tx, c Case, move string, a org.Actor, ans form.Answers) (Case, error) {
	m, ok := c.Track.Move(move)
	if !ok || !slices.Contains(m.By, programme.List) {
		return c, fmt.Errorf("%s has no move %s for lists", c.Track.Name, move)
	}
	if !slices.Contains(m.From, c.State) {
		return c, errStale
	}
	a.Role = programme.List
	return s.advance(ctx, tx, c, m, a, ans, nil)
}

// SetNo gives a case its readable number, once.
func (s *Store) SetNo(ctx context.Context, tx *db.Tx, caseID, no string) error {
	_, err := tx.ExecContext(ctx, `UPDATE cases SET no = $1 WHERE id = $2 AND no = ''`, no, caseID)
	return err
}

// Assign lets a person act on a case in a role.
func (s *Store) Assign(ctx context.Context, tx *db.Tx, caseID, person string, role programme.Role) error {
	_, err := tx.ExecContext(ctx, `
		INSERT INTO assignments (case_id, person, role, at) VALUES ($1, $2, $3, $4) ON CONFLICT (case_id, person, role) DO NOTHING`,
		caseID, person, role, db.Millis(s.now()))
	return err
}

// Unassign ends it.
func (s *Store) Unassign(ctx context.Context, tx *db.Tx, caseID, person string, role programme.Role) error {
	_, err := tx.ExecContext(ctx, `DELETE FROM assignments WHERE case_id = $1 AND person = $2 AND role = $3`, caseID, person, role)
	return err
}

// Recuse closes a case to a person for good: they see it nowhere any more.
func (s *Store) Recuse(ctx context.Context, tx *db.Tx, caseID, person, ground string) error {
	_, err := tx.ExecContext(ctx, `
		INSERT INTO conflicts (case_id, person, ground, at) VALUES ($1, $2, $3, $4) ON CONFLICT (case_id, person) DO NOTHING`,
		caseID, person, ground, db.Millis(s.now()))
	return err
}

// RecuseAsIn closes a case to everybody to whom another one is closed.
func (s *Store) RecuseAsIn(ctx context.Context, tx *db.Tx, caseID, other string) error {
	_, err := tx.ExecContext(ctx, `
		INSERT INTO conflicts (case_id, person, ground, at) SELECT $1, x.person, x.ground, x.at FROM conflicts x WHERE x.case_id = $2
		ON CONFLICT (case_id, person) DO NOTHING`, caseID, other)
	if err != nil {
		return fmt.Errorf("recuse in %s as in %s: %w", caseID, other, err)
	}
	return nil
}

// listNotEmpty is the guard of lists that say something to the public.
func (s *Store) listNotEmpty(ctx context.Context, tx *db.Tx, e Event) error {
	members, err := s.Members(ctx, tx, e.Case.ID)
	if err == nil && len(members) == 0 {
		err = fault.New(fault.Closed, "名单还是空的，请先列入人员。")
	}
	return err
}
