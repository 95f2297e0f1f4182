package record

import (
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"time"

	"qinglan/internal/db"
)

// A Checkpoint is a signed statement of where the journal of every case stood.
// It names only the cases that changed since the one before it and carries
// that one's digest, so that the last checkpoint binds all. Its digest is
// printed on official lists; who keeps one can show later that the record was
// rewritten.
type Checkpoint struct {
	ID        string
	At        time.Time
	Size      int
	Heads     string // "case seq hash" lines, by case
	Prev      string
	Digest    string
	Signature string
}

func scanCheckpoint(row interface{ Scan(...any) error }) (c Checkpoint, err error) {
	var at int64
	err = row.Scan(&c.ID, &at, &c.Size, &c.Heads, &c.Prev, &c.Digest, &c.Signature)
	c.At = db.Time(at)
	return c, err
}

// text is what the digest is taken of.
func (c Checkpoint) text() string {
	return fmt.Sprintf("qinglan checkpoint 1\n%s\n%d\n%s\n%s", c.ID, db.Millis(c.At), c.Prev, c.Heads)
}

// Sum returns the digest that c should have.
func (c Checkpoint) Sum() string {
	sum := sha256.Sum256([]byte(c.text()))
	return hex.EncodeToString(sum[:])
}

// File returns c as a file to be kept outside: id, time, digest, signature and
// public key, a line each.
func (c Checkpoint) File(public ed25519.PublicKey) string {
	return fmt.Sprintf("qinglan checkpoint 1\n%s\n%d\n%s\n%s\n%s\n",
		c.ID, db.Millis(c.At), c.Digest, c.Signature, base64.StdEncoding.EncodeToString(public))
}

// ParseCheckpoint reads such a file.
func ParseCheckpoint(text string) (Checkpoint, error) {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	if len(lines) != 6 || lines[0] != "qinglan checkpoint 1" {
		return Checkpoint{}, errors.New("not a checkpoint file")
	}
	var at int64
	if _, err := fmt.Sscan(lines[2], &at); err != nil {
		return Checkpoint{}, errors.New("not a checkpoint file: no time")
	}
	return Checkpoint{ID: lines[1], At: db.Time(at), Digest: lines[3], Signature: lines[4]}, nil
}

// Checkpoint signs and keeps where all cases stand.
func (b *Book) Checkpoint(ctx context.Context) (Checkpoint, error) {
	var c Checkpoint
	err := b.db.Tx(ctx, func(tx *db.Tx) (err error) {
		c, err = b.CheckpointIn(ctx, tx)
		return err
	})
	return c, err
}

// CheckpointIn is [Book.Checkpoint] inside a transaction.
func (b *Book) CheckpointIn(ctx context.Context, tx *db.Tx) (Checkpoint, error) {
	// The number is the lock: checkpoints come one after another.
	n, err := Number(ctx, tx, "checkpoints")
	if err != nil {
		return Checkpoint{}, err
	}
	c := Checkpoint{ID: fmt.Sprintf("%06d", n), At: db.Time(db.Millis(b.now()))}
	last, err := db.All(ctx, tx, scanCheckpoint, checkpointQuery+` ORDER BY id DESC LIMIT 1`)
	if err != nil {
		return c, err
	}
	if len(last) > 0 {
		c.Prev = last[0].Digest
	}
	heads, err := b.changedHeads(ctx, tx)
	if err != nil {
		return c, err
	}
	c.Heads, c.Size = strings.Join(heads, ""), len(heads)
	c.Digest = c.Sum()
	c.Signature = base64.StdEncoding.EncodeToString(b.keys.Sign([]byte(c.Digest)))
	_, err = tx.ExecContext(ctx, `
		INSERT INTO checkpoints (id, at, size, heads, prev, digest, signature) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		c.ID, db.Millis(c.At), c.Size, c.Heads, c.Prev, c.Digest, c.Signature)
	if err != nil {
		return c, fmt.Errorf("keep checkpoint %s: %w", c.ID, err)
	}
	_, err = tx.ExecContext(ctx, `
		INSERT INTO checked (case_id, seq) SELECT id, seq FROM cases WHERE 1 = 1
		ON CONFLICT (case_id) DO UPDATE SET seq = excluded.seq`)
	return c, err
}

const checkpointQuery = `SELECT id, at, size, heads, prev, digest, signature FROM checkpoints`

// Checkpoints returns all checkpoints, oldest first.
func (b *Book) Checkpoints(ctx context.Context, q db.Q) ([]Checkpoint, error) {
	return db.All(ctx, q, scanCheckpoint, checkpointQuery+` ORDER BY id`)
}

func (b *Book) changedHeads(ctx context.Context, tx *db.Tx) ([]string, error) {
	return db.All(ctx, tx, func(row interface{ Scan(...any) error }) (string, error) {
		var id, head string
		var seq int64
		err := row.Scan(&id, &seq, &head)
		return fmt.Sprintf("%s %d %s\n", id, seq, head), err
	}, `SELECT c.id, c.seq, c.head FROM cases c LEFT JOIN checked k ON k.case_id = c.id
		WHERE k.seq IS NULL OR k.seq <> c.seq ORDER BY c.id`)
}
