package play

import (
	"context"
	"errors"
	"sync"
)

// atOnce is how many people press at the same time.
const atOnce = 8

// Each lets people do something, some at the same time; the first error ends
// it.
func (p *Play) Each(ctx context.Context, people []*Person, do func(*Person) error) error {
	var wg sync.WaitGroup
	work := make(chan *Person)
	errs := make(chan error, len(people)+1)
	for range atOnce {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for one := range work {
				if err := do(one); err != nil {
					errs <- err
				}
			}
		}()
	}
	for _, one := range people {
		if ctx.Err() != nil || len(errs) > 0 {
			break
		}
		work <- one
	}
	close(work)
	wg.Wait()
	close(errs)
	var all []error
	for err := range errs {
		all = append(all, err)
	}
	return errors.Join(append(all, ctx.Err())...)
}
