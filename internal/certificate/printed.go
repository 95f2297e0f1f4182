package certificate

import (
	"context"

	"qinglan/internal/casework"
	"qinglan/internal/flow"
)

// printed is a certificate as the archive keeps it. Where the house does not
// know its own address, the paper names none.
func (s *Slice) printed(ctx context.Context, c *flow.Case) ([]casework.Printed, error) {
	rec, err := s.byCase(ctx, s.Flow.DB(), c.ID)
	if err != nil {
		return nil, err
	}
	mark := ""
	if rec.State != valid {
		mark = c.Now().Label
	}
	return []casework.Printed{{Title: "证书", No: rec.Number, Organ: rec.Issuer, At: rec.At, Doc: paper(rec.Facts, s.Origin, mark)}}, nil
}
