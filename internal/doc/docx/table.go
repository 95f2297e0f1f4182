package docx

import (
	"fmt"
	"strings"

	"qinglan/internal/doc"
)

// Lines of a table and the room beside a text in a cell, in millimetres, as the
// PDF has them.
const (
	thin  = 0.18
	thick = 0.35
	side  = 1.6
	air   = 1.4 // above and below a text
)

// A grid is a table being written.
type grid struct {
	x     *writer
	style doc.Style
	pad   float64
	cols  []doc.Column
	at    []float64 // edges of the columns in millimetres, one more than there are
}

// table writes t over the whole width.
func (x *writer) table(t doc.Table) error {
	if x.frame != "" {
		return fmt.Errorf("a table in a box")
	}
	g := &grid{x: x, style: full(t.Style), pad: t.Pad, cols: t.Columns}
	if g.pad == 0 {
		g.pad = air
	}
	total := 0.0
	for _, c := range t.Columns {
		total += c.Width
	}
	g.at = []float64{0}
	for i, c := range t.Columns {
		g.at = append(g.at, g.at[i]+c.Width*x.width/total)
	}
	if x.breaks {
		x.empty(0.4, 0)
	}
	edge := func(name string, stroke float64) string {
		return fmt.Sprintf(`<w:%s w:val="single" w:sz="%d" w:space="0" w:color="000000"/>`, name, eighths(stroke))
	}
	fmt.Fprintf(&x.out, `<w:tbl><w:tblPr><w:tblW w:w="%d" w:type="dxa"/><w:tblInd w:w="0" w:type="dxa"/><w:tblBorders>%s</w:tblBorders>`+
		`<w:tblLayout w:type="fixed"/><w:tblCellMar><w:top w:w="%[3]d" w:type="dxa"/><w:left w:w="%[4]d" w:type="dxa"/>`+
		`<w:bottom w:w="%[3]d" w:type="dxa"/><w:right w:w="%[4]d" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid>`,
		down(x.width), edge("top", thick)+edge("left", thick)+edge("bottom", thick)+edge("right", thick)+edge("insideH", thin)+edge("insideV", thin),
		twips(g.pad), twips(side))
	for i := range t.Columns {
		fmt.Fprintf(&x.out, `<w:gridCol w:w="%d"/>`, g.wide(i, i+1))
	}
	x.out.WriteString("</w:tblGrid>")
	if err := g.rows(t.Head, true, nil); err != nil {
		return err
	}
	if err := g.rows(t.Rows, false, g.grown(t)); err != nil {
		return err
	}
	x.out.WriteString("</w:tbl>")
	return nil
}

// wide is the width of columns in twips.
func (g *grid) wide(from, to int) int { return down(g.at[to]) - down(g.at[from]) }

// rows writes rows, the cell that a place of each belongs to among them.
func (g *grid) rows(rows []doc.Row, head bool, heights []float64) error {
	places, err := doc.Places(rows, len(g.cols))
	if err != nil {
		return err
	}
	owner := make([][]doc.Place, len(rows)) // by row and column
	for i := range owner {
		owner[i] = make([]doc.Place, len(g.cols))
	}
	for _, p := range places {
		for i := p.Row; i < p.Row+p.Rows; i++ {
			for k := p.Col; k < p.Col+p.Cols; k++ {
				owner[i][k] = p
			}
		}
	}
	o := &g.x.out
	for i, r := range rows {
		o.WriteString("<w:tr><w:trPr>")
		if !r.Grow {
			o.WriteString("<w:cantSplit/>")
		}
		h := r.Height
		if heights != nil {
			h = heights[i]
		}
		if h > 0 {
			fmt.Fprintf(o, `<w:trHeight w:val="%d" w:hRule="atLeast"/>`, twips(h))
		}
		if head {
			o.WriteString("<w:tblHeader/>")
		}
		o.WriteString("</w:trPr>")
		for k := 0; k < len(g.cols); k += owner[i][k].Cols {
			g.cell(owner[i][k], i, h)
		}
		o.WriteString("</w:tr>")
	}
	return nil
}

// cell writes the part of p that stands in row i, which is h high at least.
func (g *grid) cell(p doc.Place, i int, h float64) {
	o := &g.x.out
	fmt.Fprintf(o, `<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/>`, g.wide(p.Col, p.Col+p.Cols))
	if p.Cols > 1 {
		fmt.Fprintf(o, `<w:gridSpan w:val="%d"/>`, p.Cols)
	}
	switch {
	case p.Rows > 1 && i == p.Row:
		o.WriteString(`<w:vMerge w:val="restart"/>`)
	case p.Rows > 1:
		o.WriteString(`<w:vMerge/>`)
	}
	align := "center"
	if p.Top || len(p.Foot) > 0 {
		align = "top"
	}
	if len(p.Foot) > 0 && p.Text == "" {
		align = "bottom"
	}
	fmt.Fprintf(o, `<w:vAlign w:val="%s"/></w:tcPr>`, align)
	if i == p.Row {
		g.fill(p, h)
	} else {
		g.x.empty(0.4, 0)
	}
	o.WriteString("</w:tc>")
}

// fill writes the text of p and what is to stand at its lower right.
func (g *grid) fill(p doc.Place, h float64) {
	st := g.style
	st.Bold = st.Bold || p.Bold
	if st.Align = p.Align; st.Align == doc.Auto {
		st.Align = g.cols[p.Col].Align
	}
	if st.Align == doc.Auto {
		st.Align = doc.Centre
	}
	st.Indent = p.Indent
	if p.Text != "" || len(p.Foot) == 0 {
		for s := range strings.SplitSeq(tidy(p.Text), "\n") {
			g.x.para(paragraph{style: st}, g.x.run(st, s))
		}
	}
	lead := st.Size * st.Lead * point
	wide := g.at[p.Col+p.Cols] - g.at[p.Col] - 2*side
	before := h - 2*g.pad - float64(lines(p.Text, st, wide)+footLines(p.Cell, st, wide))*lead - 1
	if p.Text == "" || p.Rows > 1 {
		before = 0
	}
	st.Align, st.Bold, st.Indent = doc.Right, false, 0
	for k, s := range p.Foot {
		para := paragraph{style: st}
		if k == 0 {
			para.before = max(before, 0)
		}
		g.x.para(para, g.x.run(st, tidy(s)))
	}
}

// footLines is how many lines what stands at the lower right of a cell takes.
func footLines(c doc.Cell, st doc.Style, width float64) int {
	n := 0
	st.Indent = 0
	for _, s := range c.Foot {
		n += lines(s, st, width)
	}
	return n
}

// grown returns the heights of the rows of t: what is left on the first page
// goes to the row that grows, with some room for fonts that are not ours.
func (g *grid) grown(t doc.Table) []float64 {
	out := make([]float64, len(t.Rows))
	grows := -1
	pg := g.x.doc.Page
	left := pg.Height - pg.Top - pg.Bottom - 4
	for i, r := range append(t.Head[:len(t.Head):len(t.Head)], t.Rows...) {
		h := max(r.Height, g.need(r))
		left -= h
		if k := i - len(t.Head); k >= 0 {
			out[k] = r.Height
			if r.Grow && grows < 0 {
				grows = k
			}
		}
	}
	for _, b := range g.x.doc.Blocks {
		if _, ok := b.(doc.Table); !ok {
			h, err := height([]doc.Block{b}, g.x.width)
			if err != nil {
				return out
			}
			left -= h
		}
	}
	if grows >= 0 && left > 0 {
		out[grows] = max(t.Rows[grows].Height, g.need(t.Rows[grows])) + left
	}
	return out
}

// need is the height that the cells of r take, as near as can be told; what
// spans columns is reckoned by the width of its first.
func (g *grid) need(r doc.Row) float64 {
	h := 0.0
	for _, c := range r.Cells {
		wide := g.x.width*float64(max(c.Cols, 1))/float64(len(g.cols)) - 2*side
		foot := footLines(c, g.style, wide)
		n := strings.Count(c.Text, "\n") + 1 + foot
		if c.Cols > 1 || len(r.Cells) == len(g.cols) {
			n = max(n, lines(c.Text, g.style, wide)+foot)
		}
		h = max(h, float64(n)*g.style.Size*g.style.Lead*point+2*g.pad)
	}
	return h
}
