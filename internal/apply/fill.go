package apply

import (
	"context"
	"errors"

	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/org"
	"qinglan/internal/programme"
)

// Fill keeps answers as the draft of c and the document of its owner, as the
// page of the form does, inside a transaction.
func (s *Slice) Fill(ctx context.Context, tx *db.Tx, c *flow.Case, a org.Actor, answers form.Answers, idType, number string) error {
	d, err := s.drafted(ctx, tx, c)
	if err == nil {
		err = s.keep(ctx, tx, c, "", d.Version, answers)
	}
	if err == nil && number != "" {
		err = s.keepIdentityIn(ctx, tx, c, a, idType, number)
	}
	return err
}

// SendIn sends the form of c, or sends it again, inside a transaction.
func (s *Slice) SendIn(ctx context.Context, tx *db.Tx, c *flow.Case, a org.Actor, answers form.Answers) error {
	m, ok := profileMove(c)
	if !ok {
		return fault.New(fault.Stale, "这个办件刚刚有了变化，请看过最新情况再办理。")
	}
	if _, err := s.Flow.Step(c, m.Name, a, c.Seq); err != nil {
		return err
	}
	answers, err := s.whole(ctx, tx, c, answers)
	if err == nil {
		_, err = s.Flow.MoveIn(ctx, tx, *c, m, a, answers)
	}
	return err
}

// AnswerIn makes the move of the employer of c, whose contact has that name,
// by the link that is good now, inside a transaction.
func (s *Slice) AnswerIn(ctx context.Context, tx *db.Tx, c *flow.Case, name, move string, answers form.Answers) error {
	m, _ := c.Track.Move(move)
	id, err := db.One(ctx, tx, scanText, `SELECT id FROM endorsements WHERE case_id = $1 AND ended = 0 ORDER BY id DESC LIMIT 1`, c.ID)
	if err != nil {
		return err
	}
	return s.answerIn(ctx, tx, c, c.Seq, id, name, m, answers)
}

// Link returns the path of the page on which the employer of a case answers,
// or "" if nobody is asked now.
func (s *Slice) Link(ctx context.Context, q db.Q, caseID string) (string, error) {
	token, err := s.linkOf(ctx, q, caseID)
	if errors.Is(err, db.ErrNone) || token == "" {
		return "", nil
	}
	return "/endorse/" + token, err
}

// answerIn is [Slice.answer] inside a transaction.
func (s *Slice) answerIn(ctx context.Context, tx *db.Tx, c *flow.Case, seen int64, id, name string, m programme.Move, answers form.Answers) error {
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
	if now.Seq != seen || now.State != "at-employer" {
		return fault.New(fault.Stale, "这个办件刚刚有了变化，请看过最新情况再办理。")
	}
	n, err := db.Changed(tx.ExecContext(ctx,
		`UPDATE endorsements SET ended = $1 WHERE id = $2 AND ended = 0`, db.Millis(s.Flow.Now()), id))
	if err != nil {
		return err
	}
	if n == 0 {
		return fault.New(fault.Stale, "这个办件刚刚有了变化，请看过最新情况再办理。")
	}
	_, err = s.Flow.MoveIn(ctx, tx, *now, m, org.Actor{Person: person, Name: name, Role: programme.Employer}, answers)
	return err
}
