package judging

import (
	"context"
	"net/http"
	"strings"

	"qinglan/internal/casework"
	"qinglan/internal/doc"
	"qinglan/internal/sitting"
)

// print sends a paper of a session.
func (s *Slice) print(w http.ResponseWriter, r *http.Request) error {
	c, a, err := s.Found(r, "session", watchers...)
	if err != nil {
		return err
	}
	ctx := r.Context()
	st, err := s.book.Read(ctx, s.Flow.DB(), c)
	if err != nil {
		return err
	}
	d, err := s.paper(ctx, st, strings.TrimSuffix(r.PathValue("paper"), ".pdf"))
	if err != nil {
		return err
	}
	return s.SendPaper(w, r, a, c, d, r.PathValue("paper"))
}

func (s *Slice) paper(ctx context.Context, st *sitting.Sitting, name string) (doc.Document, error) {
	switch {
	case name == "draw":
		record, ok, err := s.book.Record(ctx, s.Flow.DB(), st.Case)
		if err != nil || !ok {
			return doc.Document{}, errOr(err)
		}
		return drawPaper(st, record), nil
	case name == "summary" && st.Counts():
		lines, digest, err := s.book.Result(ctx, s.Flow.DB(), st)
		if err != nil {
			return doc.Document{}, err
		}
		signed, err := s.book.Signed(ctx, s.Flow.DB(), st.Case)
		return summary(ctx, st, lines, digest, signed), err
	case len(st.Panel) == 0:
	case name == "sign-in":
		return signIn(st), nil
	case name == "recusal":
		return recusals(st), nil
	case name == "sheet":
		return blankSheet(st), nil
	}
	return doc.Document{}, casework.ErrNoPaper
}

func errOr(err error) error {
	if err != nil {
		return err
	}
	return casework.ErrNoPaper
}
