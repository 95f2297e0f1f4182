// Package send brings short texts to people: one interface, an adapter for each
// gateway, and a sink that keeps what would have been sent. It knows neither
// cases nor people, and never logs a text or a number.
package send

import (
	"context"
	"sync"
	"time"
)

// A Message is one text to one address.
type Message struct {
	To   string // mobile number or mail address
	Text string
	At   time.Time
}

// A Sender delivers a text or says why it could not.
type Sender interface {
	Send(ctx context.Context, to, text string) error
}

// A Sink keeps the last messages in memory for whoever runs a demonstration or
// a rehearsal to read. It sends nothing.
type Sink struct {
	now  func() time.Time
	mu   sync.Mutex
	last []Message
}

// sinkSize bounds what a Sink keeps.
const sinkSize = 2000

// NewSink returns an empty sink.
func NewSink(now func() time.Time) *Sink { return &Sink{now: now} }

// Send keeps the message.
func (s *Sink) Send(_ context.Context, to, text string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.last = append(s.last, Message{to, text, s.now()})
	if len(s.last) > sinkSize {
		s.last = s.last[len(s.last)-sinkSize:]
	}
	return nil
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
