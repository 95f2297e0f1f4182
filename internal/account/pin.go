package account

import (
	"context"
	"errors"
	"time"

	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/form"
	"qinglan/internal/org"
)

// On a shared machine of an office colleagues take turns many times a day.
// Whoever has signed in by password there may leave a PIN, and come back by it
// until that sign-in would have ended. It opens nothing on any other machine,
// is gone after five wrong tries, and is no fresh proof of who somebody is:
// what asks for one asks for the password.

const (
	pinDigits = 6
	pinTries  = 5
	byPIN     = "pin"
)

// A turn is somebody who may come back by PIN at a browser.
type turn struct {
	Person, Post, Hash string
	Proved, Ends       time.Time
}

// checkPIN says whether a PIN is good enough: six digits, not all the same and
// not counted up or down.
func checkPIN(pin string) error {
	if len(pin) != pinDigits || digitsOf(pin) != pin {
		return fault.New(fault.Invalid, "PIN 为 6 位数字。")
	}
	same, up, down := true, true, true
	for i := 1; i < len(pin); i++ {
		same = same && pin[i] == pin[0]
		up = up && pin[i] == pin[i-1]+1
		down = down && pin[i] == pin[i-1]-1
	}
	if same || up || down {
		return fault.New(fault.Invalid, "这个 PIN 太容易猜到，请换一个。")
	}
	return nil
}

// leavePIN lets a come back by PIN at a browser until their session ends.
func (s *Slice) leavePIN(ctx context.Context, a org.Actor, now session, browser, pin string) error {
	if err := checkPIN(pin); err != nil {
		return err
	}
	if s.Real().Sub(now.Proved) > freshFor && !s.Demo {
		return fault.New(fault.Closed, "设置 PIN 前请先用密码重新登录。")
	}
	hash, err := s.hash(ctx, pin)
	if err != nil {
		return err
	}
	return s.Flow.DB().Tx(ctx, func(tx *db.Tx) error {
		_, err := tx.ExecContext(ctx, `
			INSERT INTO pins (browser, person, post, hash, proved, ends) VALUES ($1, $2, $3, $4, $5, $6)
			ON CONFLICT (browser, person) DO UPDATE SET post = excluded.post, hash = excluded.hash, tries = 0,
				proved = excluded.proved, ends = excluded.ends`,
			digest(browser), a.Person, a.Post, hash, db.Millis(now.Proved), db.Millis(now.Ends))
		if err != nil {
			return err
		}
		return s.Flow.Log(ctx, tx, a, "set-pin", a.Person, nil)
	})
}

var errWrongPIN = fault.New(fault.Invalid, "PIN 不对。连续错 5 次后须用密码登录。")

// enterByPIN signs in who left this PIN at this browser. The try is counted
// before it is compared.
func (s *Slice) enterByPIN(ctx context.Context, browser, person, pin, old, device string) (cookie string, err error) {
	now := s.Real()
	var t turn
	err = s.Flow.DB().Tx(ctx, func(tx *db.Tx) error {
		t, err = db.One(ctx, tx, scanTurn, `
			UPDATE pins SET tries = tries + 1 WHERE browser = $1 AND person = $2 AND tries < $3 AND ends > $4
			RETURNING person, post, hash, proved, ends`, digest(browser), person, pinTries, db.Millis(now))
		return err
	})
	if errors.Is(err, db.ErrNone) {
		return "", errWrongPIN
	}
	if err != nil {
		return "", err
	}
	right, err := s.matches(ctx, t.Hash, digitsOf(pin))
	if err != nil {
		return "", err
	}
	if !right {
		err := s.Flow.Log(ctx, nil, org.Actor{}, actFailed, person, form.Answers{"by": byPIN})
		return "", errors.Join(err, errWrongPIN)
	}
	err = s.Flow.DB().Tx(ctx, func(tx *db.Tx) error {
		if _, err := tx.ExecContext(ctx, `UPDATE pins SET tries = 0 WHERE browser = $1 AND person = $2`, digest(browser), person); err != nil {
			return err
		}
		if cookie, err = s.mint(ctx, tx, old, t.Person, t.Post, device, byPIN); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `UPDATE sessions SET proved = $1, ends = $2 WHERE token = $3`,
			db.Millis(t.Proved), db.Millis(t.Ends), digest(cookie))
		return err
	})
	return cookie, err
}

func scanTurn(row db.Row) (t turn, err error) {
	var proved, ends int64
	err = row.Scan(&t.Person, &t.Post, &t.Hash, &proved, &ends)
	t.Proved, t.Ends = db.Time(proved), db.Time(ends)
	return t, err
}

// turns returns who may come back at a browser now.
func (s *Slice) turns(ctx context.Context, browser string) ([]turn, error) {
	if browser == "" {
		return nil, nil
	}
	return db.All(ctx, s.Flow.DB(), scanTurn, `SELECT person, post, hash, proved, ends FROM pins
		WHERE browser = $1 AND tries < $2 AND ends > $3 ORDER BY person`, digest(browser), pinTries, db.Millis(s.Real()))
}

// dropPINs forgets the PINs of a person, at one browser or, if that is empty,
// wherever they are; and those that have ended.
func (s *Slice) dropPINs(ctx context.Context, tx *db.Tx, person, browser string) error {
	if browser != "" {
		browser = digest(browser)
	}
	_, err := tx.ExecContext(ctx, `DELETE FROM pins WHERE person = $1 AND ($2 = '' OR browser = $2) OR ends <= $3`,
		person, browser, db.Millis(s.Real()))
	return err
}
