package committee

import (
	"testing"

	"qinglan/internal/fault"
)

// Whoever signed a list that has changed since signs again, and is the last one
// as long as everybody else has signed it as it is.
func TestSignsAgain(t *testing.T) {
	ann, bob := Seat{Invitation: "a", Person: "ann"}, Seat{Invitation: "b", Person: "bob"}
	m := &Meeting{
		Attendance: []Attendance{{Seat: ann, Was: "present"}, {Seat: bob, Was: "present"}},
		Signed:     map[string]Signature{"a": {Digest: "old"}, "b": {Digest: "new"}}, Digest: "new",
	}
	if _, err := m.may("ann"); err != nil {
		t.Errorf("who signed another list: %v", err)
	}
	if _, err := m.may("bob"); fault.Of(err) != fault.Closed {
		t.Errorf("who signed this list: %v", err)
	}
	if got := m.signBy("ann"); got != signingLast {
		t.Errorf("the only one left signs by %s", got)
	}
	m.Signed = nil
	if got := m.signBy("ann"); got != signing {
		t.Errorf("one of two signs by %s", got)
	}
}
