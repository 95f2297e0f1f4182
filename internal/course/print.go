package course

import (
	"context"
	"strconv"
	"strings"

	"qinglan/internal/calendar"
	"qinglan/internal/doc"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/form"
)

// ErrNoPaper says that a class has no such paper, or not yet.
var ErrNoPaper = fault.New(fault.Missing, "没有这份材料，或者现在还不能打印。")

// Paper builds sign-in-3, badges, call, attendance or completion.
func (s *Store) Paper(ctx context.Context, c *flow.Case, name string) (doc.Document, error) {
	q := s.flow.DB()
	k, err := s.Class(ctx, q, c)
	if err != nil {
		return doc.Document{}, err
	}
	people, err := s.Entries(ctx, q, c.ID)
	if err != nil {
		return doc.Document{}, err
	}
	people = k.Present(people)
	if len(people) == 0 {
		return doc.Document{}, ErrNoPaper
	}
	if text, ok := strings.CutPrefix(name, "sign-in-"); ok {
		n, err := strconv.Atoi(text)
		l, found := k.Lesson(n)
		if err != nil || !found {
			return doc.Document{}, ErrNoPaper
		}
		return SignIn(k, l, people), nil
	}
	switch name {
	case "badges":
		return Badges(k, people), nil
	case "call":
		return s.callPaper(ctx, k)
	case "attendance":
		return Attended(k, people), nil
	case "completion":
		if !k.Taught(s.flow.Now()) { // until then it would call everybody 未合格
			return doc.Document{}, ErrNoPaper
		}
		return s.completionPaper(ctx, k, people)
	}
	return doc.Document{}, ErrNoPaper
}

func (s *Store) completionPaper(ctx context.Context, k *Class, people []flow.Case) (doc.Document, error) {
	entries, err := s.flow.Journal(ctx, s.flow.DB(), k.Case)
	if err != nil {
		return doc.Document{}, err
	}
	signed, confirmed := form.Answers{}, ""
	for _, e := range entries {
		switch e.Move {
		case "sign":
			if signed, err = s.flow.Given(ctx, s.flow.DB(), k.ID, e.Seq); err != nil {
				return doc.Document{}, err
			}
		case "send-back":
			signed = form.Answers{}
		case "confirm":
			confirmed = calendar.Day(e.At).Chinese()
		}
	}
	list, _ := k.Results(people)
	return CompletionList(k, list, signed, confirmed), nil
}

// callPaper is the 开班通知, once it was sent.
func (s *Store) callPaper(ctx context.Context, k *Class) (doc.Document, error) {
	notice, err := s.flow.Answers(ctx, s.flow.DB(), k.Case, "call")
	if err == nil && len(notice) == 0 {
		err = ErrNoPaper
	}
	if err != nil {
		return doc.Document{}, err
	}
	notice["note"], err = s.Note(ctx, k)
	return Call(k, notice), err
}

// Note is what the institution says in its plan of board and travel; empty if
// nothing.
func (s *Store) Note(ctx context.Context, k *Class) (string, error) {
	plan, err := s.flow.Answers(ctx, s.flow.DB(), k.Case, "submit")
	return plan["note"], err
}
