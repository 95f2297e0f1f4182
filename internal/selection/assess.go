package selection

import (
	"context"
	"slices"

	"qinglan/internal/assessment"
	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/score"
)

// Assessors are judges of the pool and not posts of the province: the notice
// has 省商务厅 ask experts (组织专家评估), and who decides about the list should
// not also have marked it. What they mark is two cases of their own, so that a
// mark is as final and as hidden as one of the first selection.

// assessorFits takes a judge of the pool, nobody twice, no more than the
// edition wants, and nobody of the institution's own roster.
func (s *Slice) assessorFits(ctx context.Context, tx *db.Tx, e flow.Event) error {
	person := e.Answers["person"]
	judges, err := s.Flow.Orgs().Holders(ctx, tx, programme.Judge)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(judges, func(p org.Post) bool { return p.Person == person })
	if i < 0 {
		return fault.New(fault.Invalid, "请从评委库中选择评估专家。")
	}
	sheets, err := s.results.Sheets(ctx, tx, e.Case.ID)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(sheets, func(c flow.Case) bool { return c.Party == person }) {
		return fault.New(fault.Invalid, "这位专家已经指派过，请另选一位。")
	}
	if want := e.Case.Edition.Limit("inst.assessors"); int64(len(assessment.Live(sheets))) >= want.N {
		return fault.New(fault.Closed, "依据%s，每家机构由%d位专家评估，已经指派齐。", want.Basis.Cite(), want.N)
	}
	a, err := s.Flow.Answers(ctx, tx, &e.Case, assessment.Sent...)
	if err == nil && slices.ContainsFunc(form.Table(a["roster"]), func(l form.Answers) bool { return l["name"] == judges[i].Name }) {
		err = fault.New(fault.Invalid, "这位专家与机构师资名册中的人员同名，应当回避，请另选一位。")
	}
	return err
}

// openAssessment opens the expert's sheet.
func (s *Slice) openAssessment(ctx context.Context, tx *db.Tx, e flow.Event) error {
	_, err := s.Flow.OpenIn(ctx, tx, e.Actor, flow.Opening{
		ID: e.Answers["sheet"], Edition: e.Case.Edition.Name, Track: assessment.Sheet, Party: e.Answers["person"],
		Name: e.Case.Name, City: e.Case.City, Parent: e.Case.ID,
	})
	return err
}

// letIn opens the papers to an expert who has declared that nothing stands in
// the way; before, no byte of them is served.
func (s *Slice) letIn(ctx context.Context, tx *db.Tx, e flow.Event) error {
	return s.Flow.Assign(ctx, tx, e.Case.Parent, e.Case.Party, programme.Judge)
}

// shutOut closes them for good.
func (s *Slice) shutOut(ctx context.Context, tx *db.Tx, e flow.Event) error {
	if err := s.Flow.Unassign(ctx, tx, e.Case.Parent, e.Case.Party, programme.Judge); err != nil {
		return err
	}
	return s.Flow.Recuse(ctx, tx, e.Case.Parent, e.Case.Party, e.Answers["kind"])
}

// stillAssessed takes no mark for an institution that is past its assessment.
func (s *Slice) stillAssessed(ctx context.Context, tx *db.Tx, e flow.Event) error {
	parent, err := s.Flow.Load(ctx, tx, e.Case.Parent)
	if err == nil && parent.State != "accepted" {
		err = fault.New(fault.Closed, "这家机构的评估已经汇总，不能再评分。")
	}
	return err
}

// bothLocked concludes nothing before every sheet is locked.
func (s *Slice) bothLocked(ctx context.Context, tx *db.Tx, e flow.Event) error {
	sheets, err := s.results.Sheets(ctx, tx, e.Case.ID)
	if err != nil {
		return err
	}
	if want := e.Case.Edition.Limit("inst.assessors").N; assessment.Locked(sheets) < want || int(want) != len(assessment.Live(sheets)) {
		return fault.New(fault.Closed, "要有%d位专家都锁分才能汇总，现在已锁分%d份。", want, assessment.Locked(sheets))
	}
	return nil
}

// keepResult reckons the mean of the sheets and whether it is enough.
func (s *Slice) keepResult(ctx context.Context, tx *db.Tx, e flow.Event) error {
	ms, err := s.results.Markings(ctx, tx, e.Case.ID, e.Case.Edition.Rubrics["school"])
	if err != nil {
		return err
	}
	var totals []score.Score
	for _, m := range ms {
		totals = append(totals, m.Total)
	}
	mean, _, _ := score.TrimmedMean(totals, 0)
	gate := e.Answers["gate"]
	return s.results.Conclude(ctx, tx, e.Case.ID, assessment.Result{Gate: gate, Mean: mean, Passed: passes(gate, mean, e.Case.Edition.Limit("inst.line").N)})
}

// passes reports whether an institution may be selected: lawful business, and
// the line reached.
func passes(gate string, mean score.Score, line int64) bool {
	return gate == "pass" && int64(mean) >= line
}
