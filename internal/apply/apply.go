// Package apply holds a person's application: the form of 附件2, the materials
// of 附件4 on it, how the employer is asked. It promises that nothing typed is lost, that
// a draft is kept sealed, that the number of an identity document stands in no
// draft and no answer, and that what is missing is said before it is sent and
// not after.
package apply

import (
	"qinglan/internal/casework"
	"qinglan/internal/draft"
	"qinglan/internal/endorsement"
	"qinglan/internal/flow"
	"qinglan/internal/org"
	"qinglan/internal/paper"
	"qinglan/internal/programme"
	"qinglan/internal/web"
)

// track is the track this slice is about.
const track = "application"

// A Slice is this part of the house.
type Slice struct {
	*casework.House
	links  endorsement.Store
	prints paper.Store
	drafts draft.Store
}

// New returns the slice.
func New(h *casework.House) *Slice {
	return &Slice{h, endorsement.New(h.Flow, h.Keys), paper.New(h.Flow, h.Keys), draft.New(h.Flow, h.Keys)}
}

// Tracks are those without which there is nothing to do here.
func (s *Slice) Tracks() []string { return []string{"application"} }

// Register gives what editions call by name.
func (s *Slice) Register() {
	s.Papers(track, s.printed)
	s.House.Applications = s
	s.asked()
	s.Flow.Guard("complete", s.complete)
	s.Flow.Effect("keep-profile", s.keepProfile)
	s.Slot(track, casework.Slot{
		Name: "stamped", Label: "加盖公章的单位意见页", Many: 1, Need: true,
		Hint: "打印个人情况表，请单位在“所在单位意见”栏签署并盖章，再拍照或扫描上传。",
		May:  casework.Asks("stamped"),
	})
	s.Home(track, func(c *flow.Case, a org.Actor) string {
		if a.Role == programme.Applicant && (writable(c) || c.State == endorsement.State) {
			return "/apply/" + c.ID
		}
		return ""
	})
	s.Section(track, s.section)
	s.Refused(track, s.refusedFile)
}

// Routes adds the pages.
func (s *Slice) Routes(m *web.Mux) {
	m.Route("GET /mine", s.mine)
	m.Route("POST /apply", s.open)
	m.Route("GET /apply/{id}", s.show)
	m.Route("POST /apply/{id}", s.submit)
	m.Route("POST /apply/{id}/save", s.save)
	m.Route("GET /apply/{id}/form.pdf", s.paper)
	m.Route("GET /apply/{id}/form.docx", s.paper)
	m.Route("POST /apply/{id}/link", s.renew)
	m.Route("POST /apply/{id}/stamped", s.stamped)
}

// profileMove returns the move that sends the form from where c stands.
func profileMove(c *flow.Case) (programme.Move, bool) {
	for _, m := range c.Track.From(c.State) {
		if m.Form == "profile" {
			return m, true
		}
	}
	return programme.Move{}, false
}

// writable reports whether the form of c is still, or again, being written.
func writable(c *flow.Case) bool {
	_, ok := profileMove(c)
	return ok
}
