package pdf

import (
	"bytes"
	"compress/zlib"
	"crypto/sha256"
	"fmt"
	"io"
	"strings"
	"sync"
	"unicode/utf16"

	"qinglan/internal/doc"
)

// A file is a PDF being written: objects one after the other, then a plain
// cross-reference table, which signers and older readers can extend.
type file struct {
	out     bytes.Buffer
	offsets []int // by object number - 1; 0 is not written yet
}

// reserve returns the number of an object to be written later.
func (f *file) reserve() int {
	f.offsets = append(f.offsets, 0)
	return len(f.offsets)
}

// put writes object n.
func (f *file) put(n int, format string, args ...any) {
	f.offsets[n-1] = f.out.Len()
	fmt.Fprintf(&f.out, "%d 0 obj\n", n)
	fmt.Fprintf(&f.out, format, args...)
	f.out.WriteString("\nendobj\n")
}

// add writes an object and returns its number.
func (f *file) add(format string, args ...any) int {
	n := f.reserve()
	f.put(n, format, args...)
	return n
}

var deflaters = sync.Pool{New: func() any { return zlib.NewWriter(io.Discard) }}

// stream writes data compressed, with entries of its dictionary.
func (f *file) stream(dict string, data []byte) int {
	var packed bytes.Buffer
	z := deflaters.Get().(*zlib.Writer)
	z.Reset(&packed)
	z.Write(data) // into memory: it cannot fail
	z.Close()
	deflaters.Put(z)
	return f.add("<< %s /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream", dict, packed.Len(), packed.Bytes())
}

// end writes the table of objects. The file's identity is the digest of its
// content, so that equal documents are equal files.
func (f *file) end(root, info int) {
	id := sha256.Sum256(f.out.Bytes())
	at := f.out.Len()
	fmt.Fprintf(&f.out, "xref\n0 %d\n0000000000 65535 f \n", len(f.offsets)+1)
	for _, o := range f.offsets {
		fmt.Fprintf(&f.out, "%010d 00000 n \n", o)
	}
	fmt.Fprintf(&f.out, "trailer\n<< /Size %d /Root %d 0 R /Info %d 0 R /ID [<%X> <%X>] >>\nstartxref\n%d\n%%%%EOF\n",
		len(f.offsets)+1, root, info, id[:16], id[:16], at)
}

// font writes the font of s and returns its object.
func (f *file) font(s *subset) int {
	data := s.file()
	embedded := f.stream(fmt.Sprintf("/Length1 %d", len(data)), data)
	id := sha256.Sum256([]byte(string(s.runes)))
	tag := make([]byte, 6) // tells subsets of one font apart
	for i := range tag {
		tag[i] = 'A' + id[i]%26
	}
	name := fmt.Sprintf("%s+%s", tag, s.font.name)
	b := s.font.box
	descriptor := f.add("<< /Type /FontDescriptor /FontName /%s /Flags 4 /FontBBox [%d %d %d %d] "+
		"/ItalicAngle 0 /Ascent %d /Descent %d /CapHeight 700 /StemV 80 /FontFile2 %d 0 R >>",
		name, b[0], b[1], b[2], b[3], s.font.ascent, s.font.descent, embedded)
	widths := []byte{}
	for _, g := range s.glyphs[1:] {
		widths = append(number(widths, s.font.advance(g)), ' ')
	}
	inner := f.add("<< /Type /Font /Subtype /CIDFontType2 /BaseFont /%s "+
		"/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> "+
		"/FontDescriptor %d 0 R /CIDToGIDMap /Identity /DW 1000 /W [1 [%s]] >>", name, descriptor, widths)
	unicode := f.stream("", toUnicode(s.runes))
	return f.add("<< /Type /Font /Subtype /Type0 /BaseFont /%s /Encoding /Identity-H "+
		"/DescendantFonts [%d 0 R] /ToUnicode %d 0 R >>", name, inner, unicode)
}

// toUnicode returns the map from our numbers back to text. Above U+FFFF it
// writes a pair of surrogates; a block holds at most 100 entries.
func toUnicode(runes []rune) []byte {
	var b bytes.Buffer
	b.WriteString("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n" +
		"/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n" +
		"/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n" +
		"1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n")
	for from := 0; from < len(runes); from += 100 {
		block := runes[from:min(from+100, len(runes))]
		fmt.Fprintf(&b, "%d beginbfchar\n", len(block))
		for i, r := range block {
			fmt.Fprintf(&b, "<%04X> <%s>\n", from+i+1, utf16Hex(string(r)))
		}
		b.WriteString("endbfchar\n")
	}
	b.WriteString("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n")
	return b.Bytes()
}

func utf16Hex(s string) string {
	var b strings.Builder
	for _, u := range utf16.Encode([]rune(s)) {
		fmt.Fprintf(&b, "%04X", u)
	}
	return b.String()
}

// info writes what a viewer shows about d, and which fonts stand in for others:
// that is never printed.
func (f *file) info(d doc.Document, p *press) int {
	var b strings.Builder
	for _, e := range [][2]string{{"Title", d.Title}, {"Subject", d.Subject}, {"Author", d.Author}, {"Keywords", p.substituted()}} {
		if e[1] != "" {
			fmt.Fprintf(&b, "/%s <FEFF%s> ", e[0], utf16Hex(e[1]))
		}
	}
	if !d.Created.IsZero() {
		fmt.Fprintf(&b, "/CreationDate (D:%s) ", d.Created.UTC().Format("20060102150405Z"))
	}
	return f.add("<< %s/Producer (Qinglan) >>", b.String())
}
