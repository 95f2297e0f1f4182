package mobilise

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"time"

	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/locality"
)

// sealed seals a word for a column of a row.
func (s *Slice) sealed(text, column, id string) string {
	return base64.RawStdEncoding.EncodeToString(s.Keys.Seal([]byte(text), []byte(column+"/"+id)))
}

func (s *Slice) unsealed(text, column, id string) (string, error) {
	raw, err := base64.RawStdEncoding.DecodeString(text)
	if err != nil {
		return "", fmt.Errorf("%s of %s: %w", column, id, err)
	}
	plain, err := s.Keys.Open(raw, []byte(column+"/"+id))
	return string(plain), err
}

const addresseeColumns = `a.id, a.edition, a.county, a.city, a.kind, a.name, a.organ, a.contact, a.phone, a.mobile, a.version,
	a.told, a.last, a.texted, a.urged, a.opened, a.opens, a.dropped,
	(SELECT COUNT(*) FROM arrivals v JOIN cases c ON c.id = v.case_id WHERE v.addressee = a.id AND c.state <> 'withdrawn'),
	(SELECT COUNT(*) FROM arrivals v JOIN cases c ON c.id = v.case_id WHERE v.addressee = a.id AND c.state <> 'withdrawn' AND c.reach > 0)`

func scanAddressee(row db.Row) (x addressee, err error) {
	var told, last, texted, opened, dropped int64
	err = row.Scan(&x.ID, &x.Edition, &x.County, &x.City, &x.Kind, &x.Name, &x.Organ, &x.Contact, &x.Phone, &x.Mobile, &x.Version,
		&told, &last, &texted, &x.Urged, &opened, &x.Opens, &dropped, &x.Started, &x.Applied)
	x.Told, x.Last, x.Texted, x.Opened, x.Dropped = db.Time(told), db.Time(last), db.Time(texted), db.Time(opened), dropped > 0
	return x, err
}

// addresseeOf returns an addressee as it is kept.
func addresseeOf(ctx context.Context, q db.Q, id string) (addressee, error) {
	x, err := db.One(ctx, q, scanAddressee, `SELECT `+addresseeColumns+` FROM addressees a WHERE a.id = $1`, id)
	if errors.Is(err, db.ErrNone) {
		err = locality.ErrMissing
	}
	return x, err
}

// byToken returns the addressee whose link has a token.
func byToken(ctx context.Context, q db.Q, token string) (addressee, error) {
	x, err := db.One(ctx, q, scanAddressee, `SELECT `+addresseeColumns+` FROM addressees a WHERE a.link = $1 AND a.dropped = 0`, linkOf(token))
	if errors.Is(err, db.ErrNone) {
		err = locality.ErrMissing
	}
	return x, err
}

// addresseesOf returns the list of a county, the poster first, in the order
// entered.
func addresseesOf(ctx context.Context, q db.Q, edition, county string) ([]addressee, error) {
	return db.All(ctx, q, scanAddressee, `SELECT `+addresseeColumns+` FROM addressees a
		WHERE a.edition = $1 AND a.county = $2 AND a.dropped = 0 ORDER BY CASE WHEN a.kind = 'poster' THEN 0 ELSE 1 END, a.id`, edition, county)
}

// insert enters an addressee; one that was taken off comes back. It reports
// whether there was none.
func (s *Slice) insert(ctx context.Context, tx *db.Tx, x addressee, contact, phone string) (bool, error) {
	n, err := db.Changed(tx.ExecContext(ctx, `
		INSERT INTO addressees (id, edition, county, city, kind, name, contact, phone, mobile, link, organ, version, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 1, $12) ON CONFLICT DO NOTHING`,
		x.ID, x.Edition, x.County, x.City, x.Kind, x.Name, s.sealed(contact, "addressees/contact", x.ID),
		s.sealed(phone, "addressees/phone", x.ID), x.Mobile, linkOf(s.token(x.ID)), x.Organ, db.Millis(s.Flow.Now())))
	if err != nil {
		return false, fmt.Errorf("enter addressee %s: %w", x.ID, err)
	}
	return n > 0, nil
}

// revive puts back somebody who was taken off, with what is known now.
func (s *Slice) revive(ctx context.Context, tx *db.Tx, x addressee, contact, phone string) (string, error) {
	var id string
	err := tx.QueryRowContext(ctx, `SELECT id FROM addressees WHERE edition = $1 AND county = $2 AND kind = $3 AND name = $4 AND dropped > 0`,
		x.Edition, x.County, x.Kind, x.Name).Scan(&id)
	if errors.Is(err, db.ErrNone) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	_, err = tx.ExecContext(ctx, `UPDATE addressees SET dropped = 0, contact = $1, phone = $2, mobile = $3, organ = $4, version = version + 1 WHERE id = $5`,
		s.sealed(contact, "addressees/contact", id), s.sealed(phone, "addressees/phone", id), x.Mobile, x.Organ, id)
	return id, err
}

// noted advances an addressee who is told in some way, if it still is as it was
// read. No second text message goes out on one day.
func noted(ctx context.Context, tx *db.Tx, x addressee, way string, urge bool, now, today time.Time) error {
	var texted, urged int64
	if way == "sms" {
		texted = 1
	}
	if urge {
		urged = 1
	}
	at := db.Millis(now)
	n, err := db.Changed(tx.ExecContext(ctx, `
		UPDATE addressees SET version = version + 1, last = $1, urged = urged + $2,
			told = CASE WHEN told = 0 THEN $1 ELSE told END, texted = CASE WHEN $3 = 1 THEN $1 ELSE texted END
		WHERE id = $4 AND version = $5 AND dropped = 0 AND ($3 = 0 OR texted < $6)`,
		at, urged, texted, x.ID, x.Version, db.Millis(today)))
	if err != nil {
		return fmt.Errorf("note telling of %s: %w", x.ID, err)
	}
	if n > 0 {
		return nil
	}
	after, err := addresseeOf(ctx, tx, x.ID)
	if err == nil && after.Version == x.Version && !after.Texted.Before(today) {
		return errTexted
	}
	if err == nil {
		err = locality.ErrStale
	}
	return err
}

var errTexted = fault.New(fault.Closed, "今天已经发过短信，同一对象一天只发一次。可以电话或微信告知后登记。")

// A note is one time somebody was told, or was put on or off the list.
type note struct {
	ID, Addressee string
	Seq           int64
	Way, Note     string
	Urge          bool
	Person, Organ string
	Origin        string // where the link of a text message leads
	At            time.Time
}

const noteColumns = `id, addressee, seq, way, urge, note, person, organ, origin, at`

func scanNote(row db.Row) (n note, err error) {
	var at int64
	err = row.Scan(&n.ID, &n.Addressee, &n.Seq, &n.Way, &n.Urge, &n.Note, &n.Person, &n.Organ, &n.Origin, &at)
	n.At = db.Time(at)
	return n, err
}

func keepNote(ctx context.Context, tx *db.Tx, n note) error {
	_, err := tx.ExecContext(ctx, `
		INSERT INTO tellings (id, addressee, seq, way, urge, note, person, organ, origin, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		n.ID, n.Addressee, n.Seq, n.Way, n.Urge, n.Note, n.Person, n.Organ, n.Origin, db.Millis(n.At))
	if err != nil {
		return fmt.Errorf("keep telling of %s: %w", n.Addressee, err)
	}
	return nil
}

// notesOf returns the trail of an addressee, newest first.
func notesOf(ctx context.Context, q db.Q, id string) ([]note, error) {
	return db.All(ctx, q, scanNote, `SELECT `+noteColumns+` FROM tellings WHERE addressee = $1 ORDER BY seq DESC`, id)
}

// lastNotes returns the last telling of each addressee of a county.
func lastNotes(ctx context.Context, q db.Q, edition, county string) (map[string]note, error) {
	all, err := db.All(ctx, q, scanNote, `SELECT t.id, t.addressee, t.seq, t.way, t.urge, t.note, t.person, t.organ, t.origin, t.at
		FROM tellings t JOIN addressees a ON a.id = t.addressee AND t.seq = a.version
		WHERE a.edition = $1 AND a.county = $2 ORDER BY t.id`, edition, county)
	out := map[string]note{}
	for _, n := range all {
		out[n.Addressee] = n
	}
	return out, err
}

// A reckoning is how far the addressees of a county have come, in numbers.
type reckoning struct {
	County                  string
	N, Told, Opened, Silent int
	Begun, Sent             int // cases that began by a link, the poster's too; of them sent
}

// reckonings counts by county, in one city or everywhere; the poster is nobody
// who should be told.
func reckonings(ctx context.Context, q db.Q, edition, city, county string, quiet time.Time) (map[string]reckoning, error) {
	rs, err := db.All(ctx, q, func(row db.Row) (r reckoning, err error) {
		err = row.Scan(&r.County, &r.N, &r.Told, &r.Opened, &r.Silent)
		return r, err
	}, `SELECT county, COUNT(CASE WHEN kind <> 'poster' THEN 1 END), COUNT(CASE WHEN told > 0 THEN 1 END),
			COUNT(CASE WHEN kind <> 'poster' AND opened > 0 THEN 1 END), COUNT(CASE WHEN told > 0 AND opened = 0 AND last < $4 THEN 1 END)
		FROM addressees WHERE edition = $1 AND ($2 = '' OR city = $2) AND ($3 = '' OR county = $3) AND dropped = 0
		GROUP BY county ORDER BY county`, edition, city, county, db.Millis(quiet))
	if err != nil {
		return nil, fmt.Errorf("count addressees: %w", err)
	}
	out := map[string]reckoning{}
	for _, r := range rs {
		out[r.County] = r
	}
	_, err = db.All(ctx, q, func(row db.Row) (id string, err error) {
		var begun, sent int
		if err = row.Scan(&id, &begun, &sent); err == nil {
			r := out[id]
			r.Begun, r.Sent = begun, sent
			out[id] = r
		}
		return id, err
	}, `SELECT a.county, COUNT(*), COUNT(CASE WHEN c.reach > 0 THEN 1 END)
		FROM arrivals v JOIN addressees a ON a.id = v.addressee JOIN cases c ON c.id = v.case_id AND c.state <> 'withdrawn'
		WHERE a.edition = $1 AND ($2 = '' OR a.city = $2) AND ($3 = '' OR a.county = $3) AND a.dropped = 0
		GROUP BY a.county ORDER BY a.county`, edition, city, county)
	return out, err
}

// keepArrival notes by which link a case began; the first one counts.
func keepArrival(ctx context.Context, tx *db.Tx, caseID, addressee string, now time.Time) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO arrivals (case_id, addressee, at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`,
		caseID, addressee, db.Millis(now))
	return err
}
