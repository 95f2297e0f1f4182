// Package record keeps what was done so that nobody changes it unseen: a
// journal whose rows are chained, case by case, answers that can be erased but
// not altered, titles under seal, signed checkpoints, and the audit of what is
// no move. It knows no states and no rules; package flow writes every row of a
// case. doc/record.md says the same for whoever writes another verifier.
package record

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"qinglan/internal/db"
	"qinglan/internal/form"
	"qinglan/internal/law"
	"qinglan/internal/programme"
	"qinglan/internal/vault"
)

// A Book is the record of one database.
type Book struct {
	db   *db.DB
	keys *vault.Keys
	now  func() time.Time // business time
}

// New returns the record of d, sealed and signed with keys.
func New(d *db.DB, keys *vault.Keys, now func() time.Time) *Book {
	return &Book{db: d, keys: keys, now: now}
}

// An Entry is one row of the journal.
type Entry struct {
	Case    string
	Seq     int64
	Move    string
	Prior   string
	State   string
	Person  string
	Organ   string
	Role    programme.Role
	Instead programme.Role // 代办: the role it was done for
	At      time.Time
	Basis   law.Clause
	Digest  string
	Chain   string // JSON of [Approval]s
	Prev    string
	Hash    string
}

// An Approval is one step of an office's internal chain as the journal has it;
// of a move without a chain it is the one who stood in for somebody.
type Approval struct {
	Step     string    `json:"step"`
	Person   string    `json:"person"`
	For      string    `json:"for,omitempty"` // whom the person stood in for
	Decision string    `json:"decision"`      // drafted, made, approved, returned, offline
	Note     string    `json:"-"`             // stands in the approvals table
	File     string    `json:"file,omitempty"`
	At       time.Time `json:"at"`
}

// Sum returns the hash that e should have: the SHA-256 of its columns as a JSON
// array of strings, in the order of the table. Times are decimal milliseconds.
func (e Entry) Sum() string {
	row, err := json.Marshal([]string{
		e.Case, fmt.Sprint(e.Seq), e.Move, e.Prior, e.State, e.Person, e.Organ, string(e.Role),
		string(e.Instead), fmt.Sprint(db.Millis(e.At)), string(e.Basis), e.Digest, e.Chain, e.Prev,
	})
	if err != nil {
		panic(err) // strings always marshal
	}
	sum := sha256.Sum256(row)
	return hex.EncodeToString(sum[:])
}

// Digest returns the digest that a journal row has of answers: the SHA-256 of
// salt and body.
func Digest(salt, body string) string {
	sum := sha256.Sum256([]byte(salt + "\n" + body))
	return hex.EncodeToString(sum[:])
}

func newSalt() string {
	b := make([]byte, 16)
	rand.Read(b)
	return hex.EncodeToString(b)
}

// Write keeps the answers and appends the journal row; e comes without digest
// and hash and goes back with them.
func Write(ctx context.Context, tx *db.Tx, e Entry, a form.Answers) (Entry, error) {
	if len(a) > 0 {
		salt, body := newSalt(), string(a.JSON())
		e.Digest = Digest(salt, body)
		const keep = `INSERT INTO answers (case_id, seq, salt, body) VALUES ($1, $2, $3, $4)`
		if _, err := tx.ExecContext(ctx, keep, e.Case, e.Seq, salt, body); err != nil {
			return e, fmt.Errorf("keep answers of %s/%d: %w", e.Case, e.Seq, err)
		}
	}
	e.Hash = e.Sum()
	const record = `
		INSERT INTO journal (case_id, seq, move, prior, state, person, organ, role, instead, at, basis, digest, chain, prev, hash)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`
	_, err := tx.ExecContext(ctx, record, e.Case, e.Seq, e.Move, e.Prior, e.State, e.Person, e.Organ,
		string(e.Role), string(e.Instead), db.Millis(e.At), string(e.Basis), e.Digest, e.Chain, e.Prev, e.Hash)
	if err != nil {
		return e, fmt.Errorf("record %s of case %s: %w", e.Move, e.Case, err)
	}
	return e, nil
}

// Columns are those of a row, in the order of its sum.
const Columns = `case_id, seq, move, prior, state, person, organ, role, instead, at, basis, digest, chain, prev, hash`

func scanEntry(row interface{ Scan(...any) error }) (e Entry, err error) {
	var at int64
	err = row.Scan(&e.Case, &e.Seq, &e.Move, &e.Prior, &e.State, &e.Person, &e.Organ, &e.Role, &e.Instead,
		&at, &e.Basis, &e.Digest, &e.Chain, &e.Prev, &e.Hash)
	e.At = db.Time(at)
	return e, err
}

// Entries returns what happened to a case, first to last.
func (b *Book) Entries(ctx context.Context, q db.Q, caseID string) ([]Entry, error) {
	return db.All(ctx, q, scanEntry, `SELECT `+Columns+` FROM journal WHERE case_id = $1 ORDER BY seq`, caseID)
}

// Entry returns one row of a case, or [db.ErrNone].
func (b *Book) Entry(ctx context.Context, q db.Q, caseID string, seq int64) (Entry, error) {
	return db.One(ctx, q, scanEntry, `SELECT `+Columns+` FROM journal WHERE case_id = $1 AND seq = $2`, caseID, seq)
}

// Given returns the answers of one journal row, or none if it asked for none
// or they were erased.
func (b *Book) Given(ctx context.Context, q db.Q, caseID string, seq int64) (form.Answers, error) {
	bodies, err := db.All(ctx, q, db.Cell[string],
		`SELECT COALESCE(body, '{}') FROM answers WHERE case_id = $1 AND seq = $2`, caseID, seq)
	if err != nil || len(bodies) == 0 {
		return form.Answers{}, err
	}
	return form.Parse([]byte(bodies[0]))
}

// AnswersOf returns, for many cases at once, the answers last given to one of
// the moves named: a list of sixty people is one query.
func (b *Book) AnswersOf(ctx context.Context, q db.Q, ids []string, moves ...string) (map[string]form.Answers, error) {
	out := map[string]form.Answers{}
	if len(ids) == 0 || len(moves) == 0 {
		return out, nil
	}
	var args []any
	marks := func(values []string) string {
		var m []string
		for _, v := range values {
			args = append(args, v)
			m = append(m, fmt.Sprintf("$%d", len(args)))
		}
		return strings.Join(m, ", ")
	}
	type row struct{ id, body string }
	rows, err := db.All(ctx, q, func(x interface{ Scan(...any) error }) (r row, err error) {
		err = x.Scan(&r.id, &r.body)
		return r, err
	}, `SELECT j.case_id, COALESCE(a.body, '{}') FROM journal j
		JOIN answers a ON a.case_id = j.case_id AND a.seq = j.seq
		WHERE j.case_id IN (`+marks(ids)+`) AND j.move IN (`+marks(moves)+`) ORDER BY j.case_id, j.seq`, args...)
	if err != nil {
		return nil, fmt.Errorf("answers of cases: %w", err)
	}
	for _, r := range rows {
		if out[r.id], err = form.Parse([]byte(r.body)); err != nil {
			return nil, fmt.Errorf("answers of case %s: %w", r.id, err)
		}
	}
	return out, nil
}

// Number takes the next number of a series, from 1; the row is the lock, and a
// number of a rolled-back transaction is not lost.
func Number(ctx context.Context, tx *db.Tx, series string) (int64, error) {
	var n int64
	err := tx.QueryRowContext(ctx, `
		INSERT INTO numbers (name, last) VALUES ($1, 1)
		ON CONFLICT (name) DO UPDATE SET last = numbers.last + 1 RETURNING last`, series).Scan(&n)
	if err != nil {
		return 0, fmt.Errorf("number of %s: %w", series, err)
	}
	return n, nil
}

// A Kept is the answers of one journal row as they are stored.
type Kept struct {
	Seq        int64
	Salt, Body string
	Erased     bool
}

// KeptOf returns the answers of every row of a case, first to last.
func (b *Book) KeptOf(ctx context.Context, q db.Q, caseID string) ([]Kept, error) {
	return db.All(ctx, q, func(row db.Row) (k Kept, err error) {
		err = row.Scan(&k.Seq, &k.Salt, &k.Body, &k.Erased)
		return k, err
	}, `SELECT seq, salt, COALESCE(body, ''), (body IS NULL) FROM answers WHERE case_id = $1 ORDER BY seq`, caseID)
}
