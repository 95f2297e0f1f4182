//go:build !race

package demo_test

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"qinglan/internal/app/apptest"
	"qinglan/internal/db"
	"qinglan/internal/doc/doctest"
)

// readers are whose pages are walked for papers, and how many pages of each.
var readers = []string{
	"330000-province-clerk-1", "330700-city-clerk-1", "330600-city-clerk-1", "330782-county-clerk-1",
	"330700-institution-clerk-1", "330700-payer-clerk-1", "330000-association-clerk-1",
}

const mostPages = 400

// exported are the workbooks that a form hands out.
var exported = map[string]url.Values{
	"/progress/export": nil, "/ledger/bulletin/export": {"month": {"2017-09"}}, "/subsidy/export": nil,
}

// TestOffice has LibreOffice open every docx and every workbook that pages of the
// demonstration lead to, two of each kind, and print it: no paragraph is lost, and
// no cell shows less than it holds.
func TestOffice(t *testing.T) {
	p := apptest.Open(t, db.SQLite)
	seeded(t, p)
	files := map[string][]byte{} // by name
	kinds := map[string]int{}    // by pattern and ending
	for _, post := range readers {
		walk(t, p, p.SignIn(post), files, kinds)
	}
	for at, v := range exported {
		got := p.As("330700-payer-clerk-1").Post(at, v)
		if got.Status != http.StatusOK { // not theirs, but the city's
			got = p.As("330700-city-clerk-1").Post(at, v)
		}
		if endingOf(got.Header) != ".xlsx" {
			t.Errorf("%s: %d", at, got.Status)
			continue
		}
		files[strings.ReplaceAll(at[1:], "/", "-")+".xlsx"] = []byte(got.Body)
	}
	for _, route := range p.Mux.Routes() {
		page := strings.TrimPrefix(route, "GET ")
		if ending := filepath.Ext(page); (ending == ".xlsx" || ending == ".docx") && kinds[page+ending] == 0 {
			t.Errorf("no page leads to %s", page)
		}
	}
	if len(files) < 20 {
		t.Errorf("pages lead to %d papers: %v", len(files), kinds)
	}
	printed := doctest.OfficeAll(t, files)
	for name, body := range files {
		text := doctest.Text(t, printed[name])
		for _, want := range saysAll(t, name, body) {
			if !strings.Contains(text, want) {
				t.Errorf("%s as LibreOffice prints it lacks %q", name, want)
			}
		}
	}
	t.Logf("%d papers of %d kinds", len(files), len(kinds))
}

var link = regexp.MustCompile(`href="(/[^"#]*)`)

// walk follows the links of pages and keeps the papers that they lead to.
func walk(t *testing.T, p *apptest.Program, b *apptest.Browser, files map[string][]byte, kinds map[string]int) {
	t.Helper()
	queue, known, seen := []string{"/desk"}, map[string]bool{"/desk": true}, map[string]int{}
	for _, id := range cases(t, p, "contest", 0) {
		queue = append(queue, "/cases/"+id)
	}
	for n := 0; len(queue) > 0 && n < mostPages; n++ {
		at := queue[0]
		queue = queue[1:]
		got := b.Get(at)
		if got.Status != http.StatusOK {
			continue
		}
		if ending := endingOf(got.Header); ending != "" {
			name := fmt.Sprintf("%03d%s", len(files), ending)
			files[name] = []byte(got.Body)
			t.Logf("%s is %s", name, at)
			continue
		}
		for _, m := range link.FindAllStringSubmatch(got.Body, -1) {
			href := strings.ReplaceAll(m[1], "&amp;", "&")
			page := p.Mux.Page(httptest.NewRequest(http.MethodGet, href, nil))
			ending := filepath.Ext(strings.Split(href, "?")[0])
			paper := ending == ".xlsx" || ending == ".docx"
			switch {
			case known[href] || page == "" || strings.HasPrefix(href, "/static/") || strings.HasPrefix(href, "/demo"):
				continue
			case paper && kinds[page+ending] >= 2:
				continue
			case paper:
				kinds[page+ending]++
				queue = slices.Insert(queue, 0, href)
			case ending != "" || seen[page] >= 12: // of pages that differ in their case alone a dozen will do
				continue
			default:
				seen[page]++
				queue = append(queue, href)
			}
			known[href] = true
		}
	}
}

func endingOf(h http.Header) string {
	switch kind := h.Get("Content-Type"); {
	case strings.HasSuffix(kind, "spreadsheetml.sheet"):
		return ".xlsx"
	case strings.HasSuffix(kind, "wordprocessingml.document"):
		return ".docx"
	}
	return ""
}

// saysAll is what a paper says, without white space: the texts of all cells, or how
// each paragraph begins.
func saysAll(t *testing.T, name string, body []byte) (out []string) {
	t.Helper()
	if strings.HasSuffix(name, ".docx") {
		return paragraphs(t, body)
	}
	book, err := excelize.OpenReader(bytes.NewReader(body))
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	defer book.Close()
	for _, sheet := range book.GetSheetList() {
		rows, err := book.GetRows(sheet)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for _, row := range rows {
			for _, cell := range row {
				if cell = doctest.Squeeze(cell); cell != "" {
					out = append(out, cell)
				}
			}
		}
	}
	return out
}

func paragraphs(t *testing.T, body []byte) (out []string) {
	t.Helper()
	var said strings.Builder
	in := false
	for _, token := range tokens(t, body) {
		switch x := token.(type) {
		case xml.StartElement:
			in = x.Name.Local == "t"
		case xml.CharData:
			if in {
				said.Write(x)
			}
		case xml.EndElement:
			in = false
			if x.Name.Local == "p" {
				if start := []rune(doctest.Squeeze(said.String())); len(start) > 0 {
					out = append(out, string(start[:min(len(start), 12)]))
				}
				said.Reset()
			}
		}
	}
	return out
}

// tokens are those of the body of a docx.
func tokens(t *testing.T, body []byte) (out []xml.Token) {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
	if err != nil {
		t.Fatal(err)
	}
	part, err := z.Open("word/document.xml")
	if err != nil {
		t.Fatal(err)
	}
	defer part.Close()
	for d := xml.NewDecoder(part); ; {
		token, err := d.Token()
		if err == io.EOF {
			return out
		}
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, xml.CopyToken(token))
	}
}
