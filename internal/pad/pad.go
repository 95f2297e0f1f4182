// Package pad is the judge's own side of a session: declaring before anything
// opens, the sheets with what is written on them, and the lock.
//
// Locks are signed by the key that a device made at check-in, so that they hold
// when the network is gone; the server checks each when it comes.
//
// It promises that a judge is served no material of a candidate before having
// declared, and that no mark leaves the pad of its judge before all are counted;
// that a signed lock is taken once, as its judge signed it, and that one which is
// refused is kept.
package pad

import (
	"qinglan/internal/casework"
	"qinglan/internal/flow"
	"qinglan/internal/org"
	"qinglan/internal/sitting"
	"qinglan/internal/web"
)

// A Slice is this part of the house.
type Slice struct {
	*casework.House
	book  sitting.Book
	store store
}

// New returns the slice.
func New(h *casework.House) *Slice {
	return &Slice{House: h, book: sitting.Book{Flow: h.Flow}, store: store{h.Keys}}
}

// Tracks are those without which there is nothing to do here.
func (s *Slice) Tracks() []string { return []string{"sheet"} }

// Register gives what editions call by name.
func (s *Slice) Register() {
	f := s.Flow
	f.Guard("session-open", s.sessionOpen)
	f.Guard("marks-explained", s.marksExplained)
	f.Guard("device-signed", s.deviceSigned)
	f.Effect("spend-number", s.spendNumber)
	f.Effect("let-in", s.letIn)
	f.Effect("shut-out", s.shutOut)
	f.Effect("forget-draft", s.forgetDraft)
	s.Home("sheet", func(c *flow.Case, _ org.Actor) string { return "/judge/" + c.Parent })
}

// Routes adds the pages.
func (s *Slice) Routes(m *web.Mux) {
	m.Route("GET /judge/worker.js", s.workerScript)
	m.Route("GET /judge/{id}", s.judge)
	m.Route("POST /judge/{id}/declare", s.declare)
	m.Route("POST /judge/{id}/recuse", s.recuse)
	m.Route("POST /judge/{id}/draft", s.draft)
	m.Route("POST /judge/{id}/lock", s.lock)
	m.Route("POST /judge/{id}/check-in", s.checkIn)
	m.Route("POST /judge/{id}/check-out", s.checkOut)
}
