// Package recommend is the way of applications through county and city to the
// province: the desks, the city's 遴选 and its 推荐汇总表 (附件1), the province's
// acceptance. It promises that a list that
// leaves the house is exactly what the journal says was frozen: its rows are
// read from the answers it names and their digest is checked at each export.
package recommend

import (
	"context"
	"slices"
	"strings"

	"qinglan/internal/casework"
	"qinglan/internal/db"
	"qinglan/internal/flow"
	"qinglan/internal/jotting"
	"qinglan/internal/org"
	"qinglan/internal/paper"
	"qinglan/internal/programme"
)

// A Slice is this part of the house.
type Slice struct {
	*casework.House
	prints paper.Store
	jots   jotting.Store
}

// New returns the slice.
func New(h *casework.House) *Slice {
	return &Slice{h, paper.New(h.Flow, h.Keys), jotting.New(h.Flow, h.Keys)}
}

// Tracks are those without which there is nothing to do here.
func (s *Slice) Tracks() []string { return []string{"summary"} }

// Register gives what editions call by name.
func (s *Slice) Register() {
	s.Flow.Guard("nothing-under-review", s.nothingUnderReview)
	s.Flow.Guard("before-city-deadline", s.beforeCityDeadline)
	s.Flow.Guard("all-decided", s.allDecided)
	s.Flow.Effect("apply-choice", s.applyChoice)
	s.Flow.Effect("clear-list", s.clearList)
	s.Flow.Effect("freeze-summary", s.checkFrozen)
	s.Flow.Effect("off-summary", s.offSummary)
	s.Papers("summary", s.printed)
	s.Home("summary", func(c *flow.Case, _ org.Actor) string { return "/summaries/" + c.ID })
	s.Section("summary", s.annexPart)
	s.Desk(casework.DeskPart{Roles: []programme.Role{programme.County}, Covers: []string{"application"}, Show: s.countyDesk})
	s.Desk(casework.DeskPart{Roles: []programme.Role{programme.City}, Covers: []string{"application", "summary"}, Show: s.cityDesk})
	s.Desk(casework.DeskPart{Roles: []programme.Role{programme.Province}, Covers: []string{"summary"}, Show: s.provinceDesk})
}

// underReview are the states in which a city still owes an applicant a decision.
var underReview = []string{"at-county", "fix-county", "at-city", "fix-city"}

// profileMoves are the moves that carry 附件2; the last one given counts.
var profileMoves = []string{"submit", "resubmit-county", "resubmit-city"}

// openSummary returns the city's summary that is being made, and opens one if
// there is none. Its id is the region's with a number, so that two clerks who
// press at once get the same one; a second is opened only after the first has
// been reported, for people whom the province sent back.
func (s *Slice) openSummary(ctx context.Context, a org.Actor, e *programme.Edition) (*flow.Case, error) {
	all, err := s.summaries(ctx, a, e, a.Organ.Region)
	if err != nil {
		return nil, err
	}
	if i := slices.IndexFunc(all, beingMade); i >= 0 {
		return &all[i], nil
	}
	region, _ := org.RegionOf(a.Organ.Region)
	id := summaryID(e, a.Organ.Region, len(all)+1)
	c, err := s.Flow.Open(ctx, a, flow.Opening{
		ID: id, Track: "summary", Edition: e.Name, Party: a.Organ.ID, Name: region.Name, Unit: a.Organ.Name, City: a.Organ.Region,
	})
	if err == nil {
		return c, nil
	}
	if c, again := s.Flow.Find(ctx, a, id); again == nil { // a colleague was quicker
		return c, nil
	}
	return nil, err
}

func beingMade(c flow.Case) bool {
	return c.State == "collecting" || c.State == "chosen" || c.State == "frozen"
}

func summaryID(e *programme.Edition, region string, n int) string {
	return strings.ToLower("summary-" + e.Name + "-" + region + "-" + number(n))
}

// summaries returns the summaries of a city in an edition that a may see, first to last.
func (s *Slice) summaries(ctx context.Context, a org.Actor, e *programme.Edition, city string) ([]flow.Case, error) {
	return s.Flow.Cases(ctx, a, flow.Filter{Edition: e.Name, Track: "summary", City: city})
}

// reader is where pages read from.
func (s *Slice) reader() db.Q { return s.Flow.DB() }
