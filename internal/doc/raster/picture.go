package raster

import (
	"image"
	"image/color"
	"image/jpeg"
)

// picture decodes an image of a PDF. Where a mask makes it transparent, it is.
// ink is what a stencil paints with.
func (f *file) picture(s stream, depth int) (image.Image, error) {
	width, height := int(f.number(first(s.dict, "Width", "W"), 0)), int(f.number(first(s.dict, "Height", "H"), 0))
	if width <= 0 || height <= 0 || width > 1<<16 || height > 1<<16 {
		return nil, errBroken
	}
	if f.pixels -= width * height; width > mostDecoded/4/height || f.pixels < 0 {
		return nil, errPixels
	}
	body, left, err := f.unwrap(s, mostDecoded)
	if err != nil {
		return nil, err
	}
	if len(left) > 0 {
		switch left[0].name {
		case "DCTDecode":
			img, err := decoded(body, jpeg.Decode, jpeg.DecodeConfig)
			if err != nil {
				return nil, err
			}
			return f.masked(s.dict, img, depth)
		case "CCITTFaxDecode":
			body, err = f.fax(left[0], body, width, height)
		default:
			err = errCoding
		}
		if err != nil {
			return nil, err
		}
	}
	img, err := f.samples(s.dict, body, width, height)
	if err != nil {
		return nil, err
	}
	return f.masked(s.dict, img, depth)
}

// masked makes img transparent where its mask says so.
func (f *file) masked(d dict, img image.Image, depth int) (image.Image, error) {
	s, soft := f.get(d["SMask"]).(stream)
	if !soft {
		if s, soft = f.get(d["Mask"]).(stream); !soft {
			return img, nil
		}
	}
	if depth > 0 {
		return img, nil
	}
	mask, err := f.picture(s, depth+1)
	if err != nil {
		return nil, err
	}
	_, stencil := mask.(*image.Alpha)
	// The finer of the two gives the size: letters are in the mask.
	b, m := img.Bounds(), mask.Bounds()
	w, h := max(b.Dx(), m.Dx()), max(b.Dy(), m.Dy())
	if w > mostDecoded/4/h {
		return nil, errPixels
	}
	out := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			c := color.NRGBAModel.Convert(img.At(b.Min.X+x*b.Dx()/w, b.Min.Y+y*b.Dy()/h)).(color.NRGBA)
			at := mask.At(m.Min.X+x*m.Dx()/w, m.Min.Y+y*m.Dy()/h)
			if _, _, _, a := at.RGBA(); stencil {
				c.A = uint8(a >> 8)
			} else {
				c.A = color.GrayModel.Convert(at).(color.Gray).Y
			}
			out.SetNRGBA(x, y, c)
		}
	}
	return out, nil
}

// samples reads a picture of plain samples: a stencil, or so many of a colour.
func (f *file) samples(d dict, body []byte, width, height int) (image.Image, error) {
	if mask, _ := f.get(first(d, "ImageMask", "IM")).(bool); mask {
		return f.stencil(d, body, width, height), nil
	}
	bits := int(f.number(first(d, "BitsPerComponent", "BPC"), 1))
	palette, n, err := f.colours(first(d, "ColorSpace", "CS"))
	if err != nil {
		return nil, err
	}
	if bits != 1 && bits != 2 && bits != 4 && bits != 8 && bits != 16 {
		return nil, errBroken
	}
	row := (width*n*bits + 7) / 8
	get := sampler(bits)
	flip := f.flipped(d)
	top := 1<<min(bits, 8) - 1
	out := image.NewRGBA(image.Rect(0, 0, width, height))
	var c [4]int
	for y := range height {
		if (y+1)*row > len(body) {
			break // cut short: the rest is nothing
		}
		line := body[y*row:]
		for x := range width {
			for i := range n {
				if c[i] = get(line, x*n+i); flip {
					c[i] = top - c[i]
				}
			}
			p := out.Pix[out.PixOffset(x, y):][:4]
			p[3] = 255
			shade(p, c, n, top, palette)
		}
	}
	return out, nil
}

// sampler returns what reads sample i of a row; of 16 bits the upper 8.
func sampler(bits int) func(line []byte, i int) int {
	switch bits {
	case 8:
		return func(line []byte, i int) int { return int(line[i]) }
	case 16:
		return func(line []byte, i int) int { return int(line[2*i]) }
	}
	return func(line []byte, i int) int {
		at := i * bits
		return int(line[at/8]) >> (8 - bits - at%8) & (1<<bits - 1)
	}
}

// shade writes the colour of n samples, each up to top.
func shade(p []byte, c [4]int, n, top int, palette []byte) {
	if palette != nil {
		if at := 3 * c[0]; at+3 <= len(palette) {
			copy(p, palette[at:at+3])
		}
		return
	}
	switch n {
	case 1:
		v := uint8(c[0] * 255 / top)
		p[0], p[1], p[2] = v, v, v
	case 3:
		p[0], p[1], p[2] = uint8(c[0]*255/top), uint8(c[1]*255/top), uint8(c[2]*255/top)
	case 4:
		r, g, b := color.CMYKToRGB(uint8(c[0]*255/top), uint8(c[1]*255/top), uint8(c[2]*255/top), uint8(c[3]*255/top))
		p[0], p[1], p[2] = r, g, b
	}
}

// stencil reads a mask of one bit: dark where it paints, transparent elsewhere.
func (f *file) stencil(d dict, body []byte, width, height int) image.Image {
	out := image.NewAlpha(image.Rect(0, 0, width, height))
	row := (width + 7) / 8
	paints := byte(0)
	if f.flipped(d) {
		paints = 1
	}
	for y := 0; y < height && (y+1)*row <= len(body); y++ {
		for x := range width {
			if body[y*row+x/8]>>(7-x%8)&1 == paints {
				out.Pix[y*out.Stride+x] = 255
			}
		}
	}
	return out
}

// flipped reports whether the samples of a picture count from light to dark.
func (f *file) flipped(d dict) bool {
	l := f.list(first(d, "Decode", "D"))
	return len(l) >= 2 && f.number(l[0], 0) > f.number(l[1], 1)
}

// colours returns how many samples a pixel of a colour space has, or 1 and the
// palette, three bytes a colour.
func (f *file) colours(o any) (palette []byte, n int, err error) {
	switch o := f.get(o).(type) {
	case nil:
		return nil, 1, nil
	case name:
		n := map[name]int{
			"DeviceGray": 1, "G": 1, "CalGray": 1, "DeviceRGB": 3, "RGB": 3, "CalRGB": 3, "DeviceCMYK": 4, "CMYK": 4,
		}[o]
		if n > 0 {
			return nil, n, nil
		}
	case list:
		return f.coloursOf(o)
	}
	return nil, 0, errCoding
}

func (f *file) coloursOf(l list) (palette []byte, n int, err error) {
	if len(l) == 0 {
		return nil, 0, errBroken
	}
	kind, _ := f.get(l[0]).(name)
	switch {
	case kind == "ICCBased" && len(l) > 1:
		n := int(f.number(f.dict(l[1])["N"], 3))
		if n == 1 || n == 3 || n == 4 {
			return nil, n, nil
		}
	case kind == "Lab":
		return nil, 3, nil
	case (kind == "Indexed" || kind == "I") && len(l) == 4:
		_, base, err := f.colours(l[1])
		if err != nil || base == 4 {
			return nil, 0, errCoding
		}
		table := f.table(l[3])
		if base == 1 {
			wide := make([]byte, 0, 3*len(table))
			for _, v := range table {
				wide = append(wide, v, v, v)
			}
			table = wide
		}
		return table, 1, nil
	case len(l) == 1:
		return f.colours(kind)
	case kind == "CalGray" || kind == "CalRGB":
		return f.colours(kind)
	}
	return nil, 0, errCoding
}

func (f *file) table(o any) []byte {
	switch o := f.get(o).(type) {
	case text:
		return o
	case stream:
		b, _ := f.unfilter(o, 1<<16)
		return b
	}
	return nil
}
