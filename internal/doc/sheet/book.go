package sheet

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"path"
	"strconv"
	"strings"
)

// A workbook is an .xlsx file that is being read.
type workbook struct {
	parts   map[string]*zip.File // by name in small letters
	strings []string
	styles  []style // by the number that cells give
	old     bool    // counts days from 1904
	cells   int     // so many have been read
	text    int64   // so many bytes of text
	arena   []Cell
}

// book reads a workbook: every sheet that holds cells.
func book(b []byte) ([]Table, error) {
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		return nil, errBroken
	}
	w := &workbook{parts: map[string]*zip.File{}}
	for _, f := range z.File { // some programs write \ for /
		w.parts[strings.ToLower(strings.Trim(strings.ReplaceAll(f.Name, `\`, "/"), "/"))] = f
	}
	tables, err := w.read()
	if err == io.EOF || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, zip.ErrFormat) || errors.Is(err, zip.ErrChecksum) || errors.Is(err, zip.ErrAlgorithm) {
		return nil, errBroken
	}
	return tables, err
}

func (w *workbook) read() ([]Table, error) {
	root, err := w.relations("")
	if err != nil {
		return nil, err
	}
	main := root.of("officedocument")
	if main == "" {
		main = "xl/workbook.xml"
	}
	if path.Ext(main) != ".xml" || w.parts[main] == nil {
		return nil, errKind
	}
	beside, err := w.relations(main)
	if err != nil {
		return nil, err
	}
	sheets, err := w.sheets(main, beside)
	if err != nil {
		return nil, err
	}
	if len(sheets) == 0 {
		return nil, errKind // a text document, or something else that is packed alike
	}
	if err := w.each(beside.of("sharedstrings"), w.shared); err != nil {
		return nil, err
	}
	if err := w.each(beside.of("styles"), w.styled); err != nil {
		return nil, err
	}
	var out []Table
	for _, s := range sheets {
		t := Table{Name: s.name, Hidden: s.hidden}
		if err := w.each(s.part, func(in *scanner) error { return w.table(in, &t) }); err != nil {
			return nil, err
		}
		if len(t.Rows) > 0 {
			out = append(out, t)
		}
	}
	if len(out) == 0 {
		return nil, errEmpty
	}
	return out, nil
}

// each hands every tag of a part to do; a part that is not there has none.
func (w *workbook) each(name string, do func(in *scanner) error) error {
	f := w.parts[name]
	if f == nil {
		return nil
	}
	r, err := f.Open()
	if err != nil {
		return err
	}
	defer r.Close()
	in := scan(r)
	for {
		err := in.next()
		if err == io.EOF {
			return nil
		}
		if err == nil {
			err = do(in)
		}
		if err != nil {
			return err
		}
	}
}

// relations are the parts that a part names: by id, and by the end of their kind.
type relations struct{ byID, byKind map[string]string }

func (r relations) of(kind string) string { return r.byKind[kind] }

func (w *workbook) relations(part string) (relations, error) {
	out := relations{map[string]string{}, map[string]string{}}
	dir, file := path.Split(part)
	return out, w.each(strings.ToLower(dir+"_rels/"+file+".rels"), func(in *scanner) error {
		if in.name != "Relationship" || in.end {
			return nil
		}
		kind, to := strings.ToLower(in.attr("Type")), strings.ToLower(strings.ReplaceAll(in.attr("Target"), `\`, "/"))
		if rest, whole := strings.CutPrefix(to, "/"); whole {
			to = path.Clean(rest)
		} else {
			to = path.Join(dir, to)
		}
		out.byID[in.attr("Id")] = to
		out.byKind[kind[strings.LastIndexByte(kind, '/')+1:]] = to
		return nil
	})
}

type sheetPart struct {
	name, part string
	hidden     bool
}

func (w *workbook) sheets(main string, beside relations) (out []sheetPart, err error) {
	err = w.each(main, func(in *scanner) error {
		switch {
		case in.end:
		case in.name == "workbookPr":
			w.old = yes(in.attr("date1904"))
		case in.name == "sheet" && len(out) < mostTables:
			state := in.attr("state")
			out = append(out, sheetPart{in.attr("name"), beside.byID[in.attr("id")], state == "hidden" || state == "veryHidden"})
		}
		return nil
	})
	return out, err
}

func yes(s string) bool { return s == "1" || s == "true" }

// shared reads a tag of the strings that cells share. Readings written above
// characters (rPh) are no part of them.
func (w *workbook) shared(in *scanner) error {
	switch {
	case in.name == "si" && !in.end:
		in.text = in.text[:0]
		if in.self {
			return w.share("")
		}
	case in.name == "si":
		return w.share(in.take())
	case in.name == "rPh":
		in.keep = false
		if !in.end && !in.self {
			return in.skip("rPh")
		}
	case in.name == "t":
		in.keep = !in.end && !in.self
	}
	return nil
}

func (w *workbook) share(text string) error {
	if w.text += int64(len(text)) + 16; w.text > mostText {
		return errLarge
	}
	w.strings = append(w.strings, text)
	return nil
}

// skip passes over an element that has begun.
func (s *scanner) skip(name string) error {
	for {
		if err := s.next(); err != nil {
			return unfinished(err)
		}
		if s.end && s.name == name {
			return nil
		}
	}
}

// A column of an address counts from 0; ok is false for what is none.
func place(address string) (col, row int, ok bool) {
	i := 0
	for ; i < len(address) && i < 4; i++ {
		c := address[i] &^ 0x20
		if c < 'A' || c > 'Z' {
			break
		}
		col = col*26 + int(c-'A') + 1
	}
	row, err := strconv.Atoi(address[i:])
	return col - 1, row, err == nil && i > 0 && row > 0
}
