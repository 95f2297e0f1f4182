// Package bind makes one PDF of many pieces as a bookbinder does (装订册): a
// cover, a table of contents with the numbers of the pages, the pieces, and the
// number of each page on it. Pieces come from people. It promises that a piece
// which cannot be read takes no other with it: a page in its place says so and
// the table of contents names it; and that on paper printed on both sides each
// part of the first level begins on a right-hand page.
package bind

import (
	"bytes"
	"fmt"
	"io"
	"strconv"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"

	"qinglan/internal/doc"
	"qinglan/internal/doc/pdf"
)

func init() { api.DisableConfigDir() } // it writes no folder of its own

// A Piece is one paper to be bound.
type Piece struct {
	Title string
	Level int    // 1 begins a part, 2 belongs to it
	PDF   []byte // nil: there is none, and Trouble says why
	// Trouble is why a paper is missing; it stands on a page in its place.
	Trouble string
}

// An Entry is a line of the table of contents.
type Entry struct {
	Title    string
	Level    int
	From, To int // pages of the volume, from 1
	Missing  bool
}

// A Volume is a bound book.
type Volume struct {
	PDF     []byte
	Pages   int
	Entries []Entry
	Missing int // papers that are not in it
}

// Bind binds pieces behind the front that front makes: the cover, on a page of
// its own, and the table of contents. It is asked twice, first without numbers.
func Bind(front func(v Volume) doc.Document, pieces []Piece) (v Volume, err error) {
	ready, err := v.take(pieces)
	if err != nil {
		return v, err
	}
	_, n, err := write(front(v))
	if err != nil {
		return v, err
	}
	parts := v.number(n, ready)
	head, m, err := write(front(v))
	if err != nil {
		return v, err
	}
	if m != n {
		return v, fmt.Errorf("bind: the front has %d pages with numbers and %d without", m, n)
	}
	blank, _, err := write(doc.Document{Page: doc.Sheet(), Blocks: []doc.Block{doc.Space(1)}})
	if err != nil {
		return v, err
	}
	files := []io.ReadSeeker{bytes.NewReader(head)}
	for _, p := range parts {
		if p == nil {
			p = blank
		}
		files = append(files, bytes.NewReader(p))
	}
	v.PDF, err = v.finish(files)
	return v, err
}

// A sheaf is a piece as it goes in, with how many pages it has.
type sheaf struct {
	pdf   []byte
	pages int
}

// take reads every piece and puts a page that says so in place of one that
// cannot be read.
func (v *Volume) take(pieces []Piece) (out []sheaf, err error) {
	for _, p := range pieces {
		e := Entry{Title: p.Title, Level: p.Level}
		if p.PDF != nil {
			if s, err := read(p.PDF); err == nil {
				out, v.Entries = append(out, s), append(v.Entries, e)
				continue
			}
			p.Trouble = "文件损坏、加了密码或不是规范的 PDF，无法装入。请从系统中打开原件。"
		}
		e.Missing = true
		v.Missing++
		body, n, err := write(notice(p))
		if err != nil {
			return nil, err
		}
		out, v.Entries = append(out, sheaf{body, n}), append(v.Entries, e)
	}
	return out, nil
}

// notice is the page in place of a paper that is missing.
func notice(p Piece) doc.Document {
	return doc.Document{Title: p.Title, Page: doc.Sheet(), Blocks: []doc.Block{
		doc.Space(60),
		doc.Text{Text: p.Title, Style: doc.Style{Size: doc.Three, Bold: true, Align: doc.Centre}, After: 8},
		doc.Text{Text: "缺件：" + p.Trouble, Style: doc.Style{Size: doc.Four2, Align: doc.Centre}},
	}}
}

// number gives every entry its pages behind a front of n, and returns what goes
// in behind the front in turn; nil is an empty page.
func (v *Volume) number(n int, ready []sheaf) (parts [][]byte) {
	at := n
	for i, s := range ready {
		if v.Entries[i].Level == 1 && at%2 == 1 {
			parts, at = append(parts, nil), at+1
		}
		v.Entries[i].From, v.Entries[i].To = at+1, at+s.pages
		parts, at = append(parts, s.pdf), at+s.pages
	}
	v.Pages = at
	return parts
}

// read returns a PDF of somebody's as it can be bound.
func read(file []byte) (s sheaf, err error) {
	defer func() { // a hostile file may break the reader, and nothing else
		if r := recover(); r != nil {
			err = fmt.Errorf("bind: unreadable: %v", r)
		}
	}()
	var out bytes.Buffer
	if err := api.Optimize(bytes.NewReader(file), &out, settings()); err != nil {
		return s, err
	}
	s.pdf = out.Bytes()
	s.pages, err = api.PageCount(bytes.NewReader(s.pdf), settings())
	if err == nil && s.pages == 0 {
		err = fmt.Errorf("bind: no page")
	}
	return s, err
}

func settings() *model.Configuration {
	c := model.NewDefaultConfiguration()
	c.ValidationMode = model.ValidationRelaxed
	return c
}

func write(d doc.Document) ([]byte, int, error) {
	var b bytes.Buffer
	if err := pdf.Write(&b, d); err != nil {
		return nil, 0, err
	}
	n, err := api.PageCount(bytes.NewReader(b.Bytes()), settings())
	return b.Bytes(), n, err
}

// finish merges the files, writes the number of each page at its outer edge and
// adds the table of contents that readers show.
func (v *Volume) finish(files []io.ReadSeeker) ([]byte, error) {
	var merged bytes.Buffer
	if err := api.MergeRaw(files, &merged, false, settings()); err != nil {
		return nil, fmt.Errorf("bind: %w", err)
	}
	now := merged.Bytes()
	if v.Pages > 1 {
		for _, side := range []struct {
			pages []string
			place string
		}{{[]string{"odd", "!1"}, "pos:br, offset:-30 12"}, {[]string{"even"}, "pos:bl, offset:30 12"}} {
			var out bytes.Buffer
			text, err := api.TextWatermark("%p / "+strconv.Itoa(v.Pages), "font:Helvetica, points:9, scale:1 abs, rot:0, fillc:#333333, "+side.place, true, false, types.POINTS)
			if err != nil {
				return nil, err
			}
			if err := api.AddWatermarks(bytes.NewReader(now), &out, side.pages, text, settings()); err != nil {
				return nil, fmt.Errorf("bind: numbers: %w", err)
			}
			now = out.Bytes()
		}
	}
	var out bytes.Buffer
	if len(v.Entries) == 0 {
		return now, nil
	}
	if err := api.AddBookmarks(bytes.NewReader(now), &out, v.marks(), true, settings()); err != nil {
		return nil, fmt.Errorf("bind: contents: %w", err)
	}
	return out.Bytes(), nil
}

// marks are the entries as readers of PDF show them at the side.
func (v *Volume) marks() (out []pdfcpu.Bookmark) {
	for _, e := range v.Entries {
		m := pdfcpu.Bookmark{Title: e.Title, PageFrom: e.From}
		if e.Level > 1 && len(out) > 0 {
			top := &out[len(out)-1]
			top.Kids = append(top.Kids, m)
			continue
		}
		out = append(out, m)
	}
	return out
}
