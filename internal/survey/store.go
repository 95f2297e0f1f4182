package survey

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/form"
)

func keepSurvey(ctx context.Context, tx *db.Tx, id, until string) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO surveys (case_id, until_day) VALUES ($1, $2) ON CONFLICT (case_id) DO NOTHING`, id, until)
	return err
}

func setOpen(ctx context.Context, tx *db.Tx, id string, open bool) error {
	_, err := tx.ExecContext(ctx, `UPDATE surveys SET is_open = $1 WHERE case_id = $2`, open, id)
	return err
}

// countIn counts one more answer of a survey that is open, and holds its row
// until the transaction ends.
func countIn(ctx context.Context, tx *db.Tx, id string) error {
	n, err := db.Changed(tx.ExecContext(ctx, `UPDATE surveys SET answered = answered + 1 WHERE case_id = $1 AND is_open`, id))
	if err == nil && n == 0 {
		err = errOver
	}
	return err
}

var (
	errOver  = fault.New(fault.Closed, "调研已经结束，感谢关注。")
	errTwice = fault.New(fault.Closed, "这个链接已经提交过，只能提交一次。")
)

const firmColumns = `id, survey, name, region, opened, draft, answers, answered, wish`

func scanFirm(row db.Row) (f Firm, err error) {
	var draft, answers string
	if err = row.Scan(&f.ID, &f.Survey, &f.Name, &f.Region, &f.Opened, &draft, &answers, &f.Answered, &f.wish); err != nil {
		return f, err
	}
	f.Draft, f.Answers = form.Answers{}, form.Answers{}
	if draft != "" {
		if f.Draft, err = form.Parse([]byte(draft)); err != nil {
			return f, err
		}
	}
	if answers != "" {
		f.Answers, err = form.Parse([]byte(answers))
	}
	return f, err
}

func firmRow(ctx context.Context, q db.Q, id string) (Firm, error) {
	f, err := db.One(ctx, q, scanFirm, `SELECT `+firmColumns+` FROM survey_firms WHERE id = $1`, id)
	if errors.Is(err, db.ErrNone) {
		err = errLink
	}
	return f, err
}

// firmsOf returns whom a survey asks, in the order in which they were named.
func firmsOf(ctx context.Context, q db.Q, survey string) ([]Firm, error) {
	return db.All(ctx, q, scanFirm, `SELECT `+firmColumns+` FROM survey_firms WHERE survey = $1 ORDER BY pos, id`, survey)
}

// keepFirm adds a firm and reports whether its name is new.
func keepFirm(ctx context.Context, tx *db.Tx, f Firm) (bool, error) {
	n, err := db.Changed(tx.ExecContext(ctx, `INSERT INTO survey_firms (id, survey, pos, name, region)
		VALUES ($1, $2, (SELECT COUNT(*) FROM survey_firms WHERE survey = $2), $3, $4)
		ON CONFLICT (survey, name) DO NOTHING`, f.ID, f.Survey, f.Name, f.Region))
	if err != nil {
		return false, fmt.Errorf("ask a firm: %w", err)
	}
	return n == 1, nil
}

// dropFirm takes a firm off a survey that has not begun.
func dropFirm(ctx context.Context, tx *db.Tx, survey, id string) error {
	n, err := db.Changed(tx.ExecContext(ctx, `DELETE FROM survey_firms WHERE survey = $1 AND id = $2 AND answered = 0`, survey, id))
	if err == nil && n == 0 {
		err = fault.New(fault.Stale, "这家企业已经不在名单里。")
	}
	return err
}

func noteOpened(ctx context.Context, tx *db.Tx, id string, at time.Time) error {
	_, err := tx.ExecContext(ctx, `UPDATE survey_firms SET opened = $1 WHERE id = $2 AND opened = 0`, db.Millis(at), id)
	return err
}

func keepDraft(ctx context.Context, tx *db.Tx, id, draft string) error {
	n, err := db.Changed(tx.ExecContext(ctx, `UPDATE survey_firms SET draft = $1 WHERE id = $2 AND answered = 0`, draft, id))
	if err == nil && n == 0 {
		err = errTwice
	}
	return err
}

func keepAnswers(ctx context.Context, tx *db.Tx, id, answers string, at time.Time) error {
	n, err := db.Changed(tx.ExecContext(ctx, `UPDATE survey_firms SET answers = $1, answered = $2, draft = '' WHERE id = $3 AND answered = 0`,
		answers, db.Millis(at), id))
	if err == nil && n == 0 {
		err = errTwice
	}
	return err
}

func keepWish(ctx context.Context, tx *db.Tx, id, sealed string) error {
	n, err := db.Changed(tx.ExecContext(ctx, `UPDATE survey_firms SET wish = $1 WHERE id = $2 AND answered > 0 AND wish = ''`, sealed, id))
	if err == nil && n == 0 {
		err = fault.New(fault.Closed, "已经留过联系方式，组织调研的单位会与您联系。")
	}
	return err
}

// A supply is a lecturer who is certified and wants to be asked.
type supply struct{ directions, cities []string }

// supplies reads what package match keeps of lecturers.
func supplies(ctx context.Context, q db.Q) ([]supply, error) {
	return db.All(ctx, q, func(row db.Row) (s supply, err error) {
		var directions, cities string
		err = row.Scan(&directions, &cities)
		s.directions, s.cities = form.List(directions), form.List(cities)
		return s, err
	}, `SELECT l.directions, l.cities FROM teachers l WHERE l.willing AND EXISTS (
			SELECT 1 FROM cases c WHERE c.party = l.person AND c.track = 'certificate' AND c.state = 'valid') ORDER BY l.person`)
}

// teaching counts the lecturers of a direction who teach in a city; "" is any.
func teaching(all []supply, direction, city string) (n int) {
	for _, s := range all {
		if slices.Contains(s.directions, direction) && (city == "" || slices.Contains(s.cities, city)) {
			n++
		}
	}
	return n
}
