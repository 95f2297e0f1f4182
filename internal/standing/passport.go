package standing

import (
	"context"
	"strconv"

	"qinglan/internal/calendar"
	"qinglan/internal/db"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/law"
	"qinglan/internal/programme"
	"qinglan/internal/score"
)

// A Passport says of one person how each requirement of the programme stands:
// what is met, since when, until when, and what comes next.
type Passport struct {
	Entry    *flow.Case
	Rules    *programme.Edition // by whose parts and lines the next attempt is judged, or the last was
	Listed   calendar.Date      // on the 培育名单
	Training form.Answers       // nil: no result yet
	Trained  bool
	Parts    []PartStanding
	Total    *Result // of the newest released attempt; nil: none
	TotalDay calendar.Date
	Used, Of int
}

// A PartStanding is how one part stands today.
type PartStanding struct {
	Part    programme.Part
	Taken   bool // some attempt with it was released
	Mark    score.Score
	Day     calendar.Date
	Until   calendar.Date // zero: the mark does not count further
	Expired bool
}

// Basis returns the clause that a part stands on.
func (p Passport) Basis() law.Clause { return p.Rules.Limit("cert.total").Basis }

// Passport reads the standing of an entry.
func (s Store) Passport(ctx context.Context, q db.Q, c *flow.Case) (Passport, error) {
	e := c.Edition
	p := Passport{Entry: c, Listed: calendar.Day(c.Opened), Of: int(e.Limit("cert.attempts").N)}
	var err error
	if p.Training, err = s.flow.Answers(ctx, q, c, "complete", "graduate", "fail-training", "fall-short"); err != nil {
		return p, err
	}
	p.Trained = c.Reach > 0 // by the rules of their class, or of this edition
	attempts, err := s.Attempts(ctx, q, c.ID)
	if err != nil {
		return p, err
	}
	p.Used, p.Rules = Used(attempts), s.rules(c, attempts)
	standing := map[string]PartStanding{}
	for i := range attempts {
		at := &attempts[i]
		if !Released(at) {
			continue
		}
		r, err := s.Result(ctx, q, at)
		if err != nil {
			return p, err
		}
		day, err := s.SittingDay(ctx, q, at)
		if err != nil {
			return p, err
		}
		for n, part := range at.Edition.Parts {
			if _, carried := r.From[part.Name]; !carried {
				standing[part.Name] = stood(p.Rules, part, r.Marks[n], day, calendar.Day(s.flow.Now()))
			}
		}
		p.Total, p.TotalDay = &r, day
	}
	for _, part := range p.Rules.Parts {
		st := standing[part.Name]
		if st.Taken && st.Mark < score.Score(part.Line) {
			st.Until = calendar.Date{} // the line has risen since
		}
		st.Part = part
		p.Parts = append(p.Parts, st)
	}
	return p, nil
}

// rules returns the edition whose parts count: of the newest attempt while
// nothing more is to be taken, or else the one that is open now.
func (s Store) rules(c *flow.Case, attempts []flow.Case) *programme.Edition {
	if n := len(attempts); n > 0 && c.State != "retake" && c.State != "trained" {
		return attempts[n-1].Edition
	}
	return s.flow.Current()
}

// stood reckons how long a mark of a day counts, seen from today.
func stood(e *programme.Edition, part programme.Part, mark score.Score, day, today calendar.Date) PartStanding {
	st := PartStanding{Part: part, Taken: true, Mark: mark, Day: day}
	if mark >= score.Score(part.Line) {
		st.Until = day.AddMonths(int(e.Limit("cert.parts_carry_months").N))
		st.Expired = st.Until.Before(today)
	}
	return st
}

// Trained reports whether the hours and the presence of a training reach the
// limits of the edition.
func Trained(e *programme.Edition, a form.Answers) bool {
	hours, err1 := strconv.ParseInt(a["hours"], 10, 64)
	share, err2 := strconv.ParseInt(a["attendance"], 10, 64)
	return err1 == nil && err2 == nil &&
		hours >= e.Limit("training.hours").N && share >= e.Limit("training.share").N
}
