package raster

import (
	"bytes"
	"compress/zlib"
	"encoding/ascii85"
	"io"

	"golang.org/x/image/ccitt"
	"golang.org/x/image/tiff/lzw"
)

// A stage is one filter of a stream with its parameters.
type stage struct {
	name  name
	parms dict
}

// stages returns the filters of a stream, the outermost first.
func (f *file) stages(d dict) []stage {
	filters, parms := f.get(first(d, "Filter", "F")), f.get(first(d, "DecodeParms", "DP"))
	if n, ok := filters.(name); ok {
		return []stage{{long(n), f.dict(parms)}}
	}
	var out []stage
	all, _ := filters.(list)
	each, _ := parms.(list)
	for i, o := range all {
		n, _ := f.get(o).(name)
		s := stage{name: long(n)}
		if i < len(each) {
			s.parms = f.dict(each[i])
		}
		out = append(out, s)
	}
	return out
}

// first returns the entry of the first of some keys that is there: images within
// a page have short ones.
func first(d dict, keys ...name) any {
	for _, k := range keys {
		if o, ok := d[k]; ok {
			return o
		}
	}
	return nil
}

func long(n name) name {
	if l, ok := map[name]name{
		"Fl": "FlateDecode", "DCT": "DCTDecode", "CCF": "CCITTFaxDecode", "LZW": "LZWDecode",
		"RL": "RunLengthDecode", "A85": "ASCII85Decode", "AHx": "ASCIIHexDecode",
	}[n]; ok {
		return l
	}
	return n
}

// unfilter returns the content of a stream, at most most bytes.
func (f *file) unfilter(s stream, most int) ([]byte, error) {
	body, left, err := f.unwrap(s, most)
	if err == nil && len(left) > 0 {
		err = errCoding
	}
	return body, err
}

// unwrap undoes the filters of a stream up to one that makes pictures, and returns
// that and what is inside.
func (f *file) unwrap(s stream, most int) (body []byte, picture []stage, err error) {
	body = s.raw
	all := f.stages(s.dict)
	if len(all) > 6 {
		return nil, nil, errBroken
	}
	for i, st := range all {
		switch st.name {
		case "DCTDecode", "CCITTFaxDecode", "JBIG2Decode", "JPXDecode":
			return body, all[i:], nil
		}
		if body, err = f.undo(st, body, most); err != nil {
			return nil, nil, err
		}
	}
	return body, nil, nil
}

func (f *file) undo(st stage, in []byte, most int) ([]byte, error) {
	var r io.Reader
	switch st.name {
	case "FlateDecode":
		z, err := zlib.NewReader(bytes.NewReader(in))
		if err != nil {
			return nil, errBroken
		}
		r = z
	case "LZWDecode":
		if f.number(st.parms["EarlyChange"], 1) != 1 {
			return nil, errCoding
		}
		r = lzw.NewReader(bytes.NewReader(in), lzw.MSB, 8)
	case "ASCII85Decode":
		r = ascii85.NewDecoder(bytes.NewReader(bytes.TrimSuffix(bytes.TrimSpace(in), []byte("~>"))))
	case "ASCIIHexDecode":
		return unhex(bytes.TrimRight(in, "> \r\n")), nil
	case "RunLengthDecode":
		return unrun(in, most)
	default:
		return nil, errCoding
	}
	// What is cut short is shown as far as it goes.
	out, err := io.ReadAll(io.LimitReader(r, int64(most)+1))
	if len(out) > most {
		return nil, errPixels
	}
	if err != nil && len(out) == 0 {
		return nil, errBroken
	}
	return f.unpredict(st.parms, out)
}

func unrun(in []byte, most int) ([]byte, error) {
	var out []byte
	for i := 0; i < len(in) && in[i] != 128; {
		n := int(in[i])
		i++
		if n < 128 {
			end := min(i+n+1, len(in))
			out = append(out, in[i:end]...)
			i = end
		} else if i < len(in) {
			out = append(out, bytes.Repeat(in[i:i+1], 257-n)...)
			i++
		}
		if len(out) > most {
			return nil, errPixels
		}
	}
	return out, nil
}

// unpredict undoes what was done to rows so that they pack better: the filters of
// PNG, or the differences of TIFF for whole bytes.
func (f *file) unpredict(parms dict, in []byte) ([]byte, error) {
	kind := f.number(parms["Predictor"], 1)
	if kind < 2 {
		return in, nil
	}
	colours, bits, columns := f.number(parms["Colors"], 1), f.number(parms["BitsPerComponent"], 8), f.number(parms["Columns"], 1)
	if colours < 1 || colours > 8 || bits < 1 || bits > 16 || columns < 1 || columns > 1<<20 {
		return nil, errBroken
	}
	pixel := max(int(colours*bits)/8, 1)
	row := (int(colours*bits)*int(columns) + 7) / 8
	if kind == 2 {
		if bits != 8 {
			return nil, errCoding
		}
		for at := 0; at+row <= len(in); at += row {
			for i := at + pixel; i < at+row; i++ {
				in[i] += in[i-pixel]
			}
		}
		return in, nil
	}
	var out []byte
	above := make([]byte, row)
	for at := 0; at+1 < len(in); at += row + 1 {
		line := in[at+1 : min(at+1+row, len(in))]
		unfilterPNG(in[at], line, above, pixel)
		out = append(out, line...)
		above = line
	}
	return out, nil
}

// unfilterPNG undoes the filter of one row (PNG, 9.2). above is as long or longer.
func unfilterPNG(kind byte, line, above []byte, pixel int) {
	for i := range line {
		var left, corner byte
		if i >= pixel {
			left, corner = line[i-pixel], above[i-pixel]
		}
		switch kind {
		case 1:
			line[i] += left
		case 2:
			line[i] += above[i]
		case 3:
			line[i] += byte((int(left) + int(above[i])) / 2)
		case 4:
			line[i] += paeth(left, above[i], corner)
		}
	}
}

func paeth(left, up, corner byte) byte {
	p := int(left) + int(up) - int(corner)
	a, b, c := away(p, left), away(p, up), away(p, corner)
	switch {
	case a <= b && a <= c:
		return left
	case b <= c:
		return up
	}
	return corner
}

func away(p int, b byte) int { return max(p-int(b), int(b)-p) }

// fax decodes a picture of CCITT into bits, 1 for white, rows filled to bytes.
func (f *file) fax(st stage, in []byte, width, height int) ([]byte, error) {
	k := f.number(st.parms["K"], 0)
	if k > 0 { // G3 in two dimensions
		return nil, errCoding
	}
	kind := ccitt.Group3
	if k < 0 {
		kind = ccitt.Group4
	}
	columns := int(f.number(st.parms["Columns"], 1728))
	if columns != width {
		return nil, errBroken
	}
	aligned, _ := f.get(st.parms["EncodedByteAlign"]).(bool)
	dark, _ := f.get(st.parms["BlackIs1"]).(bool)
	r := ccitt.NewReader(bytes.NewReader(in), ccitt.MSB, kind, width, height, &ccitt.Options{Align: aligned, Invert: dark})
	out := make([]byte, (width+7)/8*height)
	n, err := io.ReadFull(r, out)
	if err != nil && n == 0 {
		return nil, errBroken
	}
	if !dark { // what did not come is white
		for i := n; i < len(out); i++ {
			out[i] = 0xff
		}
	}
	return out, nil
}
