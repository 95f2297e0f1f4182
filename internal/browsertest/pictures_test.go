//go:build !race

package browsertest

import (
	"bytes"
	"flag"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"testing"
)

var update = flag.Bool("update", false, "take the pictures of the READMEs again")

const (
	album  = "../../doc/picture"
	weight = 1_500_000 // bytes that all pictures together may have

	shaoxing = "330600-city-clerk-1" // its list waits to be chosen from
)

// A picture of the READMEs is what one page of the demonstration shows.
type picture struct {
	name          string
	page          page
	to            string // what is scrolled to the top
	width, height int
}

// pictures are taken in this order, of the clock at demo.Start.
var pictures = []picture{
	{"home", page{who: stranger, path: "/"}, "", 390, 780},
	{"form", page{who: applicant, path: "/apply/{application:fix-county}"}, ".mend-why", 390, 780},
	{"desk", page{who: county, path: "/desk"}, "", 1280, 760},
	{"review", page{who: city, path: "/review/{application:at-city}"}, "", 1280, 760},
	{"summary", page{who: shaoxing, path: "/summaries/{summary}"}, "", 1280, 760},
	{"pad", page{who: judge, path: "/judge/{session:open}"}, "a[href='#lot-1']", 1024, 740},
	{"publicity", page{who: stranger, path: "/publicity/{publicity:running}"}, "", 1280, 760},
	{"progress", page{who: stranger, path: "/progress"}, "", 1280, 760},
	{"verify", page{who: stranger}, "", 390, 780},
}

// With -update the pictures are taken; otherwise each is there, of its size,
// shown by both READMEs, and nothing else is.
func TestPictures(t *testing.T) {
	if *update {
		s, b := demonstration(t), needs(t, chromium)
		for _, p := range pictures {
			s.take(t, b, p)
		}
	}
	var names []string
	total := 0
	for _, p := range pictures {
		names = append(names, p.name)
		total += len(p.check(t))
	}
	if total > weight {
		t.Errorf("the pictures have %d bytes; want %d at most", total, weight)
	}
	slices.Sort(names)
	for _, readme := range []string{"README.md", "README.zh-CN.md"} {
		if shown := shows(t, readme); !slices.Equal(shown, names) {
			t.Errorf("%s shows %q; want %q", readme, shown, names)
		}
	}
	files, err := filepath.Glob(filepath.Join(album, "*"))
	if err != nil || len(files) != len(pictures) {
		t.Errorf("%s holds %q (%v); want the pictures of the list", album, files, err)
	}
}

func (p picture) file() string { return filepath.Join(album, p.name+".png") }

func (p picture) check(t *testing.T) []byte {
	t.Helper()
	b, err := os.ReadFile(p.file())
	if err != nil {
		t.Fatalf("%v: go test ./internal/browsertest -run Pictures -update", err)
	}
	c, err := png.DecodeConfig(bytes.NewReader(b))
	if err != nil {
		t.Fatalf("%s: %v", p.name, err)
	}
	if c.Width != p.width || c.Height != p.height {
		t.Errorf("%s is %d by %d; want %d by %d: take it again", p.name, c.Width, c.Height, p.width, p.height)
	}
	return b
}

var shown = regexp.MustCompile(`!\[[^\]]{4,}\]\(doc/picture/([a-z]+)\.png\)`)

// shows returns the pictures that a README shows with words for who cannot see.
func shows(t *testing.T, readme string) (names []string) {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("../..", readme))
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range shown.FindAllSubmatch(b, -1) {
		names = append(names, string(m[1]))
	}
	slices.Sort(names)
	return names
}

func (s *site) take(t *testing.T, b *browser, p picture) {
	t.Helper()
	if p.name == "verify" {
		p.page.path = "/verify/" + s.verify(t).With["code"]
	}
	who, path := s.find(t, p.page)
	file := filepath.Join(t.TempDir(), p.name+".png")
	b.tell(t, command{Do: "picture", Base: s.base, Who: who, Path: path, Name: p.name, File: file,
		With: map[string]string{"width": strconv.Itoa(p.width), "height": strconv.Itoa(p.height), "to": p.to}})
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	img, err := png.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&out, few(img)); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(p.file(), out.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}

// few paints img in its 256 most frequent colours, which a page without
// photographs hardly exceeds.
func few(img image.Image) *image.Paletted {
	count := map[color.RGBA]int{}
	box := img.Bounds()
	at := func(x, y int) color.RGBA { return color.RGBAModel.Convert(img.At(x, y)).(color.RGBA) }
	for y := box.Min.Y; y < box.Max.Y; y++ {
		for x := box.Min.X; x < box.Max.X; x++ {
			count[at(x, y)]++
		}
	}
	colours := make([]color.RGBA, 0, len(count))
	for c := range count {
		colours = append(colours, c)
	}
	slices.SortFunc(colours, func(a, b color.RGBA) int {
		if n := count[b] - count[a]; n != 0 {
			return n
		}
		return bytes.Compare([]byte{a.R, a.G, a.B}, []byte{b.R, b.G, b.B})
	})
	var palette color.Palette
	for _, c := range colours[:min(256, len(colours))] {
		palette = append(palette, c)
	}
	nearest := map[color.RGBA]uint8{}
	for _, c := range colours {
		nearest[c] = uint8(palette.Index(c))
	}
	out := image.NewPaletted(box, palette)
	for y := box.Min.Y; y < box.Max.Y; y++ {
		for x := box.Min.X; x < box.Max.X; x++ {
			out.SetColorIndex(x, y, nearest[at(x, y)])
		}
	}
	return out
}
