package flow

import (
	"context"
	"fmt"

	"qinglan/internal/db"
)

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
