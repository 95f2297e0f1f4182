// Package event is the calendar of what offices hold in public (五.3): planned,
// announced, held or cancelled. Who speaks there is asked by package match. It
// promises that what the public reads names nobody and holds no number, and
// that an event is not said to be held before its day.
package event

import (
	"context"

	"qinglan/internal/calendar"
	"qinglan/internal/casework"
	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/ident"
	"qinglan/internal/org"
	"qinglan/internal/programme"
)

// track is the name of the track of events in every edition.
const track = "event"

// offices hold events.
var offices = []programme.Role{programme.County, programme.City, programme.Province}

// A Slice is this part of the house.
type Slice struct{ *casework.House }

// New returns the slice.
func New(h *casework.House) *Slice { return &Slice{h} }

// Tracks are those without which there is nothing to do here.
func (s *Slice) Tracks() []string { return []string{"event"} }

// Register gives what editions call by name.
func (s *Slice) Register() {
	s.Flow.Guard("event-ahead", s.ahead)
	s.Flow.Guard("event-clean", s.clean)
	s.Flow.Guard("event-day-come", s.dayCome)
	s.Section(track, s.section)
	s.Papers(track, s.printed)
}

// Plan opens an event under the id that the page made.
func (s *Slice) Plan(ctx context.Context, a org.Actor, id string, plan form.Answers) error {
	o := flow.Opening{ID: id, Track: track, Party: a.Organ.ID, Name: plan["title"], Unit: a.Organ.Name, Answers: plan}
	switch a.Role {
	case programme.County:
		r, _ := org.RegionOf(a.Organ.Region)
		o.County, o.City = a.Organ.Region, r.Parent
	case programme.City:
		o.City = a.Organ.Region
	}
	return s.Flow.DB().Tx(ctx, func(tx *db.Tx) error {
		c, err := s.Flow.OpenIn(ctx, tx, a, o)
		if err != nil {
			return err
		}
		return keep(ctx, tx, c.ID, plan)
	})
}

// unclean complains of what the public may not read, beside its field.
func unclean(plan form.Answers) form.Wrong {
	w := form.Wrong{}
	for _, name := range []string{"title", "place", "audience", "about"} {
		if len(ident.Leaks(plan[name], nil)) > 0 {
			w.Add(name, "这一项向公众显示，不能写手机号码、证件号码、邮箱等。")
		}
	}
	return w
}

// ahead is the guard that what is announced is still to come.
func (s *Slice) ahead(ctx context.Context, tx *db.Tx, e flow.Event) error {
	return s.day(ctx, tx, e, func(day, today calendar.Date) error {
		if day.Before(today) {
			return fault.New(fault.Closed, "活动日期已经过去，不能发布。")
		}
		return nil
	})
}

// dayCome is the guard that what is said to be held has come.
func (s *Slice) dayCome(ctx context.Context, tx *db.Tx, e flow.Event) error {
	return s.day(ctx, tx, e, func(day, today calendar.Date) error {
		if today.Before(day) {
			return fault.New(fault.Closed, "活动日期还没有到（%s）。", day.Said())
		}
		return nil
	})
}

func (s *Slice) day(ctx context.Context, tx *db.Tx, e flow.Event, fits func(day, today calendar.Date) error) error {
	plan, err := s.Flow.Given(ctx, tx, e.Case.ID, 1)
	if err != nil {
		return err
	}
	day, err := calendar.Parse(plan["on"])
	if err != nil {
		return err
	}
	return fits(day, calendar.Day(e.At))
}

// clean is the guard of the last step before the public reads.
func (s *Slice) clean(ctx context.Context, tx *db.Tx, e flow.Event) error {
	plan, err := s.Flow.Given(ctx, tx, e.Case.ID, 1)
	if err == nil && len(unclean(plan)) > 0 {
		err = fault.New(fault.Closed, "活动内容里有手机号码、证件号码或邮箱，不能发布。")
	}
	return err
}
