package casework

import (
	"net/http/httptest"
	"testing"
)

// Links lead where the site is set up, whatever address it was asked under.
func TestSiteOf(t *testing.T) {
	r := httptest.NewRequest("GET", "http://asked.example/x", nil)
	for want, h := range map[string]*House{
		"https://set.example": {Origin: "https://set.example/"}, "https://asked.example": {Secure: true}, "http://asked.example": {},
	} {
		if got := h.SiteOf(r); got != want {
			t.Errorf("%s; want %s", got, want)
		}
	}
}
