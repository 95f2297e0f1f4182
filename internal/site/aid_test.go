package site

import (
	"testing"

	"qinglan/internal/lang"
)

// What a page says of itself is said in both languages.
func TestAidsHaveEnglish(t *testing.T) {
	for page, a := range aids {
		for _, zh := range []string{a.does, a.why} {
			if _, ok := lang.Line(zh); !ok {
				t.Errorf("%s: no English for %q", page, zh)
			}
		}
	}
}
