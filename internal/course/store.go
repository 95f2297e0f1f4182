package course

import (
	"context"
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"

	"qinglan/internal/db"
)

// putPlan keeps what a class may hold and when it is held.
func putPlan(ctx context.Context, tx *db.Tx, class string, capacity int, directions string, lessons []Lesson) error {
	_, err := tx.ExecContext(ctx, `
		INSERT INTO classes (class, capacity, directions) VALUES ($1, $2, $3)
		ON CONFLICT (class) DO UPDATE SET capacity = excluded.capacity, directions = excluded.directions`,
		class, capacity, directions)
	if err != nil {
		return fmt.Errorf("keep class %s: %w", class, err)
	}
	if err := dropDraft(ctx, tx, class); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, `DELETE FROM lessons WHERE class = $1`, class); err != nil {
		return err
	}
	for _, l := range lessons {
		_, err := tx.ExecContext(ctx, `
			INSERT INTO lessons (class, n, day, starts, ends, subject, hours, trainer, place)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
			class, l.N, l.Day, l.From, l.To, l.Subject, l.Hours, l.Trainer, l.Place)
		if err != nil {
			return fmt.Errorf("keep lesson %d of %s: %w", l.N, class, err)
		}
	}
	return nil
}

func LessonsIn(ctx context.Context, q db.Q, class string) ([]Lesson, error) {
	return db.All(ctx, q, func(row db.Row) (l Lesson, err error) {
		err = row.Scan(&l.N, &l.Day, &l.From, &l.To, &l.Subject, &l.Hours, &l.Trainer, &l.Place, &l.Ticked)
		return l, err
	}, `SELECT n, day, starts, ends, subject, hours, trainer, place, ticked FROM lessons WHERE class = $1 ORDER BY n`, class)
}

// room returns how many a class may hold, how many it holds, and its
// directions; a class without a plan holds nobody.
func room(ctx context.Context, q db.Q, class string) (capacity, taken int, directions string, err error) {
	err = q.QueryRowContext(ctx, `SELECT capacity, taken, directions FROM classes WHERE class = $1`, class).
		Scan(&capacity, &taken, &directions)
	if errors.Is(err, db.ErrNone) {
		return 0, 0, "", nil
	}
	return capacity, taken, directions, err
}

// alone makes what changes a class wait for what does the same; its row is the
// lock. A class without a plan has none and nothing to wait for.
func alone(ctx context.Context, tx *db.Tx, class string) error {
	_, err := tx.ExecContext(ctx, `UPDATE classes SET taken = taken WHERE class = $1`, class)
	return err
}

// takeSeat seats an entry: first if it sits nowhere, room if the class has room.
func takeSeat(ctx context.Context, tx *db.Tx, class, entry string) (first, fits bool, err error) {
	n, err := db.Changed(tx.ExecContext(ctx,
		`INSERT INTO seats (entry, class) VALUES ($1, $2) ON CONFLICT (entry) DO NOTHING`, entry, class))
	if err != nil || n == 0 {
		return false, false, err
	}
	n, err = db.Changed(tx.ExecContext(ctx,
		`UPDATE classes SET taken = taken + 1 WHERE class = $1 AND taken < capacity`, class))
	return true, n == 1, err
}

// leaveSeat frees the seat of an entry and returns of which class it was, ""
// if it sat nowhere.
func leaveSeat(ctx context.Context, tx *db.Tx, entry string) (class string, err error) {
	err = tx.QueryRowContext(ctx, `DELETE FROM seats WHERE entry = $1 RETURNING class`, entry).Scan(&class)
	if errors.Is(err, db.ErrNone) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("free the seat of %s: %w", entry, err)
	}
	_, err = tx.ExecContext(ctx, `UPDATE classes SET taken = taken - 1 WHERE class = $1`, class)
	return class, err
}

// SeatOf returns the class an entry sits in, or "".
func SeatOf(ctx context.Context, q db.Q, entry string) (class string, err error) {
	err = q.QueryRowContext(ctx, `SELECT class FROM seats WHERE entry = $1`, entry).Scan(&class)
	if errors.Is(err, db.ErrNone) {
		return "", nil
	}
	return class, err
}

// Seats returns who sits where: class by entry.
func Seats(ctx context.Context, q db.Q) (map[string]string, error) {
	out := map[string]string{}
	rows, err := db.All(ctx, q, scanPair, `SELECT entry, class FROM seats ORDER BY entry`)
	for _, r := range rows {
		out[r[0]] = r[1]
	}
	return out, err
}

func scanPair(row db.Row) (p [2]string, err error) {
	err = row.Scan(&p[0], &p[1])
	return p, err
}

// seated returns who sits in a class, by entry.
func seated(ctx context.Context, q db.Q, class string) ([]string, error) {
	return db.All(ctx, q, db.Cell[string], `SELECT entry FROM seats WHERE class = $1 ORDER BY entry`, class)
}

// A Trainee is what is kept of somebody in a class.
type Trainee struct {
	Class, Entry, Link, Reply string
	Replied                   int64 // number of the move that said so
	Gone                      bool
}

const traineeColumns = `class, entry, link, reply, replied, gone`

func scanTrainee(row db.Row) (t Trainee, err error) {
	var gone int64
	err = row.Scan(&t.Class, &t.Entry, &t.Link, &t.Reply, &t.Replied, &gone)
	t.Gone = gone != 0
	return t, err
}

func TraineesOf(ctx context.Context, q db.Q, class string) (map[string]Trainee, error) {
	rows, err := db.All(ctx, q, scanTrainee, `SELECT `+traineeColumns+` FROM trainees WHERE class = $1 ORDER BY entry`, class)
	out := map[string]Trainee{}
	for _, t := range rows {
		out[t.Entry] = t
	}
	return out, err
}

// ClassesOf returns the classes an entry was ever in.
func ClassesOf(ctx context.Context, q db.Q, entry string) ([]Trainee, error) {
	return db.All(ctx, q, scanTrainee, `SELECT `+traineeColumns+` FROM trainees WHERE entry = $1 ORDER BY class`, entry)
}

// LastClasses returns the class that each entry is or was in to its end: by
// entry, the newest of several.
func LastClasses(ctx context.Context, q db.Q) (map[string]string, error) {
	out := map[string]string{}
	rows, err := db.All(ctx, q, scanPair, `
		SELECT t.entry, t.class FROM trainees t JOIN cases c ON c.id = t.class
		WHERE t.gone = 0 ORDER BY t.entry, c.opened, t.class`)
	for _, r := range rows {
		out[r[0]] = r[1]
	}
	return out, err
}

// addTrainee notes somebody in a class, once more if they come back, with a
// link of their own for the 回执.
func (s *Store) addTrainee(ctx context.Context, tx *db.Tx, class, entry string) error {
	link := db.NewID()
	_, err := tx.ExecContext(ctx, `
		INSERT INTO trainees (class, entry, link, digest) VALUES ($1, $2, $3, $4)
		ON CONFLICT (class, entry) DO UPDATE SET link = excluded.link, digest = excluded.digest, reply = '', replied = 0, gone = 0`,
		class, entry, link, digest(s.Token(link)))
	if err != nil {
		return fmt.Errorf("note %s in class %s: %w", entry, class, err)
	}
	return nil
}

func (s *Store) goTrainee(ctx context.Context, tx *db.Tx, class, entry string) error {
	_, err := tx.ExecContext(ctx, `UPDATE trainees SET gone = $1 WHERE class = $2 AND entry = $3`,
		db.Millis(s.flow.Now()), class, entry)
	return err
}

// Token makes the secret of a link from its number and a key that is not in
// the database, in letters mostly: digits in a row look like a telephone.
func (s *Store) Token(link string) string {
	sum := sha256.Sum256([]byte(s.keys.Blind("class-link", link)))
	return strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(sum[:20]))
}

func digest(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// Linked returns whose link a token is; [db.ErrNone] if nobody's.
func Linked(ctx context.Context, q db.Q, token string) (Trainee, error) {
	return db.One(ctx, q, scanTrainee, `SELECT `+traineeColumns+` FROM trainees WHERE digest = $1`, digest(token))
}

func setReply(ctx context.Context, tx *db.Tx, class, entry, reply string, seq int64) error {
	_, err := tx.ExecContext(ctx, `UPDATE trainees SET reply = $1, replied = $2 WHERE class = $3 AND entry = $4`,
		reply, seq, class, entry)
	return err
}

// A Leave is somebody's request to be excused from a lesson.
type Leave struct {
	Class, Entry string
	N            int
	Seq          int64
	State        string
}

func scanLeave(row db.Row) (l Leave, err error) {
	err = row.Scan(&l.Class, &l.Entry, &l.N, &l.Seq, &l.State)
	return l, err
}

func leavesOf(ctx context.Context, q db.Q, class string) ([]Leave, error) {
	return db.All(ctx, q, scanLeave,
		`SELECT class, entry, n, seq, state FROM leaves WHERE class = $1 ORDER BY n, entry`, class)
}

// putLeave keeps a request; one that was refused may be made again.
func putLeave(ctx context.Context, tx *db.Tx, l Leave) (bool, error) {
	n, err := db.Changed(tx.ExecContext(ctx, `
		INSERT INTO leaves (class, entry, n, seq, state) VALUES ($1, $2, $3, $4, 'asked')
		ON CONFLICT (class, entry, n) DO UPDATE SET seq = excluded.seq, state = 'asked' WHERE leaves.state = 'refused'`,
		l.Class, l.Entry, l.N, l.Seq))
	return n == 1, err
}

// settleLeave decides a request that waits and reports whether it did.
func settleLeave(ctx context.Context, tx *db.Tx, class, entry string, n int, state string) (bool, error) {
	k, err := db.Changed(tx.ExecContext(ctx,
		`UPDATE leaves SET state = $1 WHERE class = $2 AND entry = $3 AND n = $4 AND state = 'asked'`, state, class, entry, n))
	return k == 1, err
}

// An AskedLeave is a request for leave that waits for an institution.
type AskedLeave struct {
	Class, Title string
	Name         string // of who asks
	N            int    // of the lesson
}

// Asked returns the requests that wait for an institution.
func Asked(ctx context.Context, q db.Q, organ string) ([]AskedLeave, error) {
	return db.All(ctx, q, func(row db.Row) (l AskedLeave, err error) {
		err = row.Scan(&l.Class, &l.Title, &l.Name, &l.N)
		return l, err
	}, `SELECT c.id, c.name, e.name, l.n FROM leaves l JOIN cases c ON c.id = l.class JOIN cases e ON e.id = l.entry
			JOIN seats s ON s.entry = l.entry AND s.class = l.class
		WHERE c.party = $1 AND c.state = 'running' AND l.state = 'asked' ORDER BY c.opened, c.id, l.n, e.name, l.entry`, organ)
}

// tick notes that the attendance of a lesson is written for the time after
// seen; false if somebody else was first.
func tick(ctx context.Context, tx *db.Tx, class string, n, seen int) (bool, error) {
	k, err := db.Changed(tx.ExecContext(ctx,
		`UPDATE lessons SET ticked = ticked + 1 WHERE class = $1 AND n = $2 AND ticked = $3`, class, n, seen))
	return k == 1, err
}

func putMark(ctx context.Context, tx *db.Tx, class string, n int, entry, mark string) error {
	_, err := tx.ExecContext(ctx, `
		INSERT INTO attendance (class, n, entry, mark) VALUES ($1, $2, $3, $4)
		ON CONFLICT (class, n, entry) DO UPDATE SET mark = excluded.mark`, class, n, entry, mark)
	return err
}

// marksOf returns the attendance of a class: mark by entry and lesson.
func marksOf(ctx context.Context, q db.Q, class string) (map[string]map[int]string, error) {
	type row struct {
		n           int
		entry, mark string
	}
	rows, err := db.All(ctx, q, func(x db.Row) (r row, err error) {
		err = x.Scan(&r.n, &r.entry, &r.mark)
		return r, err
	}, `SELECT n, entry, mark FROM attendance WHERE class = $1 ORDER BY entry, n`, class)
	out := map[string]map[int]string{}
	for _, r := range rows {
		if out[r.entry] == nil {
			out[r.entry] = map[int]string{}
		}
		out[r.entry][r.n] = r.mark
	}
	return out, err
}
