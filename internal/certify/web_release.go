package certify

import (
	"context"
	"net/http"

	"github.com/a-h/templ"

	"qinglan/internal/casework"
	"qinglan/internal/flow"
	"qinglan/internal/lang"
	"qinglan/internal/law"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/web/ui"
)

// confirm confirms the enrolment of everybody picked.
func (s *Slice) confirm(w http.ResponseWriter, r *http.Request) error {
	a, err := casework.As(r, programme.Province)
	if err != nil {
		return err
	}
	cs, err := s.picked(r, a)
	if err != nil {
		return err
	}
	var steps []step
	for _, c := range cs {
		steps = append(steps, step{Case: c, Move: "confirm"})
	}
	if err := s.all(r.Context(), a, steps); err != nil {
		return err
	}
	done(w, r, "/certification?tab=sitting", "confirmed", len(steps), 0)
	return nil
}

// release publishes the marks of everybody picked; the rule says who passes.
func (s *Slice) release(w http.ResponseWriter, r *http.Request) error {
	a, err := casework.As(r, programme.Supervisor)
	if err != nil {
		return err
	}
	cs, err := s.picked(r, a)
	if err != nil {
		return err
	}
	var steps []step
	passed := 0
	for _, c := range cs {
		st := step{Case: c, Move: "fail"}
		if c.State == "marked" {
			res, err := s.result(r.Context(), s.Flow.DB(), c)
			if err != nil {
				return err
			}
			if res.Pass() {
				st.Move = "pass"
				passed++
			}
		}
		steps = append(steps, st)
	}
	if err := s.all(r.Context(), a, steps); err != nil {
		return err
	}
	done(w, r, "/certification?tab=marked", "released", passed, len(steps)-passed)
	return nil
}

// An entryPart is what certification adds to the page of an entry.
type entryPart struct {
	Left, Of int
	Rules    []ui.Pair
	Next     string // by whose rules the next attempt is judged
	Attempts ui.Table
}

// entrySection shows the chances left with the words they stand on, and every
// attempt.
func (s *Slice) entrySection(ctx context.Context, c *flow.Case, a org.Actor) (templ.Component, error) {
	attempts, err := s.attemptsOf(ctx, s.Flow.DB(), c.ID)
	if err != nil {
		return nil, err
	}
	if c.Reach < 1 && len(attempts) == 0 {
		return nil, nil
	}
	v := entryPart{}
	v.Left, v.Of = spare(c.Edition, used(attempts))
	now := s.Flow.Current()
	if !c.Now().Final && len(s.Flow.Opened()) > 1 {
		v.Next = lang.T(ctx, "现在报名的认证，按%s的项目、权重和分数线评定；机会仍按列入培育名单时起合并计算（系统默认 54）。", lang.Word(now.Short))
	}
	for _, clause := range []law.Clause{c.Edition.Limit("cert.attempts").Basis, now.Limit("cert.total").Basis, "rules/14"} {
		v.Rules = append(v.Rules, ui.Pair{Key: clause.Cite(), Value: clause.Text()})
	}
	v.Attempts = ui.Table{ID: "attempts", Caption: lang.T(ctx, "认证记录"), Empty: lang.T(ctx, "还没有报名认证"), Columns: []ui.Column{
		{Label: lang.T(ctx, "次数"), Main: true}, {Label: lang.T(ctx, "结果")}, {Label: lang.T(ctx, "是否计次")},
		{Label: lang.T(ctx, "总分"), Num: true}, {Label: lang.T(ctx, "时间")},
	}}
	for i := range attempts {
		row, err := s.attemptRow(ctx, &attempts[i], a, i+1)
		if err != nil {
			return nil, err
		}
		v.Attempts.Rows = append(v.Attempts.Rows, row)
	}
	return entryBox(v), nil
}

func (s *Slice) attemptRow(ctx context.Context, c *flow.Case, a org.Actor, n int) (ui.Row, error) {
	counts, total := lang.T(ctx, "计次"), ""
	if c.State == "cancelled" {
		counts = lang.T(ctx, "不计次")
	}
	if released(c) && readsMarks(c, a) {
		res, err := s.result(ctx, s.Flow.DB(), c)
		if err != nil {
			return ui.Row{}, err
		}
		total = res.Total.String()
	}
	row := ui.Row{Cells: []ui.Cell{
		{Text: lang.T(ctx, "第%d次", n), Sub: s.ordinal(ctx, c)}, {Text: lang.T(ctx, c.Now().Label), Tone: casework.StateTone(c.Now())},
		{Text: counts}, {Text: total}, {Text: ui.When(ctx, c.Since)},
	}}
	if _, err := s.Flow.Find(ctx, a, c.ID); err == nil {
		row.Href = s.Href(c, a)
	}
	return row, nil
}

// ordinal is the number of an attempt, with the edition whose rules it is
// judged by once there are several.
func (s *Slice) ordinal(ctx context.Context, c *flow.Case) string {
	if len(s.Flow.Opened()) == 1 {
		return c.No
	}
	return ui.Joined(c.No, lang.T(ctx, c.Edition.Short))
}

// released reports whether the marks of c are out.
func released(c *flow.Case) bool { return c.State == "passed" || c.State == "failed" }

// readsMarks reports whether a may read the marks of c once they are out: the
// person, and those who answer for them.
func readsMarks(c *flow.Case, a org.Actor) bool {
	switch a.Role {
	case programme.Applicant:
		return c.Party == a.Person
	case programme.Province, programme.Supervisor, programme.Auditor:
		return true
	}
	return false
}

// An attemptPart is what the page of an attempt says of its marks.
type attemptPart struct {
	Result Result
	Marks  []ui.Pair
	Rule   string
	By     string // whose rule it is
	Out    bool
}

// attemptSection shows the marks once they are released; before that only who
// releases them reads them.
func (s *Slice) attemptSection(ctx context.Context, c *flow.Case, a org.Actor) (templ.Component, error) {
	if !readsMarks(c, a) {
		return nil, nil
	}
	if !released(c) {
		if c.State != "marked" || a.Role != programme.Supervisor {
			if a.Role == programme.Applicant && c.State == "marked" {
				return waitingBox(), nil
			}
			return nil, nil
		}
	}
	res, err := s.result(ctx, s.Flow.DB(), c)
	if err != nil {
		return nil, err
	}
	v := attemptPart{Result: res, Out: released(c), Rule: c.Edition.Limit("cert.total").Basis.Text()}
	if len(s.Flow.Opened()) > 1 {
		v.By = lang.T(ctx, "报名时开放的批次是%s，按它的规定评定（系统默认 54）。", lang.Word(c.Edition.Short))
	}
	for i, p := range c.Edition.Parts {
		value := lang.T(ctx, "%s分（占%d%%，线%s分）", res.Marks[i], p.Weight, points(p.Line))
		v.Marks = append(v.Marks, ui.Pair{Key: lang.T(ctx, p.Label), Value: value})
	}
	v.Marks = append(v.Marks, ui.Pair{Key: lang.T(ctx, "总分"), Value: lang.T(ctx, "%s分（线%s分）", res.Total, points(int64(res.Line)))})
	return resultBox(v), nil
}
