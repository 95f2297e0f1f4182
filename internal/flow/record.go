package flow

import (
	"context"

	"qinglan/internal/db"
	"qinglan/internal/form"
	"qinglan/internal/record"
)

// What every row of the journal is, and who had a hand in it.
type (
	Entry    = record.Entry
	Approval = record.Approval
)

// Journal returns what happened to c, first to last.
func (s *Store) Journal(ctx context.Context, q db.Q, c *Case) ([]Entry, error) {
	return s.Entries(ctx, q, c.ID)
}

// Answers returns the answers last given to a move of c, of the moves named.
func (s *Store) Answers(ctx context.Context, q db.Q, c *Case, moves ...string) (form.Answers, error) {
	entries, err := s.Journal(ctx, q, c)
	if err != nil {
		return nil, err
	}
	for i := len(entries) - 1; i >= 0; i-- {
		for _, m := range moves {
			if entries[i].Move == m && entries[i].Digest != "" {
				return s.Given(ctx, q, c.ID, entries[i].Seq)
			}
		}
	}
	return form.Answers{}, nil
}

// Verify reads the whole record, see [record.Book.Verify]; how far cases came
// is checked against the editions.
func (s *Store) Verify(ctx context.Context, outside *record.Checkpoint, witnesses ...record.Witness) (record.Report, error) {
	return s.Book.Verify(ctx, outside, s.reached, witnesses...)
}

// reached returns how far a case came that stood in these states: who may see
// it hangs on that. A track that does not exist reaches nothing.
func (s *Store) reached(edition, track string, states []string) int {
	e, ok := s.Edition(edition)
	if !ok {
		return -1
	}
	t, ok := e.Track(track)
	if !ok {
		return -1
	}
	far := 0
	for _, name := range states {
		if st, ok := t.State(name); ok {
			far = max(far, st.Reach)
		}
	}
	return far
}
