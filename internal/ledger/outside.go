package ledger

import (
	"context"
	"slices"

	"qinglan/internal/db"
	"qinglan/internal/org"
)

// Give gives a task to the offices of these regions and returns the duties in
// their order.
func (s *Slice) Give(ctx context.Context, tx *db.Tx, a org.Actor, title, about, day string, regions ...string) ([]string, error) {
	owners, err := s.below(ctx, a)
	if err != nil {
		return nil, err
	}
	owners = slices.DeleteFunc(owners, func(o org.Organisation) bool { return !slices.Contains(regions, o.Region) })
	c := charge{ID: db.NewID(), Edition: s.Flow.Current().Name, Organ: a.Organ.ID, Title: title, About: about, Person: a.Person, At: s.Flow.Now()}
	if c.Due, err = dueOf(day); err != nil {
		return nil, err
	}
	if err := keepCharge(ctx, tx, a, c, owners); err != nil {
		return nil, err
	}
	return db.All(ctx, tx, func(row db.Row) (id string, err error) { err = row.Scan(&id); return id, err },
		`SELECT id FROM duties WHERE charge = $1 ORDER BY region, id`, c.ID)
}

// Act makes an act on a duty.
func (s *Slice) Act(ctx context.Context, tx *db.Tx, a org.Actor, id, act, text string) error {
	d, err := dutyOf(ctx, tx, id)
	if err == nil {
		err = mayAct(a, d, act)
	}
	if err != nil {
		return err
	}
	return advance(ctx, tx, a, d, act, text, s.Flow.Now())
}
