package committee

import (
	"context"
	"slices"
	"strings"
	"time"

	"qinglan/internal/calendar"
	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/org"
	"qinglan/internal/programme"
)

// A Seat is a member of the committee with what the invitation says of them.
type Seat struct {
	Invitation, Platform  string
	Person, Post          string
	Since, Until          calendar.Date // the term, both days included
	Ended, Joined         time.Time
	Name, Title, Employer string
	Partners, Directions  []string
}

// InTerm reports whether the member is one on a day.
func (s Seat) InTerm(day calendar.Date) bool {
	return s.Ended.IsZero() && !day.Before(s.Since) && !s.Until.Before(day)
}

// say fills in what the reply to the invitation says.
func (s *Seat) say(a form.Answers) {
	s.Name, s.Title, s.Employer = a["name"], a["title"], a["employer"]
	s.Partners, s.Directions = form.List(a["partners"]), form.List(a["directions"])
}

// seats returns all seats with what was said of each member, also those that
// have ended.
func (s *Slice) seats(ctx context.Context, q db.Q) ([]Seat, error) {
	seats, err := seatRows(ctx, q)
	if err != nil {
		return nil, err
	}
	ids := make([]string, len(seats))
	for i := range seats {
		ids[i] = seats[i].Invitation
	}
	said, err := s.Flow.AnswersOf(ctx, q, ids, "accept")
	for i := range seats {
		seats[i].say(said[seats[i].Invitation])
	}
	return seats, err
}

// members returns the seats that are in term on a day.
func (s *Slice) members(ctx context.Context, q db.Q, day calendar.Date) ([]Seat, error) {
	all, err := s.seats(ctx, q)
	return slices.DeleteFunc(all, func(x Seat) bool { return !x.InTerm(day) }), err
}

// termFits is the guard of a reply: a term that begins before it ends, is no
// longer than the edition allows, and meets no other of the platform.
func (s *Slice) termFits(ctx context.Context, tx *db.Tx, e flow.Event) error {
	w, err := s.termWrong(ctx, tx, &e.Case, e.Answers)
	if err == nil && len(w) > 0 {
		err = fault.New(fault.Closed, "任期不合规定，请核对。")
	}
	return err
}

// termWrong complains of a term beside its fields, also of one that begins
// while another member of the platform is in office: each names one (rules/34).
func (s *Slice) termWrong(ctx context.Context, q db.Q, c *flow.Case, a form.Answers) (form.Wrong, error) {
	w := termWrong(c.Edition, a)
	if len(w) > 0 {
		return w, nil
	}
	since, err := calendar.Parse(a["since"])
	if err != nil {
		return nil, err
	}
	seats, err := seatRows(ctx, q)
	for _, seat := range seats {
		if seat.Platform == c.Party && seat.Ended.IsZero() && !seat.Until.Before(since) {
			w.Add("since", "该平台的在任委员任期至%s，新的任期请从次日起。", seat.Until.Said())
		}
	}
	return w, err
}

// termWrong complains of the days of a term.
func termWrong(e *programme.Edition, a form.Answers) form.Wrong {
	w := form.Wrong{}
	since, err1 := calendar.Parse(a["since"])
	until, err2 := calendar.Parse(a["until"])
	months := int(e.Limit("committee.months").N)
	switch {
	case err1 != nil || err2 != nil:
		w.Add("since", "请写明任期的起止日期。")
	case until.Before(since):
		w.Add("until", "任期的末日不能早于首日。")
	case since.AddMonths(months).Before(until):
		w.Add("until", "任期不超过%d个月。", months)
	}
	return w
}

// seatMember makes a person and a post of whom the platform has named.
func (s *Slice) seatMember(ctx context.Context, tx *db.Tx, e flow.Event) error {
	organ, err := s.Flow.Orgs().Organisation(ctx, tx, org.CommitteeID)
	if err != nil {
		return err
	}
	since, err := calendar.Parse(e.Answers["since"])
	if err != nil {
		return err
	}
	until, err := calendar.Parse(e.Answers["until"])
	if err != nil {
		return err
	}
	seat := Seat{
		Invitation: e.Case.ID, Platform: e.Case.Party, Person: "p-member-" + e.Case.ID, Post: "member-" + e.Case.ID,
		Since: since, Until: until,
	}
	if err := s.Flow.Orgs().AddPerson(ctx, tx, seat.Person, e.Answers["name"], e.At); err != nil {
		return err
	}
	err = s.Flow.Orgs().AddPost(ctx, tx, org.Post{
		ID: seat.Post, Person: seat.Person, Name: e.Answers["name"], Organisation: organ,
		Role: programme.Examiner, Rank: programme.Clerk, Title: e.Case.Name + " 委员",
	})
	if err != nil {
		return err
	}
	return keepSeat(ctx, tx, e.Case.Edition.Name, seat)
}

// endMember ends the seat and the post of a platform that leaves.
func (s *Slice) endMember(ctx context.Context, tx *db.Tx, e flow.Event) error {
	seat, err := seatRow(ctx, tx, e.Case.ID)
	if err != nil {
		return err
	}
	if err := endSeat(ctx, tx, e.Case.ID, e.At); err != nil {
		return err
	}
	err = s.Flow.Orgs().EndPost(ctx, tx, seat.Post, e.At)
	if fault.Of(err) == fault.Stale { // an administrator has ended it already
		err = nil
	}
	return err
}

// Grounds of recusal that follow from what is on record (scoring.md 3.2).
const (
	ownUnit = "unit"
	partner = "partner"
	taught  = "taught"
)

// ground returns why a member is recused from somebody of a unit who was
// trained by an institution, or "".
func (s Seat) ground(unit, institution string) string {
	employer, unit, institution := plain(s.Employer), plain(unit), plain(institution)
	serves := func(name string) bool {
		return slices.ContainsFunc(s.Partners, func(p string) bool { return name != "" && plain(p) == name })
	}
	switch {
	case unit != "" && unit == employer:
		return ownUnit
	case serves(unit):
		return partner
	case institution != "" && (institution == employer || serves(institution)):
		return taught
	}
	return ""
}

// plain writes the name of a unit without what people type differently.
func plain(name string) string {
	return strings.Map(func(r rune) rune {
		switch r {
		case ' ', '\t', '　':
			return -1
		case '(':
			return '（'
		case ')':
			return '）'
		}
		return r
	}, strings.TrimSpace(name))
}

// institution returns who trained the person of an entry.
func (s *Slice) institution(ctx context.Context, q db.Q, entry *flow.Case) (string, error) {
	a, err := s.Flow.Answers(ctx, q, entry, "complete", "graduate", "fail-training", "fall-short")
	return a["institution"], err
}

// recuseMembers closes an attempt to the members who are recused from its
// person: they neither mark nor see it.
func (s *Slice) recuseMembers(ctx context.Context, tx *db.Tx, e flow.Event) error {
	seats, err := s.members(ctx, tx, calendar.Day(e.At))
	if err != nil || len(seats) == 0 {
		return err
	}
	entry, err := s.Flow.Load(ctx, tx, e.Case.Parent)
	if err != nil {
		return err
	}
	trained, err := s.institution(ctx, tx, entry)
	if err != nil {
		return err
	}
	for _, seat := range seats {
		if g := seat.ground(e.Case.Unit, trained); g != "" {
			if err := s.Flow.Recuse(ctx, tx, e.Case.ID, seat.Person, g); err != nil {
				return err
			}
		}
	}
	return nil
}
