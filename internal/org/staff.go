package org

import (
	"context"
	"fmt"
	"time"

	"qinglan/internal/db"
	"qinglan/internal/fault"
)

// SetContact sets whom to call at an organisation.
func (s *Store) SetContact(ctx context.Context, tx *db.Tx, o Organisation) error {
	_, err := tx.ExecContext(ctx, `UPDATE organisations SET contact = $1, phone = $2, address = $3 WHERE id = $4`,
		o.Contact, o.Phone, o.Address, o.ID)
	if err != nil {
		return fmt.Errorf("set contact of %s: %w", o.ID, err)
	}
	return nil
}

// EndPost ends a post; a post that has ended is a Stale fault. What its holder
// did stays theirs.
func (s *Store) EndPost(ctx context.Context, tx *db.Tx, id string, now time.Time) error {
	n, err := db.Changed(tx.ExecContext(ctx, `UPDATE posts SET ended = $1 WHERE id = $2 AND ended = 0`, db.Millis(now), id))
	if err == nil && n == 0 {
		err = fault.New(fault.Stale, "这个岗位已经结束任职。")
	}
	return err
}

// Lock keeps others from giving or ending posts of a person until tx ends, so
// that what it reads of their posts holds.
func (s *Store) Lock(ctx context.Context, tx *db.Tx, person string) error {
	n, err := db.Changed(tx.ExecContext(ctx, `UPDATE people SET created = created WHERE id = $1`, person))
	if err == nil && n == 0 {
		err = fault.New(fault.Missing, "没有找到这个人。")
	}
	return err
}

// StaffCounts returns how many posts each organisation has, by its id.
func (s *Store) StaffCounts(ctx context.Context, q db.Q) (map[string]int, error) {
	type row struct {
		id string
		n  int
	}
	rows, err := db.All(ctx, q, func(x interface{ Scan(...any) error }) (r row, err error) {
		err = x.Scan(&r.id, &r.n)
		return r, err
	}, `SELECT organisation, COUNT(*) FROM posts WHERE ended = 0 GROUP BY organisation ORDER BY organisation`)
	counts := make(map[string]int, len(rows))
	for _, r := range rows {
		counts[r.id] = r.n
	}
	return counts, err
}

// Named returns everybody who goes by a name exactly, by id.
func (s *Store) Named(ctx context.Context, q db.Q, name string) ([]string, error) {
	return db.All(ctx, q, db.Cell[string], `SELECT id FROM people WHERE name = $1 ORDER BY id`, name)
}
