package material

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"image/png"

	"qinglan/internal/doc/raster"
	"qinglan/internal/fault"
)

const (
	mostSide  = 4096 // pixels of the longer side of a picture that is kept
	quality   = 88   // of a kept JPEG
	smallSide = 480  // pixels of the longer side of a small picture
)

var (
	errPicture = fault.New(fault.Invalid, "这张图片已损坏或尺寸太大，打不开。请重新拍照，或截屏后上传。")
	errGone    = fault.New(fault.Invalid, "文件没有保存好，请重新上传。")
)

// clean returns what is kept of a file, nil if it is kept as it came, and a small
// picture of it, nil if none can be made. A fault says why it does not pass.
//
// A picture is decoded and encoded anew, upright: nothing is left of what its
// camera wrote beside it, nor of what stood behind it. A PDF is kept as it came,
// for it may bear a seal or a signature, and is looked through for what acts.
func clean(ctx context.Context, media string, body []byte) (kept, small []byte, err error) {
	defer func() {
		if r := recover(); r != nil { // hostile bytes broke a decoder
			kept, small, err = nil, nil, fault.Wrap(fault.Invalid, fmt.Errorf("panic: %v", r), errPicture.(*fault.Error).Format)
		}
	}()
	if media == "application/pdf" {
		if err := raster.Hazard(body); err != nil {
			return nil, nil, err
		}
		small, err := firstPage(ctx, body)
		return nil, small, err
	}
	img, err := raster.Photograph(media, body, mostSide)
	if fault.Of(err) != 0 {
		err = errPicture
	}
	if err != nil {
		return nil, nil, err
	}
	var b bytes.Buffer
	if media == "image/png" {
		err = (&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(&b, img)
	} else {
		err = jpeg.Encode(&b, img, &jpeg.Options{Quality: quality})
	}
	if err == nil {
		small, err = shrunk(img)
	}
	return b.Bytes(), small, err
}

func shrunk(img image.Image) ([]byte, error) {
	var b bytes.Buffer
	err := jpeg.Encode(&b, raster.Shrunk(img, smallSide), &jpeg.Options{Quality: 75})
	return b.Bytes(), err
}

var errEnough = errors.New("one page is enough")

// firstPage returns a small picture of the first page of a PDF of scans. A page of
// text is not drawn, and has none.
func firstPage(ctx context.Context, body []byte) (small []byte, err error) {
	err = raster.Each(ctx, "application/pdf", body, func(p raster.Page) error {
		img, err := p.Picture()
		if err != nil {
			return err
		}
		if small, err = shrunk(img); err != nil {
			return err
		}
		return errEnough
	})
	if fault.Of(err) != 0 || errors.Is(err, errEnough) {
		err = nil
	}
	return small, err
}
