package org

import (
	"context"
	"errors"
	"fmt"
	"time"

	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/programme"
)

// A Store keeps organisations, people and posts.
type Store struct {
	db *db.DB
}

// NewStore returns the store on d.
func NewStore(d *db.DB) *Store { return &Store{d} }

const organColumns = `id, name, role, region, contact, phone, address`

func scanOrgan(row interface{ Scan(...any) error }) (o Organisation, err error) {
	err = row.Scan(&o.ID, &o.Name, &o.Role, &o.Region, &o.Contact, &o.Phone, &o.Address)
	return o, err
}

// AddOrganisation keeps o; an organisation of that id stays as it is.
func (s *Store) AddOrganisation(ctx context.Context, tx *db.Tx, o Organisation) error {
	_, err := tx.ExecContext(ctx, `
		INSERT INTO organisations (id, name, role, region, contact, phone, address)
		VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (id) DO NOTHING`,
		o.ID, o.Name, o.Role, o.Region, o.Contact, o.Phone, o.Address)
	if err != nil {
		return fmt.Errorf("add organisation %s: %w", o.ID, err)
	}
	return nil
}

// AddPerson keeps a person of that id and name.
func (s *Store) AddPerson(ctx context.Context, tx *db.Tx, id, name string, now time.Time) error {
	_, err := tx.ExecContext(ctx, `
		INSERT INTO people (id, name, created) VALUES ($1, $2, $3) ON CONFLICT (id) DO NOTHING`,
		id, name, db.Millis(now))
	if err != nil {
		return fmt.Errorf("add person %s: %w", id, err)
	}
	return nil
}

// Rename sets the name a person goes by.
func (s *Store) Rename(ctx context.Context, tx *db.Tx, person, name string) error {
	_, err := tx.ExecContext(ctx, `UPDATE people SET name = $1 WHERE id = $2`, name, person)
	return err
}

// AddPost gives a person a post.
func (s *Store) AddPost(ctx context.Context, tx *db.Tx, p Post) error {
	_, err := tx.ExecContext(ctx, `
		INSERT INTO posts (id, person, organisation, role, rank, title)
		VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (id) DO NOTHING`,
		p.ID, p.Person, p.Organisation.ID, p.Role, p.Rank, p.Title)
	if err != nil {
		return fmt.Errorf("add post %s: %w", p.ID, err)
	}
	return nil
}

// Organ returns the organisation that has the role in the region, such as the
// county authority of 330782. Roles of the province have one organ for all.
func (s *Store) Organ(ctx context.Context, q db.Q, role programme.Role, region string) (Organisation, error) {
	switch role {
	case programme.County, programme.City, programme.Payer:
	default:
		region = "330000"
	}
	o, err := db.One(ctx, q, scanOrgan,
		`SELECT `+organColumns+` FROM organisations WHERE role = $1 AND region = $2 ORDER BY id LIMIT 1`, role, region)
	if errors.Is(err, db.ErrNone) {
		return o, fault.New(fault.Missing, "没有找到负责的单位。")
	}
	return o, err
}

// Organisation returns the organisation of that id.
func (s *Store) Organisation(ctx context.Context, q db.Q, id string) (Organisation, error) {
	o, err := db.One(ctx, q, scanOrgan, `SELECT `+organColumns+` FROM organisations WHERE id = $1`, id)
	if errors.Is(err, db.ErrNone) {
		return o, fault.New(fault.Missing, "没有找到负责的单位。")
	}
	return o, err
}

// Organisations returns all organisations of a role, by region and id.
func (s *Store) Organisations(ctx context.Context, q db.Q, role programme.Role) ([]Organisation, error) {
	return db.All(ctx, q, scanOrgan,
		`SELECT `+organColumns+` FROM organisations WHERE role = $1 ORDER BY region, id`, role)
}

const postColumns = `p.id, p.person, n.name, p.role, p.rank, p.title,
	o.id, o.name, o.role, o.region, o.contact, o.phone, o.address`

const postTables = ` FROM posts p JOIN people n ON n.id = p.person JOIN organisations o ON o.id = p.organisation `

func scanPost(row interface{ Scan(...any) error }) (p Post, err error) {
	o := &p.Organisation
	err = row.Scan(&p.ID, &p.Person, &p.Name, &p.Role, &p.Rank, &p.Title,
		&o.ID, &o.Name, &o.Role, &o.Region, &o.Contact, &o.Phone, &o.Address)
	return p, err
}

// Posts returns the posts a person holds now, by id.
func (s *Store) Posts(ctx context.Context, q db.Q, person string) ([]Post, error) {
	return db.All(ctx, q, scanPost,
		`SELECT `+postColumns+postTables+`WHERE p.person = $1 AND p.ended = 0 ORDER BY p.id`, person)
}

// Post returns the post of that id.
func (s *Store) Post(ctx context.Context, q db.Q, id string) (Post, error) {
	p, err := db.One(ctx, q, scanPost, `SELECT `+postColumns+postTables+`WHERE p.id = $1 AND p.ended = 0`, id)
	if errors.Is(err, db.ErrNone) {
		return p, fault.New(fault.Missing, "没有找到这个岗位。")
	}
	return p, err
}

// Staff returns everybody with a post in an organisation, by rank and id.
func (s *Store) Staff(ctx context.Context, q db.Q, organisation string) ([]Post, error) {
	return db.All(ctx, q, scanPost,
		`SELECT `+postColumns+postTables+`WHERE p.organisation = $1 AND p.ended = 0 ORDER BY p.rank, p.id`, organisation)
}

// Holders returns everybody with a post of that role, by id.
func (s *Store) Holders(ctx context.Context, q db.Q, role programme.Role) ([]Post, error) {
	return db.All(ctx, q, scanPost,
		`SELECT `+postColumns+postTables+`WHERE p.role = $1 AND p.ended = 0 ORDER BY p.id`, role)
}

// Name returns the name of a person; somebody unknown has none.
func (s *Store) Name(ctx context.Context, q db.Q, person string) (string, error) {
	var name string
	err := q.QueryRowContext(ctx, `SELECT name FROM people WHERE id = $1`, person).Scan(&name)
	if errors.Is(err, db.ErrNone) {
		return "", nil
	}
	return name, err
}
