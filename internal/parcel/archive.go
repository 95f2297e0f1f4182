package parcel

import (
	"archive/zip"
	"compress/flate"
	"errors"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"

	"qinglan/internal/fault"
)

// An Entry is a file of an archive.
type Entry struct {
	Name string // its path, as whoever packed it would read it
	file *zip.File
}

// Open returns its content. Whoever reads it bounds it by [Limits].
func (e Entry) Open() (io.ReadCloser, error) {
	r, err := e.file.Open()
	if err != nil {
		return nil, errBroken
	}
	return damaged{r}, nil
}

// damaged reads an entry and says of one that did not arrive whole that it is so:
// that is the sender's to mend, and keeps no other file back.
type damaged struct{ io.ReadCloser }

func (d damaged) Read(p []byte) (int, error) {
	n, err := d.ReadCloser.Read(p)
	var corrupt flate.CorruptInputError
	if errors.As(err, &corrupt) || errors.Is(err, zip.ErrChecksum) || errors.Is(err, zip.ErrFormat) || errors.Is(err, io.ErrUnexpectedEOF) {
		err = errCut
	}
	return n, err
}

var (
	errBroken  = fault.New(fault.Invalid, "压缩包打不开或不完整。请重新压缩成 ZIP，再上传。")
	errCut     = fault.New(fault.Invalid, "文件不完整，可能没有传完。请重新上传；仍不行请打开确认它没有损坏。")
	errLocked  = fault.New(fault.Invalid, "压缩包有密码。请解开后不加密码重新压缩，再上传。")
	errMethod  = fault.New(fault.Invalid, "压缩包用了不支持的压缩方法。请用电脑自带的“压缩为 ZIP 文件”，再上传。")
	errPath    = fault.New(fault.Invalid, "压缩包里有指向别处的文件，不能收下。请只把材料放进去，重新压缩。")
	errBomb    = fault.New(fault.Invalid, "压缩包解开后大得不正常，不能收下。请重新压缩，再上传。")
	errMany    = fault.New(fault.Invalid, "一次最多%d个文件。请分几次上传。", Limits.Files)
	errLarge   = fault.New(fault.Invalid, "解开后合计超过%dMB。请分几次上传。", Limits.Unpacked>>20)
	errDeep    = fault.New(fault.Invalid, "压缩包里文件夹超过%d层，或文件名超过%d个字。请整理后重新压缩。", Limits.Depth, Limits.Name)
	errOther   = fault.New(fault.Invalid, "只能收 ZIP 压缩包。RAR、7z 等请解开，改压成 ZIP，或直接选择多个文件。")
	errNested  = fault.New(fault.Invalid, "压缩包里还有压缩包，没有解开。请解开后把里面的文件单独上传。")
	archives   = []string{".zip", ".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".cab", ".iso"}
	ofSystems  = []string{"thumbs.db", ".ds_store", "desktop.ini"}
	appleFiles = "__MACOSX/"
)

// Packed reports whether a file is an archive by its name.
func Packed(name string) bool { return slices.Contains(archives, ext(name)) }

func ext(name string) string { return strings.ToLower(path.Ext(name)) }

// Unpackable says why an archive of that name cannot be taken; nil if it can.
func Unpackable(name string) error {
	if ext(name) != ".zip" {
		return errOther
	}
	return nil
}

// Nested is why an archive within an archive is left as it is.
func Nested() error { return errNested }

// Many and Large are why more than [Limits] allows is not taken.
func Many() error { return errMany }

// Large is said of what is too large together.
func Large() error { return errLarge }

// Open returns the files of an archive and how many it left out that systems put
// there. It refuses the whole of one that is hostile, as the lists inside it say.
func Open(r io.ReaderAt, size int64) (files []Entry, skipped int, err error) {
	z, err := zip.NewReader(r, size)
	if err != nil && z == nil || z == nil {
		return nil, 0, errBroken
	}
	var all int64
	for _, f := range z.File {
		name := nameOf(f)
		if f.FileInfo().IsDir() || strings.HasSuffix(name, "/") {
			continue
		}
		if ofSystem(name) {
			skipped++
			continue
		}
		if err := fits(f, name); err != nil {
			return nil, 0, err
		}
		if all += int64(f.UncompressedSize64); all > Limits.Unpacked {
			return nil, 0, errLarge
		}
		if files = append(files, Entry{name, f}); len(files) > Limits.Files {
			return nil, 0, errMany
		}
	}
	return files, skipped, nil
}

func ofSystem(name string) bool {
	base := strings.ToLower(path.Base(name))
	return strings.HasPrefix(name, appleFiles) || strings.HasPrefix(base, "._") || slices.Contains(ofSystems, base)
}

// fits refuses what no archive of papers holds.
func fits(f *zip.File, name string) error {
	parts := strings.Split(name, "/")
	switch {
	case f.Flags&0x1 != 0:
		return errLocked
	case f.Method != zip.Store && f.Method != zip.Deflate:
		return errMethod
	case !f.Mode().IsRegular() || f.Mode()&fs.ModeSymlink != 0,
		strings.HasPrefix(name, "/"), slices.Contains(parts, ".."), len(name) > 1 && name[1] == ':':
		return errPath
	case len(parts) > Limits.Depth+1 || utf8.RuneCountInString(name) > Limits.Name:
		return errDeep
	case f.UncompressedSize64 > 1<<20 && int64(f.UncompressedSize64/max(f.CompressedSize64, 1)) > Limits.Ratio,
		f.UncompressedSize64 > uint64(Limits.Unpacked):
		return errBomb
	}
	return nil
}

// nameOf reads the name of an entry: as it is if that is UTF-8, whether it says so or
// not, and else as Windows writes it in Chinese.
func nameOf(f *zip.File) string {
	name := f.Name
	if !utf8.ValidString(name) {
		if read, err := simplifiedchinese.GB18030.NewDecoder().String(name); err == nil {
			name = read
		}
	}
	return strings.ReplaceAll(name, `\`, "/")
}
