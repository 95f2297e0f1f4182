package publicity

import (
	"context"

	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/lang"
	"qinglan/internal/web/ui"
)

// follows says what comes next for the person after an objection was dismissed;
// nothing after any other.
func (s *Slice) follows(ctx context.Context, c *flow.Case, o objected) (string, error) {
	if c.State != "dismissed" {
		return "", nil
	}
	entry, err := s.Flow.Load(ctx, s.Flow.DB(), o.Entry)
	if err != nil {
		return "", err
	}
	switch entry.State {
	case "held":
		return lang.T(ctx, "对此人还有异议正在核查，办结后再公布。"), nil
	case "certified":
		return lang.T(ctx, "此人的认证结果已经公布。"), nil
	case "cleared":
		l, err := s.laterOf(ctx, *entry)
		switch {
		case fault.Of(err) == fault.Closed:
			return lang.T(ctx, "名单公布时，此人一并公布。"), nil
		case l.Proposal != nil:
			return lang.T(ctx, "补充公布正在本单位内部审批。"), err
		}
		return lang.T(ctx, "名单已经公布，此人待补充公布。"), err
	}
	return "", nil
}

// A told is what whoever holds the receipt of an objection reads of it: when it
// was taken and decided, and the answer that was written for them.
type told struct {
	Facts  []ui.Pair
	Answer string
}

// toldOf reads the answer to an objection as far as it is for the objector:
// what the edition gives a class of secrecy is not, and what came without a
// name gets none.
func (s *Slice) toldOf(ctx context.Context, c *flow.Case, signed bool) (t told, err error) {
	journal, err := s.Flow.Journal(ctx, s.Flow.DB(), c)
	if err != nil {
		return t, err
	}
	add := func(key, value string) { t.Facts = append(t.Facts, ui.Pair{Key: key, Value: value}) }
	for _, e := range journal {
		m, ok := c.Track.Move(e.Move)
		switch {
		case !ok || e.State == "received":
		case e.State == "handling" && c.State != "received":
			add(lang.T(ctx, "受理时间"), ui.Exact(e.At))
		case e.State == c.State:
			add(lang.T(ctx, "办结时间"), ui.Exact(e.At))
			add(lang.T(ctx, "结果"), lang.T(ctx, c.Now().Label))
			given, err := s.Flow.Given(ctx, s.Flow.DB(), c.ID, e.Seq)
			if err != nil {
				return t, err
			}
			for _, q := range c.Track.Forms[m.Form] {
				if signed && q.Class == "" {
					t.Answer = given[q.Name]
				}
			}
		}
	}
	if !c.Due.IsZero() {
		add(lang.T(ctx, "办理期限"), ui.Deadline(ctx, c.Due))
	}
	return t, nil
}
