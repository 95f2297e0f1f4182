package shortlist

import (
	"context"

	"qinglan/internal/casework"
	"qinglan/internal/flow"
)

// printedNames is the 培育名单 as the archive keeps it.
func (s *Slice) printedNames(ctx context.Context, c *flow.Case) ([]casework.Printed, error) {
	if !c.Now().Final {
		return nil, nil
	}
	names, err := s.names(ctx, s.Flow.DB(), c)
	if err != nil {
		return nil, err
	}
	bound, err := s.bound(ctx, s.Flow.DB(), c)
	if err != nil {
		return nil, err
	}
	given, err := s.Flow.Answers(ctx, s.Flow.DB(), c, "issue")
	if err != nil {
		return nil, err
	}
	return []casework.Printed{{Title: c.Track.Label, No: given["number"], At: c.Since, Doc: namesPaper(c, given["number"], bound, names), Book: true}}, nil
}
