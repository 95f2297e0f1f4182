package publicity

import (
	"context"

	"qinglan/internal/casework"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
)

// printed are the public notice and the announcement of a list as the archive
// keeps them, if they went out.
func (s *Slice) printed(ctx context.Context, c *flow.Case) ([]casework.Printed, error) {
	var out []casework.Printed
	list, err := s.listDocument(ctx, c.ID)
	if fault.Of(err) == fault.Missing {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	out = append(out, casework.Printed{Title: "公示 " + list.Title, At: list.Created, Doc: list, Book: true})
	result, err := s.resultDocument(ctx, c.ID)
	if fault.Of(err) == fault.Missing {
		return out, nil
	}
	if err != nil {
		return nil, err
	}
	return append(out, casework.Printed{Title: "公布 " + result.Title, At: c.Since, Doc: result, Book: true}), nil
}
