package judging

import (
	"bytes"
	"context"
	"net/http"
	"strings"

	"qinglan/internal/casework"
	"qinglan/internal/doc"
	"qinglan/internal/doc/pdf"
	"qinglan/internal/doc/xlsx"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/org"
	"qinglan/internal/web"
)

var errNoPaper = fault.New(fault.Missing, "没有这份材料，或者现在还不能打印。")

// print sends a paper of a session.
func (s *Slice) print(w http.ResponseWriter, r *http.Request) error {
	c, a, err := s.found(r, watchers...)
	if err != nil {
		return err
	}
	ctx := r.Context()
	st, err := s.sitting(ctx, s.Flow.DB(), c)
	if err != nil {
		return err
	}
	d, err := s.paper(ctx, st, strings.TrimSuffix(r.PathValue("paper"), ".pdf"))
	if err != nil {
		return err
	}
	return s.send(w, r, a, c, d, r.PathValue("paper"))
}

func (s *Slice) paper(ctx context.Context, st *Sitting, name string) (doc.Document, error) {
	switch {
	case name == "draw":
		record, ok, err := s.record(ctx, s.Flow.DB(), st.Case)
		if err != nil || !ok {
			return doc.Document{}, errOr(err)
		}
		return drawPaper(st, record), nil
	case name == "summary" && st.Counts():
		lines, digest, err := s.result(ctx, s.Flow.DB(), st)
		if err != nil {
			return doc.Document{}, err
		}
		signed, err := s.signed(ctx, s.Flow.DB(), st.Case)
		return summary(ctx, st, lines, digest, signed), err
	case len(st.Panel) == 0:
	case name == "sign-in":
		return signIn(st), nil
	case name == "recusal":
		return recusals(st), nil
	case name == "sheet":
		return blankSheet(st), nil
	}
	return doc.Document{}, errNoPaper
}

func errOr(err error) error {
	if err != nil {
		return err
	}
	return errNoPaper
}

// printShortlist sends the 培育名单.
func (s *Slice) printShortlist(w http.ResponseWriter, r *http.Request) error {
	c, a, err := s.listOf(r, readers...)
	if err != nil {
		return err
	}
	ctx, q := r.Context(), s.Flow.DB()
	names, err := s.names(ctx, q, c)
	if err != nil {
		return err
	}
	bound, err := s.bound(ctx, q, c)
	if err != nil {
		return err
	}
	given, err := s.Flow.Answers(ctx, q, c, "issue")
	if err != nil {
		return err
	}
	return s.send(w, r, a, c, namesPaper(c.Name, given["number"], bound, names), r.PathValue("paper"))
}

// send writes d as PDF or as a workbook and notes in the audit who took it.
func (s *Slice) send(w http.ResponseWriter, r *http.Request, a org.Actor, c *flow.Case, d doc.Document, name string) error {
	var b bytes.Buffer
	kind, ending := "application/pdf", ".pdf"
	write := pdf.Write
	if strings.HasSuffix(name, ".xlsx") {
		kind, ending, write = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx", xlsx.Write
	}
	if !strings.HasSuffix(name, ending) {
		return errNoPaper
	}
	if err := write(&b, d); err != nil {
		return err
	}
	if err := s.Flow.Log(r.Context(), nil, a, "export", c.ID, form.Answers{"paper": name}); err != nil {
		return err
	}
	return web.File(w, r, casework.NameOf(r.Context(), c)+"-"+d.Title+ending, kind, &b)
}
