package material_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"qinglan/internal/app/apptest"
)

// What has passed is looked at within a page by those who may open it; what shows
// an identity never without a reason, and the audit has the reason.
func TestViewed(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		b, a, c := applicant(t, p, mobile)
		paper := add(t, p, c, a, "teaching", "授课.jpg", turned(t, 40, 60))
		bad := add(t, p, c, a, "teaching", "坏.pdf", []byte(pdfOf("/OpenAction<</S/JavaScript/JS(1)>>")))
		id := add(t, p, c, a, "id", "证件.jpg", turned(t, 40, 60))
		drain(t, p)
		toCounty(t, p, c)
		office := p.As(county)
		got := office.Get("/files/" + paper.ID + "/view")
		if got.Status != http.StatusOK || !strings.HasPrefix(got.Body, "\xff\xd8") {
			t.Errorf("what has passed is not shown: %d", got.Status)
		}
		if policy := got.Header.Get("Content-Security-Policy"); !strings.HasPrefix(policy, "sandbox; default-src 'none'") {
			t.Errorf("what a picture may do: %s", policy)
		}
		if got := office.Get("/files/" + bad.ID + "/view"); got.Status != http.StatusForbidden {
			t.Errorf("what has not passed is shown: %d", got.Status)
		}
		if got := office.Get("/files/" + id.ID + "/view"); got.Status != http.StatusNotFound {
			t.Errorf("an identity is shown without a reason: %d", got.Status)
		}
		for who, other := range map[string]*apptest.Browser{"another county": p.As("330102-county-clerk-1"), "finance": p.As("330000-finance-leader-1")} {
			if got := other.Get("/files/" + paper.ID + "/view"); got.Status != http.StatusNotFound {
				t.Errorf("%s sees it: %d", who, got.Status)
			}
		}
		if got := b.Get("/files/" + bad.ID + "/view"); got.Status != http.StatusForbidden {
			t.Errorf("its sender is shown what has not passed: %d", got.Status)
		}
		page := office.Get("/review/" + c.ID)
		apptest.Has(t, "the review", page, http.StatusOK, `data-view="/files/`+paper.ID+`/view"`, `data-why="/files/`+id.ID+`/open"`)
		if strings.Contains(page.Body, "/files/"+id.ID+"/view") || strings.Contains(page.Body, "/files/"+bad.ID+"/view") {
			t.Error("the review leads to what is not shown")
		}
		if got := office.Post("/files/"+id.ID+"/open", url.Values{"reason": {"看"}}); got.Status != http.StatusUnprocessableEntity {
			t.Errorf("a reason of one character: %d", got.Status)
		}
		if got := office.Post("/files/"+id.ID+"/open", url.Values{"reason": {"核对姓名"}}); got.Status != http.StatusOK {
			t.Errorf("with a reason: %d", got.Status)
		}
		if n := count(t, p, `SELECT COUNT(*) FROM journal WHERE move = 'open-identity-file'`); n != 1 {
			t.Errorf("%d reasons in the audit; want one", n)
		}
	})
}
