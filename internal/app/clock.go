package app

import (
	"sync/atomic"
	"time"
)

// A Clock is business time: real time in service, moved by whoever runs a
// demonstration or a rehearsal. It stands still unless it runs.
type Clock struct {
	set atomic.Int64 // milliseconds at which it stands; 0: it is real time
}

// Now returns the business time.
func (c *Clock) Now() time.Time {
	if ms := c.set.Load(); ms != 0 {
		return time.UnixMilli(ms)
	}
	return time.Now()
}

// Set stands the clock at t.
func (c *Clock) Set(t time.Time) { c.set.Store(t.UnixMilli()) }

// Free reports whether the clock may be moved.
func (c *Clock) Free() bool { return c.set.Load() != 0 }
