package certify

import (
	"context"
	"net/http"
	"strings"

	"github.com/a-h/templ"

	"qinglan/internal/casework"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/lang"
	"qinglan/internal/law"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/score"
	"qinglan/internal/standing"
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
		answers, wrong := form.Read(c.Track.Forms["sitting"], r.PostForm)
		if len(wrong) > 0 {
			return s.showSitting(w, r, a, wrong)
		}
		steps = append(steps, step{c, "confirm", answers})
	}
	if err := s.all(r.Context(), a, steps); err != nil {
		return err
	}
	done(w, r, "/certification?tab=sitting", "confirmed", len(steps), 0)
	return nil
}

// showSitting answers with the tab of attempts and what is wrong with the day.
func (s *Slice) showSitting(w http.ResponseWriter, r *http.Request, a org.Actor, wrong form.Wrong) error {
	r = r.WithContext(context.WithValue(r.Context(), triedKey{}, casework.Tried{
		Answers: form.Answers{"sitting": r.PostForm.Get("sitting")}, Wrong: wrong,
	}))
	return s.show(w, r, http.StatusUnprocessableEntity, a, "sitting", nil)
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
			res, err := s.standing.Result(r.Context(), s.Flow.DB(), c)
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
	Passport string // address of the requirements; empty: the reader may not
	Left, Of int
	Rules    []ui.Pair
	Next     string // by whose rules the next attempt is judged
	Attempts ui.Table
}

// entrySection shows the chances left with the words they stand on, and every
// attempt.
func (s *Slice) entrySection(ctx context.Context, c *flow.Case, a org.Actor) (templ.Component, error) {
	attempts, err := s.standing.Attempts(ctx, s.Flow.DB(), c.ID)
	if err != nil {
		return nil, err
	}
	if c.Reach < 1 && len(attempts) == 0 {
		return nil, nil
	}
	v := entryPart{}
	if standing.ReadsMarks(c, a) {
		v.Passport = "/passport/" + c.ID
	}
	v.Left, v.Of = standing.Spare(c.Edition, standing.Used(attempts))
	now := s.Flow.Current()
	if !c.Now().Final && len(s.Flow.Opened()) > 1 {
		v.Next = lang.T(ctx, "现在报名的认证，按%s的项目、权重和分数线评定；机会仍按列入培育名单时起合并计算。", lang.Word(now.Short))
	}
	absent := law.Clause("")
	if t, ok := c.Edition.Track("attempt"); ok {
		st, _ := t.State("absent")
		absent = st.Basis
	}
	total := now.Limit("cert.total").Basis
	for _, clause := range []law.Clause{c.Edition.Limit("cert.attempts").Basis, absent, now.Limit("cert.parts_carry_months").Basis} {
		v.Rules = append(v.Rules, ui.Pair{Key: lang.Say(ctx, clause.Cite()), Value: clause.Text()})
	}
	v.Rules = append(v.Rules, ui.Pair{Key: lang.Say(ctx, total.Cite()), Value: ruleText(ctx, c.Edition)})
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
	if standing.Released(c) && standing.ReadsMarks(c, a) {
		res, err := s.standing.Result(ctx, s.Flow.DB(), c)
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

// An attemptPart is what the page of an attempt says of its marks.
type attemptPart struct {
	Result standing.Result
	Marks  []ui.Pair
	Rule   string
	By     string // whose rule it is
	Out    bool
}

// attemptSection shows the marks once they are released; before that only who
// releases them reads them.
func (s *Slice) attemptSection(ctx context.Context, c *flow.Case, a org.Actor) (templ.Component, error) {
	if !standing.ReadsMarks(c, a) {
		return nil, nil
	}
	if !standing.Released(c) {
		if c.State != "marked" || a.Role != programme.Supervisor {
			if a.Role == programme.Applicant && c.State == "marked" {
				return waitingBox(), nil
			}
			return nil, nil
		}
	}
	res, err := s.standing.Result(ctx, s.Flow.DB(), c)
	if err != nil {
		return nil, err
	}
	v := attemptPart{Result: res, Out: standing.Released(c), Rule: ruleText(ctx, c.Edition)}
	if len(s.Flow.Opened()) > 1 {
		v.By = lang.T(ctx, "报名时开放的批次是%s，按它的规定评定。", lang.Word(c.Edition.Short))
	}
	if v.Marks, err = s.markPairs(ctx, c, res); err != nil {
		return nil, err
	}
	return resultBox(v), nil
}

// markPairs writes each mark with its weight and line, what is carried with
// its day, and what a recheck has put right with the value before.
func (s *Slice) markPairs(ctx context.Context, c *flow.Case, res standing.Result) (pairs []ui.Pair, err error) {
	before, err := s.Flow.Answers(ctx, s.Flow.DB(), c, "match")
	if err != nil {
		return nil, err
	}
	for i, p := range c.Edition.Parts {
		pair := ui.Pair{Key: lang.T(ctx, p.Label), Value: lang.T(ctx, "%s分（占%d%%，线%s分）", res.Marks[i], p.Weight, standing.Points(p.Line))}
		if h, ok := res.From[p.Name]; ok {
			pair.Value = lang.T(ctx, "%s分（占%d%%，线%s分），沿用%s的成绩", h.Mark, p.Weight, standing.Points(p.Line), h.Day.Said())
		} else if old, err := score.Parse(before[p.Name]); err == nil && old != res.Marks[i] {
			pair.Old = lang.T(ctx, "%s分", old)
		}
		pairs = append(pairs, pair)
	}
	return append(pairs, ui.Pair{Key: lang.T(ctx, "总分"), Value: lang.T(ctx, "%s分（线%s分）", res.Total, standing.Points(int64(res.Line)))}), nil
}

// ruleText says when somebody passes, from the parts of the edition.
func ruleText(ctx context.Context, e *programme.Edition) string {
	var parts []string
	for _, p := range e.Parts {
		parts = append(parts, lang.T(ctx, "%s占%d%%、线%s分", lang.Word(p.Label), p.Weight, standing.Points(p.Line)))
	}
	return lang.T(ctx, "%s；每项不低于本项线且总分不低于%s分为通过。", strings.Join(parts, lang.T(ctx, "，")), standing.Points(e.Limit("cert.total").N))
}
