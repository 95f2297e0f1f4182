package training

import (
	"bytes"
	"context"
	"net/http"
	"strings"

	"qinglan/internal/casework"
	"qinglan/internal/course"
	"qinglan/internal/doc/pdf"
	"qinglan/internal/doc/xlsx"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/programme"
	"qinglan/internal/web"
)

// print sends a paper of a class and notes in the audit who took it.
func (s *Slice) print(w http.ResponseWriter, r *http.Request) error {
	c, a, err := s.found(r, programme.Institution, programme.Province, programme.Auditor)
	if err != nil {
		return err
	}
	name, ending, ok := strings.Cut(r.PathValue("paper"), ".")
	if !ok {
		return course.ErrNoPaper
	}
	d, err := s.Paper(r.Context(), c, name)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	kind, write := "application/pdf", pdf.Write
	switch {
	case ending == "xlsx" && name == "completion":
		kind, write = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", xlsx.Write
	case ending != "pdf":
		return course.ErrNoPaper
	}
	if err := write(&b, d); err != nil {
		return err
	}
	if err := s.Flow.Log(r.Context(), nil, a, "export", c.ID, form.Answers{"paper": r.PathValue("paper")}); err != nil {
		return err
	}
	return web.File(w, r, course.NameOf(c)+"-"+d.Title+"."+ending, kind, &b)
}

// printed is what the archive keeps of a class: what was permitted, how people
// were called, who came, and who completed it.
func (s *Slice) printed(ctx context.Context, c *flow.Case) (out []casework.Printed, err error) {
	k, err := s.Class(ctx, s.Flow.DB(), c)
	if err != nil || len(k.Lessons) == 0 {
		return nil, err
	}
	plan, err := s.Flow.Answers(ctx, s.Flow.DB(), c, "submit")
	if err != nil {
		return nil, err
	}
	out = append(out, casework.Printed{Title: "教学大纲和课次安排", No: c.No, At: c.Since, Doc: course.Plan(k, plan)})
	for _, name := range []string{"call", "attendance", "completion"} {
		d, err := s.Paper(ctx, c, name)
		if err == course.ErrNoPaper {
			continue
		}
		if err != nil {
			return nil, err
		}
		out = append(out, casework.Printed{Title: d.Title, No: c.No, At: c.Since, Doc: d, Book: name != "call"})
	}
	return out, nil
}
