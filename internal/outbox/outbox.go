// Package outbox is every message that leaves the house: by mail, by text
// message, by the robot of a group. A message is a row that is written in the
// transaction of what it tells of, and a task or the tick sends it. It promises:
// an occasion is told once to an address; a row is given to a gateway once, and
// once more at the most if the program stops between sending and noting it;
// what fails is tried again, less and less often, and then stands there as
// failed; addresses and texts are sealed, pages show a mask, and no log holds
// either. Who is told what is for others to say.
package outbox

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"sync"
	"time"

	"qinglan/internal/calendar"
	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/ident"
	"qinglan/internal/identity"
	"qinglan/internal/job"
	"qinglan/internal/send"
	"qinglan/internal/vault"
)

// The ways out of the house.
const (
	SMS    = "sms"
	Mail   = "mail"
	Groups = "group"
)

// A Store keeps the messages of one house and sends them.
type Store struct {
	flow     *flow.Store
	keys     *vault.Keys
	identity *identity.Store
	queue    *job.Queue
	channels send.Channels
	real     func() time.Time
	origin   string

	mu     sync.Mutex
	paused map[string]time.Time // real time until which a channel rests
	swept  calendar.Date        // the last day on which what is old was emptied
}

// New returns the outbox of a house whose site is at origin, and does its tasks.
func New(f *flow.Store, keys *vault.Keys, i *identity.Store, q *job.Queue, c send.Channels, real func() time.Time, origin string) *Store {
	if c.Sign == "" {
		c.Sign = "青蓝"
	}
	s := &Store{flow: f, keys: keys, identity: i, queue: q, channels: c, real: real, origin: origin, paused: map[string]time.Time{}}
	q.Handle("send", s.deliver)
	return s
}

// A Letter is a message to be written.
type Letter struct {
	Key      string // the occasion
	Channel  string // of a letter to an address
	To       string // the address, in clear
	Template Template
	Gaps     map[string]string
	Organ    string    // on whose behalf
	Author   string    // the person who sends it; empty: the program
	Person   string    // whom
	Name     string    // whom, in words
	About    string    // case, notice or addressee
	Path     string    // where its link leads
	Origin   string    // of its links; empty: the site's
	At       time.Time // of the occasion; zero: now
	due      time.Time
}

// A body is what of a row is sealed.
type body struct {
	Subject string            `json:"subject"`
	Text    string            `json:"text"`
	Gaps    map[string]string `json:"gaps"`
	Path    string            `json:"path"`
	Origin  string            `json:"origin"`
}

// Opens reports whether a channel is open; a group's is that of a region.
func (s *Store) Opens(channel, region string) bool { return s.gateway(channel, region) != nil }

func (s *Store) gateway(channel, region string) send.Gateway {
	switch channel {
	case SMS:
		return s.channels.SMS
	case Mail:
		return s.channels.Mail
	}
	return s.channels.Groups[region]
}

// token is what the link of a message ends in: nobody can make one from an id
// without the key, and it is good for that message alone.
func (s *Store) token(id string) string { return s.keys.Blind("outbox-link", id)[:32] }

// blind is by which an address is found again without being readable.
func (s *Store) blind(channel, address string) string {
	return s.keys.Blind("outbox-"+channel, address)
}

// mask is an address as pages show it.
func mask(channel, address string) string {
	switch channel {
	case SMS:
		return ident.MaskMobile(address)
	case Mail:
		return ident.MaskEmail(address)
	}
	return ""
}

// compose returns what is sealed of a letter that stands for n pieces of news,
// with its signature, and what it costs.
func (s *Store) compose(id string, l Letter, n int) (body, int) {
	b := body{Gaps: map[string]string{}, Path: l.Path, Origin: l.Origin}
	for name, value := range l.Gaps {
		b.Gaps[name] = value
	}
	if b.Origin == "" {
		b.Origin = s.origin
	}
	if l.Template.Joins {
		b.Gaps["count"] = strconv.Itoa(n)
	}
	if l.Template.Link && b.Origin != "" {
		b.Gaps["token"] = s.token(id)
	}
	b.Subject = send.Line(fill(l.Template.Subject, b.Origin, b.Gaps), gapRunes)
	b.Text = l.Template.Fill(b.Origin, b.Gaps)
	if l.Channel != Groups {
		b.Text = s.signed(b.Text)
	}
	if l.Channel != SMS {
		return b, 0
	}
	return b, Parts(b.Text)
}

// signed puts the signature before a text that has none.
func (s *Store) signed(text string) string {
	if len(text) >= len("【") && text[:len("【")] == "【" {
		return text
	}
	return "【" + s.channels.Sign + "】" + text
}

// Text is what a letter says by text message, for a preview: its link is that
// of nobody yet.
func (s *Store) Text(l Letter) string {
	l.Channel = SMS
	b, _ := s.compose("", l, 1)
	return s.shown(b.Text, "")
}

// Put writes a letter to its address, unless the occasion was told there, and
// has it sent once tx is committed. One that joins is added to another like it
// that has not gone yet.
func (s *Store) Put(ctx context.Context, tx *db.Tx, l Letter) error {
	now := s.flow.Now()
	if l.At.IsZero() {
		l.At = now
	}
	who := s.blind(l.Channel, l.To)
	if err := s.hold(ctx, tx, &l, who); err != nil {
		return err
	}
	if l.Template.Joins {
		joined, err := s.join(ctx, tx, l, who)
		if err != nil || joined {
			return err
		}
	}
	r := row{ID: db.NewID(), Letter: l, Who: who, State: waiting, Items: 1, Due: l.At}
	if l.due.After(r.Due) {
		r.Due = l.due
	}
	if !r.Due.After(now) {
		r.State = queued
	}
	fresh, err := s.insert(ctx, tx, r)
	if err != nil || !fresh || r.State == waiting {
		return err
	}
	return s.queue.Add(ctx, tx, job.Task{Name: "send", Key: r.ID + "/0"})
}

// What one address gets at the most: joined news no more often than spacing, and
// text messages by day. The rest waits for the next morning.
const (
	spacing = 10 * time.Minute
	perDay  = 10
)

// hold moves a letter to later if its address has had its share.
func (s *Store) hold(ctx context.Context, tx *db.Tx, l *Letter, who string) error {
	had, last, err := s.share(ctx, tx, *l, who)
	if err != nil {
		return err
	}
	if l.Template.Joins && !last.IsZero() && last.Add(spacing).After(l.At) {
		l.due = latest(l.due, last.Add(spacing))
	}
	if l.Channel == SMS && had >= perDay {
		l.due = latest(l.due, morning(l.At))
	}
	return nil
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// morning is when what waited for the day goes: 8:30 after t.
func morning(t time.Time) time.Time {
	m := calendar.Day(t).At(8, 30)
	if !m.After(t) {
		m = calendar.Day(t).AddDays(1).At(8, 30)
	}
	return m
}

// Now gives a message to its gateway while somebody waits for it, such as a
// code. The row keeps no text. What fails is not tried again.
func (s *Store) Now(ctx context.Context, l Letter) error {
	g := s.gateway(l.Channel, "")
	if g == nil {
		return fault.New(fault.Closed, "短信通道没有接通，请与管理员联系。")
	}
	r := row{ID: db.NewID(), Letter: l, Who: s.blind(l.Channel, l.To), State: sending, Items: 1, Due: s.flow.Now()}
	r.At, r.Tries, r.Claimed = r.Due, maxTries, s.real()
	said, _ := s.compose(r.ID, l, 1)
	r.Letter.Gaps = nil // the code is nobody's business afterwards
	err := s.flow.DB().Tx(ctx, func(tx *db.Tx) error {
		_, err := s.insert(ctx, tx, r)
		return err
	})
	if err != nil {
		return err
	}
	got, sent := g.Send(ctx, message(r, said, l.To))
	if err := s.settle(ctx, r, l.To, got, sent); err != nil {
		return err
	}
	if sent != nil {
		return fmt.Errorf("message %s was not taken", r.ID)
	}
	return nil
}

// message is what a gateway is given of a row.
func message(r row, b body, to string) send.Message {
	m := send.Message{ID: r.ID, To: to, Name: r.Name, Subject: b.Subject, Text: b.Text, Template: r.Template.Name}
	for _, name := range r.Template.Gaps(b.Origin) {
		m.Gaps = append(m.Gaps, send.Gap{Name: name, Value: send.Line(b.Gaps[name], gapRunes)})
	}
	return m
}

func (s *Store) sealBody(id string, b body) (string, error) {
	text, err := json.Marshal(b)
	if err != nil {
		return "", err
	}
	return sealed.EncodeToString(s.keys.Seal(text, []byte("outbox/body/"+id))), nil
}
