package shortlist

import (
	"net/http"
	"strings"

	"qinglan/internal/casework"
	"qinglan/internal/dispatch"
	"qinglan/internal/form"
)

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
	if name := r.PathValue("paper"); strings.HasPrefix(name, "notice.") {
		p, err := s.notice(ctx, q, c)
		if err != nil {
			return err
		}
		if p == nil {
			return casework.ErrNoPaper
		}
		if err := s.Flow.Log(ctx, nil, a, "export", c.ID, form.Answers{"paper": name}); err != nil {
			return err
		}
		return dispatch.Send(w, r, *p, name)
	}
	return s.SendPaper(w, r, a, c, namesPaper(c, given["number"], bound, names), r.PathValue("paper"))
}
