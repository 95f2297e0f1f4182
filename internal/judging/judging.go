// Package judging runs the first selection: a session with its roster and drawn
// order, the panel, the board, the count, the signatures, the release. What a
// session is stands in package sitting; the judges' own pages are package pad.
//
// It promises that nobody reads a mark here before all are counted, and that
// what is released follows from the sheets that were locked.
package judging

import (
	"qinglan/internal/casework"
	"qinglan/internal/flow"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/sitting"
	"qinglan/internal/web"
)

// A Slice is this part of the house.
type Slice struct {
	*casework.House
	book sitting.Book
}

// New returns the slice.
func New(h *casework.House) *Slice { return &Slice{House: h, book: sitting.Book{Flow: h.Flow}} }

// Tracks are those without which there is nothing to do here.
func (s *Slice) Tracks() []string { return []string{"session"} }

// Register gives what editions call by name.
func (s *Slice) Register() {
	s.Papers("session", s.printed)
	f := s.Flow
	f.Guard("roster-ready", s.rosterReady)
	f.Guard("panel-fits", s.panelFits)
	f.Guard("all-declared", s.allDeclared)
	f.Guard("all-locked", s.allLocked)
	f.Guard("not-signed", s.notSigned)
	f.Guard("is-chief", s.isChief)
	f.Guard("four-signatures", s.fourSignatures)
	f.Effect("keep-draw", s.keepDraw)
	f.Effect("open-sheets", s.openSheets)
	f.Effect("apply-results", s.applyResults)
	for _, track := range f.MembersOf("session") {
		s.Section(track, s.resultSection)
	}
	s.Home("session", func(c *flow.Case, a org.Actor) string {
		if a.Role == programme.Judge {
			return "/judge/" + c.ID
		}
		return "/sessions/" + c.ID
	})
}

// Routes adds the pages.
func (s *Slice) Routes(m *web.Mux) {
	m.Route("GET /sessions", s.sessions)
	m.Route("POST /sessions", s.open)
	m.Route("GET /sessions/{id}", s.session)
	m.Route("POST /sessions/{id}/roster", s.roster)
	m.Route("POST /sessions/{id}/draw", s.draw)
	m.Route("GET /sessions/{id}/draw.json", s.drawFile)
	m.Route("POST /sessions/{id}/panel", s.panel)
	m.Route("POST /sessions/{id}/miss", s.miss)
	m.Route("POST /sessions/{id}/unlock", s.unlock)
	m.Route("POST /sessions/{id}/settle", s.settle)
	m.Route("POST /sessions/{id}/sign", s.sign)
	m.Route("GET /sessions/{id}/print/{paper}", s.print)
	m.Route("GET /judge", s.judging)
	m.Route("POST /judge/{id}/sign", s.sign)
}
