// Package mobilise is what happens before the applications (五.1, 转.2): who
// does the work in a place (工作主体), who should be told of the notice, who was
// and how, what came of it, and where the gaps are. It promises that nothing
// that is pasted is kept before it is confirmed, that a telling is added and
// never changed, and that whoever sent a link learns how many cases began by it
// and never whose.
package mobilise

import (
	"context"
	"fmt"
	"strings"

	"qinglan/internal/calendar"
	"qinglan/internal/casework"
	"qinglan/internal/locality"
	"qinglan/internal/org"
	"qinglan/internal/outbox"
	"qinglan/internal/programme"
	"qinglan/internal/web"
)

// A Slice is this part of the house.
type Slice struct {
	*casework.House
	places locality.Store
}

// New returns the slice.
func New(h *casework.House) *Slice { return &Slice{h, locality.New(h.Flow, h.Keys)} }

// Tracks are those without which there is nothing to do here.
func (s *Slice) Tracks() []string { return []string{locality.Track} }

// Register gives its task, what follows an arrival and what desks point to.
func (s *Slice) Register() {
	s.Arrival(s.arrived)
	s.Quick(casework.Quick{Text: "动员与摸底", Href: "/mobilise?show=silent#addressees", Note: "告知后无人打开的", Roles: []programme.Role{programme.County}, Count: s.silentHere})
	s.Quick(casework.Quick{Text: "动员与摸底", Href: "/mobilise", Note: "各地的缺口", Roles: []programme.Role{programme.City, programme.Province, programme.Auditor}})
}

// Routes adds the pages.
func (s *Slice) Routes(m *web.Mux) {
	m.Route("GET /mobilise", s.overview)
	m.Route("GET /mobilise/{region}", s.county)
	m.Route("POST /mobilise/{region}/body", s.nameBody)
	m.Route("GET /mobilise/{region}/paste", s.paste)
	m.Route("POST /mobilise/{region}/paste", s.preview)
	m.Route("POST /mobilise/{region}/add", s.add)
	m.Route("GET /mobilise/{region}/urge", s.askUrge)
	m.Route("POST /mobilise/{region}/urge", s.urgeAll)
	m.Route("GET /mobilise/{region}/poster.pdf", s.poster)
	m.Route("GET /addressees/{id}", s.addressee)
	m.Route("POST /addressees/{id}/tell", s.tell)
	m.Route("POST /addressees/{id}/urge", s.urge)
	m.Route("POST /addressees/{id}/drop", s.drop)
	m.Route("GET /to/{token}", s.land)
	m.Route("POST /to/{token}", s.open)
}

// posterID is what stands for all who come by a county's poster.
func posterID(e *programme.Edition, county string) string {
	return strings.ToLower("poster-" + e.Name + "-" + county)
}

// words are what is sent to somebody who should be told, with their link. They
// are in Chinese whoever sends them.
func words(e *programme.Edition, organ org.Organisation, county, city, link string) string {
	site, token, _ := strings.Cut(link, "/to/")
	return outbox.Invite.Fill(site, gaps(e, organ, county, city, token))
}

// gaps are what stands in the gaps of what is sent.
func gaps(e *programme.Edition, organ org.Organisation, county, city, token string) map[string]string {
	out := map[string]string{
		"organ": organ.Name, "title": e.Title, "deadline": calendar.Deadline(e.DeadlineOf("submit", county, city)).String(), "token": token, "call": "",
	}
	if organ.Phone != "" {
		out["call"] = fmt.Sprintf("，咨询：%s %s", organ.Contact, organ.Phone)
	}
	return out
}

// organOf returns the authority of a place, which is what its people know.
func (s *Slice) organOf(ctx context.Context, r org.Region) (org.Organisation, error) {
	role := programme.County
	if r.Level == "city" {
		role = programme.City
	}
	return s.Flow.Orgs().Organ(ctx, s.Flow.DB(), role, r.Code)
}
