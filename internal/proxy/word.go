package proxy

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"qinglan/internal/db"
	"qinglan/internal/flow"
	"qinglan/internal/lang"
	"qinglan/internal/org"
	"qinglan/internal/programme"
)

// A Word is what 附件2 in Word did to a draft, in names of questions: those it filled,
// those that stay empty because what it says does not pass or because it says nothing,
// and those that were filled in otherwise and stay so.
type Word struct{ Filled, Doubtful, Unread, Kept []string }

// Labels lists the labels of questions in the order in which the draft of c asks them.
func Labels(ctx context.Context, c *flow.Case, names []string) string {
	var out []string
	for _, q := range c.Track.Forms["profile"] {
		if slices.Contains(names, q.Name) {
			out = append(out, lang.T(ctx, q.Label))
		}
	}
	return lang.List(ctx, out)
}

// Word returns what came from Word into the draft of c, for the office that keys it in.
func (s Store) Word(ctx context.Context, q db.Q, c *flow.Case, a org.Actor) (w Word, err error) {
	if a.Role != programme.County {
		return w, nil
	}
	text, err := db.One(ctx, q, db.Cell[string], `SELECT word FROM proxies WHERE case_id = $1`, c.ID)
	if errors.Is(err, db.ErrNone) || err == nil && text == "" {
		return w, nil
	}
	if err == nil {
		err = json.Unmarshal([]byte(text), &w)
	}
	return w, err
}

// FromWord notes what came from one more form in Word into the draft of c.
func (s Store) FromWord(ctx context.Context, tx *db.Tx, c *flow.Case, a org.Actor, w Word) error {
	was, err := s.Word(ctx, tx, c, a)
	if err != nil {
		return err
	}
	w.Filled = union(was.Filled, w.Filled)
	w.Doubtful = without(union(was.Doubtful, w.Doubtful), w.Filled)
	w.Unread = without(without(union(was.Unread, w.Unread), w.Filled), w.Doubtful)
	w.Kept = union(was.Kept, w.Kept)
	text, err := json.Marshal(w)
	if err != nil {
		return err
	}
	n, err := db.Changed(tx.ExecContext(ctx, `UPDATE proxies SET word = $1 WHERE case_id = $2`, string(text), c.ID))
	if err != nil {
		return fmt.Errorf("note what Word filled in %s: %w", c.ID, err)
	}
	return changed(n, nil)
}

func without(a, b []string) []string {
	return slices.DeleteFunc(a, func(n string) bool { return slices.Contains(b, n) })
}

// union returns what is in a or in b, once.
func union(a, b []string) []string {
	all := slices.Concat(a, b)
	slices.Sort(all)
	return slices.Compact(all)
}
