package apply

import (
	"context"
	"maps"
	"slices"
	"strings"

	"qinglan/internal/casework"
	"qinglan/internal/db"
	"qinglan/internal/draft"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/lang"
	"qinglan/internal/org"
	"qinglan/internal/programme"
)

// returnMoves send the form back to be mended.
var returnMoves = []string{"return-county", "return-city", "employer-return"}

// everything names what is compared where a reviewer named no field: everything.
const everything = "附件2和申报材料"

// lasting returns the rows of a journal that count: neither those that were
// taken back or given back, nor the rows that say so.
func lasting(entries []flow.Entry) (out []flow.Entry) {
	for _, e := range entries {
		if (e.Move == flow.TakenBack || e.Move == flow.GiveBack) && len(out) > 0 {
			out = out[:len(out)-1]
			continue
		}
		out = append(out, e)
	}
	return out
}

// problems returns what a return found wrong, each with the question or
// material it is about.
func (s *Slice) problems(c *flow.Case, given form.Answers) (out []problem) {
	for _, row := range form.Table(given["faults"]) {
		name, label := s.meant(c, row["field"])
		out = append(out, problem{name, label, row["reason"]})
	}
	return out
}

// unmended returns those of what was asked for that now stand as before. What
// names no field ("其他", or the words of an employer) is unmended if nothing has
// changed at all. The number of a document stands in no answer: of it nothing
// is said.
func unmended(asked []problem, words string, before, now form.Answers) (out []problem) {
	same := maps.Equal(before, now)
	for _, p := range asked {
		material, paper := strings.CutPrefix(p.Name, "m-")
		switch {
		case p.Name == idNoQuestion.Name:
		case p.Name == "" && same,
			paper && slices.Equal(papersIn(before, material), papersIn(now, material)),
			p.Name != "" && !paper && before[p.Name] == now[p.Name]:
			out = append(out, p)
		}
	}
	if len(asked) == 0 && words != "" && same {
		out = append(out, problem{"", everything, words})
	}
	return out
}

// papersIn returns the contents, not the names, of the files of a material that
// were sent with a form: the same scan once more is no other paper.
func papersIn(a form.Answers, material string) (out []string) {
	for line := range strings.Lines(a["materials"]) {
		if f := strings.Fields(line); len(f) > 1 && f[0] == material {
			out = append(out, f[1])
		}
	}
	slices.Sort(out)
	return out
}

// sentBefore returns the form as it was sent last among entries.
func (s *Slice) sentBefore(ctx context.Context, q db.Q, c *flow.Case, entries []flow.Entry) (form.Answers, error) {
	for _, e := range slices.Backward(entries) {
		if slices.Contains(draft.Moves, e.Move) {
			return s.Flow.Given(ctx, q, c.ID, e.Seq)
		}
	}
	return nil, nil
}

// still tells whoever mends a form what of it nobody has touched yet. It keeps
// nobody from sending: perhaps all was right.
func (s *Slice) still(ctx context.Context, c *flow.Case, v *formView, entries []flow.Entry) error {
	before, err := s.sentBefore(ctx, s.Flow.DB(), c, entries)
	if err != nil {
		return err
	}
	now, err := s.whole(ctx, s.Flow.DB(), c, v.Draft.Answers)
	v.Same = unmended(v.Faults, v.Note, before, now)
	return err
}

// left returns what of the last return was sent in again as it was, as far as
// an office may read it; nothing while the form is still being mended.
func (s *Slice) left(ctx context.Context, c *flow.Case, a org.Actor) ([]problem, error) {
	if !slices.Contains([]programme.Role{programme.County, programme.City, programme.Province}, a.Role) {
		return nil, nil
	}
	q := s.Flow.DB()
	entries, err := s.Flow.Journal(ctx, q, c)
	if err != nil {
		return nil, err
	}
	entries = lasting(entries)
	back := -1
	for i, e := range entries {
		if slices.Contains(returnMoves, e.Move) && e.Role != programme.Employer {
			back = i
		}
	}
	if back < 0 {
		return nil, nil
	}
	now, err := s.sentBefore(ctx, q, c, entries[back:])
	if err != nil || now == nil {
		return nil, err
	}
	before, err := s.sentBefore(ctx, q, c, entries[:back])
	if err != nil {
		return nil, err
	}
	given, err := s.Flow.Given(ctx, q, c.ID, entries[back].Seq)
	if err != nil {
		return nil, err
	}
	readable := casework.Readable(c.Edition, c.Track.Forms["profile"], a.Role)
	return slices.DeleteFunc(unmended(s.problems(c, given), given["note"], before, now), func(p problem) bool {
		paper := p.Name == "" || strings.HasPrefix(p.Name, "m-")
		return !paper && !slices.ContainsFunc(readable, func(q form.Question) bool { return q.Name == p.Name })
	}), nil
}

// sameTitle says how much of what was asked for is still as it was.
func sameTitle(ctx context.Context, v formView) string {
	return lang.T(ctx, "退回时指出的，还有%d处没有改动", len(v.Same))
}

// said is a problem as a line.
func (p problem) said(ctx context.Context) string {
	return lang.T(ctx, "%s：%s", lang.Word(p.Label), p.Reason)
}
