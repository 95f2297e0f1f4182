package pdf

import (
	"fmt"
	"math"

	"qinglan/internal/doc"
)

// Lines of a table and the room beside a text in a cell, in millimetres.
const (
	thin  = 0.18
	thick = 0.35
	side  = 1.6
)

// A grid is a table being set: its columns are fixed, its rows are cut into
// bands that stay together.
type grid struct {
	flow  *flow
	style doc.Style
	pad   float64
	edges []float64 // of the columns, one more than there are
	cols  []doc.Column
}

// A band is a run of rows joined by cells that span them.
type band struct {
	heights []float64
	cells   []cell
	grow    bool
}

// A cell is a cell of a band with its lines broken.
type cell struct {
	doc.Place // Row counts from the top of the band
	style     doc.Style
	lines     []line
	foot      []line
}

// table sets t and leaves tail millimetres for what follows it.
func (f *flow) table(t doc.Table, tail float64) error {
	g := &grid{flow: f, style: full(t.Style), pad: t.Pad, cols: t.Columns}
	if g.pad == 0 {
		g.pad = 1.4
	}
	total := 0.0
	for _, c := range t.Columns {
		total += c.Width
	}
	g.edges = []float64{f.x}
	for i, c := range t.Columns {
		g.edges = append(g.edges, g.edges[i]+c.Width*f.width/total)
	}
	head, err := g.bands(t.Head)
	if err != nil {
		return err
	}
	rows, err := g.bands(t.Rows)
	if err != nil {
		return err
	}
	return g.set(head, rows, tail)
}

// bands breaks the text of rows and finds how high each must be.
func (g *grid) bands(rows []doc.Row) ([]band, error) {
	places, err := doc.Places(rows, len(g.cols))
	if err != nil {
		return nil, err
	}
	end := make([]int, len(rows)) // by row, the last row it is joined to
	for i := range end {
		end[i] = i
	}
	for _, p := range places {
		end[p.Row] = max(end[p.Row], p.Row+p.Rows-1)
	}
	var out []band
	next := 0
	for first := 0; first < len(rows); {
		last := first
		for i := first; i <= last; i++ {
			last = max(last, end[i])
		}
		b := band{}
		for _, r := range rows[first : last+1] {
			b.heights = append(b.heights, r.Height)
			b.grow = b.grow || r.Grow
		}
		for ; next < len(places) && places[next].Row <= last; next++ {
			c := g.cell(places[next])
			c.Row -= first
			b.cells = append(b.cells, c)
		}
		g.stretch(&b)
		out = append(out, b)
		first = last + 1
	}
	return out, nil
}

func (g *grid) cell(p doc.Place) cell {
	st := g.style
	st.Bold = st.Bold || p.Bold
	if st.Align = p.Align; st.Align == doc.Auto {
		st.Align = g.cols[p.Col].Align
	}
	if st.Align == doc.Auto {
		st.Align = doc.Centre
	}
	st.Indent = p.Indent
	width := g.edges[p.Col+p.Cols] - g.edges[p.Col] - 2*side
	c := cell{Place: p, style: st, lines: g.flow.press.lines(st, p.Text, width)}
	st.Align, st.Bold, st.Indent = doc.Right, false, 0
	for _, s := range p.Foot {
		c.foot = append(c.foot, g.flow.press.lines(st, s, width)...)
	}
	return c
}

// stretch makes the rows of b high enough for its cells; what spans rows adds
// to the last of them.
func (g *grid) stretch(b *band) {
	for span := 1; span <= len(b.heights); span++ {
		for _, c := range b.cells {
			if c.Rows != span {
				continue
			}
			have := 0.0
			for _, h := range b.heights[c.Row : c.Row+span] {
				have += h
			}
			b.heights[c.Row+span-1] += max(0, g.need(c)-have)
		}
	}
}

// lead is the height of a line.
func (g *grid) lead() float64 { return g.style.Size * g.style.Lead * point }

// need returns the height that c takes.
func (g *grid) need(c cell) float64 {
	h := float64(len(c.lines)+len(c.foot))*g.lead() + 2*g.pad
	if len(c.foot) > 0 {
		h += g.pad
	}
	return h
}

func (b *band) height() float64 {
	h := 0.0
	for _, r := range b.heights {
		h += r
	}
	return h
}

// set sets the bands, page by page, each page under the head.
func (g *grid) set(head, rows []band, tail float64) error {
	f := g.flow
	rest := tail
	for i := range rows {
		rest += rows[i].height()
	}
	headHeight := 0.0
	for i := range head {
		headHeight += head[i].height()
	}
	if len(rows) > 0 && !f.fresh() && f.room() < headHeight+min(rows[0].height(), 30) {
		f.page()
	}
	start := f.y
	top := func() {
		start = f.y
		for i := range head {
			g.draw(&head[i])
		}
	}
	turn := func() {
		g.outline(start)
		f.page()
		top()
	}
	top()
	for i := range rows {
		b := &rows[i]
		rest -= b.height()
		fits := b.height() <= f.room()+1e-6
		if !fits && (len(b.heights) > 1 || !g.worth(b, f.room())) && f.y > f.top+headHeight+1e-6 {
			turn()
		}
		for len(b.heights) == 1 && b.height() > f.room()+1e-6 {
			part, left, ok := g.split(b, f.room())
			if !ok {
				break
			}
			g.draw(&part)
			turn()
			*b = left
		}
		if b.height() > f.room()+1e-6 {
			return fmt.Errorf("pdf: table row %d does not fit on a page", i+1)
		}
		if left := f.room() - rest; b.grow && f.bottom > 0 {
			if left < b.height() {
				left = f.room() // the rest goes to the next page anyway
			}
			b.heights[len(b.heights)-1] += max(0, left-b.height())
		}
		g.draw(b)
	}
	g.outline(start)
	return nil
}

// worth reports whether b, which does not fit, is split here: only what would
// not fit on an empty page either, or may grow, and only where a few lines go.
func (g *grid) worth(b *band, room float64) bool {
	whole := g.flow.bottom - g.flow.top
	return (b.grow || b.height() > whole*0.8) && room > 4*g.lead()+2*g.pad
}

// split cuts the only row of b so that its first part is room high. A cell that
// is not too long stands in both parts: it says what the row is.
func (g *grid) split(b *band, room float64) (part, left band, ok bool) {
	n := int(math.Floor((room - 2*g.pad + 1e-6) / g.lead()))
	if n < 1 {
		return band{}, band{}, false
	}
	part = band{heights: []float64{room}}
	left = band{heights: []float64{0}, grow: b.grow}
	for _, c := range b.cells {
		head, rest := c, c
		head.foot = nil
		if len(c.lines) > n {
			head.lines, rest.lines = c.lines[:n], c.lines[n:]
			ok = true
		} else if len(c.foot) > 0 { // what is sealed at the end is read before
			rest.lines = nil
			ok = ok || len(c.lines) > 0
		}
		part.cells = append(part.cells, head)
		left.cells = append(left.cells, rest)
	}
	g.stretch(&left)
	return part, left, ok
}

// draw sets b at the top of what is left of the page and moves below it.
func (g *grid) draw(b *band) {
	f := g.flow
	tops := []float64{f.y}
	for i, h := range b.heights {
		tops = append(tops, tops[i]+h)
	}
	boxes := make([][4]float64, len(b.cells))
	for i, c := range b.cells {
		x, y := g.edges[c.Col], tops[c.Row]
		w, h := g.edges[c.Col+c.Cols]-x, tops[c.Row+c.Rows]-y
		boxes[i] = [4]float64{x, y, w, h}
		g.fill(c, x+side, y, w-2*side, h)
	}
	f.at.boxes(thin, boxes...)
	f.y = tops[len(tops)-1]
}

// fill sets the text and the foot of c in a box.
func (g *grid) fill(c cell, x, y, w, h float64) {
	at := g.flow.at
	low := y + h - g.pad - float64(len(c.foot))*g.lead()
	top := y + g.pad
	if !c.Top {
		top = y + (low+g.pad-y-float64(len(c.lines))*g.lead())/2
		if len(c.foot) > 0 {
			top = y + (low-y-float64(len(c.lines))*g.lead())/2
		}
	}
	for i, l := range c.lines {
		at.line(x, top+float64(i)*g.lead(), w, c.style, l)
	}
	st := c.style
	st.Align, st.Bold = doc.Right, false
	for i, l := range c.foot {
		at.line(x-2, low+float64(i)*g.lead(), w, st, l)
	}
}

// outline draws the edge of what stands on this page from start on.
func (g *grid) outline(start float64) {
	f := g.flow
	if f.y > start {
		f.at.boxes(thick, [4]float64{f.x, start, f.width, f.y - start})
	}
}
