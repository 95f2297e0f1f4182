package scan

import "context"

// Work lets a test read a file as the queue does.
func (s *Slice) Work(ctx context.Context, id string) error { return s.work(ctx, id) }
