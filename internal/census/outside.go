package census

import (
	"context"
	"encoding/json"
	"strconv"

	"qinglan/internal/db"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/locality"
	"qinglan/internal/org"
	"qinglan/internal/programme"
)

// Begin opens the census of a county.
func (s *Slice) Begin(ctx context.Context, tx *db.Tx, a org.Actor, county string) (*flow.Case, error) {
	p, err := locality.Of(s.Flow.Current(), a, county)
	if err != nil {
		return nil, err
	}
	return s.begin(ctx, tx, a, p)
}

// Counted returns a census in which the directions of e have these numbers of
// lecturers, and as many institutions and firms as n makes of them.
func Counted(e *programme.Edition, n int) form.Answers {
	var fs []locality.Figure
	for i, d := range e.Directions {
		fs = append(fs, locality.Figure{Direction: d.Value, Lecturers: n + 3*i, Institutions: (n + i) % 4, Firms: 5*n + 7*i})
	}
	return form.Answers{"rows": rowsOf(fs), "way": "电话询问院校和机构，查阅企业名录。"}
}

// rowsOf writes figures as the answer of the census.
func rowsOf(fs []locality.Figure) string {
	var rows []form.Answers
	for _, f := range fs {
		rows = append(rows, form.Answers{
			"direction": f.Direction, "lecturers": strconv.Itoa(f.Lecturers),
			"institutions": strconv.Itoa(f.Institutions), "firms": strconv.Itoa(f.Firms),
		})
	}
	b, err := json.Marshal(rows)
	if err != nil {
		panic(err) // plain strings always marshal
	}
	return string(b)
}
