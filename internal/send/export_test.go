package send

import (
	"testing"
	"time"
)

// Patience has attempts end sooner.
func Patience(t *testing.T, d time.Duration) {
	was := patience
	patience, client.Timeout = d, d
	t.Cleanup(func() { patience, client.Timeout = was, was })
}
