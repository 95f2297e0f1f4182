// Package rehearse plays a whole edition over HTTP, as all its roles at once,
// and checks that what came out adds up. It knows the program only from
// outside, as people do (see [screen]). Here stand the order of the acts, what
// befalls offices and their server between them, and what it all came to; what
// people do in an act stands in [road] and [policy], who they are in [play].
package rehearse

import (
	"context"
	"fmt"
	"io"
	"os"
	"time"

	"qinglan/internal/rehearse/play"
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

// A rehearsal is a play that is measured.
type rehearsal struct {
	Config
	play    *play.Play
	seconds map[string]float64 // each act took
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
	r := &rehearsal{Config: c, seconds: map[string]float64{}, play: play.New(play.Setting{
		Program: c.Program, Size: c.People, Data: c.Data, DB: c.DB, Years: c.Years, Kill: c.Kill,
	})}
	p := r.play
	if err := p.Open(ctx); err != nil {
		return err
	}
	err := r.years(ctx)
	peak := p.Peak()
	if stopped := p.Stop(); err == nil && stopped != nil {
		err = fmt.Errorf("the server ended: %w", stopped)
	}
	if err != nil {
		for _, f := range p.Found {
			fmt.Fprintln(os.Stderr, "  ", f)
		}
		return err
	}
	result := r.result(ctx)
	result.Seconds, result.RSS = c.Now().Sub(began).Seconds(), peak
	return c.report(result)
}
