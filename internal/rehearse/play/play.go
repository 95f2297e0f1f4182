// Package play is what the acts of a rehearsal are played on: the server, the
// people and their fates, who holds which post, the season, and the notes of
// what came out.
package play

import (
	"context"
	"fmt"
	"iter"
	"maps"
	"net/url"
	"slices"
	"sync"

	"qinglan/internal/rehearse/screen"
)

// A Setting says what a play is played on, and by how many.
type Setting struct {
	Program string // this program's file
	Size    int    // how many apply, in all editions together
	Data    string
	DB      string   // empty: SQLite in Data
	Years   int      // editions to play one after the other; 0 is the first alone
	Kill    bool     // kill -9 the server between and during acts
	Args    []string // more for the server
}

// A Play is a rehearsal going on: who is in it, at which screens, in which
// season, and what was noted. Acts are given it and hand it on; what several of
// them must know of each other stands in it.
type Play struct {
	Setting
	child    *child
	watch    *screen.Watch
	mu       sync.Mutex
	screens  []*screen.Browser // all but the public's
	staffing sync.Mutex
	staff    map[string]*screen.Browser // by post, signed in
	Public   *screen.Browser

	Season *Season
	Towns  []Town
	Silent map[string]bool // regions whose county never signs in
	People []*Person       // the cast of the season
	Past   []*Person       // the casts of earlier seasons
	Before []*Person       // the last of them

	Stages   map[string]int // how many came to each
	Found    []string       // what should not be
	Misspent []string       // money that went where it should not, or did not go
	Kills    int

	NoticeLink string    // to the notice, of somebody who was told
	StoodIn    *Person   // passed by a colleague of who had claimed them
	Schools    []*School // the first two are selected
	Taught     []*Person // completed their training in a class
	Members    []Member  // of the committee
	OnNotice   string    // id of the list on public notice
	Certified  int       // as the public page of the progress says
	Promised   string    // year of the last standard of subsidies
	Subsidised []*Person // each in the season in which it was paid
}

// New returns a play of the first edition alone, in which nobody is yet and
// whose server is down until [Play.Open].
func New(s Setting) *Play {
	return &Play{Setting: s, watch: screen.NewWatch(), staff: map[string]*screen.Browser{}, Stages: map[string]int{}, Season: &Alone}
}

// Open starts the server and the public's browser; who sits at a screen already
// goes on there.
func (p *Play) Open(ctx context.Context) (err error) {
	peak := int64(0)
	if p.child != nil {
		peak = p.child.peak
	}
	if p.child, err = start(ctx, p.Setting); err != nil {
		return err
	}
	p.child.peak = peak
	p.Public = screen.NewBrowser("public", p.child.base, p.watch.See)
	for _, b := range p.screens {
		b.Base = p.child.base
	}
	return nil
}

// Browser puts somebody, named by role and name, at a screen of their own. It
// finds the server again after a crash.
func (p *Play) Browser(who string) *screen.Browser {
	b := screen.NewBrowser(who, p.child.base, p.watch.See)
	p.mu.Lock()
	defer p.mu.Unlock()
	p.screens = append(p.screens, b)
	return b
}

// Posts returns the posts that somebody holds.
func (p *Play) Posts() iter.Seq[string] { return maps.Keys(p.child.links) }

// PID returns the process of the server.
func (p *Play) PID() int { return p.child.cmd.Process.Pid }

// Stop lets the server finish.
func (p *Play) Stop() error { return p.child.stop() }

// Peak returns the most memory that a server of this play has held so far, in
// MiB.
func (p *Play) Peak() int64 { return p.child.rss() }

// Strike kills the server at once; [Play.Open] starts it again on the same data.
func (p *Play) Strike() {
	p.Kills++
	p.child.kill()
}

// Crash kills the server and starts it again on the same data; browsers keep
// their cookies, as real ones would.
func (p *Play) Crash(ctx context.Context) error {
	if !p.Kill {
		return nil
	}
	p.Strike()
	return p.Open(ctx)
}

// Clock moves the business time to a moment of Beijing, named as in the first
// edition.
func (p *Play) Clock(at string) error {
	page, err := p.Public.Send("/demo/clock", url.Values{"at": {p.Season.Day(at)}, "next": {"/help"}})
	if err == nil && page.Status != 200 {
		err = fmt.Errorf("clock to %s: %d %.200s", at, page.Status, page.Text())
	}
	return err
}

// Fault notes something that should not be.
func (p *Play) Fault(format string, args ...any) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.Found = append(p.Found, fmt.Sprintf(format, args...))
}

// Want notes a fault if a page does not have the status asked for.
func (p *Play) Want(page *screen.Page, status int, what string) {
	if page.Status != status {
		p.Fault("%s: %d, want %d: %.200s", what, page.Status, status, page.Text())
	}
}

// Count notes how many came to a stage.
func (p *Play) Count(stage string, n int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.Stages[stage] += n
}

// Unpaid notes money that went where it should not, or did not go.
func (p *Play) Unpaid(format string, args ...any) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.Misspent = append(p.Misspent, fmt.Sprintf(format, args...))
}

// Answers returns how many answers of the server were looked at.
func (p *Play) Answers() int { return p.watch.Answers }

// Leaks returns what somebody was shown and may not read.
func (p *Play) Leaks() []string { return slices.Collect(maps.Keys(p.watch.Findings)) }
