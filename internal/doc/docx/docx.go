// Package docx writes a [doc.Document] as a text for a word processor, so that
// an office can go on writing where the system has stopped.
//
// It promises the page of the PDF: paper, margins, sizes, distances between
// lines and the cells of tables are the same lengths, and the text is word for
// word the same. Where lines and pages end is up to the word processor and its
// fonts. A character that a file cannot hold is an error and nothing is
// written. Equal documents give equal bytes.
package docx

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"math"
	"strings"

	"qinglan/internal/doc"
)

const point = 25.4 / 72 // a point in millimetres

// Kind is the media type of what Write writes.
const Kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

// Write writes d to w. After an error in d nothing has been written.
func Write(w io.Writer, d doc.Document) error {
	x := &writer{doc: d}
	if err := x.body(); err != nil {
		return fmt.Errorf("docx: %w", err)
	}
	parts := x.parts()
	if x.err != nil {
		return fmt.Errorf("docx: %w", x.err)
	}
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, p := range parts {
		f, err := z.CreateHeader(&zip.FileHeader{Name: p.name, Method: zip.Deflate})
		if err == nil {
			_, err = f.Write(p.data)
		}
		if err != nil {
			return fmt.Errorf("docx: %w", err)
		}
	}
	if err := z.Close(); err != nil {
		return fmt.Errorf("docx: %w", err)
	}
	_, err := b.WriteTo(w)
	return err
}

// A writer is the text being written. Blocks are written to out one after the
// other; frame is what ties paragraphs to a place of their own.
type writer struct {
	doc      doc.Document
	out      strings.Builder
	frame    string
	width    float64 // of the measure, in millimetres
	lift     float64 // what a Space at the very beginning is higher, in millimetres
	keeps    bool    // what comes stays with the block behind it
	breaks   bool    // the next paragraph begins a page
	pictures [][]byte
	borders  string
	err      error
}

// Word processors stand a line of a fixed height on a baseline at four fifths of
// it, the PDF stands its characters in the middle. So that the first line of an
// official page begins where 天头 ends (GB/T 9704 6.1), the text begins higher,
// by high there and by middle here; what is laid out for the PDF is middle - high
// lower. There is no docGrid: LibreOffice moves lines by it even where a
// paragraph declines, and every paragraph has its lengths anyway.
func lift() (high, middle float64) {
	st := doc.Body()
	em := st.Size * point
	return (0.8*st.Lead - 0.88) * em, (st.Lead - 1) / 2 * em
}

// body writes the blocks and the section they stand in.
func (x *writer) body() error {
	pg := x.doc.Page
	x.width = pg.Inner()
	top, bottom := pg.Top, pg.Bottom
	if x.doc.Footer.Official {
		high, middle := lift()
		// Two millimetres more hold no further line, but the last one for certain.
		top, bottom, x.lift = top-high, bottom+middle-2, high-middle
	}
	if err := x.set(x.doc.Blocks); err != nil {
		return err
	}
	x.ends()
	fmt.Fprintf(&x.out, `<w:sectPr>%s<w:pgSz w:w="%d" w:h="%d"%s/>`+
		`<w:pgMar w:top="%d" w:right="%d" w:bottom="%d" w:left="%d" w:header="%d" w:footer="%d" w:gutter="0"/>%s</w:sectPr>`,
		x.references(), twips(pg.Width), twips(pg.Height), turned(pg),
		down(top), down(pg.Right), down(bottom), down(pg.Left), twips(10), twips(x.footerPlace()), x.borders)
	return nil
}

// turned says that a page lies.
func turned(pg doc.Page) string {
	if pg.Width > pg.Height {
		return ` w:orient="landscape"`
	}
	return ""
}

// footerPlace is how far the foot of the page stands from the edge of the paper.
func (x *writer) footerPlace() float64 {
	if x.doc.Footer.Official { // 7 mm below the text
		return x.doc.Page.Bottom - 7 - doc.Four*point
	}
	return max(x.doc.Page.Bottom-6-doc.Five2*1.5*point-1, 5)
}

// ends writes the paragraph that a table cannot be without.
func (x *writer) ends() {
	if n := len(x.doc.Blocks); n == 0 || !flows(x.doc.Blocks[n-1]) {
		x.empty(0.4, 0)
	}
}

// flows reports whether b ends in a paragraph that takes part in the flow.
func flows(b doc.Block) bool {
	switch b.(type) {
	case doc.Text, doc.Pair, doc.Rule, doc.Space, doc.QR, doc.Keep, doc.Foot:
		return true
	}
	return false
}

// set writes blocks in turn.
func (x *writer) set(blocks []doc.Block) error {
	for i, b := range blocks {
		_, x.keeps = next(blocks[i:]).(doc.Keep)
		if err := x.block(b, i); err != nil {
			return err
		}
		if x.frame == "" {
			x.lift = 0
		}
	}
	return nil
}

func (x *writer) block(b doc.Block, i int) error {
	switch b := b.(type) {
	case doc.Text:
		x.keeps = x.keeps || b.Heads
		x.text(b, i == 0)
	case doc.Keep:
		return x.kept(b)
	case doc.Pair:
		x.pair(b)
	case doc.Space:
		x.empty(float64(b)+x.lift, 0)
	case doc.Rule:
		x.rule(b)
	case doc.Break:
		x.breaks = true
	case doc.Frame:
		x.border(b)
	case doc.QR:
		return x.code(b)
	case doc.Box:
		return x.box(b)
	case doc.Foot:
		return x.foot(b)
	case doc.Table:
		return x.table(b)
	default:
		return fmt.Errorf("block %T", b)
	}
	return nil
}

// next returns the second of blocks.
func next(blocks []doc.Block) doc.Block {
	if len(blocks) < 2 {
		return nil
	}
	return blocks[1]
}

// kept writes blocks that stay on one page.
func (x *writer) kept(b doc.Keep) error {
	for i, k := range b.Blocks {
		x.keeps = i < len(b.Blocks)-1
		if err := x.block(k, 1); err != nil {
			return err
		}
	}
	x.keeps = false
	return nil
}

// box writes blocks at a place of their own.
func (x *writer) box(b doc.Box) error {
	frame, width := x.frame, x.width
	x.width = b.Width
	x.frame = fmt.Sprintf(`<w:framePr w:w="%d" w:wrap="around" w:vAnchor="page" w:hAnchor="page" w:x="%d" w:y="%d"/>`,
		twips(b.Width), twips(b.X), twips(b.Y))
	err := x.set(b.Blocks)
	x.frame, x.width = frame, width
	return err
}

// foot writes the 版记 at the foot of the text of the page that the text ends
// on, in a text box: LibreOffice neither floats a table nor a frame at the end of
// a document. Whether the page is an even one is for whoever prints it to see:
// doc/decisions/0010.
func (x *writer) foot(b doc.Foot) error {
	h, err := height(b.Blocks, x.width)
	if err != nil {
		return err
	}
	in := &writer{doc: x.doc, width: x.width}
	if err := in.set(b.Blocks); err != nil {
		return err
	}
	if x.err == nil {
		x.err = in.err
	}
	pg := x.doc.Page
	x.para(paragraph{style: flat(0.4)}, fmt.Sprintf(`<w:r><w:pict><v:rect id="foot" style="position:absolute;margin-left:%.2fpt;margin-top:%.2fpt;width:%.2fpt;height:%.2fpt;`+
		`mso-position-horizontal-relative:page;mso-position-vertical-relative:page" filled="f" stroked="f"><v:textbox inset="0,0,0,0"><w:txbxContent>%s</w:txbxContent></v:textbox></v:rect></w:pict></w:r>`,
		pg.Left/point, (pg.Height-pg.Bottom-h)/point, x.width/point, (h+1)/point, in.out.String()))
	return nil
}

// twips are twentieths of a point, the nearest to so many millimetres.
func twips(mm float64) int { return int(math.Round(mm / point * 20)) }

// down are the most twips that do not exceed so many millimetres.
func down(mm float64) int { return int(math.Floor(mm/point*20 + 1e-6)) }

// pitch is the distance between lines in twips; so many as the PDF has fit on a
// page.
func pitch(st doc.Style) int { return int(math.Floor(st.Size*st.Lead*20 + 1e-6)) }
