// Package jotting is what an office notes for itself beside a case, in the working
// columns of its lists: 备注, 桌号, a telephone where it reaches somebody. It
// promises that no other office and no applicant sees it, that it is sealed where
// it is stored, and that it is no part of any paper that leaves the house.
package jotting

import (
	"context"
	"encoding/base64"
	"fmt"
	"maps"
	"slices"
	"strings"

	"qinglan/internal/db"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/org"
	"qinglan/internal/vault"
)

// Columns are the working columns by name.
var Columns = []string{"note", "seat", "phone"}

// A Store keeps them.
type Store struct {
	flow *flow.Store
	keys *vault.Keys
}

// New returns the store over f, with the keys of the installation.
func New(f *flow.Store, keys *vault.Keys) Store { return Store{f, keys} }

// place binds a sealed body to its row.
func place(organ, caseID string) []byte { return []byte("jottings/" + organ + "/" + caseID) }

type row struct{ caseID, body string }

// Of returns what an office has noted, by case: of all cases, or of these.
func (s Store) Of(ctx context.Context, q db.Q, organ string, of ...flow.Case) (map[string]form.Answers, error) {
	least, most := "", "\U0010FFFF"
	if len(of) > 0 {
		by := func(x, y flow.Case) int { return strings.Compare(x.ID, y.ID) }
		least, most = slices.MinFunc(of, by).ID, slices.MaxFunc(of, by).ID
	}
	all, err := db.All(ctx, q, func(r db.Row) (out row, err error) {
		return out, r.Scan(&out.caseID, &out.body)
	}, `SELECT case_id, body FROM jottings WHERE organ = $1 AND case_id BETWEEN $2 AND $3 ORDER BY case_id`, organ, least, most)
	if err != nil {
		return nil, err
	}
	out := map[string]form.Answers{}
	for _, r := range all {
		raw, err := base64.RawStdEncoding.DecodeString(r.body)
		if err != nil {
			return nil, fmt.Errorf("jotting on %s: %w", r.caseID, err)
		}
		plain, err := s.keys.Open(raw, place(organ, r.caseID))
		if err != nil {
			return nil, fmt.Errorf("jotting on %s: %w", r.caseID, err)
		}
		if out[r.caseID], err = form.Parse(plain); err != nil {
			return nil, fmt.Errorf("jotting on %s: %w", r.caseID, err)
		}
	}
	return out, nil
}

// Keep writes columns over those that the office of a has, by case; a case on which
// nothing is left has no row.
func (s Store) Keep(ctx context.Context, tx *db.Tx, a org.Actor, changed map[string]form.Answers) error {
	if len(changed) == 0 {
		return nil
	}
	before, err := s.Of(ctx, tx, a.Organ.ID)
	if err != nil {
		return err
	}
	for _, id := range slices.Sorted(maps.Keys(changed)) {
		now := form.Answers{}
		maps.Copy(now, before[id])
		for k, v := range changed[id] {
			if !slices.Contains(Columns, k) {
				return fmt.Errorf("jot on %s: no column %s", id, k)
			}
			if now[k] = v; v == "" {
				delete(now, k)
			}
		}
		if err := s.put(ctx, tx, a, id, now); err != nil {
			return fmt.Errorf("jot on %s: %w", id, err)
		}
	}
	return nil
}

func (s Store) put(ctx context.Context, tx *db.Tx, a org.Actor, caseID string, now form.Answers) error {
	if len(now) == 0 {
		_, err := tx.ExecContext(ctx, `DELETE FROM jottings WHERE organ = $1 AND case_id = $2`, a.Organ.ID, caseID)
		return err
	}
	body := base64.RawStdEncoding.EncodeToString(s.keys.Seal(now.JSON(), place(a.Organ.ID, caseID)))
	_, err := tx.ExecContext(ctx, `
		INSERT INTO jottings (organ, case_id, body, person, at) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (organ, case_id) DO UPDATE SET body = excluded.body, person = excluded.person, at = excluded.at`,
		a.Organ.ID, caseID, body, a.Person, db.Millis(s.flow.Now()))
	return err
}
