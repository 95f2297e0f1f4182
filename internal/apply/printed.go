package apply

import (
	"context"

	"qinglan/internal/casework"
	"qinglan/internal/flow"
)

// printedTitle is what 附件2 is called among the papers of a case.
const printedTitle = "个人情况表"

// printed is 附件2 of a case as the archive keeps it: what was sent last.
func (s *Slice) printed(ctx context.Context, c *flow.Case) ([]casework.Printed, error) {
	entry, answers, err := s.lastSent(ctx, c)
	if err != nil || entry.Hash == "" {
		return nil, err
	}
	f := sheet{Answers: answers, Printed: s.Flow.Now(), No: c.No, Version: entry.Hash[:8]}
	if f.Opinion, err = s.Flow.Answers(ctx, s.Flow.DB(), c, "endorse"); err != nil {
		return nil, err
	}
	if f.Review, err = s.Flow.Answers(ctx, s.Flow.DB(), c, "pass"); err != nil {
		return nil, err
	}
	return []casework.Printed{{Title: printedTitle, No: f.Version, At: entry.At, Doc: personal(c.Track.Forms["profile"], f)}}, nil
}
