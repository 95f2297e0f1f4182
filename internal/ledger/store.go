package ledger

import (
	"context"
	"errors"
	"fmt"
	"time"

	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/org"
)

const dutyColumns = `d.id, d.organ, d.region, d.holder, d.state, d.version, d.urged, d.urges, d.done,
	c.id, c.edition, c.organ, c.title, c.about, c.due, c.person, c.at`

const dutyTables = ` FROM duties d JOIN charges c ON c.id = d.charge `

func scanDuty(row db.Row) (d duty, err error) {
	var urged, ended, due, at int64
	c := &d.Charge
	err = row.Scan(&d.ID, &d.Organ, &d.Region, &d.Holder, &d.State, &d.Version, &urged, &d.Urges, &ended,
		&c.ID, &c.Edition, &c.Organ, &c.Title, &c.About, &due, &c.Person, &at)
	d.Urged, d.Done, c.Due, c.At = db.Time(urged), db.Time(ended), db.Time(due), db.Time(at)
	return d, err
}

// dutyOf returns a duty whoever asks.
func dutyOf(ctx context.Context, q db.Q, id string) (duty, error) {
	d, err := db.One(ctx, q, scanDuty, `SELECT `+dutyColumns+dutyTables+`WHERE d.id = $1`, id)
	if errors.Is(err, db.ErrNone) {
		err = errMissing
	}
	return d, err
}

// owedBy returns what an office owes: what is open first, by due.
func owedBy(ctx context.Context, q db.Q, organ string) ([]duty, error) {
	return db.All(ctx, q, scanDuty, `SELECT `+dutyColumns+dutyTables+`WHERE d.organ = $1
		ORDER BY CASE WHEN d.state = 'open' THEN 0 ELSE 1 END, c.due, d.id`, organ)
}

// givenBy returns what an office gave, by due and then the owner's region.
func givenBy(ctx context.Context, q db.Q, organ string) ([]duty, error) {
	return db.All(ctx, q, scanDuty, `SELECT `+dutyColumns+dutyTables+`WHERE c.organ = $1
		ORDER BY c.due, c.id, d.region, d.id`, organ)
}

// openOf counts what an office has still to do.
func openOf(ctx context.Context, q db.Q, organ string) (n int, err error) {
	err = q.QueryRowContext(ctx, `SELECT COUNT(*) FROM duties WHERE organ = $1 AND state = 'open'`, organ).Scan(&n)
	return n, err
}

// keepCharge gives a task to these offices. Pressed twice it is given once.
func keepCharge(ctx context.Context, tx *db.Tx, a org.Actor, c charge, owners []org.Organisation) error {
	n, err := db.Changed(tx.ExecContext(ctx, `
		INSERT INTO charges (id, edition, organ, title, about, due, person, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (id) DO NOTHING`,
		c.ID, c.Edition, c.Organ, c.Title, c.About, db.Millis(c.Due), c.Person, db.Millis(c.At)))
	if err != nil {
		return fmt.Errorf("give charge %s: %w", c.ID, err)
	}
	if n == 0 {
		var organ string
		err := tx.QueryRowContext(ctx, `SELECT organ FROM charges WHERE id = $1`, c.ID).Scan(&organ)
		if err == nil && organ != a.Organ.ID {
			err = errMissing
		}
		return err
	}
	for _, o := range owners {
		id := db.NewID()
		_, err := tx.ExecContext(ctx, `INSERT INTO duties (id, charge, organ, region, state, version) VALUES ($1, $2, $3, $4, 'open', 1)`,
			id, c.ID, o.ID, o.Region)
		if err != nil {
			return fmt.Errorf("give charge %s to %s: %w", c.ID, o.ID, err)
		}
		if err := keepNote(ctx, tx, note{Duty: id, Seq: 1, Act: "give", Person: a.Person, Organ: a.Organ.ID, At: c.At}); err != nil {
			return err
		}
	}
	return nil
}

var errStale = fault.New(fault.Stale, "这项任务刚刚有了变化，请看过最新情况再办理。")

// advance makes an act on a duty that still is as it was read, and adds it to
// the trail.
func advance(ctx context.Context, tx *db.Tx, a org.Actor, d duty, act, text string, now time.Time) error {
	at := db.Millis(now)
	set, args := "", []any{d.ID, d.Version}
	switch act {
	case "name":
		set, args = `, holder = $3`, append(args, text)
	case "done":
		set, args = `, state = 'done', done = $3`, append(args, at)
	case "back":
		set = `, state = 'open', done = 0`
	case "urge":
		set, args = `, urged = $3, urges = urges + 1`, append(args, at)
	}
	n, err := db.Changed(tx.ExecContext(ctx, `UPDATE duties SET version = version + 1`+set+` WHERE id = $1 AND version = $2`, args...))
	if err != nil {
		return fmt.Errorf("%s duty %s: %w", act, d.ID, err)
	}
	if n == 0 {
		return errStale
	}
	return keepNote(ctx, tx, note{Duty: d.ID, Seq: d.Version + 1, Act: act, Text: text, Person: a.Person, Organ: a.Organ.ID, At: now})
}

// A note is one act on a duty.
type note struct {
	Duty                     string
	Seq                      int64
	Act, Text, Person, Organ string
	At                       time.Time
}

func scanNote(row db.Row) (n note, err error) {
	var at int64
	err = row.Scan(&n.Duty, &n.Seq, &n.Act, &n.Text, &n.Person, &n.Organ, &at)
	n.At = db.Time(at)
	return n, err
}

func keepNote(ctx context.Context, tx *db.Tx, n note) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO duty_notes (duty, seq, act, text, person, organ, at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		n.Duty, n.Seq, n.Act, n.Text, n.Person, n.Organ, db.Millis(n.At))
	if err != nil {
		return fmt.Errorf("note duty %s: %w", n.Duty, err)
	}
	return nil
}

// notesOf returns the trail of a duty, newest first.
func notesOf(ctx context.Context, q db.Q, id string) ([]note, error) {
	return db.All(ctx, q, scanNote, `SELECT duty, seq, act, text, person, organ, at FROM duty_notes WHERE duty = $1 ORDER BY seq DESC`, id)
}

// turnsOf returns by duty when what an office gave was done or sent back,
// before a moment, in order.
func turnsOf(ctx context.Context, q db.Q, organ string, before time.Time) (map[string][]note, error) {
	all, err := db.All(ctx, q, scanNote, `
		SELECT n.duty, n.seq, n.act, n.text, n.person, n.organ, n.at
		FROM duty_notes n JOIN duties d ON d.id = n.duty JOIN charges c ON c.id = d.charge
		WHERE c.organ = $1 AND n.at < $2 AND n.act IN ('done', 'back') ORDER BY n.duty, n.seq`, organ, db.Millis(before))
	out := map[string][]note{}
	for _, n := range all {
		out[n.Duty] = append(out[n.Duty], n)
	}
	return out, err
}
