package blob

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"

	"qinglan/internal/vault"
)

// A sealed file is pieces of equal length, each sealed for its place: the key
// of the file, the number of the piece, and whether it is the last. So no piece
// can be changed, left out, moved or taken from another file.
const (
	piece    = 64 << 10
	overhead = 1 + 12 + 16 // algorithm, nonce and tag of package vault
)

func place(key string, i int, last bool) []byte {
	return fmt.Appendf(nil, "files/%s/%d/%t", key, i, last)
}

type sealer struct {
	w    io.Writer
	keys *vault.Keys
	key  string
	buf  []byte
	n    int
}

func (s *sealer) Write(p []byte) (int, error) {
	written := len(p)
	for len(p) > 0 {
		if len(s.buf) == piece { // there is more, so this is not the last
			if err := s.flush(false); err != nil {
				return 0, err
			}
		}
		n := min(piece-len(s.buf), len(p))
		s.buf, p = append(s.buf, p[:n]...), p[n:]
	}
	return written, nil
}

func (s *sealer) flush(last bool) error {
	_, err := s.w.Write(s.keys.Seal(s.buf, place(s.key, s.n, last)))
	s.buf, s.n = s.buf[:0], s.n+1
	return err
}

func (s *sealer) Close() error { return s.flush(true) }

type opener struct {
	f    *os.File
	in   *bufio.Reader
	keys *vault.Keys
	key  string
	rest []byte
	n    int
	done bool
}

func (o *opener) Read(p []byte) (int, error) {
	for len(o.rest) == 0 {
		if o.done {
			return 0, io.EOF
		}
		if err := o.next(); err != nil {
			return 0, err
		}
	}
	n := copy(p, o.rest)
	o.rest = o.rest[n:]
	return n, nil
}

func (o *opener) next() error {
	if o.in == nil {
		o.in = bufio.NewReaderSize(o.f, piece+overhead)
	}
	buf := make([]byte, piece+overhead)
	n, err := io.ReadFull(o.in, buf)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
		return vault.ErrCipher // no last piece: it was cut
	}
	_, err = o.in.Peek(1)
	o.done = err != nil
	o.rest, err = o.keys.Open(buf[:n], place(o.key, o.n, o.done))
	o.n++
	return err
}

func (o *opener) Close() error { return o.f.Close() }
