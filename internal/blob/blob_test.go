package blob

import (
	"bytes"
	"encoding/binary"
	"errors"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"qinglan/internal/fault"
	"qinglan/internal/vault"
)

func picture(w, h int) image.Image {
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	r := rand.New(rand.NewPCG(1, 2))
	for i := range w * h {
		m.Set(i%w, i/w, color.RGBA{uint8(r.Uint32()), uint8(r.Uint32()), 9, 255})
	}
	return m
}

func aJPEG(t testing.TB) []byte {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, picture(60, 40), nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func aPNG(t testing.TB) []byte {
	var b bytes.Buffer
	if err := png.Encode(&b, picture(60, 40)); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

const aPDF = "%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\nxref\n0 1\ntrailer<</Root 1 0 R>>\nstartxref\n42\n%%EOF\n"

func store(t testing.TB) *Store {
	keys, err := vault.Create(filepath.Join(t.TempDir(), "keys.json"))
	if err != nil {
		t.Fatal(err)
	}
	return New(t.TempDir(), keys)
}

// count returns how many files there are under dir.
func count(t *testing.T, dir string) (n int) {
	t.Helper()
	err := filepath.WalkDir(dir, func(_ string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			n++
		}
		return err
	})
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	return n
}

func TestPutAndOpen(t *testing.T) {
	long := "%PDF-1.7\n" + strings.Repeat("0123456789abcdef", 3*piece/16) + aPDF[9:]
	exact := "%PDF-1.7\n" + strings.Repeat("x", 2*piece-len(aPDF)) + aPDF[9:]
	tests := []struct {
		name, file string
		body       []byte
		media      string
	}{
		{"pdf", "a.pdf", []byte(aPDF), "application/pdf"},
		{"pdf of several pieces", "长.PDF", []byte(long), "application/pdf"},
		{"pdf of exactly two pieces", "a.pdf", []byte(exact), "application/pdf"},
		{"jpeg", "照片.JPG", aJPEG(t), "image/jpeg"},
		{"jpeg without a name", "image", aJPEG(t), "image/jpeg"},
		{"png", "a.png", aPNG(t), "image/png"},
	}
	for _, sealed := range []bool{false, true} {
		for _, tt := range tests {
			t.Run(tt.name, func(t *testing.T) {
				s := store(t)
				kind, err := KindOf(tt.file)
				if err != nil {
					t.Fatal(err)
				}
				st, err := s.Put(t.Context(), kind, sealed, bytes.NewReader(tt.body), MaxFile)
				if err != nil {
					t.Fatal(err)
				}
				if st.Media != tt.media || st.Size != int64(len(tt.body)) {
					t.Errorf("Put = %+v; want %s of %d bytes", st, tt.media, len(tt.body))
				}
				if got := read(t, s, st.Key, sealed); !bytes.Equal(got, tt.body) {
					t.Errorf("Open gives %d other bytes; want %d", len(got), len(tt.body))
				}
				raw, err := os.ReadFile(s.path(st.Key))
				if err != nil {
					t.Fatal(err)
				}
				if bytes.Contains(raw, tt.body[:8]) == sealed {
					t.Errorf("sealed %t, and the file on disk starts as %q", sealed, raw[:16])
				}
			})
		}
	}
}

func read(t *testing.T, s *Store, key string, sealed bool) []byte {
	t.Helper()
	r, err := s.Open(key, sealed)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	b, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// What stands behind an image is not kept: no file is two things at once.
func TestTrailerIsLeftBehind(t *testing.T) {
	s := store(t)
	for name, body := range map[string][]byte{"a.jpg": aJPEG(t), "a.png": aPNG(t)} {
		kind, _ := KindOf(name)
		st, err := s.Put(t.Context(), kind, false, bytes.NewReader(append(bytes.Clone(body), "PK\x03\x04<script>"...)), MaxFile)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if got := read(t, s, st.Key, false); !bytes.Equal(got, body) {
			t.Errorf("%s: kept %d bytes; want the %d of the image", name, len(got), len(body))
		}
	}
}

// hugePNG is a small file that says it is an enormous image.
func hugePNG(t *testing.T, w, h uint32) []byte {
	b := aPNG(t)
	binary.BigEndian.PutUint32(b[16:], w)
	binary.BigEndian.PutUint32(b[20:], h)
	return b
}

func hugeJPEG(t *testing.T) []byte {
	b := aJPEG(t)
	i := bytes.Index(b, []byte{0xff, 0xc0})
	copy(b[i+5:], []byte{0xff, 0xff, 0xff, 0xff})
	return b
}

func TestRefusals(t *testing.T) {
	j, p := aJPEG(t), aPNG(t)
	tests := []struct {
		name, file string
		body       []byte
		says       string
	}{
		{"empty", "a.pdf", nil, "空的"},
		{"only zeros", "a.pdf", make([]byte, 700), "不完整"},
		{"pdf cut", "a.pdf", []byte(aPDF[:len(aPDF)-8]), "不完整"},
		{"pdf of a signature", "a.pdf", []byte("%PDF-1.4\n"), "不完整"},
		{"pdf with a password", "a.pdf", []byte(strings.Replace(aPDF, "<</Root", "<</Encrypt 5 0 R/Root", 1)), "密码"},
		{"jpeg cut", "a.jpg", j[:len(j)-200], "不完整"},
		{"jpeg without end", "a.jpg", j[:len(j)-2], "不完整"},
		{"jpeg of a signature", "a.jpg", []byte{0xff, 0xd8, 0xff, 0xe0}, "不完整"},
		{"jpeg start and end", "a.jpg", []byte{0xff, 0xd8, 0xff, 0xd9}, "不完整"},
		{"png cut", "a.png", p[:len(p)-20], "不完整"},
		{"png of a signature", "a.png", p[:8], "不完整"},
		{"png without data", "a.png", append(bytes.Clone(p[:33]), p[len(p)-12:]...), "不完整"},
		{"jpeg called pdf", "a.pdf", j, "PDF"},
		{"pdf called jpeg", "a.jpeg", []byte(aPDF), "JPEG"},
		{"png called jpeg", "a.jpg", p, "JPEG"},
		{"heic", "IMG_0001.HEIC", []byte("\x00\x00\x00\x18ftypheic...."), "手机上选择JPEG"},
		{"heic called jpeg", "IMG_0001.jpg", []byte("\x00\x00\x00\x18ftypheic...."), "手机上选择JPEG"},
		{"svg", "a.svg", []byte("<svg xmlns='x'/>"), "SVG"},
		{"svg called png", "a.png", []byte("\xef\xbb\xbf \n<?xml version='1.0'?><svg/>"), "SVG"},
		{"html called pdf", "a.pdf", []byte("<!DOCTYPE html><script>1</script>"), "网页"},
		{"zip", "a.zip", []byte("PK\x03\x04"), "压缩包"},
		{"zip called pdf", "a.pdf", []byte("PK\x03\x04xxxx"), "压缩包"},
		{"word", "a.docx", []byte("PK\x03\x04"), "PDF"},
		{"word called pdf", "a.pdf", []byte("PK\x03\x04......[Content_Types].xml"), "PDF"},
		{"old word called pdf", "a.pdf", []byte("\xd0\xcf\x11\xe0xxxx"), "PDF"},
		{"program", "a.exe", []byte("MZ"), "程序"},
		{"program called jpeg", "a.jpg", []byte("MZ\x90\x00"), "程序"},
		{"script called pdf", "a.pdf", []byte("#!/bin/sh\n"), "程序"},
		{"program behind two endings", "a.pdf.exe", []byte(aPDF), "程序"},
		{"gif", "a.gif", []byte("GIF89a"), "JPG"},
		{"webp called jpeg", "a.jpg", []byte("RIFF....WEBP"), "JPG"},
		{"text called pdf", "a.pdf", []byte("hello"), "三种"},
		{"unknown ending", "a.xyz", []byte(aPDF), "三种"},
		{"pixel flood png", "a.png", hugePNG(t, 1<<30, 1<<30), "像素"},
		{"61 megapixels", "a.png", hugePNG(t, 61_000, 1_000), "像素"},
		{"no pixels", "a.png", hugePNG(t, 0, 1_000), "不完整"},
		{"pixel flood jpeg", "a.jpg", hugeJPEG(t), "像素"},
		{"too large", "a.pdf", append([]byte(aPDF), make([]byte, 64<<10)...), "太大"},
		{"image with too much behind it", "a.jpg", append(bytes.Clone(j), make([]byte, 64<<10)...), "太大"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := store(t)
			kind, err := KindOf(tt.file)
			if err == nil {
				_, err = s.Put(t.Context(), kind, true, bytes.NewReader(tt.body), 64<<10)
			}
			if fault.Of(err) != fault.Invalid || !strings.Contains(err.Error(), tt.says) {
				t.Errorf("got %v; want a refusal that says %q", err, tt.says)
			}
			if n := count(t, s.dir); n != 0 {
				t.Errorf("%d files were left", n)
			}
		})
	}
}

// endless counts how much of it is read.
type endless struct{ n int64 }

func (e *endless) Read(p []byte) (int, error) {
	n := copy(p, "%PDF-1.4\n")
	e.n += int64(len(p))
	return max(n, len(p)), nil
}

func TestEndlessBodyIsCut(t *testing.T) {
	s, e := store(t), new(endless)
	_, err := s.Put(t.Context(), PDF, false, e, 1<<20)
	if fault.Of(err) != fault.Invalid {
		t.Errorf("Put = %v; want a refusal", err)
	}
	if e.n > 1<<20+64<<10 {
		t.Errorf("read %d bytes of a body that may have %d", e.n, 1<<20)
	}
	if n := count(t, s.dir); n != 0 {
		t.Errorf("%d files were left", n)
	}
}

// A sealed file that was tampered with is not handed out as whole.
func TestSealedFileTamperedWith(t *testing.T) {
	s := store(t)
	body := []byte("%PDF-1.7\n" + strings.Repeat("0123456789abcdef", 3*piece/16) + aPDF[9:])
	st, err := s.Put(t.Context(), PDF, true, bytes.NewReader(body), MaxFile)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(s.path(st.Key))
	if err != nil {
		t.Fatal(err)
	}
	one := piece + overhead
	flipped := bytes.Clone(raw)
	flipped[one+40] ^= 1
	swapped := append(append(bytes.Clone(raw[one:2*one]), raw[:one]...), raw[2*one:]...)
	for name, bad := range map[string][]byte{
		"cut": raw[:2*one], "cut in a piece": raw[:2*one+99], "flipped": flipped, "swapped": swapped,
		"longer": append(bytes.Clone(raw), 1), "empty": nil,
	} {
		if err := os.WriteFile(s.path(st.Key), bad, 0o600); err != nil {
			t.Fatal(err)
		}
		r, err := s.Open(st.Key, true)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.ReadAll(r); err == nil {
			t.Errorf("%s: read without complaint", name)
		}
		r.Close()
	}
	// The content of another file under this key.
	other, err := s.Put(t.Context(), PDF, true, bytes.NewReader(body), MaxFile)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(s.path(other.Key), s.path(st.Key)); err != nil {
		t.Fatal(err)
	}
	r, err := s.Open(st.Key, true)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if _, err := io.ReadAll(r); !errors.Is(err, vault.ErrCipher) {
		t.Errorf("exchanged: %v; want vault.ErrCipher", err)
	}
}

func TestKeysAreNoPaths(t *testing.T) {
	s := store(t)
	for _, key := range []string{"", "..", "../../etc/passwd", strings.Repeat("a", 31), strings.Repeat("a", 31) + "/", strings.Repeat("A", 32)} {
		if _, err := s.Open(key, false); fault.Of(err) != fault.Missing {
			t.Errorf("Open(%q) = %v; want missing", key, err)
		}
	}
}

func TestName(t *testing.T) {
	tests := []struct{ name, media, want string }{
		{`C:\Users\x\身份证 正面.JPG`, "image/jpeg", "身份证 正面.jpg"},
		{"../../etc/passwd", "application/pdf", "passwd.pdf"},
		{"=cmd()|' /C calc'!A0.pdf", "application/pdf", " C calc'!A0.pdf"},
		{"a\r\nSet-Cookie: x.png", "image/png", "aSet-Cookie: x.png"},
		{"\u202egnp.exe.png", "image/png", "gnp.exe.png"},
		{"", "image/png", "文件.png"},
		{"...", "image/png", "文件.png"},
		{strings.Repeat("长", 200), "image/png", strings.Repeat("长", 80) + ".png"},
	}
	for _, tt := range tests {
		got := Name(tt.name, tt.media)
		if strings.HasPrefix(tt.name, "=cmd") {
			got, tt.want = strings.TrimSpace(got), strings.TrimSpace(tt.want)
		}
		if got != tt.want {
			t.Errorf("Name(%q) = %q; want %q", tt.name, got, tt.want)
		}
	}
}

// Whatever comes in, what is taken can be decoded by its header and starts and
// ends as it should.
func FuzzInspect(f *testing.F) {
	f.Add([]byte(aPDF))
	f.Add(aJPEG(f))
	f.Add(aPNG(f))
	f.Add([]byte("\x00\x00\x00\x18ftypheic"))
	f.Add([]byte{0xff, 0xd8, 0xff, 0xff, 0xff, 0xd9})
	f.Fuzz(func(t *testing.T, b []byte) {
		var out bytes.Buffer
		media, err := inspect(Any, bytes.NewReader(b), &out)
		if err != nil {
			if fault.Of(err) != fault.Invalid {
				t.Fatalf("not a refusal: %v", err)
			}
			return
		}
		if !bytes.HasPrefix(b, out.Bytes()) {
			t.Fatal("kept what was not sent")
		}
		end := map[string]string{"image/jpeg": "\xff\xd9", "image/png": "IEND"}[media]
		kept := out.Bytes()
		if !bytes.Contains(kept[max(0, len(kept)-8):], []byte(end)) {
			t.Fatalf("%s does not end as one: % x", media, kept[max(0, len(kept)-8):])
		}
	})
}
