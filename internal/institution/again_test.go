package institution_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"qinglan/internal/app/apptest"
	"qinglan/internal/db"
)

// An institution that applies in the next edition finds its words and its
// papers there, as copies: what it takes off there stays on the earlier case.
func TestDossierReused(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		b := p.As(school)
		first := applied(t, b, "演示培训学校（沿用）", codes[0])
		p.Enter("teacher2018")
		id := db.NewID()
		got := apptest.Has(t, "begin", b.Post("/institution/open", url.Values{"id": {id}}), http.StatusSeeOther)
		if !strings.Contains(got.Location, "carried=4") {
			t.Errorf("begin leads to %q; want four files carried", got.Location)
		}
		page := apptest.Has(t, "space", b.Get(got.Location), http.StatusOK, "已沿用上一期的 4 个文件")
		if strings.Contains(page.Body, "还缺") {
			t.Error("something is missing in a dossier that was whole a year ago")
		}
		if got := b.Post("/institution/open", url.Values{"id": {id}}); strings.Contains(got.Location, "carried") {
			t.Errorf("pressing twice carries twice: %q", got.Location)
		}
		now, err := p.House.FilesOf(t.Context(), p.House.Flow.DB(), id)
		if err != nil || len(now) != 4 {
			t.Fatalf("%d files on the new case, %v; want 4", len(now), err)
		}
		apptest.Has(t, "remove", b.Post("/files/"+now[0].ID+"/remove", url.Values{}), http.StatusSeeOther)
		before, err := p.House.FilesOf(t.Context(), p.House.Flow.DB(), first)
		if err != nil || len(before) != 4 {
			t.Fatalf("%d files on the earlier case, %v; want 4", len(before), err)
		}
		for _, f := range before {
			if got := b.Get("/files/" + f.ID); got.Status != http.StatusOK {
				t.Errorf("%s of the earlier case: status %d", f.Name, got.Status)
			}
		}
	})
}

// What is typed is kept whichever button is pressed, and what is not right is
// said at once beside its field; the page that saves by itself goes on from the
// version it has made.
func TestDossierIsKept(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		b := p.As(school)
		apptest.Has(t, "found", b.Post("/institution/found", url.Values{"name": {"演示培训学校"}, "uscc": {codes[0]}, "region": {"330782"}}), http.StatusSeeOther)
		wrong := with(filled("演示培训学校"), "version", "0", "staff", "三十五", "income", "-5", "past.0.from", "2099-13", "scope", "演示范围一")
		got := b.Post("/institution/save", wrong)
		apptest.Has(t, "saved with faults", got, http.StatusUnprocessableEntity, "已保存，标出的各处请更正", "有 3 处需要修改", "请填写整数。", "三十五", "演示范围一")
		apptest.Has(t, "kept", b.Get("/institution"), http.StatusOK, "演示范围一", "三十五")
		id := db.NewID()
		apptest.Has(t, "begin", b.Post("/institution/open", with(filled("演示培训学校"), "id", id, "version", "1", "scope", "演示范围二")), http.StatusSeeOther)
		page := apptest.Has(t, "kept by the button on top", b.Get("/institution"), http.StatusOK, "演示范围二", `data-autosave="/institution/save"`)
		if v := hidden(t, page.Body, "version"); v != "2" {
			t.Fatalf("version %s", v)
		}
		quiet := func(v url.Values) *http.Response {
			t.Helper()
			req, err := http.NewRequest(http.MethodPost, b.Base+"/institution/save", strings.NewReader(v.Encode()))
			if err != nil {
				t.Fatal(err)
			}
			req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			req.Header.Set("Sec-Fetch-Site", "same-origin")
			req.Header.Set("X-Autosave", "1")
			res, err := b.Client.Do(req)
			if err != nil {
				t.Fatal(err)
			}
			res.Body.Close()
			return res
		}
		if res := quiet(with(filled("演示培训学校"), "version", "2")); res.StatusCode != http.StatusNoContent || res.Header.Get("X-Version") != "3" {
			t.Errorf("by itself: %d, version %q", res.StatusCode, res.Header.Get("X-Version"))
		}
		if res := quiet(with(filled("演示培训学校"), "version", "3", "staff", "三十五")); res.StatusCode != http.StatusUnprocessableEntity || res.Header.Get("X-Version") != "4" {
			t.Errorf("by itself, with a fault: %d, version %q", res.StatusCode, res.Header.Get("X-Version"))
		}
		if res := quiet(with(filled("演示培训学校"), "version", "2")); res.StatusCode != http.StatusConflict {
			t.Errorf("an older page: %d", res.StatusCode)
		}
	})
}
