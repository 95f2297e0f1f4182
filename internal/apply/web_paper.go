package apply

import (
	"context"
	"net/http"
	"path"
	"slices"

	"qinglan/internal/casework"
	"qinglan/internal/doc"
	"qinglan/internal/draft"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/lang"
	"qinglan/internal/org"
)

// paper is 附件2 in a format: what was sent last, or the draft, marked so. The audit
// has which officer took it.
func (s *Slice) paper(w http.ResponseWriter, r *http.Request) error {
	c, a, _, err := s.FindKeyed(r)
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
	ending := path.Ext(r.URL.Path)
	if a.Officer() {
		return s.SendPaper(w, r, a, c, d, printedTitle+ending)
	}
	return casework.Send(w, r, d, printedTitle+"-"+name+ending)
}

// Print returns 附件2 of a case for a and whose it is: what was sent last, with
// its code; or the draft, marked so, which has none, for it is not to be stamped.
func (s *Slice) Print(ctx context.Context, a org.Actor, c *flow.Case) (d doc.Document, name string, err error) {
	f, _, err := s.sheetOf(ctx, c)
	if own := c.Party == a.Person || keys(c, a) && c.State == c.Track.Start; err == nil && own && writable(c) {
		var saved draft.Draft
		saved, err = s.drafts.Of(ctx, s.Flow.DB(), c)
		f.Answers, f.Draft = saved.Answers, true
	}
	if err != nil {
		return d, "", err
	}
	d = personal(c.Track.Forms["profile"], f)
	if !f.Draft {
		err = s.prints.Tag(ctx, a, c, printedTitle, f.Version, &d)
	}
	return d, f.Answers["name"], err
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
