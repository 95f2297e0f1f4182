package flow

import (
	"context"
	"errors"
	"slices"

	"qinglan/internal/db"
	"qinglan/internal/org"
	"qinglan/internal/programme"
)

// Waiting is a proposal that waits for the actor, with its case.
type Waiting struct {
	Proposal Proposal
	Case     Case
	Step     programme.Step
	Cover    org.Cover // under which the step is the actor's; none: their own
}

// WaitingFor returns the proposals that a may approve now, oldest first.
func (s *Store) WaitingFor(ctx context.Context, a org.Actor) ([]Waiting, error) {
	if !a.Officer() {
		return nil, nil
	}
	open, err := db.All(ctx, s.db, scanProposal, `SELECT `+proposalColumns+`
		FROM proposals WHERE state = 'open' ORDER BY at, id`)
	if err != nil {
		return nil, err
	}
	var out []Waiting
	for _, p := range open {
		c, err := s.Load(ctx, s.db, p.Case)
		if err != nil {
			return nil, err
		}
		step, k, ok, err := s.stepFor(ctx, s.db, c, p, a)
		if err != nil {
			return nil, err
		}
		if ok && c.Seq == p.Seq {
			out = append(out, Waiting{p, *c, step, k})
		}
	}
	return out, nil
}

// StepOf returns the step that p waits for.
func (s *Store) StepOf(ctx context.Context, q db.Q, c *Case, p *Proposal) (programme.Step, error) {
	steps, _, err := s.stepsOf(ctx, q, c, *p)
	if err != nil || p.Step >= len(steps) {
		return programme.Step{}, err
	}
	return steps[p.Step], nil
}

func (s *Store) stepsOf(ctx context.Context, q db.Q, c *Case, p Proposal) ([]programme.Step, org.Organisation, error) {
	o, err := s.orgs.Organisation(ctx, q, p.Organ)
	if err != nil {
		return nil, o, err
	}
	return c.Edition.Chain(c.Track.Name, p.Move, o.Role, o.Region), o, nil
}

// stepFor reports whether p's next step is a's: the rank, in the deciding
// organ or the one that co-signs, and nobody twice in one decision, also not
// through a cover. Whoever stands in for a colleague of the rank takes the
// step for them; it then comes with that cover.
func (s *Store) stepFor(ctx context.Context, q db.Q, c *Case, p Proposal, a org.Actor) (step programme.Step, k org.Cover, ok bool, err error) {
	steps, o, err := s.stepsOf(ctx, q, c, p)
	if err != nil || p.Step >= len(steps) || p.State != "open" {
		return step, k, false, err
	}
	step = steps[p.Step]
	if (step.Role == "" && a.Organ.ID != o.ID) || (step.Role != "" && (a.Role != step.Role || !c.holds(a))) {
		return step, k, false, nil
	}
	hands, err := s.handsIn(ctx, q, p)
	if err != nil || slices.Contains(hands, a.Person) {
		return step, k, false, err
	}
	if shut, err := recused(ctx, q, c.ID, a.Person); shut || err != nil {
		return step, k, false, err
	}
	covers, err := s.orgs.Covering(ctx, q, a, s.now())
	if err != nil {
		return step, k, false, err
	}
	for _, x := range covers {
		if x.Post.Rank != step.Rank || slices.Contains(hands, x.Post.Person) {
			continue
		}
		if shut, err := recused(ctx, q, c.ID, x.Post.Person); err != nil {
			return step, k, false, err
		} else if !shut {
			return step, x, true, nil
		}
	}
	return step, k, a.Rank == step.Rank, nil
}

// handsIn returns everybody in whose name something was done in a decision: who
// drafted it, who took a step, and whom they stood in for.
func (s *Store) handsIn(ctx context.Context, q db.Q, p Proposal) ([]string, error) {
	given, err := s.Approvals(ctx, q, p.ID)
	hands := []string{p.Person, p.For}
	for _, g := range given {
		hands = append(hands, g.Person, g.For)
	}
	return slices.DeleteFunc(hands, func(person string) bool { return person == "" }), err
}

// recused reports whether a case is closed to a person.
func recused(ctx context.Context, q db.Q, caseID, person string) (bool, error) {
	var n int
	err := q.QueryRowContext(ctx, `SELECT COUNT(*) FROM conflicts WHERE case_id = $1 AND person = $2`, caseID, person).Scan(&n)
	return n > 0, err
}

// Proposal returns the proposal of that id if a may see its case or is the one
// it waits for.
func (s *Store) Proposal(ctx context.Context, a org.Actor, id string) (*Proposal, *Case, error) {
	p, err := db.One(ctx, s.db, scanProposal, `SELECT `+proposalColumns+` FROM proposals WHERE id = $1`, id)
	if errors.Is(err, db.ErrNone) {
		return nil, nil, errMissing
	}
	if err != nil {
		return nil, nil, err
	}
	c, err := s.Load(ctx, s.db, p.Case)
	if err != nil {
		return nil, nil, err
	}
	_, _, ok, err := s.stepFor(ctx, s.db, c, p, a)
	if err != nil {
		return nil, nil, err
	}
	shut, err := recused(ctx, s.db, c.ID, a.Person)
	if err != nil {
		return nil, nil, err
	}
	if shut || !a.Officer() || (!ok && p.Organ != a.Organ.ID) {
		return nil, nil, errMissing
	}
	return &p, c, nil
}
