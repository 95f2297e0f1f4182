package casework

import (
	"bytes"
	"net/http"
	"strings"

	"qinglan/internal/doc"
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

// SendPaper writes d as PDF or as a workbook and notes in the audit who took it.
func (h *House) SendPaper(w http.ResponseWriter, r *http.Request, a org.Actor, c *flow.Case, d doc.Document, name string) error {
	var b bytes.Buffer
	kind, ending := "application/pdf", ".pdf"
	write := pdf.Write
	if strings.HasSuffix(name, ".xlsx") {
		kind, ending, write = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx", xlsx.Write
	}
	if !strings.HasSuffix(name, ending) {
		return ErrNoPaper
	}
	if err := write(&b, d); err != nil {
		return err
	}
	if err := h.Flow.Log(r.Context(), nil, a, "export", c.ID, form.Answers{"paper": name}); err != nil {
		return err
	}
	return web.File(w, r, NameOf(r.Context(), c)+"-"+d.Title+ending, kind, &b)
}
