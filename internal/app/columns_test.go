//go:build !race

package app_test

import (
	"net/http"
	"testing"

	"qinglan/internal/app/apptest"
	"qinglan/internal/db"
	"qinglan/internal/org"
	"qinglan/internal/programme"
)

// desksOf are the posts behind the columns of the matrix. The applicant has
// none, the employer gets one for the test.
var desksOf = map[programme.Role]string{
	programme.Employer:    "employer",
	programme.County:      "330782-county-clerk-1",
	programme.City:        "330700-city-clerk-1",
	programme.Province:    "330000-province-clerk-1",
	programme.Finance:     "330000-finance-leader-1",
	programme.Association: "330000-association-clerk-1",
	programme.Judge:       "330000-judge-clerk-1",
	programme.Examiner:    "330000-examiner-clerk-1",
	programme.Institution: "330700-institution-clerk-1",
	programme.Payer:       "330700-payer-clerk-1",
	programme.Buyer:       "330700-buyer-clerk-1",
	programme.Supervisor:  "330000-supervisor-clerk-1",
	programme.Auditor:     "330000-auditor-clerk-1",
	programme.System:      "330000-system-clerk-1",
	programme.Security:    "330000-security-clerk-1",
	programme.Audit:       "330000-audit-clerk-1",
}

// A column is one reader of the matrix.
type column struct {
	name string
	open func() *apptest.Browser
	*apptest.Browser
}

// fresh signs in anew: what a route posts may end the session.
func (c *column) fresh() { c.Browser = c.open() }

func columns(t *testing.T, p *apptest.Program) []*column {
	t.Helper()
	err := p.DB.Tx(t.Context(), func(tx *db.Tx) error {
		o := org.Organisation{ID: "o-employer", Name: "演示单位", Role: programme.Employer, Region: "330782"}
		if err := p.House.Flow.Orgs().AddOrganisation(t.Context(), tx, o); err != nil {
			return err
		}
		if err := p.House.Flow.Orgs().AddPerson(t.Context(), tx, "p-employer", "演示·经办", p.House.Flow.Now()); err != nil {
			return err
		}
		return p.House.Flow.Orgs().AddPost(t.Context(), tx, org.Post{
			ID: "employer", Person: "p-employer", Organisation: o, Role: programme.Employer, Rank: programme.Clerk,
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	all := []*column{{name: "-", open: p.Stranger}}
	for _, r := range programme.Roles {
		person, post := "p-own", ""
		if r != programme.Applicant {
			post = desksOf[r]
			held, err := p.House.Flow.Orgs().Post(t.Context(), p.DB, post)
			if err != nil {
				t.Fatalf("%s: %v", r, err)
			}
			person = held.Person
		}
		token, err := p.Accounts.LinkFor(t.Context(), person, post, true)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, &column{name: string(r), open: func() *apptest.Browser {
			b := p.Stranger()
			if got := b.Post("/join/"+token, nil); got.Status != http.StatusSeeOther {
				t.Fatalf("sign in as %s: %d", r, got.Status)
			}
			return b
		}})
	}
	for _, c := range all {
		c.fresh()
	}
	return all
}
