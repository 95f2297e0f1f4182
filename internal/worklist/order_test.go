package worklist_test

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"qinglan/internal/app/apptest"
	"qinglan/internal/db"
)

var rowName = regexp.MustCompile(`演示·[\p{Han}]+\d*`)

// names are the people on a page of a list in their order.
func names(t *testing.T, b *apptest.Browser, address string) (out []string) {
	t.Helper()
	got := apptest.Has(t, address, b.Get(address), http.StatusOK)
	_, table, _ := strings.Cut(got.Body, "<tbody")
	table, _, _ = strings.Cut(table, "</tbody>")
	for _, n := range rowName.FindAllString(table, -1) {
		if !slices.Contains(out, n) {
			out = append(out, n)
		}
	}
	return out
}

// A list stands as it is asked to, names by their pinyin; its workbook too; and what
// is no column changes nothing.
func TestOrder(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		for i, n := range []string{"演示·赵舟", "演示·李蓝", "演示·王青", "演示·安然"} {
			p.Apply(fmt.Sprintf("case%d", i), n, fmt.Sprintf("演示公司%d", 9-i), []string{"330783", "330782", "330702", "330782"}[i], "330700", "at-city")
		}
		b := p.As("330700-city-clerk-1")
		pinyin := []string{"演示·安然", "演示·李蓝", "演示·王青", "演示·赵舟"}
		for by, want := range map[string][]string{
			"name":       pinyin,
			"-name":      {pinyin[3], pinyin[2], pinyin[1], pinyin[0]},
			"unit":       {"演示·安然", "演示·王青", "演示·李蓝", "演示·赵舟"},
			"place":      {"演示·王青", "演示·李蓝", "演示·安然", "演示·赵舟"},
			"head; DROP": names(t, b, "/cases"),
			"-nothing":   names(t, b, "/cases"),
			"claimed_by": names(t, b, "/cases"),
		} {
			if got := names(t, b, "/cases?sort="+url.QueryEscape(by)); !slices.Equal(got, want) {
				t.Errorf("by %s: %v; want %v", by, got, want)
			}
		}
		book, err := excelize.OpenReader(strings.NewReader(b.Get("/cases.xlsx?sort=name").Body))
		if err != nil {
			t.Fatal(err)
		}
		defer book.Close()
		rows, err := book.GetRows(book.GetSheetName(0))
		if err != nil {
			t.Fatal(err)
		}
		var said []string
		for _, row := range rows {
			said = append(said, rowName.FindAllString(strings.Join(row, " "), 1)...)
		}
		if !slices.Equal(slices.DeleteFunc(said, func(n string) bool { return !slices.Contains(pinyin, n) }), pinyin) {
			t.Errorf("the workbook stands as %v; want %v", said, pinyin)
		}
	})
}

// Every case stands on one page and no other, whichever order, also if one of them
// leaves the list between two pages.
func TestOrderedPages(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		const n = 205
		for i := range n {
			p.Apply(fmt.Sprintf("case%03d", i), fmt.Sprintf("演示·人%03d", (i*37)%n), "演示公司", "330782", "330700", "at-city")
		}
		b := p.As("330700-city-clerk-1")
		first := names(t, b, "/cases?sort=-name")
		got := apptest.Has(t, "the first page", b.Get("/cases?sort=-name"), http.StatusOK)
		next := regexp.MustCompile(`rel="next" href="([^"]*)"`).FindStringSubmatch(got.Body)
		if len(first) != 200 || next == nil {
			t.Fatalf("the first page has %d people", len(first))
		}
		second := names(t, b, strings.ReplaceAll(next[1], "&amp;", "&"))
		all := append(slices.Clone(first), second...)
		if len(second) != n-200 || len(all) != n || !slices.IsSortedFunc(all, func(x, y string) int { return strings.Compare(y, x) }) {
			t.Errorf("the second page has %v", second)
		}
		// The case at which the first page ended is another city's by now.
		last := strings.ReplaceAll(next[1], "&amp;", "&")
		id := last[strings.LastIndex(last, ".")+1:]
		err := p.DB.Tx(t.Context(), func(tx *db.Tx) error {
			_, err := tx.ExecContext(t.Context(), `UPDATE cases SET city = '330100', county = '330106' WHERE id = $1`, id)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if got := names(t, b, last); len(got) < n-200 || !slices.Equal(got[len(got)-(n-200):], second) || len(got) > n-200+1 {
			t.Errorf("with one that has left the list the second page has %v", got)
		}
	})
}
