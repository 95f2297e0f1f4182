package committee

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"qinglan/internal/calendar"
	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/record"
)

// listPassed is the guard that everybody on the list still waits for the
// committee.
func (s *Slice) listPassed(ctx context.Context, tx *db.Tx, e flow.Event) error {
	members, err := s.Flow.Members(ctx, tx, e.Case.ID)
	if err != nil {
		return err
	}
	for _, m := range members {
		c, err := s.Flow.Load(ctx, tx, m.Case)
		if err != nil {
			return err
		}
		if !proposable(c) {
			return fault.New(fault.Closed, "%s已不在待审定之列，请登记未开成后重新召集。", c.Name)
		}
	}
	return nil
}

// proposable reports whether the edition lets c come on a signed list.
func proposable(c *flow.Case) bool {
	m, ok := c.Track.Move("propose")
	return ok && slices.Contains(m.From, c.State)
}

// toPropose returns the states of entries that wait for the committee.
func toPropose(e *programme.Edition) []string {
	t, ok := e.Track("entry")
	if !ok {
		return nil
	}
	m, _ := t.Move("propose")
	return m.From
}

// quorumThere is the guard that every member in term is noted once, that two
// thirds of them are there in person, and that one of those leads the meeting.
func (s *Slice) quorumThere(ctx context.Context, tx *db.Tx, e flow.Event) error {
	m, err := s.meeting(ctx, tx, &e.Case)
	if err != nil {
		return err
	}
	if !m.dayCome(e.At) {
		return fault.New(fault.Closed, "会议定于%s召开，当天登记到会；改期的，登记未开成后另行召集。", m.About["on"])
	}
	members, err := s.members(ctx, tx, calendar.Day(e.At))
	if err != nil {
		return err
	}
	noted := attendance(e.Answers["attendance"], members)
	present, chairs := 0, 0
	seen := map[string]bool{}
	for _, at := range noted {
		seen[at.Seat.Invitation] = true
		if at.Was == "present" {
			present++
		}
		if at.Chair {
			chairs++
			if at.Was != "present" {
				return fault.New(fault.Closed, "主持会议的委员须到会。")
			}
		}
	}
	if len(seen) != len(members) || len(noted) != len(members) || len(form.Table(e.Answers["attendance"])) != len(members) {
		return fault.New(fault.Stale, "在任委员有了变化，请重新登记到会情况。")
	}
	if need := twoThirds(len(members)); present < need || present == 0 {
		return fault.New(fault.Closed, "在任委员%d人，须到会%d人，现到会%d人，不足法定人数，不能开会。", len(members), need, present)
	}
	if chairs != 1 {
		return fault.New(fault.Closed, "请指定一位到会委员主持会议。")
	}
	return nil
}

func (s *Slice) atMeeting(ctx context.Context, tx *db.Tx, e flow.Event) error {
	m, err := s.meeting(ctx, tx, &e.Case)
	if err == nil {
		_, err = m.may(e.Actor.Person)
	}
	return err
}

func (s *Slice) onAgenda(ctx context.Context, tx *db.Tx, e flow.Event) error {
	lines, err := s.lines(ctx, tx, &e.Case)
	if err == nil && !slices.ContainsFunc(lines, func(l Line) bool { return l.Entry == e.Answers["entry"] }) {
		err = fault.New(fault.Invalid, "名单中没有这个人。")
	}
	return err
}

// signsList is the guard that a member signs the list as it is, and says
// nothing of a person they are recused from.
func (s *Slice) signsList(ctx context.Context, tx *db.Tx, e flow.Event) error {
	m, err := s.meeting(ctx, tx, &e.Case)
	if err != nil {
		return err
	}
	at, err := m.may(e.Actor.Person)
	if err != nil {
		return err
	}
	if e.Answers["digest"] != m.Digest {
		return fault.New(fault.Stale, "名单刚刚有了变化，请看过最新的名单再签署。")
	}
	except := form.List(e.Answers["except"])
	for _, entry := range except {
		if !slices.ContainsFunc(m.Lines, func(l Line) bool { return l.Entry == entry }) {
			return fault.New(fault.Invalid, "名单中没有这个人。")
		}
		if m.Recused[at.Seat.Invitation][entry] != "" {
			return fault.New(fault.Denied, "回避的人员由其他委员签署，您不能表示意见。")
		}
	}
	if len(except) > 0 && e.Answers["note"] == "" {
		return fault.New(fault.Invalid, "不同意的，请写明理由。")
	}
	return nil
}

// othersToSign is the guard that after this member somebody present has still
// to sign; [Slice.lastToSign] is its opposite, so that a meeting whose list all
// have signed waits for its minutes and for no member.
func (s *Slice) othersToSign(ctx context.Context, tx *db.Tx, e flow.Event) error {
	return s.signs(ctx, tx, e, signing)
}

func (s *Slice) lastToSign(ctx context.Context, tx *db.Tx, e flow.Event) error {
	return s.signs(ctx, tx, e, signingLast)
}

func (s *Slice) signs(ctx context.Context, tx *db.Tx, e flow.Event, move string) error {
	m, err := s.meeting(ctx, tx, &e.Case)
	if err == nil && m.signBy(e.Actor.Person) != move {
		err = fault.New(fault.Stale, "刚刚有其他委员签署，请重新提交您的签署。")
	}
	return err
}

// allSigned is the guard that whoever was there has signed the list as it is.
func (s *Slice) allSigned(ctx context.Context, tx *db.Tx, e flow.Event) error {
	m, err := s.meeting(ctx, tx, &e.Case)
	if err != nil {
		return err
	}
	if missing := m.missing(); len(missing) > 0 {
		return fault.New(fault.Closed, "还有%d位到会委员没有签署：%s等。", len(missing), missing[0].Name)
	}
	return nil
}

// keepVerdict holds those to whom too few agree: they stay where they are when
// the list is proposed.
func (s *Slice) keepVerdict(ctx context.Context, tx *db.Tx, e flow.Event) error {
	m, err := s.meeting(ctx, tx, &e.Case)
	if err != nil {
		return err
	}
	for _, l := range m.Lines {
		v := m.verdict(l.Entry)
		if v.Listed() {
			continue
		}
		err := s.Flow.PutMember(ctx, tx, flow.Member{
			List: e.Case.ID, Case: l.Entry, Pos: l.No, Held: true, Note: fmt.Sprintf("%d/%d", v.Agree, v.May),
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// waiting returns the entries that passed and stand on no meeting in work, in
// the order of their numbers.
func (s *Slice) waiting(ctx context.Context, q db.Q, a org.Actor) ([]flow.Case, error) {
	passed, err := s.Flow.CasesIn(ctx, q, a, flow.Filter{Track: "entry", States: toPropose(s.Flow.Current())})
	if err != nil {
		return nil, err
	}
	var free []flow.Case
	for _, c := range passed {
		busy, err := s.onMeeting(ctx, q, c.ID)
		if err != nil {
			return nil, err
		}
		if !busy {
			free = append(free, c)
		}
	}
	slices.SortFunc(free, compare)
	return free, nil
}

// onMeeting reports whether an entry stands on a meeting that is not over.
func (s *Slice) onMeeting(ctx context.Context, q db.Q, entry string) (bool, error) {
	on, err := s.Flow.ListsOf(ctx, q, entry)
	if err != nil {
		return false, err
	}
	for _, m := range on {
		c, err := s.Flow.Load(ctx, q, m.List)
		if err != nil {
			return false, err
		}
		if c.Track.Name == "meeting" && !c.Now().Final {
			return true, nil
		}
	}
	return false, nil
}

// call opens a meeting about entries, under the id that the page made.
func (s *Slice) call(ctx context.Context, a org.Actor, id string, about form.Answers, entries []flow.Case) error {
	slices.SortFunc(entries, compare)
	return s.Flow.DB().Tx(ctx, func(tx *db.Tx) error {
		c, err := s.Flow.OpenIn(ctx, tx, a, flow.Opening{
			ID: id, Track: "meeting", Party: a.Organ.ID, Name: about["title"], Unit: a.Organ.Name, Answers: about,
		})
		if err != nil || c.No != "" {
			return err // pressed twice: the meeting is there
		}
		n, err := record.Number(ctx, tx, "meeting/"+c.Edition.Name)
		if err != nil {
			return err
		}
		for i, e := range entries {
			busy, err := s.onMeeting(ctx, tx, e.ID)
			if err != nil {
				return err
			}
			now, err := s.Flow.Load(ctx, tx, e.ID)
			if err != nil {
				return err
			}
			if busy || now.Track.Name != "entry" || !proposable(now) {
				return fault.New(fault.Stale, "%s刚刚有了变化，请看过最新情况再办理。", e.Name)
			}
			if err := s.Flow.PutMember(ctx, tx, flow.Member{List: id, Case: e.ID, Pos: i + 1}); err != nil {
				return err
			}
		}
		return s.Flow.SetNo(ctx, tx, id, fmt.Sprintf("H%d-%02d", c.Edition.Since.Y, n))
	})
}

// compare orders entries by their numbers.
func compare(x, y flow.Case) int { return cmp.Or(cmp.Compare(x.No, y.No), cmp.Compare(x.ID, y.ID)) }
