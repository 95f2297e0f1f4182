package training

import (
	"context"
	"fmt"
	"strings"

	"qinglan/internal/course"
	"qinglan/internal/flow"
	"qinglan/internal/org"
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
	if err := s.Send.Send(ctx, mobile, "【青蓝】您有一份开班通知，请打开链接填写回执："+s.Origin+"/class-reply/"+s.Token(all[entry].Link)); err != nil {
		return fmt.Errorf("text message: %w", err)
	}
	return nil
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
