package manuscript

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"qinglan/internal/calendar"
	"qinglan/internal/db"
	"qinglan/internal/doc/official"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/record"
)

// keep writes down what a paper says so far.
func (s *Slice) keep(ctx context.Context, tx *db.Tx, c *flow.Case, sheet form.Answers) error {
	_, err := tx.ExecContext(ctx, `
		INSERT INTO manuscripts (case_id, body, at) VALUES ($1, $2, $3)
		ON CONFLICT (case_id) DO UPDATE SET body = excluded.body, at = excluded.at`,
		c.ID, string(sheet.JSON()), db.Millis(s.Flow.Now()))
	if err != nil {
		return fmt.Errorf("keep manuscript %s: %w", c.ID, err)
	}
	return nil
}

// kept returns what was typed last.
func (s *Slice) kept(ctx context.Context, q db.Q, id string) (form.Answers, error) {
	body, err := db.One(ctx, q, db.Cell[string], `SELECT body FROM manuscripts WHERE case_id = $1`, id)
	if errors.Is(err, db.ErrNone) {
		return form.Answers{}, nil
	}
	if err != nil {
		return nil, fmt.Errorf("manuscript %s: %w", id, err)
	}
	return form.Parse([]byte(body))
}

// giveDocno is the guard of 编号 that gives the number itself: what it puts into
// the answers stands in the journal, chained like all answers. The series is the
// lock; a transaction that is taken back takes its number back too, so there are
// no gaps.
func (s *Slice) giveDocno(ctx context.Context, tx *db.Tx, e flow.Event) error {
	kind, err := s.kindOf(ctx, tx, &e.Case)
	if err != nil {
		return err
	}
	if upward(kind) && e.Answers["signer"] == "" {
		return fault.New(fault.Invalid, "上行文须标注签发人，请填写。")
	}
	if e.Answers["source"] == "oa" {
		no := strings.TrimSpace(e.Answers["docno"])
		code, _, _ := strings.Cut(no, "〔")
		if !official.Numbered(no) {
			return fault.New(fault.Invalid, "发文字号“%s”不合格式：机关代字后用六角括号〔〕写四位年份，序号不编虚位、不加“第”。", no)
		}
		return s.take(ctx, tx, &e.Case, code, no, true)
	}
	code, year := e.Answers["code"], calendar.Day(e.At).Y
	if code == "" || strings.ContainsAny(code, "〔〕 　") {
		return fault.New(fault.Invalid, "请填写机关代字，不带年份和序号。")
	}
	for {
		n, err := record.Number(ctx, tx, fmt.Sprintf("docno/%s/%s/%d", e.Case.Party, code, year))
		if err != nil {
			return err
		}
		no := fmt.Sprintf("%s〔%d〕%d号", code, year, n)
		switch err := s.take(ctx, tx, &e.Case, code, no, false); {
		case fault.Of(err) == fault.Stale: // the OA gave it to another paper: that is no gap
			continue
		case err != nil:
			return err
		}
		e.Answers["docno"] = no
		return nil
	}
}

// take makes a number the one of c. A code belongs to the office that used it
// first, a number to the paper that has it, void or not.
func (s *Slice) take(ctx context.Context, tx *db.Tx, c *flow.Case, code, no string, given bool) error {
	for _, e := range s.Flow.Editions() {
		for _, n := range e.Cascade() {
			if n.Number == no {
				return fault.New(fault.Stale, "文号%s已经用过。", no)
			}
		}
	}
	var foreign int
	if err := tx.QueryRowContext(ctx, `SELECT COUNT(*) FROM docnos WHERE code = $1 AND organ <> $2`, code, c.Party).Scan(&foreign); err != nil {
		return err
	}
	if foreign > 0 {
		return fault.New(fault.Invalid, "机关代字“%s”由别的单位使用。", code)
	}
	n, err := db.Changed(tx.ExecContext(ctx, `
		INSERT INTO docnos (docno, code, organ, case_id, at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING`,
		no, code, c.Party, c.ID, db.Millis(s.Flow.Now())))
	if err != nil {
		return fmt.Errorf("number %s: %w", no, err)
	}
	if n == 0 {
		return fault.New(fault.Stale, "文号%s已经用过。", no)
	}
	return s.Flow.SetNo(ctx, tx, c.ID, no)
}

// code returns the 机关代字 that an office used last.
func (s *Slice) code(ctx context.Context, q db.Q, organ string) (string, error) {
	codes, err := db.All(ctx, q, db.Cell[string], `SELECT code FROM docnos WHERE organ = $1 ORDER BY at DESC, docno DESC LIMIT 1`, organ)
	if err != nil || len(codes) == 0 {
		return "", err
	}
	return codes[0], nil
}
