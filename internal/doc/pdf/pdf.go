// Package pdf prints a [doc.Document] as PDF.
//
// It promises that a name is printed and can be copied as it was typed, however
// rare its characters: each character is drawn by a font that has it and mapped
// back to exactly itself; one that no font has is an error that names it, and
// nothing is written. No line breaks a number or a word, begins with a closing
// mark or ends with an opening one, and no character is lost. Equal documents
// give equal bytes.
//
// It knows no clock, no network and no file but the fonts in it and those the
// operator gives once, by [Use].
package pdf

import (
	"io"
	"strconv"
	"strings"

	"qinglan/internal/doc"
)

// Write prints d to w. A [*MissingError] says that a character cannot be
// printed; then, as after any error in d, nothing has been written.
// It may be called from many goroutines.
func Write(w io.Writer, d doc.Document) error {
	p := newPress(d.Page)
	over := hasPicture(d.Blocks)
	f := &flow{
		press: p, mark: d.Mark, x: d.Page.Left, width: d.Page.Inner(),
		top: d.Page.Top, bottom: d.Page.Height - d.Page.Bottom,
	}
	if d.Footer.Official {
		f.top, f.bottom = f.top-lift(), f.bottom-lift()
	}
	if over { // a picture would hide what lies beneath it
		f.mark = ""
	}
	f.page()
	if err := f.set(d.Blocks); err != nil {
		return err
	}
	for i, c := range p.pages {
		if over && d.Mark != "" {
			c.out = append(c.out, "q /Over gs\n"...)
			c.mark(d.Mark, "0.45 g")
			c.out = append(c.out, "Q\n"...)
		}
		c.footer(d, i+1)
		if err := c.tag(d, i+1); err != nil {
			return err
		}
	}
	if p.missing != nil {
		return p.missing
	}
	_, err := w.Write(bind(d, p))
	return err
}

// lift is how much higher the text of an official page begins: characters stand
// in the middle of their lines, and 天头 is measured to the first characters
// (GB/T 9704 6.1), so the empty half above them belongs to the margin.
func lift() float64 {
	st := doc.Body()
	return (st.Lead - 1) / 2 * st.Size * point
}

// footer sets the foot of page n.
func (c *canvas) footer(d doc.Document, n int) {
	if d.Footer == (doc.Footer{}) {
		return
	}
	if c.bare {
		return
	}
	if d.Footer.Official {
		c.folio(d.Page, n)
		return
	}
	pg := d.Page
	st := full(doc.Style{Size: doc.Five2})
	fill := strings.NewReplacer("{n}", strconv.Itoa(n), "{m}", strconv.Itoa(len(c.press.pages)))
	left, right := fill.Replace(plain(d.Footer.Left)), fill.Replace(plain(d.Footer.Right))
	if w := c.press.width(st, left+"　"+right); w > pg.Inner() {
		st.Size *= pg.Inner() / w
	}
	y := pg.Height - pg.Bottom + 6
	c.rule(pg.Left, y, pg.Inner(), thin)
	c.line(pg.Left, y+1, pg.Inner(), st, line{text: left, last: true})
	st.Align = doc.Right
	c.line(pg.Left, y+1, pg.Inner(), st, line{text: right})
}

// folio sets the number of an official page: 7 mm below the text, a character
// from the right on odd pages and from the left on even ones.
func (c *canvas) folio(pg doc.Page, n int) {
	st := full(doc.Style{Size: doc.Four, Lead: 1, Align: doc.Right})
	if n%2 == 0 {
		st.Align = doc.Left
	}
	em := doc.Four * point
	c.line(pg.Left+em, pg.Height-pg.Bottom+7, pg.Inner()-2*em, st, line{text: "— " + strconv.Itoa(n) + " —"})
}

// bind returns the file of the pages of p.
func bind(d doc.Document, p *press) []byte {
	f := &file{}
	f.out.WriteString("%PDF-1.7\n%\xe9\x9d\x92\xe8\x93\x9d\n")
	root, tree := f.reserve(), f.reserve()
	fonts := ""
	for _, s := range p.sets {
		if len(s.runes) > 0 {
			fonts += "/" + s.key + " " + strconv.Itoa(f.font(s)) + " 0 R "
		}
	}
	pictures := ""
	if names := f.pictured(p.pictures); names != "" {
		pictures = "/XObject << " + names + ">> /ExtGState << /Over << /Type /ExtGState /ca 0.5 >> >> "
	}
	kids := ""
	for _, c := range p.pages {
		content := f.stream("", c.out)
		box := number(append(number(nil, p.paper.Width/point), ' '), p.paper.Height/point)
		kid := f.add("<< /Type /Page /Parent %d 0 R /MediaBox [0 0 %s] /Contents %d 0 R "+
			"/Resources << /Font << %s>> %s>> >>", tree, box, content, fonts, pictures)
		kids += strconv.Itoa(kid) + " 0 R "
	}
	f.put(tree, "<< /Type /Pages /Count %d /Kids [%s] >>", len(p.pages), kids)
	f.put(root, "<< /Type /Catalog /Pages %d 0 R /Lang (zh-CN) /ViewerPreferences << /DisplayDocTitle true >> >>", tree)
	f.end(root, f.info(d, p))
	return f.out.Bytes()
}
