package road

import (
	"bytes"
	_ "embed"
	"fmt"
	"image"
	"image/draw"
	"image/jpeg"

	"qinglan/internal/demo/world"
	"qinglan/internal/doc/qr"
	"qinglan/internal/doc/raster"
	"qinglan/internal/flow"
)

// blank is a scan of an empty 附件2, at 100 to the inch, without a code. It is
// nobody's, and no seal is on it.
//
//go:embed scan.jpg
var blank []byte

// Scanned lets a city scan papers back: one is whole, of one a page is missing,
// the code of one was not in the picture, and one is of no case.
func Scanned(w *world.World) {
	const clerk = "330700-city-clerk-1"
	w.Do("scan papers back", func() error {
		a := w.As(clerk)
		cs, err := w.Flow.Cases(w.Ctx, a, flow.Filter{Track: "application", City: a.Organ.Region, States: []string{"at-city", "pooled"}, Limit: 2})
		if err != nil {
			return err
		}
		if len(cs) < 2 {
			return fmt.Errorf("%d papers to scan back; want 2", len(cs))
		}
		texts := []string{"", qr.Tag{Print: qr.PrintName([]byte("nobody's paper")), Page: 1, Pages: 1}.Text()}
		for i := range cs {
			d, _, err := w.Apply.Print(w.Ctx, a, &cs[i])
			if err != nil {
				return err
			}
			texts = append(texts, d.Tag(1, 1+i))
		}
		var pages [][]byte
		for _, text := range texts {
			page, err := scanOf(text)
			if err != nil {
				return err
			}
			pages = append(pages, page)
		}
		var file bytes.Buffer
		if err := raster.Bind(&file, 595, pages...); err != nil {
			return err
		}
		_, err = w.Scans.Take(w.Ctx, a, "demo-scans", "盖章件9月28日.pdf", &file)
		return err
	})
}

// scanOf is the blank scan with a code where papers have it; none if text is empty.
func scanOf(text string) ([]byte, error) {
	if text == "" {
		return blank, nil
	}
	img, err := jpeg.Decode(bytes.NewReader(blank))
	if err != nil {
		return nil, err
	}
	runs, _, err := qr.Runs(text)
	if err != nil {
		return nil, err
	}
	page := image.NewGray(img.Bounds())
	draw.Draw(page, page.Rect, img, img.Bounds().Min, draw.Src)
	for _, r := range runs {
		at := image.Rect(0, 0, 2*r.N, 2).Add(image.Pt(690+2*r.X, 26+2*r.Y))
		draw.Draw(page, at, image.Black, image.Point{}, draw.Src)
	}
	var out bytes.Buffer
	err = jpeg.Encode(&out, page, &jpeg.Options{Quality: 60})
	return out.Bytes(), err
}
