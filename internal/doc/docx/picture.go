package docx

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"math"

	"qinglan/internal/doc"
	"qinglan/internal/doc/qr"
)

// code writes a QR code as a picture in a line of its own.
func (x *writer) code(q doc.QR) error {
	runs, side, err := qr.Runs(q.Text)
	if err != nil {
		return err
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
	if err := png.Encode(&b, img); err != nil {
		return err
	}
	x.pictures = append(x.pictures, b.Bytes())
	n, emu := len(x.pictures), int(math.Round(q.Side*36000))
	x.para(paragraph{style: flat(q.Side)}, fmt.Sprintf(`<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">`+
		`<wp:extent cx="%[2]d" cy="%[2]d"/><wp:docPr id="%[1]d" name="QR %[1]d"/>`+
		`<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">`+
		`<pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:nvPicPr><pic:cNvPr id="%[1]d" name="QR %[1]d"/><pic:cNvPicPr/></pic:nvPicPr>`+
		`<pic:blipFill><a:blip r:embed="rIdP%[1]d"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>`+
		`<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="%[2]d" cy="%[2]d"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>`+
		`</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>`, n, emu))
	return nil
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
