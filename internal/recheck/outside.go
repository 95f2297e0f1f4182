package recheck

import (
	"context"

	"qinglan/internal/form"
	"qinglan/internal/org"
)

// Ask opens the 查分 of an attempt under an id for the person whose it is.
func (s *Slice) Ask(ctx context.Context, a org.Actor, attempt, id string, answers form.Answers) error {
	return s.ask(ctx, a, attempt, id, answers)
}
