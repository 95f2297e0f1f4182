package blob

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"unicode"
)

// maxPixels is the largest image that is taken: its header is believed before
// anything makes room for it.
const maxPixels = 60_000_000

// inspect copies a file from r to w while it walks its structure, and returns
// what it is. What stands behind the end of an image is left behind, so that a
// file is never two things at once.
func inspect(kind Kind, r io.Reader, w io.Writer) (string, error) {
	s := &scan{in: bufio.NewReaderSize(r, 32<<10), out: w}
	head, err := s.in.Peek(512)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, bufio.ErrBufferFull) {
		return "", err
	}
	is, err := sniff(head)
	if err != nil {
		return "", err
	}
	if kind != Any && kind != is {
		return "", refuseOther(kind, is)
	}
	switch is {
	case PDF:
		err = s.pdf()
	case JPEG:
		err = s.jpeg()
	case PNG:
		err = s.png()
	}
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		err = refusals["cut"]
	}
	if err != nil {
		return "", err
	}
	// Whoever sends may be waiting for the rest to be taken; its length counts.
	_, err = io.Copy(io.Discard, s.in)
	return media[is], err
}

var pngSignature = []byte("\x89PNG\r\n\x1a\n")

// sniff returns what a file that starts with head is, or why it is not taken.
func sniff(head []byte) (Kind, error) {
	switch {
	case len(head) == 0:
		return "", refusals["empty"]
	case bytes.HasPrefix(head, []byte("%PDF-")):
		return PDF, nil
	case bytes.HasPrefix(head, []byte{0xff, 0xd8, 0xff}):
		return JPEG, nil
	case bytes.HasPrefix(head, pngSignature):
		return PNG, nil
	case len(head) >= 12 && string(head[4:8]) == "ftyp":
		return "", refusals["heic"]
	case bytes.HasPrefix(head, []byte("PK")), bytes.HasPrefix(head, []byte("Rar!")), bytes.HasPrefix(head, []byte("7z\xbc\xaf")), bytes.HasPrefix(head, []byte{0x1f, 0x8b}):
		if bytes.Contains(head, []byte("[Content_Types]")) || bytes.Contains(head, []byte("docProps")) {
			return "", refusals["office"]
		}
		return "", refusals["archive"]
	case bytes.HasPrefix(head, []byte{0xd0, 0xcf, 0x11, 0xe0}):
		return "", refusals["office"]
	case bytes.HasPrefix(head, []byte("MZ")), bytes.HasPrefix(head, []byte("\x7fELF")), bytes.HasPrefix(head, []byte("#!")):
		return "", refusals["program"]
	case bytes.HasPrefix(head, []byte("GIF8")), bytes.HasPrefix(head, []byte("RIFF")), bytes.HasPrefix(head, []byte("BM")), bytes.HasPrefix(head, []byte("II*\x00")), bytes.HasPrefix(head, []byte("MM\x00*")):
		return "", refusals["image"]
	case bytes.HasPrefix(bytes.TrimLeftFunc(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")), unicode.IsSpace), []byte("<")):
		return "", refusals["markup"]
	case len(bytes.Trim(head, "\x00")) == 0:
		return "", refusals["cut"]
	}
	return "", refusals["other"]
}

// A scan walks a file and writes what it has passed.
type scan struct {
	in   *bufio.Reader
	out  io.Writer
	half bool // the 0xff of a marker has been passed
}

// take passes n bytes, few enough to be looked at.
func (s *scan) take(n int) ([]byte, error) {
	b := make([]byte, n)
	if _, err := io.ReadFull(s.in, b); err != nil {
		return nil, err
	}
	_, err := s.out.Write(b)
	return b, err
}

func (s *scan) pass(n int64) error {
	_, err := io.CopyN(s.out, s.in, n)
	return err
}

// pdf passes all and looks for the end, which stands in the last kilobyte.
func (s *scan) pdf() error {
	t := &tail{max: 1024}
	if _, err := io.Copy(io.MultiWriter(s.out, t), s.in); err != nil {
		return err
	}
	if bytes.Contains(t.buf, []byte("/Encrypt")) {
		return refusals["locked"]
	}
	if !bytes.Contains(t.buf, []byte("%%EOF")) || !bytes.Contains(t.buf, []byte("startxref")) {
		return refusals["cut"]
	}
	return nil
}

// tail remembers the last bytes written to it.
type tail struct {
	max int
	buf []byte
}

func (t *tail) Write(p []byte) (int, error) {
	if len(p) > t.max { // all of what is remembered; most of a file is not copied
		t.buf = append(t.buf[:0], p[len(p)-t.max:]...)
		return len(p), nil
	}
	t.buf = append(t.buf, p...)
	if len(t.buf) > t.max {
		t.buf = append(t.buf[:0], t.buf[len(t.buf)-t.max:]...)
	}
	return len(p), nil
}

// png passes chunk by chunk to IEND.
func (s *scan) png() error {
	if _, err := s.take(len(pngSignature)); err != nil {
		return err
	}
	data := false
	for first := true; ; first = false {
		head, err := s.take(8)
		if err != nil {
			return err
		}
		size, name := binary.BigEndian.Uint32(head), string(head[4:])
		if first != (name == "IHDR") || first && size != 13 || size > 1<<31-1 {
			return refusals["cut"]
		}
		data = data || name == "IDAT"
		if first {
			dims, err := s.take(13)
			if err != nil {
				return err
			}
			if err := pixels(binary.BigEndian.Uint32(dims), binary.BigEndian.Uint32(dims[4:])); err != nil {
				return err
			}
			size = 0
		}
		if err := s.pass(int64(size) + 4); err != nil { // with its check sum
			return err
		}
		if name == "IEND" {
			if !data {
				return refusals["cut"]
			}
			return nil
		}
	}
}

// pixels refuses what would be too large in memory, and what is no image.
func pixels(w, h uint32) error {
	switch {
	case w == 0 || h == 0:
		return refusals["cut"]
	case uint64(w)*uint64(h) > maxPixels:
		return refusals["pixels"]
	}
	return nil
}

// jpeg passes segment by segment, and the coded data between, to EOI.
func (s *scan) jpeg() error {
	if _, err := s.take(2); err != nil {
		return err
	}
	sized, scanned := false, false
	for {
		m, err := s.marker()
		if err != nil {
			return err
		}
		switch {
		case m == 0xd9:
			if !sized || !scanned {
				return refusals["cut"]
			}
			return nil
		case m == 0x01 || m >= 0xd0 && m <= 0xd7:
			continue
		case m == 0x00 || m == 0xd8:
			return refusals["cut"]
		}
		ok, err := s.segment(m)
		if err != nil {
			return err
		}
		sized = sized || ok
		if m == 0xda {
			if !sized {
				return refusals["cut"]
			}
			scanned = true
			if err := s.coded(); err != nil {
				return err
			}
		}
	}
}

// marker passes 0xff, fill bytes and the letter of a marker.
func (s *scan) marker() (byte, error) {
	if !s.half {
		b, err := s.take(1)
		if err != nil {
			return 0, err
		}
		if b[0] != 0xff {
			return 0, refusals["cut"]
		}
	}
	s.half = false
	for {
		b, err := s.take(1)
		if err != nil {
			return 0, err
		}
		if b[0] != 0xff {
			return b[0], nil
		}
	}
}

// segment passes the body of the segment m and reports whether it gave the
// size of the image, within bounds.
func (s *scan) segment(m byte) (sized bool, err error) {
	b, err := s.take(2)
	if err != nil {
		return false, err
	}
	n := int(binary.BigEndian.Uint16(b)) - 2
	if n < 0 {
		return false, refusals["cut"]
	}
	frame := m >= 0xc0 && m <= 0xcf && m != 0xc4 && m != 0xc8 && m != 0xcc
	if !frame {
		return false, s.pass(int64(n))
	}
	if n < 6 {
		return false, refusals["cut"]
	}
	b, err = s.take(n)
	if err != nil {
		return false, err
	}
	return true, pixels(uint32(binary.BigEndian.Uint16(b[3:])), uint32(binary.BigEndian.Uint16(b[1:])))
}

// coded passes the coded data after SOS, and the 0xff of the marker behind it.
func (s *scan) coded() error {
	for {
		b, err := s.in.ReadSlice(0xff)
		if err != nil && !errors.Is(err, bufio.ErrBufferFull) {
			return err
		}
		if _, bad := s.out.Write(b); bad != nil {
			return bad
		}
		if err != nil {
			continue // no 0xff in a whole buffer
		}
		next, err := s.in.Peek(1)
		if err != nil {
			return err
		}
		if c := next[0]; c != 0x00 && (c < 0xd0 || c > 0xd7) {
			s.half = true
			return nil
		}
	}
}
