package material

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"time"

	"qinglan/internal/blob"
	"qinglan/internal/casework"
	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/org"
)

const (
	mostPart   = 512 << 10      // bytes of one part
	mostOpen   = 20             // uploads of one person that are not whole
	uploadLast = 48 * time.Hour // real time after its last part
)

var (
	errNoUpload = fault.New(fault.Missing, "这次上传已经过期或不存在，请重新选择文件。")
	errOffset   = fault.New(fault.Stale, "这一段已经收到，或与服务器上的进度不一致。")
	errTwice    = fault.New(fault.Stale, "这个文件已在另一个页面传完。")
	errTorn     = fault.New(fault.Invalid, "文件在传输中损坏，没有保存。请重新上传。")
	errDropped  = fault.New(fault.Invalid, "文件没有传完，请检查网络后重新上传。")
)

// An upload is a file that comes in parts.
type upload struct {
	ID, Case, Item, Person, Name, SHA256, File string
	Size, Have                                 int64 // bytes of the whole, and received
}

// begin returns the upload of a file of that content to a slot: the one that was
// broken off, if there is one.
func (s *Slice) begin(ctx context.Context, c *flow.Case, a org.Actor, u upload) (upload, error) {
	slot, ok := s.SlotOf(c, u.Item)
	if !ok || !slot.May(s.Flow, c, a) {
		return u, fault.New(fault.Denied, "现在不能在这里上传文件。")
	}
	if _, err := blob.KindOf(u.Name); err != nil {
		return u, err
	}
	sum, err := hex.DecodeString(u.SHA256)
	switch {
	case err != nil || len(sum) != sha256.Size || u.Size < 1:
		return u, fault.New(fault.Invalid, "表单无法读取。")
	case u.Size > blob.MaxFile:
		return u, fault.New(fault.Invalid, "文件太大：每个文件最多 %d MB。请压缩后再传，照片可以选“中等”尺寸。", blob.MaxFile>>20)
	}
	if old, err := s.uploadAs(ctx, c.ID, u.Item, a.Person, u.SHA256); err == nil || !errors.Is(err, db.ErrNone) {
		if err == nil && old.File != "" {
			err = s.reopen(ctx, &old)
		}
		return old, err
	}
	if err := s.Room(ctx, s.Flow.DB(), c, a, slot); err != nil {
		return u, err
	}
	if n, err := s.unfinished(ctx, a.Person); err != nil || n >= mostOpen {
		return u, errors.Join(err, fault.New(fault.Invalid, "没有传完的文件太多（%d个）。请先把它们传完，或两天后再传。", n))
	}
	u.ID, u.Case, u.Person = db.NewID(), c.ID, a.Person
	if err := s.open(ctx, u); err != nil {
		return u, err
	}
	return s.uploadAs(ctx, c.ID, u.Item, a.Person, u.SHA256) // another tab may have been first
}

// part keeps a part that begins at a byte; it is durable when it returns.
func (s *Slice) part(ctx context.Context, u upload, at int64, r io.Reader) (int64, error) {
	if u.File != "" {
		return u.Size, errTwice
	}
	if at != u.Have {
		return u.Have, errOffset
	}
	most := min(mostPart, u.Size-at)
	in := &io.LimitedReader{R: r, N: most + 1}
	st, err := s.Files.PutMade("application/octet-stream", func(w io.Writer) error {
		n, err := io.Copy(w, in)
		switch {
		case err != nil:
			return fault.Wrap(fault.Invalid, err, errDropped.(*fault.Error).Format)
		case n == 0 || n > most:
			return errOffset
		}
		return nil
	})
	if err != nil {
		return u.Have, err
	}
	ok, err := s.addPart(ctx, u.ID, at, st)
	if err != nil || !ok {
		return u.Have, errors.Join(err, s.Files.Remove(st.Key), errOffset)
	}
	return at + st.Size, nil
}

type uploadKey struct{}

// finish puts a whole upload on its case, once, and forgets its parts. What is
// refused is forgotten too: it would be refused again.
func (s *Slice) finish(ctx context.Context, c *flow.Case, a org.Actor, u upload) (string, error) {
	if u.File != "" {
		return u.File, nil
	}
	if u.Have != u.Size {
		return "", errOffset
	}
	parts, err := s.parts(ctx, u.ID)
	if err != nil {
		return "", err
	}
	in := &joined{s: s, keys: parts, sum: sha256.New(), want: u.SHA256}
	f, err := s.AddFile(context.WithValue(ctx, uploadKey{}, u.ID), c, a, u.Item, u.Name, in)
	err = errors.Join(err, in.Close())
	if errors.Is(err, errTwice) {
		if now, bad := s.uploadOf(ctx, a.Person, u.ID); bad != nil || now.File != "" {
			return now.File, bad
		}
		err = errTorn // its parts are lost
	}
	if fault.Of(err) == fault.Invalid {
		return "", errors.Join(err, s.forget(ctx, u.ID, true))
	}
	if err != nil {
		return "", err
	}
	return f.ID, s.forget(ctx, u.ID, false)
}

// mark notes in the transaction that keeps a file of which upload it is: two tabs
// that finish one at the same time keep one file.
func (s *Slice) mark(ctx context.Context, tx *db.Tx, f casework.File) error {
	id, ok := ctx.Value(uploadKey{}).(string)
	if !ok {
		return nil
	}
	n, err := db.Changed(tx.ExecContext(ctx, `UPDATE uploads SET file_id = $1 WHERE id = $2 AND file_id = ''`, f.ID, id))
	if err == nil && n == 0 {
		err = errTwice
	}
	return err
}

// Sweep forgets the uploads that nobody has gone on with.
func (s *Slice) Sweep(ctx context.Context) error {
	old, err := s.stale(ctx, s.Real().Add(-uploadLast))
	for _, id := range old {
		err = errors.Join(err, s.forget(ctx, id, true))
	}
	return err
}

// joined reads parts as one file, and fails at its end if it is not the file that
// was announced.
type joined struct {
	s    *Slice
	keys []string
	now  io.ReadCloser
	sum  hash.Hash
	want string
}

func (j *joined) Read(p []byte) (int, error) {
	for {
		if j.now == nil {
			if len(j.keys) == 0 {
				if hex.EncodeToString(j.sum.Sum(nil)) != j.want {
					return 0, errTorn
				}
				return 0, io.EOF
			}
			r, err := j.s.Files.Open(j.keys[0], true)
			if fault.Of(err) == fault.Missing { // another tab has finished it, or the store was cut
				return 0, errTwice
			}
			if err != nil {
				return 0, fmt.Errorf("part of an upload: %w", err)
			}
			j.now, j.keys = r, j.keys[1:]
		}
		n, err := j.now.Read(p)
		j.sum.Write(p[:n])
		if errors.Is(err, io.EOF) {
			err = j.Close()
		}
		if n > 0 || err != nil {
			return n, err
		}
	}
}

func (j *joined) Close() error {
	if j.now == nil {
		return nil
	}
	err := j.now.Close()
	j.now = nil
	return err
}
