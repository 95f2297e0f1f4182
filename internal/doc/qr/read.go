package qr

import (
	"image"
	"image/color"
	"math"
	"slices"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode/decoder"
)

// A Found is a code in a picture.
type Found struct {
	Text string
	Turn int // by how many quarters to the right the picture lies: 0 is upright
}

// Read returns the codes of the size of a [Tag] in the picture of a page, each
// text once, wherever they stand and however the page lies. Ink that is not black, such as a red stamp over
// the code, does not disturb it. Whatever the picture
// shows, it looks at most so many times, at so many places.
func Read(img image.Image) []Found {
	g := inks(img)
	r := &reader{}
	r.look(g)
	for _, part := range corners(g.Rect) {
		r.look(double(crop(g, part)))
	}
	if len(r.found) > 0 {
		return r.found
	}
	for _, part := range corners(g.Rect) { // a soft picture: harder to tell, harder looked at
		c := crop(g, part)
		r.look(double(sharpen(c)))
		r.look(double(double(c)))
		r.plain(double(c))
	}
	return r.found
}

// inks returns the picture in shades of grey by its brightest primary: black ink
// stays black, while red and blue ink all but vanish.
func inks(img image.Image) *image.Gray {
	b := img.Bounds()
	g := image.NewGray(image.Rect(0, 0, b.Dx(), b.Dy()))
	for y := range b.Dy() {
		row := g.Pix[y*g.Stride : y*g.Stride+b.Dx()]
		switch img := img.(type) {
		case *image.Gray:
			copy(row, img.Pix[img.PixOffset(b.Min.X, b.Min.Y+y):])
		case *image.RGBA:
			p := img.Pix[img.PixOffset(b.Min.X, b.Min.Y+y):]
			for x := range row {
				row[x] = max(p[4*x], p[4*x+1], p[4*x+2])
			}
		default:
			for x := range row {
				c := color.NRGBAModel.Convert(img.At(b.Min.X+x, b.Min.Y+y)).(color.NRGBA)
				row[x] = max(c.R, c.G, c.B)
			}
		}
	}
	return g
}

// corners returns the four corners of a page. Our codes stand in one of them,
// the upper right one of a page that lies upright.
func corners(r image.Rectangle) []image.Rectangle {
	w, h := r.Dx()*2/5, r.Dy()*2/5
	return []image.Rectangle{
		image.Rect(r.Max.X-w, 0, r.Max.X, h), image.Rect(0, 0, w, h),
		image.Rect(0, r.Max.Y-h, w, r.Max.Y), image.Rect(r.Max.X-w, r.Max.Y-h, r.Max.X, r.Max.Y),
	}
}

// crop copies a part of g.
func crop(g *image.Gray, r image.Rectangle) *image.Gray {
	out := image.NewGray(image.Rect(0, 0, r.Dx(), r.Dy()))
	for y := range r.Dy() {
		copy(out.Pix[y*out.Stride:], g.Pix[g.PixOffset(r.Min.X, r.Min.Y+y):][:r.Dx()])
	}
	return out
}

// double returns g twice as large, smoothly: what tells the modules of a small
// code apart by shades then tells them apart by pixels. What is large is left.
func double(g *image.Gray) *image.Gray {
	w, h := g.Rect.Dx(), g.Rect.Dy()
	if w*h > 4<<20 || w < 2 || h < 2 {
		return g
	}
	out := image.NewGray(image.Rect(0, 0, 2*w, 2*h))
	for y := range 2 * h {
		near, far := y/2, min(max(y/2+y%2*2-1, 0), h-1)
		a, b := g.Pix[near*g.Stride:], g.Pix[far*g.Stride:]
		row := out.Pix[y*out.Stride:]
		for x := range 2 * w {
			i, j := x/2, min(max(x/2+x%2*2-1, 0), w-1)
			row[x] = uint8((9*int(a[i]) + 3*int(a[j]) + 3*int(b[i]) + int(b[j]) + 8) / 16)
		}
	}
	return out
}

// sharpen takes from each pixel half of what its neighbours have more than it.
func sharpen(g *image.Gray) *image.Gray {
	out := image.NewGray(g.Rect)
	copy(out.Pix, g.Pix)
	for y := 1; y < g.Rect.Dy()-1; y++ {
		for x := 1; x < g.Rect.Dx()-1; x++ {
			i := y*g.Stride + x
			around := int(g.Pix[i-1]) + int(g.Pix[i+1]) + int(g.Pix[i-g.Stride]) + int(g.Pix[i+g.Stride])
			out.Pix[i] = uint8(min(max(3*int(g.Pix[i])-around/2, 0), 255))
		}
	}
	return out
}

// A reader gathers the codes of one page.
type reader struct{ found []Found }

// look looks for codes with a threshold of each place's own: shadows do not matter.
func (r *reader) look(g *image.Gray) { r.search(gozxing.NewHybridBinarizer(shadesOf(g))) }

// plain looks with one threshold for all.
func (r *reader) plain(g *image.Gray) { r.search(gozxing.NewGlobalHistgramBinarizer(shadesOf(g))) }

func (r *reader) search(b gozxing.Binarizer) {
	bits, err := b.GetBlackMatrix()
	if err != nil {
		return
	}
	seen := eyes(bits)
	all := triples(seen)
	if len(all) == 0 {
		all = pairs(seen)
	}
	for _, c := range all {
		for _, grid := range grids(bits, c) {
			got, err := decoder.NewDecoder().Decode(grid, nil)
			if err != nil {
				continue
			}
			f := Found{Text: got.GetText(), Turn: turn(c.right.GetX()-c.corner.GetX(), c.right.GetY()-c.corner.GetY())}
			if !slices.ContainsFunc(r.found, func(o Found) bool { return o.Text == f.Text }) {
				r.found = append(r.found, f)
			}
			break
		}
	}
}

// turn returns by how many quarters to the right an edge points that points to
// the right in an upright picture.
func turn(dx, dy float64) int {
	return (int(math.Round(math.Atan2(dy, dx)/(math.Pi/2))) + 4) % 4
}

// shades gives a picture to the decoder as it is.
type shades struct {
	gozxing.LuminanceSourceBase
	g *image.Gray
}

func shadesOf(g *image.Gray) *shades {
	return &shades{gozxing.LuminanceSourceBase{Width: g.Rect.Dx(), Height: g.Rect.Dy()}, g}
}

func (s *shades) GetRow(y int, row []byte) ([]byte, error) {
	if len(row) < s.Width {
		row = make([]byte, s.Width)
	}
	copy(row, s.g.Pix[y*s.g.Stride:][:s.Width])
	return row, nil
}

func (s *shades) GetMatrix() []byte               { return s.g.Pix }
func (s *shades) Invert() gozxing.LuminanceSource { return gozxing.LuminanceSourceInvert(s) }
func (s *shades) String() string                  { return gozxing.LuminanceSourceString(s) }
