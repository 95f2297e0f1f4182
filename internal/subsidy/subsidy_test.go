package subsidy_test

import (
	"archive/zip"
	"io/fs"
	"net/http"
	"net/url"
	"reflect"
	"regexp"
	"strings"
	"sync"
	"testing"

	"qinglan/internal/app/apptest"
	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/form"
	"qinglan/internal/org"
	"qinglan/internal/programme"
)

const account = "6222000000004444128"

// From nothing promised to money paid, each office in its turn.
func TestWalk(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		one := w.Candidate("演示·王青", "演示职业技术学院", "330782", nil)
		two := w.Candidate("演示·李蓝", "演示职业技术学院", "330782", nil)
		w.certify(one)
		me := w.AsPerson(one.Person)
		if got := me.Get("/subsidy"); !strings.Contains(got.Body, "本地未出台补助标准") || !strings.Contains(got.Body, "不作任何承诺") {
			t.Errorf("without a standard the page promises something: %.300s", got.Body)
		}
		if n := len(w.claims("330700")); n != 0 {
			t.Fatalf("%d claims without a standard", n)
		}
		w.standard("330700", wants("lecturer-certified"))
		if n := len(w.claims("330700")); n != 1 {
			t.Fatalf("%d claims after the standard; want the one that was certified", n)
		}
		w.certify(two) // born with the certificate
		cs := w.claims("330700")
		if len(cs) != 2 {
			t.Fatalf("%d claims; want 2", len(cs))
		}
		if n, err := w.slice.Find(t.Context(), w.actor("330700-city-clerk-1")); n != 0 || err != nil {
			t.Errorf("found again: %d %v", n, err)
		}
		id := cs[0].ID
		if cs[0].Party != one.Person {
			id = cs[1].ID
		}
		closed(t, "a base for a fixed amount", w.decide(id, "review", "330700-city-clerk-1", form.Answers{"base": "1.00"}))
		w.must(w.decide(id, "review", "330700-city-clerk-1", nil))
		list := db.NewID()
		w.must(w.slice.Draft(t.Context(), w.actor("330700-city-clerk-1"), list, []string{id}))
		if err := w.slice.Draft(t.Context(), w.actor("330700-city-clerk-1"), db.NewID(), []string{id}); fault.Of(err) != fault.Stale {
			t.Errorf("on two lists at once: %v", err)
		}
		closed(t, "four working days", w.decide(list, "publish", "330700-city-clerk-1",
			form.Answers{"title": "补助公示", "first": "2017-12-08", "last": "2017-12-14"}))
		closed(t, "a mobile number in the title", w.decide(list, "publish", "330700-city-clerk-1",
			form.Answers{"title": "补助公示，咨询 13800000001", "first": "2017-12-08", "last": "2017-12-15"}))
		w.must(w.decide(list, "publish", "330700-city-clerk-1", form.Answers{"title": "补助公示（演示）", "first": "2017-12-08", "last": "2017-12-15"},
			"330700-city-head-1", "330700-city-leader-1"))
		public := w.Stranger().Get("/subsidy-notices/" + list)
		for _, want := range []string{"演示·王青", "3000.00", "补助公示（演示）"} {
			if public.Status != http.StatusOK || !strings.Contains(public.Body, want) {
				t.Errorf("the public does not read %q: %d", want, public.Status)
			}
		}
		if err := w.approve("330700", id); fault.Of(err) != fault.Stale {
			t.Errorf("approved while on public notice: %v", err)
		}
		w.Clock.Set(w.Case(list).Due)
		if _, err := w.House.Flow.Tick(t.Context()); err != nil {
			t.Fatal(err)
		}
		w.must(w.approve("330700", id))
		pay(t, w, one.Person, id)
		if got := w.one(`SELECT spent FROM subsidy_standards WHERE city = '330700'`); got != 300000 {
			t.Errorf("spent %d 分", got)
		}
		r, err := w.Verify(t.Context(), nil)
		w.must(err)
		for _, f := range r.Findings { // the applications were laid by hand
			if !strings.HasPrefix(f.String(), one.Application) && !strings.HasPrefix(f.String(), two.Application) {
				t.Errorf("verify: %v", f)
			}
		}
	})
}

// While a list is on public notice it is nobody's turn, and everybody is told
// until when; then it is the finance office's.
func TestNobodysTurnOnNotice(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		one := w.Candidate("演示·王青", "演示单位", "330782", nil)
		w.certify(one)
		w.standard("330700", wants("lecturer-certified"))
		id, list := w.claims("330700")[0].ID, db.NewID()
		const city, payer = "330700-city-clerk-1", "330700-payer-clerk-1"
		w.must(w.decide(id, "review", city, nil))
		w.must(w.slice.Draft(t.Context(), w.actor(city), list, []string{id}))
		w.must(w.decide(list, "publish", city, form.Answers{"title": "补助公示（演示）", "first": "2017-12-08", "last": "2017-12-20"}, "330700-city-head-1", "330700-city-leader-1"))
		wait, link := "现在没有需要您办理的步骤：12月20日（周三）24:00期满", "/subsidy-notices/"+list // longer than any standard asks for
		for _, b := range []*apptest.Browser{w.As(city), w.As(payer), w.AsPerson(one.Person)} {
			page := apptest.Has(t, "a claim on notice", b.Get("/cases/"+id), 200, wait, link)
			apptest.Lacks(t, "a claim on notice", page, "轮到您", "轮到金华", "/moves/allow")
		}
		apptest.Has(t, "the list on notice", w.As(city).Get("/cases/"+list), 200, wait)
		for _, path := range []string{"/desk", "/subsidy"} {
			apptest.Lacks(t, "the payer's "+path, w.As(payer).Get(path), "待您办理", "待审批和拨付的补助（1", "id=\"waiting\"")
			apptest.Lacks(t, "the city's "+path, w.As(city).Get(path), "补助：待您办理", "补助公示：待您办理")
		}
		w.Clock.Set(w.Case(list).Due)
		if _, err := w.House.Flow.Tick(t.Context()); err != nil {
			t.Fatal(err)
		}
		apptest.Has(t, "a claim after the notice", w.As(payer).Get("/cases/"+id), 200, "轮到您办理", "/moves/allow", link)
		apptest.Has(t, "the payer's ledger", w.As(payer).Get("/subsidy"), 200, "id=\"waiting\"")
		apptest.Has(t, "the payer's desk", w.As(payer).Get("/desk"), 200, "补助：待您办理")
	})
}

// pay gives an account over the page, refused and right, and pays; the bank
// sends it back once.
func pay(t *testing.T, w *world, person, id string) {
	t.Helper()
	me, address := w.AsPerson(person), "/subsidy/claims/"+id+"/account"
	if got := me.Get(address); got.Status != http.StatusOK {
		t.Fatalf("the form of the account: %d", got.Status)
	}
	if got := me.Post("/cases/"+id+"/moves/give-account", url.Values{"seen": {w.Seen(id)}}); got.Status != http.StatusGone {
		t.Errorf("handed on without an account: %d", got.Status)
	}
	given := url.Values{"seen": {w.Seen(id)}, "holder": {"演示·王青"}, "bank": {"演示银行义乌支行"}, "account": {"6222 12"}}
	if got := me.Post(address, given); got.Status != http.StatusUnprocessableEntity || !strings.Contains(got.Body, "演示银行义乌支行") {
		t.Errorf("a short account: %d", got.Status)
	}
	given.Set("account", "6222 0000 0000 4444 128")
	if got := me.Post(address, given); got.Status != http.StatusSeeOther {
		t.Fatalf("an account: %d %s", got.Status, got.Body)
	}
	payment := form.Answers{"paid": "2017-12-31", "voucher": "演示-0001", "tax": "100.00"}
	closed(t, "paid tomorrow", w.decide(id, "pay", "330700-payer-clerk-1", payment))
	payment["paid"] = "2017-12-15"
	before := ledgerRow(t, w, "演示·王青")
	w.must(w.decide(id, "pay", "330700-payer-clerk-1", payment, "330700-payer-leader-1"))
	if got, want := [][]string{before, ledgerRow(t, w, "演示·王青")}, [][]string{{"3000", "", ""}, {"3000", "100", "2900"}}; !reflect.DeepEqual(got, want) {
		t.Errorf("amount, tax and net before and after the payment are %v; want %v", got, want)
	}
	if got := me.Get("/cases/" + id); !strings.Contains(got.Body, "2900.00") {
		t.Errorf("the net does not stand on the page")
	}
	w.must(w.decide(id, "bounce", "330700-payer-clerk-1", form.Answers{"reason": "账号与户名不符"}))
	given.Set("seen", w.Seen(id))
	if got := me.Post(address, given); got.Status != http.StatusSeeOther {
		t.Fatalf("an account again: %d", got.Status)
	}
	w.must(w.decide(id, "pay", "330700-payer-clerk-1", payment, "330700-payer-leader-1"))
	if st := w.Case(id).State; st != "paid" {
		t.Errorf("state %s", st)
	}
}

// ledgerRow returns the numbers that the workbook has in the row of a person:
// amount, tax and net. A text is no number.
func ledgerRow(t *testing.T, w *world, name string) []string {
	t.Helper()
	got := w.As("330700-payer-clerk-1").Post("/subsidy/export", url.Values{})
	z, err := zip.NewReader(strings.NewReader(got.Body), int64(len(got.Body)))
	if err != nil {
		t.Fatalf("the ledger: %d %v", got.Status, err)
	}
	text, err := fs.ReadFile(z, "xl/worksheets/sheet1.xml")
	w.must(err)
	for _, row := range regexp.MustCompile(`(?s)<row .*?</row>`).FindAllString(string(text), -1) {
		if !strings.Contains(row, name) {
			continue
		}
		var out []string
		for _, column := range []string{"F", "G", "H"} {
			cell := regexp.MustCompile(`<c r="` + column + `\d+"[^>]*?(?:/>|>.*?</c>)`).FindString(row)
			if m := regexp.MustCompile(`^<c r="\w+" s="\d+"><v>([^<]*)</v></c>$`).FindStringSubmatch(cell); m != nil {
				cell = m[1]
			} else if !strings.Contains(cell, "<t") || strings.Contains(cell, "<t></t>") {
				cell = ""
			}
			out = append(out, cell)
		}
		return out
	}
	t.Fatalf("no row of %s", name)
	return nil
}

// Two cities owe one person the same; both leaders sign at once, one pays.
func TestOncePerProvinceRaced(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		const racers = 6
		for range racers / 2 {
			race(t, w)
		}
	})
}

func race(t *testing.T, w *world) {
	t.Helper()
	cities := []string{"330700", "330100"}
	var ids, proposals []string
	one := w.Candidate("演示·王青", "演示职业技术学院", "330782", nil)
	far := w.Candidate("演示·王青", "演示职业技术学院", "330106", nil)
	err := w.DB.Tx(t.Context(), func(tx *db.Tx) error { // the same person with an entry in each city
		_, err := tx.ExecContext(t.Context(), `UPDATE cases SET party = $1 WHERE party = $2`, one.Person, far.Person)
		return err
	})
	w.must(err)
	far.Person = one.Person
	w.certify(one)
	w.certify(far)
	for _, city := range cities {
		if w.one(`SELECT COUNT(*) FROM subsidy_standards WHERE city = $1`, city) == 0 {
			w.standard(city, wants("lecturer-certified", "budget", "100000"))
		}
	}
	for _, city := range cities {
		for _, c := range w.claims(city) {
			if c.State == "due" {
				w.noticed(city, c.ID)
				ids = append(ids, c.ID)
			}
		}
	}
	if len(ids) != 2 {
		t.Fatalf("%d claims; want one in each city", len(ids))
	}
	for i, city := range cities {
		c := w.Case(ids[i])
		m, _ := c.Track.Move("allow")
		p, err := w.House.Flow.Move(t.Context(), c, m, w.actor(city+"-payer-clerk-1"), nil)
		w.must(err)
		proposals = append(proposals, p.ID)
	}
	errs := make([]error, 2)
	var wg sync.WaitGroup
	for i, city := range cities {
		wg.Go(func() {
			_, errs[i] = w.House.Flow.Approve(t.Context(), w.actor(city+"-payer-leader-1"), proposals[i], 0, "")
		})
	}
	wg.Wait()
	won := 0
	for _, err := range errs {
		if err == nil {
			won++
		} else {
			closed(t, "who signed second", err)
		}
	}
	if won != 1 {
		t.Errorf("%d cities granted it; want 1: %v", won, errs)
	}
	if n := w.one(`SELECT COUNT(*) FROM cases WHERE track = 'claim' AND state = 'approved' AND party = $1`, one.Person); n != 1 {
		t.Errorf("%d approved claims of one person", n)
	}
	for i, city := range cities {
		if errs[i] != nil {
			if got := w.As(city + "-payer-clerk-1").Get("/cases/" + ids[i]); !strings.Contains(got.Body, "已经批准过") {
				t.Error("the payer is not told of the other city")
			}
		}
	}
	for _, city := range cities {
		if got := w.As(city + "-payer-clerk-1").Get("/subsidy"); !strings.Contains(got.Body, "也有") {
			t.Errorf("the ledger of %s does not name the duplicate", city)
		}
	}
}

// A budget is never overspent, and the money of a revoked certificate is not
// paid.
func TestBudgetAndRevoked(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.standard("330700", wants("lecturer-certified", "budget", "5000"))
		for _, name := range []string{"演示·甲青", "演示·乙蓝", "演示·丙山"} {
			w.certify(w.Candidate(name, "演示单位", "330782", nil))
		}
		cs := w.claims("330700")
		for range 2 { // ticked together, and once
			if got := w.As("330700-city-clerk-1").Post("/subsidy/review", url.Values{"claim": {cs[0].ID, cs[1].ID}}); got.Status != http.StatusSeeOther && got.Status != http.StatusConflict {
				t.Errorf("review of two: %d", got.Status)
			}
		}
		w.noticed("330700", cs[0].ID, cs[1].ID, cs[2].ID)
		err := w.DB.Tx(t.Context(), func(tx *db.Tx) error {
			_, err := tx.ExecContext(t.Context(), `UPDATE cases SET state = 'revoked' WHERE track = 'certificate' AND parent = $1`, cs[2].Parent)
			return err
		})
		w.must(err)
		closed(t, "a revoked certificate", w.approve("330700", cs[2].ID))
		var drafts []string
		for _, c := range cs[:2] { // both are drafted while there is money for one
			at := w.Case(c.ID)
			m, _ := at.Track.Move("allow")
			p, err := w.House.Flow.Move(t.Context(), at, m, w.actor("330700-payer-clerk-1"), nil)
			w.must(err)
			drafts = append(drafts, p.ID)
		}
		errs := make([]error, 2)
		var wg sync.WaitGroup
		for i := range drafts {
			wg.Go(func() {
				_, errs[i] = w.House.Flow.Approve(t.Context(), w.actor("330700-payer-leader-1"), drafts[i], 0, "")
			})
		}
		wg.Wait()
		if (errs[0] == nil) == (errs[1] == nil) {
			t.Errorf("the budget of one paid %v", errs)
		}
		if spent := w.one(`SELECT spent FROM subsidy_standards WHERE city = '330700'`); spent != 300000 {
			t.Errorf("spent %d", spent)
		}
	})
}

// A certificate revoked after the grant is not paid for: the grant is taken
// back, its money returns to the budget and the account is forgotten.
func TestRescinded(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.standard("330700", wants("lecturer-certified", "budget", "3000"))
		for _, name := range []string{"演示·甲青", "演示·乙蓝"} {
			w.certify(w.Candidate(name, "演示单位", "330782", nil))
		}
		cs := w.claims("330700")
		w.noticed("330700", cs[0].ID, cs[1].ID)
		w.must(w.approve("330700", cs[0].ID))
		closed(t, "no money is left", w.approve("330700", cs[1].ID))
		c := w.Case(cs[0].ID)
		me := org.Actor{Person: c.Party, Name: c.Name, Role: programme.Applicant}
		w.must(w.slice.GiveAccount(t.Context(), c, me, form.Answers{"holder": c.Name, "bank": "演示银行", "account": account}, c.Seq))
		w.must(w.DB.Tx(t.Context(), func(tx *db.Tx) error {
			_, err := tx.ExecContext(t.Context(), `UPDATE cases SET state = 'revoked' WHERE track = 'certificate' AND parent = $1`, c.Parent)
			return err
		}))
		payment := form.Answers{"paid": "2017-12-15", "voucher": "演示-0001", "tax": "0"}
		closed(t, "paid for a revoked certificate", w.decide(c.ID, "pay", "330700-payer-clerk-1", payment, "330700-payer-leader-1"))
		w.must(w.decide(c.ID, "rescind", "330700-payer-clerk-1", form.Answers{"reason": "证书已撤销"}, "330700-payer-leader-1"))
		if n := w.one(`SELECT COUNT(*) FROM subsidy_accounts`); n != 0 {
			t.Errorf("%d accounts are kept of a grant taken back", n)
		}
		w.must(w.approve("330700", cs[1].ID))
		if spent := w.one(`SELECT spent FROM subsidy_standards WHERE city = '330700'`); spent != 300000 {
			t.Errorf("spent %d", spent)
		}
	})
}

// Who picks everything picks no claim whose certificate was revoked since.
func TestFallenCannotBePicked(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.standard("330700", wants("lecturer-certified"))
		for _, name := range []string{"演示·甲青", "演示·乙蓝"} {
			w.certify(w.Candidate(name, "演示单位", "330782", nil))
		}
		cs := w.claims("330700")
		w.must(w.DB.Tx(t.Context(), func(tx *db.Tx) error {
			_, err := tx.ExecContext(t.Context(), `UPDATE cases SET state = 'revoked' WHERE track = 'certificate' AND parent = $1`, cs[0].Parent)
			return err
		}))
		page := w.As("330700-city-clerk-1").Get("/subsidy").Body
		if !strings.Contains(page, "结果已失效") {
			t.Error("nothing says that a result has fallen")
		}
		if strings.Contains(page, `name="claim" value="`+cs[0].ID) || !strings.Contains(page, `name="claim" value="`+cs[1].ID) {
			t.Error("a claim that fell can be picked, or one that stands cannot")
		}
	})
}
