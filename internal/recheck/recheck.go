// Package recheck is 查分: a person asks for the sums and entries of a released
// attempt to be looked at again. It promises that nothing but sums and entries
// is looked at, that two examiners agree before a mark is put right, that a
// result put right is decided anew by the rule, and that the marks before stay
// on the record.
package recheck

import (
	"context"
	"slices"
	"time"

	"qinglan/internal/calendar"
	"qinglan/internal/casework"
	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/lang"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/record"
	"qinglan/internal/standing"
)

// A Slice is this part of the house.
type Slice struct {
	*casework.House
	standing standing.Store
}

// New returns the slice.
func New(h *casework.House) *Slice { return &Slice{h, standing.Of(h.Flow)} }

// Tracks are those without which there is nothing to do here.
func (s *Slice) Tracks() []string { return []string{"recheck"} }

// Register gives what editions call by name.
func (s *Slice) Register() {
	f := s.Flow
	f.Guard("recheck-done", s.recheckDone)
	f.Guard("rechecks-settled", s.rechecksSettled)
	f.Guard("second-eyes", s.secondEyes)
	f.Guard("sums-right", s.sumsRight)
	f.Guard("sums-wrong", s.sumsWrong)
	f.Effect("redecide", s.redecide)
	f.Effect("settle-corrected", s.settleCorrected)
	s.Section("attempt", s.askSection)
	s.Section("recheck", s.recheckSection)
	s.Section("meeting", s.openSection)
	s.Other("recheck", s.anotherChecks)
	s.Beside("/mine", s.mayAskNow)
}

// anotherChecks tells the first examiner of a 查分 that a second one is awaited.
func (s *Slice) anotherChecks(ctx context.Context, c *flow.Case, a org.Actor) (string, error) {
	if c.State != "checked" || a.Role != programme.Examiner {
		return "", nil
	}
	switch err := s.another(ctx, s.Flow.DB(), c, a); fault.Of(err) {
	case fault.Denied, fault.Closed:
		return lang.T(ctx, "您已核对，等待另一位考评员确认"), nil
	default:
		return "", err
	}
}

// openRechecks are the states of a 查分 that has no answer yet.
var openRechecks = []string{"asked", "checked"}

// askUntil returns the moment at which an attempt can no longer be asked to be
// rechecked: the end of the last working day after its release (rules/37).
func (s *Slice) askUntil(ctx context.Context, q db.Q, c *flow.Case) (time.Time, error) {
	entries, err := s.Flow.Journal(ctx, q, c)
	if err != nil {
		return time.Time{}, err
	}
	for _, e := range entries {
		if e.Move == "pass" || e.Move == "fail" {
			days := int(c.Edition.Limit("recheck.days").N)
			last, err := calendar.AddWorkdays(calendar.Day(e.At), days, false)
			if err != nil {
				return time.Time{}, fault.New(fault.Closed, "期限无法计算：请先载入所涉年份的节假日安排。")
			}
			return last.At(24, 0), nil
		}
	}
	return time.Time{}, fault.New(fault.Closed, "成绩尚未发布。")
}

// mayAsk says why an attempt cannot be asked to be rechecked, or nil: it is the
// newest of its entry, released no longer ago than the edition allows, and
// nothing stands on it yet.
func (s *Slice) mayAsk(ctx context.Context, q db.Q, c *flow.Case) error {
	until, err := s.askUntil(ctx, q, c)
	if err != nil {
		return err
	}
	if !s.Flow.Now().Before(until) {
		return fault.New(fault.Closed, "查分申请期限已于%s届满。", calendar.Deadline(until))
	}
	entry, err := s.Flow.Load(ctx, q, c.Parent)
	if err != nil {
		return err
	}
	attempts, err := s.standing.Attempts(ctx, q, entry.ID)
	if err != nil {
		return err
	}
	if attempts[len(attempts)-1].ID != c.ID || !slices.Contains([]string{"passed", "retake", "exhausted"}, entry.State) {
		return fault.New(fault.Closed, "这次成绩之后已经有了新的办理，不能再申请查分。")
	}
	return nil
}

// ask opens the 查分 of an attempt under the id that the page made; pressing
// twice gives the same one. The number of the series is the lock.
func (s *Slice) ask(ctx context.Context, a org.Actor, attempt, id string, answers form.Answers) error {
	return s.Flow.DB().Tx(ctx, func(tx *db.Tx) error {
		n, err := record.Number(ctx, tx, "recheck/"+attempt)
		if err != nil {
			return err
		}
		c, err := s.Flow.Load(ctx, tx, attempt)
		if err != nil {
			return err
		}
		if n > 1 {
			there, err := s.recheckOf(ctx, tx, a, attempt)
			if err == nil && (there == nil || there.ID != id) {
				err = fault.New(fault.Closed, "这次成绩已经申请过查分。")
			}
			return err
		}
		if err := s.mayAsk(ctx, tx, c); err != nil {
			return err
		}
		_, err = s.Flow.OpenIn(ctx, tx, a, flow.Opening{
			ID: id, Track: "recheck", Edition: c.Edition.Name, Party: c.Party, Name: c.Name, Unit: c.Unit,
			County: c.County, City: c.City, Parent: c.ID, Answers: answers,
		})
		if err != nil {
			return err
		}
		if err := s.Flow.RecuseAsIn(ctx, tx, id, c.ID); err != nil {
			return err
		}
		return s.Flow.SetNo(ctx, tx, id, c.No+"-查")
	})
}

// recheckOf returns the 查分 of an attempt as a sees it, or nil.
func (s *Slice) recheckOf(ctx context.Context, q db.Q, a org.Actor, attempt string) (*flow.Case, error) {
	cs, err := s.Flow.CasesIn(ctx, q, a, flow.Filter{Track: "recheck", Parent: attempt})
	if err != nil || len(cs) == 0 {
		return nil, err
	}
	return &cs[0], nil
}

// unsettled returns the 查分 without an answer that an entry waits for, or nil.
func (s *Slice) unsettled(ctx context.Context, q db.Q, person, entry string) (*flow.Case, error) {
	attempts, err := s.standing.Attempts(ctx, q, entry)
	if err != nil {
		return nil, err
	}
	organ := org.Actor{Person: person, Role: programme.Province}
	for i := range attempts {
		r, err := s.recheckOf(ctx, q, organ, attempts[i].ID)
		if err != nil {
			return nil, err
		}
		if r != nil && slices.Contains(openRechecks, r.State) {
			return r, nil
		}
	}
	return nil, nil
}

// recheckDone is the guard that nobody enrols again while the last result may
// still be put right.
func (s *Slice) recheckDone(ctx context.Context, tx *db.Tx, e flow.Event) error {
	open, err := s.unsettled(ctx, tx, e.Actor.Person, e.Case.ID)
	if err == nil && open != nil {
		err = fault.New(fault.Closed, "查分还没有办结，请等答复后再报名。")
	}
	return err
}

// rechecksSettled is the guard of a list of entries that none of them waits
// for a 查分.
func (s *Slice) rechecksSettled(ctx context.Context, tx *db.Tx, e flow.Event) error {
	open, err := s.openOn(ctx, tx, e.Actor.Person, e.Case.ID)
	if err == nil && len(open) > 0 {
		err = fault.New(fault.Closed, "%s的查分还没有办结，请办结后再确认名单。", open[0].Name)
	}
	return err
}

// openOn returns the 查分 without an answer of those on a list of entries.
func (s *Slice) openOn(ctx context.Context, q db.Q, person, list string) (out []flow.Case, err error) {
	members, err := s.Flow.Members(ctx, q, list)
	if err != nil {
		return nil, err
	}
	for _, m := range members {
		open, err := s.unsettled(ctx, q, person, m.Case)
		if err != nil {
			return nil, err
		}
		if open != nil {
			out = append(out, *open)
		}
	}
	return out, nil
}

// secondEyes is the guard that a recheck is confirmed by somebody else than who
// made it.
func (s *Slice) secondEyes(ctx context.Context, tx *db.Tx, e flow.Event) error {
	return s.another(ctx, tx, &e.Case, e.Actor)
}

func (s *Slice) another(ctx context.Context, q db.Q, c *flow.Case, a org.Actor) error {
	entries, err := s.Flow.Journal(ctx, q, c)
	if err != nil {
		return err
	}
	for i := len(entries) - 1; i >= 0; i-- {
		if entries[i].Move == "check" {
			if entries[i].Person == a.Person {
				return fault.New(fault.Denied, "复核结果是您填写的，须由另一位考评员核对。")
			}
			return nil
		}
	}
	return fault.New(fault.Closed, "还没有复核结果。")
}

// righted returns the marks of an attempt as a recheck has found them, and
// whether any differs from what was released.
func (s *Slice) righted(ctx context.Context, q db.Q, c *flow.Case) (marks form.Answers, differs bool, err error) {
	attempt, err := s.Flow.Load(ctx, q, c.Parent)
	if err != nil {
		return nil, false, err
	}
	found, err := s.Flow.Answers(ctx, q, c, "check")
	if err != nil {
		return nil, false, err
	}
	if marks, err = s.Flow.Answers(ctx, q, attempt, standing.Marked...); err != nil {
		return nil, false, err
	}
	carried, err := s.standing.Carried(ctx, q, attempt)
	if err != nil {
		return nil, false, err
	}
	for _, p := range standing.Due(attempt.Edition, carried) {
		if v := found[p.Name]; v != "" && v != marks[p.Name] {
			marks[p.Name], differs = v, true
		}
	}
	return marks, differs, nil
}

func (s *Slice) sumsRight(ctx context.Context, tx *db.Tx, e flow.Event) error {
	_, differs, err := s.righted(ctx, tx, &e.Case)
	if err == nil && differs {
		err = fault.New(fault.Closed, "复核结果与发布的成绩不同，须更正。")
	}
	return err
}

func (s *Slice) sumsWrong(ctx context.Context, tx *db.Tx, e flow.Event) error {
	_, differs, err := s.righted(ctx, tx, &e.Case)
	if err == nil && !differs {
		err = fault.New(fault.Closed, "复核结果与发布的成绩相同，无须更正。")
	}
	return err
}

// redecide puts the marks of the attempt right by a move of its own; the old
// ones stay on the record.
func (s *Slice) redecide(ctx context.Context, tx *db.Tx, e flow.Event) error {
	marks, _, err := s.righted(ctx, tx, &e.Case)
	if err != nil {
		return err
	}
	attempt, err := s.Flow.Load(ctx, tx, e.Case.Parent)
	if err != nil {
		return err
	}
	r, err := s.standing.Reckon(ctx, tx, attempt, marks)
	if err != nil {
		return err
	}
	move := "correct-fail"
	if r.Pass() {
		move = "correct-pass"
	}
	_, err = s.Flow.MoveByList(ctx, tx, *attempt, move, e.Actor, marks)
	return err
}

// settleCorrected brings the entry to where the corrected result leads. Once
// the committee has signed, it is too late for that.
func (s *Slice) settleCorrected(ctx context.Context, tx *db.Tx, e flow.Event) error {
	entry, err := s.Flow.Load(ctx, tx, e.Case.Parent)
	if err != nil {
		return err
	}
	move := ""
	switch passed := e.Case.State == "passed"; {
	case passed && (entry.State == "retake" || entry.State == "exhausted"):
		move = "pass-corrected"
	case passed && entry.State == "passed", !passed && (entry.State == "retake" || entry.State == "exhausted"):
		return nil
	case !passed && entry.State == "passed":
		attempts, err := s.standing.Attempts(ctx, tx, entry.ID)
		if err != nil {
			return err
		}
		move = "fail-corrected"
		if standing.Used(attempts) >= int(entry.Edition.Limit("cert.attempts").N) {
			move = "exhaust-corrected"
		}
	default:
		return fault.New(fault.Closed, "本人已列入拟认证名单，不能再更正成绩。")
	}
	_, err = s.Flow.MoveByList(ctx, tx, *entry, move, e.Actor, nil)
	return err
}
