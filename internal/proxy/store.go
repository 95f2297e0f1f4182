package proxy

import (
	"context"
	"errors"
	"fmt"

	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/lang"
	"qinglan/internal/org"
	"qinglan/internal/programme"
)

// A Store keeps who keyed what in; it alone writes it.
type Store struct{ flow *flow.Store }

// New returns the store over f.
func New(f *flow.Store) Store { return Store{f} }

const (
	columns = `x.case_id, x.organ, x.person, o.name, p.name, x.at, x.whole, x.asks, x.asked, x.met, x.taken, x.tries, x.seq, x.witness`
	tables  = ` FROM proxies x JOIN organisations o ON o.id = x.organ JOIN people p ON p.id = x.person `
)

func scan(row db.Row) (e Entry, err error) {
	var at, asked, met, taken int64
	err = row.Scan(&e.Case, &e.Organ, &e.Person, &e.Office, &e.Name, &at, &e.Whole, &e.Asks, &asked, &met, &taken, &e.Tries, &e.Seq, &e.Witness)
	e.At, e.Asked, e.Met, e.Taken = db.Time(at), db.Time(asked), db.Time(met), db.Time(taken)
	return e, err
}

// Of returns what is known of a case, and whether it was keyed in at all.
func (s Store) Of(ctx context.Context, q db.Q, caseID string) (Entry, bool, error) {
	e, err := db.One(ctx, q, scan, `SELECT `+columns+tables+`WHERE x.case_id = $1`, caseID)
	if errors.Is(err, db.ErrNone) {
		return e, false, nil
	}
	return e, err == nil, err
}

// By returns the cases that an office keyed in, the newest first.
func (s Store) By(ctx context.Context, q db.Q, organ string) ([]Entry, error) {
	return db.All(ctx, q, scan, `SELECT `+columns+tables+`WHERE x.organ = $1 ORDER BY x.at DESC, x.case_id DESC`, organ)
}

// Keying returns how many cases an office keys in or waits for, as [Entry.Open] says
// of one.
func (s Store) Keying(ctx context.Context, q db.Q, organ string) (n int, err error) {
	t, _ := s.flow.Current().Track(track)
	err = q.QueryRowContext(ctx, `SELECT COUNT(*) FROM proxies x JOIN cases c ON c.id = x.case_id
		WHERE x.organ = $1 AND x.whole AND x.taken = 0 AND c.state = $2`, organ, t.Start).Scan(&n)
	return n, err
}

// Marks returns the mark of those of cs that were keyed in, by id. A list is long and
// such cases are few: they are asked for by where the list is. A list without marks
// is better than none.
func (s Store) Marks(ctx context.Context, cs []flow.Case) map[string]string {
	out := map[string]string{}
	if len(cs) == 0 || cs[0].Track.Name != track {
		return out
	}
	least, most := cs[0].ID, cs[0].ID
	for _, c := range cs {
		least, most = min(least, c.ID), max(most, c.ID)
	}
	ids, _ := db.All(ctx, s.flow.DB(), db.Cell[string], `SELECT case_id FROM proxies WHERE case_id BETWEEN $1 AND $2`, least, most)
	for _, id := range ids {
		out[id] = lang.T(ctx, "代录")
	}
	return out
}

// Waits reports whether the way of a to their own c is now the page on which they
// confirm what an office keys in.
func (s Store) Waits(ctx context.Context, c *flow.Case, a org.Actor) (bool, error) {
	if a.Role != programme.Applicant {
		return false, nil
	}
	e, ok, err := s.Of(ctx, s.flow.DB(), c.ID)
	return ok && e.Open(c), err
}

// Replaces reports whether a may take away from c what somebody else of an office
// put there: the person it was put there for, or a colleague who keys it in.
func (s Store) Replaces(ctx context.Context, c *flow.Case, a org.Actor, organ string) bool {
	if a.Person == c.Party {
		return organ != ""
	}
	keyed, err := s.Find(ctx, a, c.ID, true)
	return err == nil && keyed != nil && organ == a.Organ.ID
}

// track is the one whose cases are keyed in.
const track = "application"

// Find returns a case that a's office keys in, if a may come to it so, and nil if
// not. To write notes that a had a hand in it.
func (s Store) Find(ctx context.Context, a org.Actor, caseID string, write bool) (*flow.Case, error) {
	if a.Role != programme.County {
		return nil, nil
	}
	e, ok, err := s.Of(ctx, s.flow.DB(), caseID)
	if err != nil || !ok {
		return nil, err
	}
	c, err := s.flow.Load(ctx, s.flow.DB(), caseID)
	if err != nil || !e.Reaches(c, a, write) {
		return nil, err
	}
	if write {
		err = s.flow.DB().Tx(ctx, func(tx *db.Tx) error { return s.Note(ctx, tx, caseID, a) })
	}
	return c, err
}

// See returns a case that a may see. A telephone number may have been mistyped: what
// is keyed in does not exist for its person before they have said who they are.
func (s Store) See(ctx context.Context, a org.Actor, caseID string) (*flow.Case, error) {
	c, err := s.flow.Find(ctx, a, caseID)
	if err != nil || a.Role != programme.Applicant || c.Party != a.Person {
		return c, err
	}
	e, ok, err := s.Of(ctx, s.flow.DB(), caseID)
	if err == nil && ok && e.Open(c) && e.Met.IsZero() {
		err = fault.New(fault.Missing, "没有这个页面，或您无权查看。")
	}
	return c, err
}

// Reach returns a case that a may come to, also because their office keys it in. What
// is the person's own to write an office does not write without that.
func (s Store) Reach(ctx context.Context, a org.Actor, caseID string, write bool) (c *flow.Case, keyed bool, err error) {
	if c, err = s.Find(ctx, a, caseID, write); err != nil || c != nil {
		return c, true, err
	}
	c, err = s.See(ctx, a, caseID)
	if err == nil && write && a.Role == programme.County && c.Now().Turn == programme.Applicant {
		err = fault.New(fault.Denied, "现在不能在这里上传文件。")
	}
	return c, false, err
}

// Begin notes that a keys a case in, whole, or has put files on one of a person's own.
func (s Store) Begin(ctx context.Context, tx *db.Tx, caseID string, a org.Actor, whole bool) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO proxies (case_id, organ, person, at, whole) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (case_id) DO NOTHING`,
		caseID, a.Organ.ID, a.Person, db.Millis(s.flow.Now()), whole)
	if err != nil {
		return fmt.Errorf("key in %s: %w", caseID, err)
	}
	return s.Note(ctx, tx, caseID, a)
}

// Note notes that a has a hand in the form of a case.
func (s Store) Note(ctx context.Context, tx *db.Tx, caseID string, a org.Actor) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO proxy_hands (case_id, person, since, last) VALUES ($1, $2, $3, $3)
		ON CONFLICT (case_id, person) DO UPDATE SET last = excluded.last`, caseID, a.Person, db.Millis(s.flow.Now()))
	return err
}

func (s Store) hands(ctx context.Context, q db.Q, caseID string) ([]string, error) {
	return db.All(ctx, q, db.Cell[string], `SELECT person FROM proxy_hands WHERE case_id = $1`, caseID)
}

// changed makes a change that found nothing to change a Stale fault.
func changed(n int64, err error) error {
	if err == nil && n == 0 {
		err = fault.New(fault.Stale, "这个办件刚刚有了变化，请看过最新情况再办理。")
	}
	return err
}

// Ask asks the person to confirm, from now on, and returns how often they were.
func (s Store) Ask(ctx context.Context, tx *db.Tx, caseID string) (asks int, err error) {
	asks, err = db.One(ctx, tx, db.Cell[int], `UPDATE proxies SET asked = $1, asks = asks + 1, met = 0, tries = 0
		WHERE case_id = $2 AND taken = 0 RETURNING asks`, db.Millis(s.flow.Now()), caseID)
	if errors.Is(err, db.ErrNone) {
		err = changed(0, nil)
	}
	return asks, err
}

// Recall takes that back: it is keyed in again.
func (s Store) Recall(ctx context.Context, tx *db.Tx, caseID string) error {
	return changed(db.Changed(tx.ExecContext(ctx, `UPDATE proxies SET asked = 0, met = 0 WHERE case_id = $1 AND asked > 0 AND taken = 0`, caseID)))
}

// Meet notes that the person has said who they are, or that somebody has tried.
func (s Store) Meet(ctx context.Context, tx *db.Tx, caseID string, right bool) error {
	if !right {
		return changed(db.Changed(tx.ExecContext(ctx, `UPDATE proxies SET tries = tries + 1 WHERE case_id = $1`, caseID)))
	}
	return changed(db.Changed(tx.ExecContext(ctx, `UPDATE proxies SET met = $1 WHERE case_id = $2`, db.Millis(s.flow.Now()), caseID)))
}

// Take hands the draft over to the person.
func (s Store) Take(ctx context.Context, tx *db.Tx, caseID string) error {
	return changed(db.Changed(tx.ExecContext(ctx, `UPDATE proxies SET taken = $1, asked = 0 WHERE case_id = $2 AND taken = 0`,
		db.Millis(s.flow.Now()), caseID)))
}

// Confirmed notes the row of the journal by which a case was confirmed that was
// still to be, asked or not; witness is who saw the signed paper.
func (s Store) Confirmed(ctx context.Context, tx *db.Tx, caseID string, asked bool, seq int64, witness string) error {
	sql := `UPDATE proxies SET asked = 0, seq = $2, witness = $3 WHERE case_id = $1 AND taken = 0`
	if asked {
		sql += ` AND asked > 0`
	}
	return changed(db.Changed(tx.ExecContext(ctx, sql, caseID, seq, witness)))
}
