package ui

import (
	"bytes"
	"context"
	"io"
	"strings"
	"sync"

	"github.com/a-h/templ"
)

// The rows of a table are appended to one buffer by hand: a list has 200 of
// them with eight cells each, and a component for every cell takes five times as
// long (doc/performance.md). What the cells look like stands here alone.

// tableRows are the rows of t.
func tableRows(t Table) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		b := rowBuffers.Get().(*[]byte)
		p := &rowWriter{ctx: ctx, w: w, t: t, b: *b, open: make([]string, len(t.Columns))}
		for i, c := range t.Columns {
			if c.Main {
				p.open[i] = `<th scope="row" class="` + c.class()[1:] + `">`
			} else {
				p.open[i] = `" data-label="` + templ.EscapeString(c.Label) + `">`
			}
		}
		for _, r := range t.Rows {
			p.row(r)
		}
		p.flush()
		*b = p.b
		rowBuffers.Put(b)
		return p.err
	})
}

var rowBuffers = sync.Pool{New: func() any { return new([]byte) }}

type rowWriter struct {
	ctx  context.Context
	w    io.Writer
	t    Table
	b    []byte
	open []string // of each column: its tag, or what comes after its class
	err  error
}

func (p *rowWriter) put(parts ...string) {
	for _, s := range parts {
		p.b = append(p.b, s...)
	}
}

// say puts what somebody wrote.
func (p *rowWriter) say(text string) { p.b = append(p.b, templ.EscapeString(text)...) }

// part puts a component where the rows have come to.
func (p *rowWriter) part(c templ.Component) {
	p.flush()
	if p.err == nil {
		p.err = c.Render(p.ctx, p.w)
	}
}

func (p *rowWriter) flush() {
	if p.err == nil {
		_, p.err = p.w.Write(p.b)
	}
	p.b = p.b[:0]
}

func (p *rowWriter) row(r Row) {
	p.put(`<tr class="row-`, r.Tone.class(), `">`)
	if p.t.Pick != "" {
		p.part(pick(p.t.Pick, r.ID))
	}
	for i, c := range r.Cells {
		if i >= len(p.open) {
			p.put(`<td>`)
			p.cell(c, "")
			p.put(`</td>`)
			continue
		}
		if p.t.Columns[i].Main {
			p.put(p.open[i])
			p.cell(c, r.Href)
			p.put(`</th>`)
			continue
		}
		p.put(`<td class="`, strings.TrimPrefix(p.t.Columns[i].class(), " "))
		if c.blank() {
			p.put(` blank`)
		}
		p.put(p.open[i])
		p.cell(c, "")
		p.put(`</td>`)
	}
	p.put(`</tr>`)
}

// cell shows c; href is where its row leads if c names the row.
func (p *rowWriter) cell(c Cell, href string) {
	switch {
	case c.Part != nil:
		p.part(c.Part)
	case c.Tone != "":
		chip := chips()[c.Tone]
		p.put(chip[0])
		p.say(c.Text)
		p.put(chip[1])
	case c.Href != "":
		p.link(`<a href="`, c.Href, c.Text)
	case href != "":
		p.link(`<a class="row-link" href="`, href, c.Text)
	default:
		p.words(c.Text)
	}
	if c.Sub != "" {
		p.put(`<small class="sub">`)
		p.say(c.Sub)
		p.put(`</small>`)
	}
}

func (p *rowWriter) link(open, href, text string) {
	p.put(open)
	p.say(string(templ.URL(href)))
	p.put(`">`)
	p.say(text)
	p.put(`</a>`)
}

// words is [words], which stands in other places.
func (p *rowWriter) words(text string) {
	pieces := lines(text)
	if pieces == nil {
		p.say(text)
		return
	}
	p.put(`<span>`)
	for i, piece := range pieces {
		if i > 0 {
			p.put(`<wbr>`)
		}
		p.put(`<span class="whole">`)
		p.say(piece)
		p.put(`</span>`)
	}
	p.put(`</span>`)
}

// chips is what stands before and after the word of a [Chip] of each tone.
var chips = sync.OnceValue(func() map[Tone][2]string {
	out := map[Tone][2]string{}
	for _, tone := range []Tone{Plain, Waiting, OnMe, Late, Done} {
		var b bytes.Buffer
		if err := Chip(tone, "\x00").Render(context.Background(), &b); err != nil {
			panic(err) // a buffer takes everything
		}
		before, after, _ := strings.Cut(b.String(), "\x00")
		out[tone] = [2]string{before, after}
	}
	return out
})
