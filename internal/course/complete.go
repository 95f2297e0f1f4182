package course

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
	"time"

	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/form"
)

// A Result is one line of a completion list.
type Result struct {
	flow.Case
	Standing
}

// Results is the completion list as it is reckoned now (rules/33).
func (k *Class) Results(people []flow.Case) (out []Result, passed int) {
	for _, c := range k.Present(people) {
		r := Result{c, k.Of(c.ID)}
		if r.Reached() {
			passed++
		}
		out = append(out, r)
	}
	return out, passed
}

// Taught reports whether the last lesson of a class is over: before it there is
// no completion list.
func (k *Class) Taught(now time.Time) bool {
	for _, l := range k.Lessons {
		if now.Before(l.Ends()) {
			return false
		}
	}
	return len(k.Lessons) > 0
}

// digestOf is the SHA-256 of the lines: what the institution signs and the
// province confirms.
func digestOf(class string, results []Result) string {
	var b strings.Builder
	fmt.Fprintf(&b, "qinglan completion 1\n%s\n", class)
	for _, r := range results {
		fmt.Fprintf(&b, "%s\t%s\t%d\t%d\t%t\n", r.ID, r.Case.Name, r.Hours, r.Share(), r.Reached())
	}
	sum := sha256.Sum256([]byte(b.String()))
	return hex.EncodeToString(sum[:])
}

// Completion returns what is signed: counts and digest of the list as it stands.
func (s *Store) Completion(ctx context.Context, q db.Q, c *flow.Case) (form.Answers, []Result, error) {
	k, err := s.Class(ctx, q, c)
	if err != nil {
		return nil, nil, err
	}
	people, err := s.Entries(ctx, q, c.ID)
	if err != nil {
		return nil, nil, err
	}
	list, passed := k.Results(people)
	return form.Answers{
		"passed": strconv.Itoa(passed), "failed": strconv.Itoa(len(list) - passed), "digest": digestOf(c.ID, list),
	}, list, nil
}

// attendanceComplete passes a class whose lessons are all written and whose
// list is the one that is signed.
func (s *Store) attendanceComplete(ctx context.Context, tx *db.Tx, e flow.Event) error {
	if err := alone(ctx, tx, e.Case.ID); err != nil {
		return err
	}
	lessons, err := LessonsIn(ctx, tx, e.Case.ID)
	if err != nil {
		return err
	}
	for _, l := range lessons {
		if l.Ticked == 0 {
			return fault.New(fault.Closed, "第%d次课还没有登记考勤，不能签报。", l.N)
		}
		if s.flow.Now().Before(l.Ends()) {
			return fault.New(fault.Closed, "第%d次课%s才结束，结束后签报。", l.N, l.To)
		}
	}
	return s.asSigned(ctx, tx, &e.Case, e.Answers)
}

// completionAsSigned passes a list that is still the one the institution signed.
func (s *Store) completionAsSigned(ctx context.Context, tx *db.Tx, e flow.Event) error {
	if err := alone(ctx, tx, e.Case.ID); err != nil {
		return err
	}
	signed, err := s.flow.Answers(ctx, tx, &e.Case, "sign")
	if err != nil {
		return err
	}
	return s.asSigned(ctx, tx, &e.Case, signed)
}

func (s *Store) asSigned(ctx context.Context, tx *db.Tx, c *flow.Case, signed form.Answers) error {
	now, list, err := s.Completion(ctx, tx, c)
	switch {
	case err != nil:
		return err
	case len(list) == 0:
		return fault.New(fault.Closed, "结业名单是空的。")
	case now["digest"] != signed["digest"]:
		return fault.New(fault.Stale, "结业名单与签报时不一致，请退回承训机构核对。")
	}
	return nil
}

// settleClass moves everybody on the list on: completed or not, with hours,
// attendance and institution as the answers.
func (s *Store) settleClass(ctx context.Context, tx *db.Tx, e flow.Event) error {
	_, list, err := s.Completion(ctx, tx, &e.Case)
	if err != nil {
		return err
	}
	o, err := s.flow.Orgs().Organisation(ctx, tx, e.Case.Party)
	if err != nil {
		return err
	}
	for _, r := range list {
		move := "fall-short"
		if r.Reached() {
			move = "graduate"
		}
		_, err := s.flow.MoveByList(ctx, tx, r.Case, move, e.Actor, form.Answers{
			"hours": strconv.Itoa(r.Hours), "attendance": strconv.Itoa(r.Share()), "institution": o.Name,
		})
		if err != nil {
			return fmt.Errorf("%s %s: %w", move, r.ID, err)
		}
	}
	return nil
}
