package apply

import (
	"context"

	"qinglan/internal/casework"
	"qinglan/internal/flow"
)

// printedTitle is what 附件2 is called among the papers of a case.
const printedTitle = "个人情况表"

// sheetOf is 附件2 of a case as it was sent last, and the row by which it was.
func (s *Slice) sheetOf(ctx context.Context, c *flow.Case) (f sheet, sent flow.Entry, err error) {
	f = sheet{Printed: s.Flow.Now(), No: c.No}
	if sent, f.Answers, err = s.lastSent(ctx, c); err != nil {
		return f, sent, err
	}
	if sent.Hash != "" {
		f.Version = sent.Hash[:8]
	}
	if f.Opinion, err = s.Flow.Answers(ctx, s.Flow.DB(), c, "endorse"); err == nil {
		f.Review, err = s.Flow.Answers(ctx, s.Flow.DB(), c, "pass")
	}
	return f, sent, err
}

// printed is 附件2 of a case as the archive keeps it: what was sent last.
func (s *Slice) printed(ctx context.Context, c *flow.Case) ([]casework.Printed, error) {
	f, sent, err := s.sheetOf(ctx, c)
	if err != nil || sent.Hash == "" {
		return nil, err
	}
	return []casework.Printed{{Title: printedTitle, No: f.Version, At: sent.At, Doc: personal(c.Track.Forms["profile"], f)}}, nil
}
