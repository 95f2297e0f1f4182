package raster

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"qinglan/internal/fault"
)

// A maker writes PDF objects one after the other.
type maker struct{ bytes.Buffer }

func (m *maker) object(n int, format string, args ...any) {
	fmt.Fprintf(m, "%d 0 obj\n", n)
	fmt.Fprintf(m, format, args...)
	m.WriteString("\nendobj\n")
}

func (m *maker) stream(n int, dict string, body []byte) {
	m.object(n, "<< %s /Length %d >>\nstream\n%s\nendstream", dict, len(body), body)
}

// onePage is a PDF of a page of 80 by 120 points that draws content; x are the
// pictures /X5, /X6 and so on, each a dictionary and its bytes.
func onePage(page, content string, x ...any) []byte {
	m := new(maker)
	m.WriteString("%PDF-1.4\n")
	names := ""
	for i := 0; i+1 < len(x); i += 2 {
		names += fmt.Sprintf("/X%d %d 0 R ", 5+i/2, 5+i/2)
		m.stream(5+i/2, x[i].(string), x[i+1].([]byte))
	}
	m.object(1, "<< /Type /Catalog /Pages 2 0 R >>")
	m.object(2, "<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 80 120] >>")
	m.object(3, "<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /XObject << %s >> >> %s >>", names, page)
	m.stream(4, "", []byte(content))
	m.WriteString("trailer << /Root 1 0 R >>\nstartxref\n0\n%%EOF\n")
	return m.Bytes()
}

// quarters is a picture with red, green, blue and black quarters, row by row.
func quarters(w, h int) *image.RGBA {
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	for i, c := range []color.RGBA{{200, 0, 0, 255}, {0, 200, 0, 255}, {0, 0, 200, 255}, {0, 0, 0, 255}} {
		r := image.Rect(i%2*w/2, i/2*h/2, (i%2+1)*w/2, (i/2+1)*h/2)
		draw.Draw(m, r, image.NewUniform(c), image.Point{}, draw.Src)
	}
	return m
}

func jpegOf(t testing.TB, img image.Image) []byte {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: 95}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func rgb(img *image.RGBA) (out []byte) {
	for i := 0; i < len(img.Pix); i += 4 {
		out = append(out, img.Pix[i:i+3]...)
	}
	return out
}

func deflated(b []byte) []byte {
	var out bytes.Buffer
	z := zlib.NewWriter(&out)
	z.Write(b)
	z.Close()
	return out.Bytes()
}

// upped writes rows as the filter "up" of PNG does.
func upped(b []byte, row int) (out []byte) {
	above := make([]byte, row)
	for at := 0; at < len(b); at += row {
		out = append(out, 2)
		for i := range row {
			out = append(out, b[at+i]-above[i])
		}
		above = b[at : at+row]
	}
	return out
}

func pages(t testing.TB, media string, file []byte) (out []*image.RGBA, why []error) {
	err := Each(t.Context(), media, file, func(p Page) error {
		img, err := p.Picture()
		out, why = append(out, img), append(why, err)
		return nil
	})
	if err != nil {
		return nil, []error{err}
	}
	return out, why
}

// corners names the colours of the quarters of a picture: r, g, b, k, or w for white.
func corners(img *image.RGBA) string {
	out := ""
	for _, at := range [][2]int{{1, 1}, {3, 1}, {1, 3}, {3, 3}} {
		c := img.RGBAAt(at[0]*img.Rect.Dx()/4, at[1]*img.Rect.Dy()/4)
		switch {
		case c.R > 150 && c.G > 150 && c.B > 150:
			out += "w"
		case c.R > 150:
			out += "r"
		case c.G > 150:
			out += "g"
		case c.B > 150:
			out += "b"
		case c.R < 60 && c.G < 60 && c.B < 60:
			out += "k"
		default:
			out += "?"
		}
	}
	return out
}

func TestPictures(t *testing.T) {
	const whole = "q 80 0 0 120 0 0 cm /X5 Do Q"
	img := quarters(80, 120)
	plain := rgb(img)
	palette := make([]byte, 80*120/2) // 4 bits: 1 red, 2 green, 3 blue, 4 black
	for i := range palette {
		x, y := 2*i%80, 2*i/80
		v := byte(1 + x/40 + y/60*2)
		palette[i] = v<<4 | v
	}
	upper, lower := quarters(80, 120).SubImage(image.Rect(0, 0, 80, 60)), quarters(80, 120).SubImage(image.Rect(0, 60, 80, 120))
	stencil := bytes.Repeat([]byte{0xff, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0, 0}, 120) // paints the right half
	soft := bytes.Repeat(append(bytes.Repeat([]byte{255}, 40), make([]byte, 40)...), 120)
	const base = "/Type /XObject /Subtype /Image /Width 80 /Height 120 /BitsPerComponent 8 "
	for name, tt := range map[string]struct {
		file []byte
		want string
	}{
		"jpeg":           {onePage("", whole, base+"/ColorSpace /DeviceRGB /Filter /DCTDecode", jpegOf(t, img)), "rgbk"},
		"deflated":       {onePage("", whole, base+"/ColorSpace /DeviceRGB /Filter /FlateDecode", deflated(plain)), "rgbk"},
		"deflated, PNG":  {onePage("", whole, base+"/ColorSpace /DeviceRGB /Filter [/FlateDecode] /DecodeParms [<< /Predictor 15 /Colors 3 /Columns 80 >>]", deflated(upped(plain, 240))), "rgbk"},
		"hexadecimal":    {onePage("", whole, base+"/ColorSpace /DeviceRGB /Filter /ASCIIHexDecode", []byte(fmt.Sprintf("%x>", plain))), "rgbk"},
		"jpeg in hex":    {onePage("", whole, base+"/ColorSpace /DeviceRGB /Filter [/ASCIIHexDecode /DCTDecode]", []byte(fmt.Sprintf("%x>", jpegOf(t, img)))), "rgbk"},
		"palette":        {onePage("", whole, "/Subtype /Image /Width 80 /Height 120 /BitsPerComponent 4 /ColorSpace [/Indexed /DeviceRGB 4 <FFFFFF C80000 00C800 0000C8 000000>]", palette), "rgbk"},
		"turned":         {onePage("/Rotate 90", "q 80 0 0 120 0 0 cm /X5 Do Q", base+"/ColorSpace /DeviceRGB", plain), "brkg"},
		"turned back":    {onePage("/Rotate -90", whole, base+"/ColorSpace /DeviceRGB", plain), "gkrb"},
		"upside down":    {onePage("", "q -80 0 0 -120 80 120 cm /X5 Do Q", base+"/ColorSpace /DeviceRGB", plain), "kbgr"},
		"half a page":    {onePage("", "q 50 0 0 75 0 45 cm /X5 Do Q", base+"/ColorSpace /DeviceRGB", plain), "rwww"},
		"two strips":     {onePage("", "q 80 0 0 60 0 60 cm /X5 Do Q q 80 0 0 60 0 0 cm /X6 Do Q", strings.Replace(base, "120", "60", 1)+"/Filter /DCTDecode", jpegOf(t, upper), strings.Replace(base, "120", "60", 1)+"/Filter /DCTDecode", jpegOf(t, lower)), "rgbk"},
		"stencil":        {onePage("", "q 80 0 0 120 0 0 cm /X5 Do /X6 Do Q", base+"/ColorSpace /DeviceRGB", plain, "/Subtype /Image /Width 80 /Height 120 /ImageMask true", stencil), "rkbk"},
		"soft mask":      {onePage("", whole, base+"/ColorSpace /DeviceRGB /SMask 6 0 R", plain, base+"/ColorSpace /DeviceGray", soft), "rwbw"},
		"in a form":      {onePage("", "q 2 0 0 2 0 0 cm /X6 Do Q", base+"/ColorSpace /DeviceRGB", plain, "/Subtype /Form /Matrix [40 0 0 60 0 0] /Resources << /XObject << /Y 5 0 R >> >>", []byte("/Y Do")), "rgbk"},
		"within content": {onePage("", "q 80 0 0 120 0 0 cm BI /W 2 /H 2 /BPC 8 /CS /RGB ID \xc8\x00\x00\x00\xc8\x00\x00\x00\xc8\x00\x00\x00 EI Q"), "rgbk"},
		"16 bits":        {onePage("", whole, "/Subtype /Image /Width 2 /Height 2 /BitsPerComponent 16 /ColorSpace /DeviceGray", []byte{0, 0, 255, 255, 255, 0, 0, 9}), "kwwk"},
		"CMYK":           {onePage("", whole, "/Subtype /Image /Width 2 /Height 2 /BitsPerComponent 8 /ColorSpace /DeviceCMYK", []byte{0, 255, 255, 0, 255, 0, 255, 0, 255, 255, 0, 0, 0, 0, 0, 255}), "rgbk"},
	} {
		t.Run(name, func(t *testing.T) {
			got, why := pages(t, "application/pdf", tt.file)
			if len(got) != 1 || why[0] != nil {
				t.Fatalf("%d pages, %v", len(got), why)
			}
			if c := corners(got[0]); c != tt.want {
				t.Errorf("shows %s on %v; want %s", c, got[0].Rect, tt.want)
			}
		})
	}
}

func TestFax(t *testing.T) {
	body, err := os.ReadFile(filepath.Join("testdata", "bw-gopher.ccitt_group4"))
	if err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(filepath.Join("testdata", "bw-gopher.png"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	want, err := png.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	w, h := want.Bounds().Dx(), want.Bounds().Dy()
	dict := fmt.Sprintf("/Subtype /Image /Width %d /Height %d /BitsPerComponent 1 /ColorSpace /DeviceGray /Filter /CCITTFaxDecode /DecodeParms << /K -1 /Columns %d /Rows %d >>", w, h, w, h)
	got, why := pages(t, "application/pdf", onePage(fmt.Sprintf("/MediaBox [0 0 %d %d]", w, h), fmt.Sprintf("%d 0 0 %d 0 0 cm /X5 Do", w, h), dict, body))
	if len(got) != 1 || why[0] != nil {
		t.Fatal(why)
	}
	wrong := 0
	for y := range h {
		for x := range w {
			if (got[0].RGBAAt(x, y).R > 127) != (color.GrayModel.Convert(want.At(x, y)).(color.Gray).Y > 127) {
				wrong++
			}
		}
	}
	if wrong > 0 {
		t.Errorf("%d of %d points are wrong", wrong, w*h)
	}
}

// Another writer packs objects into streams, and a broken table does not matter.
func TestPackedObjects(t *testing.T) {
	if _, err := exec.LookPath("qpdf"); err != nil {
		t.Skip("qpdf is not installed")
	}
	var file bytes.Buffer
	if err := Bind(&file, 595, jpegOf(t, quarters(80, 120)), jpegOf(t, quarters(40, 60))); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	in, out := filepath.Join(dir, "in.pdf"), filepath.Join(dir, "out.pdf")
	if err := os.WriteFile(in, file.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"--object-streams=generate"}, {"--linearize"}, {"--qdf"}} {
		if b, err := exec.Command("qpdf", append(args, in, out)...).CombinedOutput(); err != nil {
			t.Fatalf("qpdf: %v %s", err, b)
		}
		packed, err := os.ReadFile(out)
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range [][]byte{packed, bytes.Replace(packed, []byte("startxref\n"), []byte("startxref\n9"), 1)} {
			got, why := pages(t, "application/pdf", file)
			if len(got) != 2 || why[0] != nil || corners(got[0]) != "rgbk" || corners(got[1]) != "rgbk" {
				t.Errorf("%v: %d pages, %v", args, len(got), why)
			}
		}
	}
}

func TestRefused(t *testing.T) {
	const whole = "q 80 0 0 120 0 0 cm /X5 Do Q"
	huge := jpegOf(t, quarters(80, 120))
	i := bytes.Index(huge, []byte{0xff, 0xc0})
	copy(huge[i+5:], []byte{0xff, 0xff, 0xff, 0xff})
	bomb := deflated(make([]byte, mostDecoded+2))
	forms := "/Subtype /Form /Resources << /XObject << /X5 5 0 R >> >>"
	many := new(maker)
	many.WriteString("%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Kids[" + strings.Repeat("<</Type/Page>>", MostPages+1) + "]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n")
	for name, tt := range map[string]struct {
		media string
		file  []byte
		want  error
	}{
		"a flood of pixels": {"image/jpeg", huge, errPixels},
		"in a PDF":          {"application/pdf", onePage("", whole, "/Subtype /Image /Width 80 /Height 120 /Filter /DCTDecode", huge), errPixels},
		"said to be huge":   {"application/pdf", onePage("", whole, "/Subtype /Image /Width 60000 /Height 60000 /BitsPerComponent 1 /ColorSpace /DeviceGray", []byte{}), errPixels},
		"a bomb":            {"application/pdf", onePage("", whole, "/Subtype /Image /Width 10 /Height 10 /BitsPerComponent 8 /ColorSpace /DeviceGray /Filter /FlateDecode", bomb), errPixels},
		"JBIG2":             {"application/pdf", onePage("", whole, "/Subtype /Image /Width 80 /Height 120 /BitsPerComponent 1 /Filter /JBIG2Decode", []byte("xxx")), errCoding},
		"JPEG 2000":         {"application/pdf", onePage("", whole, "/Subtype /Image /Width 80 /Height 120 /Filter /JPXDecode", []byte("xxx")), errCoding},
		"cut":               {"image/jpeg", jpegOf(t, quarters(80, 120))[:300], errBroken},
		"no picture":        {"application/pdf", onePage("", "BT (abc) Tj ET"), errBorn},
		"forms within":      {"application/pdf", onePage("", whole, forms, []byte(strings.Repeat("/X5 Do ", 2000))), errBorn},
		"one a layer lost":  {"application/pdf", onePage("", "/X5 Do /X6 Do", "/Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray", []byte{0}, "/Subtype /Image /Width 8 /Height 8 /Filter /JBIG2Decode", []byte("x")), errCoding},
		"locked":            {"application/pdf", []byte("%PDF-1.4\ntrailer<</Encrypt 1 0 R>>"), errLocked},
		"nothing":           {"application/pdf", []byte("%PDF-1.4\n"), errFile},
		"too many pages":    {"application/pdf", many.Bytes(), errPages},
		"pages of pages":    {"application/pdf", []byte("1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Kids[2 0 R 2 0 R]>>endobj"), errFile},
		"deep":              {"application/pdf", []byte("1 0 obj" + strings.Repeat("[", 1<<20)), errFile},
	} {
		t.Run(name, func(t *testing.T) {
			_, why := pages(t, tt.media, tt.file)
			var got, want *fault.Error
			if len(why) != 1 || !errors.As(why[0], &got) || !errors.As(tt.want, &want) || got.Format != want.Format {
				t.Errorf("got %v; want %v", why, tt.want)
			}
		})
	}
}

func FuzzEach(f *testing.F) {
	img := quarters(8, 12)
	f.Add(onePage("", "q 80 0 0 120 0 0 cm /X5 Do Q", "/Subtype /Image /Width 8 /Height 12 /BitsPerComponent 8 /ColorSpace /DeviceRGB", rgb(img)))
	f.Add(onePage("/Rotate 90", "BI /W 2 /H 2 /BPC 8 /CS /G ID abcd EI", "/Subtype /Image /Width 8 /Height 12 /ImageMask true /Decode [1 0]", rgb(img)))
	f.Add([]byte("1 0 obj<</Type/ObjStm/N 1/First 4>>stream\n2 0 <</Type/Catalog/Pages 3 0 R>>\nendstream"))
	f.Add(onePage("", "/X5 Do", "/Subtype /Image /Width 8 /Height 12 /Filter /CCITTFaxDecode /DecodeParms <</K -1 /Columns 8>>", []byte{255, 255, 0, 16}))
	f.Fuzz(func(t *testing.T, file []byte) {
		pages(t, "application/pdf", file)
	})
}
