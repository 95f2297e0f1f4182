package apply

import (
	"context"

	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/org"
)

// Fill keeps answers as the draft of c and the document of its owner, as the
// page of the form does, inside a transaction.
func (s *Slice) Fill(ctx context.Context, tx *db.Tx, c *flow.Case, a org.Actor, answers form.Answers, idType, number string) error {
	d, err := s.drafts.Of(ctx, tx, c)
	if err == nil {
		err = s.keep(ctx, tx, c, "", d.Version, answers)
	}
	if err == nil && number != "" {
		err = s.keepIdentityIn(ctx, tx, c, idType, number)
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
