package apply

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"

	"qinglan/internal/calendar"
	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/ident"
	"qinglan/internal/org"
)

// A draft is what is being written.
type draft struct {
	Version int64
	Tab     string // the page that saved last
	Answers form.Answers
	At      int64
}

var errTabs = fault.New(fault.Stale, "这份申报在别的页面上改过，为免覆盖，刚才的内容没有保存。请核对后再保存。")

func draftPlace(caseID string) []byte { return []byte("drafts/" + caseID) }

// drafted returns the draft of c, or else what was sent last.
func (s *Slice) drafted(ctx context.Context, q db.Q, c *flow.Case) (draft, error) {
	d, err := db.One(ctx, q, func(row db.Row) (d draft, err error) {
		var body string
		if err = row.Scan(&d.Version, &d.Tab, &body, &d.At); err != nil {
			return d, err
		}
		sealed, err := base64.RawStdEncoding.DecodeString(body)
		if err != nil {
			return d, err
		}
		plain, err := s.Keys.Open(sealed, draftPlace(c.ID))
		if err != nil {
			return d, err
		}
		d.Answers, err = form.Parse(plain)
		return d, err
	}, `SELECT version, tab, body, at FROM drafts WHERE case_id = $1`, c.ID)
	if err == nil || !errors.Is(err, db.ErrNone) {
		return d, err
	}
	d.Answers, err = s.sent(ctx, q, c)
	return d, err
}

// sent returns the profile that was sent last.
func (s *Slice) sent(ctx context.Context, q db.Q, c *flow.Case) (form.Answers, error) {
	a, err := s.Flow.Answers(ctx, q, c, profileMoves...)
	delete(a, "materials")
	if err == nil && len(a) > 0 && c.County != "" {
		a["region"] = c.County
	}
	return a, err
}

// keep saves what a page has sent: the page that saved last, or one that shows
// the newest version, may save; another one would overwrite what it never saw.
func (s *Slice) keep(ctx context.Context, tx *db.Tx, c *flow.Case, tab string, version int64, a form.Answers) error {
	body := base64.RawStdEncoding.EncodeToString(s.Keys.Seal(a.JSON(), draftPlace(c.ID)))
	now := db.Millis(s.Flow.Now())
	n, err := db.Changed(tx.ExecContext(ctx, `
		INSERT INTO drafts (case_id, version, tab, body, at) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (case_id) DO UPDATE SET version = drafts.version + 1, tab = excluded.tab, body = excluded.body, at = excluded.at
		WHERE drafts.tab = excluded.tab OR drafts.version = $6`, c.ID, version+1, tab, body, now, version))
	if err != nil {
		return fmt.Errorf("keep draft of %s: %w", c.ID, err)
	}
	if n == 0 {
		return errTabs
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

// drop forgets a draft: what was sent stands in the answers.
func drop(ctx context.Context, tx *db.Tx, caseID string) error {
	_, err := tx.ExecContext(ctx, `DELETE FROM drafts WHERE case_id = $1`, caseID)
	return err
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
func (s *Slice) keepIdentity(ctx context.Context, c *flow.Case, a org.Actor, idType, number string) error {
	return s.Flow.DB().Tx(ctx, func(tx *db.Tx) error { return s.keepIdentityIn(ctx, tx, c, a, idType, number) })
}

func (s *Slice) keepIdentityIn(ctx context.Context, tx *db.Tx, c *flow.Case, a org.Actor, idType, number string) error {
	if err := s.Identity.Put(ctx, tx, a.Person, idType, number); err != nil {
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
