package institution

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"time"

	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/org"
)

// A house is an institution as it founded itself.
type house struct {
	Organ, County, City, Founder string
	At                           time.Time
	sealed                       string
}

const houseQuery = `SELECT organ, county, city, founder, at, uscc FROM institutions `

func scanHouse(row db.Row) (h house, err error) {
	var at int64
	err = row.Scan(&h.Organ, &h.County, &h.City, &h.Founder, &at, &h.sealed)
	h.At = db.Time(at)
	return h, err
}

func usccPlace(organ string) []byte { return []byte("institutions/" + organ) }

// houseOf returns what an organisation has founded, and whether it has.
func (s *Slice) houseOf(ctx context.Context, q db.Q, organ string) (house, bool, error) {
	h, err := db.One(ctx, q, scanHouse, houseQuery+`WHERE organ = $1`, organ)
	if errors.Is(err, db.ErrNone) {
		return house{}, false, nil
	}
	return h, err == nil, err
}

// uscc opens the code of an institution.
func (s *Slice) uscc(h house) (string, error) {
	raw, err := base64.RawStdEncoding.DecodeString(h.sealed)
	if err != nil {
		return "", fmt.Errorf("code of %s: %w", h.Organ, err)
	}
	plain, err := s.Keys.Open(raw, usccPlace(h.Organ))
	return string(plain), err
}

// keepHouse founds an institution; a code that another has is a Closed fault
// that says whom to ask.
func (s *Slice) keepHouse(ctx context.Context, tx *db.Tx, organ, code string, region org.Region, a org.Actor) error {
	sealed := base64.RawStdEncoding.EncodeToString(s.Keys.Seal([]byte(code), usccPlace(organ)))
	blind := s.Keys.Blind("uscc", code)
	n, err := db.Changed(tx.ExecContext(ctx, `
		INSERT INTO institutions (organ, blind, uscc, county, city, founder, at) VALUES ($1, $2, $3, $4, $5, $6, $7)
		ON CONFLICT DO NOTHING`, organ, blind, sealed, region.Code, region.Parent, a.Person, db.Millis(s.Flow.Now())))
	if err != nil {
		return fmt.Errorf("found institution %s: %w", organ, err)
	}
	if n == 0 {
		return fault.New(fault.Closed, "这个统一社会信用代码的机构已经注册。请向最先注册的同事索取邀请链接，不要重复注册。")
	}
	return nil
}

// A dossier is what an institution keeps about itself.
type dossier struct {
	Version int64
	Answers form.Answers
	At      time.Time
}

func dossierPlace(organ string) []byte { return []byte("dossiers/" + organ) }

// dossierOf returns the dossier of an organisation; a new one is empty.
func (s *Slice) dossierOf(ctx context.Context, q db.Q, organ string) (dossier, error) {
	d, err := db.One(ctx, q, func(row db.Row) (d dossier, err error) {
		var body string
		var at int64
		if err = row.Scan(&d.Version, &body, &at); err != nil {
			return d, err
		}
		d.At = db.Time(at)
		raw, err := base64.RawStdEncoding.DecodeString(body)
		if err != nil {
			return d, err
		}
		plain, err := s.Keys.Open(raw, dossierPlace(organ))
		if err != nil {
			return d, err
		}
		d.Answers, err = form.Parse(plain)
		return d, err
	}, `SELECT version, body, at FROM dossiers WHERE organ = $1`, organ)
	if errors.Is(err, db.ErrNone) {
		return dossier{Answers: form.Answers{}}, nil
	}
	return d, err
}

var errTabs = fault.New(fault.Stale, "档案在别的页面上改过，为免覆盖，刚才的内容没有保存。请核对后再保存。")

// keepDossier saves what a page that showed version has sent.
func (s *Slice) keepDossier(ctx context.Context, tx *db.Tx, a org.Actor, version int64, ans form.Answers) error {
	body := base64.RawStdEncoding.EncodeToString(s.Keys.Seal(ans.JSON(), dossierPlace(a.Organ.ID)))
	n, err := db.Changed(tx.ExecContext(ctx, `
		INSERT INTO dossiers (organ, version, body, person, at) VALUES ($1, 1, $2, $3, $4)
		ON CONFLICT (organ) DO UPDATE SET version = dossiers.version + 1, body = excluded.body, person = excluded.person, at = excluded.at
		WHERE dossiers.version = $5`, a.Organ.ID, body, a.Person, db.Millis(s.Flow.Now()), version))
	if err != nil {
		return fmt.Errorf("keep dossier of %s: %w", a.Organ.ID, err)
	}
	if n == 0 {
		return errTabs
	}
	return nil
}

// recommended counts what a place has recommended in an edition, but for one
// case: those the city keeps and all that it has reported. The place is a
// county if the edition says so.
func recommended(ctx context.Context, q db.Q, c *flow.Case) (n int64, err error) {
	column, region := "city", c.City
	if c.Edition.Limit("inst.scope").N == 2 && c.County != "" {
		column, region = "county", c.County
	}
	err = q.QueryRowContext(ctx, `
		SELECT COUNT(*) FROM cases WHERE edition = $1 AND track = 'institution' AND `+column+` = $2 AND id <> $3
			AND state IN ('recommended', 'reported', 'accepted', 'assessed', 'selected', 'reserve', 'not-selected', 'not-accepted', 'ended')`,
		c.Edition.Name, region, c.ID).Scan(&n)
	return n, err
}

// waiting counts the institutions that a city has still to decide about.
func waiting(ctx context.Context, q db.Q, edition, city string) (n int64, err error) {
	err = q.QueryRowContext(ctx, `
		SELECT COUNT(*) FROM cases WHERE edition = $1 AND track = 'institution' AND city = $2 AND state = 'at-city'`,
		edition, city).Scan(&n)
	return n, err
}
