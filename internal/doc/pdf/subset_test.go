package pdf

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"os"
	"strings"
	"testing"

	"qinglan/internal/doc"
)

// shape returns the drawing of a glyph with the numbers of its parts replaced
// by their drawings.
func shape(f *font, glyph int) string {
	b := bytes.Clone(f.outline(glyph))
	parts := ""
	eachPart(b, func(id []byte) {
		parts += shape(f, int(u16(id)))
		id[0], id[1] = 0, 0
	})
	return strings.TrimRight(string(b), "\x00") + parts
}

func TestSubsetDrawsTheSame(t *testing.T) {
	for _, f := range fonts() {
		s := newSubset(f, "F0")
		compound := 0
		for g := f.glyphs - 1; g > 0; g-- { // backwards, so that numbers change
			s.number(rune(g), g) // every glyph there is, in whose name does not matter
			eachPart(bytes.Clone(f.outline(g)), func([]byte) { compound++ })
		}
		b := s.file()
		sub := *f
		for i := range int(u16(b[4:])) {
			e := b[12+16*i:]
			data := b[u32(e[8:]) : u32(e[8:])+u32(e[12:])]
			switch string(e[:4]) {
			case "glyf":
				sub.glyf = data
			case "loca":
				sub.loca = data
			case "hmtx":
				sub.hmtx, sub.metrics = data, len(data)/4
			}
		}
		for r, n := range s.cid {
			g := int(r)
			if shape(&sub, n) != shape(f, g) || sub.advance(n) != f.advance(g) {
				t.Fatalf("%s: glyph %d is drawn differently", f.name, g)
			}
		}
		t.Logf("%s: %d glyphs, %d parts of compounds", f.name, len(s.cid), compound)
	}
}

// The fonts promise all of GBK; here the part of it in Unicode's first block.
func TestFontsHoldCommonCharacters(t *testing.T) {
	for r := rune(0x4E00); r <= 0x9FA5; r++ {
		if f, _ := current().find(doc.Song, r); f != fonts()[0] {
			t.Fatalf("Song lacks %q", r)
		}
		if f, _ := current().find(doc.Kai, r); f != fonts()[1] {
			t.Fatalf("Kai lacks %q", r)
		}
	}
}

func TestFontsAreTheOnesNamed(t *testing.T) {
	origin, err := os.ReadFile("fonts/ORIGIN")
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range [][]byte{songFile, kaiFile} {
		if sum := fmt.Sprintf("%x", sha256.Sum256(b)); !strings.Contains(string(origin), sum) {
			t.Errorf("fonts/ORIGIN does not know the font with SHA-256 %s", sum)
		}
	}
}
