package main

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// A result is what clients saw of one kind of work.
type result struct {
	took  []time.Duration // of each, sorted
	wall  time.Duration
	wrong int64
	first atomic.Pointer[error]
}

// each lets the clients do work i from 0 to n-1.
func each(ctx context.Context, clients, n int, do func(client, i int) error) *result {
	return load(ctx, clients, func(i int64) bool { return i < int64(n) }, do)
}

// during lets the clients do work until the time is over.
func during(ctx context.Context, clients int, long time.Duration, do func(client, i int) error) *result {
	end := time.Now().Add(long)
	return load(ctx, clients, func(int64) bool { return time.Now().Before(end) }, do)
}

func load(ctx context.Context, clients int, more func(i int64) bool, do func(client, i int) error) *result {
	r := &result{}
	var next atomic.Int64
	var all sync.WaitGroup
	times := make([][]time.Duration, clients)
	began := time.Now()
	for c := range clients {
		all.Go(func() {
			for ctx.Err() == nil {
				i := next.Add(1) - 1
				if !more(i) {
					return
				}
				from := time.Now()
				if err := do(c, int(i)); err != nil {
					atomic.AddInt64(&r.wrong, 1)
					r.first.CompareAndSwap(nil, &err)
					continue
				}
				times[c] = append(times[c], time.Since(from))
			}
		})
	}
	all.Wait()
	r.wall = time.Since(began)
	r.took = slices.Sorted(slices.Values(slices.Concat(times...)))
	return r
}

func (r *result) at(share float64) time.Duration {
	if len(r.took) == 0 {
		return 0
	}
	return r.took[min(len(r.took)-1, int(share*float64(len(r.took))))]
}

// say prints one line: what, how many a second, how long they took, what the
// server spent for a thousand.
func (r *result) say(name string, spent ...cpu) error {
	n := len(r.took)
	if err := r.first.Load(); err != nil {
		return fmt.Errorf("%d of %d went wrong: %w", r.wrong, int(r.wrong)+n, *err)
	}
	if n == 0 {
		return fmt.Errorf("%s: nothing was done", name)
	}
	fmt.Printf("%-34s %7.0f/s  p50 %7.2f ms  p99 %7.2f ms", name, float64(n)/r.wall.Seconds(), ms(r.at(.5)), ms(r.at(.99)))
	for _, s := range spent {
		fmt.Printf("  %s %.3f s CPU per 1,000", s.name, s.time.Seconds()*1000/float64(n))
	}
	fmt.Println()
	return nil
}

func ms(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

// client returns an HTTP client that keeps connections and follows nothing.
func client() *http.Client {
	t := http.DefaultTransport.(*http.Transport).Clone()
	t.MaxIdleConnsPerHost, t.MaxIdleConns, t.DisableCompression = 256, 256, true
	return &http.Client{Transport: t, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}
