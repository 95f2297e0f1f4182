package purchase_test

import (
	"context"
	"encoding/json"
	"maps"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"qinglan/internal/app/apptest"
	"qinglan/internal/calendar"
	"qinglan/internal/db"
	"qinglan/internal/edition"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/purchase"
)

const buyer = "330700-buyer-clerk-1"

// No question and no column can make of the register a score (政府采购法实施条例
// art. 20).
func TestNothingWeighs(t *testing.T) {
	bad := regexp.MustCompile(`(?i)weight|point|score|bonus|rank|grade|rating|分值|加分|权重|评分|得分|打分|星级`)
	for _, e := range edition.All() {
		for _, name := range []string{"purchase", "engagement"} {
			track, ok := e.Track(name)
			if !ok {
				continue
			}
			for form, qs := range track.Forms {
				look(t, bad, name+" "+form, qs)
			}
		}
	}
	text, err := os.ReadFile("../db/migrations/0131_purchase.sql")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		sql, _, _ := strings.Cut(line, "--")
		if bad.MatchString(sql) {
			t.Errorf("a column that weighs: %s", line)
		}
	}
}

func look(t *testing.T, bad *regexp.Regexp, where string, qs []form.Question) {
	t.Helper()
	for _, q := range qs {
		if q.Kind == form.Score || bad.MatchString(q.Name) || bad.MatchString(q.Label) {
			t.Errorf("%s asks %s %s %s", where, q.Name, q.Label, q.Kind)
		}
		for _, c := range q.Choices {
			if bad.MatchString(c.Value) {
				t.Errorf("%s %s: choice %s", where, q.Name, c.Value)
			}
		}
		look(t, bad, where+" "+q.Name, q.Columns)
	}
}

// A world is a program with certified lecturers.
type world struct {
	*apptest.Program
	t     *testing.T
	slice *purchase.Slice
}

func each(t *testing.T, f func(t *testing.T, w *world)) {
	t.Helper()
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		p.Clock.Set(calendar.Must("2017-12-08").At(9, 0))
		f(t, &world{p, t, purchase.New(p.House)})
	})
}

// lecturer puts somebody on the register without the years before it.
func (w *world) lecturer(name, city, direction string) string {
	w.t.Helper()
	ctx, f := w.t.Context(), w.House.Flow
	person := "a-" + db.NewID()
	list := org.Holding(w.Post("330000-province-clerk-1"))
	list.Role = programme.List
	err := w.DB.Tx(ctx, func(tx *db.Tx) error {
		if err := f.Orgs().AddPerson(ctx, tx, person, name, f.Now()); err != nil {
			return err
		}
		c, err := f.OpenIn(ctx, tx, list, flow.Opening{ID: db.NewID(), Track: "certificate", Party: person, Name: name, Unit: "演示单位", City: city,
			Answers: form.Answers{"directions": direction}})
		if err == nil {
			err = f.SetNo(ctx, tx, c.ID, "演示〔2017〕"+name)
		}
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return person
}

func need(change ...string) url.Values {
	v := url.Values{"id": {db.NewID()}, "warned": {"yes"}, "content": {"跨境电商新手卖家培训"}, "directions": {"amazon"}, "budget": {"20000"},
		"catalogue": {"outside"}, "limit": {"below"}, "place": {"义乌"}, "from": {"2018-01-08"}, "to": {"2018-01-12"}}
	for i := 0; i < len(change); i += 2 {
		v.Set(change[i], change[i+1])
	}
	return v
}

func (w *world) got(what string, a apptest.Answer, status int) {
	w.t.Helper()
	if a.Status != status {
		w.t.Fatalf("%s: %d; want %d: %.300s", what, a.Status, status, a.Body)
	}
}

// Nothing begins before the warning is confirmed; then need, order, invitation,
// contract, hours and what both say, in that order.
func TestWalk(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		amazon := label(w, "amazon")
		near := w.lecturer("演示·近", "330700", amazon)
		w.lecturer("演示·远", "330100", amazon)
		w.lecturer("演示·别", "330700", label(w, "ebay"))
		b := w.As(buyer)
		cold := need("warned", "")
		w.got("without the warning", b.Post("/purchases", cold), http.StatusUnprocessableEntity)
		var n int
		if err := w.DB.QueryRowContext(t.Context(), `SELECT COUNT(*) FROM cases WHERE track = 'purchase'`).Scan(&n); err != nil || n != 0 {
			t.Fatalf("%d purchases were opened without the warning: %v", n, err)
		}
		v := need()
		w.got("a need", b.Post("/purchases", v), http.StatusSeeOther)
		id := v.Get("id")
		w.got("another buyer", w.As("330100-buyer-clerk-1").Get("/cases/"+id), http.StatusNotFound)
		w.got("an order", b.Post("/purchases/"+id+"/propose", url.Values{"seen": {w.Seen(id)}}), http.StatusSeeOther)
		w.got("a second order", b.Post("/purchases/"+id+"/propose", url.Values{"seen": {w.Seen(id)}}), http.StatusConflict)
		page := b.Get("/cases/" + id).Body
		if i, j := strings.Index(page, "演示·近"), strings.Index(page, "演示·远"); i < 0 || j < i || strings.Contains(page, "演示·别") || !strings.Contains(page, "名录内") {
			t.Errorf("the order: near at %d, far at %d", i, j)
		}
		recomputes(t, w, b, id)
		cert := w.certificate(near)
		w.got("an invitation", b.Post("/purchases/"+id+"/invite", url.Values{"certificate": {cert}}), http.StatusSeeOther)
		w.got("a second invitation", b.Post("/purchases/"+id+"/invite", url.Values{"certificate": {cert}}), http.StatusConflict)
		teach(t, w, b, id, near)
		w.got("elsewhere although engaged", b.Post("/cases/"+id+"/moves/elsewhere", url.Values{"seen": {w.Seen(id)}, "reason": {"演示：没有合适的讲师可以选用"}}), http.StatusGone)
		w.got("conclude", b.Post("/cases/"+id+"/moves/conclude", url.Values{"seen": {w.Seen(id)}}), http.StatusSeeOther)
	})
}

// recomputes takes the record away and draws again; the paper has the warning.
func recomputes(t *testing.T, w *world, b *apptest.Browser, id string) {
	t.Helper()
	var r purchase.Record
	if err := json.Unmarshal([]byte(b.Get("/purchases/"+id+"/order.json").Body), &r); err != nil || r.Verify() != nil || len(r.Order) != 2 {
		t.Errorf("the record: %v %v %v", r, err, r.Verify())
	}
	slices.Reverse(r.Order)
	if r.Verify() == nil {
		t.Error("another order verifies")
	}
	if got := b.Get("/purchases/" + id + "/proposal.pdf"); got.Status != http.StatusOK || !strings.HasPrefix(got.Body, "%PDF") {
		t.Errorf("the paper: %d", got.Status)
	}
	papers, err := w.House.PapersOf(t.Context(), w.Case(id))
	if err != nil || len(papers) != 1 {
		t.Errorf("%d papers for the archive: %v", len(papers), err)
	}
	if !strings.Contains(b.Get("/cases/"+id).Body, "第二十条") {
		t.Error("the proposal lacks the warning")
	}
}

func (w *world) certificate(person string) (id string) {
	w.t.Helper()
	if err := w.DB.QueryRowContext(w.t.Context(), `SELECT id FROM cases WHERE track = 'certificate' AND party = $1`, person).Scan(&id); err != nil {
		w.t.Fatal(err)
	}
	return id
}

func label(w *world, value string) string {
	for _, d := range w.House.Flow.Current().Directions {
		if d.Value == value {
			return d.Label
		}
	}
	w.t.Fatalf("no direction %s", value)
	return ""
}

// teach takes an engagement from the answer to what both say.
func teach(t *testing.T, w *world, b *apptest.Browser, id, person string) {
	t.Helper()
	var e string
	if err := w.DB.QueryRowContext(t.Context(), `SELECT engagement FROM purchase_engagements WHERE purchase = $1`, id).Scan(&e); err != nil {
		t.Fatal(err)
	}
	me, at := w.AsPerson(person), "/purchases/"+id+"/lecturers/"+person
	mine := func(move string, v url.Values, want int) {
		t.Helper()
		v.Set("seen", w.Seen(e))
		w.got(move, me.Post("/cases/"+e+"/moves/"+move, v), want)
	}
	theirs := func(step string, v url.Values, want int) {
		t.Helper()
		v.Set("seen", w.Seen(e))
		w.got(step, b.Post(at+"/"+step, v), want)
	}
	contract := url.Values{"number": {"演示-1"}, "signed": {"2017-12-08"}, "amount": {"8000"}, "hours": {"12"}}
	theirs("engage", contract, http.StatusConflict) // nobody has answered
	mine("accept", url.Values{"contact": {"请致电演示单位前台"}}, http.StatusSeeOther)
	if !strings.Contains(b.Get(at).Body, "请致电演示单位前台") {
		t.Error("the buyer does not read the contact that was left")
	}
	theirs("engage", url.Values{"number": {"演示-1"}}, http.StatusUnprocessableEntity)
	unfit(t, w, b, at, e, "engage", contract, "signed", "2017-12-09", "签订日期还没有到")
	unfit(t, w, b, at, e, "engage", contract, "amount", "20000.01", "超出登记的预算20000.00元")
	theirs("engage", contract, http.StatusSeeOther)
	hours := url.Values{"hours": {"12"}, "last": {"2017-12-08"}}
	unfit(t, w, b, at, e, "deliver", hours, "last", "2017-12-09", "这一天还没有到")
	theirs("rate", url.Values{"kept": {"yes"}, "comment": {"很好"}}, http.StatusConflict) // before the hours
	theirs("deliver", hours, http.StatusSeeOther)
	theirs("rate", url.Values{"kept": {"yes"}, "comment": {"很好"}}, http.StatusConflict) // before they are confirmed
	mine("dispute", url.Values{"reason": {"实际十个学时"}}, http.StatusSeeOther)
	theirs("deliver", url.Values{"hours": {"10"}, "last": {"2017-12-08"}}, http.StatusSeeOther)
	mine("answer", url.Values{"kept": {"yes"}, "comment": {"按时付款"}}, http.StatusConflict)
	mine("confirm", url.Values{}, http.StatusSeeOther)
	theirs("rate", url.Values{"kept": {"yes"}, "comment": {"讲得清楚"}}, http.StatusSeeOther)
	mine("answer", url.Values{"kept": {"yes"}, "comment": {"按时付款"}}, http.StatusSeeOther)
	if st := w.Case(e).State; st != "closed" {
		t.Errorf("the engagement stands at %s", st)
	}
}

// unfit sends a form with one answer that cannot be true: the complaint stands
// beside it, everything else is kept, and nothing is noted.
func unfit(t *testing.T, w *world, b *apptest.Browser, at, e, step string, right url.Values, name, bad, complaint string) {
	t.Helper()
	v := maps.Clone(right)
	v.Set("seen", w.Seen(e))
	v.Set(name, bad)
	got := apptest.Has(t, step+" with "+name+" "+bad, b.Post(at+"/"+step, v), http.StatusUnprocessableEntity, complaint, bad, "12")
	if !regexp.MustCompile(`id="[^"]*\b` + name + `-wrong"`).MatchString(got.Body) {
		t.Errorf("%s: the complaint is not beside %s", step, name)
	}
	if seen := w.Seen(e); seen != v.Get("seen") {
		t.Errorf("%s with %s %s was noted", step, name, bad)
	}
}

// Two contracts that fit the budget alone and not together: one is signed,
// whoever presses first.
func TestBudgetRaced(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		amazon := label(w, "amazon")
		people := []string{w.lecturer("演示·近", "330700", amazon), w.lecturer("演示·远", "330100", amazon)}
		b, v := w.As(buyer), need()
		id := v.Get("id")
		w.got("a need", b.Post("/purchases", v), http.StatusSeeOther)
		w.got("an order", b.Post("/purchases/"+id+"/propose", url.Values{"seen": {w.Seen(id)}}), http.StatusSeeOther)
		a, c := org.Holding(w.Post(buyer)), w.Case(id)
		var on []*flow.Case
		for _, person := range people {
			if err := w.slice.Invite(t.Context(), a, c, w.certificate(person)); err != nil {
				t.Fatal(err)
			}
			e, err := w.slice.Engagement(t.Context(), id, person)
			if err != nil {
				t.Fatal(err)
			}
			w.got("accept", w.AsPerson(person).Post("/cases/"+e.ID+"/moves/accept", url.Values{"seen": {w.Seen(e.ID)}}), http.StatusSeeOther)
			on = append(on, w.Case(e.ID))
		}
		errs := make([]error, len(on))
		var wg sync.WaitGroup
		for i, e := range on {
			wg.Go(func() {
				errs[i] = w.slice.Do(context.Background(), a, e, "engage", form.Answers{"number": "演示", "signed": "2017-12-08", "amount": "12000.00", "hours": "6"}, e.Seq)
			})
		}
		wg.Wait()
		if (errs[0] == nil) == (errs[1] == nil) || fault.Of(errs[0]) != fault.Closed && fault.Of(errs[1]) != fault.Closed {
			t.Errorf("two contracts of 12000 in a budget of 20000: %v", errs)
		}
	})
}

// Whoever takes nobody of the register says why; the public does not read it.
func TestElsewhere(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		person := w.lecturer("演示·近", "330700", label(w, "amazon"))
		b, v := w.As(buyer), need()
		id := v.Get("id")
		w.got("a need", b.Post("/purchases", v), http.StatusSeeOther)
		w.got("an order", b.Post("/purchases/"+id+"/propose", url.Values{"seen": {w.Seen(id)}}), http.StatusSeeOther)
		w.got("invite", b.Post("/purchases/"+id+"/invite", url.Values{"certificate": {w.certificate(person)}}), http.StatusSeeOther)
		w.got("conclude with nobody", b.Post("/cases/"+id+"/moves/conclude", url.Values{"seen": {w.Seen(id)}}), http.StatusGone)
		const why = "演示：所需的小语种直播方向无人可以承担"
		w.got("without a reason", b.Post("/cases/"+id+"/moves/elsewhere", url.Values{"seen": {w.Seen(id)}}), http.StatusUnprocessableEntity)
		w.got("elsewhere", b.Post("/cases/"+id+"/moves/elsewhere", url.Values{"seen": {w.Seen(id)}, "reason": {why}}), http.StatusSeeOther)
		if !strings.Contains(b.Get("/cases/"+id).Body, why) {
			t.Error("the reason is not kept")
		}
		if got := w.Stranger().Get("/cases/" + id); strings.Contains(got.Body, why) {
			t.Error("the public reads the reason")
		}
		var released int
		if err := w.DB.QueryRowContext(t.Context(), `SELECT COUNT(*) FROM cases WHERE track = 'engagement' AND state = 'released'`).Scan(&released); err != nil || released != 1 {
			t.Errorf("%d released: %v", released, err)
		}
	})
}

// A project that the law's own procedure decides lists lecturers for
// information: nobody is invited, and the outcome is recorded.
func TestProcedure(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		person := w.lecturer("演示·近", "330700", label(w, "amazon"))
		b, v := w.As(buyer), need("limit", "above")
		id := v.Get("id")
		w.got("a need", b.Post("/purchases", v), http.StatusSeeOther)
		c := w.Case(id)
		_, r, err := w.slice.Propose(t.Context(), w.DB, c)
		if err != nil {
			t.Fatal(err)
		}
		m, _ := c.Track.Move("propose")
		if _, err := w.House.Flow.Move(t.Context(), c, m, org.Holding(w.Post(buyer)), r.Answers()); fault.Of(err) != fault.Closed {
			t.Errorf("invitations above the limit: %v", err)
		}
		w.got("a list", b.Post("/purchases/"+id+"/propose", url.Values{"seen": {w.Seen(id)}}), http.StatusSeeOther)
		page := b.Get("/cases/" + id).Body
		if !strings.Contains(page, "演示·近") || strings.Contains(page, "/invite") {
			t.Error("the page of a project above the limit lists nobody, or invites")
		}
		w.got("an invitation", b.Post("/purchases/"+id+"/invite", url.Values{"certificate": {w.certificate(person)}}), http.StatusConflict)
		done := url.Values{"seen": {w.Seen(id)}, "number": {"演示采〔2017〕9号"}, "outcome": {"other"}}
		w.got("without a reason", b.Post("/cases/"+id+"/moves/procure", done), http.StatusUnprocessableEntity)
		done.Set("reason", "演示：成交供应商另派本单位教师")
		w.got("the outcome", b.Post("/cases/"+id+"/moves/procure", done), http.StatusSeeOther)
	})
}

// Two clicks invite once; a certificate revoked meanwhile is not invited.
func TestInviteRaced(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		person, gone := w.lecturer("演示·近", "330700", label(w, "amazon")), w.lecturer("演示·离", "330700", label(w, "amazon"))
		third := w.lecturer("演示·迟", "330700", label(w, "amazon"))
		b, v := w.As(buyer), need()
		id := v.Get("id")
		w.got("a need", b.Post("/purchases", v), http.StatusSeeOther)
		w.got("an order", b.Post("/purchases/"+id+"/propose", url.Values{"seen": {w.Seen(id)}}), http.StatusSeeOther)
		a, c := org.Holding(w.Post(buyer)), w.Case(id)
		errs := make([]error, 8)
		var wg sync.WaitGroup
		for i := range errs {
			wg.Go(func() { errs[i] = w.slice.Invite(context.Background(), a, c, w.certificate(person)) })
		}
		wg.Wait()
		won := 0
		for _, err := range errs {
			if err == nil {
				won++
			} else if fault.Of(err) != fault.Stale {
				t.Error(err)
			}
		}
		if won != 1 {
			t.Errorf("invited %d times", won)
		}
		err := w.DB.Tx(t.Context(), func(tx *db.Tx) error {
			_, err := tx.ExecContext(t.Context(), `UPDATE cases SET state = 'revoked' WHERE id = $1`, w.certificate(gone))
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if err := w.slice.Invite(t.Context(), a, c, w.certificate(gone)); fault.Of(err) != fault.Closed {
			t.Errorf("a revoked certificate is invited: %v", err)
		}
		w.Clock.Set(calendar.Must("2018-01-05").At(9, 0)) // the reply is due on the day of the last lesson
		if err := w.slice.Invite(t.Context(), a, c, w.certificate(third)); fault.Of(err) != fault.Closed {
			t.Errorf("invited to reply after the last lesson: %v", err)
		}
	})
}
