// Package job does later what a transaction asked for, once it is committed.
//
// It knows no task but by name, and nothing of the record a task is about but
// its key. It promises: a task of a transaction that was rolled back never
// runs; a task of one that was committed runs at least once, also when the
// program is killed in between, so its effect needs a unique key of its own;
// and an expected failure ends a task, while any other is tried again.
//
// Tasks run at once and on real time. What falls due by the calendar of a
// programme is not a task but a row that somebody sweeps.
//
// River does the work, and only this package knows it.
package job

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/riverqueue/river"

	"qinglan/internal/db"
	"qinglan/internal/fault"
)

// A Task is one thing to do. It carries the key of a record and never data:
// whoever does it reads the record as it is by then, and the queue holds
// nothing about anybody. The key names one occasion (a case and its move), for
// two tasks with the same name and key are one, also when the first is done.
type Task struct {
	Name string `json:"name" river:"unique"`
	Key  string `json:"key" river:"unique"`
}

// Kind is what River calls every task.
func (Task) Kind() string { return "task" }

const (
	workers = 8               // tasks done at the same time
	limit   = 5 * time.Minute // then the context of a task ends
	keep    = 90 * 24 * time.Hour
)

// A Queue holds the tasks of one database and does them while it is started.
type Queue struct {
	db     *db.DB
	log    *slog.Logger
	engine engine

	mu       sync.RWMutex
	handlers map[string]func(ctx context.Context, key string) error
}

// New returns the queue in d. [Migrate] must have run.
func New(d *db.DB, log *slog.Logger) *Queue {
	q := &Queue{db: d, log: log, handlers: map[string]func(context.Context, string) error{}}
	q.engine = newEngine(d, q.config())
	return q
}

// Handle has f do every task called name. It is called before Start, once for
// each name.
func (q *Queue) Handle(name string, f func(ctx context.Context, key string) error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if _, ok := q.handlers[name]; ok {
		panic("job: two handlers for the task " + name)
	}
	q.handlers[name] = f
}

// Known reports whether there is a handler for the tasks called name.
func (q *Queue) Known(name string) bool { return q.handler(name) != nil }

func (q *Queue) handler(name string) func(context.Context, string) error {
	q.mu.RLock()
	defer q.mu.RUnlock()
	return q.handlers[name]
}

// Add puts tasks into the queue if and when tx is committed. No rows of tx may
// be open.
func (q *Queue) Add(ctx context.Context, tx *db.Tx, tasks ...Task) error {
	if len(tasks) == 0 {
		return nil
	}
	params := make([]river.InsertManyParams, len(tasks))
	for i, t := range tasks {
		params[i].Args = t
	}
	if err := q.engine.insert(ctx, tx, params); err != nil {
		return fmt.Errorf("add task %s %s: %w", tasks[0].Name, tasks[0].Key, err)
	}
	return nil
}

// Start begins to do tasks, and goes on until Stop, whatever becomes of ctx.
func (q *Queue) Start(ctx context.Context) error {
	if err := q.engine.rescue(ctx, q.db); err != nil {
		return fmt.Errorf("take up interrupted tasks: %w", err)
	}
	return q.engine.Start(context.WithoutCancel(ctx))
}

// Stop begins no more tasks and waits for those that run; when ctx ends first,
// it ends their contexts, and they run again after the next Start.
func (q *Queue) Stop(ctx context.Context) error {
	err := q.engine.Stop(ctx)
	if ctx.Err() == nil {
		return err
	}
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	return q.engine.StopAndCancel(last)
}

// Drain waits until the started queue has nothing to do, for tests and the
// demonstration. A task that failed and will be tried again is an error.
func (q *Queue) Drain(ctx context.Context) error {
	for {
		busy, failed, err := q.counts(ctx)
		if err != nil {
			return fmt.Errorf("count tasks: %w", err)
		}
		if busy == 0 && failed > 0 {
			return fmt.Errorf("%d tasks failed and wait for another try", failed)
		}
		if busy == 0 {
			return nil
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("%d tasks left: %w", busy, ctx.Err())
		case <-time.After(5 * time.Millisecond):
		}
	}
}

func (q *Queue) counts(ctx context.Context) (busy, failed int, err error) {
	const query = `
		SELECT COUNT(CASE WHEN errors IS NULL OR state = 'running' THEN 1 END), COUNT(1)
		FROM river_job WHERE state IN ('available', 'running', 'retryable')`
	err = q.db.QueryRowContext(ctx, query).Scan(&busy, &failed)
	return busy, failed - busy, err
}

// work does one task.
func (q *Queue) work(ctx context.Context, j *river.Job[Task]) error {
	f := q.handler(j.Args.Name)
	if f == nil {
		// A newer program beside this one may have added it: leave it to that.
		return fmt.Errorf("no handler for the task %s", j.Args.Name)
	}
	err := f(ctx, j.Args.Key)
	if err == nil {
		return nil
	}
	log := q.log.With("task", j.Args.Name, "key", j.Args.Key, "try", j.Attempt, "err", err)
	if fault.Of(err) != 0 {
		log.InfoContext(ctx, "task dropped")
		return river.JobCancel(err)
	}
	log.ErrorContext(ctx, "task failed")
	return err
}
