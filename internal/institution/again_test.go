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
