package apptest

import (
	"net/http"
	"strings"
	"testing"
)

// An Answer is what the server said.
type Answer struct {
	Status   int
	Location string
	Header   http.Header
	Body     string
}

// Main returns the beginning of what stands on the page below its head.
func (a Answer) Main() string {
	main := a.Body
	if i := strings.Index(main, "<main"); i >= 0 {
		main = main[i:]
	}
	return main[:min(len(main), 3000)]
}

// Has fails unless a page answers with status and holds every text; what says
// which page that is.
func Has(t testing.TB, what string, got Answer, status int, texts ...string) Answer {
	t.Helper()
	if got.Status != status {
		t.Fatalf("%s: status %d (to %q); want %d\n%s", what, got.Status, got.Location, status, got.Main())
	}
	for _, text := range texts {
		if !strings.Contains(got.Body, text) {
			t.Errorf("%s lacks %q\n%s", what, text, got.Main())
		}
	}
	return got
}

// Lacks fails if a page holds one of the texts.
func Lacks(t testing.TB, what string, got Answer, texts ...string) {
	t.Helper()
	for _, text := range texts {
		if strings.Contains(got.Body, text) {
			t.Errorf("%s says %q", what, text)
		}
	}
}
