package material

import (
	"context"
	"io"
	"log/slog"
	"net/http"

	"github.com/a-h/templ"

	"qinglan/internal/casework"
	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/org"
)

var errNoFile = fault.New(fault.Missing, "没有这个文件，或您无权查看。")

// small shows the small picture of a file to whoever may open the file. One that
// shows an identity is shown small to its sender alone: others give a reason and
// are handed the file.
func (s *Slice) small(w http.ResponseWriter, r *http.Request) error {
	a, err := casework.Signed(r)
	if err != nil {
		return err
	}
	f, _, err := s.FileFor(r.Context(), a, r.PathValue("id"))
	if err == nil && f.Sealed && f.Person != a.Person {
		err = errNoFile
	}
	if err != nil {
		return err
	}
	key, err := db.One(r.Context(), s.Flow.DB(), db.Cell[string], `SELECT small FROM files WHERE id = $1`, f.ID)
	if err == nil && key == "" {
		err = errNoFile
	}
	if err != nil {
		return err
	}
	body, err := s.Files.Open(key, true)
	if err != nil {
		return err
	}
	defer body.Close()
	return sendSmall(w, r, body)
}

// sendSmall sends a picture that the house itself has made, to be shown on a page.
func sendSmall(w http.ResponseWriter, r *http.Request, body io.Reader) error {
	h := w.Header()
	h.Set("Content-Type", "image/jpeg")
	h.Set("Content-Security-Policy", "sandbox; default-src 'none'")
	if r.Method == http.MethodHead {
		return nil
	}
	if _, err := io.Copy(w, body); err != nil { // the first byte may be out
		slog.WarnContext(r.Context(), "small picture not sent", "err", err)
	}
	return nil
}

// failedOfMine says above one's own cases that a file has to be sent again.
func (s *Slice) failedOfMine(ctx context.Context, a org.Actor) (templ.Component, error) {
	ids, err := s.failedOf(ctx, a.Person)
	if err != nil {
		return nil, err
	}
	for _, id := range ids {
		c, err := s.Flow.Find(ctx, a, id)
		if fault.Of(err) == fault.Missing {
			continue
		}
		if err != nil {
			return nil, err
		}
		if !c.Now().Final {
			return failedPart(s.Href(c, a)), nil
		}
	}
	return nil, nil
}
