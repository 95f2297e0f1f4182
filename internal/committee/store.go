package committee

import (
	"context"
	"errors"
	"fmt"
	"time"

	"qinglan/internal/calendar"
	"qinglan/internal/db"
	"qinglan/internal/fault"
)

const seatColumns = `invitation, platform, person, post, since_day, until_day, ended, joined`

func scanSeat(row db.Row) (s Seat, err error) {
	var since, until string
	var ended, joined int64
	if err = row.Scan(&s.Invitation, &s.Platform, &s.Person, &s.Post, &since, &until, &ended, &joined); err != nil {
		return s, err
	}
	s.Ended, s.Joined = db.Time(ended), db.Time(joined)
	if s.Since, err = calendar.Parse(since); err != nil {
		return s, err
	}
	s.Until, err = calendar.Parse(until)
	return s, err
}

// seatRows returns all seats: a term runs on when the next edition opens.
func seatRows(ctx context.Context, q db.Q) ([]Seat, error) {
	seats, err := db.All(ctx, q, scanSeat,
		`SELECT `+seatColumns+` FROM committee_seats ORDER BY platform, since_day, invitation`)
	if err != nil {
		return nil, fmt.Errorf("seats: %w", err)
	}
	return seats, nil
}

func seatRow(ctx context.Context, q db.Q, invitation string) (Seat, error) {
	s, err := db.One(ctx, q, scanSeat, `SELECT `+seatColumns+` FROM committee_seats WHERE invitation = $1`, invitation)
	if errors.Is(err, db.ErrNone) {
		return s, fault.New(fault.Missing, "没有这个席位。")
	}
	return s, err
}

func keepSeat(ctx context.Context, tx *db.Tx, edition string, s Seat) error {
	_, err := tx.ExecContext(ctx, `
		INSERT INTO committee_seats (invitation, edition, platform, person, post, since_day, until_day) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		s.Invitation, edition, s.Platform, s.Person, s.Post, s.Since.String(), s.Until.String())
	if err != nil {
		return fmt.Errorf("keep the seat of %s: %w", s.Invitation, err)
	}
	return nil
}

func endSeat(ctx context.Context, tx *db.Tx, invitation string, at time.Time) error {
	n, err := db.Changed(tx.ExecContext(ctx, `UPDATE committee_seats SET ended = $1 WHERE invitation = $2 AND ended = 0`, db.Millis(at), invitation))
	if err == nil && n == 0 {
		err = fault.New(fault.Stale, "这个席位已经终止。")
	}
	return err
}

// takeLink notes that the reply page has given the one link to sign in, and
// refuses a second time.
func takeLink(ctx context.Context, tx *db.Tx, invitation string, at time.Time) error {
	n, err := db.Changed(tx.ExecContext(ctx,
		`UPDATE committee_seats SET joined = $1 WHERE invitation = $2 AND joined = 0 AND ended = 0`, db.Millis(at), invitation))
	if err == nil && n == 0 {
		err = fault.New(fault.Closed, "登录链接已经给出过。需要新的链接，请联系主办方。")
	}
	return err
}
