// Package mobilise is what happens before the applications (五.1, 转.2): who
// does the work in a place (工作主体), what a county found out (摸底), who should
// be told of the notice, who was and how, and what came of it. It promises that
// nothing that is pasted is kept before it is confirmed, that a telling is
// added and never changed, that whoever sent a link learns how many cases began
// by it and never whose, and that a number found out is never made a mark.
package mobilise

import (
	"context"
	"fmt"
	"strings"

	"qinglan/internal/calendar"
	"qinglan/internal/casework"
	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/web"
)

// track is the track of 摸底.
const track = "census"

// A Slice is this part of the house.
type Slice struct{ *casework.House }

// New returns the slice.
func New(h *casework.House) *Slice { return &Slice{h} }

// Tracks are those without which there is nothing to do here.
func (s *Slice) Tracks() []string { return []string{"census"} }

// Register gives what editions call by name.
func (s *Slice) Register() {
	s.Flow.Guard("body-named", s.bodyNamed)
	s.Flow.Guard("census-whole", s.censusWhole)
	s.Flow.Effect("census-sent", func(ctx context.Context, tx *db.Tx, e flow.Event) error { return dropDraft(ctx, tx, e.Case.ID) })
	s.Queue.Handle("text-addressee", s.text)
	s.Arrival(s.arrived)
	s.Papers(track, s.printed)
	s.Section(track, s.section)
	s.Section("summary", s.besideSummary)
	s.Beside("/progress", s.besideProgress)
	s.Home(track, func(c *flow.Case, a org.Actor) string {
		if (a.Role == programme.County || a.Role == programme.City) && writable(c) {
			return "/census/" + c.ID
		}
		return ""
	})
	s.Quick(casework.Quick{Text: "动员与摸底", Href: "/mobilise", Note: "告知后无人打开的", Roles: []programme.Role{programme.County}, Count: s.silentHere})
	s.Quick(casework.Quick{Text: "动员与摸底", Href: "/mobilise", Note: "各地的缺口", Roles: []programme.Role{programme.City, programme.Province, programme.Auditor}})
}

// Routes adds the pages.
func (s *Slice) Routes(m *web.Mux) {
	m.Route("GET /mobilise", s.overview)
	m.Route("GET /mobilise/{region}", s.county)
	m.Route("POST /mobilise/{region}/body", s.nameBody)
	m.Route("POST /mobilise/{region}/census", s.beginCensus)
	m.Route("GET /mobilise/{region}/paste", s.paste)
	m.Route("POST /mobilise/{region}/paste", s.preview)
	m.Route("POST /mobilise/{region}/add", s.add)
	m.Route("POST /mobilise/{region}/urge", s.urgeAll)
	m.Route("GET /mobilise/{region}/poster.pdf", s.poster)
	m.Route("GET /census/{id}", s.census)
	m.Route("POST /census/{id}", s.saveCensus)
	m.Route("GET /addressees/{id}", s.addressee)
	m.Route("POST /addressees/{id}/tell", s.tell)
	m.Route("POST /addressees/{id}/urge", s.urge)
	m.Route("POST /addressees/{id}/drop", s.drop)
	m.Route("GET /to/{token}", s.land)
	m.Route("POST /to/{token}", s.open)
}

var errMissing = fault.New(fault.Missing, "没有这个页面，或您无权查看。")

// A place is a county or a city with its edition, as one reader has it.
type place struct {
	org.Region
	Edition *programme.Edition
	Acts    bool // the reader does its work: its own organ, or its city in its stead
	Stead   bool // in its stead
}

// City returns the code of the city of p.
func (p place) CityCode() string {
	if p.Level == "city" {
		return p.Code
	}
	return p.Parent
}

// placeFor returns the region of that code as a has it: their own, one of their
// city, any to the auditor; whatever else does not exist.
func placeFor(e *programme.Edition, a org.Actor, code string) (place, error) {
	r, ok := org.RegionOf(strings.ToUpper(code))
	if !ok || r.Level == "province" || !r.In(e.Since) {
		return place{}, errMissing
	}
	p := place{Region: r, Edition: e}
	switch a.Role {
	case programme.County:
		p.Acts = r.Code == a.Organ.Region
	case programme.City:
		p.Acts = r.Code == a.Organ.Region || r.Level == "county" && r.Parent == a.Organ.Region
		p.Stead = r.Level == "county"
	case programme.Auditor:
		return p, nil
	}
	if !p.Acts {
		return place{}, errMissing
	}
	return p, nil
}

// censusID is the census of a county in an edition: there is one.
func censusID(e *programme.Edition, county string) string {
	return strings.ToLower("census-" + e.Name + "-" + county)
}

// posterID is what stands for all who come by a county's poster.
func posterID(e *programme.Edition, county string) string {
	return strings.ToLower("poster-" + e.Name + "-" + county)
}

// words are what is sent to somebody who should be told, with their link. They
// are in Chinese whoever sends them.
func words(e *programme.Edition, organ org.Organisation, county, city, link string) string {
	text := fmt.Sprintf("【%s】%s开始申报。培训机构讲师、高职院校讲师和跨境电商企业从业人员符合条件的，请于%s前申报。看通知、在线申报：%s",
		organ.Name, e.Title, calendar.Deadline(e.DeadlineOf("submit", county, city)), link)
	if organ.Phone != "" {
		text += fmt.Sprintf("　咨询：%s %s", organ.Contact, organ.Phone)
	}
	return text
}

// organOf returns the authority of a place, which is what its people know.
func (s *Slice) organOf(ctx context.Context, r org.Region) (org.Organisation, error) {
	role := programme.County
	if r.Level == "city" {
		role = programme.City
	}
	return s.Flow.Orgs().Organ(ctx, s.Flow.DB(), role, r.Code)
}
