package committee

import (
	"bytes"
	"context"
	"net/http"

	"qinglan/internal/calendar"
	"qinglan/internal/casework"
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
	d, err := s.letterOf(r.Context(), c)
	if err != nil {
		return err
	}
	return s.paper(w, r, a, c, d)
}

// letterOf is the letter as it went out, or as it would.
func (s *Slice) letterOf(ctx context.Context, c *flow.Case) (doc.Document, error) {
	q := s.Flow.DB()
	o, err := s.Flow.Orgs().Organ(ctx, q, programme.Province, "")
	if err != nil {
		return doc.Document{}, err
	}
	said, err := s.Flow.Answers(ctx, q, c, "send")
	if err != nil {
		return doc.Document{}, err
	}
	day := calendar.Day(s.Flow.Now())
	if c.State == "drafted" {
		said = letter(c.Edition, c.Party, o)
		if p, err := s.Flow.Pending(ctx, q, c); err != nil {
			return doc.Document{}, err
		} else if p != nil {
			said = p.Answers()
		}
	} else {
		entries, err := s.Flow.Journal(ctx, q, c)
		if err != nil {
			return doc.Document{}, err
		}
		for _, e := range entries {
			if e.Move == "send" {
				day = calendar.Day(e.At)
			}
		}
	}
	return letterPaper(said, o, day, c.State == "drafted"), nil
}

// printedLetter is what the archive keeps of an invitation that went out.
func (s *Slice) printedLetter(ctx context.Context, c *flow.Case) ([]casework.Printed, error) {
	if c.State == "drafted" {
		return nil, nil
	}
	d, err := s.letterOf(ctx, c)
	return []casework.Printed{{Title: "邀请函", No: c.No, At: c.Since, Doc: d}}, err
}

// printedMinutes is what the archive keeps of a meeting that has begun.
func (s *Slice) printedMinutes(ctx context.Context, c *flow.Case) ([]casework.Printed, error) {
	if c.State == "called" {
		return nil, nil
	}
	d, err := s.minutesOf(ctx, c)
	return []casework.Printed{{Title: "会议纪要和名单", No: c.No, At: c.Since, Doc: d}}, err
}

// minutesPDF sends the minutes with the signed list.
func (s *Slice) minutesPDF(w http.ResponseWriter, r *http.Request) error {
	c, a, err := s.found(r, "meeting")
	if err != nil {
		return err
	}
	d, err := s.minutesOf(r.Context(), c)
	if err != nil {
		return err
	}
	return s.paper(w, r, a, c, d)
}

func (s *Slice) minutesOf(ctx context.Context, c *flow.Case) (doc.Document, error) {
	m, err := s.meeting(ctx, s.Flow.DB(), c)
	if err != nil {
		return doc.Document{}, err
	}
	said, err := s.Flow.Answers(ctx, s.Flow.DB(), c, "close")
	return minutesPaper(m, said["minutes"], s.Flow.Now()), err
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
