package committee

import (
	"context"
	"encoding/json"

	"qinglan/internal/calendar"
	"qinglan/internal/db"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/org"
	"qinglan/internal/programme"
)

// Draft drafts an invitation to a platform under an id.
func (s *Slice) Draft(ctx context.Context, a org.Actor, id, platform string) error {
	return s.invite(ctx, a, id, platform)
}

// Letter returns the letter of an invitation in the words of the edition.
func (s *Slice) Letter(ctx context.Context, c *flow.Case) (form.Answers, error) {
	o, err := s.Flow.Orgs().Organ(ctx, s.Flow.DB(), programme.Province, "")
	return letter(c.Edition, c.Party, o), err
}

// Reply keeps what a platform answers by its link.
func (s *Slice) Reply(ctx context.Context, c *flow.Case, move string, answers form.Answers) error {
	return s.reply(ctx, c, c.Seq, move, answers)
}

// Call calls a meeting about entries under an id.
func (s *Slice) Call(ctx context.Context, a org.Actor, id string, about form.Answers, entries []flow.Case) error {
	return s.call(ctx, a, id, about, entries)
}

// Everybody returns an attendance at which every member in office was present,
// the first of them leading.
func (s *Slice) Everybody(ctx context.Context, q db.Q) (form.Answers, error) {
	members, err := s.members(ctx, q, calendar.Day(s.Flow.Now()))
	if err != nil {
		return nil, err
	}
	var rows []form.Answers
	for i, m := range members {
		row := form.Answers{"case": m.Invitation, "name": m.Name, "was": "present"}
		if i == 0 {
			row["chair"] = "yes"
		}
		rows = append(rows, row)
	}
	text, err := json.Marshal(rows)
	return form.Answers{"attendance": string(text)}, err
}

// Signing returns what each member present signs, by who they are.
func (s *Slice) Signing(ctx context.Context, q db.Q, c *flow.Case) (map[string]form.Answers, error) {
	m, err := s.meeting(ctx, q, c)
	if err != nil {
		return nil, err
	}
	out := map[string]form.Answers{}
	for _, at := range m.present() {
		out[at.Seat.Post] = form.Answers{"digest": m.Digest}
	}
	return out, nil
}
