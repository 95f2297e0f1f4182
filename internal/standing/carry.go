package standing

import (
	"context"
	"slices"

	"qinglan/internal/calendar"
	"qinglan/internal/db"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/programme"
	"qinglan/internal/score"
)

// A Carried is a part that reached its line in an earlier attempt and need not
// be taken again (rules/36).
type Carried struct {
	Mark score.Score
	Day  calendar.Date // of the sitting
}

// Until returns the last day on which it counts under the rules of e.
func (c Carried) Until(e *programme.Edition) calendar.Date {
	return c.Day.AddMonths(int(e.Limit("cert.parts_carry_months").N))
}

// Carries maps the name of a part to what is carried of it.
type Carries map[string]Carried

// A tried is one attempt as the rule of carrying sees it.
type tried struct {
	Edition  *programme.Edition // by whose rules it is judged
	Day      calendar.Date      // of the sitting
	Released bool
	Marks    form.Answers // of the parts that were taken
	Again    []string     // parts that the person takes again of their own will
}

// valid returns what may be carried into a sitting of a day under the rules of
// e: whatever has not run out and reaches the lines of e, save what the person
// takes again. If nothing would be left to take, because every part reached its
// line and only the total did not, all are taken again.
func (c Carries) valid(e *programme.Edition, day calendar.Date, again []string) Carries {
	out := Carries{}
	for _, p := range e.Parts {
		h, ok := c[p.Name]
		if ok && h.Mark >= score.Score(p.Line) && !h.Until(e).Before(day) && !slices.Contains(again, p.Name) {
			out[p.Name] = h
		}
	}
	if len(out) == len(e.Parts) {
		return Carries{}
	}
	return out
}

// carry reckons, attempt by attempt, what the last of them starts with. It
// reads marks as they are now, so that a corrected one counts as corrected.
func carry(attempts []tried) Carries {
	held, into := Carries{}, Carries{}
	for _, t := range attempts {
		into = held.valid(t.Edition, t.Day, t.Again)
		if !t.Released {
			continue
		}
		for _, p := range t.Edition.Parts {
			if _, carried := into[p.Name]; carried {
				continue
			}
			mark, err := score.Parse(t.Marks[p.Name])
			switch {
			case err == nil && mark >= score.Score(p.Line):
				held[p.Name] = Carried{mark, t.Day}
			default: // taken again below the line: the new mark is the one that counts
				delete(held, p.Name)
			}
		}
	}
	return into
}

// Marked are the moves whose answers are the marks of an attempt; the newest
// is the one in force, those before stay on the record.
var Marked = []string{"match", "correct-pass", "correct-fail"}

// Carried returns what attempt c need not take. before the qualification is
// confirmed it is what today would carry.
func (s Store) Carried(ctx context.Context, q db.Q, c *flow.Case) (Carries, error) {
	all, err := s.history(ctx, q, c.Parent, c.ID)
	if err != nil {
		return nil, err
	}
	return carry(all), nil
}

// history returns the attempts of an entry, up to one of them, or all and one
// more of today if that is none of them.
func (s Store) history(ctx context.Context, q db.Q, entry, last string) ([]tried, error) {
	attempts, err := s.Attempts(ctx, q, entry)
	if err != nil {
		return nil, err
	}
	waived, err := s.waived(ctx, q, entry)
	if err != nil {
		return nil, err
	}
	var out []tried
	for i := range attempts {
		c := &attempts[i]
		t := tried{Edition: c.Edition, Released: Released(c) && c.ID != last}
		if i < len(waived) {
			t.Again = waived[i]
		}
		if t.Day, err = s.SittingDay(ctx, q, c); err != nil {
			return nil, err
		}
		if t.Released {
			if t.Marks, err = s.flow.Answers(ctx, q, c, Marked...); err != nil {
				return nil, err
			}
		}
		out = append(out, t)
		if c.ID == last {
			return out, nil
		}
	}
	return append(out, tried{Edition: s.flow.Current(), Day: calendar.Day(s.flow.Now())}), nil
}

// waived returns, for each enrolment of an entry, the parts that the person
// takes again.
func (s Store) waived(ctx context.Context, q db.Q, entry string) (out [][]string, err error) {
	c, err := s.flow.Load(ctx, q, entry)
	if err != nil {
		return nil, err
	}
	entries, err := s.flow.Journal(ctx, q, c)
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		if e.Move != "enrol" {
			continue
		}
		a, err := s.flow.Given(ctx, q, c.ID, e.Seq)
		if err != nil {
			return nil, err
		}
		out = append(out, form.List(a["again"]))
	}
	return out, nil
}

// SittingDay returns the day on which an attempt was sat: as the confirmation
// says, or else the day of it. Without one yet it is today.
func (s Store) SittingDay(ctx context.Context, q db.Q, c *flow.Case) (calendar.Date, error) {
	entries, err := s.flow.Journal(ctx, q, c)
	if err != nil {
		return calendar.Date{}, err
	}
	for _, e := range entries {
		if e.Move != "confirm" {
			continue
		}
		a, err := s.flow.Given(ctx, q, c.ID, e.Seq)
		if err != nil || a["sitting"] == "" {
			return calendar.Day(e.At), err
		}
		return calendar.Parse(a["sitting"])
	}
	return calendar.Day(s.flow.Now()), nil
}

// Due returns the parts that are still to be taken, in the edition's order.
func Due(e *programme.Edition, c Carries) (parts []programme.Part) {
	for _, p := range e.Parts {
		if _, carried := c[p.Name]; !carried {
			parts = append(parts, p)
		}
	}
	return parts
}
