package scan

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestBackOf(t *testing.T) {
	at := func(id string, n, of int) page { return page{ID: id, Page: n, Pages: of} }
	for name, tt := range map[string]struct {
		all            []page // the newest first
		again, missing []int
		pages          int
	}{
		"nothing":                    {},
		"whole":                      {all: []page{at("b", 2, 2), at("a", 1, 2)}, pages: 2},
		"first and last are missing": {all: []page{at("a", 2, 3)}, missing: []int{1, 3}, pages: 3},
		"twice and once more":        {all: []page{at("d", 2, 2), at("c", 1, 2), at("b", 2, 2), at("a", 2, 2)}, again: []int{2}, pages: 2},
		"printed longer since":       {all: []page{at("b", 1, 2), at("a", 1, 1)}, again: []int{1}, missing: []int{2}, pages: 2},
		"without pages":              {all: []page{at("b", 0, 0), at("a", 0, 0)}},
	} {
		b := backOf(tt.all)
		if !cmp.Equal(b.again, tt.again) || !cmp.Equal(b.missing, tt.missing) || b.pages != tt.pages {
			t.Errorf("%s: again %v, missing %v of %d; want %v, %v of %d", name, b.again, b.missing, b.pages, tt.again, tt.missing, tt.pages)
		}
		if len(tt.all) > 0 && b.newest[tt.all[0].Page].ID != tt.all[0].ID {
			t.Errorf("%s: the newest is %v", name, b.newest)
		}
	}
}
