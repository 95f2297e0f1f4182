package browsertest

import "testing"

// From the notice to a form that is mended, at a phone and at two desks.
func TestApplication(t *testing.T) {
	s, b := open(t, false), start(t)
	b.tell(t, command{Do: "story", Name: "application", Base: s.base})
}
