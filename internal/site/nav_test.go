package site

import (
	"slices"
	"testing"

	"qinglan/internal/edition/teacher2017"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/web/ui"
)

// Nobody has more entries than fit into one row, and folding loses none.
func TestNav(t *testing.T) {
	now := teacher2017.Edition
	// Applications of the teachers have pages of their own, their lists none for all.
	all := func(at string) bool { return at != "GET /begin" && at != "GET /lists" }
	for _, r := range programme.Roles {
		a := org.Actor{Person: "p", Post: "x", Role: r}
		links := navOf(t.Context(), a, now, all)
		if len(links) > most {
			t.Errorf("%s has %d entries side by side", r, len(links))
		}
		var want, got []string
		for _, e := range nav {
			if e.shows(a, now) && all("GET "+e.href) {
				want = append(want, e.href)
			}
		}
		for _, l := range links {
			got = append(got, hrefs(l)...)
		}
		slices.Sort(want)
		slices.Sort(got)
		if !slices.Equal(want, got) {
			t.Errorf("%s reaches %v; want %v", r, got, want)
		}
	}
	for _, l := range navOf(t.Context(), org.Actor{}, now, all) {
		if len(l.Under) > 0 {
			t.Errorf("a stranger has a menu %s", l.Text)
		}
	}
}

func hrefs(l ui.Link) (out []string) {
	if len(l.Under) == 0 {
		return []string{l.Href}
	}
	for _, u := range l.Under {
		out = append(out, u.Href)
	}
	return out
}
