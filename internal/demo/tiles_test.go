//go:build !race

package demo_test

import (
	"html"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"qinglan/internal/app/apptest"
	"qinglan/internal/db"
	"qinglan/internal/demo"
)

var (
	tile     = regexp.MustCompile(`(?s)<li class="figure-[a-z-]*"><a href="([^"]+)">(.*?)</a>`)
	tileName = regexp.MustCompile(`figure-label[^"]*">([^<]*)<`)
	tileSays = regexp.MustCompile(`figure-value">\s*([0-9]+)\s*<`)
	counted  = regexp.MustCompile(`class="table-count">共 ([0-9]+) 条`)
)

// tiles asks of every desk of the demonstration: whatever number a tile shows,
// the list it leads to has as many rows. A tile names its list by the list's id,
// and tile and list ask the same question.
func tiles(t *testing.T, p *apptest.Program, d *demo.Demo) {
	t.Helper()
	tiles, more := 0, 0
	see := func(who string, b *apptest.Browser) {
		for _, m := range tile.FindAllStringSubmatch(b.Get("/desk").Body, -1) {
			name, n := tileName.FindStringSubmatch(m[2]), tileSays.FindStringSubmatch(m[2])
			if n == nil {
				continue
			}
			want, err := strconv.Atoi(n[1])
			if err != nil {
				t.Fatal(err)
			}
			tiles++
			if want > 0 {
				more++
			}
			if got, why := holds(b, html.UnescapeString(m[1])); why != "" && (want > 0 || !strings.Contains(m[1], "#")) {
				t.Errorf("%s: the tile %s says %d and leads to %s: %s", who, name[1], want, m[1], why)
			} else if got != want {
				t.Errorf("%s: the tile %s says %d; %s has %d", who, name[1], want, m[1], got)
			}
		}
	}
	for _, post := range staffed(t, p) {
		see(post, at(t, p, post))
	}
	for _, one := range d.People() {
		see(one.Name, p.AsPerson(one.ID))
	}
	if tiles < 100 || more < 30 {
		t.Errorf("saw %d tiles, %d with something in them: the pattern does not read desks any more", tiles, more)
	}
}

// holds returns how many rows the list has that href names, or why it cannot
// be told.
func holds(b *apptest.Browser, href string) (n int, why string) {
	path, id, named := strings.Cut(href, "#")
	if !named {
		return 0, "no list is named"
	}
	if path == "" {
		path = "/desk"
	}
	got := b.Get(path)
	for range 2 {
		if got.Status == http.StatusSeeOther {
			got = b.Get(got.Location)
		}
	}
	at := strings.Index(got.Body, ` id="`+id+`"`)
	if got.Status != http.StatusOK || at < 0 {
		return 0, "no such list there (" + strconv.Itoa(got.Status) + ")"
	}
	open := strings.LastIndex(got.Body[:at], "<")
	tag := got.Body[open : at+strings.Index(got.Body[at:], ">")]
	rest := got.Body[at:]
	if !strings.Contains(tag, "data-table") {
		return strings.Count(rest, " data-waits>"), "" // what is no table marks what waits in it
	}
	m := counted.FindStringSubmatch(rest)
	if m == nil {
		return 0, "what is there states no number"
	}
	n, _ = strconv.Atoi(m[1])
	if n == 0 {
		return 0, ""
	}
	if rows := strings.Count(rest[strings.Index(rest, "<tbody>"):strings.Index(rest, "</tbody>")], "<tr"); rows != n {
		return rows, "the list states another number than it has rows"
	}
	return n, ""
}

// staffed returns one post of each role in each organisation of the
// demonstration.
func staffed(t *testing.T, p *apptest.Program) []string {
	t.Helper()
	posts, err := db.All(t.Context(), p.DB, func(row db.Row) (id string, err error) {
		err = row.Scan(&id)
		return id, err
	}, `SELECT MIN(id) FROM posts WHERE ended = 0 GROUP BY organisation, role ORDER BY 1`)
	if err != nil {
		t.Fatal(err)
	}
	return posts
}

// at returns a visitor signed in at a post, also one that the demonstration added.
func at(t *testing.T, p *apptest.Program, post string) *apptest.Browser {
	t.Helper()
	token, err := p.Accounts.Link(t.Context(), post)
	if err != nil {
		t.Fatal(err)
	}
	b := p.Stranger()
	if got := b.Post("/join/"+token, nil); got.Status != http.StatusSeeOther {
		t.Fatalf("sign in at %s: %d", post, got.Status)
	}
	return b
}
