package flow

import (
	"context"
	"time"

	"qinglan/internal/db"
	"qinglan/internal/law"
	"qinglan/internal/org"
	"qinglan/internal/programme"
)

// A Turn says whose move a case waits for: who, since when, by when, whom to
// call, and the clause. Nobody's turn has no Role.
type Turn struct {
	Role    programme.Role
	Who     string // organisation or person
	Contact string
	Phone   string
	Since   time.Time
	Due     time.Time
	Late    bool
	Basis   law.Clause
	Mine    bool   // the actor's
	Inside  string // step of the internal chain it waits for; the organ's own people see it
}

// Turn returns whose turn it is on c, as a may know it.
func (s *Store) Turn(ctx context.Context, q db.Q, c *Case, a org.Actor) (Turn, error) {
	st := c.Now()
	t := Turn{Role: st.Turn, Since: c.Since, Due: c.Due, Basis: st.Basis, Late: c.Late(s.now())}
	if st.Turn == "" {
		return t, nil
	}
	t.Mine = st.Turn == a.Role && c.holds(a) || st.Turn == programme.Addressee && c.Party == a.Organ.ID
	var err error
	switch st.Turn {
	case programme.Applicant:
		t.Who = c.Name
	case programme.Employer:
		t.Who = c.Unit
	case programme.Addressee:
		err = s.organTurn(ctx, q, &t, func() (org.Organisation, error) { return s.orgs.Organisation(ctx, q, c.Party) })
	default:
		err = s.organTurn(ctx, q, &t, func() (org.Organisation, error) { return s.orgs.Organ(ctx, q, st.Turn, c.Region(st.Turn)) })
	}
	if err != nil {
		return t, err
	}
	p, err := s.Pending(ctx, q, c)
	if err != nil || p == nil {
		return t, err
	}
	step, err := s.StepOf(ctx, q, c, p)
	if p.Organ == a.Organ.ID || a.Role == programme.Auditor {
		t.Inside = step.Label
	}
	return t, err
}

func (s *Store) organTurn(ctx context.Context, q db.Q, t *Turn, organ func() (org.Organisation, error)) error {
	o, err := organ()
	t.Who, t.Contact, t.Phone = o.Name, o.Contact, o.Phone
	return err
}
