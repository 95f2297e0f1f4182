package flow

import (
	"context"

	"qinglan/internal/calendar"
	"qinglan/internal/db"
	"qinglan/internal/form"
	"qinglan/internal/org"
	"qinglan/internal/programme"
)

// Cover lets a colleague stand in for somebody on leave; the audit says who
// arranged it (settled 3).
func (s *Store) Cover(ctx context.Context, a org.Actor, k org.Cover, first, last calendar.Date) (org.Cover, error) {
	err := s.db.Tx(ctx, func(tx *db.Tx) (err error) {
		if again, err := s.orgs.CoverOf(ctx, tx, k.ID); err == nil && again.By == a.Person {
			k = again // pressed twice
			return nil
		}
		k, err = s.orgs.SetCover(ctx, tx, a, k, first, last, s.now())
		if err != nil {
			return err
		}
		return s.Log(ctx, tx, a, "cover", k.Post.Person, form.Answers{
			"deputy": k.Deputy.Person, "first": k.First().String(), "last": k.Last().String(),
		})
	})
	return k, err
}

// EndCover ends a cover early.
func (s *Store) EndCover(ctx context.Context, a org.Actor, id string) error {
	return s.db.Tx(ctx, func(tx *db.Tx) error {
		k, err := s.orgs.EndCover(ctx, tx, a, id, s.now())
		if err != nil {
			return err
		}
		return s.Log(ctx, tx, a, "cover-end", k.Post.Person, form.Answers{"deputy": k.Deputy.Person})
	})
}

// StandIn returns the cover under which a works on c: somebody whom a stands
// in for has claimed it. The zero Cover is none.
func (s *Store) StandIn(ctx context.Context, q db.Q, c *Case, a org.Actor) (org.Cover, error) {
	if c.ClaimedBy == "" || c.ClaimedBy == a.Person || a.Role == programme.List {
		return org.Cover{}, nil
	}
	return s.coverFor(ctx, q, c, a, c.ClaimedBy)
}

// coverFor returns the cover under which a acts on c for a person.
func (s *Store) coverFor(ctx context.Context, q db.Q, c *Case, a org.Actor, person string) (org.Cover, error) {
	covers, err := s.orgs.Covering(ctx, q, a, s.now())
	if err != nil {
		return org.Cover{}, err
	}
	for _, k := range covers {
		if k.Post.Person != person {
			continue
		}
		shut, err := recused(ctx, q, c.ID, person)
		if err != nil || shut {
			return org.Cover{}, err
		}
		return k, nil
	}
	return org.Cover{}, nil
}

// madeFor returns the chain of a move without one that a makes for somebody on
// leave: the journal names both.
func (s *Store) madeFor(ctx context.Context, tx *db.Tx, c *Case, m programme.Move, a org.Actor) ([]Approval, error) {
	k, err := s.StandIn(ctx, tx, c, a)
	if err != nil || k.ID == "" {
		return nil, err
	}
	return s.inTheirName(a, k), s.noteCover(ctx, tx, k, c.ID, m.Name, "made")
}

// undoneFor is the same of a move taken back that was made by who is on leave.
func (s *Store) undoneFor(ctx context.Context, tx *db.Tx, c *Case, last Entry, a org.Actor, move string) ([]Approval, error) {
	if last.Person == a.Person || move != TakenBack {
		return nil, nil
	}
	k, err := s.coverFor(ctx, tx, c, a, last.Person)
	if err != nil || k.ID == "" {
		return nil, err
	}
	return s.inTheirName(a, k), s.noteCover(ctx, tx, k, c.ID, move, "made")
}

func (s *Store) inTheirName(a org.Actor, k org.Cover) []Approval {
	return []Approval{{Step: "经办", Person: a.Person, For: k.Post.Person, Decision: "made", At: s.now().UTC()}}
}

// noteCover keeps a cover from ending before tx does and notes for who is away
// what was done under it; no cover is nothing.
func (s *Store) noteCover(ctx context.Context, tx *db.Tx, k org.Cover, caseID, move, act string) error {
	if k.ID == "" {
		return nil
	}
	if err := s.orgs.HoldCover(ctx, tx, k.ID, s.now()); err != nil {
		return err
	}
	return s.orgs.NoteCover(ctx, tx, org.CoverAct{Cover: k.ID, Case: caseID, Move: move, Act: act, At: s.now()})
}

// CoveredClaims returns what somebody whom a stands in for has claimed, by
// cover and id.
func (s *Store) CoveredClaims(ctx context.Context, q db.Q, k org.Cover) ([]Case, error) {
	return s.Claims(ctx, q, org.Holding(k.Post))
}
