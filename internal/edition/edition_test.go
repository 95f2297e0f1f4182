package edition

import "testing"

func TestCheck(t *testing.T) {
	for _, e := range All() {
		for _, err := range e.Check() {
			t.Errorf("%s: %v", e.Name, err)
		}
	}
}
