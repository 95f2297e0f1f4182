// Package ledger is the 工作台账: tasks that one office gives to those below or
// to itself, who owes what by when, 督办 from above and the monthly 通报. It
// promises that every act on a duty is added to its trail and none is changed,
// that of two who act at once one is told, and that the 通报 of a month says
// what stood at its end, whatever was done or sent back since.
package ledger

import (
	"context"
	"time"

	"qinglan/internal/calendar"
	"qinglan/internal/casework"
	"qinglan/internal/fault"
	"qinglan/internal/form"
	"qinglan/internal/law"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/web"
)

// basis is the default on which the ledger stands.
const basis law.Clause = "rules/25"

// A Slice is this part of the house.
type Slice struct{ *casework.House }

// New returns the slice.
func New(h *casework.House) *Slice { return &Slice{h} }

var keepers = []programme.Role{programme.County, programme.City, programme.Province}

// Tracks are those without which there is nothing to do here.
func (s *Slice) Tracks() []string { return []string{"census"} }

// Register adds the ledger to the desks.
func (s *Slice) Register() {
	s.Quick(casework.Quick{
		Text: "工作台账", Href: "/ledger#owed", Note: "本单位未办结的任务", Roles: keepers,
		Count: func(ctx context.Context, a org.Actor) (int, error) { return openOf(ctx, s.Flow.DB(), a.Organ.ID) },
	})
}

// Routes adds the pages.
func (s *Slice) Routes(m *web.Mux) {
	m.Route("GET /ledger", s.page)
	m.Route("POST /ledger", s.give)
	m.Route("GET /ledger/bulletin", s.bulletinPage)
	m.Route("POST /ledger/bulletin/export", s.export)
	m.Route("GET /duties/{id}", s.duty)
	m.Route("POST /duties/{id}/act", s.act)
}

var errMissing = fault.New(fault.Missing, "没有这个页面，或您无权查看。")

// States of a duty.
const (
	open = "open"
	done = "done"
)

// Acts on a duty, with their words.
var acts = map[string]string{
	"give": "下达任务", "name": "落实负责人", "note": "记录进展", "done": "办结", "back": "退回重办", "urge": "督办",
}

// A charge is a task as it was given.
type charge struct {
	ID, Edition, Organ, Title, About, Person string
	Due, At                                  time.Time
}

// A duty is what one office owes of a charge.
type duty struct {
	ID, Organ, Region, Holder, State string
	Version                          int64
	Urged, Done                      time.Time
	Urges                            int
	Charge                           charge
}

// Late reports whether d was, or is, late at a moment.
func (d duty) Late(now time.Time) bool {
	if d.State == done {
		return !d.Done.Before(d.Charge.Due)
	}
	return !now.Before(d.Charge.Due)
}

// gives reports whether a gave d, owes whether it is a's to do.
func gives(a org.Actor, d duty) bool { return a.Organ.ID != "" && a.Organ.ID == d.Charge.Organ }
func owes(a org.Actor, d duty) bool  { return a.Organ.ID != "" && a.Organ.ID == d.Organ }

// mayAct says who may make an act on d as it stands, or why not.
func mayAct(a org.Actor, d duty, act string) error {
	switch act {
	case "name", "note", "done":
		if !owes(a, d) {
			return fault.New(fault.Denied, "这项任务由责任单位办理。")
		}
		if d.State == done {
			return fault.New(fault.Stale, "这项任务已经办结。")
		}
	case "urge", "back":
		if !gives(a, d) {
			return fault.New(fault.Denied, "督办和退回由下达任务的单位办理。")
		}
		if (act == "back") != (d.State == done) {
			return fault.New(fault.Stale, "这项任务刚刚有了变化，请看过最新情况再办理。")
		}
	default:
		return fault.New(fault.Invalid, "表单无法读取。")
	}
	return nil
}

// What is asked when a task is given, and of each act.
var (
	giving = []form.Question{
		{Name: "title", Label: "任务", Kind: form.Text, Max: 60, Hint: "例如：报送摸底情况"},
		{Name: "about", Label: "要求", Kind: form.Prose, Max: 500, Optional: true, Hint: "做到什么程度，怎样算办结"},
		{Name: "due", Label: "办结时限", Kind: form.Date, Hint: "当日24:00前"},
	}
	words = map[string]form.Question{
		"name": {Name: "text", Label: "负责人", Kind: form.Text, Max: 50},
		"note": {Name: "text", Label: "进展", Kind: form.Prose, Max: 500},
		"done": {Name: "text", Label: "办结情况", Kind: form.Prose, Max: 500, Hint: "做了什么，材料在哪里"},
		"back": {Name: "text", Label: "退回重办的理由", Kind: form.Prose, Max: 500},
		"urge": {Name: "text", Label: "督办意见", Kind: form.Prose, Max: 500, Hint: "责任单位会在工作台账里看到"},
	}
)

// dueOf returns the first moment that is too late for a day.
func dueOf(day string) (time.Time, error) {
	d, err := calendar.Parse(day)
	if err != nil {
		return time.Time{}, fault.Wrap(fault.Invalid, err, "表单无法读取。")
	}
	return d.AddDays(1).At(0, 0), nil
}

// below returns the offices that a may give a task to: those of the next level
// in its region, and its own.
func (s *Slice) below(ctx context.Context, a org.Actor) ([]org.Organisation, error) {
	out := []org.Organisation{a.Organ}
	role, regions := programme.County, []org.Region(nil)
	since := s.Flow.Current().Since
	switch a.Role {
	case programme.City:
		regions = org.Counties(a.Organ.Region, since)
	case programme.Province:
		role, regions = programme.City, org.Cities(since)
	}
	all, err := s.Flow.Orgs().Organisations(ctx, s.Flow.DB(), role)
	if err != nil {
		return nil, err
	}
	for _, r := range regions {
		for _, o := range all {
			if o.Region == r.Code {
				out = append(out, o)
				break // one authority to a region
			}
		}
	}
	return out, nil
}
