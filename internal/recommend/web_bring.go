package recommend

import (
	"bytes"
	"net/http"

	"qinglan/internal/annex"
	"qinglan/internal/calendar"
	"qinglan/internal/doc/xlsx"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/lang"
	"qinglan/internal/org"
	"qinglan/internal/reconcile"
	"qinglan/internal/web"
)

// bringer answers at the desk of a summary that its reader writes.
func (s *Slice) bringer(answer func(reconcile.Desk, http.ResponseWriter, *http.Request) error) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		c, a, err := s.writes(r)
		if err != nil {
			return err
		}
		return answer(s.bringDesk(r.Context(), a, c), w, r)
	}
}

// writes returns the summary that r names if its reader writes it.
func (s *Slice) writes(r *http.Request) (*flow.Case, org.Actor, error) {
	c, a, err := s.found(r)
	if err == nil {
		err = s.mayBring(c, a)
	}
	return c, a, err
}

// sendWorksheet sends the list as an office works on it.
func (s *Slice) sendWorksheet(w http.ResponseWriter, r *http.Request) error {
	c, a, err := s.writes(r)
	if err != nil {
		return err
	}
	ctx := r.Context()
	l, _, err := s.bringing(ctx, s.reader(), a, c)
	if err != nil {
		return err
	}
	d := l.Worksheet(annex.Title+"（工作表）", a.Organ.Name, r.URL.Query().Get("sort"), s.Flow.Now())
	var b bytes.Buffer
	if err := xlsx.Write(&b, d); err != nil {
		return err
	}
	if err := s.Flow.Log(ctx, nil, a, "export", c.ID, form.Answers{"paper": "worksheet"}); err != nil {
		return err
	}
	return web.File(w, r, lang.T(ctx, "推荐名单工作表")+"-"+calendar.Day(s.Flow.Now()).String()+".xlsx", xlsx.Kind, &b)
}
