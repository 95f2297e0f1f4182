package material

import (
	"context"
	"errors"
	"time"

	"qinglan/internal/blob"
	"qinglan/internal/db"
)

const uploadColumns = `u.id, u.case_id, u.item, u.person, u.name, u.sha256, u.file_id, u.size,
	COALESCE((SELECT SUM(p.size) FROM upload_parts p WHERE p.upload_id = u.id), 0)`

func scanUpload(row db.Row) (u upload, err error) {
	err = row.Scan(&u.ID, &u.Case, &u.Item, &u.Person, &u.Name, &u.SHA256, &u.File, &u.Size, &u.Have)
	return u, err
}

// uploadOf returns an upload of a person; for anybody else there is none.
func (s *Slice) uploadOf(ctx context.Context, person, id string) (upload, error) {
	u, err := db.One(ctx, s.Flow.DB(), scanUpload, `SELECT `+uploadColumns+` FROM uploads u WHERE u.id = $1 AND u.person = $2`, id, person)
	if errors.Is(err, db.ErrNone) {
		err = errNoUpload
	}
	return u, err
}

// uploadAs returns the upload of that content to a slot.
func (s *Slice) uploadAs(ctx context.Context, caseID, item, person, sum string) (upload, error) {
	return db.One(ctx, s.Flow.DB(), scanUpload, `SELECT `+uploadColumns+` FROM uploads u
		WHERE u.case_id = $1 AND u.item = $2 AND u.person = $3 AND u.sha256 = $4`, caseID, item, person, sum)
}

func (s *Slice) unfinished(ctx context.Context, person string) (int, error) {
	return db.One(ctx, s.Flow.DB(), db.Cell[int], `SELECT COUNT(*) FROM uploads WHERE person = $1 AND file_id = ''`, person)
}

func (s *Slice) open(ctx context.Context, u upload) error {
	return s.Flow.DB().Tx(ctx, func(tx *db.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO uploads (id, case_id, item, person, name, size, sha256, at, file_id)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, '') ON CONFLICT (case_id, item, person, sha256) DO NOTHING`,
			u.ID, u.Case, u.Item, u.Person, u.Name, u.Size, u.SHA256, db.Millis(s.Real()))
		return err
	})
}

// reopen begins an upload anew of which the file was taken away since.
func (s *Slice) reopen(ctx context.Context, u *upload) error {
	there, err := db.One(ctx, s.Flow.DB(), db.Cell[int], `SELECT COUNT(*) FROM files WHERE id = $1 AND removed = 0`, u.File)
	if err != nil || there > 0 {
		return err
	}
	if err := s.forget(ctx, u.ID, false); err != nil {
		return err
	}
	gone := u.File
	u.File, u.Have = "", 0
	return s.Flow.DB().Tx(ctx, func(tx *db.Tx) error {
		_, err := tx.ExecContext(ctx, `UPDATE uploads SET file_id = '', at = $1 WHERE id = $2 AND file_id = $3`, db.Millis(s.Real()), u.ID, gone)
		return err
	})
}

// addPart notes a part if it is the next one, and reports whether it was.
func (s *Slice) addPart(ctx context.Context, id string, at int64, st blob.Stored) (ok bool, err error) {
	err = s.Flow.DB().Tx(ctx, func(tx *db.Tx) error {
		n, err := db.Changed(tx.ExecContext(ctx, `
			INSERT INTO upload_parts (upload_id, at, size, key)
			SELECT u.id, $1, $2, $3 FROM uploads u WHERE u.id = $4 AND u.file_id = ''
				AND COALESCE((SELECT SUM(p.size) FROM upload_parts p WHERE p.upload_id = u.id), 0) = $5
			ON CONFLICT (upload_id, at) DO NOTHING`, at, st.Size, st.Key, id, at))
		if ok = n == 1; err != nil || !ok {
			return err
		}
		_, err = tx.ExecContext(ctx, `UPDATE uploads SET at = $1 WHERE id = $2`, db.Millis(s.Real()), id)
		return err
	})
	return ok, err
}

// parts returns the keys of the parts in order.
func (s *Slice) parts(ctx context.Context, id string) ([]string, error) {
	return db.All(ctx, s.Flow.DB(), db.Cell[string], `SELECT key FROM upload_parts WHERE upload_id = $1 ORDER BY at`, id)
}

func (s *Slice) stale(ctx context.Context, before time.Time) ([]string, error) {
	return db.All(ctx, s.Flow.DB(), db.Cell[string], `SELECT id FROM uploads WHERE at < $1 LIMIT 100`, db.Millis(before))
}

// forget deletes the parts of an upload, and the upload itself if wholly. The rows
// go last: broken off, it is done again.
func (s *Slice) forget(ctx context.Context, id string, wholly bool) error {
	keys, err := s.parts(ctx, id)
	for _, key := range keys {
		err = errors.Join(err, s.Files.Remove(key))
	}
	if err != nil {
		return err
	}
	return s.Flow.DB().Tx(ctx, func(tx *db.Tx) error {
		_, err := tx.ExecContext(ctx, `DELETE FROM upload_parts WHERE upload_id = $1`, id)
		if err == nil && wholly {
			_, err = tx.ExecContext(ctx, `DELETE FROM uploads WHERE id = $1`, id)
		}
		return err
	})
}
