package official

import (
	"fmt"
	"html"
	"strings"

	"qinglan/internal/doc"
)

// Styles of the page to paste. Editors of web sites and of 公众号 keep what stands
// at an element and drop everything else, so nothing stands anywhere else.
const (
	webText  = "margin:0 0 .6em;font-size:16px;line-height:1.9;text-indent:2em;text-align:justify;"
	webPlain = "margin:0 0 .6em;font-size:16px;line-height:1.9;"
	webTitle = "margin:1.2em 0 1em;font-size:22px;line-height:1.5;text-align:center;font-weight:bold;"
	webCell  = "border:1px solid #333;padding:.3em .5em;font-size:14px;line-height:1.5;"
)

// HTML returns p as a piece of a page: the mark of the organs and the red rule
// are for paper alone, so it begins with the title and its number. It holds no
// script, no class, no picture and no address.
func HTML(p Paper) string {
	var b strings.Builder
	put := func(tag, style, text string) {
		fmt.Fprintf(&b, "<%s style=\"%s\">%s</%s>\n", tag, style, strings.ReplaceAll(html.EscapeString(text), "\n", "<br>"), tag)
	}
	b.WriteString("<section style=\"color:#111;\">\n")
	put("h2", webTitle, strings.Join(Broken(p.Title), "\n"))
	put("p", webPlain+"text-align:center;", p.number())
	if p.To != "" {
		put("p", webPlain, p.To+"：")
	}
	web(put, p.Body)
	for i, a := range p.Annexes {
		no := ""
		if n := p.annexNo(i); n != "" {
			no = n + ". "
		}
		what := "附件：" + no + a.Name
		if i > 0 {
			what = "　　　" + no + a.Name
		}
		put("p", webText, what)
	}
	date, _ := p.date()
	for _, m := range p.Marks {
		put("p", webPlain+"text-align:right;", m)
	}
	put("p", webPlain+"text-align:right;", date)
	if p.Note != "" {
		put("p", webText, "（"+p.Note+"）")
	}
	for i, a := range p.Annexes {
		put("p", webPlain+"font-weight:bold;margin-top:2em;", "附件"+p.annexNo(i))
		called := a.Title
		if called == "" {
			called = a.Name
		}
		put("h3", webTitle, strings.Join(Broken(called), "\n"))
		web(put, a.Body)
		if a.Table != nil {
			table(&b, *a.Table)
		}
		if a.Below != "" {
			put("p", webPlain+"font-size:13px;", a.Below)
		}
	}
	b.WriteString("</section>\n")
	return b.String()
}

// web puts paragraphs.
func web(put func(tag, style, text string), body []string) {
	for _, s := range body {
		style := webText
		if n := Level(s); n == 1 || n == 2 {
			style += "font-weight:bold;"
		}
		put("p", style, s)
	}
}

// table writes a list; a form, whose cells span, does not go on a web page.
func table(b *strings.Builder, t doc.Table) {
	b.WriteString("<table style=\"border-collapse:collapse;width:100%;\">\n")
	for i, r := range append(t.Head[:len(t.Head):len(t.Head)], t.Rows...) {
		tag := "td"
		if i < len(t.Head) {
			tag = "th"
		}
		b.WriteString("<tr>")
		for _, c := range r.Cells {
			fmt.Fprintf(b, "<%s style=\"%s\">%s</%s>", tag, webCell, strings.ReplaceAll(html.EscapeString(c.Text), "\n", "<br>"), tag)
		}
		b.WriteString("</tr>\n")
	}
	b.WriteString("</table>\n")
}
