package material

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"time"

	"qinglan/internal/blob"
	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/job"
)

// Pictures take a core for a tenth of a second and more. One task does them, one
// after the other, and only while no files come: whoever sends goes first. In an
// hour when they come without a pause it still does one now and then.
const (
	pause  = 100 * time.Millisecond
	pauses = 20  // at most, before each file
	atOnce = 200 // files of one task; then another goes on
)

// check does the task "check-file": it checks every file that waits. A task that
// finds another at work leaves its file to that one.
func (s *Slice) check(ctx context.Context, _ string) error {
	for s.checking.TryLock() {
		left, err := s.checkAll(ctx)
		s.checking.Unlock()
		if err != nil || left != "" {
			return errors.Join(err, s.goOn(ctx, left))
		}
		if all, err := s.waiting(ctx); err != nil || len(all) == 0 {
			return err
		}
	}
	return nil
}

// goOn has another task begin at a file, so that none runs too long.
func (s *Slice) goOn(ctx context.Context, id string) error {
	if id == "" {
		return nil
	}
	return s.Flow.DB().Tx(ctx, func(tx *db.Tx) error {
		return s.Queue.Add(ctx, tx, job.Task{Name: "check-file", Key: "on/" + id})
	})
}

// checkAll checks the files that wait and returns the first it left, if any. One
// that fails for our own fault does not keep the others back.
func (s *Slice) checkAll(ctx context.Context) (left string, failed error) {
	tried := map[string]bool{}
	for n := 0; ; {
		all, err := s.waiting(ctx)
		if err != nil {
			return "", errors.Join(failed, err)
		}
		before := n
		for _, f := range all {
			if tried[f.ID] {
				continue
			}
			if n++; n > atOnce {
				return f.ID, failed
			}
			tried[f.ID] = true
			if err := s.giveWay(ctx); err != nil {
				return "", errors.Join(failed, err)
			}
			failed = errors.Join(failed, s.checkFile(ctx, f))
		}
		if n == before {
			return "", failed
		}
	}
}

// giveWay waits until no file has come for a moment, or long enough.
func (s *Slice) giveWay(ctx context.Context) error {
	for range pauses {
		if !s.busy.Swap(false) {
			break
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(pause):
		}
	}
	return ctx.Err()
}

// checkFile brings one file to its end from wherever an earlier task left it.
func (s *Slice) checkFile(ctx context.Context, f file) error {
	if f.Raw != "" {
		return s.discard(ctx, f)
	}
	if f.Removed != 0 { // nobody will open it; what is for the record stays as it came
		return s.settle(ctx, f, "")
	}
	body, err := s.content(f)
	if fault.Of(err) == fault.Missing { // the store was cut, or it was just taken away
		return s.fail(ctx, f, errGone)
	}
	if err != nil {
		return fmt.Errorf("file %s: %w", f.ID, err)
	}
	kept, small, err := clean(ctx, f.Media, body)
	if fault.Of(err) != 0 {
		return s.fail(ctx, f, err)
	}
	if err != nil {
		return fmt.Errorf("file %s: %w", f.ID, err)
	}
	return s.replace(ctx, f, body, kept, small)
}

func (s *Slice) content(f file) ([]byte, error) {
	r, err := s.Files.Open(f.Key, f.Sealed)
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(io.LimitReader(r, 2*blob.MaxFile))
	return body, errors.Join(err, r.Close())
}

// replace puts what is kept into the place of what was received: first it is made
// durable, then named, and what was received goes last.
func (s *Slice) replace(ctx context.Context, f file, body, kept, small []byte) error {
	sum := sha256.Sum256(body)
	st := blob.Stored{Key: f.Key, Media: f.Media, Size: int64(len(body)), SHA256: hex.EncodeToString(sum[:])}
	var err error
	if kept != nil {
		if st, err = s.Files.Put(ctx, blob.Any, f.Sealed, bytes.NewReader(kept), 4*blob.MaxFile); err != nil {
			return fmt.Errorf("keep file %s: %s", f.ID, err.Error()) // ours, also if it looks like theirs
		}
	}
	var thumb blob.Stored
	if small != nil {
		thumb, err = s.Files.PutMade("image/jpeg", func(w io.Writer) error { _, err := w.Write(small); return err })
	}
	ok := false
	if err == nil {
		ok, err = s.pass(ctx, f, st, thumb)
	}
	if err != nil || !ok {
		if st.Key != f.Key {
			err = errors.Join(err, s.Files.Remove(st.Key))
		}
		return errors.Join(err, s.Files.Remove(thumb.Key))
	}
	if st.Key == f.Key {
		return nil
	}
	f.Raw = f.Key
	return s.discard(ctx, f)
}

// discard deletes what was received of a file, of which something else is kept.
func (s *Slice) discard(ctx context.Context, f file) error {
	if err := s.Files.Remove(f.Raw); err != nil {
		return err
	}
	return s.bare(ctx, f)
}

// fail notes why a file does not pass, to be said in the language of whoever reads
// it.
func (s *Slice) fail(ctx context.Context, f file, why error) error {
	var says *fault.Error
	if !errors.As(why, &says) {
		return why
	}
	return s.settle(ctx, f, says.Format)
}
