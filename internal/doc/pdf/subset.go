package pdf

import "encoding/binary"

// A subset is the part of a font that a document uses. A character has a number
// of its own even where the font draws two with one glyph, so that copied text
// is always what was typed.
type subset struct {
	font   *font
	key    string       // in the page's resources: F0, F1
	cid    map[rune]int // its numbers, from 1
	runes  []rune       // by number - 1
	glyphs []int        // of the font, by number; the parts of compounds follow
}

func newSubset(f *font, key string) *subset {
	return &subset{font: f, key: key, cid: map[rune]int{}, glyphs: []int{0}}
}

// number returns the number of r, whose glyph is known.
func (s *subset) number(r rune, glyph int) int {
	n, ok := s.cid[r]
	if !ok {
		s.runes = append(s.runes, r)
		s.glyphs = append(s.glyphs, glyph)
		n = len(s.runes)
		s.cid[r] = n
	}
	return n
}

// file returns a TrueType file of the glyphs of s by their numbers.
func (s *subset) file() []byte {
	f, parts := s.font, map[int]int{}
	glyphs := s.glyphs[:len(s.glyphs):len(s.glyphs)]
	var glyf, loca, hmtx []byte
	for i := 0; i < len(glyphs); i++ {
		loca = binary.BigEndian.AppendUint32(loca, uint32(len(glyf)))
		b := append([]byte(nil), f.outline(glyphs[i])...)
		eachPart(b, func(id []byte) {
			g := int(u16(id))
			n, ok := parts[g]
			if !ok {
				n = len(glyphs)
				parts[g] = n
				glyphs = append(glyphs, g)
			}
			binary.BigEndian.PutUint16(id, uint16(n))
		})
		glyf = append(glyf, b...)
		for len(glyf)%4 != 0 {
			glyf = append(glyf, 0)
		}
		m := 4 * min(glyphs[i], f.metrics-1)
		hmtx = append(hmtx, f.hmtx[m:m+4]...)
	}
	loca = binary.BigEndian.AppendUint32(loca, uint32(len(glyf)))

	hhea := append([]byte(nil), f.hhea...)
	binary.BigEndian.PutUint16(hhea[34:], uint16(len(glyphs)))
	maxp := append([]byte(nil), f.maxp...)
	binary.BigEndian.PutUint16(maxp[4:], uint16(len(glyphs)))
	head := append([]byte(nil), f.head...)
	clear(head[8:12]) // the sum of the file, which PDF readers do not ask for
	return sfnt([]table{
		{"glyf", glyf}, {"head", head}, {"hhea", hhea},
		{"hmtx", hmtx}, {"loca", loca}, {"maxp", maxp},
	})
}

// eachPart calls do with the two bytes that name each part of a compound glyph.
func eachPart(b []byte, do func(id []byte)) {
	const words, scale, more, square, matrix = 1, 8, 1 << 5, 1 << 6, 1 << 7
	if len(b) < 10 || i16(b) >= 0 {
		return
	}
	for p := b[10:]; ; {
		flags := u16(p)
		do(p[2:4])
		n := 6
		if flags&words != 0 {
			n = 8
		}
		switch {
		case flags&scale != 0:
			n += 2
		case flags&square != 0:
			n += 4
		case flags&matrix != 0:
			n += 8
		}
		if flags&more == 0 {
			return
		}
		p = p[n:]
	}
}

// A table is a part of a TrueType file.
type table struct {
	tag  string
	data []byte
}

// sfnt returns a file of tables, which stand in order of their tags.
func sfnt(tables []table) []byte {
	n, shift := len(tables), 0
	for 2<<shift <= n {
		shift++
	}
	be := binary.BigEndian
	out := be.AppendUint32(nil, 0x00010000)
	out = be.AppendUint16(out, uint16(n))
	out = be.AppendUint16(out, uint16(16<<shift))
	out = be.AppendUint16(out, uint16(shift))
	out = be.AppendUint16(out, uint16(16*n-16<<shift))
	at := 12 + 16*n
	for _, t := range tables {
		out = append(out, t.tag...)
		out = be.AppendUint32(out, sum(t.data))
		out = be.AppendUint32(out, uint32(at))
		out = be.AppendUint32(out, uint32(len(t.data)))
		at += (len(t.data) + 3) &^ 3
	}
	for _, t := range tables {
		out = append(out, t.data...)
		for len(out)%4 != 0 {
			out = append(out, 0)
		}
	}
	return out
}

// sum is the checksum of a table: its big-endian words added up.
func sum(b []byte) uint32 {
	n := uint32(0)
	for ; len(b) >= 4; b = b[4:] {
		n += u32(b)
	}
	var last [4]byte
	copy(last[:], b)
	return n + u32(last[:])
}
