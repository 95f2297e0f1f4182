package institution_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"qinglan/internal/app/apptest"
	"qinglan/internal/doc/doctest"
)

// Amounts in 万元 are kept to six decimals as they were entered, from the form to
// each paper and back; people are whole.
func TestAmountsAreExact(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		b := p.As(school)
		id := applied(t, b, "演示培训学校", codes[0])
		for i, income := range []string{"1234567.8901234", "-1", "1e3", ".5"} {
			v := with(filled("演示培训学校"), "version", fmt.Sprint(i+2), "income", income)
			apptest.Has(t, income, b.Post("/institution/save", v), http.StatusUnprocessableEntity, "最多 6 位小数")
		}
		move(t, p, p.As(county), id, "return-county", http.StatusSeeOther, "faults.0.field", "收入", "faults.0.reason", "核对")
		page := b.Get("/institution")
		v := with(filled("演示培训学校"), "seen", hidden(t, page.Body, "seen"), "version", hidden(t, page.Body, "version"), "income", "１234567.890100", "staff", "30.5")
		apptest.Has(t, "half a person", b.Post("/institution/submit", v), http.StatusUnprocessableEntity, "请填写整数。")
		page = b.Get("/institution")
		v = with(v, "version", hidden(t, page.Body, "version"), "staff", "３０", "trained", "1,200")
		apptest.Has(t, "sent", b.Post("/institution/submit", v), http.StatusSeeOther)
		var cents int64
		if err := p.DB.QueryRowContext(t.Context(), `SELECT income FROM institution_cases WHERE case_id = $1`, id).Scan(&cents); err != nil || cents != 1_234_567_890_100 {
			t.Errorf("the figures to compare say %d 分, %v", cents, err)
		}
		said := map[string]string{"the page": p.As(county).Get("/cases/" + id).Body}
		at := "/institutions/" + id + "/annex3."
		said["PDF"] = doctest.Text(t, doctest.Save(t, ".pdf", []byte(b.Get(at+"pdf").Body)))
		said["docx"] = part(t, b.Get(at+"docx").Body, "word/document.xml")
		book, err := excelize.OpenReader(strings.NewReader(b.Get(at + "xlsx").Body))
		if err != nil {
			t.Fatal(err)
		}
		defer book.Close()
		rows, err := book.GetRows(book.GetSheetName(0), excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range rows {
			said["xlsx"] += strings.Join(r, "|")
		}
		for name, text := range said {
			for _, want := range []string{"1234567.890100", "1200"} {
				if !strings.Contains(text, want) {
					t.Errorf("%s does not say %s", name, want)
				}
			}
		}
		if want := "（万元）"; !strings.Contains(said["PDF"], want) || !strings.Contains(said["PDF"], "从业人数（人）30") {
			t.Errorf("the units are not printed: %s", said["PDF"])
		}
	})
}

// part returns a part of a file that is packed.
func part(t *testing.T, body, name string) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader([]byte(body)), int64(len(body)))
	if err != nil {
		t.Fatal(err)
	}
	f, err := z.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	b, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// A code is one institution in whatever width, case and spacing it is typed; an O
// for a 0 and a slip that the check digit tells (GB 32100) are refused with why.
func TestCodesInTheirVariants(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		applied(t, p.As(school), "演示培训学校", codes[0])
		b := p.As("330100-institution-clerk-1")
		for code, says := range map[string]string{
			"９１３３００００ＭＡ２７００００１Ｑ": "邀请链接", "91330000ma2700001q": "邀请链接", " 91330000 MA2700001 Q": "邀请链接", "91330000-MA2700001-Q": "邀请链接",
			"9133OOOOMA27OOOO1Q": "代码不使用字母 I、O、S、V、Z", "91330000MA2700001P": "校验位", "91330000MA270001Q": "18位",
		} {
			v := url.Values{"uscc": {code}, "region": {"330782"}}
			apptest.Has(t, code, b.Post("/institution/found", v), http.StatusUnprocessableEntity, says)
		}
	})
}

// What our copy of the notice lacks is a setting that is off, and says so to whoever
// fills in and to whoever reviews.
func TestMissingItemsAreSeen(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		b := p.As(school)
		id := applied(t, b, "演示培训学校", codes[0])
		move(t, p, p.As(county), id, "return-county", http.StatusSeeOther, "faults.0.field", "收入", "faults.0.reason", "核对")
		for name, page := range map[string]apptest.Answer{"the institution": b.Get("/institution"), "the county": p.As(county).Get("/cases/" + id)} {
			apptest.Has(t, name, page, http.StatusOK, "附4-二.2", "附4-二.5", "本期设置为停用")
			if n := strings.Count(page.Body, "本期设置为停用"); n != 2 {
				t.Errorf("%s reads of %d missing items; want 2", name, n)
			}
		}
	})
}
