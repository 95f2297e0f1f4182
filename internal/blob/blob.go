// Package blob keeps files: by a random key in a folder, sealed if they show an
// identity, durable before it says so. It judges a file by its content, never
// by its name, reads it once from end to end without holding it in memory, and
// knows neither cases nor people. It promises that nothing of a refused file
// stays, and that a sealed file which was changed, cut or exchanged is not
// handed out as if it were whole.
package blob

import (
	"bufio"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	gosync "sync"

	"qinglan/internal/fault"
	"qinglan/internal/vault"
)

// MaxFile is how large one file may be, in bytes.
const MaxFile = 10 << 20

// A Store keeps files under one folder.
type Store struct {
	dir   string
	keys  *vault.Keys
	rooms gosync.Map // folders that are there for good
}

// New returns the store in dir, which is made when the first file comes.
func New(dir string, keys *vault.Keys) *Store { return &Store{dir: dir, keys: keys} }

// Stored says what was kept.
type Stored struct {
	Key    string // random; the only name the file has here
	Media  string // as its content says
	Size   int64  // of what was kept, in bytes
	SHA256 string // of the same, in hex
}

var errMissing = fault.New(fault.Missing, "没有这个文件，或您无权查看。")

// Put keeps what r gives if it is a whole file of the kind, at most max bytes
// long. A file that is not is refused with a sentence for whoever sent it. It
// returns when the file would survive a loss of power.
func (s *Store) Put(ctx context.Context, kind Kind, sealed bool, r io.Reader, max int64) (Stored, error) {
	st := Stored{Key: newKey()}
	if err := s.room(st.Key); err != nil {
		return st, err
	}
	tmp, err := os.CreateTemp(s.folder(st.Key), ".new-*")
	if err != nil {
		return st, err
	}
	defer os.Remove(tmp.Name()) // gone already if it was kept
	err = s.write(ctx, &st, kind, sealed, r, max, tmp)
	if err = errors.Join(err, tmp.Close()); err != nil {
		return Stored{}, err
	}
	if err := os.Rename(tmp.Name(), s.path(st.Key)); err != nil {
		return Stored{}, err
	}
	return st, sync(s.folder(st.Key))
}

// PutMade keeps, sealed, a file that the house itself writes. It returns when
// the file would survive a loss of power; nothing stays of one that failed.
func (s *Store) PutMade(media string, write func(w io.Writer) error) (Stored, error) {
	st := Stored{Key: newKey(), Media: media}
	if err := s.room(st.Key); err != nil {
		return st, err
	}
	tmp, err := os.CreateTemp(s.folder(st.Key), ".new-*")
	if err != nil {
		return st, err
	}
	defer os.Remove(tmp.Name())
	out, sum, size := &sealer{w: tmp, keys: s.keys, key: st.Key}, sha256.New(), new(counter)
	err = write(io.MultiWriter(out, sum, size))
	if err == nil {
		err = errors.Join(out.Close(), tmp.Sync())
	}
	if err = errors.Join(err, tmp.Close()); err != nil {
		return Stored{}, err
	}
	if err := os.Rename(tmp.Name(), s.path(st.Key)); err != nil {
		return Stored{}, err
	}
	st.Size, st.SHA256 = int64(*size), hex.EncodeToString(sum.Sum(nil))
	return st, sync(s.folder(st.Key))
}

func (s *Store) write(ctx context.Context, st *Stored, kind Kind, sealed bool, r io.Reader, max int64, tmp *os.File) error {
	// A request comes in pieces of four kilobytes; the disk is asked less often.
	wide := bufio.NewWriterSize(tmp, 64<<10)
	var out io.WriteCloser = plain{wide}
	if sealed {
		out = &sealer{w: wide, keys: s.keys, key: st.Key}
	}
	sum, size := sha256.New(), new(counter)
	in := &limited{ctx: ctx, r: r, left: max, max: max}
	media, err := inspect(kind, in, io.MultiWriter(out, sum, size))
	if err != nil {
		return err
	}
	if err := errors.Join(out.Close(), wide.Flush()); err != nil {
		return err
	}
	st.Media, st.Size, st.SHA256 = media, int64(*size), hex.EncodeToString(sum.Sum(nil))
	return tmp.Sync()
}

// Open returns the content of a file. Reading a sealed one fails at the first
// piece that is not as it was written.
func (s *Store) Open(key string, sealed bool) (io.ReadCloser, error) {
	if !keyFits(key) {
		return nil, errMissing
	}
	f, err := os.Open(s.path(key))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, errMissing
	}
	if err != nil || !sealed {
		return f, err
	}
	return &opener{f: f, keys: s.keys, key: key}, nil
}

// Remove deletes a file for good; one that is not there is no error.
func (s *Store) Remove(key string) error {
	if !keyFits(key) {
		return nil
	}
	if err := os.Remove(s.path(key)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// room makes the folder of a key, for good, the first time it is needed.
func (s *Store) room(key string) error {
	if _, ok := s.rooms.Load(key[:2]); ok {
		return nil
	}
	err := os.MkdirAll(s.folder(key), 0o700)
	if err == nil {
		err = sync(s.dir)
	}
	if err == nil {
		s.rooms.Store(key[:2], true)
	}
	return err
}

func (s *Store) folder(key string) string { return filepath.Join(s.dir, key[:2]) }
func (s *Store) path(key string) string   { return filepath.Join(s.dir, key[:2], key) }

const keyLetters = "abcdefghijklmnopqrstuvwxyz234567"

var keyCode = base32.NewEncoding(keyLetters).WithPadding(base32.NoPadding)

func newKey() string {
	var b [20]byte
	rand.Read(b[:])
	return keyCode.EncodeToString(b[:])
}

func keyFits(key string) bool { return len(key) == 32 && strings.Trim(key, keyLetters) == "" }

// sync makes a folder remember its entries.
func sync(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// plain writes as it is given; the file under it is closed by its owner.
type plain struct{ io.Writer }

func (plain) Close() error { return nil }

type counter int64

func (n *counter) Write(p []byte) (int, error) {
	*n += counter(len(p))
	return len(p), nil
}

// limited reads at most so many bytes; one more is a refusal, not an end.
type limited struct {
	ctx       context.Context
	r         io.Reader
	left, max int64
}

func (l *limited) Read(p []byte) (int, error) {
	if err := l.ctx.Err(); err != nil {
		return 0, err
	}
	if int64(len(p)) > l.left+1 {
		p = p[:l.left+1]
	}
	n, err := l.r.Read(p)
	if int64(n) > l.left {
		return 0, fault.New(fault.Invalid, "文件太大：每个文件最多 %d MB。请压缩后再传，照片可以选“中等”尺寸。", l.max>>20)
	}
	l.left -= int64(n)
	return n, err
}
