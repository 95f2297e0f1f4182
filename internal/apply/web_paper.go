package apply

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"slices"

	"qinglan/internal/doc"
	"qinglan/internal/doc/pdf"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/lang"
	"qinglan/internal/org"
	"qinglan/internal/web"
)

// paper is 附件2 as PDF: what was sent last, or the draft, marked so.
func (s *Slice) paper(w http.ResponseWriter, r *http.Request) error {
	c, a, err := s.Find(r)
	if err == nil && (c.Track.Name != track || !slices.Contains(mayPrint, a.Role)) {
		err = fault.New(fault.Missing, "没有这个页面，或您无权查看。")
	}
	if err != nil {
		return err
	}
	d, name, err := s.Print(r.Context(), a, c)
	if err != nil {
		return err
	}
	return sendPDF(w, r, d, printedTitle+"-"+name+".pdf")
}

// Print returns 附件2 of a case for a and whose it is: what was sent last, with
// its code; or the draft, marked so, which has none, for it is not to be stamped.
func (s *Slice) Print(ctx context.Context, a org.Actor, c *flow.Case) (d doc.Document, name string, err error) {
	entry, answers, err := s.lastSent(ctx, c)
	if err != nil {
		return d, "", err
	}
	f := sheet{Answers: answers, Printed: s.Flow.Now(), No: c.No}
	if entry.Hash != "" {
		f.Version = entry.Hash[:8]
	}
	if own := c.Party == a.Person; own && writable(c) {
		saved, err := s.drafted(ctx, s.Flow.DB(), c)
		if err != nil {
			return d, "", err
		}
		f.Answers, f.Draft = saved.Answers, true
	}
	if f.Opinion, err = s.Flow.Answers(ctx, s.Flow.DB(), c, "endorse"); err != nil {
		return d, "", err
	}
	if f.Review, err = s.Flow.Answers(ctx, s.Flow.DB(), c, "pass"); err != nil {
		return d, "", err
	}
	d = personal(c.Track.Forms["profile"], f)
	if !f.Draft {
		err = s.prints.Tag(ctx, a, c, printedTitle, f.Version, &d)
	}
	return d, f.Answers["name"], err
}

func sendPDF(w http.ResponseWriter, r *http.Request, d doc.Document, name string) error {
	var b bytes.Buffer
	err := pdf.Write(&b, d)
	var missing *pdf.MissingError
	if errors.As(err, &missing) {
		return fault.Wrap(fault.Invalid, err, "表中有无法打印的字符，请联系主管部门。")
	}
	if err != nil {
		return err
	}
	return web.File(w, r, name, "application/pdf", bytes.NewReader(b.Bytes()))
}

// shown returns an answer as the form prints it, in Chinese whoever prints.
func shown(qs []form.Question, a form.Answers, name string) string {
	for _, q := range qs {
		if q.Name == name {
			return form.Show(q, a[name], lang.Chinese)
		}
	}
	return ""
}
