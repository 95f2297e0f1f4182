package subsidy

import (
	"context"
	"errors"
	"fmt"
	"time"

	"qinglan/internal/calendar"
	"qinglan/internal/db"
	"qinglan/internal/fault"
)

const standardColumns = `case_id, city, year, item, way, amount, percent, cap, budget, spent, line, docno, evidence, days, valid_from, valid_to, ended`

func scanStandard(row db.Row) (st Standard, err error) {
	var from, to string
	var ended int64
	err = row.Scan(&st.Case, &st.City, &st.Year, &st.Item, &st.Way, &st.Amount, &st.Percent, &st.Cap, &st.Budget, &st.Spent,
		&st.Line, &st.Docno, &st.Evidence, &st.Days, &from, &to, &ended)
	if err != nil {
		return st, err
	}
	st.Ended = db.Time(ended)
	if st.From, err = calendar.Parse(from); err == nil {
		st.To, err = calendar.Parse(to)
	}
	return st, err
}

func insertStandard(ctx context.Context, tx *db.Tx, st Standard) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO subsidy_standards (`+standardColumns+`)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, $10, $11, $12, $13, $14, $15, 0)`,
		st.Case, st.City, st.Year, st.Item, st.Way, st.Amount, st.Percent, st.Cap, st.Budget, st.Line, st.Docno, st.Evidence,
		st.Days, st.From.String(), st.To.String())
	if err != nil {
		return fmt.Errorf("keep standard %s: %w", st.Case, err)
	}
	return nil
}

func closeStandard(ctx context.Context, tx *db.Tx, id string, at time.Time) error {
	_, err := tx.ExecContext(ctx, `UPDATE subsidy_standards SET ended = $1 WHERE case_id = $2`, db.Millis(at), id)
	return err
}

// standards returns what a city has promised for an item, ended or not; no city
// is every city, no item every item.
func standards(ctx context.Context, q db.Q, city, item string) ([]Standard, error) {
	return db.All(ctx, q, scanStandard, `SELECT `+standardColumns+` FROM subsidy_standards
		WHERE ($1 = '' OR city = $1) AND ($2 = '' OR item = $2) ORDER BY city, year DESC, item, valid_from DESC, case_id`, city, item)
}

func standardByCase(ctx context.Context, q db.Q, id string) (Standard, error) {
	st, err := db.One(ctx, q, scanStandard, `SELECT `+standardColumns+` FROM subsidy_standards WHERE case_id = $1`, id)
	if errors.Is(err, db.ErrNone) {
		return st, fault.New(fault.Missing, "没有这项补助标准。")
	}
	return st, err
}

// spend takes an amount from a budget and reports whether there was enough.
func spend(ctx context.Context, tx *db.Tx, standard string, amount int64) (bool, error) {
	n, err := db.Changed(tx.ExecContext(ctx, `UPDATE subsidy_standards SET spent = spent + $1
		WHERE case_id = $2 AND spent + $1 <= budget`, amount, standard))
	if err != nil {
		return false, fmt.Errorf("spend of %s: %w", standard, err)
	}
	return n == 1, nil
}

const claimColumns = `case_id, standard, result, holder, city, year, item, base, amount, tax, paid, voucher`

func scanClaim(row db.Row) (c Claim, err error) {
	err = row.Scan(&c.Case, &c.Standard, &c.Result, &c.Holder, &c.City, &c.Year, &c.Item, &c.Base, &c.Amount, &c.Tax, &c.Paid, &c.Voucher)
	return c, err
}

// insertClaim keeps a claim and reports whether its result had none under the
// same standard.
func insertClaim(ctx context.Context, tx *db.Tx, c Claim) (bool, error) {
	n, err := db.Changed(tx.ExecContext(ctx, `
		INSERT INTO subsidy_claims (case_id, standard, result, holder, city, year, item, amount)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (standard, result) DO NOTHING`,
		c.Case, c.Standard, c.Result, c.Holder, c.City, c.Year, c.Item, c.Amount))
	if err != nil {
		return false, fmt.Errorf("keep claim of %s: %w", c.Result, err)
	}
	return n == 1, nil
}

func claimByCase(ctx context.Context, q db.Q, id string) (Claim, error) {
	c, err := db.One(ctx, q, scanClaim, `SELECT `+claimColumns+` FROM subsidy_claims WHERE case_id = $1`, id)
	if errors.Is(err, db.ErrNone) {
		return c, fault.New(fault.Missing, "没有找到这笔补助。")
	}
	return c, err
}

// claimsOf returns the claims of a city by case.
func claimsOf(ctx context.Context, q db.Q, city string) (map[string]Claim, error) {
	return byCase(db.All(ctx, q, scanClaim, `SELECT `+claimColumns+` FROM subsidy_claims WHERE city = $1 ORDER BY case_id`, city))
}

// rivals returns the claims of other cities that ask for the same item of the
// same holder and year as one of a city's, by holder, year and item.
func rivals(ctx context.Context, q db.Q, city string) (map[string]string, error) {
	type row struct{ key, city string }
	rows, err := db.All(ctx, q, func(x db.Row) (r row, err error) {
		var c Claim
		err = x.Scan(&c.Holder, &c.Year, &c.Item, &r.city)
		r.key = c.key()
		return r, err
	}, `SELECT o.holder, o.year, o.item, MIN(o.city) FROM subsidy_claims o WHERE o.city <> $1 AND EXISTS (
			SELECT 1 FROM subsidy_claims m WHERE m.city = $1 AND m.holder = o.holder AND m.year = o.year AND m.item = o.item)
		GROUP BY o.holder, o.year, o.item ORDER BY o.holder, o.year, o.item`, city)
	out := map[string]string{}
	for _, r := range rows {
		out[r.key] = r.city
	}
	return out, err
}

// key names what is granted once.
func (c Claim) key() string { return fmt.Sprintf("%s %d %s", c.Holder, c.Year, c.Item) }

func byCase(cs []Claim, err error) (map[string]Claim, error) {
	out := make(map[string]Claim, len(cs))
	for _, c := range cs {
		out[c.Case] = c
	}
	return out, err
}

func updateAmount(ctx context.Context, tx *db.Tx, id string, base, amount int64) error {
	_, err := tx.ExecContext(ctx, `UPDATE subsidy_claims SET base = $1, amount = $2 WHERE case_id = $3`, base, amount, id)
	return err
}

func updatePayment(ctx context.Context, tx *db.Tx, id, day, voucher string, tax int64) error {
	_, err := tx.ExecContext(ctx, `UPDATE subsidy_claims SET paid = $1, voucher = $2, tax = $3 WHERE case_id = $4`, day, voucher, tax, id)
	return err
}

// takeRow takes the item of c's holder and year and reports whether nobody had
// it, anywhere in the province.
func takeRow(ctx context.Context, tx *db.Tx, c Claim, at time.Time) (bool, error) {
	n, err := db.Changed(tx.ExecContext(ctx, `
		INSERT INTO subsidy_items (holder, year, item, result, claim, city, at) VALUES ($1, $2, $3, $4, $5, $6, $7)
		ON CONFLICT DO NOTHING`, c.Holder, c.Year, c.Item, c.Result, c.Case, c.City, db.Millis(at)))
	if err != nil {
		return false, fmt.Errorf("take item of %s: %w", c.Case, err)
	}
	return n == 1, nil
}

// freeRow gives back what a claim took, with the account it was to be paid to,
// and reports whether it had taken anything.
func freeRow(ctx context.Context, tx *db.Tx, claim string) (bool, error) {
	if _, err := tx.ExecContext(ctx, `DELETE FROM subsidy_accounts WHERE claim = $1`, claim); err != nil {
		return false, fmt.Errorf("forget the account of %s: %w", claim, err)
	}
	n, err := db.Changed(tx.ExecContext(ctx, `DELETE FROM subsidy_items WHERE claim = $1`, claim))
	if err != nil {
		return false, fmt.Errorf("free item of %s: %w", claim, err)
	}
	return n == 1, nil
}

// granted returns the city that has granted c's item to another claim, or none.
func granted(ctx context.Context, q db.Q, c Claim) (string, error) {
	cities, err := db.All(ctx, q, db.Cell[string], `SELECT city FROM subsidy_items
		WHERE ((holder = $1 AND year = $2 AND item = $3) OR (result = $4 AND item = $3)) AND claim <> $5 ORDER BY at, claim`,
		c.Holder, c.Year, c.Item, c.Result, c.Case)
	if err != nil || len(cities) == 0 {
		return "", err
	}
	return cities[0], nil
}

const resultColumns = `e.id, e.party, e.name, e.unit, e.county, e.city`

// sources are where the results of each item are found: the city is $1, one
// case alone or none $2.
var sources = map[string]string{
	"lecturer-certified": `SELECT ` + resultColumns + `, e.since FROM cases e
		WHERE e.track = 'entry' AND e.state = 'certified' AND e.city = $1 AND ($2 = '' OR e.id = $2) AND EXISTS (
			SELECT 1 FROM cases c WHERE c.parent = e.id AND c.track = 'certificate' AND c.state = 'valid')
		ORDER BY e.id`,
	"lecturer-trained": `SELECT ` + resultColumns + `, MAX(j.at) FROM cases e
		JOIN journal j ON j.case_id = e.id AND j.move IN ('complete', 'graduate')
		WHERE e.track = 'entry' AND e.reach >= 1 AND e.state NOT IN ('enrolled', 'training-failed') AND e.city = $1 AND ($2 = '' OR e.id = $2)
		GROUP BY ` + resultColumns + ` ORDER BY e.id`,
	"institution-class": `SELECT ` + resultColumns + `, e.since FROM cases e
		WHERE e.track = 'class' AND e.state = 'completed' AND e.city = $1 AND ($2 = '' OR e.id = $2) ORDER BY e.id`,
}

// results returns what counts for st now, or one of them. It asks nobody's
// right: a claim is shown by the rules of its own track.
func results(ctx context.Context, q db.Q, st Standard, only string) ([]result, error) {
	rs, err := db.All(ctx, q, func(row db.Row) (r result, err error) {
		var at int64
		err = row.Scan(&r.Case, &r.Party, &r.Name, &r.Unit, &r.County, &r.City, &at)
		r.At = db.Time(at)
		return r, err
	}, sources[st.Item], st.City, only)
	if err != nil {
		return nil, fmt.Errorf("results for %s: %w", st.Case, err)
	}
	return rs, nil
}

// codeOf returns the blind index of an institution's credit code, or "".
func codeOf(ctx context.Context, q db.Q, organ string) (string, error) {
	codes, err := db.All(ctx, q, db.Cell[string], `SELECT blind FROM institutions WHERE organ = $1`, organ)
	if err != nil || len(codes) == 0 {
		return "", err
	}
	return codes[0], nil
}

// noticed reports whether the days of a public notice that names a claim are
// over.
func noticed(ctx context.Context, q db.Q, claim string) (bool, error) {
	var n int
	err := q.QueryRowContext(ctx, `SELECT COUNT(*) FROM members m JOIN cases l ON l.id = m.list_id
		WHERE m.case_id = $1 AND l.track = 'grant' AND l.state = 'ended'`, claim).Scan(&n)
	return n > 0, err
}

// listed reports whether a claim stands on a notice that counts, other than one.
func listed(ctx context.Context, q db.Q, claim, but string) (bool, error) {
	var n int
	err := q.QueryRowContext(ctx, `SELECT COUNT(*) FROM members m JOIN cases l ON l.id = m.list_id
		WHERE m.case_id = $1 AND m.list_id <> $2 AND l.track = 'grant' AND l.state <> 'dropped'`, claim, but).Scan(&n)
	return n > 0, err
}

// A notice is a public notice of subsidies.
type notice struct {
	List, City, Title string
	First, Last       string
	Published, Ends   time.Time
	lines             string
}

const noticeColumns = `list, city, title, first, last, published, ends, lines`

func scanNotice(row db.Row) (n notice, err error) {
	var published, ends int64
	err = row.Scan(&n.List, &n.City, &n.Title, &n.First, &n.Last, &published, &ends, &n.lines)
	n.Published, n.Ends = db.Time(published), db.Time(ends)
	return n, err
}

func insertNotice(ctx context.Context, tx *db.Tx, n notice) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO subsidy_notices (`+noticeColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		n.List, n.City, n.Title, n.First, n.Last, db.Millis(n.Published), db.Millis(n.Ends), n.lines)
	if err != nil {
		return fmt.Errorf("keep notice %s: %w", n.List, err)
	}
	return nil
}

func notices(ctx context.Context, q db.Q) ([]notice, error) {
	return db.All(ctx, q, scanNotice, `SELECT `+noticeColumns+` FROM subsidy_notices ORDER BY published DESC, list`)
}

func noticeOf(ctx context.Context, q db.Q, list string) (notice, error) {
	n, err := db.One(ctx, q, scanNotice, `SELECT `+noticeColumns+` FROM subsidy_notices WHERE list = $1`, list)
	if errors.Is(err, db.ErrNone) {
		return n, fault.New(fault.Missing, "没有这份公示。")
	}
	return n, err
}

// noticeFor returns the last public notice that named a claim.
func noticeFor(ctx context.Context, q db.Q, claim string) (notice, error) {
	return db.One(ctx, q, scanNotice, `SELECT `+noticeColumns+` FROM subsidy_notices
		WHERE list IN (SELECT list_id FROM members WHERE case_id = $1) ORDER BY published DESC, list LIMIT 1`, claim)
}

// putAccount keeps where a claim is paid to, sealed, as given at move seq.
func putAccount(ctx context.Context, tx *db.Tx, claim string, seq int64, person, cipher string, at time.Time) error {
	_, err := tx.ExecContext(ctx, `
		INSERT INTO subsidy_accounts (claim, seq, person, cipher, at) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (claim) DO UPDATE SET seq = excluded.seq, person = excluded.person, cipher = excluded.cipher, at = excluded.at`,
		claim, seq, person, cipher, db.Millis(at))
	if err != nil {
		return fmt.Errorf("keep account of %s: %w", claim, err)
	}
	return nil
}

// accountOf returns the sealed account of a claim and the move it was given at;
// ok is false if there is none.
func accountOf(ctx context.Context, q db.Q, claim string) (cipher string, seq int64, ok bool, err error) {
	err = q.QueryRowContext(ctx, `SELECT cipher, seq FROM subsidy_accounts WHERE claim = $1`, claim).Scan(&cipher, &seq)
	if errors.Is(err, db.ErrNone) {
		return "", 0, false, nil
	}
	return cipher, seq, err == nil, err
}
