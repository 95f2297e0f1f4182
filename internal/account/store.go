package account

import (
	"context"
	"errors"
	"fmt"
	"time"

	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/org"
)

const sessionColumns = `id, person, post, device, began, seen, idle, ends, proved`

func scanSession(row db.Row) (n session, err error) {
	var began, seen, idle, ends, proved int64
	err = row.Scan(&n.ID, &n.Person, &n.Post, &n.Device, &began, &seen, &idle, &ends, &proved)
	n.Proved = db.Time(proved)
	n.Began, n.Seen, n.Ends = db.Time(began), db.Time(seen), db.Time(ends)
	n.Idle = time.Duration(idle) * time.Millisecond
	return n, err
}

func (s *Slice) addSession(ctx context.Context, tx *db.Tx, n session, token string) error {
	_, err := tx.ExecContext(ctx, `
		INSERT INTO sessions (id, token, person, post, device, began, seen, idle, ends, proved)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		n.ID, digest(token), n.Person, n.Post, n.Device, db.Millis(n.Began), db.Millis(n.Seen), n.Idle.Milliseconds(), db.Millis(n.Ends), db.Millis(n.Proved))
	if err != nil {
		return fmt.Errorf("begin a session: %w", err)
	}
	return nil
}

func (s *Slice) byToken(ctx context.Context, q db.Q, token string) (session, error) {
	return db.One(ctx, q, scanSession, `SELECT `+sessionColumns+` FROM sessions WHERE token = $1`, digest(token))
}

// sessionsOf returns where a person is signed in, last seen first.
func (s *Slice) sessionsOf(ctx context.Context, q db.Q, person string, now time.Time) ([]session, error) {
	return db.All(ctx, q, scanSession, `SELECT `+sessionColumns+` FROM sessions
		WHERE person = $1 AND ends > $2 AND seen + idle > $2 ORDER BY seen DESC, id`, person, db.Millis(now))
}

func (s *Slice) touch(ctx context.Context, tx *db.Tx, id string, now time.Time) error {
	_, err := tx.ExecContext(ctx, `UPDATE sessions SET seen = $1 WHERE id = $2 AND seen < $1`, db.Millis(now), id)
	return err
}

// sweep forgets what has ended.
func (s *Slice) sweep(ctx context.Context, tx *db.Tx, now time.Time) error {
	for _, sql := range []string{
		`DELETE FROM sessions WHERE ends < $1`,
		`DELETE FROM codes WHERE ends < $1`,
		`DELETE FROM attempts WHERE last + 86400000 < $1`,
	} {
		if _, err := tx.ExecContext(ctx, sql, db.Millis(now)); err != nil {
			return err
		}
	}
	return nil
}

func (s *Slice) endByToken(ctx context.Context, tx *db.Tx, token string) error {
	_, err := tx.ExecContext(ctx, `DELETE FROM sessions WHERE token = $1`, digest(token))
	return err
}

// end ends a session of a person and reports whether there was one.
func (s *Slice) end(ctx context.Context, tx *db.Tx, person, id string) (bool, error) {
	n, err := db.Changed(tx.ExecContext(ctx, `DELETE FROM sessions WHERE id = $1 AND person = $2`, id, person))
	return n > 0, err
}

// endOthers ends every session of a person but one.
func (s *Slice) endOthers(ctx context.Context, tx *db.Tx, person, keep string) error {
	_, err := tx.ExecContext(ctx, `DELETE FROM sessions WHERE person = $1 AND id <> $2`, person, keep)
	return err
}

func (s *Slice) addLink(ctx context.Context, tx *db.Tx, token string, l link, now time.Time) error {
	_, err := tx.ExecContext(ctx, `
		INSERT INTO links (token, person, post, reusable, made, ends) VALUES ($1, $2, $3, $4, $5, $6)`,
		token, l.Person, l.Post, l.Reusable, db.Millis(now), db.Millis(l.Ends))
	return err
}

func (s *Slice) linkOf(ctx context.Context, q db.Q, token string) (link, error) {
	l, err := db.One(ctx, q, func(row db.Row) (l link, err error) {
		var ends, used int64
		err = row.Scan(&l.Person, &l.Post, &l.Reusable, &ends, &used)
		l.Ends, l.Used = db.Time(ends), db.Time(used)
		return l, err
	}, `SELECT person, post, reusable, ends, used FROM links WHERE token = $1`, digest(token))
	if errors.Is(err, db.ErrNone) {
		return l, errNoLink
	}
	return l, err
}

// endLinks ends the links of a person at a post that nobody has used.
func (s *Slice) endLinks(ctx context.Context, tx *db.Tx, person, post string, now time.Time) error {
	_, err := tx.ExecContext(ctx, `
		UPDATE links SET ends = $1 WHERE person = $2 AND post = $3 AND used = 0 AND NOT reusable AND ends > $1`,
		db.Millis(now), person, post)
	return err
}

// invited says how the links of a person at a post stand.
func (s *Slice) invited(ctx context.Context, q db.Q, person, post string) (slip org.Slip, err error) {
	var ends, used int64
	err = q.QueryRowContext(ctx, `
		SELECT COALESCE(MAX(CASE WHEN used = 0 AND NOT reusable THEN ends ELSE 0 END), 0), COALESCE(MAX(used), 0)
		FROM links WHERE person = $1 AND post = $2`, person, post).Scan(&ends, &used)
	return org.Slip{Ends: db.Time(ends), Used: db.Time(used)}, err
}

// useLink marks a link as used; of two who use it at once, one is late.
func (s *Slice) useLink(ctx context.Context, tx *db.Tx, token string, again bool, now time.Time) error {
	n, err := db.Changed(tx.ExecContext(ctx,
		`UPDATE links SET used = $1 WHERE token = $2 AND (used = 0 OR reusable)`, db.Millis(now), token))
	if err == nil && n == 0 && !again {
		err = link{Used: now}.check(now)
	}
	return err
}

// putCode keeps a code in place of an earlier one for the same number.
func (s *Slice) putCode(ctx context.Context, tx *db.Tx, mobile string, c code, ends time.Time) error {
	_, err := tx.ExecContext(ctx, `
		INSERT INTO codes (mobile, salt, hash, tries, ends) VALUES ($1, $2, $3, 0, $4)
		ON CONFLICT (mobile) DO UPDATE SET salt = excluded.salt, hash = excluded.hash, tries = 0, ends = excluded.ends`,
		mobile, c.Salt, c.Hash, db.Millis(ends))
	return err
}

// tryCode counts a try and returns the code to compare, or [db.ErrNone] if
// there is none, it is too old or was tried too often.
func (s *Slice) tryCode(ctx context.Context, tx *db.Tx, mobile string, now time.Time) (code, error) {
	return db.One(ctx, tx, func(row db.Row) (c code, err error) {
		err = row.Scan(&c.Salt, &c.Hash)
		return c, err
	}, `UPDATE codes SET tries = tries + 1 WHERE mobile = $1 AND tries < $2 AND ends > $3 RETURNING salt, hash`,
		mobile, codeTries, db.Millis(now))
}

func (s *Slice) dropCode(ctx context.Context, tx *db.Tx, mobile string) error {
	_, err := tx.ExecContext(ctx, `DELETE FROM codes WHERE mobile = $1`, mobile)
	return err
}

func scanLogin(row db.Row) (l login, err error) {
	err = row.Scan(&l.Person, &l.Name, &l.Password)
	return l, err
}

func (s *Slice) loginByName(ctx context.Context, q db.Q, name string) (login, error) {
	return db.One(ctx, q, scanLogin, `SELECT person, name, password FROM logins WHERE name = $1`, name)
}

func (s *Slice) loginOf(ctx context.Context, q db.Q, person string) (login, error) {
	return db.One(ctx, q, scanLogin, `SELECT person, name, password FROM logins WHERE person = $1`, person)
}

func (s *Slice) putLogin(ctx context.Context, tx *db.Tx, l login, now time.Time) error {
	_, err := tx.ExecContext(ctx, `
		INSERT INTO logins (person, name, password, changed) VALUES ($1, $2, $3, $4)
		ON CONFLICT (person) DO UPDATE SET password = excluded.password, changed = excluded.changed`,
		l.Person, l.Name, l.Password, db.Millis(now))
	if db.Unique(err) {
		return fault.New(fault.Invalid, "这个账号名已有人使用，请换一个。")
	}
	return err
}

// dropLogin takes a person's name and password away and ends their sessions,
// if they had one.
func (s *Slice) dropLogin(ctx context.Context, tx *db.Tx, person string) error {
	n, err := db.Changed(tx.ExecContext(ctx, `DELETE FROM logins WHERE person = $1`, person))
	if err != nil || n == 0 {
		return err
	}
	return s.endOthers(ctx, tx, person, "")
}

func (s *Slice) attemptOf(ctx context.Context, q db.Q, key string) (attempt, error) {
	return db.One(ctx, q, func(row db.Row) (a attempt, err error) {
		var since, last int64
		err = row.Scan(&a.N, &since, &last)
		a.Since, a.Last = db.Time(since), db.Time(last)
		return a, err
	}, `SELECT n, since, last FROM attempts WHERE key = $1`, key)
}

// putAttempt writes next where was stood, and reports whether it still did.
func (s *Slice) putAttempt(ctx context.Context, tx *db.Tx, key string, was, next attempt) (bool, error) {
	sql := `UPDATE attempts SET n = $2, since = $3, last = $4 WHERE key = $1 AND n = $5 AND last = $6`
	args := []any{key, next.N, db.Millis(next.Since), db.Millis(next.Last), was.N, db.Millis(was.Last)}
	if was.N == 0 {
		sql, args = `INSERT INTO attempts (key, n, since, last) VALUES ($1, $2, $3, $4) ON CONFLICT (key) DO NOTHING`, args[:4]
	}
	n, err := db.Changed(tx.ExecContext(ctx, sql, args...))
	return n == 1, err
}

func (s *Slice) dropAttempt(ctx context.Context, tx *db.Tx, key string) error {
	_, err := tx.ExecContext(ctx, `DELETE FROM attempts WHERE key = $1`, key)
	return err
}
