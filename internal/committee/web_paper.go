package committee

import (
	"bytes"
	"net/http"

	"qinglan/internal/calendar"
	"qinglan/internal/doc"
	"qinglan/internal/doc/pdf"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/web"
)

// letterPDF sends the letter as it went out, or as it would.
func (s *Slice) letterPDF(w http.ResponseWriter, r *http.Request) error {
	c, a, err := s.found(r, "invitation")
	if err != nil {
		return err
	}
	ctx, q := r.Context(), s.Flow.DB()
	o, err := s.Flow.Orgs().Organ(ctx, q, programme.Province, "")
	if err != nil {
		return err
	}
	said, err := s.Flow.Answers(ctx, q, c, "send")
	if err != nil {
		return err
	}
	day := calendar.Day(s.Flow.Now())
	if c.State == "drafted" {
		said = letter(c.Edition, c.Party, o)
		if p, err := s.Flow.Pending(ctx, q, c); err != nil {
			return err
		} else if p != nil {
			said = p.Answers()
		}
	} else {
		entries, err := s.Flow.Journal(ctx, q, c)
		if err != nil {
			return err
		}
		for _, e := range entries {
			if e.Move == "send" {
				day = calendar.Day(e.At)
			}
		}
	}
	return s.paper(w, r, a, c, letterPaper(said, o, day, c.State == "drafted"))
}

// minutesPDF sends the minutes with the signed list.
func (s *Slice) minutesPDF(w http.ResponseWriter, r *http.Request) error {
	c, a, err := s.found(r, "meeting")
	if err != nil {
		return err
	}
	m, err := s.meeting(r.Context(), s.Flow.DB(), c)
	if err != nil {
		return err
	}
	said, err := s.Flow.Answers(r.Context(), s.Flow.DB(), c, "close")
	if err != nil {
		return err
	}
	return s.paper(w, r, a, c, minutesPaper(m, said["minutes"], s.Flow.Now()))
}

// paper writes d as PDF and notes in the audit who took it.
func (s *Slice) paper(w http.ResponseWriter, r *http.Request, a org.Actor, c *flow.Case, d doc.Document) error {
	var b bytes.Buffer
	if err := pdf.Write(&b, d); err != nil {
		return err
	}
	if err := s.Flow.Log(r.Context(), nil, a, "export", c.ID, form.Answers{"paper": d.Title}); err != nil {
		return err
	}
	return web.File(w, r, c.Name+"-"+d.Title+".pdf", "application/pdf", &b)
}
