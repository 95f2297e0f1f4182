package rehearse

import (
	"context"
	"errors"
)

// A Config says how large a rehearsal is and where it keeps its data.
type Config struct {
	People int
	Data   string
	DB     string
	JSON   bool
}

// Run plays an edition and returns an error if an invariant fails.
func Run(ctx context.Context, c Config) error { return errors.New("no acts yet") }
