package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"
)

// SQLite waits for the disk at every commit, a millisecond or more, and lets one
// write at a time. So whoever waits for the turn meanwhile joins the transaction
// of those before: each in a savepoint of their own, one commit for all, and
// nobody hears of success before it. PostgreSQL does this by itself.
const (
	maxTogether = 64                   // transactions in one commit
	maxWait     = 5 * time.Millisecond // of the first of them for the others
)

// A batch is a transaction that several share.
type batch struct {
	conn  *sql.Conn
	tx    *sql.Tx
	began time.Time
	size  int
	done  chan struct{} // closed once err is known
	err   error
}

// A group hands the turn to write from one to the next, in the order they came.
type group struct {
	mu    sync.Mutex
	taken bool
	queue []chan struct{}
	open  *batch // what the holder of the turn may join; nil: they begin one

	commits int // so far
}

// together runs fn in a transaction of SQLite that others may share.
func (d *DB) together(ctx context.Context, fn func(tx *Tx) error) error {
	if err := d.group.take(ctx, d.patience); err != nil {
		return err
	}
	b := d.group.open
	if b == nil {
		var err error
		if b, err = d.begin(ctx); err != nil {
			d.group.pass()
			return err
		}
	}
	t := &Tx{engine: d.engine, conn: b.conn, tx: b.tx, shared: true}
	if err := d.join(ctx, b, t, fn); err != nil {
		return err
	}
	<-b.done
	if b.err != nil {
		return b.err
	}
	for _, f := range t.after {
		f()
	}
	return nil
}

// begin opens a batch. It belongs to nobody alone: no context ends it.
func (d *DB) begin(ctx context.Context) (*batch, error) {
	conn, err := d.connect(ctx)
	if err != nil {
		return nil, err
	}
	tx, err := conn.BeginTx(context.WithoutCancel(ctx), nil)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("begin: %w", err), conn.Close())
	}
	return &batch{conn: conn, tx: tx, began: time.Now(), done: make(chan struct{})}, nil
}

// join runs fn as one more of the batch and gives the turn away, whatever
// happens in fn: to somebody who joins as well, or after the commit.
func (d *DB) join(ctx context.Context, b *batch, t *Tx, fn func(tx *Tx) error) (err error) {
	ran := false
	defer func() {
		if !ran { // fn panics: nothing of it stays
			d.undo(b)
		}
		d.goOn(b)
	}()
	if err := ctx.Err(); err != nil {
		ran = true
		return err
	}
	if b.size > 0 { // the first has the transaction to itself
		if _, err := b.tx.ExecContext(context.WithoutCancel(ctx), `SAVEPOINT one`); err != nil {
			return fmt.Errorf("begin: %w", err)
		}
	}
	err = fn(t)
	ran = true
	if err != nil {
		d.undo(b)
		return err
	}
	if b.size > 0 {
		if _, err = b.tx.ExecContext(context.WithoutCancel(ctx), `RELEASE one`); err != nil {
			b.fail(err)
			return fmt.Errorf("commit: %w", err)
		}
	}
	b.size++
	return nil
}

// undo takes back what the last one of a batch has written.
func (d *DB) undo(b *batch) {
	if b.size == 0 {
		b.fail(b.tx.Rollback())
		return
	}
	// A full disk, for one, has SQLite roll back all: then there is no savepoint.
	for _, sql := range []string{`ROLLBACK TO one`, `RELEASE one`} {
		if _, err := b.tx.ExecContext(context.Background(), sql); err != nil {
			b.fail(err)
		}
	}
}

// fail keeps the first error after which nothing of the batch can stay.
func (b *batch) fail(err error) {
	if b.err == nil && err != nil {
		b.err = fmt.Errorf("commit: %w", err)
	}
}

// goOn lets the next one join b if there is one and time for it; otherwise b
// ends here, and those in it hear how.
func (d *DB) goOn(b *batch) {
	if b.size > 0 && b.err == nil && b.size < maxTogether && time.Since(b.began) < maxWait && d.group.hand(b) {
		return
	}
	switch {
	case b.size == 0: // nobody is in it
		b.tx.Rollback() // does nothing if it was undone already
	case b.err != nil:
		b.tx.Rollback()
	default:
		d.group.commits++
		if err := b.tx.Commit(); err != nil {
			b.fail(err)
			// SQLite may have kept it open; where it has not, this says so.
			b.conn.ExecContext(context.Background(), `ROLLBACK`)
		}
	}
	b.conn.Close()
	close(b.done)
	d.group.pass()
}

// take waits for the turn, but not for ever: a Tx inside a Tx must show itself.
func (g *group) take(ctx context.Context, patience time.Duration) error {
	g.mu.Lock()
	if !g.taken {
		g.taken = true
		g.mu.Unlock()
		return nil
	}
	turn := make(chan struct{})
	g.queue = append(g.queue, turn)
	g.mu.Unlock()
	late := time.NewTimer(patience)
	defer late.Stop()
	err := error(nil)
	select {
	case <-turn:
		return nil
	case <-ctx.Done():
		err = ctx.Err()
	case <-late.C:
		err = errBusy
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	i := slices.Index(g.queue, turn)
	if i < 0 { // it has come meanwhile, and somebody must take it on
		return nil
	}
	g.queue = slices.Delete(g.queue, i, i+1)
	return fmt.Errorf("begin: %w", err)
}

// hand gives the turn to the next in the queue, who joins b; false if nobody
// waits.
func (g *group) hand(b *batch) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	if len(g.queue) == 0 {
		return false
	}
	g.open = b
	g.next()
	return true
}

// pass gives the turn away without a batch.
func (g *group) pass() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.open = nil
	if len(g.queue) == 0 {
		g.taken = false
		return
	}
	g.next()
}

func (g *group) next() {
	close(g.queue[0])
	g.queue = g.queue[1:]
}
