package certificate

import (
	"sync"
	"time"
)

// window is how long a [limit] counts before it starts anew.
const window = time.Minute

// A limit allows so many tries in a window: for each asker, and in all.
type limit struct {
	now       func() time.Time // real time
	each, all int              // all: 0 is without end
	mu        sync.Mutex
	start     time.Time
	count     map[string]int
	sum       int
}

// allow counts one try of an asker and reports whether it is within the limit.
// A try that is refused counts as well.
func (l *limit) allow(asker string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if now := l.now(); l.count == nil || now.Sub(l.start) >= window || now.Before(l.start) {
		l.start, l.count, l.sum = now, map[string]int{}, 0
	}
	l.count[asker]++
	if l.count[asker] > l.each {
		return false
	}
	l.sum++
	return l.all == 0 || l.sum <= l.all
}
