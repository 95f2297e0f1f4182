// Package dispatch sends 公文 out of the house: as PDF, as a text for a word
// processor, as a page to paste. It promises that what breaks a rule of writing
// that admits no exception is not sent, and that every reader of the page learns
// which fonts stand in for others.
package dispatch

import (
	"bytes"
	"fmt"
	"html"
	"net/http"
	"path"
	"strings"

	"qinglan/internal/doc/docx"
	"qinglan/internal/doc/official"
	"qinglan/internal/doc/pdf"
	"qinglan/internal/fault"
	"qinglan/internal/web"
)

// Send answers with p as the ending of name says: .pdf, .docx or .html.
func Send(w http.ResponseWriter, r *http.Request, p official.Paper, name string) error {
	if err := official.Refused(p); err != nil {
		return err
	}
	var b bytes.Buffer
	kind, ending := "", path.Ext(name)
	var err error
	switch ending {
	case ".pdf":
		kind, err = "application/pdf", pdf.Write(&b, official.Layout(p))
	case ".docx":
		kind, err = docx.Kind, docx.Write(&b, official.Layout(p))
	case ".html":
		kind = "text/html; charset=utf-8"
		fmt.Fprintf(&b, "<!doctype html>\n<html lang=\"zh-CN\"><head><meta charset=\"utf-8\"><title>%s</title></head>\n<body>\n%s</body></html>\n",
			html.EscapeString(called(p)), official.HTML(p))
	default:
		return fault.New(fault.Missing, "没有这份材料，或者现在还不能打印。")
	}
	if err != nil {
		return err
	}
	return web.File(w, r, called(p)+ending, kind, &b)
}

// called is the title of p on one line.
func called(p official.Paper) string { return strings.ReplaceAll(p.Title, "\n", "") }
