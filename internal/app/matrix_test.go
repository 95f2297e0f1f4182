//go:build !race

package app_test

import (
	"cmp"
	"flag"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"qinglan/internal/app/apptest"
	"qinglan/internal/db"
)

var update = flag.Bool("update", false, "write testdata/matrix.txt")

const golden = "testdata/matrix.txt"

// tracksOf tells by the beginning of a route which track its {id} is of. One
// case of another track stands for all others. Routes that are not named are
// of every track.
var tracksOf = []struct{ route, track string }{
	{"/apply/", "application"},
	{"/review/", "application"},
	{"/proxy/", "application"},
	{"/intake/", ""},
	{"/summaries/", "summary"},
	{"/sessions/", "session"},
	{"/judge/", "session"},
	{"/shortlists/", "shortlist"},
	{"/certification/", "attempt"},
	{"/rechecks/", "recheck"},
	{"/passport/", "entry"},
	{"/invitations/", "invitation"},
	{"/meetings/", "meeting"},
	{"/publicities/", "publicity"},
	{"/publicity/", "publicity"},
	{"/announcements/", "publicity"},
	{"/objections/", "objection"},
	{"/institutions/", "institution"},
	{"/classes/", "class"},
	{"/assessments/", "assessment"},
	{"/subsidy/standards/", "standard"},
	{"/subsidy/claims/", "claim"},
	{"/subsidy-notices/", ""},
	{"/purchases/", "purchase"},
	{"/hundred/", "contest"},
	{"/notices/", "=zswlf72"},
	{"/manuscripts/", "manuscript"},
	{"/census/", "census"},
	{"/addressees/", "=m-addressee"},
	{"/duties/", "=m-duty"},
	{"/lecturers/", ""},
	{"/surveys/", "survey"},
	{"/approvals/", ""},
	{"/files/", ""},
	{"/messages/", ""},
	{"/outbox/", ""},
	{"/account/", ""},
	{"/cover/", ""},
}

// caseOf returns the track that a route's {id} is of; none if the id is not a
// case's, with = the id itself, "*" if it may be of any.
func caseOf(route string) string {
	_, path, _ := strings.Cut(route, " ")
	for _, x := range tracksOf {
		if strings.HasPrefix(path, x.route) {
			return x.track
		}
	}
	return "*"
}

// others fill the parts of a route that are not a case.
var others = map[string]string{
	"{token}": "nothing", "{code}": "ABCD-EFGH-JKLM", "{file}": "nothing.pdf", "{paper}": "roster", "{rows}": "past", "{item}": "id", "{n}": "1", "{attempt}": "nothing", "{person}": "p-own", "{step}": "engage", "{region}": "330782", "{channel}": "sms",
}

// Every route, as every role, for the reader's own case, for one of the next
// county and for one of another city: what the server answers is what stands
// in testdata/matrix.txt. Go through its changes line by line.
func TestMatrix(t *testing.T) {
	got := matrixOf(t, apptest.Open(t, db.SQLite), func(string) bool { return true })
	if *update {
		if err := os.MkdirAll(filepath.Dir(golden), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := gocmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
		t.Errorf("who may do what has changed (go test ./internal/app -run Matrix -update):\n%s", diff)
	}
}

// PostgreSQL sees cases by the same rule.
func TestMatrixOnPostgres(t *testing.T) {
	spot := func(route string) bool { return route == "GET /cases/{id}" || route == "POST /cases/{id}/claim" }
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	got := matrixOf(t, apptest.Open(t, db.Postgres), spot)
	have := strings.Split(string(want), "\n")
	for line := range strings.Lines(got) {
		if line = strings.TrimSuffix(line, "\n"); !slices.Contains(have, line) {
			t.Errorf("not in %s:\n%s", golden, line)
		}
	}
}

func matrixOf(t *testing.T, p *apptest.Program, take func(route string) bool) string {
	cases := lay(t, p)
	m := &matrix{t: t, p: p, columns: columns(t, p), cases: cases}
	m.head()
	m.done = m.rows()
	for _, method := range []string{"GET ", "POST "} {
		for _, route := range p.Mux.Routes() {
			if strings.HasPrefix(route, method) && take(route) && !strings.HasSuffix(route, "/static/") {
				m.route(route)
			}
		}
	}
	return m.String()
}

// A matrix is written line by line.
type matrix struct {
	strings.Builder
	t       *testing.T
	p       *apptest.Program
	columns []*column
	cases   []laidCase
	done    int // rows of the journal so far
}

// short are the heads of the columns.
var short = map[string]string{
	"applicant": "appl", "employer": "empl", "county": "cnty", "city": "city", "province": "prov",
	"finance": "fin", "association": "assn", "judge": "judg", "examiner": "exam", "supervisor": "supv",
	"auditor": "audr", "system": "sys", "security": "sec", "audit": "audt", "-": "-",
	"institution": "inst", "payer": "payr", "buyer": "buyr",
}

func (m *matrix) head() {
	m.WriteString("# What each role is answered: its own case, one of the next county, one far away.\n" +
		"# A POST sends an outdated move number and nothing else; + means that it was\n" +
		"# done all the same, and > that it led to the page to sign in.\n")
	var heads []string
	for _, c := range m.columns {
		heads = append(heads, short[c.name])
	}
	m.line("#", heads)
}

// line writes one line; a label that is too long stands above it.
func (m *matrix) line(label string, cells []string) {
	const wide = 72
	if len(label) > wide {
		m.WriteString(label + "\n")
		label = ""
	}
	var row strings.Builder
	fmt.Fprintf(&row, "%-*s", wide, label)
	for _, c := range cells {
		fmt.Fprintf(&row, " %-4s", c)
	}
	m.WriteString(strings.TrimRight(row.String(), " ") + "\n")
}

// route asks one route for every case it may be about. Lines that differ only
// in the state or place are written as one.
func (m *matrix) route(route string) {
	if strings.Contains(route, "{move}") {
		m.moves(route)
		return
	}
	path := fill(route)
	track := caseOf(route)
	id, named := strings.CutPrefix(track, "=")
	if !strings.Contains(path, "{id}") || track == "" || named {
		m.line(route, m.ask(route, strings.ReplaceAll(path, "{id}", cmp.Or(id, "nothing"))))
		return
	}
	m.about(route, track, path, m.casesOf(track))
}

// casesOf returns the cases a route is asked for.
func (m *matrix) casesOf(track string) (of []laidCase) {
	foreign := false
	for _, c := range m.cases {
		switch {
		case track == "*" || c.track == track:
			of = append(of, c)
		case !foreign && c.track != "receipt":
			of, foreign = append(of, c), true
		}
	}
	return of
}

// about asks path for cases and writes a line for each answer of its own.
func (m *matrix) about(label, track, path string, cases []laidCase) {
	type row struct {
		of    []string
		cells []string
	}
	var rows []*row
	for _, c := range cases {
		cells := m.ask(label, strings.ReplaceAll(path, "{id}", c.id))
		of := c.track + " " + c.state + " " + c.place
		if track != "*" && c.track != track {
			of = "of another track"
		}
		i := slices.IndexFunc(rows, func(r *row) bool {
			return slices.Equal(r.cells, cells) && strings.HasPrefix(r.of[0], c.track+" ")
		})
		if i < 0 {
			rows = append(rows, &row{[]string{of}, cells})
			continue
		}
		rows[i].of = append(rows[i].of, of)
	}
	for _, r := range rows {
		m.line(label+"  "+gather(r.of), r.cells)
	}
}

// moves asks for every move that leads out of the state of a case.
func (m *matrix) moves(route string) {
	track := caseOf(route)
	for _, tr := range m.p.House.Flow.Current().Tracks {
		if track != "*" && tr.Name != track {
			continue
		}
		for _, mv := range tr.Moves {
			var from []laidCase
			for _, c := range m.cases {
				if c.track == tr.Name && slices.Contains(mv.From, c.state) {
					from = append(from, c)
				}
			}
			if len(from) > 0 {
				m.about(strings.ReplaceAll(route, "{move}", mv.Name), tr.Name, strings.ReplaceAll(fill(route), "{move}", mv.Name), from)
			}
		}
	}
}

// fill puts something into every part of a route but the id and the move.
func fill(route string) string {
	_, path, _ := strings.Cut(route, " ")
	path = strings.ReplaceAll(path, "{$}", "")
	for from, to := range others {
		path = strings.ReplaceAll(path, from, to)
	}
	return path
}

// gather writes "t a own, t a other, t b own" as "t a own,other; b own".
func gather(of []string) string {
	if of[0] == "of another track" {
		return of[0]
	}
	track, _, _ := strings.Cut(of[0], " ")
	var states []string
	at := map[string][]string{}
	for _, o := range of {
		f := strings.Fields(o)
		if !slices.Contains(states, f[1]) {
			states = append(states, f[1])
		}
		at[f[1]] = append(at[f[1]], f[2])
	}
	var parts []string
	var last string
	for _, s := range states {
		where := strings.Join(at[s], ",")
		if len(at[s]) == len(places) {
			where = "all"
		}
		if where == last && len(parts) > 0 {
			parts[len(parts)-1] += " " + s
			continue
		}
		parts, last = append(parts, where+": "+s), where
	}
	return track + " " + strings.Join(parts, "; ")
}

// ask asks path as every column.
func (m *matrix) ask(route, path string) (cells []string) {
	m.t.Helper()
	cells = make([]string, len(m.columns))
	if strings.HasPrefix(route, "POST ") { // one after the other, to see who wrote
		for i, c := range m.columns {
			cells[i] = m.cell(c, route, path)
		}
		return cells
	}
	var all sync.WaitGroup
	for i, c := range m.columns {
		all.Go(func() { cells[i] = m.cell(c, route, path) })
	}
	all.Wait()
	return cells
}

func (m *matrix) cell(c *column, route, path string) string {
	m.t.Helper()
	var got apptest.Answer
	if strings.HasPrefix(route, "GET ") {
		got = c.Get(path)
	} else {
		got = c.Post(path, url.Values{"seen": {"999999"}, "step": {"999999"}})
	}
	text := strconv.Itoa(got.Status)
	if strings.HasPrefix(got.Location, "/sign-in") {
		text = ">"
	}
	if got.Status >= 500 {
		m.t.Errorf("%s as %s at %s: %d", route, c.name, path, got.Status)
	}
	if strings.HasPrefix(route, "GET ") {
		return text
	}
	before := m.done
	m.done = m.rows()
	refused := got.Status == http.StatusNotFound || got.Status == http.StatusForbidden
	if refused && m.done != before {
		m.t.Errorf("%s as %s: %d, and yet %d rows were written to the journal", path, c.name, got.Status, m.done-before)
	}
	if got.Status/100 == 3 && text != ">" || m.done != before {
		text += "+"
		c.fresh()
		m.done = m.rows()
	}
	return text
}

// rows counts what was ever done.
func (m *matrix) rows() (n int) {
	m.t.Helper()
	if err := m.p.DB.QueryRowContext(m.t.Context(), `SELECT COUNT(*) FROM journal`).Scan(&n); err != nil {
		m.t.Fatal(err)
	}
	return n
}
