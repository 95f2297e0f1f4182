package raster

import (
	"context"
	"image"
	"math"

	"golang.org/x/image/draw"
	"golang.org/x/image/math/f64"
)

const (
	mostContent = 8 << 20    // bytes of what a page draws from, forms within it each time
	mostDrawn   = 400        // pictures on one page: scanners cut pages into strips
	mostForms   = 4          // forms within forms
	mostPixels  = 80_000_000 // of all pictures on one page, as they are and as they are drawn
)

// A sheet is a page of a PDF: what it draws from, and its size.
type sheet struct {
	page      dict
	resources dict
	box       []float64 // left, lower, right, upper, in points
	turn      int       // quarters to the right
}

func eachOfPDF(ctx context.Context, in []byte, do func(Page) error) error {
	f := readFile(in)
	if f.locked {
		return errLocked
	}
	var sheets []sheet
	f.sheets(f.dict(f.root["Pages"]), sheet{}, map[any]bool{}, 0, &sheets)
	if len(sheets) == 0 {
		return errFile
	}
	if len(sheets) > MostPages {
		return errPages
	}
	for i, s := range sheets {
		if err := ctx.Err(); err != nil {
			return err
		}
		p := Page{N: i + 1, Of: len(sheets), Picture: func() (*image.RGBA, error) { return f.render(s) }}
		if err := do(p); err != nil {
			return err
		}
	}
	return nil
}

// sheets gathers the pages below a node of the tree, which hands down its size,
// its turn and its resources.
func (f *file) sheets(node dict, from sheet, seen map[any]bool, depth int, out *[]sheet) {
	if node == nil || depth > deepest || len(*out) > MostPages {
		return
	}
	for _, key := range []name{"MediaBox", "CropBox"} {
		if box, ok := f.numbers(node[key], 4); ok {
			from.box = box
		}
	}
	if r := f.dict(node["Resources"]); r != nil {
		from.resources = r
	}
	from.turn = int(f.number(node["Rotate"], float64(from.turn*90))) / 90
	kids := f.list(node["Kids"])
	if kids == nil {
		from.page = node
		*out = append(*out, from)
		return
	}
	for _, k := range kids {
		if r, ok := k.(ref); ok {
			if seen[r] {
				continue
			}
			seen[r] = true
		}
		f.sheets(f.dict(k), from, seen, depth+1, out)
	}
}

// A drawn is a picture on a page: the square of one by one, by at, becomes it.
type drawn struct {
	stream
	at matrix
}

// A matrix is a, b, c, d, e, f of ISO 32000-1, 8.3.4.
type matrix [6]float64

// times returns what m does first and n then.
func (m matrix) times(n matrix) matrix {
	return matrix{
		m[0]*n[0] + m[1]*n[2], m[0]*n[1] + m[1]*n[3],
		m[2]*n[0] + m[3]*n[2], m[2]*n[1] + m[3]*n[3],
		m[4]*n[0] + m[5]*n[2] + n[4], m[4]*n[1] + m[5]*n[3] + n[5],
	}
}

func (m matrix) wide() float64 { return math.Hypot(m[0], m[1]) }
func (m matrix) high() float64 { return math.Hypot(m[2], m[3]) }

// render puts a page together from its pictures, on white.
func (f *file) render(s sheet) (*image.RGBA, error) {
	if len(s.box) != 4 {
		s.box = []float64{0, 0, 595, 842}
	}
	left, low := min(s.box[0], s.box[2]), min(s.box[1], s.box[3])
	wide, high := math.Abs(s.box[2]-s.box[0]), math.Abs(s.box[3]-s.box[1])
	if !(wide >= 1 && high >= 1 && wide <= 20000 && high <= 20000) {
		return nil, errBroken
	}
	var all []drawn
	f.drawing, f.pixels = mostContent, mostPixels
	f.draws(f.content(s.page["Contents"]), s.resources, matrix{1, 0, 0, 1, -left, -low}, 0, &all)
	fine := 0.0 // pixels of the finest picture to a point of the page
	for _, d := range all {
		if w := d.at.wide(); w > 0.01 {
			fine = max(fine, f.number(first(d.dict, "Width", "W"), 0)/w)
		}
	}
	if fine == 0 {
		return nil, errBorn
	}
	fine = min(fine, mostSide/max(wide, high))
	page := image.NewRGBA(image.Rect(0, 0, max(int(wide*fine), 1), max(int(high*fine), 1)))
	draw.Draw(page, page.Rect, image.White, image.Point{}, draw.Src)
	var failed error
	shown := 0
	for _, d := range all {
		at := d.at.times(matrix{fine, 0, 0, -fine, 0, high * fine})
		f.pixels -= int(min(at.wide()*at.high(), mostSide*mostSide))
		img, err := f.picture(d.stream, 0)
		if err != nil {
			failed = err
			continue
		}
		paint(page, img, at)
		shown++
	}
	if failed != nil { // a page without one of its layers would be believed
		return nil, failed
	}
	if shown == 0 {
		return nil, errBorn
	}
	return Turned(page, -s.turn), nil
}

// paint draws a picture into the square of one by one that at makes of it.
func paint(page *image.RGBA, img image.Image, at matrix) {
	b := img.Bounds()
	w, h := float64(b.Dx()), float64(b.Dy())
	if k := int(min(w/max(at.wide(), 1), h/max(at.high(), 1))); k >= 2 {
		if _, plain := img.(*image.NRGBA); !plain {
			if _, mask := img.(*image.Alpha); !mask {
				img = Shrunk(img, max(b.Dx(), b.Dy())/k)
				b = img.Bounds()
				w, h = float64(b.Dx()), float64(b.Dy())
			}
		}
	}
	// From pixels of the picture, whose first row is its top, to the page.
	m := matrix{1 / w, 0, 0, -1 / h, 0, 1}.times(at)
	to := f64.Aff3{m[0], m[2], m[4], m[1], m[3], m[5]}
	for _, v := range to {
		if math.IsNaN(v) || math.Abs(v) > 1e6 {
			return
		}
	}
	if a, mask := img.(*image.Alpha); mask {
		ink := image.NewNRGBA(b)
		for i, v := range a.Pix {
			ink.Pix[4*i+3] = v
		}
		img = ink
	}
	draw.BiLinear.Transform(page, to, img, b, draw.Over, nil)
}

// content returns what a page or a form draws.
func (f *file) content(o any) []byte {
	var out []byte
	switch o := f.get(o).(type) {
	case stream:
		out, _ = f.unfilter(o, f.drawing)
	case list:
		for _, part := range o {
			if s, ok := f.get(part).(stream); ok {
				b, _ := f.unfilter(s, f.drawing-len(out))
				out = append(append(out, b...), '\n')
			}
			if len(out) >= f.drawing {
				break
			}
		}
	}
	out = out[:min(len(out), max(f.drawing, 0))]
	f.drawing -= len(out)
	return out
}

// draws follows what moves the paper and what puts pictures on it, and passes all
// else: a scan has nothing else.
func (f *file) draws(content []byte, resources dict, at matrix, depth int, out *[]drawn) {
	left := len(content)
	l := &lexer{in: content, left: &left}
	var args []any
	var kept []matrix
	for l.more() && len(*out) < mostDrawn {
		o := l.object(0)
		op, ok := o.(word)
		if !ok {
			if args = append(args, o); len(args) > 40 {
				args = args[20:]
			}
			continue
		}
		switch op {
		case "q":
			if len(kept) < 100 {
				kept = append(kept, at)
			}
		case "Q":
			if n := len(kept); n > 0 {
				at, kept = kept[n-1], kept[:n-1]
			}
		case "cm":
			if v, ok := f.numbers(list(args[max(len(args)-6, 0):]), 6); ok {
				at = matrix(v).times(at)
			}
		case "Do":
			if len(args) > 0 {
				f.do(args[len(args)-1], resources, at, depth, out)
			}
		case "BI":
			if s, ok := f.inline(l, resources); ok {
				*out = append(*out, drawn{s, at})
			}
		}
		args = args[:0]
	}
}

func (f *file) do(what any, resources dict, at matrix, depth int, out *[]drawn) {
	n, _ := what.(name)
	s, ok := f.get(f.dict(resources["XObject"])[n]).(stream)
	if !ok {
		return
	}
	switch f.get(s.dict["Subtype"]) {
	case name("Image"):
		*out = append(*out, drawn{s, at})
	case name("Form"):
		if depth >= mostForms {
			return
		}
		if v, ok := f.numbers(s.dict["Matrix"], 6); ok {
			at = matrix(v).times(at)
		}
		if r := f.dict(s.dict["Resources"]); r != nil {
			resources = r
		}
		f.draws(f.content(s), resources, at, depth+1, out)
	}
}

// inline reads a picture that stands within the content: BI, entries, ID, bytes,
// EI.
func (f *file) inline(l *lexer, resources dict) (stream, bool) {
	d := dict{}
	for l.more() {
		o := l.object(0)
		if o == word("ID") {
			break
		}
		if k, ok := o.(name); ok {
			d[k] = l.object(0)
		}
	}
	if cs, ok := first(d, "ColorSpace", "CS").(name); ok { // may be a name of the page's own
		if own := f.dict(resources["ColorSpace"])[cs]; own != nil {
			d["ColorSpace"] = own
		}
	}
	from := l.at + 1
	for at := from; at+3 <= len(l.in); at++ {
		if blank(l.in[at]) && l.in[at+1] == 'E' && l.in[at+2] == 'I' && (at+3 == len(l.in) || blank(l.in[at+3])) {
			l.at = at + 3
			return stream{d, l.in[from:at]}, true
		}
	}
	l.at = len(l.in)
	return stream{}, false
}
