package pdf

import (
	"fmt"
	"strings"

	"qinglan/internal/doc"
)

// A flow sets blocks one below the other in a measure of the page.
type flow struct {
	press    *press
	mark     string
	x, width float64
	y        float64
	top      float64
	bottom   float64 // past it a new page begins; 0 in a box, which has no end
	at       *canvas
}

// page begins a page.
func (f *flow) page() {
	f.at = &canvas{press: f.press}
	f.press.pages = append(f.press.pages, f.at)
	f.y = f.top
	if f.mark != "" {
		f.at.mark(f.mark, "0.9 g")
	}
}

// room returns the height that is left on the page.
func (f *flow) room() float64 {
	if f.bottom == 0 {
		return 1e6
	}
	return f.bottom - f.y
}

// fresh reports whether nothing stands on the page yet.
func (f *flow) fresh() bool { return f.y <= f.top }

// set sets blocks in turn.
func (f *flow) set(blocks []doc.Block) error {
	for i, b := range blocks {
		if err := f.block(b, blocks[i+1:]); err != nil {
			return err
		}
	}
	return nil
}

func (f *flow) block(b doc.Block, rest []doc.Block) error {
	pg := f.press.paper
	switch b := b.(type) {
	case doc.Text:
		kept := f.kept(rest)
		if b.Heads && kept == 0 {
			kept = full(b.Style).Size * full(b.Style).Lead * point
		}
		f.text(b, kept)
	case doc.Keep:
		if h := f.tail(b.Blocks); f.room() < h && !f.fresh() {
			f.page()
		}
		return f.set(b.Blocks)
	case doc.Pair:
		f.pair(b)
	case doc.Space:
		f.y += float64(b)
	case doc.Rule:
		f.at.ink(b.Red)
		f.at.rule(f.x, f.y, f.width, b.Stroke)
		f.at.ink(false)
		f.y += b.After
	case doc.Break:
		f.page()
	case doc.Frame:
		f.at.boxes(b.Stroke, [4]float64{b.Inset, b.Inset, pg.Width - 2*b.Inset, pg.Height - 2*b.Inset})
	case doc.QR:
		if err := f.at.code(f.x, f.y, b); err != nil {
			return err
		}
		f.y += b.Side
	case doc.Picture:
		f.picture(b)
	case doc.Box:
		return f.box(b)
	case doc.Foot:
		return f.foot(b)
	case doc.Table:
		return f.table(b, f.tail(rest))
	default:
		return fmt.Errorf("pdf: block %T", b)
	}
	return nil
}

// box sets blocks at a place of their own.
func (f *flow) box(b doc.Box) error {
	in := &flow{press: f.press, x: b.X, y: b.Y, top: b.Y, width: b.Width, at: f.at}
	return in.set(b.Blocks)
}

// foot sets b at the foot of the last page, an even one. An empty page before it
// and its own have no numbers (GB/T 9704 7.5).
func (f *flow) foot(b doc.Foot) error {
	h := f.tail(b.Blocks)
	n := len(f.press.pages)
	if f.room() < h || len(f.press.pages)%2 == 1 {
		f.page()
	}
	if len(f.press.pages)%2 == 1 {
		f.page()
	}
	if len(f.press.pages)-n == 2 {
		f.press.pages[n].bare, f.press.pages[n+1].bare = true, true
	}
	pg := f.press.paper
	return f.box(doc.Box{X: f.x, Y: pg.Height - pg.Bottom - h, Width: f.width, Blocks: b.Blocks})
}

// kept returns the height of what stays with the end of a text before rest.
func (f *flow) kept(rest []doc.Block) float64 {
	if len(rest) > 0 {
		if k, ok := rest[0].(doc.Keep); ok {
			return f.tail(k.Blocks)
		}
	}
	return 0
}

// text sets b and leaves the last two lines room for what is kept with them.
func (f *flow) text(b doc.Text, kept float64) {
	st := full(b.Style)
	if !f.fresh() {
		f.y += b.Before
	}
	lead := st.Size * st.Lead * point
	lines := f.press.lines(st, b.Text, f.width)
	for i, l := range lines {
		need := lead
		if left := len(lines) - i; kept > 0 && (left == 2 || i == 0 && left == 1) {
			need = float64(left)*lead + b.After + kept
		}
		if f.room() < need-1e-6 && !f.fresh() {
			f.page()
		}
		f.line(st, l)
	}
	f.y += b.After
}

// pair sets two texts on one line; the left one may take more lines.
func (f *flow) pair(b doc.Pair) {
	st := full(b.Style)
	right := plain(b.Right)
	name := st
	name.Face = doc.Kai
	w, signed := f.press.width(st, right), f.press.width(name, b.Name)
	end := f.x + f.width - st.Tail*st.Size*point
	st.Align, st.Tail = doc.Left, 0
	lines := f.press.lines(st, b.Left, end-f.x-w-signed-st.Size*point)
	if f.room() < float64(len(lines))*st.Size*st.Lead*point {
		f.page()
	}
	y := f.y + base(st)
	for _, l := range lines {
		f.line(st, l)
	}
	f.at.text(end-w-signed, y, st, right, 0)
	f.at.text(end-signed, y, name, b.Name, 0)
	f.y += b.After
}

// line sets a line at the top of what is left and moves below it.
func (f *flow) line(st doc.Style, l line) {
	f.at.line(f.x, f.y, f.width, st, l)
	f.y += st.Size * st.Lead * point
}

// tail returns the height of the texts that follow a table, up to a new page:
// the table leaves them room when it grows.
func (f *flow) tail(rest []doc.Block) float64 {
	h := 0.0
	for _, b := range rest {
		switch b := b.(type) {
		case doc.Text:
			st := full(b.Style)
			h += b.Before + b.After + float64(len(f.press.lines(st, b.Text, f.width)))*st.Size*st.Lead*point
		case doc.Pair:
			st := full(b.Style)
			h += b.After + st.Size*st.Lead*point
		case doc.Space:
			h += float64(b)
		case doc.Rule:
			h += b.After
		case doc.Keep:
			h += f.tail(b.Blocks)
		case doc.Box, doc.Frame, doc.Foot:
		default:
			return h
		}
	}
	return h
}

// A line is one line of a paragraph.
type line struct {
	text   string
	indent float64 // millimetres
	last   bool    // of its paragraph: it is not stretched
}

// lines breaks a text into lines.
func (p *press) lines(st doc.Style, text string, width float64) []line {
	var out []line
	text = plain(text)
	for para := range strings.SplitSeq(text, "\n") {
		em := st.Size * (1 + st.Track) * point
		indent, hang := st.Indent*em, st.Hang*em
		cut := breakLines(para, width-hang-st.Tail*em, indent-hang, p.measure(st, text))
		for i, s := range cut {
			out = append(out, line{strings.TrimRight(s, " "), indent, i == len(cut)-1})
			indent = hang
		}
	}
	return out
}

// line sets l in a measure that begins at x, y. A line that all but fills a
// justified measure is stretched to its end.
func (c *canvas) line(x, y, width float64, st doc.Style, l line) {
	em := st.Size * point
	w := c.press.width(st, l.text) - st.Track*em // none after the last
	x, width = x+l.indent, width-l.indent-st.Tail*em*(1+st.Track)
	gap := 0.0
	switch st.Align {
	case doc.Centre:
		x += (width - w) / 2
	case doc.Right:
		x += width - w
	case doc.Justify:
		n := float64(len([]rune(l.text)) - 1)
		if slack := width - w; !l.last && n > 0 && slack/n < em*0.08 { // at 0.1 readers see words
			gap = slack / n
		}
	}
	c.text(x, y+base(st), st, l.text, gap)
}

// base returns how far the baseline lies below the top of a line: the square of
// a Chinese character stands in its middle and reaches 0.12 below the baseline.
func base(st doc.Style) float64 {
	return ((st.Lead-1)/2 + 0.88) * st.Size * point
}

// full returns st with the values that it leaves to us.
func full(st doc.Style) doc.Style {
	if st.Size == 0 {
		st.Size = doc.Four2
	}
	if st.Lead == 0 {
		st.Lead = 1.5
	}
	if st.Align == doc.Auto {
		st.Align = doc.Justify
	}
	return st
}
