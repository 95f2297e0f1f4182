// Package review is how a county checks (初核) and a city examines (初审) one
// application: every field of 附件2 with a tick against it, the materials, the
// decision beside them, the next in the queue. It promises that whoever is sent
// back (退回补正) learns every fault at once, each with its reason, and that two
// who decide at once do not both decide.
package review

import (
	"qinglan/internal/casework"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/web"
)

// sent are the moves that carry 附件2; the last one given counts.
var sent = []string{"submit", "resubmit-county", "resubmit-city"}

// A Slice is this part of the house.
type Slice struct{ *casework.House }

// New returns the slice.
func New(h *casework.House) *Slice { return &Slice{h} }

// Tracks are those without which there is nothing to do here.
func (s *Slice) Tracks() []string { return []string{"application"} }

// Register leads county and city here from wherever they meet an application, and
// tells on a list who came back from it.
func (s *Slice) Register() {
	s.Home("application", href)
	s.Section("summary", s.sentBack)
}

// Routes adds the pages.
func (s *Slice) Routes(m *web.Mux) {
	m.Route("GET /review/{id}", s.review)
	m.Route("POST /review/{id}/return", s.sendBack)
	m.Route("POST /review/{id}/moves/{move}", s.decide)
}

// href leads county and city to the review while it is theirs to decide.
func href(c *flow.Case, a org.Actor) string {
	county := a.Role == programme.County && c.State == "at-county"
	city := a.Role == programme.City && (c.State == "at-city" || c.State == "at-county")
	if county || city {
		return "/review/" + c.ID
	}
	return ""
}

func (v view) answersFor(m programme.Move) form.Answers {
	if v.Tried.Move == "" && m.Name == v.Approve.Name || v.Tried.Move == m.Name || v.Tried.Move == v.Return.Name && m.Name == v.Approve.Name {
		return v.Tried.Answers
	}
	return nil
}

func (v view) wrongFor(m programme.Move) form.Wrong {
	if v.Tried.Move == m.Name {
		return v.Tried.Wrong
	}
	return nil
}
