package casework

import (
	"context"
	"net/http"
	"slices"

	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/org"
	"qinglan/internal/programme"
)

// SentForms are the forms that an applicant sends in: of a person, of an
// organisation. Whoever may make a move with one of them may add materials.
var SentForms = []string{"profile", "dossier"}

// SentOf returns what was last sent in on one of [SentForms], with its questions;
// none if nothing was yet.
func (p *Pages) SentOf(ctx context.Context, q db.Q, c *flow.Case) ([]form.Question, form.Answers, error) {
	var moves []string
	for _, m := range c.Track.Moves {
		if slices.Contains(SentForms, m.Form) {
			moves = append(moves, m.Name)
		}
	}
	entries, err := p.Flow.Journal(ctx, q, c)
	if err != nil {
		return nil, nil, err
	}
	for _, e := range slices.Backward(entries) {
		if slices.Contains(moves, e.Move) && e.Digest != "" {
			m, _ := c.Track.Move(e.Move)
			given, err := p.Flow.Given(ctx, q, c.ID, e.Seq)
			return c.Track.Forms[m.Form], given, err
		}
	}
	return nil, nil, nil
}

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
