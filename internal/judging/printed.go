package judging

import (
	"context"

	"qinglan/internal/casework"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
)

// printed are the papers of a session as the archive keeps them; a session
// that is not counted yet has none with marks.
func (s *Slice) printed(ctx context.Context, c *flow.Case) ([]casework.Printed, error) {
	st, err := s.sitting(ctx, s.Flow.DB(), c)
	if err != nil {
		return nil, err
	}
	var out []casework.Printed
	for _, name := range []string{"draw", "sign-in", "recusal", "summary"} {
		if name == "draw" && !st.Counts() {
			continue // its secrets are opened with the results
		}
		d, err := s.paper(ctx, st, name)
		if fault.Of(err) == fault.Missing {
			continue
		}
		if err != nil {
			return nil, err
		}
		out = append(out, casework.Printed{Title: d.Title, At: c.Since, Doc: d, Book: name == "summary"})
	}
	return out, nil
}

// printedNames is the 培育名单 as the archive keeps it.
func (s *Slice) printedNames(ctx context.Context, c *flow.Case) ([]casework.Printed, error) {
	if c.State != "issued" {
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
	return []casework.Printed{{Title: "培育名单", No: given["number"], At: c.Since, Doc: namesPaper(c.Name, given["number"], bound, names), Book: true}}, nil
}
