package purchase

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/job"
)

// told is the task that tells a lecturer of an invitation.
func told(id string) job.Task { return job.Task{Name: "tell", Key: id + "/1"} }

// valid returns everybody of the register: it is public, and says here what
// the public page says.
func valid(ctx context.Context, q db.Q) ([]Candidate, error) {
	return db.All(ctx, q, func(row db.Row) (c Candidate, err error) {
		err = row.Scan(&c.Certificate, &c.Person, &c.Name, &c.Unit, &c.Number, &c.City)
		return c, err
	}, `SELECT id, party, name, unit, no, city FROM cases WHERE track = 'certificate' AND state = 'valid' ORDER BY no, id`)
}

const proposalColumns = `certificate, person, name, unit, number, city, directions, near`

func scanProposal(row db.Row) (c Candidate, err error) {
	var directions string
	err = row.Scan(&c.Certificate, &c.Person, &c.Name, &c.Unit, &c.Number, &c.City, &directions, &c.Near)
	c.Directions = form.List(directions)
	return c, err
}

func insertProposals(ctx context.Context, tx *db.Tx, purchase string, list []Candidate) error {
	for i, c := range list {
		_, err := tx.ExecContext(ctx, `INSERT INTO purchase_proposals (purchase, pos, `+proposalColumns+`)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`, purchase, i+1,
			c.Certificate, c.Person, c.Name, c.Unit, c.Number, c.City, strings.Join(c.Directions, "\n"), c.Near)
		if err != nil {
			return fmt.Errorf("keep proposal %d of %s: %w", i+1, purchase, err)
		}
	}
	return nil
}

// proposals returns the order of a purchase, first to last.
func proposals(ctx context.Context, q db.Q, purchase string) ([]Candidate, error) {
	return db.All(ctx, q, scanProposal, `SELECT `+proposalColumns+` FROM purchase_proposals WHERE purchase = $1 ORDER BY pos`, purchase)
}

func proposalOf(ctx context.Context, q db.Q, purchase, certificate string) (Candidate, error) {
	c, err := db.One(ctx, q, scanProposal, `SELECT `+proposalColumns+` FROM purchase_proposals
		WHERE purchase = $1 AND certificate = $2`, purchase, certificate)
	if errors.Is(err, db.ErrNone) {
		return c, fault.New(fault.Missing, "推荐名单里没有这位讲师。")
	}
	return c, err
}

// takeRow notes an engagement and reports whether it is the person's first for
// the purchase.
func takeRow(ctx context.Context, tx *db.Tx, purchase, person, engagement string) (bool, error) {
	n, err := db.Changed(tx.ExecContext(ctx, `INSERT INTO purchase_engagements (purchase, person, engagement) VALUES ($1, $2, $3)
		ON CONFLICT (purchase, person) DO NOTHING`, purchase, person, engagement))
	if err != nil {
		return false, fmt.Errorf("engage for %s: %w", purchase, err)
	}
	return n == 1, nil
}

// engagements returns the engagements of a purchase by person, whoever asks:
// the right to the purchase was asked before.
func (s *Slice) engagements(ctx context.Context, q db.Q, purchase string) (map[string]*flow.Case, error) {
	type row struct{ person, id string }
	rows, err := db.All(ctx, q, func(x db.Row) (r row, err error) {
		err = x.Scan(&r.person, &r.id)
		return r, err
	}, `SELECT person, engagement FROM purchase_engagements WHERE purchase = $1 ORDER BY engagement`, purchase)
	out := map[string]*flow.Case{}
	for _, r := range rows {
		c, err := s.Flow.Load(ctx, q, r.id)
		if err != nil {
			return nil, err
		}
		out[r.person] = c
	}
	return out, err
}
