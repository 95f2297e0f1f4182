package wordform

import (
	"archive/zip"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"strconv"
	"strings"

	"qinglan/internal/fault"
)

// Bounds of a document, beside that of its text.
const (
	mostParts  = 2000
	mostDeep   = 100    // tags in one another
	mostCells  = 10_000 // of all tables
	mostBeside = 200    // columns
	mostFlat   = 200    // of what is unpacked to what is packed
)

var (
	errBroken = fault.New(fault.Invalid, "这份 Word 文档打不开：可能加了密码、不完整，或不是 .docx 格式。请另存为不加密的 .docx，或打印扫描成 PDF 后上传。")
	errMacros = fault.New(fault.Invalid, "这份 Word 文档带有宏，不能收下。请另存为不带宏的 .docx 再上传。")
	errHuge   = fault.New(fault.Invalid, "这份 Word 文档里的内容多得不正常，不能收下。")
)

// A Table is a table as it reads: rows of cells.
type Table [][]cell

// A cell is one of a row; below is one that only goes on from the row above, with
// what stands there.
type cell struct {
	text  string
	below bool
}

// Read returns the tables of a docx of so many bytes, those in a table before it. It
// unpacks at most so many bytes of its text. Its errors are for whoever sent it.
func Read(r io.ReaderAt, size, most int64) ([]Table, error) {
	z, err := zip.NewReader(r, size)
	if err != nil {
		return nil, errBroken
	}
	if len(z.File) > mostParts {
		return nil, errHuge
	}
	parts := map[string]*zip.File{}
	for _, f := range z.File {
		if strings.EqualFold(path.Base(f.Name), "vbaProject.bin") {
			return nil, errMacros
		}
		if _, twice := parts[f.Name]; twice {
			return nil, errBroken // which of the two would be read?
		}
		parts[f.Name] = f
	}
	body := "word/document.xml"
	if err := read(parts["_rels/.rels"], 1<<20, func(d *xml.Decoder) error {
		to, err := main(d)
		if to != "" {
			body = to
		}
		return err
	}); err != nil {
		return nil, err
	}
	w := walk{}
	err = read(parts[body], most, w.all)
	return w.tables, err
}

// read hands a part out, unpacked no further than most.
func read(f *zip.File, most int64, do func(*xml.Decoder) error) error {
	switch {
	case f == nil, f.Flags&0x1 != 0, f.Method != zip.Store && f.Method != zip.Deflate:
		return errBroken
	case f.UncompressedSize64 > uint64(most),
		f.UncompressedSize64 > 1<<20 && f.UncompressedSize64/max(f.CompressedSize64, 1) > mostFlat:
		return errHuge
	}
	in, err := f.Open()
	if err != nil {
		return errBroken
	}
	defer in.Close()
	if err := do(xml.NewDecoder(io.LimitReader(in, most))); err != nil {
		if fault.Of(err) == 0 {
			err = errBroken
		}
		return err
	}
	return nil
}

// main returns the name of the part with the text, as the package says.
func main(d *xml.Decoder) (string, error) {
	var all struct {
		Relationship []struct {
			Type   string `xml:",attr"`
			Target string `xml:",attr"`
			Mode   string `xml:"TargetMode,attr"`
		}
	}
	if err := d.Decode(&all); err != nil {
		return "", err
	}
	for _, r := range all.Relationship {
		if strings.HasSuffix(r.Type, "/officeDocument") && r.Mode != "External" {
			return strings.TrimPrefix(r.Target, "/"), nil
		}
	}
	return "", nil
}

// words are the names of the language that text is written in, as Word and as the
// strict standard call it.
var words = []string{
	"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
	"http://purl.oclc.org/ooxml/wordprocessingml/main",
}

// A walk goes over the text of a document.
type walk struct {
	tables []Table
	open   []*opened // tables that are in one another
	deep   int
	cells  int
	hint   bool // the field that has begun still shows what to type into it
	mute   int  // how deep it stands; 0: what comes is read
}

// An opened is a table that is being read.
type opened struct {
	rows   Table
	column int      // of the cell
	above  []string // what stands in a column, for cells that go on below
	span   int
	below  bool // the cell goes on from above
	within bool // a cell
	text   strings.Builder
}

func (w *walk) all(d *xml.Decoder) error {
	for {
		t, err := d.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		switch t := t.(type) {
		case xml.Directive:
			return errBroken // a document type: nothing of Word's
		case xml.StartElement:
			if w.deep++; w.deep > mostDeep {
				return errHuge
			}
			if passed(t.Name) {
				w.deep--
				err = skip(d)
			} else if isWord(t.Name) {
				err = w.start(d, t)
			}
			if err != nil {
				return err
			}
		case xml.EndElement:
			w.deep--
			if isWord(t.Name) {
				w.end(t.Name.Local)
			}
		}
	}
}

func isWord(n xml.Name) bool { return n.Space == words[0] || n.Space == words[1] }

// passed reports whether what stands in a tag is not read: what was deleted or moved
// away, how it was before, and what is there a second time for old programs.
func passed(n xml.Name) bool {
	switch n.Local {
	case "del", "moveFrom", "tcPrChange", "trPrChange":
		return isWord(n)
	case "Fallback":
		return true
	}
	return false
}

// skip goes to the end of the tag that has begun, no deeper than any other.
func skip(d *xml.Decoder) error {
	for deep := 1; deep > 0; {
		t, err := d.Token()
		if err != nil {
			return err
		}
		switch t.(type) {
		case xml.StartElement:
			if deep++; deep > mostDeep {
				return errHuge
			}
		case xml.EndElement:
			deep--
		}
	}
	return nil
}

func (w *walk) start(d *xml.Decoder, t xml.StartElement) error {
	switch t.Name.Local {
	case "tbl":
		w.open = append(w.open, &opened{})
	case "showingPlcHdr":
		w.hint = true
	case "sdtContent":
		if w.hint && w.mute == 0 {
			w.mute = w.deep
		}
		w.hint = false
	default:
		if len(w.open) > 0 {
			return w.inside(d, t, w.open[len(w.open)-1])
		}
	}
	return nil
}

// inside goes into a tag of a table.
func (w *walk) inside(d *xml.Decoder, t xml.StartElement, o *opened) error {
	switch t.Name.Local {
	case "tr":
		o.rows, o.column = append(o.rows, nil), 0
	case "gridBefore":
		o.column += number(t, 0)
	case "tc":
		if w.cells++; w.cells > mostCells || len(o.rows) == 0 || o.column > mostBeside {
			return errHuge
		}
		o.within, o.span, o.below = true, 1, false
		o.text.Reset()
	case "gridSpan":
		o.span = number(t, 1)
	case "vMerge":
		o.below = value(t) != "restart"
	case "t":
		var text string
		w.deep--
		if err := d.DecodeElement(&text, &t); err != nil {
			return err
		}
		if w.mute == 0 {
			o.text.WriteString(text)
		}
	case "tab":
		o.text.WriteByte(' ')
	case "br", "cr":
		o.text.WriteByte('\n')
	}
	return nil
}

func (w *walk) end(name string) {
	if name == "sdtContent" && w.mute == w.deep+1 {
		w.mute = 0
	}
	if len(w.open) == 0 {
		return
	}
	o := w.open[len(w.open)-1]
	switch name {
	case "p":
		o.text.WriteByte('\n')
	case "tc":
		o.cell()
	case "tbl":
		w.tables, w.open = append(w.tables, o.rows), w.open[:len(w.open)-1]
	}
}

// cell ends a cell.
func (o *opened) cell() {
	if !o.within {
		return
	}
	c := cell{tidy(o.text.String()), o.below}
	for len(o.above) < o.column+o.span {
		o.above = append(o.above, "")
	}
	if c.below {
		c.text = o.above[o.column]
	}
	for i := range o.span {
		o.above[o.column+i] = c.text
	}
	last := len(o.rows) - 1
	o.rows[last] = append(o.rows[last], c)
	o.column, o.within = o.column+o.span, false
}

// tidy takes away what stands at the ends of lines, and lines that are empty at the
// ends of a text.
func tidy(text string) string {
	lines := strings.Split(text, "\n")
	for i := range lines {
		lines[i] = strings.TrimSpace(lines[i])
	}
	return strings.TrimSpace(strings.Join(lines, "\n"))
}

func value(t xml.StartElement) string {
	for _, a := range t.Attr {
		if a.Name.Local == "val" {
			return a.Value
		}
	}
	return ""
}

// number is what a tag counts: columns, at most as many as a table has.
func number(t xml.StartElement, least int) int {
	n, err := strconv.Atoi(value(t))
	if err != nil {
		return least
	}
	return min(max(n, least), mostBeside)
}
