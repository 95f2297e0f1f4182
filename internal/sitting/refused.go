package sitting

import (
	"context"
	"time"

	"qinglan/internal/db"
	"qinglan/internal/fault"
)

// A Refused is a lock that came signed and was not taken, kept as evidence.
// What was marked in it is sealed and not read here.
type Refused struct {
	ID           string
	Sheet, Judge string
	Name         string // of the judge
	Lot          int
	Reason       string
	Stops        bool // the sheet waits until somebody settles it
	At, Settled  time.Time
	Settler      string
	Ground       string
	Body         string // sealed
}

// KeepRefused keeps r; the same one again is kept once.
func (Book) KeepRefused(ctx context.Context, tx *db.Tx, session string, r Refused) error {
	_, err := tx.ExecContext(ctx, `
		INSERT INTO refused_locks (id, session, sheet, judge, body, reason, stops, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (id) DO NOTHING`,
		r.ID, session, r.Sheet, r.Judge, r.Body, r.Reason, r.Stops, db.Millis(r.At))
	return err
}

// Refused returns the locks of a session that were not taken, by lot and time.
func (Book) Refused(ctx context.Context, q db.Q, session string) ([]Refused, error) {
	return db.All(ctx, q, func(row db.Row) (r Refused, err error) {
		var at, settled int64
		err = row.Scan(&r.ID, &r.Sheet, &r.Judge, &r.Name, &r.Lot, &r.Reason, &r.Stops, &at, &settled, &r.Settler, &r.Ground)
		r.At, r.Settled = db.Time(at), db.Time(settled)
		return r, err
	}, `SELECT r.id, r.sheet, r.judge, p.name, s.lot, r.reason, r.stops, r.at, r.settled, r.settler, r.ground
		FROM refused_locks r JOIN sheets s ON s.case_id = r.sheet JOIN people p ON p.id = r.judge
		WHERE r.session = $1 ORDER BY s.lot, r.at, r.id`, session)
}

// Settle notes that people have compared both versions of a lock, and why it
// stays as it is.
func (Book) Settle(ctx context.Context, tx *db.Tx, session, id, settler, ground string, now time.Time) error {
	n, err := db.Changed(tx.ExecContext(ctx, `
		UPDATE refused_locks SET settled = $1, settler = $2, ground = $3
		WHERE id = $4 AND session = $5 AND stops AND settled = 0`, db.Millis(now), settler, ground, id, session))
	if err == nil && n == 0 {
		err = fault.New(fault.Stale, "这个办件刚刚有了变化，请看过最新情况再办理。")
	}
	return err
}

// Stopped returns the lots with a lock that nobody has settled.
func (b Book) Stopped(ctx context.Context, q db.Q, session string) (lots []int, err error) {
	all, err := b.Refused(ctx, q, session)
	for _, r := range all {
		if r.Waits() && (len(lots) == 0 || lots[len(lots)-1] != r.Lot) {
			lots = append(lots, r.Lot)
		}
	}
	return lots, err
}

// Waits reports whether the sheet stands still for r.
func (r Refused) Waits() bool { return r.Stops && r.Settled.IsZero() }
