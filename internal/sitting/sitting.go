// Package sitting is a session of a selection as it is read by those who run
// it and those who sit in it: candidates in their drawn order, the panel, the
// sheets, what was locked, the result and its four signatures.
//
// It promises that the result is computed from the locked sheets alone, that
// every signature names its digest, and that anyone with the record of a draw
// can recompute the order. It changes nothing but the index of sheets.
package sitting

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"qinglan/internal/db"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/score"
)

// A Book reads sessions and keeps the index of their sheets.
type Book struct{ Flow *flow.Store }

// A Seat is one judge of a panel.
type Seat struct {
	Person, Name, Unit string
	Chief              bool
}

// A Candidate is one application in a session. Pos is the lot once drawn.
type Candidate struct {
	flow.Case
	Pos    int
	Absent bool
}

// A Sitting is everything of a session but the marks.
type Sitting struct {
	*flow.Case
	About      form.Answers // what it was opened with: title, day, hour, place
	Candidates []Candidate
	Panel      []Seat
	Sheets     []Sheet
	Rules      Rules
}

// desk is the eye of the association, whose sessions they are; whoever reads
// with it has checked that the session may be seen.
func desk(c *flow.Case) org.Actor {
	return org.Actor{Person: c.Party, Role: programme.Association, Organ: org.Organisation{ID: c.Party}}
}

// Read reads a session.
func (b Book) Read(ctx context.Context, q db.Q, c *flow.Case) (*Sitting, error) {
	st := &Sitting{Case: c, Rules: RulesOf(c.Edition)}
	var err error
	if st.About, err = b.Flow.Given(ctx, q, c.ID, 1); err != nil {
		return nil, err
	}
	if st.Candidates, err = b.Candidates(ctx, q, c); err != nil {
		return nil, err
	}
	if st.Panel, err = b.Panel(ctx, q, c); err != nil {
		return nil, err
	}
	st.Sheets, err = b.Sheets(ctx, q, c.ID)
	return st, err
}

func (b Book) Candidates(ctx context.Context, q db.Q, c *flow.Case) ([]Candidate, error) {
	cs, err := b.Flow.CasesIn(ctx, q, desk(c), flow.Filter{List: c.ID})
	if err != nil {
		return nil, err
	}
	members, err := b.Flow.Members(ctx, q, c.ID)
	if err != nil {
		return nil, err
	}
	at := map[string]flow.Member{}
	for _, m := range members {
		at[m.Case] = m
	}
	out := make([]Candidate, len(cs))
	for i, k := range cs {
		out[i] = Candidate{k, at[k.ID].Pos, at[k.ID].Held}
	}
	return out, nil
}

func (b Book) Panel(ctx context.Context, q db.Q, c *flow.Case) ([]Seat, error) {
	given, err := b.Flow.Answers(ctx, q, c, "appoint")
	if err != nil {
		return nil, err
	}
	return Seats(given), nil
}

// Seats reads a panel from the answers of appoint.
func Seats(given form.Answers) (out []Seat) {
	for _, row := range form.Table(given["judges"]) {
		out = append(out, Seat{row["person"], row["name"], row["unit"], row["person"] == given["chief"]})
	}
	return out
}

// Record returns the record of the draw; ok is false if there is none yet.
func (b Book) Record(ctx context.Context, q db.Q, c *flow.Case) (r Record, ok bool, err error) {
	given, err := b.Flow.Answers(ctx, q, c, "draw")
	if err != nil || given["record"] == "" {
		return r, false, err
	}
	if err := json.Unmarshal([]byte(given["record"]), &r); err != nil {
		return r, false, fmt.Errorf("record of %s: %w", c.ID, err)
	}
	return r, true, nil
}

// Counts reports whether the session has a result: from counted on.
func (st *Sitting) Counts() bool { return st.State == "counted" || st.State == "released" }

// Chief returns the person who leads the panel.
func (st *Sitting) Chief() string {
	for _, seat := range st.Panel {
		if seat.Chief {
			return seat.Person
		}
	}
	return ""
}

// Present returns the candidates who are not absent.
func (st *Sitting) Present() (out []Candidate) {
	for _, c := range st.Candidates {
		if !c.Absent {
			out = append(out, c)
		}
	}
	return out
}

// Of returns the sheets of one candidate by judge.
func (st *Sitting) Of(application string) map[string]Sheet {
	out := map[string]Sheet{}
	for _, sh := range st.Sheets {
		if sh.Application == application {
			out[sh.Judge] = sh
		}
	}
	return out
}

// Result reads the locked sheets and reckons. Only what follows the count, and
// guards, may call it.
func (b Book) Result(ctx context.Context, q db.Q, st *Sitting) ([]Line, string, error) {
	given, err := b.Locked(ctx, q, st.Sheets)
	if err != nil {
		return nil, "", err
	}
	var lines []Line
	for _, c := range st.Candidates {
		l := Line{Lot: c.Pos, Application: c.ID, Absent: c.Absent, Marks: make([]Marks, len(st.Panel))}
		of := st.Of(c.ID)
		for i, seat := range st.Panel {
			sh := of[seat.Person]
			if sh.State != "locked" || c.Absent {
				continue
			}
			if l.Marks[i], err = MarksOf(st.Rules.Rubric, given[sh.Case]); err != nil {
				return nil, "", fmt.Errorf("sheet %s: %w", sh.Case, err)
			}
		}
		lines = append(lines, l)
	}
	st.Rules.Reckon(lines)
	return lines, st.Rules.Digest(st.ID, st.Panel, lines), nil
}

// Locked returns what was last locked on each sheet, by case.
func (b Book) Locked(ctx context.Context, q db.Q, sheets []Sheet) (map[string]form.Answers, error) {
	ids := make([]string, len(sheets))
	for i, sh := range sheets {
		ids[i] = sh.Case
	}
	return b.Flow.AnswersOf(ctx, q, ids, "lock")
}

func MarksOf(r programme.Rubric, a form.Answers) (Marks, error) {
	m := make(Marks, len(r.Criteria))
	for i, c := range r.Criteria {
		v, err := score.Parse(a[c.Name])
		if err != nil {
			return nil, err
		}
		m[i] = v
	}
	return m, nil
}

// ByName returns candidates in the order of names, from which nobody reads a
// lot.
func ByName(cs []Candidate) []Candidate {
	out := slices.Clone(cs)
	slices.SortFunc(out, func(x, y Candidate) int { return cmp.Or(cmp.Compare(x.Name, y.Name), cmp.Compare(x.ID, y.ID)) })
	return out
}
