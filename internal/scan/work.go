package scan

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"io"

	"qinglan/internal/blob"
	"qinglan/internal/db"
	"qinglan/internal/doc/qr"
	"qinglan/internal/doc/raster"
	"qinglan/internal/fault"
	"qinglan/internal/form"
	"qinglan/internal/org"
)

const (
	mostFile = 60 << 20 // bytes of one file of scans
	quality  = 78       // of the pictures of pages, JPEG
	thumb    = 220      // pixels of the longer side of a small one
)

var errUnread = fault.New(fault.Invalid, "图像已损坏，读不出来。请重新扫描这一页。")

// Take keeps a file that a sends in within a batch and has it read. It returns the
// batch that the file is in: another one if it was sent in before.
func (s *Slice) Take(ctx context.Context, a org.Actor, batch, name string, r io.Reader) (string, error) {
	kind, err := blob.KindOf(name)
	if err != nil {
		return "", err
	}
	st, err := s.Files.Put(ctx, kind, true, r, mostFile)
	if err != nil {
		return "", err
	}
	f, err := s.add(ctx, a, batch, name, st)
	return f.Batch, err
}

// work reads every file that waits. One task does at a time, for pictures are large;
// another that comes meanwhile leaves its file to that one and holds up no worker.
// Whoever has read looks once more after making room, so that no file is left.
func (s *Slice) work(ctx context.Context, _ string) error {
	for s.reading.TryLock() {
		err := s.readAll(ctx)
		s.reading.Unlock()
		if err != nil {
			return err
		}
		if left, err := s.unread(ctx); err != nil || len(left) == 0 {
			return err
		}
	}
	return nil
}

// readAll reads the files that wait; one that fails does not keep the others back.
func (s *Slice) readAll(ctx context.Context) (failed error) {
	all, err := s.unread(ctx)
	if err != nil {
		return err
	}
	for _, f := range all {
		failed = errors.Join(failed, s.readFile(ctx, f))
	}
	return failed
}

// readFile reads a file page by page and keeps each as soon as it is read: begun
// again, it goes on where it was.
func (s *Slice) readFile(ctx context.Context, f file) error {
	a, err := s.actor(ctx, f)
	if err != nil {
		return err
	}
	done, err := s.read(ctx, f.ID)
	if err != nil {
		return err
	}
	body, err := s.content(f)
	if fault.Of(err) == fault.Missing { // the store was cut: no try will find it
		return s.finish(ctx, f.ID, "failed", key(errUnread), 0)
	}
	if err != nil {
		return err
	}
	pages, kept := 0, error(nil)
	err = raster.Each(ctx, f.Media, body, func(p raster.Page) error {
		if pages = p.Of; !done[p.N] {
			kept = s.take(ctx, a, f, p)
		}
		return kept
	})
	switch {
	case kept != nil: // ours, also if it looks like theirs: it is tried again
		return fmt.Errorf("page of scan %s: %s", f.ID, kept.Error())
	case fault.Of(err) != 0:
		return s.finish(ctx, f.ID, "failed", key(err), pages)
	case err != nil:
		return err
	}
	return s.finish(ctx, f.ID, "done", "", pages)
}

func (s *Slice) content(f file) ([]byte, error) {
	r, err := s.Files.Open(f.Key, true)
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(io.LimitReader(r, mostFile))
	return body, errors.Join(err, r.Close())
}

// key is the sentence of a fault as it is kept, to be said in the language of
// whoever reads it.
func key(err error) string {
	var e *fault.Error
	if errors.As(err, &e) {
		return e.Format
	}
	return ""
}

// look returns the picture of a page and its codes. What hostile pixels do to a
// decoder is a page that cannot be read.
func (s *Slice) look(ctx context.Context, p raster.Page) (img *image.RGBA, found []qr.Found, err error) {
	defer func() {
		if r := recover(); r != nil {
			s.Log.ErrorContext(ctx, "page of a scan broke its decoder", "panic", r)
			img, found, err = nil, nil, errUnread
		}
	}()
	if img, err = p.Picture(); err != nil {
		return nil, nil, err
	}
	return img, qr.Read(img), nil
}

// take puts one page where it belongs: on its case, or into the tray.
func (s *Slice) take(ctx context.Context, a org.Actor, f file, rp raster.Page) error {
	p := page{ID: db.NewID(), Scan: f.ID, N: rp.N, State: "tray", At: s.Flow.Now()}
	img, found, err := s.look(ctx, rp)
	if fault.Of(err) != 0 {
		p.Why = key(err)
		return s.lay(ctx, a, p, verdict{}, blob.Stored{})
	}
	if err != nil {
		return err
	}
	v, err := s.match(ctx, a, found)
	if err != nil {
		return err
	}
	img = raster.Turned(img, v.turn)
	st, err := s.picture(ctx, img)
	if err != nil {
		return err
	}
	p.Key, p.SHA256, p.Size = st.Key, st.SHA256, st.Size
	if v.to == nil {
		p.Why = key(v.why)
		p.Small, err = small(img)
	} else {
		p.State, p.Case, p.Now = "matched", v.to.ID, v.now
		p.Print, p.Page, p.Pages = v.tag.Print, v.tag.Page, v.tag.Pages
	}
	if err == nil {
		err = s.lay(ctx, a, p, v, st)
	}
	if err != nil {
		err = errors.Join(err, s.Files.Remove(st.Key))
	}
	return err
}

// lay writes a page, and the file on its case with it, if nobody has meanwhile.
func (s *Slice) lay(ctx context.Context, a org.Actor, p page, v verdict, st blob.Stored) error {
	err := s.Flow.DB().Tx(ctx, func(tx *db.Tx) (err error) {
		if v.to != nil {
			if p.File, err = s.PutFile(ctx, tx, v.to, a, slot, pageName(v), st); err != nil {
				return err
			}
		}
		first, err := s.keep(ctx, tx, p)
		if err == nil && !first {
			err = errTaken
		}
		if err != nil || v.to == nil {
			return err
		}
		return s.Flow.Log(ctx, tx, a, "scan-match", v.to.ID, form.Answers{"page": p.ID, "print": p.Print, "file": p.File, "digest": p.SHA256})
	})
	if errors.Is(err, errTaken) && st.Key != "" {
		return s.Files.Remove(st.Key)
	}
	if errors.Is(err, errTaken) {
		return nil
	}
	return err
}

// errTaken rolls back what was taken by another hand.
var errTaken = errors.New("page taken already")

// picture keeps the picture of a page as it goes to a case.
func (s *Slice) picture(ctx context.Context, img image.Image) (blob.Stored, error) {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: quality}); err != nil {
		return blob.Stored{}, err
	}
	return s.Files.Put(ctx, blob.JPEG, false, &b, mostFile)
}

// small returns a picture to tell pages apart by, in base64.
func small(img *image.RGBA) (string, error) {
	var b bytes.Buffer
	err := jpeg.Encode(&b, raster.Shrunk(img, thumb), &jpeg.Options{Quality: 60})
	return base64.StdEncoding.EncodeToString(b.Bytes()), err
}
