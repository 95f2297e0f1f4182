package apply

import (
	"context"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"qinglan/internal/casework"
	"qinglan/internal/draft"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/lang"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/web/ui"
)

// plainClauses are the three questions that lead to a clause, in the words of
// whoever answers them.
var plainClauses = map[string]string{
	"二.1": "我在培训机构讲课，已满2年",
	"二.2": "我在高职院校任教，已满2年",
	"二.3": "我在跨境电商企业工作，并做过2年以上培训",
}

// plain asks for the clause in plain words, with the clause itself below.
func plain(q form.Question) form.Question {
	q.Label = "您是哪一种情况？"
	q.Choices = slices.Clone(q.Choices)
	for i, c := range q.Choices {
		if text, ok := plainClauses[c.Value]; ok {
			q.Choices[i].Label, q.Choices[i].Hint = text, c.Hint
		}
	}
	return q
}

func questionsOf(v formView) []form.Question {
	qs := questions(v.Case, v.Draft.Answers["region"])
	qs = append(qs, idTypeQuestion, idNoQuestion)
	for _, s := range v.Slots {
		qs = append(qs, form.Question{Name: "m-" + s.Name, Label: s.Label})
	}
	return qs
}

func returnedTitle(ctx context.Context, v formView) string {
	if n := len(v.Faults); n > 0 {
		return lang.T(ctx, "%s 退回：%d处需补正，改好后一并重新提交", v.Back, n)
	}
	return lang.T(ctx, "%s 退回修改", v.Back)
}

func idType(v formView) string {
	if v.IDType != "" {
		return v.IDType
	}
	return "resident_id"
}

func optional(ctx context.Context, v slotView) string {
	if len(v.For) > 0 || v.Need {
		return lang.T(ctx, "建议上传")
	}
	return lang.T(ctx, "选填")
}

func cardHead(c card) ui.Head {
	h := c.Head
	h.Trail, h.Under = nil, true
	return h
}

func cardWeight(c card) ui.Weight {
	if c.Mine {
		return ui.Primary
	}
	return ui.Normal
}

// lastSent returns the row of the journal by which the form was sent last, and
// what it said; an empty row if it was never sent.
func (s *Slice) lastSent(ctx context.Context, c *flow.Case) (flow.Entry, form.Answers, error) {
	entries, err := s.Flow.Journal(ctx, s.Flow.DB(), c)
	if err != nil {
		return flow.Entry{}, nil, err
	}
	for i := len(entries) - 1; i >= 0; i-- {
		if slices.Contains(draft.Moves, entries[i].Move) {
			a, err := s.Flow.Given(ctx, s.Flow.DB(), c.ID, entries[i].Seq)
			return entries[i], a, err
		}
	}
	return flow.Entry{}, form.Answers{}, nil
}

// A sectionView is the application on the common page of its case.
type sectionView struct {
	Facts    []ui.Pair
	Changed  bool
	Warnings []string
	Left     []problem // what was asked for and sent in again as it was
	Opinion  []ui.Pair
	Prints   string // address of the application whose form may be printed
}

// mayPrint are the roles that print the official form.
var mayPrint = []programme.Role{programme.Applicant, programme.County, programme.City, programme.Province}

// section shows what was sent, as far as the reader's role may know it, with
// what changed since it was sent before.
func (s *Slice) section(ctx context.Context, c *flow.Case, a org.Actor) (templ.Component, error) {
	now, before, err := s.lastTwo(ctx, c)
	if err != nil || len(now) == 0 {
		return nil, err
	}
	v := sectionView{}
	l := lang.Of(ctx)
	for _, q := range casework.Readable(c.Edition, c.Track.Forms["profile"], a.Role) {
		p := ui.Pair{Key: lang.T(ctx, q.Label), Value: form.Show(q, now[q.Name], l)}
		if before != nil && before[q.Name] != now[q.Name] {
			p.Old, v.Changed = form.Show(q, before[q.Name], l), true
			if p.Old == "" {
				p.Old = lang.T(ctx, "（未填）")
			}
		}
		v.Facts = append(v.Facts, p)
		if q.Name == "jobs" {
			v.Facts = append(v.Facts, ui.Pair{Key: lang.T(ctx, "经历合计"),
				Value: lang.T(ctx, "%d 个月（算到申报截止日）", draft.Months(now["jobs"], deadline(c, c.County, c.City)))})
		}
	}
	if casework.ShowsFields(ctx) {
		v.Facts, v.Changed = nil, false
	}
	if slices.Contains(mayPrint, a.Role) {
		v.Prints = "/apply/" + c.ID
	}
	if v.Warnings, err = s.warnings(ctx, c, a); err != nil {
		return nil, err
	}
	if v.Left, err = s.left(ctx, c, a); err != nil {
		return nil, err
	}
	opinion, err := s.Flow.Answers(ctx, s.Flow.DB(), c, "endorse")
	if err != nil {
		return nil, err
	}
	v.Opinion = casework.Facts(ctx, c.Edition, c.Track.Forms["endorsement"], opinion, a.Role)
	return sectionPart(v), nil
}

// lastTwo returns what was sent last and the time before that, nil if it was
// sent once.
func (s *Slice) lastTwo(ctx context.Context, c *flow.Case) (now, before form.Answers, err error) {
	entries, err := s.Flow.Journal(ctx, s.Flow.DB(), c)
	if err != nil {
		return nil, nil, err
	}
	for i := len(entries) - 1; i >= 0; i-- {
		if !slices.Contains(draft.Moves, entries[i].Move) {
			continue
		}
		a, err := s.Flow.Given(ctx, s.Flow.DB(), c.ID, entries[i].Seq)
		if err != nil || now != nil {
			return now, a, err
		}
		now = a
	}
	return now, nil, nil
}

// warnings are for whoever reviews, not for the applicant's own page nor for
// those who may not read what they are about.
func (s *Slice) warnings(ctx context.Context, c *flow.Case, a org.Actor) ([]string, error) {
	if !slices.Contains([]programme.Role{programme.County, programme.City, programme.Province, programme.Auditor}, a.Role) {
		return nil, nil
	}
	r, err := s.indexOf(ctx, s.Flow.DB(), c.ID)
	if err != nil || r.Warnings == "" {
		return nil, err
	}
	var out []string
	for _, w := range strings.Split(r.Warnings, "\n") {
		switch w {
		case warnMonths:
			out = append(out, lang.T(ctx, "经历合计 %d 个月，不满 %d 个月", r.Months, c.Edition.Limit("apply.months").N))
		case warnSex:
			out = append(out, lang.T(ctx, "性别与证件号码所示不一致"))
		case warnBirth:
			out = append(out, lang.T(ctx, "出生日期与证件号码所示不一致"))
		}
	}
	return out, nil
}
