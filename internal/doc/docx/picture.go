package docx

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"math"
	"strconv"

	"qinglan/internal/doc"
	"qinglan/internal/doc/qr"
)

// drawn is a QR code as a picture.
func drawn(text string) ([]byte, error) {
	runs, side, err := qr.Runs(text)
	if err != nil {
		return nil, err
	}
	const dots = 8 // of a module
	img := image.NewPaletted(image.Rect(0, 0, side*dots, side*dots), color.Palette{color.White, color.Black})
	for _, r := range runs {
		for y := r.Y * dots; y < (r.Y+1)*dots; y++ {
			for k := r.X * dots; k < (r.X+r.N)*dots; k++ {
				img.SetColorIndex(k, y, 1)
			}
		}
	}
	var b bytes.Buffer
	err = png.Encode(&b, img)
	return b.Bytes(), err
}

// code writes a QR code as a picture in a line of its own.
func (x *writer) code(q doc.QR) error {
	data, err := drawn(q.Text)
	if err != nil {
		return err
	}
	x.pictures = append(x.pictures, data)
	n := len(x.pictures)
	x.para(paragraph{style: flat(q.Side)}, `<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">`+
		graphic(n, "rIdP"+strconv.Itoa(n), emu(q.Side))+`</wp:inline></w:drawing></w:r>`)
	return nil
}

// emu are the units of drawings, 36,000 to a millimetre.
func emu(mm float64) int { return int(math.Round(mm * 36000)) }

// graphic is the picture of a relation, n-th of its part, as what holds it names it.
func graphic(n int, relation string, side int) string {
	return fmt.Sprintf(`<wp:extent cx="%[2]d" cy="%[2]d"/><wp:docPr id="%[1]d" name="QR %[1]d"/>`+picture, n, side, relation)
}

const picture = `<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">` +
	`<pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:nvPicPr><pic:cNvPr id="%[1]d" name="QR %[1]d"/><pic:cNvPicPr/></pic:nvPicPr>` +
	`<pic:blipFill><a:blip r:embed="%[3]s"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>` +
	`<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="%[2]d" cy="%[2]d"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>` +
	`</pic:pic></a:graphicData></a:graphic>`

// tagged is the small code in the corner of each page (回收码), and its picture. A
// word processor alone knows how many pages there are: it is that of page 0 of 0.
func (x *writer) tagged() (par string, data []byte) {
	if x.doc.Tag == nil {
		return "", nil
	}
	text := x.doc.Tag(0, 0)
	if text == "" {
		return "", nil
	}
	data, err := drawn(text)
	if err != nil && x.err == nil {
		x.err = err
	}
	left, top := x.doc.Page.Corner()
	return fmt.Sprintf(`<w:p><w:r><w:drawing><wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="1" behindDoc="1" locked="1" layoutInCell="1" allowOverlap="1">`+
		`<wp:simplePos x="0" y="0"/><wp:positionH relativeFrom="page"><wp:posOffset>%d</wp:posOffset></wp:positionH>`+
		`<wp:positionV relativeFrom="page"><wp:posOffset>%d</wp:posOffset></wp:positionV>`+anchored(emu(doc.TagSide))+
		`</wp:anchor></w:drawing></w:r></w:p>`, emu(left), emu(top)), data
}

// anchored is the picture of a margin; how it is wrapped comes after its extent.
func anchored(side int) string {
	return fmt.Sprintf(`<wp:extent cx="%[2]d" cy="%[2]d"/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapNone/><wp:docPr id="%[1]d" name="QR"/><wp:cNvGraphicFramePr/>`+picture, 900, side, "rIdTag")
}

// border draws the first rectangle around the page; word processors have one.
func (x *writer) border(f doc.Frame) {
	if x.borders != "" {
		return
	}
	space := min(int(math.Round(f.Inset/point)), 31) // points; there are no more
	for _, name := range []string{"top", "left", "bottom", "right"} {
		x.borders += fmt.Sprintf(`<w:%s w:val="single" w:sz="%d" w:space="%d" w:color="000000"/>`, name, eighths(f.Stroke), space)
	}
	x.borders = `<w:pgBorders w:offsetFrom="page">` + x.borders + `</w:pgBorders>`
}
