package docx

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"math"
	"strings"

	"qinglan/internal/doc"
)

// A paragraph is what stands before the runs of one.
type paragraph struct {
	style         doc.Style
	before, after float64 // millimetres
	borders       string
	tab           float64 // a stop at which text ends, in millimetres; 0 for none
}

// text writes one paragraph or, split at newlines, several.
func (x *writer) text(b doc.Text, first bool) {
	paras := strings.Split(tidy(b.Text), "\n")
	for i, s := range paras {
		p := paragraph{style: full(b.Style)}
		if i == 0 && !first {
			p.before = b.Before
		}
		if i == len(paras)-1 {
			p.after = b.After
		}
		x.para(p, x.run(p.style, s))
	}
}

// pair writes two texts on one line.
func (x *writer) pair(b doc.Pair) {
	st := full(b.Style)
	tab := x.width - st.Tail*st.Size*point
	name := st
	name.Face = doc.Kai
	st.Align, st.Tail = doc.Left, 0
	x.para(paragraph{style: st, after: b.After, tab: tab},
		x.run(st, tidy(b.Left))+`<w:r><w:tab/></w:r>`+x.run(st, tidy(b.Right))+x.run(name, tidy(b.Name)))
}

// rule writes a level line: the upper border of a paragraph without height.
func (x *writer) rule(b doc.Rule) {
	colour := "000000"
	if b.Red {
		colour = red
	}
	low := 0.4
	p := paragraph{style: flat(low), after: max(b.After-low, 0)}
	p.borders = fmt.Sprintf(`<w:pBdr><w:top w:val="single" w:sz="%d" w:space="0" w:color="%s"/></w:pBdr>`, eighths(b.Stroke), colour)
	x.para(p, "")
}

// empty writes a paragraph without text, so many millimetres high.
func (x *writer) empty(h, after float64) { x.para(paragraph{style: flat(h), after: after}, "") }

// flat is the style of a paragraph that only takes room.
func flat(h float64) doc.Style { return doc.Style{Size: 1, Lead: h / point, Align: doc.Left} }

// para writes a paragraph of runs.
func (x *writer) para(p paragraph, runs string) {
	o := &x.out
	o.WriteString("<w:p><w:pPr>")
	if x.keeps {
		o.WriteString("<w:keepNext/>")
	}
	if x.breaks && x.frame == "" {
		o.WriteString("<w:pageBreakBefore/>")
		x.breaks = false
	}
	o.WriteString(x.frame + p.borders)
	if p.tab > 0 {
		fmt.Fprintf(o, `<w:tabs><w:tab w:val="right" w:pos="%d"/></w:tabs>`, down(p.tab))
	}
	fmt.Fprintf(o, `<w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/><w:snapToGrid w:val="0"/><w:spacing w:before="%d" w:after="%d" w:line="%d" w:lineRule="exact"/>`,
		twips(p.before), twips(p.after), max(pitch(p.style), 1))
	o.WriteString(indents(p.style))
	fmt.Fprintf(o, `<w:jc w:val="%s"/>%s</w:pPr>%s</w:p>`, aligned[p.style.Align], look(p.style), runs)
}

// indents returns what stays free beside the lines of a paragraph.
func indents(st doc.Style) string {
	em := st.Size*20 + float64(tracked(st))
	if st.Indent == 0 && st.Hang == 0 && st.Tail == 0 {
		return ""
	}
	first := `w:firstLine`
	in := st.Indent - st.Hang
	if in < 0 {
		first, in = `w:hanging`, -in
	}
	return fmt.Sprintf(`<w:ind w:left="%d" w:right="%d" %s="%d"/>`, int(st.Hang*em), int(st.Tail*em), first, int(in*em))
}

var aligned = map[doc.Align]string{doc.Left: "left", doc.Centre: "center", doc.Right: "right", doc.Justify: "both"}

// run returns text in a style; newlines break the line.
func (x *writer) run(st doc.Style, text string) string {
	if text == "" {
		return ""
	}
	if err := sound(text); err != nil && x.err == nil {
		x.err = err
	}
	lines := strings.Split(text, "\n")
	for i, l := range lines {
		lines[i] = `<w:t xml:space="preserve">` + escape(l) + `</w:t>`
	}
	return "<w:r>" + look(st) + strings.Join(lines, "<w:br/>") + "</w:r>"
}

const red = "D90000" // of 公文, as the PDF has it

// look returns the properties of a run.
func look(st doc.Style) string {
	var b strings.Builder
	fmt.Fprintf(&b, `<w:rPr><w:rFonts w:ascii="%[1]s" w:hAnsi="%[1]s" w:eastAsia="%[1]s" w:cs="%[1]s"/>`, st.Face)
	if st.Bold {
		b.WriteString("<w:b/>")
	}
	b.WriteString(`<w:snapToGrid w:val="0"/>`)
	if st.Red {
		b.WriteString(`<w:color w:val="` + red + `"/>`)
	}
	if n := tracked(st); n != 0 {
		fmt.Fprintf(&b, `<w:spacing w:val="%d"/>`, n)
	}
	half := max(int(math.Round(st.Size*2)), 2)
	fmt.Fprintf(&b, `<w:sz w:val="%[1]d"/><w:szCs w:val="%[1]d"/></w:rPr>`, half)
	return b.String()
}

// tracked is the space after each character in twips, never more than asked for:
// as many characters go on a line as in the PDF.
func tracked(st doc.Style) int { return int(math.Floor(st.Track*st.Size*20 + 1e-6)) }

// eighths are eighths of a point, in which borders are given.
func eighths(mm float64) int { return max(int(math.Round(mm/point*8)), 2) }

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

// tidy returns text with each line end a newline and no tabs.
func tidy(text string) string { return spaces.Replace(text) }

var spaces = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\t", " ", "\u00a0", " ")

// sound returns an error if the file cannot hold text as it is.
func sound(text string) error {
	for _, r := range text {
		if r < ' ' && r != '\n' || r == 0xFFFE || r == 0xFFFF || r == 0xFFFD {
			return fmt.Errorf("a text cannot hold %U of %q", r, text)
		}
	}
	return nil
}

func escape(text string) string {
	var b bytes.Buffer
	xml.EscapeText(&b, []byte(text)) // into memory: it cannot fail
	return b.String()
}

// height returns how high paragraphs stand, as near as can be told without
// fonts.
func height(blocks []doc.Block, width float64) (float64, error) {
	h := 0.0
	for _, b := range blocks {
		switch b := b.(type) {
		case doc.Text:
			st := full(b.Style)
			h += b.Before + b.After + float64(lines(b.Text, st, width))*st.Size*st.Lead*point
		case doc.Pair:
			st := full(b.Style)
			h += b.After + st.Size*st.Lead*point
		case doc.Space:
			h += float64(b)
		case doc.Rule:
			h += b.After
		case doc.QR:
			h += b.Side
		case doc.Keep:
			inner, err := height(b.Blocks, width)
			if err != nil {
				return h, err
			}
			h += inner
		case doc.Box, doc.Frame, doc.Foot:
		default:
			return h, fmt.Errorf("the height of a block %T cannot be told", b)
		}
	}
	return h, nil
}

// lines is how many lines a text takes at most: Chinese characters are as wide as
// high, others no wider than in the fonts that a word processor takes where ours are
// not installed.
func lines(text string, st doc.Style, width float64) int {
	n := 0
	for para := range strings.SplitSeq(tidy(text), "\n") {
		w := st.Indent
		for _, r := range para {
			one := 0.64
			if r >= 0x2E80 || r >= 0x2010 && r < 0x2030 {
				one = 1
			}
			w += one + st.Track
		}
		n += max(1, int(math.Ceil(w*st.Size*point/width-1e-3)))
	}
	return n
}
