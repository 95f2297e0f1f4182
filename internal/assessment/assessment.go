// Package assessment is what comes of a training institution that was
// recommended, as it is read (三.3): the sheets of the experts (机构评估表), the
// mean they come to, the decision by which it trains. It promises that a sheet
// is read as a mark only once it is locked, and that what is compared of an
// institution is kept in one place.
package assessment

import (
	"context"
	"fmt"
	"slices"
	"time"

	"qinglan/internal/db"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/lang"
	"qinglan/internal/programme"
	"qinglan/internal/score"
)

// Tracks that have a part in it.
const (
	Institution = "institution"
	Sheet       = "assessment"
	Selection   = "selection"
)

// Sent are the moves that carry 附件3; the last one counts.
var Sent = []string{"submit", "resubmit-county", "resubmit-city"}

// Gates are the words of the gate: lawful business.
var Gates = map[string]string{"pass": "合规", "fail": "不合规"}

// Verdict says whether an institution may be selected.
func Verdict(ctx context.Context, passed bool) string {
	if passed {
		return lang.T(ctx, "合格")
	}
	return lang.T(ctx, "不合格")
}

// Sheets returns the assessments of an institution, by id.
func (s Store) Sheets(ctx context.Context, q db.Q, institution string) ([]flow.Case, error) {
	ids, err := s.Below(ctx, q, institution, Sheet)
	if err != nil {
		return nil, err
	}
	var out []flow.Case
	for _, id := range ids {
		c, err := s.flow.Load(ctx, q, id)
		if err != nil {
			return nil, err
		}
		out = append(out, *c)
	}
	return out, nil
}

// Live returns the assessments whose expert has not stood aside.
func Live(sheets []flow.Case) []flow.Case {
	return slices.DeleteFunc(slices.Clone(sheets), func(c flow.Case) bool { return c.State == "recused" })
}

// Locked counts the sheets that are done.
func Locked(sheets []flow.Case) (n int64) {
	for _, c := range sheets {
		if c.State == "locked" {
			n++
		}
	}
	return n
}

// A Marking is one locked sheet as it is read afterwards.
type Marking struct {
	Assessor string // name
	Answers  form.Answers
	Total    score.Score
}

// Markings returns the locked sheets of an institution. Whoever asks has made
// sure that all are locked.
func (s Store) Markings(ctx context.Context, q db.Q, institution string, r programme.Rubric) (out []Marking, err error) {
	sheets, err := s.Sheets(ctx, q, institution)
	if err != nil {
		return nil, err
	}
	for _, c := range Live(sheets) {
		m := Marking{}
		if m.Answers, err = s.flow.Answers(ctx, q, &c, "lock"); err != nil {
			return nil, err
		}
		if m.Assessor, err = s.flow.Orgs().Name(ctx, q, c.Party); err != nil {
			return nil, err
		}
		for _, k := range r.Criteria {
			v, err := score.Parse(m.Answers[k.Name])
			if err != nil {
				return nil, fmt.Errorf("mark %s of %s: %w", k.Name, c.ID, err)
			}
			m.Total += v
		}
		out = append(out, m)
	}
	return out, nil
}

// A Chosen is what a letter says about how an institution was selected.
type Chosen struct {
	Number, Until string
	At            time.Time
}

// ChosenBy returns the decision by which an institution trains: the selection,
// or the vacancy it filled.
func (s Store) ChosenBy(ctx context.Context, q db.Q, c *flow.Case) (Chosen, error) {
	var out Chosen
	entries, err := s.flow.Journal(ctx, q, c)
	if err != nil {
		return out, err
	}
	for _, e := range entries {
		if e.State == "selected" {
			out.At = e.At
		}
	}
	lists, err := s.flow.ListsOf(ctx, q, c.ID)
	if err != nil {
		return out, err
	}
	for _, m := range lists {
		l, err := s.flow.Load(ctx, q, m.List)
		if err != nil {
			return out, err
		}
		if l.Track.Name != Selection {
			continue
		}
		a, err := s.flow.Answers(ctx, q, l, "issue")
		if err != nil {
			return out, err
		}
		out.Number, out.Until = a["number"], a["until"]
	}
	a, err := s.flow.Answers(ctx, q, c, "promote")
	if a["number"] != "" {
		out.Number = a["number"]
	}
	return out, err
}
