package training

import (
	"bytes"
	"context"
	"net/http"
	"strconv"
	"strings"

	"qinglan/internal/calendar"
	"qinglan/internal/casework"
	"qinglan/internal/course"
	"qinglan/internal/doc"
	"qinglan/internal/doc/pdf"
	"qinglan/internal/doc/xlsx"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/programme"
	"qinglan/internal/web"
)

var errNoPaper = fault.New(fault.Missing, "没有这份材料，或者现在还不能打印。")

// print sends a paper of a class and notes in the audit who took it.
func (s *Slice) print(w http.ResponseWriter, r *http.Request) error {
	c, a, err := s.found(r, programme.Institution, programme.Province, programme.Auditor)
	if err != nil {
		return err
	}
	name, ending, ok := strings.Cut(r.PathValue("paper"), ".")
	if !ok {
		return errNoPaper
	}
	d, err := s.paper(r.Context(), c, name)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	kind, write := "application/pdf", pdf.Write
	switch {
	case ending == "xlsx" && name == "completion":
		kind, write = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", xlsx.Write
	case ending != "pdf":
		return errNoPaper
	}
	if err := write(&b, d); err != nil {
		return err
	}
	if err := s.Flow.Log(r.Context(), nil, a, "export", c.ID, form.Answers{"paper": r.PathValue("paper")}); err != nil {
		return err
	}
	return web.File(w, r, course.NameOf(c)+"-"+d.Title+"."+ending, kind, &b)
}

// paper builds sign-in-3, badges, call, attendance or completion.
func (s *Slice) paper(ctx context.Context, c *flow.Case, name string) (doc.Document, error) {
	q := s.Flow.DB()
	k, err := s.Class(ctx, q, c)
	if err != nil {
		return doc.Document{}, err
	}
	people, err := s.Entries(ctx, q, c.ID)
	if err != nil {
		return doc.Document{}, err
	}
	people = k.Present(people)
	if len(people) == 0 {
		return doc.Document{}, errNoPaper
	}
	if text, ok := strings.CutPrefix(name, "sign-in-"); ok {
		n, err := strconv.Atoi(text)
		l, found := k.Lesson(n)
		if err != nil || !found {
			return doc.Document{}, errNoPaper
		}
		return course.SignIn(k, l, people), nil
	}
	switch name {
	case "badges":
		return course.Badges(k, people), nil
	case "call":
		return s.callPaper(ctx, k)
	case "attendance":
		return course.Attended(k, people), nil
	case "completion":
		return s.completionPaper(ctx, k, people)
	}
	return doc.Document{}, errNoPaper
}

func (s *Slice) completionPaper(ctx context.Context, k *course.Class, people []flow.Case) (doc.Document, error) {
	entries, err := s.Flow.Journal(ctx, s.Flow.DB(), k.Case)
	if err != nil {
		return doc.Document{}, err
	}
	signed, confirmed := form.Answers{}, ""
	for _, e := range entries {
		switch e.Move {
		case "sign":
			if signed, err = s.Flow.Given(ctx, s.Flow.DB(), k.ID, e.Seq); err != nil {
				return doc.Document{}, err
			}
		case "send-back":
			signed = form.Answers{}
		case "confirm":
			confirmed = calendar.Day(e.At).Chinese()
		}
	}
	list, _ := k.Results(people)
	return course.CompletionList(k, list, signed, confirmed), nil
}

// callPaper is the 开班通知, once it was sent.
func (s *Slice) callPaper(ctx context.Context, k *course.Class) (doc.Document, error) {
	notice, err := s.Flow.Answers(ctx, s.Flow.DB(), k.Case, "call")
	if err == nil && len(notice) == 0 {
		err = errNoPaper
	}
	return course.Call(k, notice), err
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
		d, err := s.paper(ctx, c, name)
		if err == errNoPaper {
			continue
		}
		if err != nil {
			return nil, err
		}
		out = append(out, casework.Printed{Title: d.Title, No: c.No, At: c.Since, Doc: d, Book: name != "call"})
	}
	return out, nil
}
