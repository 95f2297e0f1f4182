package demo

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
	"qinglan/internal/judging"
	"qinglan/internal/ledger"
	"qinglan/internal/match"
	"qinglan/internal/mobilise"
	"qinglan/internal/notice"
	"qinglan/internal/org"
	"qinglan/internal/publicity"
	"qinglan/internal/purchase"
	"qinglan/internal/recheck"
	"qinglan/internal/recommend"
	"qinglan/internal/selection"
	"qinglan/internal/shortlist"
	"qinglan/internal/subsidy"
	"qinglan/internal/survey"
	"qinglan/internal/training"
)

// A world is a demonstration that is being filled. Its steps do nothing once
// one has failed; err says which. Every step is made by somebody whom the
// program lets make it, and every guard and effect runs.
type world struct {
	ctx                               context.Context
	app                               *app.App
	f                                 *flow.Store
	posts                             map[string]org.Post
	apply                             *apply.Slice
	endorse                           *endorse.Slice
	recommend                         *recommend.Slice
	institution                       *institution.Slice
	choosing                          *selection.Slice
	judging                           *judging.Slice
	names                             *shortlist.Slice
	mobilise                          *mobilise.Slice
	census                            *census.Slice
	ledger                            *ledger.Slice
	yiwu                              []string // addressees of 义乌
	notice                            *notice.Slice
	publicity                         *publicity.Slice
	committee                         *committee.Slice
	recheck                           *recheck.Slice
	training                          *training.Slice
	courses                           int      // classes opened so far
	over, current                     []*class // held to the end; running this morning
	match                             *match.Slice
	event                             *event.Slice
	survey                            *survey.Slice
	lectured                          int // invitations of lecturers
	invitations, meetings             int
	doubters                          []*person // passed, and ask for a recheck
	subsidy                           *subsidy.Slice
	purchase                          *purchase.Slice
	contest                           *contest.Slice
	people                            []*person
	sessions, shortlists, publicities int           // made so far
	wrong                             []string      // objections that are right
	doubted                           string        // one that is not
	six                               []*person     // the list of this morning
	step                              time.Duration // of business time between two steps
	owed                              *pile         // claims of subsidies that nothing has happened to
	granted                           []string      // claims on the first notice
	standards, grants, needs          int           // made so far
	tx                                *db.Tx
	err                               error
}

func newWorld(ctx context.Context, d *Demo) *world {
	h := d.app.House
	w := &world{
		ctx: ctx, app: d.app, f: h.Flow, posts: map[string]org.Post{},
		apply: apply.New(h), endorse: endorse.New(h), recommend: recommend.New(h), institution: institution.New(h), choosing: selection.New(h), judging: judging.New(h), names: shortlist.New(h),
		mobilise: mobilise.New(h), census: census.New(h), ledger: ledger.New(h),
		notice: notice.New(h), publicity: publicity.New(h), committee: committee.New(h), recheck: recheck.New(h), training: training.New(h),
		subsidy: subsidy.New(h), purchase: purchase.New(h), contest: contest.New(h),
		match: match.New(h), event: event.New(h), survey: survey.New(h),
	}
	for _, p := range d.posts {
		w.posts[p.ID] = p
	}
	return w
}

// at sets the clock to an hour of September 2017; each step then takes that
// many seconds.
func (w *world) at(day, hour, minute int, seconds int) {
	w.app.Clock.Set(calendar.Date{Y: 2017, M: 9, D: day}.At(hour, minute))
	w.step = time.Duration(seconds) * time.Second
}

// pass lets the time of one step go by.
func (w *world) pass() { w.app.Clock.Set(w.app.Clock.Now().Add(w.step)) }

// in makes the steps of fn in one transaction.
func (w *world) in(fn func()) {
	if w.err != nil {
		return
	}
	w.err = w.f.DB().Tx(w.ctx, func(tx *db.Tx) error {
		w.tx, w.err = tx, nil
		defer func() { w.tx = nil }()
		fn()
		return w.err
	})
}

// do makes one step that is no move.
func (w *world) do(what string, fn func() error) {
	if w.err != nil {
		return
	}
	w.pass()
	if err := fn(); err != nil {
		w.err = fmt.Errorf("%s: %w", what, err)
	}
}

// as returns who holds a post, such as "330700-city-clerk-1".
func (w *world) as(post string) org.Actor {
	p, ok := w.posts[post]
	if !ok && w.err == nil {
		w.err = fmt.Errorf("no post %s", post)
	}
	return org.Holding(p)
}

// load returns a case as it is now.
func (w *world) load(id string) *flow.Case {
	if w.err != nil {
		return &flow.Case{}
	}
	c, err := w.f.Load(w.ctx, w.tx, id)
	if err != nil {
		w.err = fmt.Errorf("load %s: %w", id, err)
		return &flow.Case{}
	}
	return c
}

// move makes a move that needs no internal chain.
func (w *world) move(id, name string, a org.Actor, ans form.Answers) {
	w.do(name+" "+id, func() error {
		c, err := w.f.Load(w.ctx, w.tx, id)
		if err != nil {
			return err
		}
		m, err := w.f.Step(c, name, a, c.Seq)
		if err == nil {
			_, err = w.f.MoveIn(w.ctx, w.tx, *c, m, a, ans)
		}
		return err
	})
}

// open opens a case.
func (w *world) open(a org.Actor, o flow.Opening) {
	w.do("open "+o.ID, func() error {
		_, err := w.f.OpenIn(w.ctx, w.tx, a, o)
		return err
	})
}

// chain drafts a move that the office must approve, outside of a transaction,
// and lets these posts approve it, one after the other. Fewer than the chain
// has leave it waiting.
func (w *world) chain(id, name, drafter string, ans form.Answers, approvers ...string) {
	w.do(name+" "+id, func() error {
		c, err := w.f.Load(w.ctx, w.f.DB(), id)
		if err != nil {
			return err
		}
		m, ok := c.Track.Move(name)
		if !ok {
			return fault.New(fault.Missing, "没有这个办理步骤。")
		}
		p, err := w.f.Move(w.ctx, c, m, w.as(drafter), ans)
		if err != nil {
			return err
		}
		for i, post := range approvers {
			w.pass()
			if _, err := w.f.Approve(w.ctx, w.as(post), p.ID, i, "同意。"); err != nil {
				return fmt.Errorf("%s: %w", post, err)
			}
		}
		return nil
	})
}

// tick lets the clock move what is due.
func (w *world) tick() {
	w.do("tick", func() error {
		_, err := w.f.Tick(w.ctx)
		return err
	})
}
