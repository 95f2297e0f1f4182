// Package raster turns what a scanner or a telephone gives, a PDF of pictures, a
// JPEG or a PNG, into one picture for each page.
//
// Files come from people. It promises that a file takes no more room than
// [mostDecoded] for the picture at hand and [mostSide] squared for the page that
// is put together, whatever its headers say; that a page which cannot be read is
// told from the rest with the reason in plain words, and does not keep the rest
// out; and that it runs nothing that a file holds. It knows pictures alone: text
// and drawings of a PDF are no scan and are not drawn. It reads DCT (JPEG), Flate,
// LZW, RunLength and CCITT (G3 in one dimension, G4) in grey, RGB, CMYK and
// palettes; it does not read JBIG2 and JPEG 2000, and no file with a password.
package raster

import (
	"bytes"
	"context"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"image/png"
	"io"

	"qinglan/internal/fault"
)

const (
	MostPages   = 300       // of one file
	mostSide    = 2600      // pixels of a page that is handed out: A4 at 220 to the inch
	mostDecoded = 160 << 20 // bytes of one picture in memory
)

// Why a page could not be read. They are shown to whoever sent the file.
var (
	errPixels = fault.New(fault.Invalid, "图像太大，没有读取。请用300 dpi以下重新扫描。")
	errBroken = fault.New(fault.Invalid, "图像已损坏，读不出来。请重新扫描这一页。")
	errCoding = fault.New(fault.Invalid, "图像用的是本系统不能读的压缩方式（JBIG2或JPEG 2000）。请在扫描仪上改选JPEG或普通黑白，再扫描。")
	errBorn   = fault.New(fault.Invalid, "这一页没有扫描图像，像是直接导出的文件。请扫描或拍摄盖章后的纸质件。")
	errLocked = fault.New(fault.Invalid, "这个 PDF 设有密码，读不出来。请去掉密码后上传。")
	errFile   = fault.New(fault.Invalid, "这个 PDF 已损坏，找不到页面。请重新导出或扫描。")
	errPages  = fault.New(fault.Invalid, "一个文件最多300页。请分成几个文件上传。") // MostPages
)

// A Page is one page of a file. Picture decodes it, no side longer than 2600
// pixels, or says by a fault why it cannot; it is called before do returns.
type Page struct {
	N, Of   int // from 1
	Picture func() (*image.RGBA, error)
}

// Each calls do for the pages of a file in turn; media is its kind. It ends at the
// first error of do. A file that has no pages to show is a fault.
func Each(ctx context.Context, media string, file []byte, do func(Page) error) error {
	if media == "application/pdf" {
		return eachOfPDF(ctx, file, do)
	}
	return do(Page{N: 1, Of: 1, Picture: func() (*image.RGBA, error) { return Photograph(media, file, mostSide) }})
}

// Photograph decodes a file that is one picture, as it was seen however the camera
// was held, no side longer than most pixels.
func Photograph(media string, file []byte, most int) (*image.RGBA, error) {
	decode, config := jpeg.Decode, jpeg.DecodeConfig
	if media == "image/png" {
		decode, config = png.Decode, png.DecodeConfig
	}
	img, err := decoded(file, decode, config)
	if err != nil {
		return nil, err
	}
	return Turned(Shrunk(img, most), lies(file)), nil
}

// decoded decodes a picture after its header has been believed to be small enough.
func decoded(file []byte, decode func(io.Reader) (image.Image, error), config func(io.Reader) (image.Config, error)) (image.Image, error) {
	c, err := config(bytes.NewReader(file))
	if err != nil {
		return nil, broken(err)
	}
	each := 4 // bytes of a pixel
	switch {
	case progressive(file):
		each = 16 // its coefficients are kept whole
	case c.ColorModel == color.NRGBA64Model, c.ColorModel == color.RGBA64Model:
		each = 8
	}
	if c.Width <= 0 || c.Height <= 0 || c.Width > mostDecoded/each/c.Height {
		return nil, errPixels
	}
	img, err := decode(bytes.NewReader(file))
	if err != nil {
		return nil, broken(err)
	}
	return img, nil
}

func broken(err error) error {
	return fault.Wrap(fault.Invalid, err, "图像已损坏，读不出来。请重新扫描这一页。")
}

// progressive reports whether a JPEG comes in several passes.
func progressive(file []byte) bool {
	for i := 2; i+4 < len(file) && file[i] == 0xff; {
		m := file[i+1]
		if m == 0xc2 {
			return true
		}
		if m == 0xda || m == 0xc0 || m == 0xc1 {
			return false
		}
		i += 2 + int(file[i+2])<<8 + int(file[i+3])
	}
	return false
}

// Shrunk returns img on white, so small that no side is longer than most: each
// pixel is the mean of those that it stands for.
func Shrunk(img image.Image, most int) *image.RGBA {
	b := img.Bounds()
	k := max((max(b.Dx(), b.Dy())+most-1)/most, 1)
	out := image.NewRGBA(image.Rect(0, 0, max(b.Dx()/k, 1), max(b.Dy()/k, 1)))
	strip := image.NewRGBA(image.Rect(0, 0, b.Dx(), k))
	for y := range out.Rect.Dy() {
		draw.Draw(strip, strip.Rect, image.White, image.Point{}, draw.Src)
		draw.Draw(strip, strip.Rect, img, image.Pt(b.Min.X, b.Min.Y+y*k), draw.Over)
		row := out.Pix[y*out.Stride:]
		for x := range out.Rect.Dx() {
			mean(row[4*x:4*x+4], strip, x*k, k)
		}
	}
	return out
}

func mean(to []byte, strip *image.RGBA, x, k int) {
	var sum [3]int
	wide := min(k, strip.Rect.Dx()-x)
	for y := range k {
		p := strip.Pix[y*strip.Stride+4*x:]
		for i := range wide {
			sum[0] += int(p[4*i])
			sum[1] += int(p[4*i+1])
			sum[2] += int(p[4*i+2])
		}
	}
	n := k * wide
	to[0], to[1], to[2], to[3] = uint8(sum[0]/n), uint8(sum[1]/n), uint8(sum[2]/n), 255
}

// Turned returns a picture turned to the left by so many quarters.
func Turned(img *image.RGBA, quarters int) *image.RGBA {
	for range (quarters%4 + 4) % 4 {
		w, h := img.Rect.Dx(), img.Rect.Dy()
		out := image.NewRGBA(image.Rect(0, 0, h, w))
		for y := range h {
			for x := range w {
				copy(out.Pix[out.PixOffset(y, w-1-x):][:4], img.Pix[img.PixOffset(x, y):][:4])
			}
		}
		img = out
	}
	return img
}
