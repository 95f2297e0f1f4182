// Package manuscript is how an office makes its papers (发文稿纸): from the draft
// through 核稿, 会签 and 签发 by the office's chain to number, seal and the day it
// goes out, and how a city hands a notice on in words and with a deadline of its
// own. It promises that a paper that breaks a rule of its kind is not signed, that
// a number is given once in the house and without gaps, and that a deadline that
// leaves those above no time binds nobody. It draws no seal.
package manuscript

import (
	"context"
	"fmt"
	"slices"

	"qinglan/internal/cascade"
	"qinglan/internal/casework"
	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/record"
)

// offices write papers.
var offices = []programme.Role{programme.County, programme.City, programme.Province}

// A Slice is this part of the house.
type Slice struct{ *casework.House }

// New returns the slice.
func New(h *casework.House) *Slice { return &Slice{h} }

// Tracks are those the slice is about.
func (s *Slice) Tracks() []string { return []string{cascade.Track} }

// Register gives what editions call by name.
func (s *Slice) Register() {
	s.Flow.Guard("own-manuscript", s.own)
	s.Flow.Guard("sound-manuscript", s.sound)
	s.Flow.Guard("give-docno", s.giveDocno)
	s.Flow.Guard("wants-seal", s.wantsSeal)
	s.Flow.Guard("has-seal", s.hasSeal)
	s.Flow.Effect("bind-notice", s.bind)
	s.Home(cascade.Track, func(c *flow.Case, _ org.Actor) string { return "/manuscripts/" + c.ID })
	s.Section(cascade.Track, s.section)
	s.Papers(cascade.Track, s.printed)
	s.Quick(casework.Quick{Text: "发文", Href: "/manuscripts", Note: "拟稿、会签、编号和印发", Roles: offices})
}

// own is the guard of every step: another office sees the paper and does not
// touch it.
func (s *Slice) own(_ context.Context, _ *db.Tx, e flow.Event) error {
	if e.Case.Party != e.Actor.Organ.ID {
		return fault.New(fault.Denied, "只能由拟稿单位自己办理。")
	}
	return nil
}

// Begin opens a paper of a's office with what is filled in. Pressing twice opens
// one.
func (s *Slice) Begin(ctx context.Context, a org.Actor, id string, sheet form.Answers) error {
	return s.Flow.DB().Tx(ctx, func(tx *db.Tx) error { return s.BeginIn(ctx, tx, a, id, sheet) })
}

// BeginIn is [Slice.Begin] inside a transaction.
func (s *Slice) BeginIn(ctx context.Context, tx *db.Tx, a org.Actor, id string, sheet form.Answers) error {
	o := flow.Opening{ID: id, Track: cascade.Track, Party: a.Organ.ID, Name: sheet["title"], Unit: a.Organ.Name}
	switch region, _ := org.RegionOf(a.Organ.Region); a.Role {
	case programme.City:
		o.City = region.Code
	case programme.County:
		o.County, o.City = region.Code, region.Parent
	}
	if e, _, ok := s.notice(sheet["parent"]); ok {
		o.Edition = e.Name
	}
	c, err := s.Flow.OpenIn(ctx, tx, a, o)
	if err != nil {
		return err
	}
	return s.keep(ctx, tx, c, sheet)
}

// Save keeps what a types while the paper is a draft that nobody decides on.
func (s *Slice) Save(ctx context.Context, c *flow.Case, a org.Actor, sheet form.Answers) error {
	if c.Party != a.Organ.ID || c.State != c.Track.Start {
		return fault.New(fault.Denied, "只能由拟稿单位自己办理。")
	}
	return s.Flow.DB().Tx(ctx, func(tx *db.Tx) error {
		now, err := s.Flow.Load(ctx, tx, c.ID)
		if err != nil {
			return err
		}
		if now.Seq != c.Seq {
			return fault.New(fault.Stale, "这个办件刚刚有了变化，请看过最新情况再办理。")
		}
		if p, err := s.Flow.Pending(ctx, tx, now); err != nil || p != nil {
			if err == nil {
				err = fault.New(fault.Closed, "稿子正在审批，退回以后才能修改。")
			}
			return err
		}
		if err := s.Flow.Retitle(ctx, tx, c.ID, sheet["title"], c.Unit, c.County, c.City); err != nil {
			return err
		}
		return s.keep(ctx, tx, c, sheet)
	})
}

// notice returns the notice of that id of an edition that is open.
func (s *Slice) notice(id string) (*programme.Edition, programme.Notice, bool) {
	for _, e := range s.Flow.Opened() {
		all := e.Cascade()
		if i := slices.IndexFunc(all, func(n programme.Notice) bool { return n.ID == id }); i >= 0 && id != "" {
			return e, all[i], true
		}
	}
	return nil, programme.Notice{}, false
}

// bind is what 印发 means for a notice that hands another on: what is due below
// moves to its deadline in the same transaction, and this process counts by it as
// soon as that is committed.
func (s *Slice) bind(ctx context.Context, tx *db.Tx, e flow.Event) error {
	sheet, err := s.Flow.Answers(ctx, tx, &e.Case, cascade.Sheets...)
	if err != nil || sheet["parent"] == "" {
		return err
	}
	now, err := cascade.In(ctx, tx, s.Flow, e.Case.Edition, "")
	if err != nil {
		return err
	}
	moved, err := cascade.Bind(ctx, tx, s.Flow, now, e.Case.City)
	if err != nil {
		return err
	}
	tx.AfterCommit(func() {
		if err := cascade.Load(context.WithoutCancel(ctx), s.Flow); err != nil {
			s.House.Log.Error("notices issued by offices", "err", err)
		}
	})
	return s.Flow.Log(ctx, tx, e.Actor, "bind-notice", e.Case.ID, form.Answers{"cases": fmt.Sprint(moved)})
}

// alone makes papers of one city that set a deadline go out one after the other:
// what binds it cannot change between the guard and the commit.
func alone(ctx context.Context, tx *db.Tx, c *flow.Case) error {
	_, err := record.Number(ctx, tx, "cascade/"+c.Edition.Name+"/"+c.City)
	return err
}

// Sweep hears of what another process of the house has issued.
func (s *Slice) Sweep(ctx context.Context) error { return cascade.Load(ctx, s.Flow) }
