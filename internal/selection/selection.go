// Package selection is how the province chooses who trains (承训机构遴选, 三.3):
// two independent assessments of each recommended institution, and the decision
// by their marks. It promises that no assessor reads another's marks before
// both are locked, that no paper is opened to one who has not declared, and
// that the selection is what the marks were when it was drafted.
package selection

import (
	"qinglan/internal/assessment"
	"qinglan/internal/casework"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/web"
)

var errMissing = fault.New(fault.Missing, "没有这个页面，或您无权查看。")

// A Slice is this part of the house.
type Slice struct {
	*casework.House
	results assessment.Store
}

// New returns the slice.
func New(h *casework.House) *Slice { return &Slice{h, assessment.Of(h.Flow)} }

// Tracks are those without which there is nothing to do here.
func (s *Slice) Tracks() []string { return []string{assessment.Institution} }

// Register gives what editions call by name, and adds to the common pages what
// this slice knows.
func (s *Slice) Register() {
	f := s.Flow
	f.Guard("assessor-fits", s.assessorFits)
	f.Guard("still-assessed", s.stillAssessed)
	f.Guard("both-locked", s.bothLocked)
	f.Effect("open-assessment", s.openAssessment)
	f.Effect("let-assessor-in", s.letIn)
	f.Effect("shut-assessor-out", s.shutOut)
	f.Effect("keep-result", s.keepResult)

	f.Guard("selection-fits", s.selectionFits)
	f.Guard("no-running-class", s.noRunningClass)
	f.Effect("apply-selection", s.applySelection)

	s.Section(assessment.Selection, s.outcomes)
	s.Bar(assessment.Institution, s.notYetMarked)
	s.Section(assessment.Sheet, s.whom)
	s.Papers(assessment.Selection, s.printed)
	s.Home(assessment.Selection, func(c *flow.Case, a org.Actor) string {
		if a.Role == programme.Province && c.State == c.Track.Start {
			return "/selection?edition=" + c.Edition.Name
		}
		return ""
	})
	s.Home(assessment.Sheet, func(c *flow.Case, a org.Actor) string {
		if a.Role == programme.Judge && c.State == "open" {
			return "/assessments/" + c.ID
		}
		return ""
	})
	s.Quick(casework.Quick{Text: "机构评估与遴选", Href: "/selection", Note: "受理、评估、遴选", Roles: []programme.Role{programme.Province}})
}

// Routes adds the pages.
func (s *Slice) Routes(m *web.Mux) {
	m.Route("GET /institutions", s.public)
	m.Route("GET /selection", s.selecting)
	m.Route("POST /institutions/{id}/appoint", s.appoint)
	m.Route("POST /selection", s.issue)
	m.Route("GET /assessments/{id}", s.sheet)
	m.Route("POST /assessments/{id}", s.lock)
}
