package pdf

import (
	"math"
	"strconv"

	"qinglan/internal/doc"
)

const point = 25.4 / 72 // a point in millimetres

// A glyph is a character of this document, ready to be set.
type glyph struct {
	set   *subset
	cid   int
	width float64 // in ems
}

// A press sets one document: it gives out the glyphs and holds the pages.
type press struct {
	paper   doc.Page
	fonts   *library
	sets    []*subset // of the fonts used, in the order of their first use
	glyphs  map[doc.Face]map[rune]glyph
	pages   []*canvas
	missing *MissingError // the first character that no font has

	pictures []doc.Picture
}

func newPress(paper doc.Page) *press {
	return &press{paper: paper, fonts: current(), glyphs: map[doc.Face]map[rune]glyph{}}
}

// glyph returns the glyph of r and notes it in p if there is none.
func (p *press) glyph(face doc.Face, r rune, text string) glyph {
	if g, ok := p.glyphs[face][r]; ok {
		return g
	}
	f, id := p.fonts.find(face, r)
	if f == nil {
		if p.missing == nil {
			p.missing = &MissingError{Rune: r, Text: text}
		}
		return glyph{}
	}
	set := p.set(f)
	g := glyph{set, set.number(r, id), f.advance(id) / 1000}
	if p.glyphs[face] == nil {
		p.glyphs[face] = map[rune]glyph{}
	}
	p.glyphs[face][r] = g
	return g
}

// set returns the part of f that is used.
func (p *press) set(f *font) *subset {
	for _, s := range p.sets {
		if s.font == f {
			return s
		}
	}
	p.sets = append(p.sets, newSubset(f, "F"+strconv.Itoa(len(p.sets))))
	return p.sets[len(p.sets)-1]
}

// measure returns the width in millimetres of the characters of text in st.
func (p *press) measure(st doc.Style, text string) func(rune) float64 {
	em := st.Size * point
	return func(r rune) float64 {
		return (p.glyph(st.Face, r, text).width + st.Track) * em
	}
}

// width returns the width of a line in millimetres.
func (p *press) width(st doc.Style, line string) float64 {
	w, one := 0.0, p.measure(st, line)
	for _, r := range line {
		w += one(r)
	}
	return w
}

// heavy reports whether characters in st are stroked: where they shall be bold,
// and where a face that is heavy stands in another.
func (p *press) heavy(st doc.Style) bool {
	return st.Bold || (st.Face == doc.Hei || st.Face == doc.Biao) && p.fonts.given[st.Face] == nil
}

// A canvas is the content of one page. Its places are millimetres from the
// upper left corner of the paper.
type canvas struct {
	press *press
	out   []byte
	bare  bool // without a number
}

// text sets a line with its baseline at x, y and gap millimetres between each
// two characters, beside the style's own track.
func (c *canvas) text(x, y float64, st doc.Style, line string, gap float64) {
	if line == "" || c.press.missing != nil {
		return
	}
	wide := st.Track >= 0.05
	if st.Red {
		c.ink(true)
	}
	if wide { // readers take wide spaces for the ends of words
		c.out = append(c.out, "/Span << /ActualText <FEFF"+utf16Hex(line)+"> >> BDC "...)
	}
	c.op("BT 1 0 0 1", x/point, (c.press.paper.Height-y)/point)
	c.out = append(c.out, " Tm"...)
	if c.press.heavy(st) {
		c.op(" 2 Tr", st.Size*0.022)
		c.out = append(c.out, " w"...)
	}
	if t := st.Track*st.Size + gap/point; t != 0 {
		c.op("", t)
		c.out = append(c.out, " Tc"...)
	}
	c.show(st, line)
	if c.press.heavy(st) || st.Track != 0 || gap != 0 {
		c.out = append(c.out, " 0 Tr 0 Tc"...)
	}
	c.out = append(c.out, " ET\n"...)
	if wide {
		c.out = append(c.out, "EMC\n"...)
	}
	if st.Red {
		c.ink(false)
	}
}

// show writes the characters of a line, changing the font where one stands in
// for the other.
func (c *canvas) show(st doc.Style, line string) {
	const hex = "0123456789ABCDEF"
	var set *subset
	for _, r := range line {
		g := c.press.glyph(st.Face, r, line)
		if g.set != set {
			if set != nil {
				c.out = append(c.out, "> Tj"...)
			}
			set = g.set
			c.out = append(append(c.out, " /"...), set.key...)
			c.op("", st.Size)
			c.out = append(c.out, " Tf <"...)
		}
		c.out = append(c.out, hex[g.cid>>12&15], hex[g.cid>>8&15], hex[g.cid>>4&15], hex[g.cid&15])
	}
	c.out = append(c.out, "> Tj"...)
}

// ink sets the colour of what follows: red of 公文 or black.
func (c *canvas) ink(red bool) {
	if red {
		c.out = append(c.out, "0.85 0 0 rg 0.85 0 0 RG\n"...)
	} else {
		c.out = append(c.out, "0 g 0 G\n"...)
	}
}

// boxes strokes rectangles, each x, y, width, height, with a line of so many
// millimetres.
func (c *canvas) boxes(stroke float64, boxes ...[4]float64) {
	c.op("", stroke/point)
	c.out = append(c.out, " w"...)
	for _, b := range boxes {
		c.rect(b)
	}
	c.out = append(c.out, " S\n"...)
}

// fill fills rectangles as one shape, so that no seam shows between them.
func (c *canvas) fill(boxes [][4]float64) {
	for _, b := range boxes {
		c.rect(b)
	}
	c.out = append(c.out, " f\n"...)
}

func (c *canvas) rect(b [4]float64) {
	c.op("", b[0]/point, (c.press.paper.Height-b[1]-b[3])/point, b[2]/point, b[3]/point)
	c.out = append(c.out, " re"...)
}

// rule draws a level line.
func (c *canvas) rule(x, y, width, stroke float64) {
	h := c.press.paper.Height
	c.op("", stroke/point)
	c.op(" w", x/point, (h-y)/point)
	c.op(" m", (x+width)/point, (h-y)/point)
	c.out = append(c.out, " l S\n"...)
}

// mark writes words across the page in an ink, rising to the right.
func (c *canvas) mark(words, ink string) {
	pg := c.press.paper
	st := doc.Style{Size: 100, Track: 0.2}
	turn := math.Atan2(pg.Height, pg.Width) * 0.8
	sin, cos := math.Sincos(turn)
	w := c.press.width(st, words)
	if long := math.Hypot(pg.Width, pg.Height) * 0.62; w > long {
		st.Size *= long / w
		w = long
	}
	low := st.Size * point * 0.36 // from the middle of a character to its baseline
	x := pg.Width/2 - w/2*cos + low*sin
	y := pg.Height/2 - w/2*sin - low*cos
	c.op("q "+ink+" BT", cos, sin, -sin, cos, x/point, y/point)
	c.op(" Tm", st.Track*st.Size)
	c.out = append(c.out, " Tc"...)
	if c.press.missing == nil {
		c.show(st, words)
	}
	c.out = append(c.out, " 0 Tc ET Q\n"...)
}

// op writes a word and numbers behind it.
func (c *canvas) op(word string, numbers ...float64) {
	c.out = append(c.out, word...)
	for _, n := range numbers {
		c.out = append(c.out, ' ')
		c.out = number(c.out, n)
	}
}

// number appends n with at most three places and no needless zeros.
func number(b []byte, n float64) []byte {
	n = math.Round(n*1000) / 1000
	if n == 0 {
		return append(b, '0') // and not -0
	}
	return strconv.AppendFloat(b, n, 'f', -1, 64)
}
