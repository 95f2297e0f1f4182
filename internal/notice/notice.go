// Package notice shows the cascade of notices word for word, brings each to
// its addressees and knows who has signed for it. It promises that an
// addressee has one receipt for a notice however often it is issued, that
// nobody signs for another, and that a city without a notice of its own hands
// the province's on with the province's deadline.
package notice

import (
	"context"
	"slices"
	"strings"
	"time"

	"qinglan/internal/calendar"
	"qinglan/internal/cascade"
	"qinglan/internal/casework"
	"qinglan/internal/org"
	"qinglan/internal/programme"
)

// track is the track of receipts.
const track = "receipt"

// A Slice is this part of the house.
type Slice struct{ *casework.House }

// New returns the slice.
func New(h *casework.House) *Slice { return &Slice{h} }

// Register gives what editions call by name.
func (s *Slice) Register() {
	s.Flow.Guard("own-receipt", s.ownReceipt)
	s.Flow.Effect("relay-notice", s.relay)
	s.Flow.Effect("open-receipts", s.handOn)
	s.Queue.Handle("remind-addressee", s.remind)
	s.Section(track, s.receiptPart)
	s.Desk(casework.DeskPart{
		Roles: []programme.Role{programme.County, programme.City}, Covers: []string{track}, Show: s.deskPart,
	})
}

// find returns the notice of that id in an edition.
func find(e *programme.Edition, id string) (programme.Notice, bool) {
	all := e.Cascade()
	i := slices.IndexFunc(all, func(n programme.Notice) bool { return n.ID == id })
	if i < 0 {
		return programme.Notice{}, false
	}
	return all[i], true
}

// find returns the notice of that id that has been issued, with its edition.
func (s *Slice) find(id string) (*programme.Edition, programme.Notice, bool) {
	for _, e := range s.Flow.Opened() {
		if n, ok := find(e, id); ok && s.out(e, n) {
			return e, n, true
		}
	}
	return nil, programme.Notice{}, false
}

// out reports whether n has been issued. The first edition is announced from
// the beginning, with all its notices.
func (s *Slice) out(e *programme.Edition, n programme.Notice) bool {
	return e == s.Flow.Editions()[0] || !s.Flow.Now().Before(n.Issued.At(0, 0))
}

// issued returns the notices of an edition that are out, in its order.
func (s *Slice) issued(e *programme.Edition) (out []programme.Notice) {
	for _, n := range e.Cascade() {
		if s.out(e, n) {
			out = append(out, n)
		}
	}
	return out
}

// children returns the notices that hand n on, in the edition's order.
func (s *Slice) children(e *programme.Edition, n programme.Notice) (out []programme.Notice) {
	for _, x := range s.issued(e) {
		if x.Parent == n.ID {
			out = append(out, x)
		}
	}
	return out
}

// addressees returns the regions that n is sent to.
func addressees(e *programme.Edition, n programme.Notice) []org.Region {
	if n.To == programme.City {
		return org.CitiesOf(e)
	}
	return org.Counties(n.Region, e.Since)
}

// inheriting returns the cities that have no notice of their own: n, the
// province's, binds what lies below them.
func inheriting(e *programme.Edition, n programme.Notice) (out []org.Region) {
	for _, c := range org.CitiesOf(e) {
		if e.Binding(c.Code).ID == n.ID {
			out = append(out, c)
		}
	}
	return out
}

// issuer returns the role of the organ that issues n.
func issuer(n programme.Notice) programme.Role {
	if n.To == programme.City {
		return programme.Province
	}
	return programme.City
}

// issues reports whether a may issue n: somebody of the organ that wrote it.
func issues(n programme.Notice, a org.Actor) bool {
	return a.Role == issuer(n) && a.Organ.Region == n.Issuer
}

// oversees reports whether a may know who has signed for n: the issuer and
// whoever is above.
func oversees(n programme.Notice, a org.Actor) bool {
	switch a.Role {
	case programme.Province, programme.Auditor:
		return true
	case programme.City:
		return a.Organ.Region == n.Issuer || n.To == programme.City
	}
	return false
}

// receiptID names the one receipt of an addressee for a notice.
func receiptID(n programme.Notice, region string) string {
	return "receipt-" + n.ID + "-" + strings.ToLower(region)
}

// workdays returns how many working days are left before due, or -1 if the
// calendar of a year is missing.
func workdays(now, due time.Time) int {
	n, err := calendar.WorkdaysBetween(calendar.Day(now), calendar.Day(due.Add(-time.Millisecond)))
	if err != nil {
		return -1
	}
	return n
}

// forwards reports whether a's city, to which n was sent, may write a notice of
// its own: while it has none and there is time.
func (s *Slice) forwards(e *programme.Edition, n programme.Notice, a org.Actor) bool {
	return e.Has(cascade.Track) && cascade.Forwards(n, a) && e.Binding(a.Organ.Region).ID == n.ID && s.Flow.Now().Before(n.Moment())
}

// organOf returns the organ that issued n: whom to call.
func (s *Slice) organOf(ctx context.Context, n programme.Notice) (org.Organisation, error) {
	return s.Flow.Orgs().Organ(ctx, s.Flow.DB(), issuer(n), n.Issuer)
}
