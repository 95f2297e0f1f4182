package app_test

import (
	"net/http"
	"testing"

	"qinglan/internal/app/apptest"
)

// The whole program opens on each engine, and a stranger is asked to sign in.
func TestOpens(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		got := p.Stranger().Get("/desk")
		if got.Status != http.StatusSeeOther {
			t.Errorf("GET /desk = %d; want 303", got.Status)
		}
	})
}
