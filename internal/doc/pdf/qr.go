package pdf

import (
	"fmt"
	"image/color"

	"github.com/boombuler/barcode/qr"

	"qinglan/internal/doc"
)

// quiet is the empty edge that ISO/IEC 18004 asks for around a code, in modules.
const quiet = 4

// code draws q with its upper left corner at x, y, one box for each run of dark
// modules in a row.
func (c *canvas) code(x, y float64, q doc.QR) error {
	img, err := qr.Encode(q.Text, qr.M, qr.Auto)
	if err != nil {
		return fmt.Errorf("pdf: code of %d bytes: %w", len(q.Text), err)
	}
	n := img.Bounds().Dx()
	module := q.Side / float64(n+2*quiet)
	var dark [][4]float64
	for row := range n {
		for col := 0; col < n; col++ {
			from := col
			for col < n && img.At(col, row) == color.Black {
				col++
			}
			if col > from {
				dark = append(dark, [4]float64{
					x + float64(from+quiet)*module, y + float64(row+quiet)*module,
					float64(col-from) * module, module,
				})
			}
		}
	}
	c.fill(dark)
	return nil
}
