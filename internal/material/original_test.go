package material_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"qinglan/internal/app/apptest"
)

// An office with the turn says whether it saw the original; all who read the case
// see who said so, the last mark stands, and the audit has each.
func TestOriginal(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		b, a, c := applicant(t, p, mobile)
		f := add(t, p, c, a, "employment", "聘书.jpg", turned(t, 40, 60))
		drain(t, p)
		office := p.As(county)
		seen := url.Values{"seen": {"yes"}}
		at := "/files/" + f.ID + "/original"
		if got := office.Post(at, seen); got.Status != http.StatusNotFound {
			t.Errorf("before it is the county's: %d", got.Status)
		}
		toCounty(t, p, c)
		apptest.Has(t, "not yet", office.Get("/review/"+c.ID), http.StatusOK, "原件未核验", "已见原件")
		for who, other := range map[string]*apptest.Browser{
			"the applicant": b, "another county": p.As("330102-county-clerk-1"), "the auditor": p.As("330000-auditor-clerk-1"), "a stranger": p.Stranger(),
		} {
			if got := other.Post(at, seen); got.Status < 303 || got.Status == http.StatusSeeOther && !strings.HasPrefix(got.Location, "/sign-in") {
				t.Errorf("%s marks it: %d %s", who, got.Status, got.Location)
			}
		}
		if n := count(t, p, `SELECT COUNT(*) FROM originals`); n != 0 {
			t.Fatalf("%d marks; want none", n)
		}
		for _, v := range []url.Values{{"seen": {"no"}}, seen} {
			if got := office.Post(at, v); got.Status != http.StatusSeeOther {
				t.Fatalf("mark: %d", got.Status)
			}
		}
		apptest.Has(t, "the county", office.Get("/review/"+c.ID), http.StatusOK, "与原件一致：")
		apptest.Has(t, "the applicant", b.Get("/cases/"+c.ID), http.StatusOK, "与原件一致：")
		if got := b.Get("/cases/" + c.ID); strings.Contains(got.Body, "已见原件</button>") {
			t.Error("the applicant is offered to mark it")
		}
		if n := count(t, p, `SELECT COUNT(*) FROM journal WHERE move IN ('original-seen', 'original-unseen')`); n != 2 {
			t.Errorf("%d marks in the audit; want both", n)
		}
		if got := office.Post("/cases/"+c.ID+"/moves/forward", url.Values{"seen": {p.Seen(c.ID)}}); got.Status != http.StatusSeeOther {
			t.Fatalf("forward: %d", got.Status)
		}
		if got := office.Post(at, url.Values{"seen": {"no"}}); got.Status != http.StatusForbidden {
			t.Errorf("it marks what is at the city by now: %d", got.Status)
		}
		got := office.Get("/cases/" + c.ID + "/materials.pdf")
		if got.Status != http.StatusOK || !strings.HasPrefix(got.Body, "%PDF") {
			t.Errorf("the list: %d", got.Status)
		}
		if got := b.Get("/cases/" + c.ID + "/materials.pdf"); got.Status != http.StatusNotFound {
			t.Errorf("the applicant takes the list of the office: %d", got.Status)
		}
	})
}
