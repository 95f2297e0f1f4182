package record

import (
	"context"
	"fmt"
	"strings"

	"qinglan/internal/db"
	"qinglan/internal/form"
)

// A LogFilter narrows the audit. The zero LogFilter takes all.
type LogFilter struct {
	Act     string
	Persons []string // who did it; nil is anybody
	Before  int64    // only rows before this number
	Limit   int
}

// A LogLine is one row of the audit with its details, if they were not erased.
type LogLine struct {
	Entry
	Details form.Answers
}

// LogLines returns the rows of the audit that f takes, newest first.
func (b *Book) LogLines(ctx context.Context, f LogFilter) ([]LogLine, error) {
	args := []any{Audit}
	var where strings.Builder
	arg := func(v any) string {
		args = append(args, v)
		return fmt.Sprintf("$%d", len(args))
	}
	if f.Act != "" {
		where.WriteString(" AND j.move = " + arg(f.Act))
	}
	if f.Before > 0 {
		where.WriteString(" AND j.seq < " + arg(f.Before))
	}
	if f.Persons != nil {
		marks := []string{"''"} // nobody of that name: no row, not every row
		if len(f.Persons) > 0 {
			marks = marks[:0]
		}
		for _, p := range f.Persons {
			marks = append(marks, arg(p))
		}
		where.WriteString(" AND j.person IN (" + strings.Join(marks, ", ") + ") AND j.person <> ''")
	}
	lines, err := db.All(ctx, b.db, func(row interface{ Scan(...any) error }) (l LogLine, err error) {
		var at int64
		var body string
		e := &l.Entry
		err = row.Scan(&e.Case, &e.Seq, &e.Move, &e.Person, &e.Organ, &e.Role, &at, &body)
		if err != nil {
			return l, err
		}
		e.At = db.Time(at)
		l.Details, err = form.Parse([]byte(body))
		return l, err
	}, `SELECT j.case_id, j.seq, j.move, j.person, j.organ, j.role, j.at, COALESCE(a.body, '{}')
		FROM journal j LEFT JOIN answers a ON a.case_id = j.case_id AND a.seq = j.seq
		WHERE j.case_id = $1`+where.String()+` ORDER BY j.seq DESC LIMIT `+arg(f.Limit), args...)
	if err != nil {
		return nil, fmt.Errorf("read the audit: %w", err)
	}
	return lines, nil
}

// LoggedActs returns the acts that stand in the audit, by name.
func (b *Book) LoggedActs(ctx context.Context) ([]string, error) {
	return db.All(ctx, b.db, db.Cell[string],
		`SELECT DISTINCT move FROM journal WHERE case_id = $1 ORDER BY move`, Audit)
}
