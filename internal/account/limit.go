package account

import (
	"context"
	"errors"
	"math"
	"time"

	"qinglan/internal/db"
	"qinglan/internal/fault"
)

// A limit says how often something may be tried before it costs time. What
// is tried too often waits, longer each time; nothing is ever locked for good.
type limit struct {
	name    string
	free    int64         // tries without waiting
	wait    time.Duration // after the free ones, doubled with each further try
	longest time.Duration
	forget  time.Duration // after which the count starts anew
	within  bool          // forget counts from the first try, not the last
}

var (
	sendAgain    = limit{name: "send", free: 1, wait: time.Minute, longest: 5 * time.Minute, forget: time.Hour}
	sendToday    = limit{name: "send-day", free: 10, wait: 24 * time.Hour, longest: 24 * time.Hour, forget: 24 * time.Hour, within: true}
	sendNetwork  = limit{name: "send-network", free: 60, wait: time.Minute, longest: time.Hour, forget: time.Hour, within: true}
	loginAccount = limit{name: "login", free: 5, wait: 15 * time.Second, longest: 15 * time.Minute, forget: 12 * time.Hour}
	loginNetwork = limit{name: "login-network", free: 60, wait: 15 * time.Second, longest: 15 * time.Minute, forget: time.Hour}
)

// An attempt is how often a key was tried.
type attempt struct {
	N           int64
	Since, Last time.Time
}

// ready returns when the next try may be made after a.
func (l limit) ready(a attempt) time.Time {
	over := a.N - l.free
	if over < 0 {
		return time.Time{}
	}
	wait := min(float64(l.wait)*math.Pow(2, float64(min(over, 100))), float64(l.longest))
	return a.Last.Add(time.Duration(wait))
}

func (l limit) forgotten(a attempt, now time.Time) bool {
	from := a.Last
	if l.within {
		from = a.Since
	}
	return !now.Before(from.Add(l.forget))
}

// spend counts one try of key before it is made, or says how long to wait. Of
// two tries at once, one waits.
func (s *Slice) spend(ctx context.Context, l limit, key string) error {
	key = s.Keys.Blind("attempt/"+l.name, key)
	return s.Flow.DB().Tx(ctx, func(tx *db.Tx) error {
		now := s.Real()
		a, err := s.attemptOf(ctx, tx, key)
		if err != nil && !errors.Is(err, db.ErrNone) {
			return err
		}
		if ready := l.ready(a); err == nil && !l.forgotten(a, now) && now.Before(ready) {
			return waitFor(ready.Sub(now))
		}
		next := attempt{N: a.N + 1, Since: a.Since, Last: now}
		if err != nil || l.forgotten(a, now) {
			next.N, next.Since = 1, now
		}
		ok, err := s.putAttempt(ctx, tx, key, a, next)
		if err == nil && !ok {
			err = waitFor(time.Second)
		}
		return err
	})
}

// forgive forgets the tries of key.
func (s *Slice) forgive(ctx context.Context, tx *db.Tx, l limit, key string) error {
	return s.dropAttempt(ctx, tx, s.Keys.Blind("attempt/"+l.name, key))
}

func waitFor(d time.Duration) error {
	seconds := int(d/time.Second) + 1
	if seconds < 120 {
		return fault.New(fault.Invalid, "操作太频繁，请在 %d 秒后再试。", seconds)
	}
	return fault.New(fault.Invalid, "操作太频繁，请在 %d 分钟后再试。", (seconds+59)/60)
}
