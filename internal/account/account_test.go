package account_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"qinglan/internal/app/apptest"
)

const mobile = "19900000001"

var sixDigits = regexp.MustCompile(`\d{6}`)

// register signs a mobile number in by the code that was sent to it.
func register(t *testing.T, p *apptest.Program, mobile string) *apptest.Browser {
	t.Helper()
	b := p.Stranger()
	if got := b.Post("/sign-in/code", url.Values{"mobile": {mobile}}); got.Status != http.StatusOK {
		t.Fatalf("ask for a code: %d %s", got.Status, got.Body)
	}
	got := b.Post("/sign-in/enter", url.Values{"mobile": {mobile}, "code": {codeFor(t, p, mobile)}})
	if got.Status != http.StatusSeeOther || got.Location != "/mine" {
		t.Fatalf("enter: %d to %q\n%s", got.Status, got.Location, got.Body)
	}
	return b
}

func codeFor(t *testing.T, p *apptest.Program, mobile string) string {
	t.Helper()
	sent := p.Sink.To(mobile)
	if len(sent) == 0 {
		t.Fatal("no code was sent")
	}
	return sixDigits.FindString(sent[0].Text)
}

func TestApplicantRegisters(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		b := register(t, p, mobile)
		page := b.Get("/account")
		if page.Status != http.StatusOK || !strings.Contains(page.Body, "199****0001") || strings.Contains(page.Body, mobile) {
			t.Errorf("account page: %d, mask or number wrong\n%s", page.Status, page.Body)
		}
		if got := b.Post("/sign-out", nil); got.Status != http.StatusSeeOther {
			t.Errorf("sign out: %d", got.Status)
		}
		if got := b.Get("/account"); got.Status != http.StatusSeeOther || !strings.HasPrefix(got.Location, "/sign-in") {
			t.Errorf("after signing out: %d to %q", got.Status, got.Location)
		}
	})
}

func TestStaffLink(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		b := p.As("330782-county-clerk-1")
		if got := b.Get("/desk"); got.Status != http.StatusOK {
			t.Errorf("desk: %d %s", got.Status, got.Body)
		}
		if got := b.Get("/account"); got.Status != http.StatusOK {
			t.Errorf("account: %d %s", got.Status, got.Body)
		}
	})
}
