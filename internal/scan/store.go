package scan

import (
	"context"
	"errors"
	"fmt"
	"time"

	"qinglan/internal/blob"
	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/form"
	"qinglan/internal/job"
	"qinglan/internal/org"
)

// A file is one file of scanned pages.
type file struct {
	ID, Batch, Person, Post, Organ string
	At                             time.Time
	Name, Media, SHA256, Key       string
	Size                           int64
	State                          string // waiting, done, failed
	Pages                          int
	Why                            string
}

const fileColumns = `id, batch, person, post, organ, at, name, media, size, sha256, key, state, pages, why`

func scanFile(row db.Row) (f file, err error) {
	var at int64
	err = row.Scan(&f.ID, &f.Batch, &f.Person, &f.Post, &f.Organ, &at, &f.Name, &f.Media, &f.Size, &f.SHA256, &f.Key, &f.State, &f.Pages, &f.Why)
	f.At = db.Time(at)
	return f, err
}

// A page is a page of a file.
type page struct {
	ID, Scan       string
	N              int
	State, Why     string // matched, tray, dropped
	Print          string
	Page, Pages    int
	Now            string
	Case, File     string
	Key, SHA256    string
	Size           int64
	Small          string
	Person         string
	At             time.Time
	Batch, Name    string // of its file
	Organ          string
	Paper, Version string // of its print, if it has one
}

const (
	pageColumns = `p.id, p.scan_id, p.n, p.state, p.why, p.print, p.page, p.pages, p.now, p.case_id, p.file_id, p.key, p.sha256, p.size,
		p.small, p.person, p.at, f.batch, f.name, f.organ, COALESCE(t.paper, ''), COALESCE(t.version, '')`
	pageFrom = ` FROM scan_pages p JOIN scans f ON f.id = p.scan_id LEFT JOIN prints t ON t.id = p.print `
)

func scanPage(row db.Row) (p page, err error) {
	var at int64
	err = row.Scan(&p.ID, &p.Scan, &p.N, &p.State, &p.Why, &p.Print, &p.Page, &p.Pages, &p.Now, &p.Case, &p.File, &p.Key, &p.SHA256, &p.Size,
		&p.Small, &p.Person, &at, &p.Batch, &p.Name, &p.Organ, &p.Paper, &p.Version)
	p.At = db.Time(at)
	return p, err
}

var errMissing = fault.New(fault.Missing, "没有这个页面，或您无权查看。")

// add keeps a file that was sent in and has it read. It returns the file as it
// stands: the one of that content that was there before, if there was one.
func (s *Slice) add(ctx context.Context, a org.Actor, batch, name string, st blob.Stored) (file, error) {
	f := file{
		ID: db.NewID(), Batch: batch, Person: a.Person, Post: a.Post, Organ: a.Organ.ID, At: s.Flow.Now(),
		Name: blob.Name(name, st.Media), Media: st.Media, SHA256: st.SHA256, Key: st.Key, Size: st.Size, State: "waiting",
	}
	var n int64
	err := s.Flow.DB().Tx(ctx, func(tx *db.Tx) (err error) {
		n, err = db.Changed(tx.ExecContext(ctx, `INSERT INTO scans (`+fileColumns+`)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 0, '') ON CONFLICT (organ, sha256) DO NOTHING`,
			f.ID, f.Batch, f.Person, f.Post, f.Organ, db.Millis(f.At), f.Name, f.Media, f.Size, f.SHA256, f.Key, f.State))
		if err != nil || n == 0 {
			return err
		}
		if err := s.Flow.Log(ctx, tx, a, "scan", "/scans/"+batch, form.Answers{"file": f.ID, "digest": f.SHA256}); err != nil {
			return err
		}
		return s.Queue.Add(ctx, tx, job.Task{Name: "read-scan", Key: f.ID})
	})
	if err != nil {
		return f, errors.Join(err, s.Files.Remove(st.Key))
	}
	if n == 0 {
		if err := s.Files.Remove(st.Key); err != nil {
			return f, err
		}
		return db.One(ctx, s.Flow.DB(), scanFile, `SELECT `+fileColumns+` FROM scans WHERE organ = $1 AND sha256 = $2`, f.Organ, f.SHA256)
	}
	return f, nil
}

// unread returns the files that wait to be read, the oldest first.
func (s *Slice) unread(ctx context.Context) ([]file, error) {
	return db.All(ctx, s.Flow.DB(), scanFile, `SELECT `+fileColumns+` FROM scans WHERE state = 'waiting' ORDER BY id`)
}

// files returns what an office sent in, the newest first; of a batch alone, in the
// order it came, if one is named.
func (s *Slice) files(ctx context.Context, organ, batch string, limit int) ([]file, error) {
	if batch != "" {
		return db.All(ctx, s.Flow.DB(), scanFile,
			`SELECT `+fileColumns+` FROM scans WHERE organ = $1 AND batch = $2 ORDER BY id`, organ, batch)
	}
	return db.All(ctx, s.Flow.DB(), scanFile,
		`SELECT `+fileColumns+` FROM scans WHERE organ = $1 ORDER BY id DESC LIMIT $2`, organ, limit)
}

// read returns the numbers of the pages of a file that have been taken.
func (s *Slice) read(ctx context.Context, id string) (map[int]bool, error) {
	all, err := db.All(ctx, s.Flow.DB(), db.Cell[int], `SELECT n FROM scan_pages WHERE scan_id = $1`, id)
	done := map[int]bool{}
	for _, n := range all {
		done[n] = true
	}
	return done, err
}

// keep writes a page for the first time and reports whether it was the first.
func (s *Slice) keep(ctx context.Context, tx *db.Tx, p page) (bool, error) {
	n, err := db.Changed(tx.ExecContext(ctx, `
		INSERT INTO scan_pages (id, scan_id, n, state, why, print, page, pages, now, case_id, file_id, key, sha256, size, small, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16) ON CONFLICT (scan_id, n) DO NOTHING`,
		p.ID, p.Scan, p.N, p.State, p.Why, p.Print, p.Page, p.Pages, p.Now, p.Case, p.File, p.Key, p.SHA256, p.Size, p.Small, db.Millis(p.At)))
	return n == 1, err
}

// settle takes a page out of the tray.
func (s *Slice) settle(ctx context.Context, tx *db.Tx, a org.Actor, p page, state, why, caseID, fileID string) error {
	n, err := db.Changed(tx.ExecContext(ctx, `
		UPDATE scan_pages SET state = $1, why = $2, case_id = $3, file_id = $4, person = $5, at = $6
		WHERE id = $7 AND state = 'tray'`, state, why, caseID, fileID, a.Person, db.Millis(s.Flow.Now()), p.ID))
	if err == nil && n == 0 {
		err = fault.New(fault.Stale, "这一页刚刚已由别人处理，请刷新查看。")
	}
	return err
}

// unsettle takes a decision back that somebody made on a page.
func (s *Slice) unsettle(ctx context.Context, tx *db.Tx, p page) error {
	n, err := db.Changed(tx.ExecContext(ctx, `
		UPDATE scan_pages SET state = 'tray', why = $1, case_id = '', file_id = '', person = ''
		WHERE id = $2 AND state = $3 AND file_id = $4 AND person <> ''`, key(errBack), p.ID, p.State, p.File))
	if err == nil && n == 0 {
		err = fault.New(fault.Stale, "这一页刚刚已由别人处理，请刷新查看。")
	}
	return err
}

// finish says that a file has been read, or why it cannot be.
func (s *Slice) finish(ctx context.Context, id, state, why string, pages int) error {
	return s.Flow.DB().Tx(ctx, func(tx *db.Tx) error {
		_, err := tx.ExecContext(ctx,
			`UPDATE scans SET state = $1, why = $2, pages = $3 WHERE id = $4 AND state = 'waiting'`, state, why, pages, id)
		if err != nil {
			return fmt.Errorf("finish scan %s: %w", id, err)
		}
		return nil
	})
}

// page returns a page that the office of a sent in.
func (s *Slice) page(ctx context.Context, a org.Actor, id string) (page, error) {
	p, err := db.One(ctx, s.Flow.DB(), scanPage, `SELECT `+pageColumns+pageFrom+`WHERE p.id = $1 AND f.organ = $2`, id, a.Organ.ID)
	if errors.Is(err, db.ErrNone) {
		err = errMissing
	}
	return p, err
}

// tray returns the pages that wait for somebody of an office, the oldest first.
func (s *Slice) tray(ctx context.Context, organ string) ([]page, error) {
	return db.All(ctx, s.Flow.DB(), scanPage,
		`SELECT `+pageColumns+pageFrom+`WHERE p.state = 'tray' AND f.organ = $1 ORDER BY p.scan_id, p.n`, organ)
}

// waiting counts them.
func (s *Slice) waiting(ctx context.Context, a org.Actor) (int, error) {
	return db.One(ctx, s.Flow.DB(), db.Cell[int],
		`SELECT COUNT(*) FROM scan_pages p JOIN scans f ON f.id = p.scan_id WHERE p.state = 'tray' AND f.organ = $1`, a.Organ.ID)
}

// pagesOf returns the pages of a batch.
func (s *Slice) pagesOf(ctx context.Context, organ, batch string) ([]page, error) {
	return db.All(ctx, s.Flow.DB(), scanPage,
		`SELECT `+pageColumns+pageFrom+`WHERE f.organ = $1 AND f.batch = $2 ORDER BY p.scan_id, p.n`, organ, batch)
}

// returned returns every page of a print that has come back, whoever sent it, the
// newest first.
func (s *Slice) returned(ctx context.Context, print string) ([]page, error) {
	return db.All(ctx, s.Flow.DB(), scanPage,
		`SELECT `+pageColumns+pageFrom+`WHERE p.print = $1 AND p.state = 'matched' ORDER BY p.at DESC, p.id DESC`, print)
}
