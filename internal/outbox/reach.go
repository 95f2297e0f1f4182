package outbox

import (
	"context"
	"fmt"
	"time"

	"qinglan/internal/calendar"
	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/ident"
)

// How a person is told on a channel.
const (
	Once  = "once"  // each piece of news when it is there
	Daily = "daily" // once a day; what they must act upon at once all the same
	Off   = "off"
)

// A Reach is a way to a person.
type Reach struct {
	Channel, Mode string
	Mask          string
	Own           bool // the number of the account
	Confirmed     bool
	From, To      int // hours between which no text message goes
	address       string
}

// Usual hours without text messages.
const (
	quietFrom = 21
	quietTo   = 8
)

// Reaches returns the ways to a person, also those that are closed or not
// confirmed. The number they sign in with is one from the beginning.
func (s *Store) Reaches(ctx context.Context, q db.Q, person string) (out []Reach, err error) {
	all, err := db.All(ctx, q, func(c db.Row) (r Reach, err error) {
		var confirmed int64
		err = c.Scan(&r.Channel, &r.Mask, &r.address, &confirmed, &r.Mode, &r.From, &r.To)
		r.Confirmed = confirmed != 0
		return r, err
	}, `SELECT channel, mask, address, confirmed, mode, quiet_from, quiet_to FROM reaches WHERE person = $1 ORDER BY channel`, person)
	if err != nil {
		return nil, fmt.Errorf("ways to %s: %w", person, err)
	}
	text := Reach{Channel: SMS, Mode: Once, From: quietFrom, To: quietTo}
	for _, r := range all {
		if r.address == "" {
			if r.Channel == SMS {
				text = r
			}
			continue
		}
		plain, err := s.unseal(r.address, "reaches/"+person+"/"+r.Channel)
		if err != nil {
			return nil, err
		}
		r.address = string(plain)
		out = append(out, r)
		if r.Channel == SMS {
			return out, nil
		}
	}
	if text.address, err = s.identity.Mobile(ctx, q, person); err != nil {
		return nil, err
	}
	if text.address != "" {
		text.Mask, text.Own, text.Confirmed = mask(SMS, text.address), true, true
		out = append(out, text)
	}
	return out, nil
}

// Ways returns the ways by which a person is told now.
func (s *Store) Ways(ctx context.Context, q db.Q, person string) (out []Reach, err error) {
	all, err := s.Reaches(ctx, q, person)
	for _, r := range all {
		if r.Confirmed && r.Mode != Off && s.Opens(r.Channel, "") {
			out = append(out, r)
		}
	}
	return out, err
}

// Tell writes a letter to a person by every way they want, and returns by how
// many.
func (s *Store) Tell(ctx context.Context, tx *db.Tx, l Letter) (int, error) {
	ways, err := s.Ways(ctx, tx, l.Person)
	if err != nil {
		return 0, err
	}
	if l.At.IsZero() {
		l.At = s.flow.Now()
	}
	for _, w := range ways {
		l.Channel, l.To, l.due = w.Channel, w.address, w.due(l)
		if err := s.Put(ctx, tx, l); err != nil {
			return 0, err
		}
	}
	return len(ways), nil
}

// due is when a letter may go on a way: not in the quiet hours, and news with
// the day's if the person wants that.
func (r Reach) due(l Letter) time.Time {
	at := l.At
	if r.Mode == Daily && !l.Template.Act {
		at = morning(at)
	}
	if r.Channel == SMS {
		at = r.awake(at)
	}
	return at
}

// awake returns t, or the end of the quiet hours in which it falls.
func (r Reach) awake(t time.Time) time.Time {
	hour, day := t.In(calendar.Beijing).Hour(), calendar.Day(t)
	switch {
	case r.From < r.To && hour >= r.From && hour < r.To, r.From > r.To && hour < r.To:
		return day.At(r.To, 0)
	case r.From > r.To && hour >= r.From:
		return day.AddDays(1).At(r.To, 0)
	}
	return t
}

// A Wish is how a person wants to be told on a channel.
type Wish struct {
	Address  string // in clear; empty: as before
	Mode     string
	From, To int
	Sure     bool // the address is known to be right: only a demonstration says so
}

// Want keeps how a person wants to be told on a channel. A new address is asked
// for a sign of life first: nothing else goes there before.
func (s *Store) Want(ctx context.Context, tx *db.Tx, person, channel string, w Wish, origin string) error {
	if w.Mode != Once && w.Mode != Daily && w.Mode != Off || w.From < 0 || w.From > 23 || w.To < 0 || w.To > 23 || channel != SMS && channel != Mail {
		return fault.New(fault.Invalid, "请在给出的选项里选择。")
	}
	if w.Address == "" {
		_, err := tx.ExecContext(ctx, `
			INSERT INTO reaches (person, channel, who, mask, address, confirmed, mode, quiet_from, quiet_to) VALUES ($1, $2, '', '', '', 0, $3, $4, $5)
			ON CONFLICT (person, channel) DO UPDATE SET mode = excluded.mode, quiet_from = excluded.quiet_from, quiet_to = excluded.quiet_to`,
			person, channel, w.Mode, w.From, w.To)
		return err
	}
	var err error
	if channel == SMS {
		w.Address, err = ident.ParseMobile(w.Address)
	} else {
		w.Address, err = ident.ParseEmail(w.Address)
	}
	if err != nil {
		return fault.New(fault.Invalid, "手机号码或邮箱地址不对，请核对。")
	}
	var sure time.Time
	if w.Sure {
		sure = s.flow.Now()
	} else if err := s.mayAsk(ctx, tx, person); err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `
		INSERT INTO reaches (person, channel, who, mask, address, confirmed, mode, quiet_from, quiet_to) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
		ON CONFLICT (person, channel) DO UPDATE SET who = excluded.who, mask = excluded.mask, address = excluded.address, confirmed = excluded.confirmed,
			mode = excluded.mode, quiet_from = excluded.quiet_from, quiet_to = excluded.quiet_to`,
		person, channel, s.blind(channel, w.Address), mask(channel, w.Address), s.seal(w.Address, "reaches/"+person+"/"+channel), db.Millis(sure), w.Mode, w.From, w.To)
	if err != nil || w.Sure {
		return err
	}
	return s.Put(ctx, tx, Letter{Channel: channel, To: w.Address, Template: Confirm, Person: person, Origin: origin, Path: "/messages/settings"})
}

// perPerson is how many addresses a person may have asked for a sign of life on
// one day: nobody has the house write to a list of strangers.
const perPerson = 5

func (s *Store) mayAsk(ctx context.Context, tx *db.Tx, person string) error {
	var n int
	err := tx.QueryRowContext(ctx, `SELECT COUNT(*) FROM outbox WHERE person = $1 AND template = $2 AND at >= $3`,
		person, Confirm.Name, db.Millis(calendar.Day(s.flow.Now()).At(0, 0))).Scan(&n)
	if err == nil && n >= perPerson {
		err = fault.New(fault.Closed, "今天已经换过 %d 次地址，请明天再换。", perPerson)
	}
	return err
}

// Offer has an address confirmed that a person wrote into a form, unless they
// have said before how mail is to reach them, or no link could lead back.
func (s *Store) Offer(ctx context.Context, tx *db.Tx, person, address string) error {
	if address == "" || s.origin == "" || !s.Opens(Mail, "") {
		return nil
	}
	all, err := s.Reaches(ctx, tx, person)
	if err != nil {
		return err
	}
	for _, r := range all {
		if r.Channel == Mail {
			return nil
		}
	}
	err = s.Want(ctx, tx, person, Mail, Wish{Address: address, Mode: Once, From: quietFrom, To: quietTo}, "")
	if fault.Of(err) == fault.Closed { // one address too many today: the form is not to suffer
		return nil
	}
	return err
}

// Confirmed notes that a person opened the link that was sent to a new address;
// a link of an older address confirms nothing, and says so.
func (s *Store) Confirmed(ctx context.Context, tx *db.Tx, o Opened) error {
	n, err := db.Changed(tx.ExecContext(ctx, `UPDATE reaches SET confirmed = $1 WHERE person = $2 AND channel = $3 AND who = $4`,
		db.Millis(s.flow.Now()), o.Person, o.Channel, o.Who))
	if err == nil && n == 0 {
		err = fault.New(fault.Closed, "这个地址已经换掉或者不再使用，不用确认了。")
	}
	return err
}

// Forget drops an address of a person.
func (s *Store) Forget(ctx context.Context, tx *db.Tx, person, channel string) error {
	_, err := tx.ExecContext(ctx, `DELETE FROM reaches WHERE person = $1 AND channel = $2`, person, channel)
	return err
}
