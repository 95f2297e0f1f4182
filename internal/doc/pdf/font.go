package pdf

import (
	_ "embed" // the fonts
	"encoding/binary"
	"fmt"
	"sync"

	"qinglan/internal/doc"
)

//go:embed fonts/NotoSerifSC-Regular.ttf
var songFile []byte

//go:embed fonts/LXGWWenKai-Regular.ttf
var kaiFile []byte

// A font is a TrueType file. It is read where it lies: nothing is copied or
// unpacked, so all documents share it at no cost.
type font struct {
	name    string // in the PDF; not the font's own, which is reserved
	cmap    []byte // groups of a format 12 table, 12 bytes each
	glyf    []byte
	loca    []byte // of 4 bytes
	hmtx    []byte
	metrics int // entries of hmtx with a width
	glyphs  int
	head    []byte
	hhea    []byte
	maxp    []byte
	unit    float64 // of the em
	ascent  int
	descent int
	box     [4]int
}

// fonts returns the fonts by the Face that starts with them.
var fonts = sync.OnceValue(func() [2]*font {
	return [2]*font{parse("QinglanSong", songFile), parse("QinglanKai", kaiFile)}
})

// chain returns the fonts in which a character of face is looked for.
func chain(face doc.Face) [2]*font {
	f := fonts()
	if face == doc.Kai {
		return [2]*font{f[1], f[0]}
	}
	return f
}

// parse reads an embedded font. That the two in this package parse is tested,
// so a fault here is not a fault of any input.
func parse(name string, b []byte) *font {
	tables := map[string][]byte{}
	for i := range int(u16(b[4:])) {
		e := b[12+16*i:]
		off, n := u32(e[8:]), u32(e[12:])
		tables[string(e[:4])] = b[off : off+n]
	}
	head, hhea := tables["head"], tables["hhea"]
	if u16(head[50:]) != 1 {
		panic("pdf: font " + name + " has short offsets")
	}
	f := &font{
		name: name, head: head, hhea: hhea, maxp: tables["maxp"],
		glyf: tables["glyf"], loca: tables["loca"], hmtx: tables["hmtx"],
		metrics: int(u16(hhea[34:])),
		glyphs:  int(u16(tables["maxp"][4:])),
		unit:    float64(u16(head[18:])),
		ascent:  int(i16(hhea[4:])),
		descent: int(i16(hhea[6:])),
	}
	for i := range f.box {
		f.box[i] = int(i16(head[36+2*i:]))
	}
	cmap := tables["cmap"]
	for i := range int(u16(cmap[2:])) {
		t := cmap[u32(cmap[8+8*i:]):]
		if u16(t) == 12 {
			f.cmap = t[16 : 16+12*u32(t[12:])]
		}
	}
	if f.cmap == nil {
		panic("pdf: font " + name + " has no format 12 cmap")
	}
	return f
}

// glyph returns the glyph of r, or 0 if the font has none.
func (f *font) glyph(r rune) int {
	lo, hi := 0, len(f.cmap)/12
	for lo < hi {
		mid := (lo + hi) / 2
		if g := f.cmap[12*mid:]; uint32(r) > u32(g[4:]) {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	if lo == len(f.cmap)/12 {
		return 0
	}
	g := f.cmap[12*lo:]
	if uint32(r) < u32(g) {
		return 0
	}
	return int(u32(g[8:]) + uint32(r) - u32(g))
}

// advance returns the width of a glyph in thousandths of the em.
func (f *font) advance(glyph int) float64 {
	return float64(u16(f.hmtx[4*min(glyph, f.metrics-1):])) * 1000 / f.unit
}

// outline returns the drawing of a glyph, empty for a space.
func (f *font) outline(glyph int) []byte {
	return f.glyf[u32(f.loca[4*glyph:]):u32(f.loca[4*glyph+4:])]
}

// find returns the first font of face that has r, and the glyph there.
func find(face doc.Face, r rune) (*font, int) {
	for _, f := range chain(face) {
		if g := f.glyph(r); g != 0 {
			return f, g
		}
	}
	return nil, 0
}

// A MissingError says that a text holds a character that no font has.
type MissingError struct {
	Rune rune
	Text string
}

func (e *MissingError) Error() string {
	return fmt.Sprintf("pdf: no font has %q (%U) of %q", e.Rune, e.Rune, e.Text)
}

// Missing returns the characters of text that could not be printed, each once,
// in order. A page that takes a name warns of them at once.
func Missing(text string) []rune {
	var out []rune
	seen := map[rune]bool{}
	for _, r := range plain(text) {
		if f, _ := find(doc.Song, r); f == nil && r != '\n' && !seen[r] {
			seen[r] = true
			out = append(out, r)
		}
	}
	return out
}

func u16(b []byte) uint16 { return binary.BigEndian.Uint16(b) }
func u32(b []byte) uint32 { return binary.BigEndian.Uint32(b) }
func i16(b []byte) int16  { return int16(u16(b)) }
