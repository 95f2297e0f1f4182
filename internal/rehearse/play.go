package rehearse

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"os"
	"slices"
	"sync"
	"time"
)

// A Config says how large a rehearsal is and where it keeps its data.
type Config struct {
	Program string // this program's file
	People  int
	Data    string // empty: a new temporary folder
	DB      string // empty: SQLite in Data
	Years   int    // editions to play one after the other; 0 is the first alone
	Kill    bool   // kill -9 the server between and during acts
	JSON    bool
	Out     io.Writer
	Now     func() time.Time // real time, to measure
}

// A Result is what a rehearsal came to.
type Result struct {
	People     int                `json:"people"`
	Engine     string             `json:"engine"`
	Stages     map[string]int     `json:"stages"`
	Invariants map[string]bool    `json:"invariants"`
	Findings   []string           `json:"findings,omitempty"`
	Requests   int                `json:"requests"`
	Kills      int                `json:"kills"`
	Acts       map[string]float64 `json:"acts"` // seconds each took
	Seconds    float64            `json:"seconds"`
	RSS        int64              `json:"rss_mib"`
}

// A play is a rehearsal going on.
type play struct {
	Config
	child   *Child
	watch   *watch
	mu      sync.Mutex
	staff   map[string]*Browser // by post, signed in
	public  *Browser
	people  []*person
	schools []*school
	stages  map[string]int
	seconds map[string]float64 // by act
	found   []string
	kills   int
	season  *season
	towns   []town
	silent  map[string]bool // regions whose county never signs in
	past    []*person       // the casts of earlier seasons
	before  []*person       // the last of them
	list    string          // id of the list on public notice
	stood   *person         // passed by a colleague of who had claimed them
	link    string          // to the notice, of somebody who was told

	members []member // of the committee

	taught []*person // completed their training in a class

	promised   string    // year of the last standard of subsidies
	subsidised []*person // each in the season in which it was paid
	misspent   []string

	certified int // as the public page of the progress says
}

// An act is one part of the edition as people play it.
type act struct {
	name string
	play func(ctx context.Context, p *play) error
}

// Run plays an edition and returns an error if an invariant fails.
func Run(ctx context.Context, c Config) error {
	began := c.Now()
	if c.Data == "" {
		dir, err := os.MkdirTemp("", "qinglan-rehearsal-")
		if err != nil {
			return err
		}
		defer os.RemoveAll(dir)
		c.Data = dir
	}
	p := &play{Config: c, watch: newWatch(), staff: map[string]*Browser{}, stages: map[string]int{}, seconds: map[string]float64{}, season: &alone}
	if err := p.open(ctx); err != nil {
		return err
	}
	err := p.years(ctx)
	p.child.rss()
	peak := p.child.peak >> 10
	if stopped := p.child.stop(); err == nil && stopped != nil {
		err = fmt.Errorf("the server ended: %w", stopped)
	}
	if err != nil {
		for _, f := range p.found {
			fmt.Fprintln(os.Stderr, "  ", f)
		}
		return err
	}
	r := p.result(ctx)
	r.Seconds, r.RSS = c.Now().Sub(began).Seconds(), peak
	return p.report(r)
}

// open starts the server and the public's browser.
func (p *play) open(ctx context.Context) (err error) {
	peak := int64(0)
	if p.child != nil {
		peak = p.child.peak
	}
	if p.child, err = start(ctx, p.Program, p.Data, p.DB); err != nil {
		return err
	}
	p.child.peak = peak
	p.public = NewBrowser("public", p.child.Base, p.watch.see)
	for _, b := range p.staff {
		b.base = p.child.Base
	}
	for _, m := range p.members {
		m.b.base = p.child.Base
	}
	for _, s := range p.schools {
		if s.b != nil {
			s.b.base = p.child.Base
		}
	}
	for _, one := range slices.Concat(p.past, p.people) {
		if one.b != nil {
			one.b.base = p.child.Base
		}
	}
	return nil
}

// crash kills the server and starts it again on the same data; browsers keep
// their cookies, as real ones would.
func (p *play) crash(ctx context.Context) error {
	if !p.Kill {
		return nil
	}
	p.kills++
	p.child.kill()
	return p.open(ctx)
}

func (p *play) acts(ctx context.Context) error {
	for _, a := range p.season.acts() {
		began := p.Now()
		if err := a.play(ctx, p); err != nil {
			return fmt.Errorf("%s: %w", a.name, err)
		}
		p.seconds[a.name] += p.Now().Sub(began).Seconds()
		if err := p.crash(ctx); err != nil {
			return fmt.Errorf("after %s: %w", a.name, err)
		}
	}
	return nil
}

// at returns the browser of whoever holds a post, signed in on first use.
func (p *play) at(post string) (*Browser, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if b := p.staff[post]; b != nil {
		return b, nil
	}
	if p.child.Links[post] == "" {
		return nil, fmt.Errorf("nobody holds the post %s", post)
	}
	b := NewBrowser(roleOf(post)+" "+post, p.child.Base, p.watch.see)
	if _, err := b.Send("/demo/as", url.Values{"post": {post}}); err != nil {
		return nil, err
	}
	p.staff[post] = b
	return b, nil
}

// clock moves the business time to a moment of Beijing, named as in the first
// edition.
func (p *play) clock(at string) error {
	page, err := p.public.Send("/demo/clock", url.Values{"at": {p.season.day(at)}, "next": {"/help"}})
	if err == nil && page.Status != 200 {
		err = fmt.Errorf("clock to %s: %d %.200s", at, page.Status, page.Text())
	}
	return err
}

// fault notes something that should not be.
func (p *play) fault(format string, args ...any) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.found = append(p.found, fmt.Sprintf(format, args...))
}

// want notes a fault if a page does not have the status asked for.
func (p *play) want(page *Page, status int, what string) {
	if page.Status != status {
		p.fault("%s: %d, want %d: %.200s", what, page.Status, status, page.Text())
	}
}

// count notes how many came to a stage.
func (p *play) count(stage string, n int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.stages[stage] += n
}

func (p *play) report(r Result) error {
	out := p.Out
	if out == nil {
		out = os.Stdout
	}
	if p.JSON {
		if err := json.NewEncoder(out).Encode(r); err != nil {
			return err
		}
	} else {
		fmt.Fprintf(out, "%d people on %s: %d requests in %.1f s, server at most %d MiB, %d crashes\n",
			r.People, r.Engine, r.Requests, r.Seconds, r.RSS, r.Kills)
		for _, s := range funnel {
			fmt.Fprintf(out, "  %-16s %5d\n", s, r.Stages[s])
		}
		for _, name := range sortedKeys(r.Invariants) {
			fmt.Fprintf(out, "  %-34s %v\n", name, r.Invariants[name])
		}
	}
	for name, ok := range r.Invariants {
		if !ok {
			for _, f := range r.Findings {
				fmt.Fprintln(os.Stderr, "  ", f)
			}
			return fmt.Errorf("invariant %s fails", name)
		}
	}
	return nil
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
