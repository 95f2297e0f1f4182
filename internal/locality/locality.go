// Package locality is a county or a city as those have it who mobilise before
// the applications (五.1): who may act for it, who does the work there (工作主体),
// and what its census found (摸底数). It promises that a place is seen by its own
// authority, by those above it as far as they act for it, and by the auditor;
// that the telephone of whoever does the work is kept sealed; and that a number
// found out is never made a mark.
package locality

import (
	"strings"

	"qinglan/internal/fault"
	"qinglan/internal/org"
	"qinglan/internal/programme"
)

// Readers are who has places to look at.
var Readers = []programme.Role{programme.County, programme.City, programme.Province, programme.Auditor}

// Faults of whoever asks for what is not theirs, or writes over a colleague.
var (
	ErrMissing = fault.New(fault.Missing, "没有这个页面，或您无权查看。")
	ErrDenied  = fault.New(fault.Denied, "这一步不由您办理。")
	ErrStale   = fault.New(fault.Stale, "这一项刚刚有同事改过，刚才的内容没有保存。请看过最新情况再办理。")
)

// A Place is a county or a city with its edition, as one reader has it.
type Place struct {
	org.Region
	Edition *programme.Edition
	Acts    bool // the reader does its work: its own organ, or its city in its stead
	Stead   bool // in its stead
}

// Of returns the region of that code as a has it: their own, one of their
// city, any to the auditor; whatever else does not exist.
func Of(e *programme.Edition, a org.Actor, code string) (Place, error) {
	r, ok := org.RegionOf(strings.ToUpper(code))
	if !ok || r.Level == "province" || !r.In(e.Since) {
		return Place{}, ErrMissing
	}
	p := Place{Region: r, Edition: e}
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
		return Place{}, ErrMissing
	}
	return p, nil
}

// Home is the page of p.
func (p Place) Home() string {
	if p.Level == "city" {
		return "/mobilise?edition=" + p.Edition.Name
	}
	return "/mobilise/" + p.Code + "?edition=" + p.Edition.Name
}

// Census is the case of the census of p: there is one in an edition.
func (p Place) Census() string { return strings.ToLower("census-" + p.Edition.Name + "-" + p.Code) }
