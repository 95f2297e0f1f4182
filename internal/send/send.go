// Package send brings texts out of the house: one interface, an adapter for
// each gateway, and a sink that keeps what would have been sent. It knows
// neither cases nor people, and never logs a text or an address. It promises
// that nothing in a name or a text becomes a header, that a gateway's plain no
// is told apart from trouble that may pass, and that every attempt ends.
package send

import (
	"context"
	"strings"
	"sync"
	"time"
	"unicode"
)

// patience is how long one attempt may take, whatever the other side does.
var patience = 20 * time.Second

// A Message is one text to one address.
type Message struct {
	ID      string // the same for every attempt, so that a repeat can be told
	To      string // mobile number or mail address; empty for a group's robot
	Name    string // of whoever it is for; mail only
	Subject string // mail only
	Text    string // whole, with the signature

	// Gateways for text messages take no free text, but the name of a text that
	// they have approved and what stands in its gaps.
	Template string
	Gaps     []Gap

	At time.Time // when a sink got it
}

// A Gap is what stands in a gap of a template.
type Gap struct{ Name, Value string }

// A Receipt is what a gateway said when it took a message.
type Receipt struct {
	ID     string // under which it reports later; may be empty
	Answer string
}

// A Gateway delivers a message or says why it could not: a [Refusal] is its
// last word, any other error may pass.
type Gateway interface {
	Send(ctx context.Context, m Message) (Receipt, error)
}

// A Refusal is a gateway's no to this message or address: asking again changes
// nothing. Bounced tells that there is no such address.
type Refusal struct {
	Answer  string
	Bounced bool
}

// Error returns the gateway's words.
func (r *Refusal) Error() string { return "refused: " + r.Answer }

// Trouble is an answer of a gateway that may be another one later. Unreached tells
// that there was no answer, and this is why.
type Trouble struct {
	Answer    string
	Unreached bool
}

// Error returns the gateway's words.
func (t *Trouble) Error() string { return "trouble: " + t.Answer }

// Line returns s as one line of at most n characters, fit for a header: what is
// no letter of a line becomes a blank.
func Line(s string, n int) string {
	s = strings.Join(strings.FieldsFunc(s, func(r rune) bool {
		return unicode.IsControl(r) || unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp) || r == ' '
	}), " ")
	s = strings.ReplaceAll(s, "=?", "= ?")
	if r := []rune(s); len(r) > n {
		s = string(r[:n])
	}
	return s
}

// A Sink keeps the last messages in memory for whoever runs a demonstration or
// a rehearsal to read. It sends nothing.
type Sink struct {
	now  func() time.Time
	mu   sync.Mutex
	last []Message
	none map[string]bool // addresses that there are not
}

// sinkSize bounds what a Sink keeps.
const sinkSize = 2000

// NewSink returns an empty sink.
func NewSink(now func() time.Time) *Sink { return &Sink{now: now} }

// Without has the sink say of some addresses that there are none, as a gateway
// would.
func (s *Sink) Without(addresses ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.none = map[string]bool{}
	for _, a := range addresses {
		s.none[a] = true
	}
}

// Send keeps the message.
func (s *Sink) Send(_ context.Context, m Message) (Receipt, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.none[m.To] {
		return Receipt{}, &Refusal{Answer: "没有这个号码或地址", Bounced: true}
	}
	m.At = s.now()
	s.last = append(s.last, m)
	if len(s.last) > sinkSize {
		s.last = s.last[len(s.last)-sinkSize:]
	}
	return Receipt{Answer: "已留存，未发出"}, nil
}

// To returns what was sent to an address, newest first.
func (s *Sink) To(to string) []Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []Message
	for i := len(s.last) - 1; i >= 0; i-- {
		if s.last[i].To == to {
			out = append(out, s.last[i])
		}
	}
	return out
}
