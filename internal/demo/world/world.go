// Package world is a demonstration while it is being filled: the steps it is
// filled by, the people it is filled with, and what they write. Nobody of them
// exists.
package world

import (
	"context"
	"fmt"
	"time"

	"qinglan/internal/app"
	"qinglan/internal/apply"
	"qinglan/internal/calendar"
	"qinglan/internal/census"
	"qinglan/internal/committee"
	"qinglan/internal/contest"
	"qinglan/internal/db"
	"qinglan/internal/endorse"
	"qinglan/internal/event"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/institution"
	"qinglan/internal/intake"
	"qinglan/internal/judging"
	"qinglan/internal/ledger"
	"qinglan/internal/manuscript"
	"qinglan/internal/match"
	"qinglan/internal/mobilise"
	"qinglan/internal/notice"
	"qinglan/internal/org"
	"qinglan/internal/publicity"
	"qinglan/internal/purchase"
	"qinglan/internal/recheck"
	"qinglan/internal/recommend"
	"qinglan/internal/scan"
	"qinglan/internal/selection"
	"qinglan/internal/shortlist"
	"qinglan/internal/subsidy"
	"qinglan/internal/survey"
	"qinglan/internal/training"
)

// A World is a demonstration that is being filled. Its steps do nothing once
// one has failed; Err says which. Every step is made by somebody whom the
// program lets make it, and every guard and effect runs. What a later part of
// the story must know of an earlier one stands in it.
type World struct {
	Ctx   context.Context
	App   *app.App
	Flow  *flow.Store
	Posts map[string]org.Post // by id
	step  time.Duration       // of business time between two steps
	Tx    *db.Tx              // of the steps within [World.In]
	Err   error

	Notice      *notice.Slice
	Manuscript  *manuscript.Slice
	Apply       *apply.Slice
	Endorse     *endorse.Slice
	Recommend   *recommend.Slice
	Institution *institution.Slice
	Choosing    *selection.Slice
	Judging     *judging.Slice
	Shortlist   *shortlist.Slice
	Training    *training.Slice
	Committee   *committee.Slice
	Recheck     *recheck.Slice
	Publicity   *publicity.Slice
	Subsidy     *subsidy.Slice
	Purchase    *purchase.Slice
	Contest     *contest.Slice
	Match       *match.Slice
	Event       *event.Slice
	Survey      *survey.Slice
	Mobilise    *mobilise.Slice
	Census      *census.Slice
	Ledger      *ledger.Slice
	Scans       *scan.Slice
	Intake      *intake.Slice

	People                            []*Person
	Sessions, Shortlists, Publicities int       // made so far
	Wrong                             []string  // objections that are right
	Doubted                           []string  // those that are not
	Doubters                          []*Person // passed, and ask for a recheck
	Six                               []*Person // the list of this morning

	Courses                  int      // classes opened so far
	Over, Current            []*Class // held to the end; running this morning
	Invitations, Meetings    int      // of the committee
	Yiwu                     []string // addressees of 义乌
	Lectured                 int      // invitations of lecturers
	Owed                     *Pile    // claims of subsidies that nothing has happened to
	Granted                  []string // claims on the first notice
	Standards, Grants, Needs int      // made so far
}

// New returns an empty demonstration of a program in which these posts are
// filled.
func New(ctx context.Context, a *app.App, posts []org.Post) *World {
	h := a.House
	w := &World{
		Ctx: ctx, App: a, Flow: h.Flow, Posts: map[string]org.Post{},
		Apply: apply.New(h), Endorse: endorse.New(h), Recommend: recommend.New(h), Institution: institution.New(h), Choosing: selection.New(h), Judging: judging.New(h), Shortlist: shortlist.New(h),
		Mobilise: mobilise.New(h), Census: census.New(h), Ledger: ledger.New(h), Scans: scan.New(h), Intake: intake.New(h),
		Notice: notice.New(h), Manuscript: manuscript.New(h), Publicity: publicity.New(h), Committee: committee.New(h), Recheck: recheck.New(h), Training: training.New(h),
		Subsidy: subsidy.New(h), Purchase: purchase.New(h), Contest: contest.New(h),
		Match: match.New(h), Event: event.New(h), Survey: survey.New(h),
	}
	for _, p := range posts {
		w.Posts[p.ID] = p
	}
	return w
}

// At sets the clock to an hour of September 2017; each step then takes that
// many seconds.
func (w *World) At(day, hour, minute int, seconds int) {
	w.App.Clock.Set(calendar.Date{Y: 2017, M: 9, D: day}.At(hour, minute))
	w.step = time.Duration(seconds) * time.Second
}

// Pass lets the time of one step go by.
func (w *World) Pass() { w.App.Clock.Set(w.App.Clock.Now().Add(w.step)) }

// In makes the steps of fn in one transaction.
func (w *World) In(fn func()) {
	if w.Err != nil {
		return
	}
	w.Err = w.Flow.DB().Tx(w.Ctx, func(tx *db.Tx) error {
		w.Tx, w.Err = tx, nil
		defer func() { w.Tx = nil }()
		fn()
		return w.Err
	})
}

// Do makes one step that is no move.
func (w *World) Do(what string, fn func() error) {
	if w.Err != nil {
		return
	}
	w.Pass()
	if err := fn(); err != nil {
		w.Err = fmt.Errorf("%s: %w", what, err)
	}
}

// As returns who holds a post, such as "330700-city-clerk-1".
func (w *World) As(post string) org.Actor {
	p, ok := w.Posts[post]
	if !ok && w.Err == nil {
		w.Err = fmt.Errorf("no post %s", post)
	}
	return org.Holding(p)
}

// Load returns a case as it is now.
func (w *World) Load(id string) *flow.Case {
	if w.Err != nil {
		return &flow.Case{}
	}
	c, err := w.Flow.Load(w.Ctx, w.Tx, id)
	if err != nil {
		w.Err = fmt.Errorf("load %s: %w", id, err)
		return &flow.Case{}
	}
	return c
}

// Move makes a move that needs no internal chain.
func (w *World) Move(id, name string, a org.Actor, ans form.Answers) {
	w.Do(name+" "+id, func() error {
		c, err := w.Flow.Load(w.Ctx, w.Tx, id)
		if err != nil {
			return err
		}
		m, err := w.Flow.Step(c, name, a, c.Seq)
		if err == nil {
			_, err = w.Flow.MoveIn(w.Ctx, w.Tx, *c, m, a, ans)
		}
		return err
	})
}

// Open opens a case.
func (w *World) Open(a org.Actor, o flow.Opening) {
	w.Do("open "+o.ID, func() error {
		_, err := w.Flow.OpenIn(w.Ctx, w.Tx, a, o)
		return err
	})
}

// Chain drafts a move that the office must approve, outside of a transaction,
// and lets these posts approve it, one after the other. Fewer than the chain
// has leave it waiting.
func (w *World) Chain(id, name, drafter string, ans form.Answers, approvers ...string) {
	w.Do(name+" "+id, func() error {
		c, err := w.Flow.Load(w.Ctx, w.Flow.DB(), id)
		if err != nil {
			return err
		}
		m, ok := c.Track.Move(name)
		if !ok {
			return fault.New(fault.Missing, "没有这个办理步骤。")
		}
		p, err := w.Flow.Move(w.Ctx, c, m, w.As(drafter), ans)
		if err != nil {
			return err
		}
		for i, post := range approvers {
			w.Pass()
			if _, err := w.Flow.Approve(w.Ctx, w.As(post), p.ID, i, "同意。"); err != nil {
				return fmt.Errorf("%s: %w", post, err)
			}
		}
		return nil
	})
}

// Tick lets the clock move what is due.
func (w *World) Tick() {
	w.Do("tick", func() error {
		_, err := w.Flow.Tick(w.Ctx)
		return err
	})
}

// Posts of the province that act in many places.
const (
	Clerk          = "330000-province-clerk-1"
	Clerk2         = "330000-province-clerk-2"
	ProvinceHead   = "330000-province-head-1"
	ProvinceLeader = "330000-province-leader-1"
	Finance        = "330000-finance-leader-1"
	Examiner       = "330000-examiner-clerk-1"
	Examiner2      = "330000-examiner-clerk-2"
)
