package sitting

import (
	"context"
	"fmt"

	"qinglan/internal/db"
	"qinglan/internal/record"
)

// A Sheet is one judge's 评分表 for one candidate, without what is marked.
type Sheet struct {
	Case, Session, Application, Judge string
	Lot                               int
	State                             string
	Seq                               int64
}

func (Book) Add(ctx context.Context, tx *db.Tx, sh Sheet) error {
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

// Sheets returns the sheets of a session with their states, never their marks,
// by lot and judge. Whoever asks has checked who reads them.
func (Book) Sheets(ctx context.Context, q db.Q, session string) ([]Sheet, error) {
	return db.All(ctx, q, scanSheet, sheetQuery+`WHERE s.session = $1 ORDER BY s.lot, s.judge`, session)
}

// Own returns the sheets of one judge, by lot.
func (Book) Own(ctx context.Context, q db.Q, session, judge string) ([]Sheet, error) {
	return db.All(ctx, q, scanSheet,
		sheetQuery+`WHERE s.session = $1 AND s.judge = $2 ORDER BY s.lot`, session, judge)
}

// Sheet returns the sheet that a case is.
func (Book) Sheet(ctx context.Context, q db.Q, caseID string) (Sheet, error) {
	sh, err := db.One(ctx, q, scanSheet, sheetQuery+`WHERE s.case_id = $1`, caseID)
	if err != nil {
		return sh, fmt.Errorf("sheet %s: %w", caseID, err)
	}
	return sh, nil
}

// Alone makes what changes or counts a session wait for what does the same;
// the row is the lock.
func Alone(ctx context.Context, tx *db.Tx, session string) error {
	_, err := record.Number(ctx, tx, "session "+session)
	return err
}

// Sessions returns every session with sheets.
func (Book) Sessions(ctx context.Context, q db.Q) ([]string, error) {
	return db.All(ctx, q, db.Cell[string], `SELECT DISTINCT session FROM sheets ORDER BY session`)
}
