package notice

import (
	"context"
	"strconv"
	"strings"

	"qinglan/internal/calendar"
	"qinglan/internal/db"
	"qinglan/internal/flow"
	"qinglan/internal/org"
	"qinglan/internal/outbox"
	"qinglan/internal/programme"
)

// A reached is somebody of an office who is told outside the house.
type reached struct {
	Person, Name string
	Masks        []string
	Texts        int // ways by text message
}

// staffReached returns who of an office is told outside the house, each once.
func (s *Slice) staffReached(ctx context.Context, q db.Q, organ string) (out []reached, err error) {
	posts, err := s.Flow.Orgs().Staff(ctx, q, organ)
	if err != nil {
		return nil, err
	}
	had := map[string]bool{}
	for _, p := range posts {
		if had[p.Person] {
			continue
		}
		had[p.Person] = true
		ways, err := s.Outbox.Ways(ctx, q, p.Person)
		if err != nil {
			return nil, err
		}
		if len(ways) == 0 {
			continue
		}
		x := reached{Person: p.Person, Name: p.Name}
		for _, w := range ways {
			x.Masks = append(x.Masks, w.Mask)
			if w.Channel == outbox.SMS {
				x.Texts++
			}
		}
		out = append(out, x)
	}
	return out, nil
}

// tellOffice writes a letter to everybody of an office who is told outside the
// house.
func (s *Slice) tellOffice(ctx context.Context, tx *db.Tx, organ string, l outbox.Letter) error {
	people, err := s.staffReached(ctx, tx, organ)
	if err != nil {
		return err
	}
	key := l.Key
	for _, p := range people {
		l.Key, l.Person, l.Name = key+"/"+p.Person, p.Person, p.Name
		if _, err := s.Outbox.Tell(ctx, tx, l); err != nil {
			return err
		}
	}
	return nil
}

// urgeLetter is what somebody gets whose office has not signed.
func (s *Slice) urgeLetter(ctx context.Context, n programme.Notice, a org.Actor, origin string) (outbox.Letter, error) {
	o, err := s.organOf(ctx, n)
	return outbox.Letter{
		Template: outbox.Urge, Organ: a.Organ.ID, Author: a.Person, About: n.ID, Path: "/desk", Origin: origin,
		Gaps: map[string]string{"title": n.Title, "deadline": calendar.Deadline(n.Moment()).String(), "call": strings.TrimSpace(o.Contact + " " + o.Phone)},
	}, err
}

// tellUrged tells the office of a receipt that it was urged.
func (s *Slice) tellUrged(ctx context.Context, tx *db.Tx, a org.Actor, n programme.Notice, receipt, press, origin string) error {
	c, err := s.Flow.Load(ctx, tx, receipt)
	if err != nil {
		return err
	}
	l, err := s.urgeLetter(ctx, n, a, origin)
	if err != nil {
		return err
	}
	l.Key = "urge/" + press + "/" + receipt
	return s.tellOffice(ctx, tx, c.Party, l)
}

// tellGroup writes into the group chat of the office who has not signed.
func (s *Slice) tellGroup(ctx context.Context, tx *db.Tx, a org.Actor, n programme.Notice, press string, silent []string) error {
	if !s.Outbox.Opens(outbox.Groups, a.Organ.Region) {
		return nil
	}
	x, err := s.shown(ctx, n)
	if err != nil {
		return err
	}
	return s.Outbox.Put(ctx, tx, outbox.Letter{
		Key: "urge/" + press + "/group", Channel: outbox.Groups, To: a.Organ.Region, Template: outbox.Group, Gaps: map[string]string{"text": urgeText(x, silent)},
		Organ: a.Organ.ID, Author: a.Person, Name: a.Organ.Name, About: n.ID,
	})
}

// The working days before a deadline on which an addressee is reminded: the
// first is a setting of the edition if there is one.
func remindDays(e *programme.Edition) []int {
	first := int(e.Limit("notice.remind").N)
	if first < 2 {
		first = 3
	}
	return []int{first, 1, 0}
}

// leftOn is how many working days are left on a working day before the deadline of
// n; ok is false on other days, after it, and more than two months before.
func leftOn(n programme.Notice, day calendar.Date) (days int, ok bool) {
	last := calendar.Day(n.Moment().Add(-1))
	if last.Before(day) || day.Before(last.AddDays(-60)) {
		return 0, false
	}
	worked, err := calendar.IsWorkday(day)
	if err != nil || !worked {
		return 0, false
	}
	days, err = calendar.WorkdaysBetween(day, last)
	return days, err == nil
}

// left says how much time a reminder leaves.
func leftText(days int) string {
	if days == 0 {
		return "今天截止"
	}
	return "还剩 " + strconv.Itoa(days) + " 个工作日"
}

// lack says what an addressee has not done yet for a notice; empty is nothing.
func (s *Slice) lack(ctx context.Context, c *flow.Case, post org.Post) (string, error) {
	var lacks []string
	switch c.State {
	case "unread":
		lacks = append(lacks, "尚未签收")
	case "signed":
		lacks = append(lacks, "尚未登记已组织申报")
	}
	a := org.Holding(post)
	waiting, err := s.Flow.Counts(ctx, a, flow.Filter{Edition: c.Edition.Name, Track: c.Edition.Main().Name, Turn: a.Role, County: c.County, City: c.City})
	if err != nil {
		return "", err
	}
	n := 0
	for _, w := range waiting {
		n += w.N
	}
	if n > 0 {
		lacks = append(lacks, "还有 "+strconv.Itoa(n)+" 件待办")
	}
	return strings.Join(lacks, "、"), nil
}
