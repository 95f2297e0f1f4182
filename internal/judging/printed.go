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
	st, err := s.book.Read(ctx, s.Flow.DB(), c)
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
