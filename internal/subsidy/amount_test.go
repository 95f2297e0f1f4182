package subsidy_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"qinglan/internal/app/apptest"
	"qinglan/internal/form"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/subsidy"
)

func TestOf(t *testing.T) {
	for _, c := range []struct {
		st         subsidy.Standard
		base, want int64
	}{
		{subsidy.Standard{Way: "fixed", Amount: 300000}, 0, 300000},
		{subsidy.Standard{Way: "percent", Percent: 3000}, 100000, 30000},
		{subsidy.Standard{Way: "percent", Percent: 3333}, 100, 33},     // 33.33
		{subsidy.Standard{Way: "percent", Percent: 5000}, 101, 51},     // 50.5: half up
		{subsidy.Standard{Way: "percent", Percent: 1250}, 12345, 1543}, // 1543.125
		{subsidy.Standard{Way: "percent", Percent: 3000, Cap: 20000}, 100000, 20000},
		{subsidy.Standard{Way: "percent", Percent: 3000}, 0, 0},
	} {
		if got := c.st.Of(c.base); got != c.want {
			t.Errorf("%+v of %d = %d; want %d", c.st, c.base, got, c.want)
		}
	}
}

// An amount is whole 分 or it is refused, with the complaint beside it.
func TestAmounts(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		b := w.As("330700-city-clerk-1")
		for _, amount := range []string{"0.005", "-1", "1e3", "=cmd()", "0", "0.00", "10000000.01", "3000.", ".5", "0x10", "1 000", "NaN", "９９９９９９９９９９９９９", "3000元"} {
			got := b.Post("/subsidy/standards", wants("lecturer-certified", "amount", amount))
			if got.Status != http.StatusUnprocessableEntity {
				t.Errorf("an amount of %q: %d", amount, got.Status)
			}
		}
		v := wants("lecturer-certified", "amount", "３，０００.5", "docno", "=cmd()")
		if got := b.Post("/subsidy/standards", v); got.Status != http.StatusSeeOther {
			t.Fatalf("full-width digits: %d %.300s", got.Status, got.Body)
		}
		given, err := w.House.Flow.Answers(t.Context(), w.DB, w.Case(v.Get("id")), "open")
		if w.must(err); given["amount"] != "3000.50" {
			t.Errorf("kept as %q", given["amount"])
		}
	})
}

// A percentage waits for what it is of.
func TestPercent(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		v := wants("lecturer-trained", "way", "percent", "percent", "33.33", "cap", "800")
		w.certify(w.Candidate("演示·王青", "演示单位", "330782", nil))
		w.standard("330700", v)
		id := w.claims("330700")[0].ID
		closed(t, "no base", w.decide(id, "review", "330700-city-clerk-1", nil))
		clerk := w.As("330700-city-clerk-1")
		for status, ids := range map[int][]string{http.StatusGone: {id}, http.StatusUnprocessableEntity: nil, http.StatusNotFound: {"none"}} {
			if got := clerk.Post("/subsidy/review", url.Values{"claim": ids}); got.Status != status {
				t.Errorf("review of %v: %d; want %d", ids, got.Status, status)
			}
		}
		w.must(w.decide(id, "review", "330700-city-clerk-1", form.Answers{"base": "1000.05"}))
		if got := w.one(`SELECT amount FROM subsidy_claims WHERE case_id = $1`, id); got != 33332 {
			t.Errorf("33.33%% of 1000.05 is %d 分; want 33332", got)
		}
		again := wants("lecturer-trained", "amount", "100")
		got := w.As("330700-city-clerk-1").Post("/subsidy/standards", again)
		if got.Status != http.StatusSeeOther {
			t.Fatalf("a second draft: %d", got.Status)
		}
		closed(t, "two standards for one item", w.decide(again.Get("id"), "send", "330700-city-clerk-1", nil))
		bad := wants("lecturer-certified", "to", "2017-01-01")
		if got := w.As("330700-city-clerk-1").Post("/subsidy/standards", bad); got.Status != http.StatusUnprocessableEntity || !strings.Contains(got.Body, "施行末日不能早于首日") {
			t.Errorf("a standard that ends before it begins: %d", got.Status)
		}
	})
}

// Nobody but the paying office reads a byte of an account, and the database
// holds none.
func TestAccountIsSecret(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		one := w.Candidate("演示·王青", "演示单位", "330782", nil)
		w.certify(one)
		w.standard("330700", wants("lecturer-certified"))
		id := w.claims("330700")[0].ID
		list := w.noticed("330700", id)
		w.must(w.approve("330700", id))
		c := w.Case(id)
		me := org.Actor{Person: one.Person, Name: one.Name, Role: programme.Applicant}
		w.must(w.slice.GiveAccount(t.Context(), c, me, form.Answers{"holder": "演示·王青户", "bank": "演示银行义乌支行", "account": account}, c.Seq))
		secrets := []string{account, account[len(account)-4:], "演示银行", "演示·王青户"}
		paths := []string{"/cases/" + id, "/subsidy", "/subsidy/claims/" + id + "/account", "/desk", "/mine", "/messages", "/audit",
			"/cases?track=claim", "/subsidy-notices/" + list, "/cases/" + list}
		reveal := "/subsidy/claims/" + id + "/reveal"
		look := func(who string, get func(string) string, post func(string) (int, string)) {
			texts := map[string]string{}
			for _, p := range paths {
				texts[p] = get(p)
			}
			for _, p := range []string{reveal, "/subsidy/export"} {
				status, body := post(p)
				if texts[p] = body; p == reveal && status == http.StatusOK {
					t.Errorf("%s opened the account", who)
				}
			}
			for path, body := range texts {
				for _, s := range secrets {
					if strings.Contains(body, s) {
						t.Errorf("%s reads %q at %s", who, s, path)
					}
				}
			}
		}
		for _, post := range []string{
			"330782-county-clerk-1", "330700-city-clerk-1", "330700-city-leader-1", "330000-province-clerk-1", "330000-finance-leader-1",
			"330000-association-clerk-1", "330000-judge-clerk-1", "330000-examiner-clerk-1", "330700-institution-clerk-1", "330700-buyer-clerk-1",
			"330000-supervisor-clerk-1", "330000-auditor-clerk-1", "330000-system-clerk-1", "330000-security-clerk-1", "330000-audit-clerk-1",
			"330100-payer-clerk-1", // the finance office of another city
		} {
			b := w.As(post)
			look(post, func(p string) string { return b.Get(p).Body }, func(p string) (int, string) { g := b.Post(p, nil); return g.Status, g.Body })
		}
		b := w.AsPerson(one.Person) // not even who gave it
		look("the lecturer", func(p string) string { return b.Get(p).Body }, func(p string) (int, string) { g := b.Post(p, nil); return g.Status, g.Body })
		payer := w.As("330700-payer-clerk-1")
		for _, p := range paths {
			if body := payer.Get(p).Body; strings.Contains(body, account) {
				t.Errorf("the payer reads it at %s without opening it", p)
			}
		}
		if got := payer.Post(reveal, nil); got.Status != http.StatusOK || !strings.Contains(got.Body, account) || !strings.Contains(got.Body, "演示银行义乌支行") {
			t.Errorf("the paying office: %d", got.Status)
		}
		for _, id := range []string{id, list, c.Parent} { // nor is it in what the archive keeps
			papers, err := w.House.PapersOf(t.Context(), w.Case(id))
			w.must(err)
			if text := fmt.Sprint(papers); id != c.Parent && len(papers) == 0 || strings.Contains(text, account) || strings.Contains(text, "演示银行") {
				t.Errorf("the archive of %s: %d papers: %s", id, len(papers), text)
			}
		}
		if n := w.one(`SELECT COUNT(*) FROM journal WHERE case_id = 'audit' AND move = 'reveal-account'`); n != 1 {
			t.Errorf("%d openings on record; want 1", n)
		}
		for _, table := range []string{
			`SELECT COUNT(*) FROM answers WHERE body LIKE $1`, `SELECT COUNT(*) FROM proposals WHERE body LIKE $1`,
			`SELECT COUNT(*) FROM subsidy_accounts WHERE cipher LIKE $1 OR person LIKE $1`, `SELECT COUNT(*) FROM messages WHERE person LIKE $1`,
		} {
			for _, s := range []string{account, "演示银行"} {
				if n := w.one(table, "%"+s+"%"); n != 0 {
					t.Errorf("%s: %d rows hold %q in clear", table, n, s)
				}
			}
		}
	})
}

// A standard that is being approved inside the office is not changed under the
// hands of who signs it; one that came back is.
func TestNoEditInApproval(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		const clerk, head = "330700-city-clerk-1", "330700-city-head-1"
		v := wants("lecturer-certified")
		id, b := v.Get("id"), w.As(clerk)
		b.Post("/subsidy/standards", v)
		edit := "/subsidy/standards/" + id
		apptest.Has(t, "a draft", b.Get("/cases/"+id), 200, `href="`+edit+`"`)
		p, err := w.House.Flow.Move(t.Context(), w.Case(id), moveOf(w, id, "send"), w.actor(clerk), nil)
		w.must(err)
		page := apptest.Has(t, "in approval", b.Get("/cases/"+id), 200, "正在本单位内部审批，现在不能修改")
		apptest.Lacks(t, "in approval", page, `href="`+edit+`"`)
		apptest.Has(t, "the form, in approval", b.Get(edit), http.StatusGone)
		v.Set("seen", w.Seen(id))
		v.Set("amount", "4000")
		apptest.Has(t, "a change, in approval", b.Post(edit, v), http.StatusGone)
		if now, err := w.House.Flow.Pending(t.Context(), w.DB, w.Case(id)); err != nil || now == nil || now.ID != p.ID {
			t.Errorf("the proposal was withdrawn: %v %v", now, err)
		}
		w.must(w.House.Flow.Return(t.Context(), w.actor(head), p.ID, 0, "金额请再核"))
		apptest.Has(t, "returned", b.Post(edit, v), http.StatusSeeOther)
	})
}

func moveOf(w *world, id, name string) programme.Move {
	w.t.Helper()
	m, ok := w.Case(id).Track.Move(name)
	if !ok {
		w.t.Fatalf("no move %s", name)
	}
	return m
}
