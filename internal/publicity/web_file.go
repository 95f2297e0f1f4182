package publicity

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"strings"
	"time"

	"qinglan/internal/calendar"
	"qinglan/internal/doc"
	"qinglan/internal/org"
	"qinglan/internal/web"
)

const (
	kindPDF  = "application/pdf"
	kindXLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
)

// file gives a paper as a file of some kind.
func file(paper func(context.Context, string) (doc.Document, error), write func(io.Writer, doc.Document) error, end, kind string) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		d, err := paper(r.Context(), r.PathValue("id"))
		if err != nil {
			return err
		}
		var b bytes.Buffer
		if err := write(&b, d); err != nil {
			return err
		}
		return web.File(w, r, d.Title+end, kind, &b)
	}
}

// listDocument is a list on public notice as it is printed. Papers are in
// Chinese whatever the reader's language.
func (s *Slice) listDocument(ctx context.Context, id string) (doc.Document, error) {
	v, err := s.out(ctx, id)
	if err != nil {
		return doc.Document{}, err
	}
	rows := make([]doc.Row, len(v.Lines))
	for i, l := range v.Lines {
		rows[i] = doc.Row{Cells: append([]doc.Cell{doc.Int(l.No)}, doc.Cells(l.cells()...).Cells...)}
	}
	blocks := append(heading(v.Text["title"], v.Text["body"]),
		doc.Text{Text: "公示时间：" + v.Notice.First.Chinese() + "至" + v.Notice.Last.Chinese() + "24:00", Style: doc.Style{Bold: true}, After: 3},
		doc.Table{Style: small, Columns: widths(false), Head: []doc.Row{doc.Titles(columns...)}, Rows: rows},
		doc.Text{Text: "排名不分先后", Style: small, Before: 2},
		issued(v.Organ, v.Notice.Published))
	return paper(v, v.Text["title"], blocks), nil
}

func (s *Slice) resultDocument(ctx context.Context, id string) (doc.Document, error) {
	v, err := s.announced(ctx, id)
	if err != nil {
		return doc.Document{}, err
	}
	first, late := v.split()
	blocks := heading(v.Title, v.Body)
	if v.Number != "" {
		blocks = append(blocks[:1:1], append([]doc.Block{doc.Text{Text: v.Number, Style: doc.Style{Align: doc.Centre}, After: 4}}, blocks[1:]...)...)
	}
	blocks = append(blocks, doc.Text{Text: v.Note, Style: doc.Style{Indent: 2}, After: 3}, v.grid(first),
		issued(v.Organ, v.Notice.Announced))
	if len(v.Since) > 0 {
		blocks = append(blocks, doc.Text{Text: "公布以后", Style: doc.Style{Bold: true}, Before: 6, After: 2},
			doc.Text{Text: strings.Join(v.Since, "\n"), Style: doc.Style{Indent: 2}})
	}
	for _, d := range late {
		blocks = append(blocks, doc.Text{Text: "补充公布（" + d.Day.Chinese() + "）", Style: doc.Style{Bold: true}, Before: 4, After: 2}, v.grid(d.Lines))
	}
	blocks = append(blocks, doc.Text{Text: "办理记录校验点 " + v.Notice.Checkpoint + "，摘要：\n" + v.Notice.Digest,
		Style: doc.Style{Size: doc.Five2, Align: doc.Left}, Before: 4})
	return paper(v.outView, v.Title, blocks), nil
}

func (v resultView) grid(lines []line) doc.Table {
	t := doc.Table{Style: small, Columns: widths(true), Head: []doc.Row{doc.Titles(announcedColumns...)}}
	for i, l := range lines {
		cells := append([]doc.Cell{doc.Int(i + 1)}, doc.Cells(l.cells()...).Cells...)
		t.Rows = append(t.Rows, doc.Row{Cells: append(cells, doc.Cell{Text: v.Numbers[l.Entry]})})
	}
	return t
}

// widths keep a name of eight characters, and the number of a certificate, on
// one line.
func widths(numbered bool) []doc.Column {
	if numbered {
		return []doc.Column{{Width: 11}, {Width: 31}, {Width: 32}, {Width: 15}, {Width: 30}, {Width: 49}}
	}
	return []doc.Column{{Width: 11}, {Width: 34}, {Width: 64}, {Width: 19}, {Width: 40}}
}

// small is the type of the lists.
var small = doc.Style{Size: doc.Five}

// heading is the title and the paragraphs of a paper.
func heading(title, body string) []doc.Block {
	blocks := []doc.Block{doc.Text{Text: title, Style: doc.Style{Size: doc.Two2, Bold: true, Align: doc.Centre}, After: 6}}
	for _, p := range strings.Split(body, "\n") {
		blocks = append(blocks, doc.Text{Text: p, Style: doc.Style{Indent: 2}})
	}
	return append(blocks, doc.Space(3))
}

// issued is the line under a paper: the organ and the day.
func issued(o org.Organisation, at time.Time) doc.Text {
	return doc.Text{Text: o.Name + "\n" + calendar.Day(at).Chinese(), Style: doc.Style{Align: doc.Right}, Before: 8}
}

func paper(v outView, title string, blocks []doc.Block) doc.Document {
	return doc.Document{Title: title, Author: v.Organ.Name, Created: v.Notice.Published, Page: doc.Sheet(), Blocks: blocks,
		Footer: doc.Footer{Left: v.Organ.Name, Right: "第{n}页，共{m}页"}}
}
