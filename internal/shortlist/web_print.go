package shortlist

import (
	"net/http"
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
	return s.SendPaper(w, r, a, c, namesPaper(c, given["number"], bound, names), r.PathValue("paper"))
}
