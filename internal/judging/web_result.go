package judging

import (
	"context"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"qinglan/internal/flow"
	"qinglan/internal/lang"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/web/ui"
)

// resultSection shows on an application what its release brought: the total,
// the rule, the feedback, never a judge or a judge's mark. The applicant and
// those who run the selection see it.
func (s *Slice) resultSection(ctx context.Context, c *flow.Case, a org.Actor) (templ.Component, error) {
	list, _ := c.Edition.Track("shortlist")
	readers := []programme.Role{programme.Province, programme.Association, programme.Supervisor, programme.Auditor}
	if !slices.Contains(readers, a.Role) && !slices.Contains(c.Track.Opens, a.Role) && (list == nil || !slices.Contains(list.Opens, a.Role)) {
		return nil, nil
	}
	given, err := s.Flow.Answers(ctx, s.Flow.DB(), c, "select", "not-select")
	if err != nil || given["total"] == "" {
		return nil, err
	}
	pairs := []ui.Pair{
		{Key: lang.T(ctx, "最后得分"), Value: given["total"]},
		{Key: lang.T(ctx, "合格线"), Value: given["line"]},
		{Key: lang.T(ctx, "计分办法"), Value: ruleText(ctx, given["seats"], given["valid"], given["kept"])},
	}
	if given["feedback"] != "" {
		pairs = append(pairs, ui.Pair{Key: lang.T(ctx, "反馈意见"), Value: distinct(given["feedback"])})
	}
	return resultPanel(lang.T(ctx, "%s成绩", lang.T(ctx, c.Edition.StageOf("session"))), pairs), nil
}

// distinct keeps each line once: judges often advise the same.
func distinct(text string) string {
	var out []string
	for line := range strings.SplitSeq(text, "\n") {
		if !slices.Contains(out, line) {
			out = append(out, line)
		}
	}
	return strings.Join(out, "\n")
}

// ruleText says how the total came about; where fewer judges were valid than
// sat, it says so beside the result.
func ruleText(ctx context.Context, seats, valid, kept string) string {
	if valid != kept {
		return lang.T(ctx, "评委 %s 位，有效 %s 位；去掉一个最高分和一个最低分，其余 %s 位平均，四舍五入保留两位小数。", seats, valid, kept)
	}
	return lang.T(ctx, "评委 %s 位，有效 %s 位；取平均，四舍五入保留两位小数。", seats, valid)
}
