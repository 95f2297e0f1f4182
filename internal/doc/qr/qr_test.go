package qr

import (
	"strings"
	"testing"
)

func TestPath(t *testing.T) {
	path, side, err := Path("https://example.org/join/abc")
	if err != nil || side < 21+2*quiet {
		t.Fatalf("%d modules, %v", side, err)
	}
	// The upper left finder begins inside the quiet edge with seven dark modules.
	if !strings.HasPrefix(path, "M4 4h7v1h-7z") {
		t.Errorf("begins with %.20s", path)
	}
	runs, _, err := Runs("https://example.org/join/abc")
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range runs {
		if r.X < quiet || r.Y < quiet || r.X+r.N > side-quiet || r.Y >= side-quiet {
			t.Errorf("%v stands in the quiet edge", r)
		}
	}
}
