package certify

import (
	"context"
	"fmt"

	"qinglan/internal/db"
	"qinglan/internal/fault"
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

// same reports whether two people entered the same marks.
func same(e *programme.Edition, a, b form.Answers) bool {
	for _, p := range e.Parts {
		if a[p.Name] != b[p.Name] {
			return false
		}
	}
	return true
}

// first returns who entered the marks of an attempt last, and which.
func (s *Slice) first(ctx context.Context, q db.Q, c *flow.Case) (person string, marks form.Answers, err error) {
	entries, err := s.Flow.Journal(ctx, q, c)
	if err != nil {
		return "", nil, err
	}
	for i := len(entries) - 1; i >= 0; i-- {
		if entries[i].Move == "enter" {
			marks, err = s.Flow.Given(ctx, q, c.ID, entries[i].Seq)
			return entries[i].Person, marks, err
		}
	}
	return "", nil, fault.New(fault.Closed, "还没有人录入成绩。")
}

func (s *Slice) secondPerson(ctx context.Context, tx *db.Tx, e flow.Event) error {
	person, _, err := s.first(ctx, tx, &e.Case)
	if err == nil && person == e.Actor.Person {
		err = fault.New(fault.Denied, "您已录入第一遍，第二遍须由另一位考评员录入。")
	}
	return err
}

func (s *Slice) sameMarks(ctx context.Context, tx *db.Tx, e flow.Event) error {
	_, marks, err := s.first(ctx, tx, &e.Case)
	if err == nil && !same(e.Case.Edition, marks, e.Answers) {
		err = fault.New(fault.Closed, "两次录入不一致。")
	}
	return err
}

func (s *Slice) otherMarks(ctx context.Context, tx *db.Tx, e flow.Event) error {
	_, marks, err := s.first(ctx, tx, &e.Case)
	if err == nil && same(e.Case.Edition, marks, e.Answers) {
		err = fault.New(fault.Closed, "两次录入一致。")
	}
	return err
}

// result reckons the marks that two people agreed on.
func (s *Slice) result(ctx context.Context, q db.Q, c *flow.Case) (Result, error) {
	marks, err := s.Flow.Answers(ctx, q, c, "match")
	if err != nil {
		return Result{}, err
	}
	return Assess(c.Edition, marks)
}

func (s *Slice) marksPass(ctx context.Context, tx *db.Tx, e flow.Event) error {
	r, err := s.result(ctx, tx, &e.Case)
	if err == nil && !r.Pass() {
		err = fault.New(fault.Closed, "成绩没有达到通过的条件。")
	}
	return err
}

func (s *Slice) marksFail(ctx context.Context, tx *db.Tx, e flow.Event) error {
	r, err := s.result(ctx, tx, &e.Case)
	if err == nil && r.Pass() {
		err = fault.New(fault.Closed, "成绩已达到通过的条件。")
	}
	return err
}
