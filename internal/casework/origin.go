package casework

import (
	"net/http"
	"strings"
)

// SiteOf is where links lead that leave the house, on papers or in messages: as the
// site is set up, or as it was asked.
func (h *House) SiteOf(r *http.Request) string {
	switch {
	case h.Origin != "":
		return strings.TrimSuffix(h.Origin, "/")
	case h.Secure || r.TLS != nil:
		return "https://" + r.Host
	}
	return "http://" + r.Host
}
