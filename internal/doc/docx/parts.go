package docx

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"qinglan/internal/doc"
)

// A part is a file of the package that a document is.
type part struct {
	name string
	data []byte
}

const (
	head  = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	space = ` xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"` +
		` xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"` +
		` xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"` +
		` xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"`
	kinds    = "application/vnd.openxmlformats-officedocument.wordprocessingml."
	relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
)

// parts returns the files of the document, the list of their kinds first.
func (x *writer) parts() []part {
	all := []part{
		{"_rels/.rels", []byte(head + relations(
			[3]string{"rId1", relation + "officeDocument", "word/document.xml"},
			[3]string{"rId2", "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties", "docProps/core.xml"}))},
		{"docProps/core.xml", []byte(head + x.properties())},
		{"word/document.xml", []byte(head + `<w:document` + space + `><w:body>` + x.out.String() + `</w:body></w:document>`)},
		{"word/styles.xml", []byte(head + styles())},
		{"word/settings.xml", []byte(head + x.settings())},
		{"word/fontTable.xml", []byte(head + fontTable())},
	}
	links := [][3]string{
		{"rId1", relation + "styles", "styles.xml"},
		{"rId2", relation + "settings", "settings.xml"},
		{"rId3", relation + "fontTable", "fontTable.xml"},
	}
	types := ""
	for _, name := range x.margins() {
		kind, _, _ := strings.Cut(name, "-")
		data := x.footerPart(name)
		if kind == "header" {
			tag, picture := x.tagged()
			if x.doc.Mark != "" {
				tag += x.watermark()
			}
			data = `<w:hdr` + space + `>` + tag + `</w:hdr>`
			if picture != nil {
				all = append(all, part{"word/media/" + name + ".png", picture},
					part{"word/_rels/" + name + ".xml.rels", []byte(head + relations([3]string{"rIdTag", relation + "image", "media/" + name + ".png"}))})
			}
		}
		all = append(all, part{"word/" + name + ".xml", []byte(head + data)})
		links = append(links, [3]string{"rId-" + name, relation + kind, name + ".xml"})
		types += `<Override PartName="/word/` + name + `.xml" ContentType="` + kinds + kind + `+xml"/>`
	}
	for i, p := range x.pictures {
		name := "media/qr" + strconv.Itoa(i+1) + ".png"
		all = append(all, part{"word/" + name, p})
		links = append(links, [3]string{"rIdP" + strconv.Itoa(i+1), relation + "image", name})
	}
	all = append(all, part{"word/_rels/document.xml.rels", []byte(head + relations(links...))})
	return append([]part{{"[Content_Types].xml", []byte(head + contents(types))}}, all...)
}

func contents(more string) string {
	return `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
		`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
		`<Default Extension="png" ContentType="image/png"/>` +
		`<Override PartName="/word/document.xml" ContentType="` + kinds + `document.main+xml"/>` +
		`<Override PartName="/word/styles.xml" ContentType="` + kinds + `styles+xml"/>` +
		`<Override PartName="/word/settings.xml" ContentType="` + kinds + `settings+xml"/>` +
		`<Override PartName="/word/fontTable.xml" ContentType="` + kinds + `fontTable+xml"/>` +
		`<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>` +
		more + `</Types>`
}

func relations(all ...[3]string) string {
	var b strings.Builder
	b.WriteString(`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`)
	for _, r := range all {
		fmt.Fprintf(&b, `<Relationship Id="%s" Type="%s" Target="%s"/>`, r[0], r[1], r[2])
	}
	b.WriteString(`</Relationships>`)
	return b.String()
}

// properties is what a word processor says of the file.
func (x *writer) properties() string {
	at := x.doc.Created
	if at.IsZero() {
		at = time.Unix(0, 0)
	}
	when := at.UTC().Format(time.RFC3339)
	return fmt.Sprintf(`<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"`+
		` xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">`+
		`<dc:title>%s</dc:title><dc:subject>%s</dc:subject><dc:creator>%s</dc:creator>`+
		`<dcterms:created xsi:type="dcterms:W3CDTF">%s</dcterms:created><dcterms:modified xsi:type="dcterms:W3CDTF">%s</dcterms:modified></cp:coreProperties>`,
		escape(x.doc.Title), escape(x.doc.Subject), escape(x.doc.Author), when, when)
}

// styles says what holds for every paragraph: no space beside Latin letters, no
// mark outside the measure, no line that wanders to the next page, because the
// PDF has none of it.
func styles() string {
	st := doc.Body()
	return `<w:styles` + space + `><w:docDefaults><w:rPrDefault>` + look(st) + `</w:rPrDefault><w:pPrDefault><w:pPr>` +
		`<w:spacing w:before="0" w:after="0" w:line="` + strconv.Itoa(pitch(st)) + `" w:lineRule="exact"/></w:pPr></w:pPrDefault></w:docDefaults>` +
		`<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:pPr>` +
		`<w:widowControl w:val="0"/><w:overflowPunct w:val="0"/><w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>` +
		`<w:adjustRightInd w:val="0"/><w:snapToGrid w:val="0"/></w:pPr></w:style></w:styles>`
}

func (x *writer) settings() string {
	even := ""
	if x.doc.Footer.Official {
		even = "<w:evenAndOddHeaders/>"
	}
	return `<w:settings` + space + `>` + even + `<w:characterSpacingControl w:val="doNotCompress"/>` +
		`<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>` +
		`<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>`
}

// fontTable names for each font the ones to take where it is not installed.
func fontTable() string {
	var b strings.Builder
	b.WriteString(`<w:fonts` + space + `>`)
	for _, f := range []struct {
		face  doc.Face
		other string
	}{{doc.Song, "SimSun"}, {doc.Kai, "楷体"}, {doc.Fang, "仿宋"}, {doc.Hei, "SimHei"}, {doc.Biao, "华文中宋"}} {
		fmt.Fprintf(&b, `<w:font w:name="%s"><w:altName w:val="%s"/><w:charset w:val="86"/><w:family w:val="auto"/><w:pitch w:val="variable"/></w:font>`, f.face, f.other)
	}
	b.WriteString(`</w:fonts>`)
	return b.String()
}

// margins names the parts above and below the text: on official pages odd and
// even ones differ.
func (x *writer) margins() []string {
	var out []string
	if x.doc.Mark != "" || x.doc.Tag != nil {
		out = append(out, "header-default")
		if x.doc.Footer.Official {
			out = append(out, "header-even")
		}
	}
	switch {
	case x.doc.Footer.Official:
		out = append(out, "footer-default", "footer-even")
	case x.doc.Footer != doc.Footer{}:
		out = append(out, "footer-default")
	}
	return out
}

// references names the margins to the section.
func (x *writer) references() string {
	var b strings.Builder
	for _, name := range x.margins() {
		kind, which, _ := strings.Cut(name, "-")
		fmt.Fprintf(&b, `<w:%sReference w:type="%s" r:id="rId-%s"/>`, kind, which, name)
	}
	return b.String()
}

// footerPart is the foot of a page.
func (x *writer) footerPart(name string) string {
	y := &writer{doc: x.doc, width: x.width}
	if x.doc.Footer.Official {
		// — 1 —, a character from the outer edge (GB/T 9704 7.5)
		st := doc.Style{Size: doc.Four, Lead: 1, Align: doc.Right}
		if name == "footer-even" {
			st.Align = doc.Left
		}
		side := "right"
		if st.Align == doc.Left {
			side = "left"
		}
		p := fmt.Sprintf(`<w:p><w:pPr><w:spacing w:line="%d" w:lineRule="exact"/><w:ind w:%s="%d"/><w:jc w:val="%s"/>%s</w:pPr>%s%s%s</w:p>`,
			pitch(st), side, int(doc.Four*20), side, look(st), y.run(st, "— "), field(st, "PAGE"), y.run(st, " —"))
		return `<w:ftr` + space + `>` + p + `</w:ftr>`
	}
	st := full(doc.Style{Size: doc.Five2, Align: doc.Left})
	y.para(paragraph{
		style: st, tab: x.width,
		borders: fmt.Sprintf(`<w:pBdr><w:top w:val="single" w:sz="%d" w:space="2" w:color="000000"/></w:pBdr>`, eighths(thin)),
	}, y.counted(st, x.doc.Footer.Left)+`<w:r><w:tab/></w:r>`+y.counted(st, x.doc.Footer.Right))
	if x.err == nil {
		x.err = y.err
	}
	return `<w:ftr` + space + `>` + y.out.String() + `</w:ftr>`
}

// counted returns text with {n} and {m} as the numbers they stand for.
func (x *writer) counted(st doc.Style, text string) string {
	var b strings.Builder
	for text != "" {
		i := strings.Index(text, "{")
		if i < 0 || i+3 > len(text) {
			b.WriteString(x.run(st, text))
			break
		}
		b.WriteString(x.run(st, text[:i]))
		switch text[i : i+3] {
		case "{n}":
			b.WriteString(field(st, "PAGE"))
		case "{m}":
			b.WriteString(field(st, "NUMPAGES"))
		default:
			b.WriteString(x.run(st, text[i:i+3]))
		}
		text = text[i+3:]
	}
	return b.String()
}

// field is a number that the word processor knows.
func field(st doc.Style, name string) string {
	r := "<w:r>" + look(st)
	return r + `<w:fldChar w:fldCharType="begin"/></w:r>` + r + `<w:instrText xml:space="preserve"> ` + name + ` </w:instrText></w:r>` +
		r + `<w:fldChar w:fldCharType="separate"/></w:r>` + r + `<w:t>1</w:t></w:r>` + r + `<w:fldChar w:fldCharType="end"/></w:r>`
}

// watermark writes pale words across the page, rising to the right.
func (x *writer) watermark() string {
	if err := sound(x.doc.Mark); err != nil && x.err == nil {
		x.err = err
	}
	width := min(100*float64(len([]rune(x.doc.Mark))), 440)
	return fmt.Sprintf(`<w:p><w:r><w:pict><v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" path="m@7,l@8,m@5,21600l@6,21600e">`+
		`<v:path textpathok="t" o:connecttype="rect"/><v:textpath on="t" fitshape="t"/></v:shapetype>`+
		`<v:shape id="mark" type="#_x0000_t136" style="position:absolute;margin-left:0;margin-top:0;width:%.0fpt;height:100pt;rotation:315;z-index:-1;`+
		`mso-position-horizontal:center;mso-position-horizontal-relative:margin;mso-position-vertical:center;mso-position-vertical-relative:margin" fillcolor="#dddddd" stroked="f">`+
		`<v:textpath style="font-family:&quot;宋体&quot;;font-size:1pt" string="%s"/></v:shape></w:pict></w:r></w:p>`, width, escape(x.doc.Mark))
}
