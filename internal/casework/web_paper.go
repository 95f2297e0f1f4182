package casework

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"path"

	"qinglan/internal/doc"
	"qinglan/internal/doc/docx"
	"qinglan/internal/doc/pdf"
	"qinglan/internal/doc/xlsx"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/org"
	"qinglan/internal/web"
)

// ErrNoPaper says that there is no paper of that name now.
var ErrNoPaper = fault.New(fault.Missing, "没有这份材料，或者现在还不能打印。")

var writers = map[string]func(io.Writer, doc.Document) error{".pdf": pdf.Write, ".xlsx": xlsx.Write, ".docx": docx.Write}

var kinds = map[string]string{".pdf": "application/pdf", ".xlsx": xlsx.Kind, ".docx": docx.Kind}

// SendPaper writes d as the ending of name says and notes in the audit who took it.
func (h *House) SendPaper(w http.ResponseWriter, r *http.Request, a org.Actor, c *flow.Case, d doc.Document, name string) error {
	ending := path.Ext(name)
	b, err := written(d, ending)
	if err != nil {
		return err
	}
	if err := h.Flow.Log(r.Context(), nil, a, "export", c.ID, form.Answers{"paper": name}); err != nil {
		return err
	}
	return web.File(w, r, NameOf(r.Context(), c)+"-"+d.Title+ending, kinds[ending], b)
}

// Send writes d under a name, as its ending says.
func Send(w http.ResponseWriter, r *http.Request, d doc.Document, name string) error {
	ending := path.Ext(name)
	b, err := written(d, ending)
	if err != nil {
		return err
	}
	return web.File(w, r, name, kinds[ending], b)
}

// written is d in a format; a character that cannot be printed is a fault.
func written(d doc.Document, ending string) (*bytes.Buffer, error) {
	if writers[ending] == nil {
		return nil, ErrNoPaper
	}
	var b bytes.Buffer
	err := writers[ending](&b, d)
	var missing *pdf.MissingError
	if errors.As(err, &missing) {
		return nil, fault.Wrap(fault.Invalid, err, "表中有无法打印的字符，请联系主管部门。")
	}
	return &b, err
}
