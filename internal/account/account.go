// Package account holds sign-in, sessions, invitations, identities.
package account

import (
	"context"
	"net/http"

	"qinglan/internal/casework"
	"qinglan/internal/org"
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

// Identify returns who sent r, by the session cookie; a stranger is the zero
// Actor.
func (s *Slice) Identify(r *http.Request) (org.Actor, error) { return org.Actor{}, nil }

// SignIn begins a session of a person in a post; an empty post is an applicant.
func (s *Slice) SignIn(ctx context.Context, w http.ResponseWriter, r *http.Request, person, post string) error {
	return nil
}

// First makes the first administrator and a one-time link, if there is none.
func (s *Slice) First(ctx context.Context) (token string, made bool, err error) {
	return "", false, nil
}

// Link returns a one-time token that signs the holder of a post in.
func (s *Slice) Link(ctx context.Context, post string) (string, error) { return post, nil }
