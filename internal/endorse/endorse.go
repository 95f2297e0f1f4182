// Package endorse is how an employer gives its opinion of an application (单位意见,
// 附件2): by a link, without an account. It promises that whoever holds the link
// sees what an employer can vouch for and nothing of a life beside it, and makes
// one move on one case.
package endorse

import (
	"context"

	"qinglan/internal/casework"
	"qinglan/internal/db"
	"qinglan/internal/endorsement"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/web"
)

// sent are the moves that carry 附件2; the last one counts.
var sent = []string{"submit", "resubmit-county", "resubmit-city"}

// A Slice is this part of the house.
type Slice struct {
	*casework.House
	links endorsement.Store
}

// New returns the slice.
func New(h *casework.House) *Slice { return &Slice{h, endorsement.New(h.Flow, h.Keys)} }

// Tracks are those without which there is nothing to do here.
func (s *Slice) Tracks() []string { return []string{"application"} }

// Register gives what editions call by name.
func (s *Slice) Register() {
	s.Flow.Effect("ask-employer", func(ctx context.Context, tx *db.Tx, e flow.Event) error { return s.links.Ask(ctx, tx, e.Case.ID) })
}

// Routes adds the pages.
func (s *Slice) Routes(m *web.Mux) {
	m.Route("GET /endorse/{token}", s.show)
	m.Route("POST /endorse/{token}", s.endorse)
}

// Link returns the path of the page on which the employer of a case answers,
// or "" if nobody is asked now.
func (s *Slice) Link(ctx context.Context, q db.Q, caseID string) (string, error) {
	return s.links.Path(ctx, q, caseID)
}

// AnswerIn makes the move of the employer of c, whose contact has that name,
// by the link that is good now, inside a transaction.
func (s *Slice) AnswerIn(ctx context.Context, tx *db.Tx, c *flow.Case, name, move string, answers form.Answers) error {
	m, _ := c.Track.Move(move)
	id, err := s.links.Asked(ctx, tx, c.ID)
	if err != nil {
		return err
	}
	return s.answer(ctx, tx, c, c.Seq, id, name, m, answers)
}

// answer makes a person of the contact and lets them make the one move; the
// link ends with it.
func (s *Slice) answer(ctx context.Context, tx *db.Tx, c *flow.Case, seen int64, id, name string, m programme.Move, answers form.Answers) error {
	person := "employer-" + id
	if err := s.Flow.Orgs().AddPerson(ctx, tx, person, name, s.Flow.Now()); err != nil {
		return err
	}
	if err := s.Flow.Assign(ctx, tx, c.ID, person, programme.Employer); err != nil {
		return err
	}
	now, err := s.Flow.Load(ctx, tx, c.ID)
	if err != nil {
		return err
	}
	if now.Seq != seen || now.State != endorsement.State {
		return endorsement.ErrStale
	}
	if err := s.links.End(ctx, tx, id); err != nil {
		return err
	}
	_, err = s.Flow.MoveIn(ctx, tx, *now, m, org.Actor{Person: person, Name: name, Role: programme.Employer}, answers)
	return err
}
