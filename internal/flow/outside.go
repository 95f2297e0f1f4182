package flow

import (
	"context"
	"fmt"

	"qinglan/internal/db"
)

// What a copy of the record outside this database is written from and checked
// with: package archive has both ends.

// Sum returns the hash that e should have.
func (e Entry) Sum() string { return e.hash() }

// Sum returns the digest that c should have.
func (c Checkpoint) Sum() string { return c.digest() }

// Digest returns the digest that a journal row has of answers.
func Digest(salt, body string) string { return digest(salt, body) }

// A Kept is the answers of one journal row as they are stored.
type Kept struct {
	Seq        int64
	Salt, Body string
	Erased     bool
}

// KeptOf returns the answers of every row of a case, first to last.
func (s *Store) KeptOf(ctx context.Context, q db.Q, caseID string) ([]Kept, error) {
	return db.All(ctx, q, func(row db.Row) (k Kept, err error) {
		err = row.Scan(&k.Seq, &k.Salt, &k.Body, &k.Erased)
		return k, err
	}, `SELECT seq, salt, COALESCE(body, ''), (body IS NULL) FROM answers WHERE case_id = $1 ORDER BY seq`, caseID)
}

// EachCase calls f for every case of an edition by track and id, whoever asks.
func (s *Store) EachCase(ctx context.Context, edition string, f func(Case) error) error {
	track, id := "", ""
	for {
		cs, err := db.All(ctx, s.db, s.scanCase, `SELECT `+caseColumns+` FROM cases c
			WHERE c.edition = $1 AND (c.track > $2 OR c.track = $2 AND c.id > $3) ORDER BY c.track, c.id LIMIT 500`, edition, track, id)
		if err != nil {
			return fmt.Errorf("cases of %s: %w", edition, err)
		}
		for _, c := range cs {
			if err := f(c); err != nil {
				return err
			}
			track, id = c.Track.Name, c.ID
		}
		if len(cs) < 500 {
			return nil
		}
	}
}
