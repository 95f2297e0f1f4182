package demo

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"qinglan/internal/db"
)

// clockName is the line of meta that says where the business clock stands.
const clockName = "demo-clock"

// move sets the business clock, also for whoever opens this demonstration again.
func (d *Demo) move(ctx context.Context, to time.Time) error {
	err := d.app.DB.Tx(ctx, func(tx *db.Tx) error {
		_, err := tx.ExecContext(ctx, `
			INSERT INTO meta (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value`,
			clockName, strconv.FormatInt(db.Millis(to), 10))
		return err
	})
	if err == nil {
		d.app.Clock.Set(to)
	}
	return err
}

// resume stands the clock where it was left; a new demonstration's stands at
// its start.
func (d *Demo) resume(ctx context.Context) error {
	var value string
	err := d.app.DB.QueryRowContext(ctx, `SELECT value FROM meta WHERE name = $1`, clockName).Scan(&value)
	if errors.Is(err, db.ErrNone) {
		return nil
	}
	if err != nil {
		return err
	}
	ms, err := strconv.ParseInt(value, 10, 64)
	if err != nil {
		return fmt.Errorf("where the clock stood: %w", err)
	}
	d.app.Clock.Set(db.Time(ms))
	return nil
}
