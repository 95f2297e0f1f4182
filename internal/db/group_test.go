package db

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

func grouped(t *testing.T) *DB {
	t.Helper()
	d, err := Open(t.Context(), "sqlite:"+t.TempDir()+"/test.db")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	if err := put(t.Context(), d, `CREATE TABLE kept (n BIGINT PRIMARY KEY)`); err != nil {
		t.Fatal(err)
	}
	return d
}

func put(ctx context.Context, d *DB, sql string, args ...any) error {
	return d.Tx(ctx, func(tx *Tx) error {
		_, err := tx.ExecContext(ctx, sql, args...)
		return err
	})
}

func standing(t *testing.T, d *DB) string {
	t.Helper()
	all, err := All(t.Context(), d, Cell[int], `SELECT n FROM kept ORDER BY n`)
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprint(all)
}

// row has a number kept, does what more says, and tells when it has the turn.
func (d *DB) row(ctx context.Context, n int, has chan<- int, more func() error) error {
	return d.Tx(ctx, func(tx *Tx) error {
		if has != nil {
			has <- n
		}
		if _, err := tx.ExecContext(ctx, `INSERT INTO kept (n) VALUES ($1)`, n); err != nil {
			return err
		}
		if more == nil {
			return nil
		}
		return more()
	})
}

// queued waits until so many wait for the turn.
func (d *DB) queued(t *testing.T, n int) {
	t.Helper()
	for end := time.Now().Add(5 * time.Second); ; time.Sleep(time.Millisecond) {
		d.group.mu.Lock()
		got := len(d.group.queue)
		d.group.mu.Unlock()
		if got == n {
			return
		}
		if time.Now().After(end) {
			t.Fatalf("%d wait for the turn; want %d", got, n)
		}
	}
}

// In one batch one fails, one is broken off, one panics and one goes away while
// it waits: the others stay, and nothing of those.
func TestTogether(t *testing.T) {
	d := grouped(t)
	refused := errors.New("refused")
	has, all := make(chan int, 9), make(chan error, 9)
	hold := make(chan struct{})
	go func() { all <- d.row(t.Context(), 1, has, func() error { <-hold; return nil }) }()
	<-has
	gone, cancel := context.WithCancel(t.Context())
	late, lateCancel := context.WithCancel(t.Context())
	for i, f := range []func() error{
		func() error { return d.row(t.Context(), 2, nil, func() error { return refused }) },
		func() error { return d.row(t.Context(), 3, nil, nil) },
		func() error { return d.row(gone, 4, nil, nil) },
		func() (err error) {
			defer func() { err = fmt.Errorf("caught %v", recover()) }()
			return d.row(t.Context(), 5, nil, func() error { panic("five") })
		},
		func() error {
			return d.row(late, 6, nil, func() error { lateCancel(); return late.Err() })
		},
		func() error { return d.row(t.Context(), 7, nil, nil) },
	} {
		go func() { all <- f() }()
		d.queued(t, i+1)
	}
	cancel()
	d.queued(t, 5)
	close(hold)
	var wrong []string
	for range 7 {
		if err := <-all; err != nil {
			wrong = append(wrong, err.Error())
		}
	}
	if got := standing(t, d); got != "[1 3 7]" {
		t.Errorf("kept %s; want 1, 3 and 7", got)
	}
	said := strings.Join(wrong, "\n")
	for _, want := range []string{"refused", "caught five", "context canceled"} {
		if !strings.Contains(said, want) || len(wrong) != 4 {
			t.Errorf("of seven, four fail and one says %q; they say\n%s", want, said)
		}
	}
}

// Nobody is told that their row is kept while another could still read the file
// without it.
func TestToldAfterCommit(t *testing.T) {
	d := grouped(t)
	var all sync.WaitGroup
	var wrong atomic.Int64
	for n := range 200 {
		all.Go(func() {
			if err := d.row(t.Context(), n, nil, nil); err != nil {
				wrong.Add(1)
				return
			}
			got, err := One(t.Context(), d, Cell[int], `SELECT n FROM kept WHERE n = $1`, n)
			if err != nil || got != n {
				wrong.Add(1)
			}
		})
	}
	all.Wait()
	if wrong.Load() != 0 {
		t.Errorf("%d of 200 were told too early, or failed", wrong.Load())
	}
}

// Many at once need far fewer commits than there are.
func TestCommitsShared(t *testing.T) {
	d := grouped(t)
	hold, has := make(chan struct{}), make(chan int, 1)
	all := make(chan error, 99)
	go func() { all <- d.row(t.Context(), 0, has, func() error { <-hold; return nil }) }()
	<-has
	for n := range 20 {
		go func() { all <- d.row(t.Context(), n+1, nil, nil) }()
		d.queued(t, n+1)
	}
	d.group.mu.Lock()
	close(hold)
	d.group.mu.Unlock()
	for range 21 {
		if err := <-all; err != nil {
			t.Fatal(err)
		}
	}
	// The first held its batch too long for anybody to join; the twenty share one or two.
	rows, err := One(t.Context(), d, Cell[int], `SELECT COUNT(*) FROM kept`)
	if err != nil || rows != 21 {
		t.Fatalf("%d rows, %v", rows, err)
	}
	if n := d.group.commits; n > 5 { // one of them made the table
		t.Errorf("%d commits for 22 transactions", n)
	}
}

// A commit that fails is told to everybody in it, and the next one begins anew.
func TestCommitFails(t *testing.T) {
	d := grouped(t)
	err := put(t.Context(), d, `CREATE TABLE child (n BIGINT PRIMARY KEY REFERENCES kept (n) DEFERRABLE INITIALLY DEFERRED)`)
	if err != nil {
		t.Fatal(err)
	}
	if err := put(t.Context(), d, `INSERT INTO child (n) VALUES (99)`); err == nil || !strings.Contains(err.Error(), "commit") {
		t.Errorf("a commit against a key: %v", err)
	}
	if err := d.row(t.Context(), 1, nil, nil); err != nil || standing(t, d) != "[1]" {
		t.Errorf("afterwards: %v, kept %s", err, standing(t, d))
	}
}
