package pad

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"time"

	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/form"
	"qinglan/internal/vault"
)

// store keeps the drafts, sealed, and the keys of devices.
type store struct{ keys *vault.Keys }

// keep seals and keeps what a judge has written so far on a sheet.
func (s store) keep(ctx context.Context, tx *db.Tx, sheet string, a form.Answers, now time.Time) error {
	_, err := tx.ExecContext(ctx, `
		INSERT INTO sheet_drafts (sheet, body, saved) VALUES ($1, $2, $3)
		ON CONFLICT (sheet) DO UPDATE SET body = excluded.body, saved = excluded.saved`, sheet, s.seal(a.JSON(), "draft "+sheet), db.Millis(now))
	return err
}

func (s store) seal(plain []byte, what string) string {
	return base64.StdEncoding.EncodeToString(s.keys.Seal(plain, []byte(what)))
}

// draft returns what was kept, or no answers.
func (s store) draft(ctx context.Context, q db.Q, sheet string) (form.Answers, error) {
	body, err := db.One(ctx, q, db.Cell[string], `SELECT body FROM sheet_drafts WHERE sheet = $1`, sheet)
	if errors.Is(err, db.ErrNone) {
		return form.Answers{}, nil
	}
	if err != nil {
		return nil, err
	}
	raw, err := base64.StdEncoding.DecodeString(body)
	if err != nil {
		return nil, fmt.Errorf("draft of %s: %w", sheet, err)
	}
	plain, err := s.keys.Open(raw, []byte("draft "+sheet))
	if err != nil {
		return nil, fmt.Errorf("draft of %s: %w", sheet, err)
	}
	return form.Parse(plain)
}

func (store) forget(ctx context.Context, tx *db.Tx, sheet string) error {
	_, err := tx.ExecContext(ctx, `DELETE FROM sheet_drafts WHERE sheet = $1`, sheet)
	return err
}

const keyColumns = `id, session, person, key, began, until, ended, n`

func scanKey(row db.Row) (k Key, err error) {
	var began, until, ended int64
	err = row.Scan(&k.ID, &k.Session, &k.Person, &k.Public, &began, &until, &ended, &k.N)
	k.Began, k.Until, k.Ended = db.Time(began), db.Time(until), db.Time(ended)
	return k, err
}

// addKey registers k; an id is used once.
func (store) addKey(ctx context.Context, tx *db.Tx, k Key) error {
	_, err := tx.ExecContext(ctx, `
		INSERT INTO device_keys (id, session, person, key, began, until) VALUES ($1, $2, $3, $4, $5, $6)`,
		k.ID, k.Session, k.Person, k.Public, db.Millis(k.Began), db.Millis(k.Until))
	if db.Unique(err) {
		return fault.New(fault.Stale, "这台设备已经签过到，请刷新页面。")
	}
	return err
}

// key returns the key of that id, or none.
func (store) key(ctx context.Context, q db.Q, id string) (Key, error) {
	k, err := db.One(ctx, q, scanKey, `SELECT `+keyColumns+` FROM device_keys WHERE id = $1`, id)
	if errors.Is(err, db.ErrNone) {
		return Key{}, nil
	}
	return k, err
}

// live returns the key by which a judge signs in a session now, or none.
func (store) live(ctx context.Context, q db.Q, session, person string, now time.Time) (Key, error) {
	all, err := db.All(ctx, q, scanKey, `SELECT `+keyColumns+` FROM device_keys
		WHERE session = $1 AND person = $2 AND ended = 0 AND until > $3 ORDER BY began DESC, id`, session, person, db.Millis(now))
	if err != nil || len(all) == 0 {
		return Key{}, err
	}
	return all[0], nil
}

// endKeys ends every key of a judge in a session and returns how many.
func (store) endKeys(ctx context.Context, tx *db.Tx, session, person string, now time.Time) (int64, error) {
	return db.Changed(tx.ExecContext(ctx, `
		UPDATE device_keys SET ended = $1 WHERE session = $2 AND person = $3 AND ended = 0 AND until > $1`,
		db.Millis(now), session, person))
}

// spend notes the number of a lock that is taken.
func (store) spend(ctx context.Context, tx *db.Tx, id string, n int64) error {
	changed, err := db.Changed(tx.ExecContext(ctx, `UPDATE device_keys SET n = $1 WHERE id = $2 AND n < $1`, n, id))
	if err == nil && changed == 0 {
		err = fault.New(fault.Stale, "这个办件刚刚有了变化，请看过最新情况再办理。")
	}
	return err
}

// allKeys returns the keys of every session, for whoever checks the record.
func (store) allKeys(ctx context.Context, q db.Q) ([]Key, error) {
	return db.All(ctx, q, scanKey, `SELECT `+keyColumns+` FROM device_keys ORDER BY session, id`)
}
