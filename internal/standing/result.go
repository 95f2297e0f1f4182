package standing

import (
	"context"
	"fmt"

	"qinglan/internal/db"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/programme"
	"qinglan/internal/score"
)

// A Result is what marks come to under the parts of an edition.
type Result struct {
	Marks []score.Score // one for each part
	Total score.Score
	Short []programme.Part // below their own line
	Line  score.Score      // of the total
	From  Carries          // what was not taken this time
}

// Pass reports whether every part and the total reach their lines.
func (r Result) Pass() bool { return len(r.Short) == 0 && r.Total >= r.Line }

// Assess reckons the result of marks, one under the name of each part.
func Assess(e *programme.Edition, marks form.Answers) (Result, error) {
	r := Result{Line: score.Score(e.Limit("cert.total").N)}
	var weights []int
	for _, p := range e.Parts {
		m, err := score.Parse(marks[p.Name])
		if err != nil {
			return r, fmt.Errorf("mark of %s: %w", p.Name, err)
		}
		if m < score.Score(p.Line) {
			r.Short = append(r.Short, p)
		}
		r.Marks = append(r.Marks, m)
		weights = append(weights, int(p.Weight))
	}
	r.Total = score.Weighted(r.Marks, weights)
	return r, nil
}

// Result reckons the marks that two people agreed on, or that a recheck put
// right, together with what is carried.
func (s Store) Result(ctx context.Context, q db.Q, c *flow.Case) (Result, error) {
	marks, err := s.flow.Answers(ctx, q, c, Marked...)
	if err != nil {
		return Result{}, err
	}
	return s.Reckon(ctx, q, c, marks)
}

// Reckon reckons marks as if they were those of the attempt c.
func (s Store) Reckon(ctx context.Context, q db.Q, c *flow.Case, marks form.Answers) (Result, error) {
	carried, err := s.Carried(ctx, q, c)
	if err != nil {
		return Result{}, err
	}
	all := form.Answers{}
	for _, p := range c.Edition.Parts {
		all[p.Name] = marks[p.Name]
		if h, ok := carried[p.Name]; ok {
			all[p.Name] = h.Mark.String()
		}
	}
	r, err := Assess(c.Edition, all)
	r.From = carried
	return r, err
}
