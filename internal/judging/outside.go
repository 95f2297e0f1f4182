package judging

import (
	"context"
	"encoding/json"
	"fmt"

	"qinglan/internal/calendar"
	"qinglan/internal/db"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/org"
	"qinglan/internal/sitting"
)

// Lots returns the answers of the draw of c, whose record follows from the
// secrets and whoever stands on its roster now.
func (s *Slice) Lots(ctx context.Context, q db.Q, c *flow.Case, a org.Actor, supervisor string, secrets [2]string) (form.Answers, error) {
	about, err := s.Flow.Given(ctx, q, c.ID, 1)
	if err != nil {
		return nil, err
	}
	members, err := s.Flow.Members(ctx, q, c.ID)
	if err != nil {
		return nil, err
	}
	r, err := sitting.DrawLots(sitting.Record{
		ID: c.ID, Time: calendar.Exact(s.Flow.Now()), Place: about["place"], Drawer: a.Name,
		Supervisor: supervisor, Secrets: secrets,
	}, applications(members))
	if err != nil {
		return nil, err
	}
	body, err := json.Marshal(r)
	return form.Answers{"drawer": secrets[0], "witness": secrets[1], "supervisor": supervisor, "record": string(body)}, err
}

// SheetsOf returns the sheets of a session with their states, never their
// marks. Whoever asks has checked who reads them.
func (s *Slice) SheetsOf(ctx context.Context, q db.Q, session string) ([]sitting.Sheet, error) {
	return s.book.Sheets(ctx, q, session)
}

// Signing returns the answers by which somebody signs the result of c as it is.
func (s *Slice) Signing(ctx context.Context, q db.Q, c *flow.Case, a org.Actor) (form.Answers, error) {
	st, err := s.book.Read(ctx, q, c)
	if err != nil {
		return nil, err
	}
	_, digest, err := s.book.Result(ctx, q, st)
	return form.Answers{"as": a.Name, "digest": digest}, err
}

// MissIn notes that a candidate of the session did not come.
func (s *Slice) MissIn(ctx context.Context, tx *db.Tx, c *flow.Case, a org.Actor, application string) error {
	at, err := s.Flow.Load(ctx, tx, application)
	if err != nil {
		return err
	}
	members, err := s.Flow.Members(ctx, tx, c.ID)
	if err != nil {
		return err
	}
	for _, m := range members {
		if m.Case != application {
			continue
		}
		if _, err := s.Flow.MoveByList(ctx, tx, *at, "miss", a, form.Answers{"session": c.ID}); err != nil {
			return err
		}
		m.Held, m.Note = true, "absent"
		return s.Flow.PutMember(ctx, tx, m)
	}
	return fmt.Errorf("%s is not in session %s", application, c.ID)
}
