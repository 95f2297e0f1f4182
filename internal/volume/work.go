package volume

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"io"

	"qinglan/internal/bind"
	"qinglan/internal/casework"
	"qinglan/internal/doc"
	"qinglan/internal/doc/pdf"
	"qinglan/internal/doc/raster"
)

// identityMark stands across every page that shows an identity.
const identityMark = "仅供师资培育申报使用"

// finest is the longest side of a picture in a volume, in points: some 200 to
// the inch on A4.
const finest = 2200

// work does the task "bind-volume" of a volume. Doing it twice keeps one file.
func (s *Slice) work(ctx context.Context, id string) error {
	v, err := s.volume(ctx, id)
	if err != nil || v.State == "done" {
		return err
	}
	book, err := s.bind(ctx, &v)
	if err != nil {
		return err
	}
	kept, err := s.Files.PutMade("application/pdf", func(w io.Writer) error {
		_, err := w.Write(book.PDF)
		return err
	})
	if err != nil {
		return err
	}
	first, err := s.keep(ctx, id, kept, book.Pages, book.Missing)
	if err != nil || !first {
		return errors.Join(err, s.Files.Remove(kept.Key))
	}
	return nil
}

// bind makes the book of a volume: 附件1 in the first, then the people.
func (s *Slice) bind(ctx context.Context, v *Volume) (bind.Volume, error) {
	list, err := s.Flow.Load(ctx, s.Flow.DB(), v.Summary)
	if err != nil {
		return bind.Volume{}, err
	}
	var pieces []bind.Piece
	if v.N == 1 {
		all, err := s.PapersOf(ctx, list)
		if err != nil {
			return bind.Volume{}, err
		}
		for _, p := range all {
			if p.No == v.Version {
				pieces = append(pieces, paper(p.Title+"（附件1）", 1, p.Doc))
			}
		}
	}
	for _, id := range v.People {
		some, err := s.person(ctx, id)
		if err != nil {
			return bind.Volume{}, err
		}
		pieces = append(pieces, some...)
	}
	return bind.Bind(func(b bind.Volume) doc.Document { return front(list, v, b) }, pieces)
}

// errWaits is no fault: a task that meets it is tried again.
var errWaits = errors.New("it waits for its check")

func paper(title string, level int, d doc.Document) bind.Piece {
	var b bytes.Buffer
	if err := pdf.Write(&b, d); err != nil {
		return bind.Piece{Title: title, Level: level, Trouble: "有字库没有的字，未能打印，以系统记录为准。"}
	}
	return bind.Piece{Title: title, Level: level, PDF: b.Bytes()}
}

// person is 附件2 of an application with its materials; what the edition wants
// and nobody sent is a piece that is missing.
func (s *Slice) person(ctx context.Context, id string) (out []bind.Piece, err error) {
	c, err := s.Flow.Load(ctx, s.Flow.DB(), id)
	if err != nil {
		return nil, err
	}
	all, err := s.PapersOf(ctx, c)
	if err != nil {
		return nil, err
	}
	if len(all) == 0 {
		out = append(out, bind.Piece{Title: c.Name + "　" + c.No, Level: 1, Trouble: "没有个人情况表。"})
	} else {
		out = append(out, paper(c.Name+"　"+c.No, 1, all[len(all)-1].Doc))
	}
	files, err := s.FilesOf(ctx, s.Flow.DB(), c.ID)
	if err != nil {
		return nil, err
	}
	for _, slot := range s.Slots(c) {
		if slot.Inside || slot.Number == "" {
			continue
		}
		n := 0
		for _, f := range files {
			if f.Item != slot.Name {
				continue
			}
			n++
			p, err := s.material(ctx, slot, f)
			if err != nil {
				return nil, err
			}
			out = append(out, p)
		}
		if n == 0 && slot.Need {
			out = append(out, bind.Piece{Title: slot.Number + "　" + slot.Label, Level: 2, Trouble: "没有上传。"})
		}
	}
	return out, nil
}

// material is a file of 附件4 as pages: a PDF as it is, a picture on a sheet.
func (s *Slice) material(ctx context.Context, slot casework.Slot, f casework.File) (bind.Piece, error) {
	p := bind.Piece{Title: slot.Number + "　" + slot.Label, Level: 2}
	switch f.State {
	case "failed":
		p.Trouble = "上传的文件没有通过检查，没有装入。"
		return p, nil
	case "waiting":
		return p, fmt.Errorf("material %s: %w", f.ID, errWaits)
	}
	in, err := s.OpenFile(f)
	if err != nil {
		return p, err
	}
	defer in.Close()
	data, err := io.ReadAll(in)
	if err != nil {
		return p, fmt.Errorf("material %s: %w", f.ID, err)
	}
	if f.Media == "application/pdf" && !slot.Identity {
		p.PDF = data
		return p, nil
	}
	d := doc.Document{Title: slot.Label, Page: doc.Sheet()}
	if slot.Identity {
		d.Mark = identityMark
	}
	err = raster.Each(ctx, f.Media, data, func(page raster.Page) error {
		img, err := page.Picture()
		if err != nil {
			return err
		}
		pic, err := pictured(img)
		if err != nil {
			return err
		}
		if len(d.Blocks) > 0 {
			d.Blocks = append(d.Blocks, doc.Break{})
		}
		d.Blocks = append(d.Blocks, pic)
		return nil
	})
	switch {
	case ctx.Err() != nil:
		return p, ctx.Err()
	case err != nil && f.Media == "application/pdf": // drawn and not scanned: it could carry no mark
		p.Trouble = "证件不是扫描件，无法加注用途后装入，请另附复印件。"
	case err != nil || len(d.Blocks) == 0:
		p.Trouble = "图片无法读取。请从系统中打开原件。"
	default:
		p = paper(p.Title, 2, d)
	}
	return p, nil
}

func pictured(img image.Image) (doc.Picture, error) {
	small := raster.Shrunk(img, finest)
	var b bytes.Buffer
	if err := jpeg.Encode(&b, small, &jpeg.Options{Quality: 80}); err != nil {
		return doc.Picture{}, err
	}
	return doc.Picture{JPEG: b.Bytes(), Width: small.Bounds().Dx(), Height: small.Bounds().Dy()}, nil
}
