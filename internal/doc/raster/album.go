package raster

import (
	"bytes"
	"fmt"
	"image/color"
	"image/jpeg"
	"io"
)

// Bind writes JPEG pictures as a scanner does: a PDF with one on each page, wide
// points wide. For the demonstration, the rehearsal and tests.
func Bind(w io.Writer, wide float64, pictures ...[]byte) error {
	var out bytes.Buffer
	var offsets []int
	object := func(format string, args ...any) {
		offsets = append(offsets, out.Len())
		fmt.Fprintf(&out, "%d 0 obj\n", len(offsets))
		fmt.Fprintf(&out, format, args...)
		out.WriteString("\nendobj\n")
	}
	out.WriteString("%PDF-1.4\n")
	kids := ""
	for i := range pictures {
		kids += fmt.Sprintf("%d 0 R ", 3+3*i)
	}
	object("<< /Type /Catalog /Pages 2 0 R >>")
	object("<< /Type /Pages /Count %d /Kids [%s] >>", len(pictures), kids)
	for i, p := range pictures {
		c, err := jpeg.DecodeConfig(bytes.NewReader(p))
		if err != nil {
			return fmt.Errorf("picture %d: %w", i+1, err)
		}
		high := wide * float64(c.Height) / float64(c.Width)
		space := "DeviceRGB"
		if c.ColorModel == color.GrayModel {
			space = "DeviceGray"
		}
		draw := fmt.Sprintf("q %.2f 0 0 %.2f 0 0 cm /P Do Q", wide, high)
		object("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %.2f %.2f] /Contents %d 0 R /Resources << /XObject << /P %d 0 R >> >> >>",
			wide, high, 4+3*i, 5+3*i)
		object("<< /Length %d >>\nstream\n%s\nendstream", len(draw), draw)
		object("<< /Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /%s /BitsPerComponent 8 /Filter /DCTDecode /Length %d >>\nstream\n%s\nendstream",
			c.Width, c.Height, space, len(p), p)
	}
	at := out.Len()
	fmt.Fprintf(&out, "xref\n0 %d\n0000000000 65535 f \n", len(offsets)+1)
	for _, o := range offsets {
		fmt.Fprintf(&out, "%010d 00000 n \n", o)
	}
	fmt.Fprintf(&out, "trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(offsets)+1, at)
	_, err := out.WriteTo(w)
	return err
}
