package material

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strconv"

	"qinglan/internal/casework"
	"qinglan/internal/fault"
	"qinglan/internal/lang"
	"qinglan/internal/org"
	"qinglan/internal/web"
)

// A progress answers the script that sends parts.
type progress struct {
	ID   string `json:"id,omitempty"`
	At   int64  `json:"at"`             // bytes received: where to go on
	Part int64  `json:"part,omitempty"` // bytes that a part may have
	File string `json:"file,omitempty"` // it is whole, and this is its id
	Says string `json:"says,omitempty"` // why not, in words
}

// told answers with p, or with what a fault says; a person who has to sign in is
// told so and not led away.
func told(w http.ResponseWriter, r *http.Request, p progress, err error) error {
	status := http.StatusOK
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		status, p.Says = http.StatusRequestEntityTooLarge, fault.Text(lang.Of(r.Context()), errOffset)
	case fault.Of(err) == fault.SignedOut:
		status = http.StatusUnauthorized
	case fault.Of(err) != 0:
		status, p.Says = web.Status(err), fault.Text(lang.Of(r.Context()), err)
	case err != nil:
		return err
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	return json.NewEncoder(w).Encode(p)
}

// beginUpload says where a file that is to come in parts goes on.
func (s *Slice) beginUpload(w http.ResponseWriter, r *http.Request) error {
	c, a, _, err := s.FindKeyed(r)
	if err != nil {
		return told(w, r, progress{}, err)
	}
	if err := r.ParseForm(); err != nil {
		return told(w, r, progress{}, fault.Wrap(fault.Invalid, err, "表单无法读取。"))
	}
	size, _ := strconv.ParseInt(r.PostForm.Get("size"), 10, 64) // zero is refused
	u, err := s.begin(r.Context(), c, a, upload{
		Item: r.PathValue("item"), Name: r.PostForm.Get("name"), Size: size, SHA256: r.PostForm.Get("sha256"),
	})
	return told(w, r, progress{ID: u.ID, At: u.Have, Part: mostPart, File: u.File}, err)
}

// mine returns the upload that r names if it is the signed-in person's.
func (s *Slice) mine(r *http.Request) (upload, org.Actor, error) {
	a, err := casework.Signed(r)
	if err != nil {
		return upload{}, a, err
	}
	u, err := s.uploadOf(r.Context(), a.Person, r.PathValue("id"))
	return u, a, err
}

func (s *Slice) takePart(w http.ResponseWriter, r *http.Request) error {
	u, _, err := s.mine(r)
	if err != nil {
		return told(w, r, progress{}, err)
	}
	at, err := strconv.ParseInt(r.URL.Query().Get("at"), 10, 64)
	if err != nil {
		return told(w, r, progress{At: u.Have}, fault.Wrap(fault.Invalid, err, "表单无法读取。"))
	}
	have, err := s.part(r.Context(), u, at, r.Body)
	if err != nil {
		io.Copy(io.Discard, r.Body) // whoever sends may wait for the rest to be taken
	}
	return told(w, r, progress{At: have}, err)
}

func (s *Slice) endUpload(w http.ResponseWriter, r *http.Request) error {
	u, a, err := s.mine(r)
	if err != nil {
		return told(w, r, progress{}, err)
	}
	c, _, err := s.Proxies.Reach(r.Context(), a, u.Case, true)
	if err != nil {
		return told(w, r, progress{}, err)
	}
	file, err := s.finish(r.Context(), c, a, u)
	return told(w, r, progress{At: u.Have, File: file}, err)
}
