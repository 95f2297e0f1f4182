package pdf

import (
	"fmt"
	"strconv"

	"qinglan/internal/doc"
)

// finest is how many points of a picture stand on a millimetre at least.
const finest = 6

// picture sets p in the middle of what is left of the page, or of a new one if
// that is less than a third of it.
func (f *flow) picture(p doc.Picture) {
	if f.room() < (f.bottom-f.top)/3 && !f.fresh() {
		f.page()
	}
	w, h := float64(p.Width), float64(p.Height)
	scale := min(f.width/w, f.room()/h, 1.0/finest)
	w, h = w*scale, h*scale
	key := "I" + strconv.Itoa(len(f.press.pictures))
	f.press.pictures = append(f.press.pictures, p)
	c := f.at
	c.op("q", w/point, 0, 0, h/point, (f.x+(f.width-w)/2)/point, (c.press.paper.Height-f.y-h)/point)
	c.out = append(c.out, " cm /"+key+" Do Q\n"...)
	f.y += h
}

// pictured writes the pictures of a document and returns their names.
func (f *file) pictured(pictures []doc.Picture) (names string) {
	for i, p := range pictures {
		space := "/DeviceRGB"
		if p.Grey {
			space = "/DeviceGray"
		}
		n := f.add("<< /Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace %s /BitsPerComponent 8 /Filter /DCTDecode /Length %d >>\nstream\n%s\nendstream",
			p.Width, p.Height, space, len(p.JPEG), p.JPEG)
		names += fmt.Sprintf("/I%d %d 0 R ", i, n)
	}
	return names
}

func hasPicture(blocks []doc.Block) bool {
	for _, b := range blocks {
		if _, ok := b.(doc.Picture); ok {
			return true
		}
	}
	return false
}
