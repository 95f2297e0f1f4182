package publicity

import (
	"context"
	"fmt"

	"qinglan/internal/db"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/org"
)

// Draft opens a list of entries that passed, in the order that lists have.
func (s *Slice) Draft(ctx context.Context, a org.Actor, id string, entries []flow.Case) error {
	inOrder(entries)
	return s.open(ctx, a, id, entries)
}

// Checking returns the answers with which the list c is checked as it is now,
// in the words of the edition.
func (s *Slice) Checking(ctx context.Context, q db.Q, c *flow.Case, a org.Actor) (form.Answers, error) {
	lines, err := s.linesOf(ctx, q, c)
	if err != nil {
		return nil, err
	}
	title, body := draftText(c.Edition, lines, a.Organ)
	found, err := s.search(ctx, q, lines, title, body)
	return form.Answers{"title": title, "body": body, "list": encode(lines), "scan": found.json()}, err
}

// Object makes an objection, under an id, to whoever stands on a list that went
// out with that entry.
func (s *Slice) Object(ctx context.Context, list, entry, id string, a form.Answers) error {
	n, err := noticeOf(ctx, s.Flow.DB(), list)
	if err != nil {
		return err
	}
	c, err := s.Flow.Load(ctx, s.Flow.DB(), list)
	if err != nil {
		return err
	}
	_, lines, err := s.published(ctx, s.Flow.DB(), c)
	if err != nil {
		return err
	}
	for _, l := range lines {
		if l.Entry == entry {
			_, err = s.object(ctx, n, l, id, a)
			return err
		}
	}
	return fmt.Errorf("%s is not on list %s", entry, list)
}
