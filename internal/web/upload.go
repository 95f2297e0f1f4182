package web

import (
	"context"
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"strings"
	"unicode/utf8"

	"qinglan/internal/fault"
)

// EachFile calls do for every file of a multipart form and returns its other
// fields as far as they came before the file they belong to.
func EachFile(r *http.Request, do func(name string, body io.Reader) error) (map[string]string, error) {
	fields := map[string]string{}
	parts, err := r.MultipartReader()
	if err != nil {
		return fields, fault.Wrap(fault.Invalid, err, "表单无法读取。")
	}
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return fields, nil
		}
		if err != nil {
			return fields, broken(err)
		}
		if err := eachPart(part, fields, do); err != nil {
			return fields, broken(err)
		}
	}
}

func eachPart(part *multipart.Part, fields map[string]string, do func(string, io.Reader) error) error {
	name, named := fileName(part)
	switch {
	case named && name == "": // nothing was chosen
		return nil
	case named:
		return do(name, part)
	}
	b, err := io.ReadAll(io.LimitReader(part, 4<<10))
	if err == nil && utf8.Valid(b) {
		fields[part.FormName()] = strings.TrimSpace(string(b))
	}
	return err
}

// fileName returns the whole name of the file, which part.FileName would cut
// at backslashes of its own, and whether part is a file at all.
func fileName(part *multipart.Part) (string, bool) {
	name := part.FileName()
	return name, name != "" || strings.Contains(part.Header.Get("Content-Disposition"), "filename=")
}

// broken makes a request that ended too early a refusal: the network failed,
// not the program. What is too large stays what it is.
func broken(err error) error {
	var large *http.MaxBytesError
	if fault.Of(err) != 0 || errors.As(err, &large) || errors.Is(err, context.Canceled) {
		return err
	}
	if errors.Is(err, io.ErrUnexpectedEOF) || strings.HasPrefix(err.Error(), "multipart:") {
		return fault.Wrap(fault.Invalid, err, "文件没有传完，请检查网络后重新上传。")
	}
	return err
}
