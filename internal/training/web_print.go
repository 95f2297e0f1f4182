package training

import (
	"bytes"
	"context"
	"net/http"
	"strconv"
	"strings"

	"qinglan/internal/calendar"
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
	return web.File(w, r, nameOf(c)+"-"+d.Title+"."+ending, kind, &b)
}

// paper builds sign-in-3, badges or completion.
func (s *Slice) paper(ctx context.Context, c *flow.Case, name string) (doc.Document, error) {
	q := s.Flow.DB()
	k, err := s.class(ctx, q, c)
	if err != nil {
		return doc.Document{}, err
	}
	people, err := s.entries(ctx, q, c.ID)
	if err != nil {
		return doc.Document{}, err
	}
	people = k.present(people)
	if len(people) == 0 {
		return doc.Document{}, errNoPaper
	}
	if text, ok := strings.CutPrefix(name, "sign-in-"); ok {
		n, err := strconv.Atoi(text)
		l, found := k.Lesson(n)
		if err != nil || !found {
			return doc.Document{}, errNoPaper
		}
		return signIn(k, l, people), nil
	}
	switch name {
	case "badges":
		return badges(k, people), nil
	case "completion":
		return s.completionPaper(ctx, k, people)
	}
	return doc.Document{}, errNoPaper
}

func (s *Slice) completionPaper(ctx context.Context, k *Class, people []flow.Case) (doc.Document, error) {
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
	list, _ := k.results(people)
	return completion(k, list, signed, confirmed), nil
}
