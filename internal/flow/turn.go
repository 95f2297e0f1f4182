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

// Turn returns whose turn it is on c, as a may know it. A case that waits for
// nobody, such as a valid certificate, has a turn while a move is approved
// inside an office, for the people of that office.
func (s *Store) Turn(ctx context.Context, q db.Q, c *Case, a org.Actor) (Turn, error) {
	st := c.Now()
	t := Turn{Role: st.Turn, Since: c.Since, Due: c.Due, Basis: st.Basis, Late: c.Late(s.now())}
	if err := s.whose(ctx, q, c, a, &t); err != nil {
		return t, err
	}
	p, err := s.Pending(ctx, q, c)
	if err != nil || p == nil || p.Organ != a.Organ.ID && a.Role != programme.Auditor {
		return t, err
	}
	step, err := s.StepOf(ctx, q, c, p)
	if err != nil {
		return t, err
	}
	t.Inside = step.Label
	if t.Role == "" {
		err = s.organTurn(ctx, q, &t, func() (org.Organisation, error) {
			o, err := s.orgs.Organisation(ctx, q, p.Organ)
			t.Role, t.Since = o.Role, p.At
			return o, err
		})
	}
	return t, err
}

// whose fills in who has the turn that the state of c gives.
func (s *Store) whose(ctx context.Context, q db.Q, c *Case, a org.Actor, t *Turn) error {
	t.Mine = t.Role != "" && t.Role == a.Role && c.holds(a) || t.Role == programme.Addressee && c.Party == a.Organ.ID
	switch t.Role {
	case "":
	case programme.Applicant:
		t.Who = c.Name
	case programme.Employer:
		t.Who = c.Unit
	case programme.Addressee, programme.Institution, programme.Buyer:
		return s.organTurn(ctx, q, t, func() (org.Organisation, error) { return s.orgs.Organisation(ctx, q, c.Party) })
	default:
		return s.organTurn(ctx, q, t, func() (org.Organisation, error) { return s.orgs.Organ(ctx, q, t.Role, c.Region(t.Role)) })
	}
	return nil
}

func (s *Store) organTurn(ctx context.Context, q db.Q, t *Turn, organ func() (org.Organisation, error)) error {
	o, err := organ()
	t.Who, t.Contact, t.Phone = o.Name, o.Contact, o.Phone
	return err
}
