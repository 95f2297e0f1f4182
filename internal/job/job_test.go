package job_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"qinglan/internal/db"
	"qinglan/internal/db/dbtest"
	"qinglan/internal/fault"
	"qinglan/internal/job"
)

// done records what was done, in order.
type done struct {
	mu   sync.Mutex
	keys []string
}

func (d *done) do(_ context.Context, key string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.keys = append(d.keys, key)
	return nil
}

func (d *done) all() []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return append([]string(nil), d.keys...)
}

func queue(t *testing.T, d *db.DB) *job.Queue {
	return job.New(d, slog.New(slog.DiscardHandler))
}

func start(t *testing.T, q *job.Queue) {
	t.Helper()
	if err := q.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := q.Stop(context.Background()); err != nil {
			t.Errorf("Stop: %v", err)
		}
	})
}

func add(t *testing.T, d *db.DB, q *job.Queue, tasks ...job.Task) {
	t.Helper()
	if err := d.Tx(t.Context(), func(tx *db.Tx) error { return q.Add(t.Context(), tx, tasks...) }); err != nil {
		t.Fatal(err)
	}
}

func drain(t *testing.T, q *job.Queue) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	if err := q.Drain(ctx); err != nil {
		t.Fatal(err)
	}
}

func TestAdd(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		q, did := queue(t, d), new(done)
		q.Handle("tell", did.do)
		if !q.Known("tell") || q.Known("issue") {
			t.Error("Known is wrong")
		}
		refused := errors.New("refused")
		err := d.Tx(t.Context(), func(tx *db.Tx) error {
			if err := q.Add(t.Context(), tx, job.Task{Name: "tell", Key: "a/1"}); err != nil {
				return err
			}
			return refused
		})
		if err != refused {
			t.Fatalf("Tx = %v", err)
		}
		start(t, q)
		drain(t, q)
		if got := did.all(); got != nil {
			t.Errorf("rolled back, and yet did %v", got)
		}
		add(t, d, q, job.Task{Name: "tell", Key: "a/1"})
		drain(t, q)
		if got := did.all(); !cmp.Equal(got, []string{"a/1"}) {
			t.Errorf("did %v; want a/1", got)
		}
	})
}

func TestUnique(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		q, tell, issue := queue(t, d), new(done), new(done)
		q.Handle("tell", tell.do)
		q.Handle("issue", issue.do)
		both := []job.Task{{Name: "tell", Key: "a/1"}, {Name: "issue", Key: "a/1"}}
		add(t, d, q, both...)
		add(t, d, q, both...)
		start(t, q)
		drain(t, q)
		add(t, d, q, both[0]) // done by now
		drain(t, q)
		want := []string{"a/1"}
		if !cmp.Equal(tell.all(), want) || !cmp.Equal(issue.all(), want) {
			t.Errorf("did %v and %v; want each once", tell.all(), issue.all())
		}
	})
}

func TestRetry(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		q := queue(t, d)
		var tries atomic.Int32
		ok := make(chan struct{})
		q.Handle("tell", func(context.Context, string) error {
			switch tries.Add(1) {
			case 1:
				return errors.New("the network is down")
			case 2:
				close(ok)
			}
			return nil
		})
		start(t, q)
		add(t, d, q, job.Task{Name: "tell", Key: "a/1"})
		select {
		case <-ok:
		case <-time.After(20 * time.Second):
			t.Fatal("not tried again")
		}
		drain(t, q)
		if n := tries.Load(); n != 2 {
			t.Errorf("%d tries; want 2", n)
		}
	})
}

func TestPanic(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		q, did := queue(t, d), new(done)
		q.Handle("bad", func(context.Context, string) error { panic("bug") })
		q.Handle("good", did.do)
		start(t, q)
		add(t, d, q, job.Task{Name: "bad", Key: "a"}, job.Task{Name: "good", Key: "a"})
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
		defer cancel()
		if err := q.Drain(ctx); err == nil {
			t.Error("Drain = nil; want word of the failed task")
		}
		if !cmp.Equal(did.all(), []string{"a"}) {
			t.Errorf("did %v; want the other task done", did.all())
		}
	})
}

func TestFaultDrops(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		q := queue(t, d)
		var tries atomic.Int32
		q.Handle("tell", func(context.Context, string) error {
			tries.Add(1)
			return fmt.Errorf("tell: %w", fault.New(fault.Closed, "已结束。"))
		})
		start(t, q)
		add(t, d, q, job.Task{Name: "tell", Key: "a/1"})
		drain(t, q)
		var state string
		if err := d.QueryRowContext(t.Context(), "SELECT state FROM river_job").Scan(&state); err != nil {
			t.Fatal(err)
		}
		if tries.Load() != 1 || state != "cancelled" {
			t.Errorf("%d tries, %s; want 1, cancelled", tries.Load(), state)
		}
	})
}

// What one program leaves undone, the next one does.
func TestRestart(t *testing.T) {
	for _, engine := range []string{db.SQLite, db.Postgres} {
		t.Run(engine, func(t *testing.T) {
			url := dbtest.URL(t, engine)
			first, err := db.Open(t.Context(), url)
			if err != nil {
				t.Fatal(err)
			}
			q := queue(t, first)
			add(t, first, q, job.Task{Name: "tell", Key: "a/1"})
			if err := first.Close(); err != nil {
				t.Fatal(err)
			}

			second, err := db.Open(t.Context(), url)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { second.Close() })
			q, did := queue(t, second), new(done)
			q.Handle("tell", did.do)
			start(t, q)
			drain(t, q)
			if got := did.all(); !cmp.Equal(got, []string{"a/1"}) {
				t.Errorf("did %v; want a/1", got)
			}
		})
	}
}

// A program killed in the middle of a task leaves it marked as running; on
// SQLite the next one can be sure that nobody runs it.
func TestInterrupted(t *testing.T) {
	d := dbtest.Open(t, db.SQLite)
	q, did := queue(t, d), new(done)
	q.Handle("tell", did.do)
	add(t, d, q, job.Task{Name: "tell", Key: "a/1"})
	err := d.Tx(t.Context(), func(tx *db.Tx) error {
		_, err := tx.ExecContext(t.Context(), "UPDATE river_job SET state = 'running', attempt = 1")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	start(t, q)
	drain(t, q)
	if got := did.all(); !cmp.Equal(got, []string{"a/1"}) {
		t.Errorf("did %v; want a/1", got)
	}
}

// A task that outlives Stop is ended, and done by the next Start.
func TestStop(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		q := queue(t, d)
		began := make(chan struct{}, 2)
		var ended atomic.Int32
		q.Handle("slow", func(ctx context.Context, key string) error {
			began <- struct{}{}
			if ended.Load() > 0 {
				ended.Add(1)
				return nil
			}
			<-ctx.Done()
			ended.Add(1)
			return ctx.Err()
		})
		if err := q.Start(t.Context()); err != nil {
			t.Fatal(err)
		}
		add(t, d, q, job.Task{Name: "slow", Key: "a"})
		<-began
		short, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
		defer cancel()
		if err := q.Stop(short); err != nil {
			t.Fatalf("Stop: %v", err)
		}
		if ended.Load() != 1 {
			t.Fatal("Stop came back with the task still running")
		}
		start(t, q)
		select {
		case <-began:
		case <-time.After(20 * time.Second):
			t.Fatal("not done after the next Start")
		}
	})
}

// Tasks write, and add tasks, while others write: with the one connection of
// SQLite nobody may wait for himself.
func TestTasksWrite(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		q := queue(t, d)
		put := func(ctx context.Context, name string, next ...job.Task) error {
			return d.Tx(ctx, func(tx *db.Tx) error {
				if _, err := tx.ExecContext(ctx, "INSERT INTO meta (name, value) VALUES ($1, '')", name); err != nil {
					return err
				}
				return q.Add(ctx, tx, next...)
			})
		}
		q.Handle("second", func(ctx context.Context, key string) error { return put(ctx, "2/"+key) })
		q.Handle("first", func(ctx context.Context, key string) error {
			return put(ctx, "1/"+key, job.Task{Name: "second", Key: key})
		})
		start(t, q)
		const n = 50
		var wg sync.WaitGroup
		for w := range 4 {
			wg.Go(func() {
				for i := w; i < n; i += 4 {
					key := fmt.Sprint(i)
					if err := put(t.Context(), "0/"+key, job.Task{Name: "first", Key: key}); err != nil {
						t.Error(err)
					}
				}
			})
		}
		wg.Wait()
		drain(t, q)
		var rows int
		if err := d.QueryRowContext(t.Context(), "SELECT COUNT(1) FROM meta").Scan(&rows); err != nil || rows != 3*n {
			t.Errorf("%d rows, %v; want %d", rows, err, 3*n)
		}
	})
}

// A task begins at once, not at the next poll.
func TestWake(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		q := queue(t, d)
		began := make(chan time.Time, 1)
		q.Handle("tell", func(context.Context, string) error {
			began <- time.Now()
			return nil
		})
		start(t, q)
		add(t, d, q, job.Task{Name: "tell", Key: "first"})
		<-began // River is up by now
		var slowest time.Duration
		for i := range 5 {
			time.Sleep(50 * time.Millisecond)
			added := time.Now()
			add(t, d, q, job.Task{Name: "tell", Key: fmt.Sprint(i)})
			slowest = max(slowest, (<-began).Sub(added))
		}
		t.Logf("slowest start after %v", slowest)
		if slowest > 800*time.Millisecond {
			t.Errorf("a task began after %v; want it at once", slowest)
		}
	})
}

func TestMigrateTwice(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		if err := job.Migrate(t.Context(), d); err != nil {
			t.Error(err)
		}
		if ok, err := job.Current(t.Context(), d); !ok || err != nil {
			t.Errorf("Current = %v, %v", ok, err)
		}
	})
}

func TestCurrentEmpty(t *testing.T) {
	d, err := db.Open(t.Context(), "sqlite:"+t.TempDir()+"/empty.db")
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	if ok, err := job.Current(t.Context(), d); ok || err != nil {
		t.Errorf("Current = %v, %v; want false for an empty database", ok, err)
	}
}
