package mobilise

import (
	"context"

	"qinglan/internal/casework"
	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/form"
	"qinglan/internal/locality"
	"qinglan/internal/org"
	"qinglan/internal/programme"
)

// Name says who does the work in a region.
func (s *Slice) Name(ctx context.Context, tx *db.Tx, a org.Actor, region string, ans form.Answers) error {
	p, err := locality.Of(s.Flow.Current(), a, region)
	if err != nil {
		return err
	}
	return s.places.Keep(ctx, tx, a, p, 0, ans)
}

// Enter puts a pasted table on the list of a county and returns the ids in its
// order.
func (s *Slice) Enter(ctx context.Context, tx *db.Tx, a org.Actor, county, table string) ([]string, error) {
	p, err := locality.Of(s.Flow.Current(), a, county)
	if err != nil {
		return nil, err
	}
	rows := parse(table, nil)
	if faulty(rows) > 0 {
		return nil, fault.New(fault.Invalid, "名单里有问题，没有保存。")
	}
	if err := s.enter(ctx, tx, a, p, rows); err != nil {
		return nil, err
	}
	all, err := addresseesOf(ctx, tx, p.Edition.Name, p.Code)
	var ids []string
	for _, r := range rows {
		for _, x := range all {
			if x.Kind == r.Typed["kind"] && x.Name == r.Typed["name"] {
				ids = append(ids, x.ID)
			}
		}
	}
	return ids, err
}

// Tell notes that somebody was told.
func (s *Slice) Tell(ctx context.Context, tx *db.Tx, a org.Actor, id, way, words string) error {
	x, err := addresseeOf(ctx, tx, id)
	if err != nil {
		return err
	}
	return s.noteIn(ctx, tx, a, x, saying{Way: way, Note: words, Urge: !x.Told.IsZero(), Origin: s.Origin})
}

// Follow opens the notice by the link of an addressee.
func (s *Slice) Follow(ctx context.Context, tx *db.Tx, id string) error {
	return s.follow(ctx, tx, addressee{ID: id})
}

// Came notes that a case began by the link of an addressee.
func (s *Slice) Came(ctx context.Context, tx *db.Tx, caseID, id string) error {
	return keepArrival(ctx, tx, caseID, id, s.Flow.Now())
}

// Link returns the path of the link of an addressee.
func (s *Slice) Link(id string) string { return "/to/" + s.token(id) }

// SilentFor returns how many of a county are silent now.
func (s *Slice) SilentFor(ctx context.Context, county string) (int, error) {
	return s.silentHere(ctx, org.Actor{Role: programme.County, Organ: org.Organisation{Region: county}})
}

var _ casework.Slice = (*Slice)(nil)
