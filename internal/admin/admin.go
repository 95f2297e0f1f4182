// Package admin holds accounts of offices, the audit, settings as they are.
package admin

import (
	"qinglan/internal/casework"
	"qinglan/internal/web"
)

// A Slice is this part of the house.
type Slice struct{ *casework.House }

// New returns the slice.
func New(h *casework.House) *Slice { return &Slice{h} }

// Register gives what editions call by name.
func (s *Slice) Register() {}

// Routes adds the pages.
func (s *Slice) Routes(m *web.Mux) {}
