// Package judging is the first selection: a session with its drawn order, the
// panel, what each judge declares, the sheets, the count, the four signatures,
// the release, and the 培育名单 that follows from it.
//
// It promises that a judge is served no material of a candidate before having
// declared, that no mark leaves the pad of its judge before all are counted,
// that the result is computed from the locked sheets alone and every signature
// names its digest, and that anyone with the record of a draw can recompute
// the order.
package judging

import (
	"qinglan/internal/casework"
	"qinglan/internal/flow"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/web"
)

// A Slice is this part of the house.
type Slice struct {
	*casework.House
	store store
}

// New returns the slice.
func New(h *casework.House) *Slice { return &Slice{House: h, store: store{h.Keys}} }

// Register gives what editions call by name.
func (s *Slice) Register() {
	s.Papers("session", s.printed)
	s.Papers("shortlist", s.printedNames)
	f := s.Flow
	f.Guard("roster-ready", s.rosterReady)
	f.Guard("panel-fits", s.panelFits)
	f.Guard("all-declared", s.allDeclared)
	f.Guard("session-open", s.sessionOpen)
	f.Guard("marks-explained", s.marksExplained)
	f.Guard("all-locked", s.allLocked)
	f.Guard("not-signed", s.notSigned)
	f.Guard("is-chief", s.isChief)
	f.Guard("four-signatures", s.fourSignatures)
	f.Guard("list-as-read", s.listAsRead)
	f.Effect("keep-draw", s.keepDraw)
	f.Effect("open-sheets", s.openSheets)
	f.Effect("let-in", s.letIn)
	f.Effect("shut-out", s.shutOut)
	f.Effect("forget-draft", s.forgetDraft)
	f.Effect("apply-results", s.applyResults)
	s.Section("application", s.resultSection)
	s.Section("shortlist", s.namesSection)
	s.Home("session", func(c *flow.Case, a org.Actor) string {
		if a.Role == programme.Judge {
			return "/judge/" + c.ID
		}
		return "/sessions/" + c.ID
	})
	s.Home("sheet", func(c *flow.Case, _ org.Actor) string { return "/judge/" + c.Parent })
	s.Home("shortlist", func(c *flow.Case, _ org.Actor) string { return "/shortlists/" + c.ID })
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
	m.Route("POST /sessions/{id}/sign", s.sign)
	m.Route("GET /sessions/{id}/print/{paper}", s.print)
	m.Route("GET /judge", s.judging)
	m.Route("GET /judge/{id}", s.judge)
	m.Route("POST /judge/{id}/declare", s.declare)
	m.Route("POST /judge/{id}/recuse", s.recuse)
	m.Route("POST /judge/{id}/draft", s.draft)
	m.Route("POST /judge/{id}/lock", s.lock)
	m.Route("POST /judge/{id}/sign", s.sign)
	m.Route("GET /shortlists", s.shortlists)
	m.Route("POST /shortlists", s.openShortlist)
	m.Route("GET /shortlists/{id}", s.shortlist)
	m.Route("POST /shortlists/{id}/members", s.choose)
	m.Route("POST /shortlists/{id}/issue", s.issue)
	m.Route("GET /shortlists/{id}/print/{paper}", s.printShortlist)
}
