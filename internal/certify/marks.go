package certify

import (
	"context"

	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/programme"
	"qinglan/internal/standing"
)

// same reports whether two people entered the same marks of these parts.
func same(parts []programme.Part, a, b form.Answers) bool {
	for _, p := range parts {
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
	agree, err := s.agree(ctx, tx, &e.Case, e.Answers)
	if err == nil && !agree {
		err = fault.New(fault.Closed, "两次录入不一致。")
	}
	return err
}

func (s *Slice) otherMarks(ctx context.Context, tx *db.Tx, e flow.Event) error {
	agree, err := s.agree(ctx, tx, &e.Case, e.Answers)
	if err == nil && agree {
		err = fault.New(fault.Closed, "两次录入一致。")
	}
	return err
}

// agree reports whether marks are those of the first entry, in all parts that
// were taken.
func (s *Slice) agree(ctx context.Context, q db.Q, c *flow.Case, marks form.Answers) (bool, error) {
	_, first, err := s.first(ctx, q, c)
	if err != nil {
		return false, err
	}
	carried, err := s.standing.Carried(ctx, q, c)
	return same(standing.Due(c.Edition, carried), first, marks), err
}

// decided returns the result that a release or a correction stands on: a
// correction brings its marks along.
func (s *Slice) decided(ctx context.Context, tx *db.Tx, e flow.Event) (standing.Result, error) {
	if e.Move.Form == "marks" {
		return s.standing.Reckon(ctx, tx, &e.Case, e.Answers)
	}
	return s.standing.Result(ctx, tx, &e.Case)
}

func (s *Slice) marksPass(ctx context.Context, tx *db.Tx, e flow.Event) error {
	r, err := s.decided(ctx, tx, e)
	if err == nil && !r.Pass() {
		err = fault.New(fault.Closed, "成绩没有达到通过的条件。")
	}
	return err
}

func (s *Slice) marksFail(ctx context.Context, tx *db.Tx, e flow.Event) error {
	r, err := s.decided(ctx, tx, e)
	if err == nil && r.Pass() {
		err = fault.New(fault.Closed, "成绩已达到通过的条件。")
	}
	return err
}
