package worklist_test

import (
	"bytes"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"qinglan/internal/app/apptest"
)

var hidden = regexp.MustCompile(`<input type="hidden" name="([^"]*)" value="([^"]*)"`)

// A list is taken away, filled in with the office's own columns in a spreadsheet and
// brought back: what would change is shown, then made, and the same file again changes
// nothing. Other offices see none of it, and what is not theirs does not come in.
func TestBringBack(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		for i, n := range []string{"演示·王青", "=cmd()", "𠮷田·阿卜杜"} {
			p.Apply(fmt.Sprintf("case%d", i), n, "演示公司", "330782", "330700", "at-city")
		}
		b := p.As("330700-city-clerk-1")
		const asked = "?track=application&state=at-city"
		apptest.Has(t, "the list", b.Get("/cases"+asked), http.StatusOK, "/cases/import"+strings.ReplaceAll(asked, "&", "&amp;"))
		taken := b.Get("/cases.xlsx" + asked).Body
		filled := fill(t, taken, map[string]string{"演示·王青": "坐前排", "=cmd()": "=1+1", "单位": "演示公司（改过的单位）"})
		preview := b.Upload("/cases/import"+asked, "名单.xlsx", filled)
		apptest.Has(t, "the preview", preview, http.StatusOK, "坐前排", "=1+1", "确认导入")
		if strings.Contains(b.Get("/cases"+asked).Body, "坐前排") {
			t.Error("a preview stores something")
		}
		sent := url.Values{}
		for _, m := range hidden.FindAllStringSubmatch(preview.Body, -1) {
			sent.Add(m[1], html(m[2]))
		}
		sent.Set("act", "take")
		got := b.Post("/cases/import"+asked, sent)
		if got.Status != http.StatusSeeOther || got.Location != "/cases"+asked+"&brought=yes" {
			t.Fatalf("confirming: %d %s", got.Status, got.Location)
		}
		page := apptest.Has(t, "the list", b.Get(got.Location), http.StatusOK, "坐前排", "=1+1", "已从表格导入")
		if strings.Contains(page.Body, "改过的单位") {
			t.Error("the table changed what applicants wrote")
		}
		apptest.Has(t, "again", b.Upload("/cases/import"+asked, "名单.xlsx", filled), http.StatusOK, "没有变化")
		for _, other := range []string{"330000-province-clerk-1", "330782-county-clerk-1"} {
			if strings.Contains(p.As(other).Get("/cases?track=application").Body, "坐前排") {
				t.Errorf("%s reads the city's notes", other)
			}
		}
		if got := p.As("330000-auditor-clerk-1").Get("/cases/import" + asked); got.Status != http.StatusNotFound && got.Status != http.StatusForbidden {
			t.Errorf("an auditor brings a table: %d", got.Status)
		}
		back := p.As("330600-city-clerk-1").Upload("/cases/import"+asked, "名单.xlsx", filled)
		if strings.Contains(back.Body, "确认导入") {
			t.Error("another city's clerk changes something by it")
		}
	})
}

func html(s string) string {
	return strings.NewReplacer("&#34;", `"`, "&quot;", `"`, "&#39;", "'", "&lt;", "<", "&gt;", ">", "&amp;", "&").Replace(s)
}

// fill writes notes beside names into a workbook, and one text over the first unit.
func fill(t *testing.T, body string, notes map[string]string) []byte {
	t.Helper()
	book, err := excelize.OpenReader(strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	sheet := book.GetSheetName(0)
	rows, err := book.GetRows(sheet)
	if err != nil {
		t.Fatal(err)
	}
	at := map[string]int{}
	for i, row := range rows {
		for j, cell := range row {
			if len(at) < 3 && (cell == "姓名" || cell == "备注" || cell == "单位") {
				at[cell] = j + 1
			}
		}
		if len(at) < 3 || at["姓名"] > len(row) {
			continue
		}
		name := row[at["姓名"]-1]
		for who, note := range notes {
			if who != name {
				continue
			}
			cell, _ := excelize.CoordinatesToCellName(at["备注"], i+1)
			if err := book.SetCellStr(sheet, cell, note); err != nil {
				t.Fatal(err)
			}
			unit, _ := excelize.CoordinatesToCellName(at["单位"], i+1)
			if name == "演示·王青" {
				if err := book.SetCellStr(sheet, unit, notes["单位"]); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	var out bytes.Buffer
	if err := book.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
