package pdf

import (
	_ "embed" // the fonts
	"encoding/binary"
	"errors"
	"fmt"
	"math"
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

// parse reads an embedded font. That the two in this package parse is tested,
// so a fault here is not a fault of any input.
func parse(name string, b []byte) *font {
	f, err := read(name, b)
	if err != nil {
		panic("pdf: font " + name + ": " + err.Error())
	}
	return f
}

// read reads a TrueType file. Those of the operator may be of any kind: what
// lacks a table, or has one that ends too early, is an error.
func read(name string, b []byte) (f *font, err error) {
	defer func() {
		if r := recover(); r != nil {
			f, err = nil, fmt.Errorf("not a whole TrueType file: %v", r)
		}
	}()
	tables := map[string][]byte{}
	for i := range int(u16(b[4:])) {
		e := b[12+16*i:]
		off, n := u32(e[8:]), u32(e[12:])
		tables[string(e[:4])] = b[off : off+n]
	}
	if tables["glyf"] == nil {
		return nil, errors.New("no outlines of TrueType (glyf); collections and CFF are not read")
	}
	head, hhea := tables["head"], tables["hhea"]
	f = &font{
		name: name, head: head, hhea: hhea, maxp: tables["maxp"],
		glyf: tables["glyf"], loca: tables["loca"], hmtx: tables["hmtx"],
		metrics: int(u16(hhea[34:])),
		glyphs:  int(u16(tables["maxp"][4:])),
		unit:    float64(u16(head[18:])),
	}
	if u16(head[50:]) == 0 {
		f.loca = long(f.loca)
		f.head = append([]byte(nil), head...)
		binary.BigEndian.PutUint16(f.head[50:], 1)
	}
	if len(f.loca) < 4*(f.glyphs+1) || u32(f.loca[4*f.glyphs:]) > uint32(len(f.glyf)) || len(f.hmtx) < 4*f.metrics || f.unit == 0 || f.metrics == 0 {
		return nil, errors.New("tables that do not fit together")
	}
	f.ascent, f.descent = f.thousandths(i16(hhea[4:])), f.thousandths(i16(hhea[6:]))
	for i := range f.box {
		f.box[i] = f.thousandths(i16(head[36+2*i:]))
	}
	if f.cmap = groups(tables["cmap"]); f.cmap == nil {
		return nil, errors.New("no table of Unicode characters (cmap 12 or 4)")
	}
	return f, nil
}

// long returns a table of short offsets, which count pairs of bytes, as one of
// long ones.
func long(loca []byte) []byte {
	var out []byte
	for i := 0; i+2 <= len(loca); i += 2 {
		out = binary.BigEndian.AppendUint32(out, 2*uint32(u16(loca[i:])))
	}
	return out
}

// thousandths returns a length of the font in thousandths of the em.
func (f *font) thousandths(n int16) int { return int(math.Round(float64(n) * 1000 / f.unit)) }

// groups returns the groups of a format 12 table of characters, made from one of
// format 4 if there is no other.
func groups(cmap []byte) []byte {
	var out []byte
	for i := range int(u16(cmap[2:])) {
		t := cmap[u32(cmap[8+8*i:]):]
		switch u16(t) {
		case 12:
			return t[16 : 16+12*u32(t[12:])]
		case 4:
			out = segments(t)
		}
	}
	return out
}

// segments returns the characters of a format 4 table as groups of one.
func segments(t []byte) []byte {
	var out []byte
	n := int(u16(t[6:])) // twice the number of segments
	for k := 0; k < n; k += 2 {
		end, start := int(u16(t[14+k:])), int(u16(t[16+n+k:]))
		delta, at := int(u16(t[16+2*n+k:])), 16+3*n+k
		offset := int(u16(t[at:]))
		for r := start; r <= end && r < 0xFFFF; r++ {
			g := r
			if offset > 0 {
				if g = int(u16(t[at+offset+2*(r-start):])); g == 0 {
					continue
				}
			}
			g = (g + delta) & 0xFFFF
			out = binary.BigEndian.AppendUint32(out, uint32(r))
			out = binary.BigEndian.AppendUint32(out, uint32(r))
			out = binary.BigEndian.AppendUint32(out, uint32(g))
		}
	}
	return out
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
	fonts := current()
	for _, r := range plain(text) {
		if f, _ := fonts.find(doc.Song, r); f == nil && r != '\n' && !seen[r] {
			seen[r] = true
			out = append(out, r)
		}
	}
	return out
}

func u16(b []byte) uint16 { return binary.BigEndian.Uint16(b) }
func u32(b []byte) uint32 { return binary.BigEndian.Uint32(b) }
func i16(b []byte) int16  { return int16(u16(b)) }
