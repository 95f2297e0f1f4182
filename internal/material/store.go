package material

import (
	"context"
	"errors"
	"fmt"

	"qinglan/internal/blob"
	"qinglan/internal/db"
	"qinglan/internal/job"
)

// A file is a file as its check sees it.
type file struct {
	ID, Media, Key, Raw string
	Sealed              bool
	State, Kept         string
	Removed             int64
}

const fileColumns = `id, media, key, raw, sealed, state, kept, removed`

func scanFile(row db.Row) (f file, err error) {
	err = row.Scan(&f.ID, &f.Media, &f.Key, &f.Raw, &f.Sealed, &f.State, &f.Kept, &f.Removed)
	return f, err
}

// waiting returns the files that wait for their check or to have what was received
// of them deleted, the oldest first.
func (s *Slice) waiting(ctx context.Context) ([]file, error) {
	return db.All(ctx, s.Flow.DB(), scanFile,
		`SELECT `+fileColumns+` FROM files WHERE state = 'waiting' OR raw <> '' ORDER BY id LIMIT 50`)
}

// pass notes what is kept of a file that passed, and reports whether it still
// waited: another task may have been quicker, or its sender have taken it away.
func (s *Slice) pass(ctx context.Context, f file, st, small blob.Stored) (ok bool, err error) {
	raw := f.Key
	if st.Key == f.Key {
		raw = ""
	}
	err = s.Flow.DB().Tx(ctx, func(tx *db.Tx) error {
		n, err := db.Changed(tx.ExecContext(ctx, `
			UPDATE files SET state = 'clean', key = $1, media = $2, size = $3, kept = $4, raw = $5, small = $6
			WHERE id = $7 AND state = 'waiting' AND removed = 0`, st.Key, st.Media, st.Size, st.SHA256, raw, small.Key, f.ID))
		ok = n == 1
		return err
	})
	return ok, err
}

// settle notes that a file does not pass, and has the person told whose case it is
// and who sent it.
func (s *Slice) settle(ctx context.Context, f file, why string) error {
	return s.Flow.DB().Tx(ctx, func(tx *db.Tx) error {
		n, err := db.Changed(tx.ExecContext(ctx,
			`UPDATE files SET state = 'failed', why = $1 WHERE id = $2 AND state = 'waiting'`, why, f.ID))
		if err != nil || n == 0 || f.Removed != 0 {
			return err
		}
		var c string
		var all int
		err = tx.QueryRowContext(ctx, `
			SELECT c.id, (SELECT COUNT(*) FROM files o WHERE o.case_id = c.id AND o.state = 'failed')
			FROM files f JOIN cases c ON c.id = f.case_id WHERE f.id = $1 AND c.party = f.person`, f.ID).Scan(&c, &all)
		if errors.Is(err, db.ErrNone) { // of an office: it sees it on the page
			return nil
		}
		if err != nil {
			return err
		}
		return s.Queue.Add(ctx, tx, job.Task{Name: "tell-file", Key: fmt.Sprintf("%s/%d", c, all)})
	})
}

// failedOf returns the cases of a person on which a file of theirs stands that did
// not pass.
func (s *Slice) failedOf(ctx context.Context, person string) ([]string, error) {
	return db.All(ctx, s.Flow.DB(), db.Cell[string], `
		SELECT DISTINCT f.case_id FROM files f JOIN cases c ON c.id = f.case_id
		WHERE f.person = $1 AND c.party = $2 AND f.state = 'failed' AND f.removed = 0 ORDER BY f.case_id`, person, person)
}

// bare notes that what was received of a file is gone.
func (s *Slice) bare(ctx context.Context, f file) error {
	return s.Flow.DB().Tx(ctx, func(tx *db.Tx) error {
		_, err := tx.ExecContext(ctx, `UPDATE files SET raw = '' WHERE id = $1 AND raw = $2`, f.ID, f.Raw)
		return err
	})
}
