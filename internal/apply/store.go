package apply

import (
	"context"
	"errors"
	"fmt"

	"qinglan/internal/calendar"
	"qinglan/internal/db"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/ident"
	"qinglan/internal/org"
)

// keep saves what a page has sent, and what the case is called by it.
func (s *Slice) keep(ctx context.Context, tx *db.Tx, c *flow.Case, tab string, version int64, a form.Answers) error {
	if err := s.drafts.Keep(ctx, tx, c.ID, tab, version, a); err != nil {
		return err
	}
	region, _ := org.RegionOf(a["region"])
	county, city := c.County, c.City
	if c.State == c.Track.Start {
		county, city = region.Code, region.Parent
	}
	name := a["name"]
	if name == "" {
		name = c.Name
	}
	if err := s.Flow.Retitle(ctx, tx, c.ID, name, a["unit"], county, city); err != nil {
		return err
	}
	if c.State != c.Track.Start {
		return nil
	}
	return s.Flow.SetDue(ctx, tx, *c, deadline(c, county, city))
}

// An index is what lists know of an application.
type index struct {
	Clause, Directions, Post string
	Months                   int
	Warnings                 string
	Host                     string
	idSex, idBirth           string
}

func scanIndex(row db.Row) (r index, err error) {
	err = row.Scan(&r.Clause, &r.Directions, &r.Post, &r.Months, &r.Warnings, &r.Host, &r.idSex, &r.idBirth)
	return r, err
}

func (s *Slice) indexOf(ctx context.Context, q db.Q, caseID string) (index, error) {
	r, err := db.One(ctx, q, scanIndex, `
		SELECT clause, directions, post, months, warnings, host, id_sex, id_birth FROM applications WHERE case_id = $1`, caseID)
	if errors.Is(err, db.ErrNone) {
		return index{}, nil
	}
	return r, err
}

func (s *Slice) keepIndex(ctx context.Context, tx *db.Tx, caseID string, r index) error {
	_, err := tx.ExecContext(ctx, `
		INSERT INTO applications (case_id, clause, directions, post, months, warnings, host, id_sex, id_birth, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
		ON CONFLICT (case_id) DO UPDATE SET clause = excluded.clause, directions = excluded.directions, post = excluded.post,
			months = excluded.months, warnings = excluded.warnings, host = excluded.host, id_sex = excluded.id_sex,
			id_birth = excluded.id_birth, at = excluded.at`,
		caseID, r.Clause, r.Directions, r.Post, r.Months, r.Warnings, r.Host, r.idSex, r.idBirth, db.Millis(s.Flow.Now()))
	if err != nil {
		return fmt.Errorf("keep record of %s: %w", caseID, err)
	}
	return nil
}

// keepIdentity seals the number of a document away, and keeps of a resident's
// number only keyed digests of what it says, to compare with what is filled in.
func (s *Slice) keepIdentity(ctx context.Context, c *flow.Case, idType, number string) error {
	return s.Flow.DB().Tx(ctx, func(tx *db.Tx) error { return s.keepIdentityIn(ctx, tx, c, idType, number) })
}

func (s *Slice) keepIdentityIn(ctx context.Context, tx *db.Tx, c *flow.Case, idType, number string) error {
	if err := s.Identity.Put(ctx, tx, c.Party, idType, number); err != nil {
		return err
	}
	r, err := s.indexOf(ctx, tx, c.ID)
	if err != nil {
		return err
	}
	r.idSex, r.idBirth = "", ""
	if n, err := ident.ParseIDNo(number); err == nil && idType == "resident_id" {
		sex := "1"
		if n.Female() {
			sex = "2"
		}
		y, m, d := n.Birth()
		r.idSex = s.Keys.Blind("id-sex/"+c.ID, sex)
		r.idBirth = s.Keys.Blind("id-birth/"+c.ID, calendar.Date{Y: y, M: m, D: d}.String())
	}
	return s.keepIndex(ctx, tx, c.ID, r)
}

// Words for reviewers.
const (
	warnMonths = "months"
	warnSex    = "sex"
	warnBirth  = "birth"
)

// warned compares what was filled in with the document and the clause.
func (s *Slice) warned(c *flow.Case, r index, a form.Answers) (words []string) {
	if int64(r.Months) < c.Edition.Limit("apply.months").N {
		words = append(words, warnMonths)
	}
	if r.idSex != "" && r.idSex != s.Keys.Blind("id-sex/"+c.ID, a["sex"]) {
		words = append(words, warnSex)
	}
	if r.idBirth != "" && r.idBirth != s.Keys.Blind("id-birth/"+c.ID, a["birth"]) {
		words = append(words, warnBirth)
	}
	return words
}

// unnamed is what a person is called who has only given a mobile number.
const unnamed = "申报人"

// known returns a name that somebody gave, so that a form never proposes
// the word that stands for none.
func known(name string) string {
	if name == unnamed {
		return ""
	}
	return name
}
