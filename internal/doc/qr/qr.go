// Package qr makes the codes that a telephone reads, and finds those of our own
// papers in the picture of a page. It promises the quiet edge that ISO/IEC 18004
// asks for, so that whoever draws a code cannot forget it, and that what it finds
// was decoded whole: a code that is damaged beyond repair is not found.
package qr

import (
	"fmt"
	"image/color"
	"strings"

	"github.com/boombuler/barcode/qr"
)

// quiet is the empty edge around a code, in modules.
const quiet = 4

// A Run is dark modules side by side in one row.
type Run struct{ X, Y, N int }

// Runs returns the dark runs of the code of a text, and how many modules the
// code is wide with its quiet edge. A [Tag] is written so that a quarter of it
// may be lost: it comes back by way of a stamp, a fold and a scanner.
func Runs(text string) (runs []Run, side int, err error) {
	level := qr.M
	if tagShape.MatchString(text) {
		level = qr.Q
	}
	img, err := qr.Encode(text, level, qr.Auto)
	if err != nil {
		return nil, 0, fmt.Errorf("qr: code of %d bytes: %w", len(text), err)
	}
	n := img.Bounds().Dx()
	for row := range n {
		for col := 0; col < n; col++ {
			from := col
			for col < n && img.At(col, row) == color.Black {
				col++
			}
			if col > from {
				runs = append(runs, Run{from + quiet, row + quiet, col - from})
			}
		}
	}
	return runs, n + 2*quiet, nil
}

// Path returns the code of a text as the path of a drawing, in modules.
func Path(text string) (path string, side int, err error) {
	runs, side, err := Runs(text)
	var b strings.Builder
	for _, r := range runs {
		fmt.Fprintf(&b, "M%d %dh%dv1h-%dz", r.X, r.Y, r.N, r.N)
	}
	return b.String(), side, err
}
