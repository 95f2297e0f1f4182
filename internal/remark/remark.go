// Package remark is what an office notes for itself on a case (便笺): the
// telephone calls it made (电话记录), on which day to call again, and what one
// colleague asks another (征求意见). It promises that nobody outside the office
// reads any of it, that it changes no state, and that a note once written stays
// as it was written.
package remark

import (
	"context"
	"slices"
	"time"

	"qinglan/internal/calendar"
	"qinglan/internal/casework"
	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/org"
	"qinglan/internal/programme"
)

// Kinds of remarks.
const (
	call   = "call"
	ask    = "ask"
	answer = "answer"
)

// offices are those who call and ask.
var offices = []programme.Role{programme.County, programme.City, programme.Province, programme.Association}

// callers are those who call applicants from a list.
var callers = []programme.Role{programme.County, programme.City}

// tracks are those whose party is somebody to call.
var tracks = []string{"application", "institution", "entry"}

// A Slice is this part of the house.
type Slice struct{ *casework.House }

// New returns the slice.
func New(h *casework.House) *Slice { return &Slice{h} }

// Tracks are those without which there is nothing to do here.
func (s *Slice) Tracks() []string { return tracks[:1] }

// Register shows remarks where their case is, and what waits on the desk.
func (s *Slice) Register() {
	for _, t := range tracks {
		s.Section(t, s.section)
	}
	s.Desk(casework.DeskPart{Roles: offices, Show: s.onDesk})
	s.Quick(casework.Quick{
		Text: "待打电话", Href: "/calls#calls", Note: "到期回电和退回未补正的", Roles: callers,
		Count: func(ctx context.Context, a org.Actor) (int, error) {
			list, err := s.list(ctx, a)
			return len(list), err
		},
	})
}

// A Remark is one note.
type Remark struct {
	ID, Case, Organ, Person string
	Kind, Asked, Parent     string
	Follow                  string
	Said                    form.Answers
	At                      time.Time
	Settled                 bool
}

// callForm is what is noted of a call.
var callForm = []form.Question{
	{Name: "outcome", Label: "结果", Kind: form.Pick, Choices: []form.Choice{
		{Value: "reached", Label: "接通"}, {Value: "missed", Label: "无人接听"}, {Value: "wrong", Label: "号码有误"},
	}},
	{Name: "who", Label: "接听人", Kind: form.Text, Max: 30, Optional: true, Hint: "例如：本人"},
	{Name: "note", Label: "说了什么", Kind: form.Prose, Max: 300, Optional: true},
	{Name: "follow", Label: "再打的日期", Kind: form.Date, Optional: true, Hint: "到那天列入“待打电话”"},
}

// answerForm is what a colleague answers.
var answerForm = []form.Question{{Name: "text", Label: "意见", Kind: form.Prose, Max: 500}}

// askForm is what a colleague is asked; nil if there is none to ask.
func (s *Slice) askForm(ctx context.Context, a org.Actor) ([]form.Question, error) {
	staff, err := s.Flow.Orgs().Staff(ctx, s.Flow.DB(), a.Organ.ID)
	if err != nil {
		return nil, err
	}
	to := form.Question{Name: "asked", Label: "问哪位同事", Kind: form.Select}
	for _, p := range staff {
		if p.Role == a.Role && p.Person != a.Person {
			to.Choices = append(to.Choices, form.Choice{Value: p.Person, Label: p.Name + " " + p.Title})
		}
	}
	if len(to.Choices) == 0 {
		return nil, nil
	}
	return []form.Question{to, {Name: "text", Label: "想请他看什么", Kind: form.Prose, Max: 300}}, nil
}

var errAnswered = fault.New(fault.Stale, "这条征求意见已经答复，请看过最新情况。")

// write keeps a remark under the id of the page.
func (s *Slice) write(ctx context.Context, r Remark) error {
	return s.Flow.DB().Tx(ctx, func(tx *db.Tx) error {
		first, err := s.insert(ctx, tx, r)
		if err != nil || !first {
			return err
		}
		switch r.Kind {
		case call: // whoever has called has done what an earlier note asked for
			return settleFollows(ctx, tx, r.Case, r.Organ, r.ID, s.Flow.Now())
		case answer:
			n, err := settleAsk(ctx, tx, r.Parent, r.Organ, r.Person, s.Flow.Now())
			if err == nil && n == 0 {
				err = errAnswered
			}
			return err
		}
		return nil
	})
}

// A toCall is a line of the list of calls.
type toCall struct {
	Case   flow.Case
	Phone  string
	Why    string
	Follow string // the day agreed, if one was
	Last   *Remark
}

// owing are the states in which an applicant owes their office something.
var owing = []string{"fix-county", "fix-city"}

// list returns whom a's office has to call: those to be called again today or
// before, then those sent back who have not been reached since.
func (s *Slice) list(ctx context.Context, a org.Actor) (out []toCall, err error) {
	today := calendar.Day(s.Flow.Now()).String()
	follows, err := s.follows(ctx, a.Organ.ID, today)
	if err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	for i := range follows {
		c, err := s.Flow.Find(ctx, a, follows[i].Case)
		if fault.Of(err) == fault.Missing {
			continue // it has left this office
		}
		if err != nil {
			return nil, err
		}
		seen[c.ID] = true
		out = append(out, toCall{Case: *c, Follow: follows[i].Follow, Last: &follows[i]})
	}
	e := s.Flow.Current()
	for _, track := range []string{"application", "institution"} {
		if _, ok := e.Track(track); !ok {
			continue
		}
		cs, err := s.Flow.Cases(ctx, a, flow.Filter{Edition: e.Name, Track: track, States: owing})
		if err != nil {
			return nil, err
		}
		slices.SortStableFunc(cs, casework.ByDue)
		for i := range cs {
			if seen[cs[i].ID] {
				continue
			}
			last, err := s.lastCall(ctx, cs[i].ID, a.Organ.ID)
			if err != nil {
				return nil, err
			}
			if last != nil && (last.Said["outcome"] == "reached" && last.At.After(cs[i].Since) || last.Follow > today && !last.Settled) {
				continue
			}
			out = append(out, toCall{Case: cs[i], Last: last})
		}
	}
	return out, nil
}

// phoneOf returns the number to call for a case, if a may read it.
func (s *Slice) phoneOf(ctx context.Context, c *flow.Case, a org.Actor) (string, error) {
	from := c
	if c.Track.Name == "entry" {
		var err error
		if from, err = s.Flow.Load(ctx, s.Flow.DB(), c.Parent); fault.Of(err) == fault.Missing {
			return "", nil // an entry of a list that was brought in, with no application here
		} else if err != nil {
			return "", err
		}
	}
	qs, said, err := s.SentOf(ctx, s.Flow.DB(), from)
	if err != nil {
		return "", err
	}
	for _, q := range casework.Readable(from.Edition, qs, a.Role) {
		if q.Name == "phone" {
			return said["phone"], nil
		}
	}
	return "", nil
}
