package casework

import (
	"net/http"

	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/org"
	"qinglan/internal/programme"
)

// SentForms are the forms that an applicant sends in: of a person, of an
// organisation. Whoever may make a move with one of them may add materials.
var SentForms = []string{"profile", "dossier"}

// Asked returns the questions of a form of a track of an edition.
func Asked(e *programme.Edition, track, name string) []form.Question {
	t, _ := e.Track(track)
	return t.Forms[name]
}

// Found returns the case of a track that r names, if the signed-in person
// holds one of the roles and may see it.
func (h *House) Found(r *http.Request, track string, roles ...programme.Role) (*flow.Case, org.Actor, error) {
	a, err := As(r, roles...)
	if err != nil {
		return nil, a, err
	}
	c, err := h.Flow.Find(r.Context(), a, r.PathValue("id"))
	if err == nil && c.Track.Name != track {
		err = fault.New(fault.Missing, "没有找到这个办件，或者您无权查看。")
	}
	return c, a, err
}
