package pdf

import (
	"qinglan/internal/doc"
	"qinglan/internal/doc/qr"
)

// code draws q with its upper left corner at x, y, one box for each run of dark
// modules in a row.
func (c *canvas) code(x, y float64, q doc.QR) error {
	runs, side, err := qr.Runs(q.Text)
	if err != nil {
		return err
	}
	module := q.Side / float64(side)
	var dark [][4]float64
	for _, r := range runs {
		dark = append(dark, [4]float64{x + float64(r.X)*module, y + float64(r.Y)*module, float64(r.N) * module, module})
	}
	c.fill(dark)
	return nil
}

// tag draws the code by which a scan of page n is known again.
func (c *canvas) tag(d doc.Document, n int) error {
	if d.Tag == nil {
		return nil
	}
	x, y := d.Page.Corner()
	return c.code(x, y, doc.QR{Text: d.Tag(n, len(c.press.pages)), Side: doc.TagSide})
}
