package pad

import (
	"context"
	"strings"

	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/programme"
	"qinglan/internal/score"
	"qinglan/internal/sitting"
)

// sessionOpen passes a lock or an unlock while the session is being marked and
// the candidate is present.
func (s *Slice) sessionOpen(ctx context.Context, tx *db.Tx, e flow.Event) error {
	if err := sitting.Alone(ctx, tx, e.Case.Parent); err != nil {
		return err
	}
	session, err := s.Flow.Load(ctx, tx, e.Case.Parent)
	if err != nil {
		return err
	}
	if session.State != "open" {
		return fault.New(fault.Closed, "本场现在不在评分中。")
	}
	sh, err := s.book.Sheet(ctx, tx, e.Case.ID)
	if err != nil {
		return err
	}
	app, err := s.Flow.Load(ctx, tx, sh.Application)
	if err == nil && app.State != app.Track.After("schedule") {
		err = fault.New(fault.Closed, "%02d号缺席，不再评分。", sh.Lot)
	}
	return err
}

// Totals outside of these, in hundredths, need a remark.
const (
	low  = 60 * score.Point
	high = 95 * score.Point
)

// marksExplained passes a complete sheet; one with an extreme total says why.
func (s *Slice) marksExplained(_ context.Context, _ *db.Tx, e flow.Event) error {
	m, err := sitting.MarksOf(sitting.RulesOf(e.Case.Edition).Rubric, e.Answers)
	if err != nil {
		return fault.Wrap(fault.Invalid, err, "每项都要评分（0分也要填写），不超过满分。")
	}
	if !explained(m.Total(), e.Answers) {
		return fault.New(fault.Invalid, "总分 %s：低于60分或高于95分的，请写明内部意见或反馈意见。", m.Total())
	}
	return nil
}

func explained(total score.Score, a form.Answers) bool {
	return total >= low && total <= high || a["remark"] != "" || a["feedback"] != ""
}

// letIn opens the application to the judge who has declared. It is the only
// place that does.
func (s *Slice) letIn(ctx context.Context, tx *db.Tx, e flow.Event) error {
	sh, err := s.book.Sheet(ctx, tx, e.Case.ID)
	if err != nil {
		return err
	}
	return s.Flow.Assign(ctx, tx, sh.Application, sh.Judge, programme.Judge)
}

// shutOut closes the application to the judge for good.
func (s *Slice) shutOut(ctx context.Context, tx *db.Tx, e flow.Event) error {
	sh, err := s.book.Sheet(ctx, tx, e.Case.ID)
	if err != nil {
		return err
	}
	if err := s.Flow.Unassign(ctx, tx, sh.Application, sh.Judge, programme.Judge); err != nil {
		return err
	}
	if err := s.store.forget(ctx, tx, sh.Case); err != nil {
		return err
	}
	return s.Flow.Recuse(ctx, tx, sh.Application, sh.Judge, strings.TrimSpace(e.Answers["kind"]+" "+e.Answers["ground"]))
}

func (s *Slice) forgetDraft(ctx context.Context, tx *db.Tx, e flow.Event) error {
	return s.store.forget(ctx, tx, e.Case.ID)
}
