// Package qr makes the codes that a telephone reads. It promises the quiet edge
// that ISO/IEC 18004 asks for, so that whoever draws a code cannot forget it.
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
// code is wide with its quiet edge.
func Runs(text string) (runs []Run, side int, err error) {
	img, err := qr.Encode(text, qr.M, qr.Auto)
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
