package recommend

import (
	"context"

	"qinglan/internal/annex"
	"qinglan/internal/casework"
	"qinglan/internal/flow"
)

// printed is every frozen version of 附件1 as the archive keeps it.
func (s *Slice) printed(ctx context.Context, c *flow.Case) ([]casework.Printed, error) {
	all, err := s.froze(ctx, s.reader(), c)
	if err != nil {
		return nil, err
	}
	var out []casework.Printed
	for _, e := range all {
		v, err := s.version(ctx, s.reader(), c, e)
		if err != nil {
			return nil, err
		}
		l := annex.List{Organ: c.Unit, Rows: v.Rows, Version: v.Name, Digest: v.Digest, At: v.Entry.At}
		out = append(out, casework.Printed{Title: annex.Title, No: v.Name, Organ: c.Unit, At: l.At, Doc: annex.Build(l), Book: true})
	}
	return out, nil
}
