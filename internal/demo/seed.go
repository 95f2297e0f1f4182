package demo

import "context"

// seed adds the fictitious cases.
func (d *Demo) seed(ctx context.Context) error { return nil }
