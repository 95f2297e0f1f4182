package contest_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"qinglan/internal/app/apptest"
	"qinglan/internal/calendar"
	"qinglan/internal/contest"
	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/org"
	"qinglan/internal/programme"
)

const clerk = "330000-province-clerk-1"

// A world is a program with listed lecturers.
type world struct {
	*apptest.Program
	t     *testing.T
	slice *contest.Slice
}

func each(t *testing.T, f func(t *testing.T, w *world)) {
	t.Helper()
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		p.Clock.Set(calendar.Must("2017-11-01").At(9, 0))
		f(t, &world{p, t, contest.New(p.House)})
	})
}

// lecturer puts somebody on the register and returns person and certificate.
func (w *world) lecturer(name string) (person, cert string) {
	w.t.Helper()
	ctx, f := w.t.Context(), w.House.Flow
	person, cert = "a-"+db.NewID(), db.NewID()
	list := org.Holding(w.Post(clerk))
	list.Role = programme.List
	err := w.DB.Tx(ctx, func(tx *db.Tx) error {
		if err := f.Orgs().AddPerson(ctx, tx, person, name, f.Now()); err != nil {
			return err
		}
		_, err := f.OpenIn(ctx, tx, list, flow.Opening{ID: cert, Track: "certificate", Party: person, Name: name, Unit: "演示单位", County: "330782", City: "330700"})
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return person, cert
}

func (w *world) got(what string, a apptest.Answer, status int) apptest.Answer {
	w.t.Helper()
	if a.Status != status {
		w.t.Fatalf("%s: %d; want %d: %.300s", what, a.Status, status, a.Body)
	}
	return a
}

func (w *world) at(day string) {
	w.t.Helper()
	w.Clock.Set(calendar.Must(day).At(10, 0))
	if _, err := w.House.Flow.Tick(w.t.Context()); err != nil {
		w.t.Fatal(err)
	}
}

// begin opens a year with its window.
func (w *world) begin(year, first, last string, want int) string {
	w.t.Helper()
	id := db.NewID()
	w.got("a year", w.As(clerk).Post("/hundred", url.Values{"id": {id}, "year": {year}, "first": {first}, "last": {last}}), want)
	return id
}

var wish = url.Values{"wish": {"yes"}}

// Wishes are taken within the window alone, once, of those whose certificate is
// valid; who is revoked until the recommendation drops out of it.
func TestWalk(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		one, _ := w.lecturer("演示·王青")
		two, gone := w.lecturer("演示·李蓝")
		back, _ := w.lecturer("演示·赵回")
		late, _ := w.lecturer("演示·孙迟")
		none := w.Candidate("演示·钱无", "演示单位", "330782", nil)
		apptest.Has(t, "the days as they usually stand", w.As(clerk).Get("/hundred"), 200, `value="2017-11-01"`, `value="2017-11-08"`)
		w.begin("2017", "2017-11-10", "2017-11-01", http.StatusUnprocessableEntity)
		id := w.begin("2017", "2017-11-10", "2017-11-20", http.StatusSeeOther)
		w.begin("2017", "2017-11-10", "2017-11-20", http.StatusConflict)
		address := "/hundred/" + id + "/wish"
		w.got("before the window", w.AsPerson(one).Post(address, wish), http.StatusGone)
		w.at("2017-11-20")
		w.got("without the wish", w.AsPerson(one).Post(address, nil), http.StatusUnprocessableEntity)
		w.got("without a certificate", w.AsPerson(none.Person).Post(address, wish), http.StatusGone)
		for _, p := range []string{one, two, back} {
			w.got("a wish", w.AsPerson(p).Post(address, wish), http.StatusSeeOther)
		}
		w.got("a second wish", w.AsPerson(one).Post(address, wish), http.StatusConflict)
		w.got("as the province", w.As(clerk).Post(address, wish), http.StatusNotFound)
		mine := w.nomination(back)
		w.got("withdraw", w.AsPerson(back).Post("/cases/"+mine+"/moves/withdraw", url.Values{"seen": {"1"}}), http.StatusSeeOther)
		w.at("2017-11-21")
		w.got("after the window", w.AsPerson(late).Post(address, wish), http.StatusGone)
		err := w.DB.Tx(t.Context(), func(tx *db.Tx) error {
			_, err := tx.ExecContext(t.Context(), `UPDATE cases SET state = 'revoked' WHERE id = $1`, gone)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		w.nominate(id)
		for p, want := range map[string]string{one: "nominated", two: "dropped", back: "withdrawn"} {
			if st := w.Case(w.nomination(p)).State; st != want {
				t.Errorf("%s stands at %s; want %s", w.Case(w.nomination(p)).Name, st, want)
			}
		}
		b := w.As(clerk)
		if got := b.Get("/hundred/" + id + "/letter.pdf"); !strings.HasPrefix(got.Body, "%PDF") {
			t.Errorf("the letter: %d", got.Status)
		}
		w.got("the list", b.Get("/hundred/"+id+"/list.xlsx"), http.StatusOK)
		w.got("the letter for a city", w.As("330700-city-clerk-1").Get("/hundred/"+id+"/letter.pdf"), http.StatusNotFound)
		if got := w.AsPerson(one).Get("/hundred"); !strings.Contains(got.Body, "直接进入决赛") {
			t.Error("the lecturer is not told")
		}
	})
}

func (w *world) nomination(person string) (id string) {
	w.t.Helper()
	if err := w.DB.QueryRowContext(w.t.Context(), `SELECT nomination FROM contest_wishes WHERE person = $1`, person).Scan(&id); err != nil {
		w.t.Fatal(err)
	}
	return id
}

// nominate drafts the recommendation and lets the office approve it.
func (w *world) nominate(id string) {
	w.t.Helper()
	f, ctx, c := w.House.Flow, w.t.Context(), w.Case(id)
	m, _ := c.Track.Move("nominate")
	p, err := f.Move(ctx, c, m, org.Holding(w.Post(clerk)), form.Answers{"to": "评选组委会（演示）"})
	if err != nil || p == nil {
		w.t.Fatalf("nominate: %v %v", p, err)
	}
	for i, post := range []string{"330000-province-head-1", "330000-province-leader-1"} {
		if _, err := f.Approve(ctx, org.Holding(w.Post(post)), p.ID, i, ""); err != nil {
			w.t.Fatal(err)
		}
	}
}

// One wish of a person a year, however often it is pressed; a year cancelled is
// given back.
func TestOneWishRaced(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		person, _ := w.lecturer("演示·王青")
		id := w.begin("2017", "2017-11-01", "2017-11-20", http.StatusSeeOther)
		a := org.Actor{Person: person, Name: "演示·王青", Role: programme.Applicant}
		errs := make([]error, 8)
		var wg sync.WaitGroup
		for i := range errs {
			wg.Go(func() { _, errs[i] = w.slice.Wish(context.Background(), a, id, form.Answers{"wish": "yes"}) })
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
			t.Errorf("%d wishes were taken", won)
		}
		w.got("cancel", w.As(clerk).Post("/cases/"+id+"/moves/cancel", url.Values{"seen": {w.Seen(id)}, "reason": {"本年度不评选"}}), http.StatusSeeOther)
		if st := w.Case(w.nomination(person)).State; st != "dropped" {
			t.Errorf("a wish of a cancelled year stands at %s", st)
		}
		w.begin("2017", "2017-12-01", "2017-12-20", http.StatusSeeOther)
		w.Clock.Set(w.Clock.Now().Add(time.Hour))
	})
}

// A wish without its tick is complained of beside it, in whichever year it was
// pressed.
func TestWishWithoutItsTick(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		one, _ := w.lecturer("演示·王青")
		ids := []string{w.begin("2017", "2017-11-01", "2017-11-20", http.StatusSeeOther), w.begin("2018", "2017-11-01", "2017-11-20", http.StatusSeeOther)}
		for _, id := range ids {
			page := w.got("without the tick", w.AsPerson(one).Post("/hundred/"+id+"/wish", nil), http.StatusUnprocessableEntity).Body
			_, own, _ := strings.Cut(page, `action="/hundred/`+id+`/wish"`)
			own, _, _ = strings.Cut(own, "</form>")
			if n := strings.Count(page, `class="complaint"`); n != 1 || !strings.Contains(own, `class="complaint"`) {
				t.Errorf("%d complaints on the page, and beside the tick: %.900s", n, own)
			}
			var n int
			if err := w.DB.QueryRowContext(t.Context(), `SELECT COUNT(*) FROM contest_wishes`).Scan(&n); err != nil || n != 0 {
				t.Errorf("%d wishes were kept, %v", n, err)
			}
		}
	})
}
