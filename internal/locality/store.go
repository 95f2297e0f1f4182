package locality

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"

	"qinglan/internal/db"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/org"
	"qinglan/internal/vault"
)

// A Store keeps who does the work where, and reads what was found there; it
// alone writes bodies.
type Store struct {
	flow *flow.Store
	keys *vault.Keys
}

// New returns the store over f, with the keys of the installation.
func New(f *flow.Store, keys *vault.Keys) Store { return Store{f, keys} }

// A Body is who does the work in a place.
type Body struct {
	Region, City        string
	Version             int64
	Unit, Person, Phone string
}

const columns = `edition, region, city, version, unit, person, phone`

func (s Store) scan(row db.Row) (b Body, err error) {
	var edition, phone string
	if err = row.Scan(&edition, &b.Region, &b.City, &b.Version, &b.Unit, &b.Person, &phone); err != nil {
		return b, err
	}
	raw, err := base64.RawStdEncoding.DecodeString(phone)
	if err != nil {
		return b, fmt.Errorf("phone of the body of %s: %w", b.Region, err)
	}
	plain, err := s.keys.Open(raw, phoneOf(edition, b.Region))
	b.Phone = string(plain)
	return b, err
}

// phoneOf binds a sealed telephone to its row.
func phoneOf(edition, region string) []byte { return []byte("bodies/phone/" + edition + "/" + region) }

// Body returns who does the work in a region, and whether it is said.
func (s Store) Body(ctx context.Context, q db.Q, edition, region string) (Body, bool, error) {
	b, err := db.One(ctx, q, s.scan, `SELECT `+columns+` FROM bodies WHERE edition = $1 AND region = $2`, edition, region)
	if errors.Is(err, db.ErrNone) {
		return Body{}, false, nil
	}
	return b, err == nil, err
}

// Bodies returns what is said in an edition, in one city with its counties or
// everywhere.
func (s Store) Bodies(ctx context.Context, q db.Q, edition, city string) (map[string]Body, error) {
	all, err := db.All(ctx, q, s.scan, `SELECT `+columns+` FROM bodies
		WHERE edition = $1 AND ($2 = '' OR city = $2 OR region = $2) ORDER BY region`, edition, city)
	out := map[string]Body{}
	for _, b := range all {
		out[b.Region] = b
	}
	return out, err
}

// Keep saves what a page that showed version has sent: unit, person, phone.
func (s Store) Keep(ctx context.Context, tx *db.Tx, a org.Actor, p Place, version int64, ans form.Answers) error {
	e := p.Edition.Name
	city := ""
	if p.Level == "county" {
		city = p.Parent
	}
	phone := base64.RawStdEncoding.EncodeToString(s.keys.Seal([]byte(ans["phone"]), phoneOf(e, p.Code)))
	n, err := db.Changed(tx.ExecContext(ctx, `
		INSERT INTO bodies (edition, region, city, version, unit, person, phone, saver, at) VALUES ($1, $2, $3, 1, $4, $5, $6, $7, $8)
		ON CONFLICT (edition, region) DO UPDATE SET version = bodies.version + 1, unit = excluded.unit, person = excluded.person,
			phone = excluded.phone, saver = excluded.saver, at = excluded.at
		WHERE bodies.version = $9`,
		e, p.Code, city, ans["unit"], ans["person"], phone, a.Person, db.Millis(s.flow.Now()), version))
	if err != nil {
		return fmt.Errorf("keep body of %s: %w", p.Code, err)
	}
	if n == 0 {
		return ErrStale
	}
	return s.flow.Log(ctx, tx, a, "body", "/mobilise/"+p.Code, form.Answers{"edition": e, "unit": ans["unit"]})
}
