package judging

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"time"

	"qinglan/internal/db"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/vault"
)

// A Sheet is one judge's 评分表 for one candidate, without what is marked.
type Sheet struct {
	Case, Session, Application, Judge string
	Lot                               int
	State                             string
	Seq                               int64
}

// store keeps the index of sheets and the drafts.
type store struct{ keys *vault.Keys }

func (store) add(ctx context.Context, tx *db.Tx, sh Sheet) error {
	_, err := tx.ExecContext(ctx, `
		INSERT INTO sheets (case_id, session, application, judge, lot) VALUES ($1, $2, $3, $4, $5)`,
		sh.Case, sh.Session, sh.Application, sh.Judge, sh.Lot)
	if err != nil {
		return fmt.Errorf("keep sheet %s: %w", sh.Case, err)
	}
	return nil
}

const sheetQuery = `
	SELECT s.case_id, s.session, s.application, s.judge, s.lot, c.state, c.seq
	FROM sheets s JOIN cases c ON c.id = s.case_id `

func scanSheet(row db.Row) (sh Sheet, err error) {
	err = row.Scan(&sh.Case, &sh.Session, &sh.Application, &sh.Judge, &sh.Lot, &sh.State, &sh.Seq)
	return sh, err
}

// sheets returns the sheets of a session with their states, never their marks,
// by lot and judge. Whoever asks has checked who reads them.
func (store) sheets(ctx context.Context, q db.Q, session string) ([]Sheet, error) {
	return db.All(ctx, q, scanSheet, sheetQuery+`WHERE s.session = $1 ORDER BY s.lot, s.judge`, session)
}

// own returns the sheets of one judge, by lot.
func (store) own(ctx context.Context, q db.Q, session, judge string) ([]Sheet, error) {
	return db.All(ctx, q, scanSheet,
		sheetQuery+`WHERE s.session = $1 AND s.judge = $2 ORDER BY s.lot`, session, judge)
}

// sheet returns the sheet that a case is.
func (store) sheet(ctx context.Context, q db.Q, caseID string) (Sheet, error) {
	sh, err := db.One(ctx, q, scanSheet, sheetQuery+`WHERE s.case_id = $1`, caseID)
	if err != nil {
		return sh, fmt.Errorf("sheet %s: %w", caseID, err)
	}
	return sh, nil
}

// alone makes what changes or counts a session wait for what does the same;
// the row is the lock.
func alone(ctx context.Context, tx *db.Tx, session string) error {
	_, err := flow.Number(ctx, tx, "session "+session)
	return err
}

// keep seals and keeps what a judge has written so far on a sheet.
func (s store) keep(ctx context.Context, tx *db.Tx, sheet string, a form.Answers, now time.Time) error {
	body := base64.StdEncoding.EncodeToString(s.keys.Seal(a.JSON(), []byte("draft "+sheet)))
	_, err := tx.ExecContext(ctx, `
		INSERT INTO sheet_drafts (sheet, body, saved) VALUES ($1, $2, $3)
		ON CONFLICT (sheet) DO UPDATE SET body = excluded.body, saved = excluded.saved`, sheet, body, db.Millis(now))
	return err
}

// draft returns what was kept, or no answers.
func (s store) draft(ctx context.Context, q db.Q, sheet string) (form.Answers, error) {
	body, err := db.One(ctx, q, func(row db.Row) (b string, err error) {
		err = row.Scan(&b)
		return b, err
	}, `SELECT body FROM sheet_drafts WHERE sheet = $1`, sheet)
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

// sessions returns every session with sheets.
func (store) sessions(ctx context.Context, q db.Q) ([]string, error) {
	return db.All(ctx, q, func(row db.Row) (id string, err error) {
		err = row.Scan(&id)
		return id, err
	}, `SELECT DISTINCT session FROM sheets ORDER BY session`)
}
