package intake

import (
	"context"
	"encoding/base64"
	"errors"
	"time"

	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/form"
	"qinglan/internal/job"
	"qinglan/internal/org"
)

func mobilePlace(id string) []byte { return []byte("intake_people/mobile/" + id) }

// keep writes a batch, and returns the id of the one with the same digest that was
// there before, if there was one.
func (s *Slice) keep(ctx context.Context, a org.Actor, b *batch, digest string) (id string, err error) {
	err = s.Flow.DB().Tx(ctx, func(tx *db.Tx) error {
		id = b.ID
		n, err := db.Changed(tx.ExecContext(ctx, `INSERT INTO intakes (id, organ, person, post, at, digest, state, skipped)
			VALUES ($1, $2, $3, $4, $5, $6, 'open', $7) ON CONFLICT (organ, digest) DO NOTHING`,
			b.ID, b.Organ, b.Person, b.Post, db.Millis(b.At), digest, b.Skipped))
		if err != nil {
			return err
		}
		if n == 0 {
			id, err = db.One(ctx, tx, db.Cell[string], `SELECT id FROM intakes WHERE organ = $1 AND digest = $2`, b.Organ, digest)
			return err
		}
		for _, p := range b.People {
			if _, err := tx.ExecContext(ctx, `INSERT INTO intake_people (intake, n, name, unit, goal) VALUES ($1, $2, $3, $4, $5)`,
				b.ID, p.N, p.Name, p.Unit, p.Goal); err != nil {
				return err
			}
		}
		for _, f := range b.Files {
			if _, err := tx.ExecContext(ctx, `
				INSERT INTO intake_files (id, intake, n, name, media, size, sha256, key, person, item, maybe, doubt, state, why)
				VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
				f.ID, b.ID, f.N, f.Name, f.Media, f.Size, f.SHA256, f.Key, f.Person, f.Item, f.Maybe, f.Doubt, f.State, f.Why); err != nil {
				return err
			}
		}
		return s.Flow.Log(ctx, tx, a, "intake", b.ID, form.Answers{"digest": digest})
	})
	return id, err
}

const batchColumns = `id, organ, person, post, at, state, filer, version, skipped`

func scanBatch(row db.Row) (b batch, err error) {
	var at int64
	err = row.Scan(&b.ID, &b.Organ, &b.Person, &b.Post, &at, &b.State, &b.Filer, &b.Version, &b.Skipped)
	b.At = db.Time(at)
	return b, err
}

// batch returns a batch with its people and files, whoever asks.
func (s *Slice) batch(ctx context.Context, q db.Q, id string) (*batch, error) {
	b, err := db.One(ctx, q, scanBatch, `SELECT `+batchColumns+` FROM intakes WHERE id = $1`, id)
	if errors.Is(err, db.ErrNone) {
		return nil, errMissing
	}
	if err != nil {
		return nil, err
	}
	return &b, s.contents(ctx, q, &b)
}

func (s *Slice) contents(ctx context.Context, q db.Q, b *batch) (err error) {
	b.People, err = db.All(ctx, q, func(row db.Row) (p who, err error) {
		var sealed string
		if err = row.Scan(&p.N, &p.Name, &p.Unit, &sealed, &p.Goal, &p.Case, &p.Why); err != nil || sealed == "" {
			return p, err
		}
		raw, err := base64.RawStdEncoding.DecodeString(sealed)
		if err == nil {
			raw, err = s.Keys.Open(raw, mobilePlace(b.ID))
		}
		p.Mobile = string(raw)
		return p, err
	}, `SELECT n, name, unit, mobile, goal, case_id, why FROM intake_people WHERE intake = $1 ORDER BY n`, b.ID)
	if err != nil {
		return err
	}
	b.Files, err = db.All(ctx, q, scanFile, `SELECT `+fileColumns+` FROM intake_files WHERE intake = $1 ORDER BY n`, b.ID)
	return err
}

const fileColumns = `id, n, name, media, size, sha256, key, person, item, maybe, doubt, state, why, case_id, file_id`

func scanFile(row db.Row) (f file, err error) {
	err = row.Scan(&f.ID, &f.N, &f.Name, &f.Media, &f.Size, &f.SHA256, &f.Key, &f.Person, &f.Item, &f.Maybe, &f.Doubt, &f.State, &f.Why, &f.Case, &f.File)
	return f, err
}

// batches returns what an office was sent, the newest first.
func (s *Slice) batches(ctx context.Context, organ string, limit int) ([]batch, error) {
	all, err := db.All(ctx, s.Flow.DB(), scanBatch, `SELECT `+batchColumns+` FROM intakes WHERE organ = $1 ORDER BY at DESC, id DESC LIMIT $2`, organ, limit)
	for i := range all {
		if err == nil {
			err = s.contents(ctx, s.Flow.DB(), &all[i])
		}
	}
	return all, err
}

// waiting returns the ids of those with files in the tray, the oldest first.
func (s *Slice) waiting(ctx context.Context, organ string) ([]string, error) {
	return db.All(ctx, s.Flow.DB(), db.Cell[string], `SELECT id FROM intakes i WHERE organ = $1
		AND EXISTS (SELECT 1 FROM intake_files f WHERE f.intake = i.id AND f.state = 'tray') ORDER BY at, id`, organ)
}

// old returns the batches that came before a moment and still have files in the tray.
func (s *Slice) old(ctx context.Context, before time.Time) ([]string, error) {
	return db.All(ctx, s.Flow.DB(), db.Cell[string], `SELECT id FROM intakes i WHERE state = 'open' AND at < $1
		AND EXISTS (SELECT 1 FROM intake_files f WHERE f.intake = i.id AND f.state = 'tray') ORDER BY at, id`, db.Millis(before))
}

var errTurned = fault.New(fault.Stale, "这一批刚刚由同事改过或归入了，请看过最新情况再办理。")

// correct writes what was corrected by hand on a page that showed a version; with a
// filer what is sure goes to its cases afterwards. Of two who do it at once one is
// late.
func (s *Slice) correct(ctx context.Context, a org.Actor, b *batch, seen int64, file bool) error {
	return s.Flow.DB().Tx(ctx, func(tx *db.Tx) error {
		state, filer := "open", ""
		if file {
			state, filer = "filing", a.Post
		}
		n, err := db.Changed(tx.ExecContext(ctx, `UPDATE intakes SET version = version + 1, state = $1, filer = $2
			WHERE id = $3 AND version = $4 AND state = 'open'`, state, filer, b.ID, seen))
		if err == nil && n == 0 {
			err = errTurned
		}
		if err != nil {
			return err
		}
		if err := s.write(ctx, tx, b); err != nil || !file {
			return err
		}
		if err := s.Flow.Log(ctx, tx, a, "intake-file", b.ID, nil); err != nil {
			return err
		}
		return s.Queue.Add(ctx, tx, job.Task{Name: "file-intake", Key: b.ID + "/" + db.NewID()})
	})
}

func (s *Slice) write(ctx context.Context, tx *db.Tx, b *batch) error {
	for _, p := range b.People {
		sealed := ""
		if p.Mobile != "" {
			sealed = base64.RawStdEncoding.EncodeToString(s.Keys.Seal([]byte(p.Mobile), mobilePlace(b.ID)))
		}
		_, err := tx.ExecContext(ctx, `INSERT INTO intake_people (intake, n, name, unit, mobile, goal) VALUES ($1, $2, $3, $4, $5, $6)
			ON CONFLICT (intake, n) DO UPDATE SET name = excluded.name, unit = excluded.unit, mobile = excluded.mobile, goal = excluded.goal, why = ''`,
			b.ID, p.N, p.Name, p.Unit, sealed, p.Goal)
		if err != nil {
			return err
		}
	}
	for _, f := range b.Files {
		if _, err := tx.ExecContext(ctx, `UPDATE intake_files SET person = $1, item = $2, maybe = $3, doubt = $4, why = '' WHERE id = $5 AND state = 'tray'`,
			f.Person, f.Item, f.Maybe, f.Doubt, f.ID); err != nil {
			return err
		}
	}
	return nil
}

// settle opens a batch again for what is left.
func (s *Slice) settle(ctx context.Context, id string) error {
	return s.Flow.DB().Tx(ctx, func(tx *db.Tx) error {
		_, err := tx.ExecContext(ctx, `UPDATE intakes SET state = 'open' WHERE id = $1 AND state = 'filing'`, id)
		return err
	})
}

// put notes the case of a person, or why they have none.
func (s *Slice) put(ctx context.Context, id string, n int, caseID, why string) error {
	return s.Flow.DB().Tx(ctx, func(tx *db.Tx) error {
		_, err := tx.ExecContext(ctx, `UPDATE intake_people SET case_id = CASE WHEN $1 = '' THEN case_id ELSE $1 END, why = $2 WHERE intake = $3 AND n = $4`,
			caseID, why, id, n)
		return err
	})
}

// filed notes where a file went; the copy in the tray is deleted.
func (s *Slice) filed(ctx context.Context, f file, caseID, fileID string) error {
	err := s.Flow.DB().Tx(ctx, func(tx *db.Tx) error {
		_, err := tx.ExecContext(ctx, `UPDATE intake_files SET state = 'filed', why = '', key = '', case_id = $1, file_id = $2 WHERE id = $3`, caseID, fileID, f.ID)
		return err
	})
	if err == nil {
		err = s.Files.Remove(f.Key)
	}
	return err
}

func (s *Slice) unfiled(ctx context.Context, f file, why string) error {
	return s.Flow.DB().Tx(ctx, func(tx *db.Tx) error {
		_, err := tx.ExecContext(ctx, `UPDATE intake_files SET why = $1 WHERE id = $2`, why, f.ID)
		return err
	})
}

// dropFiles notes that files are gone. A batch of which nothing is left is no longer
// the same when it comes again.
func (s *Slice) dropFiles(ctx context.Context, tx *db.Tx, b *batch, gone []file) error {
	n, err := db.Changed(tx.ExecContext(ctx, `UPDATE intakes SET version = version + 1 WHERE id = $1 AND state = 'open'`, b.ID))
	if err == nil && n == 0 {
		err = errTurned
	}
	for _, f := range gone {
		if err == nil {
			_, err = tx.ExecContext(ctx, `UPDATE intake_files SET state = 'removed', key = '', name = '' WHERE id = $1 AND state = 'tray'`, f.ID)
		}
	}
	if err == nil {
		n, err = db.Changed(tx.ExecContext(ctx, `UPDATE intakes SET state = 'removed', digest = 'removed/' || id WHERE id = $1
			AND NOT EXISTS (SELECT 1 FROM intake_files f WHERE f.intake = $1 AND f.state IN ('tray', 'filed'))`, b.ID))
	}
	if err == nil && n > 0 { // nothing of these people is left
		_, err = tx.ExecContext(ctx, `DELETE FROM intake_people WHERE intake = $1`, b.ID)
	}
	return err
}

// fileOf returns a file of the tray and its batch, for a's office.
func (s *Slice) fileOf(ctx context.Context, a org.Actor, id string) (f file, err error) {
	f, err = db.One(ctx, s.Flow.DB(), scanFile, `SELECT f.id, f.n, f.name, f.media, f.size, f.sha256, f.key, f.person, f.item, f.maybe, f.doubt, f.state, f.why, f.case_id, f.file_id
		FROM intake_files f JOIN intakes i ON i.id = f.intake WHERE f.id = $1 AND i.organ = $2 AND f.state = 'tray'`, id, a.Organ.ID)
	if errors.Is(err, db.ErrNone) {
		err = errMissing
	}
	return f, err
}
