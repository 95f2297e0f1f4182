// Package institution holds how a training institution comes before the
// province (三.3): its dossier (附件3, 附件4) that is kept from edition to edition,
// and the one or two that a place recommends. It promises that one code founds
// one institution, that what was sent stays as it was sent, and that no place
// recommends more than the edition allows however many hands press at once.
package institution

import (
	"qinglan/internal/assessment"
	"qinglan/internal/casework"
	"qinglan/internal/flow"
	"qinglan/internal/org"
	"qinglan/internal/paper"
	"qinglan/internal/programme"
	"qinglan/internal/reconcile"
	"qinglan/internal/web"
)

// Tracks this slice is about.
const (
	track = assessment.Institution
	slate = "slate"
)

// A Slice is this part of the house.
type Slice struct {
	*casework.House
	results assessment.Store
	prints  paper.Store
}

// New returns the slice.
func New(h *casework.House) *Slice {
	return &Slice{h, assessment.Of(h.Flow), paper.New(h.Flow, h.Keys)}
}

// Tracks are those without which there is nothing to do here.
func (s *Slice) Tracks() []string { return []string{track} }

// Register gives what editions call by name.
func (s *Slice) Register() {
	f := s.Flow
	f.Guard("dossier-complete", s.complete)
	f.Effect("keep-roster", s.keepRoster)
	f.Effect("skip-county", s.skipCounty)

	f.Guard("place-left", s.placeLeft)
	f.Guard("slate-open", s.slateOpen)
	f.Guard("slate-as-read", s.slateAsRead)
	f.Guard("slate-empty", s.slateEmpty)
	f.Guard("slate-in-time", s.slateInTime)
	f.Effect("onto-slate", s.ontoSlate)
	f.Effect("off-slate", s.offSlate)
	s.pages()
}

// pages adds to the common pages what this slice knows.
func (s *Slice) pages() {
	s.Papers(track, s.printed)
	s.Papers(slate, s.printedSlate)
	s.Section(track, s.section)
	s.Bar(track, s.noPlace)
	s.Beside("/mine", s.wayToFound)
	s.Desk(casework.DeskPart{Roles: []programme.Role{programme.Institution}, Show: s.chosenDesk})
	s.Section(slate, s.members)
	s.Refused(track, s.refusedFile)
	s.Home(track, func(c *flow.Case, a org.Actor) string {
		if a.Role == programme.Institution && writable(c) {
			return "/institution"
		}
		return ""
	})
	s.Home(slate, func(c *flow.Case, a org.Actor) string {
		if a.Role == programme.City && c.State == c.Track.Start {
			return "/slate?edition=" + c.Edition.Name
		}
		return ""
	})
	s.Quick(casework.Quick{Text: "机构档案", Href: "/institution", Note: "附件3和附件4，每期复用", Roles: []programme.Role{programme.Institution}})
	s.Quick(casework.Quick{Text: "机构推荐", Href: "/slate", Note: "每地推荐1至2家", Roles: []programme.Role{programme.City}})
}

// Routes adds the pages.
func (s *Slice) Routes(m *web.Mux) {
	m.Route("GET /institution", s.space)
	m.Route("POST /institution/found", s.found)
	m.Route("POST /institution/open", s.begin)
	m.Route("POST /institution/save", s.save)
	m.Route("POST /institution/submit", s.submit)
	m.Route("POST /institution/invite", s.invite)
	m.Route("GET /institution/{rows}/import", s.bringer(reconcile.Desk.Show))
	m.Large("POST /institution/{rows}/import", reconcile.MostSent, s.bringer(reconcile.Desk.Post))
	m.Route("GET /institution/{rows}/{file}", s.workbook)
	m.Route("GET /institutions/{id}/{file}", s.paper)
	m.Route("GET /slate", s.slatePage)
	m.Route("POST /slate/begin", s.beginSlate)
	m.Route("POST /slate/report", s.reportSlate)
	m.Route("POST /slate/none", s.noneSlate)
}

// dossierMove returns the move that sends the dossier from where c stands.
func dossierMove(c *flow.Case) (programme.Move, bool) {
	for _, m := range c.Track.From(c.State) {
		if m.Form == "dossier" {
			return m, true
		}
	}
	return programme.Move{}, false
}

// writable reports whether the dossier of c is still, or again, to be sent.
func writable(c *flow.Case) bool {
	_, ok := dossierMove(c)
	return ok
}
