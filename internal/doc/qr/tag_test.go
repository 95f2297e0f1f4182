package qr

import (
	"image"
	"image/color"
	"strings"
	"testing"
)

var aTag = Tag{Print: PrintName([]byte("0123456789")), Page: 2, Pages: 13}

func TestTag(t *testing.T) {
	for _, tag := range []Tag{aTag, {Print: aTag.Print}, {Print: aTag.Print, Page: 1023, Pages: 1023}} {
		text := tag.Text()
		if got, ok := ReadTag(text); !ok || got != tag {
			t.Errorf("ReadTag(%q) = %+v, %t; want %+v", text, got, ok, tag)
		}
		if _, side, err := Runs(text); err != nil || side != modules+2*quiet {
			t.Errorf("the code of %q is %d modules wide, %v; want %d", text, side, err, modules+2*quiet)
		}
	}
	for _, bad := range []Tag{
		{}, {Print: "SHORT", Page: 1, Pages: 1}, {Print: aTag.Print, Page: 3, Pages: 2}, {Print: aTag.Print, Page: 0, Pages: 2},
		{Print: aTag.Print, Page: 1, Pages: 1024}, {Print: strings.ToLower(aTag.Print), Page: 1, Pages: 1}, {Print: aTag.Print, Page: -1, Pages: 2},
	} {
		if text := bad.Text(); text != "" {
			t.Errorf("%+v is written as %q; want no code", bad, text)
		}
	}
}

// No text that differs from a tag in one place is one.
func TestTagChangedInOnePlace(t *testing.T) {
	text := aTag.Text()
	const alphabet = Letters + "0189 $%*+-./:abcxyz\x00\xff"
	for i := range len(text) {
		for j := range len(alphabet) {
			other := text[:i] + alphabet[j:j+1] + text[i+1:]
			if other == text {
				continue
			}
			if got, ok := ReadTag(other); ok {
				t.Errorf("%q with %q at %d is read as %+v", text, alphabet[j], i, got)
			}
		}
	}
	for _, foreign := range []string{"", "https://example.org/verify/ABCD", text + "A", text[1:], strings.ToLower(text), "QL" + strings.Repeat("A", 26), "6901234567892"} {
		if got, ok := ReadTag(foreign); ok {
			t.Errorf("%q is read as %+v", foreign, got)
		}
	}
}

// draw draws the codes of texts one below the other, so many pixels to a module.
func draw(t *testing.T, pixels int, texts ...string) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, 60*pixels, 50*pixels*len(texts)))
	for i := range img.Pix {
		img.Pix[i] = 255
	}
	for n, text := range texts {
		runs, _, err := Runs(text)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range runs {
			for y := range pixels {
				for x := range pixels * r.N {
					img.Set(20+r.X*pixels+x, 20+50*pixels*n+r.Y*pixels+y, color.Black)
				}
			}
		}
	}
	return img
}

func TestReadFindsEveryCodeOnce(t *testing.T) {
	other := Tag{Print: PrintName([]byte("abcdefghij")), Page: 1, Pages: 1}
	got := map[string]bool{}
	for _, f := range Read(draw(t, 4, aTag.Text(), other.Text())) {
		if got[f.Text] || f.Turn != 0 {
			t.Errorf("found %+v; want each once, upright", f)
		}
		got[f.Text] = true
	}
	if len(got) != 2 || !got[aTag.Text()] || !got[other.Text()] {
		t.Errorf("found %v; want both", got)
	}
}

// A picture full of eyes is looked at for a bounded time.
func TestReadOfManyEyes(t *testing.T) {
	img := image.NewGray(image.Rect(0, 0, 900, 1200))
	for i := range img.Pix {
		img.Pix[i] = 255
	}
	for y := range 1200 {
		for x := range 900 {
			u, v := x%20/2, y%20/2
			ring := max(u-3, 3-u, v-3, 3-v)
			if u < 7 && v < 7 && ring != 2 {
				img.SetGray(x, y, color.Gray{})
			}
		}
	}
	if got := Read(img); len(got) != 0 {
		t.Errorf("found %v", got)
	}
}
