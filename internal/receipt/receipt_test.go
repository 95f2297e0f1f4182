package receipt_test

import (
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"qinglan/internal/app/apptest"
	"qinglan/internal/db"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/org"
	"qinglan/internal/programme"
)

// The receipt says what was received, when, and by which digests; nobody else has
// it, and before anything was sent there is none.
func TestReceipt(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		ctx, f := t.Context(), p.House.Flow
		b := p.Stranger()
		b.Post("/sign-in/code", map[string][]string{"mobile": {"19900000001"}})
		code := regexp.MustCompile(`\d{6}`).FindString(p.Sink.To("19900000001")[0].Text)
		b.Post("/sign-in/enter", map[string][]string{"mobile": {"19900000001"}, "code": {code}})
		person, err := p.House.Identity.ByMobile(ctx, p.DB, "19900000001")
		if err != nil {
			t.Fatal(err)
		}
		a := org.Actor{Person: person, Name: "演示·王青", Role: programme.Applicant}
		c, err := f.Open(ctx, a, flow.Opening{ID: db.NewID(), Track: "application", Party: person, Name: a.Name, Unit: "演示单位", County: "330782", City: "330700"})
		if err != nil {
			t.Fatal(err)
		}
		at := "/apply/" + c.ID + "/receipt"
		if got := b.Get(at + ".pdf"); got.Status != http.StatusNotFound {
			t.Errorf("a receipt of nothing: %d", got.Status)
		}
		sum := strings.Repeat("ab", 32)
		var hash, digest string
		err = p.DB.Tx(ctx, func(tx *db.Tx) error {
			m, _ := c.Track.Move("submit")
			m.Needs, m.Also, m.Does = nil, nil, nil
			answers := apptest.Profile(a.Name, "演示单位")
			answers["materials"] = "employment " + sum + " gone"
			if _, err := f.MoveIn(ctx, tx, *c, m, a, form.Answers(answers)); err != nil {
				return err
			}
			return tx.QueryRowContext(ctx, `SELECT hash, digest FROM journal WHERE case_id = $1 AND move = 'submit'`, c.ID).Scan(&hash, &digest)
		})
		if err != nil {
			t.Fatal(err)
		}
		apptest.Has(t, "the page", b.Get(at), http.StatusOK, hash[:8], digest, at+".pdf")
		said := text(t, b.Get(at+".pdf").Body)
		for _, want := range []string{"申报回执", "演示·王青", "演示单位", hash[:32], hash[32:], digest[:32], digest[32:], sum[32:], "北京时间", "在职证明"} {
			if !strings.Contains(said, want) {
				t.Errorf("the paper does not say %q", want)
			}
		}
		for _, who := range []*apptest.Browser{p.As("330782-county-clerk-1"), p.As("330700-city-clerk-1")} {
			if got := who.Get(at + ".pdf"); got.Status != http.StatusNotFound {
				t.Errorf("an office takes it: %d", got.Status)
			}
		}
	})
}

// text is what a PDF says, without its line ends.
func text(t *testing.T, body string) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "r.pdf")
	if err := os.WriteFile(name, []byte(body), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("pdftotext", "-layout", name, "-").Output()
	if err != nil {
		t.Skip("pdftotext:", err)
	}
	return strings.Join(strings.Fields(string(out)), "")
}
