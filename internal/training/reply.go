package training

import (
	"context"
	"strings"

	"qinglan/internal/course"
	"qinglan/internal/db"
	"qinglan/internal/flow"
	"qinglan/internal/org"
	"qinglan/internal/outbox"
)

// sendLink does the task "send-class-link" of a call, "entry/seq": a text with
// the link to the 回执, which says nothing of the person. Without an address of
// the site there is no link to send; the institution passes it on.
func (s *Slice) sendLink(ctx context.Context, key string) error {
	entry, _, _ := strings.Cut(key, "/")
	if s.Origin == "" {
		return nil
	}
	q := s.Flow.DB()
	class, err := course.SeatOf(ctx, q, entry)
	if err != nil || class == "" {
		return err
	}
	all, err := course.TraineesOf(ctx, q, class)
	if err != nil {
		return err
	}
	c, err := s.Flow.Load(ctx, q, entry)
	if err != nil {
		return err
	}
	mobile, err := s.Identity.Mobile(ctx, q, c.Party)
	if err != nil || mobile == "" || all[entry].Reply != "" {
		return err
	}
	name, err := s.Flow.Orgs().Name(ctx, q, c.Party)
	if err != nil {
		return err
	}
	return s.Flow.DB().Tx(ctx, func(tx *db.Tx) error {
		return s.Outbox.Put(ctx, tx, outbox.Letter{
			Key: "class/" + key, Channel: outbox.SMS, To: mobile, Template: outbox.Class, Gaps: map[string]string{"token": s.Token(all[entry].Link)},
			Person: c.Party, Name: name, About: entry,
		})
	})
}

// unanswered counts the calls that a person has not answered.
func (s *Slice) unanswered(ctx context.Context, a org.Actor) (int, error) {
	mine, err := s.Flow.Cases(ctx, a, flow.Filter{Track: "entry", Party: a.Person})
	if err != nil {
		return 0, err
	}
	n := 0
	for i := range mine {
		ts, err := course.ClassesOf(ctx, s.Flow.DB(), mine[i].ID)
		if err != nil {
			return 0, err
		}
		for _, t := range ts {
			c, err := s.Flow.Load(ctx, s.Flow.DB(), t.Class)
			if err != nil {
				return 0, err
			}
			if !t.Gone && t.Reply == "" && c.State == "running" {
				n++
			}
		}
	}
	return n, nil
}
