package subsidy

import (
	"context"
	"encoding/json"
	"strings"

	"qinglan/internal/calendar"
	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/ident"
	"qinglan/internal/org"
	"qinglan/internal/programme"
)

// A line is what the public reads of a claim, and all it reads.
type line struct {
	Name   string `json:"name"`
	Unit   string `json:"unit,omitempty"`
	Item   string `json:"item"`
	Amount int64  `json:"amount"` // 分
}

func (l line) cells() []string { return []string{l.Name, l.Unit, items[l.Item], form.Yuan(l.Amount)} }

// Draft opens a list of claims that have been reviewed. All must be of a's city.
func (s *Slice) Draft(ctx context.Context, a org.Actor, id string, claims []string) error {
	if len(claims) == 0 {
		return fault.New(fault.Invalid, "请先勾选要公示的补助。")
	}
	return s.Flow.DB().Tx(ctx, func(tx *db.Tx) error {
		_, err := s.Flow.OpenIn(ctx, tx, a, flow.Opening{ID: id, Track: "grant", Party: a.Organ.ID, City: a.Organ.Region})
		for i, claim := range claims {
			if err == nil {
				err = s.enlist(ctx, tx, a, id, claim, i+1)
			}
		}
		return err
	})
}

func (s *Slice) enlist(ctx context.Context, tx *db.Tx, a org.Actor, list, claim string, pos int) error {
	c, err := s.Flow.Load(ctx, tx, claim)
	if err != nil {
		return err
	}
	if c.Track.Name != "claim" || c.City != a.Organ.Region || c.State != "reviewed" {
		return fault.New(fault.Stale, "只有商务已核的补助可以列入公示，请看过最新情况再办理。")
	}
	on, err := listed(ctx, tx, claim, list)
	if err == nil && on {
		err = fault.New(fault.Stale, "“%s”的补助已在另一份公示里。", c.Name)
	}
	if err != nil {
		return err
	}
	return s.Flow.PutMember(ctx, tx, flow.Member{List: list, Case: claim, Pos: pos})
}

// linesOf returns what a list would say now, and the most working days that one
// of its standards asks for. A claim refused meanwhile is left out.
func (s *Slice) linesOf(ctx context.Context, q db.Q, list string) (lines []line, days int, err error) {
	members, err := s.Flow.Members(ctx, q, list)
	if err != nil {
		return nil, 0, err
	}
	for _, m := range members {
		c, err := s.Flow.Load(ctx, q, m.Case)
		if err != nil {
			return nil, 0, err
		}
		if c.State == "refused" {
			continue
		}
		k, err := claimByCase(ctx, q, m.Case)
		if err != nil {
			return nil, 0, err
		}
		st, err := standardByCase(ctx, q, k.Standard)
		if err != nil {
			return nil, 0, err
		}
		lines, days = append(lines, line{c.Name, c.Unit, k.Item, k.Amount}), max(days, st.Days)
	}
	return lines, days, nil
}

// grantFits is the guard of a public notice: the days that its standards ask
// for, and nothing in it that must not be public.
func (s *Slice) grantFits(ctx context.Context, tx *db.Tx, e flow.Event) error {
	lines, days, err := s.linesOf(ctx, tx, e.Case.ID)
	if err != nil {
		return err
	}
	if len(lines) == 0 {
		return fault.New(fault.Closed, "名单还是空的，请先列入人员。")
	}
	first, err1 := calendar.Parse(e.Answers["first"])
	last, err2 := calendar.Parse(e.Answers["last"])
	if err1 != nil || err2 != nil || first.Before(calendar.Day(e.At)) {
		return fault.New(fault.Closed, "公示首日已过，请重新确定公示期。")
	}
	least, err := calendar.AddWorkdays(first, days, false)
	if err != nil {
		return fault.New(fault.Closed, "期限无法计算：请先载入所涉年份的节假日安排。")
	}
	if last.Before(least) {
		return fault.New(fault.Closed, "补助标准要求公示%d个工作日，末日不早于%s。", days, least.Said())
	}
	return clean(e.Answers["title"], lines)
}

// usualDays fills in a notice that begins today, which does not count, and runs
// as long as its standards ask for.
func (s *Slice) usualDays(ctx context.Context, c *flow.Case, m programme.Move) (form.Answers, error) {
	if m.Name != "publish" {
		return nil, nil
	}
	_, days, err := s.linesOf(ctx, s.Flow.DB(), c.ID)
	if err != nil {
		return nil, err
	}
	first := calendar.Day(s.Flow.Now())
	last, err := calendar.AddWorkdays(first, days, false)
	if err != nil {
		return nil, nil // the officer is told when the days are read
	}
	return form.Answers{"first": first.String(), "last": last.String()}, nil
}

// clean finds what keeps a list from being public: its title and every cell.
func clean(title string, lines []line) error {
	var b strings.Builder
	b.WriteString(title)
	for _, l := range lines {
		b.WriteString("\n" + strings.Join(l.cells(), "\t"))
	}
	for _, l := range ident.Leaks(b.String(), nil) {
		if l.Block || l.Kind == ident.LeakDigits || l.Kind == ident.LeakWord {
			return fault.New(fault.Closed, "文中有不能公开的号码：%s。请改正后再发布。", l.Mask)
		}
	}
	return nil
}

// keepGrant freezes what the public reads and lets the clock end the notice at
// its last minute.
func (s *Slice) keepGrant(ctx context.Context, tx *db.Tx, e flow.Event) error {
	lines, _, err := s.linesOf(ctx, tx, e.Case.ID)
	if err != nil {
		return err
	}
	text, err := json.Marshal(lines)
	if err != nil {
		return err
	}
	last, err := calendar.Parse(e.Answers["last"])
	if err != nil {
		return err
	}
	ends := last.At(24, 0)
	if err := s.Flow.SetDue(ctx, tx, e.Case, ends); err != nil {
		return err
	}
	return insertNotice(ctx, tx, notice{List: e.Case.ID, City: e.Case.City, Title: e.Answers["title"], First: e.Answers["first"],
		Last: e.Answers["last"], Published: e.At, Ends: ends, lines: string(text)})
}

func (n notice) read() (lines []line, err error) {
	err = json.Unmarshal([]byte(n.lines), &lines)
	return lines, err
}

// awaitNotice lets a claim wait for the last minute of its public notice: until
// then it is nobody's turn.
func (s *Slice) awaitNotice(ctx context.Context, tx *db.Tx, e flow.Event) error {
	n, err := noticeFor(ctx, tx, e.Case.ID)
	if err != nil {
		return err
	}
	return s.Flow.SetDue(ctx, tx, e.Case, n.Ends)
}

// noticeServed is the guard of an approval: the public has had its days.
func (s *Slice) noticeServed(ctx context.Context, tx *db.Tx, e flow.Event) error {
	over, err := noticed(ctx, tx, e.Case.ID)
	if err == nil && !over {
		err = fault.New(fault.Closed, "补助公示还没有期满，不能批准。")
	}
	return err
}
