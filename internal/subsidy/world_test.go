package subsidy_test

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"testing"

	"qinglan/internal/app/apptest"
	"qinglan/internal/calendar"
	"qinglan/internal/db"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/subsidy"
)

// A world is a program in which people are certified.
type world struct {
	*apptest.Program
	t     *testing.T
	slice *subsidy.Slice
}

func each(t *testing.T, f func(t *testing.T, w *world)) {
	t.Helper()
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		w := &world{Program: p, t: t, slice: subsidy.New(p.House)}
		p.Clock.Set(calendar.Must("2017-12-08").At(9, 0))
		// What comes before a certificate is other slices' and not asked here.
		for _, g := range []string{"hours-reached", "chances-left"} {
			p.House.Flow.Guard(g, func(context.Context, *db.Tx, flow.Event) error { return nil })
		}
		p.House.Flow.Effect("open-attempt", func(context.Context, *db.Tx, flow.Event) error { return nil })
		f(t, w)
	})
}

func (w *world) actor(post string) org.Actor { w.t.Helper(); return org.Holding(w.Post(post)) }

// certify takes a candidate to the certificate.
func (w *world) certify(c apptest.Candidate) {
	w.t.Helper()
	f, ctx := w.House.Flow, w.t.Context()
	clerk := w.actor("330000-province-clerk-1")
	list := clerk
	list.Role = programme.List
	holder := org.Actor{Person: c.Person, Name: c.Name, Role: programme.Applicant}
	err := w.DB.Tx(ctx, func(tx *db.Tx) error {
		at, err := f.Load(ctx, tx, c.Entry)
		if err != nil {
			return err
		}
		e := *at
		for _, s := range []struct {
			move string
			by   org.Actor
			a    form.Answers
		}{
			{"complete", clerk, form.Answers{"hours": "24", "attendance": "90"}}, {"enrol", holder, form.Answers{"directions": "amazon"}},
			{"pass", list, nil}, {"publicise", list, nil}, {"announce", list, nil},
		} {
			m, _ := e.Track.Move(s.move)
			if e, err = f.MoveIn(ctx, tx, e, m, s.by, s.a); err != nil {
				return fmt.Errorf("%s: %w", s.move, err)
			}
		}
		return nil
	})
	if err != nil {
		w.t.Fatal(err)
	}
}

// decide drafts a move over HTTP-less flow and lets posts approve it in order.
func (w *world) decide(id, move, drafter string, a form.Answers, approvers ...string) error {
	w.t.Helper()
	f, ctx := w.House.Flow, w.t.Context()
	c := w.Case(id)
	m, ok := c.Track.Move(move)
	if !ok {
		w.t.Fatalf("no move %s", move)
	}
	p, err := f.Move(ctx, c, m, w.actor(drafter), a)
	if err != nil {
		return err
	}
	for i, post := range approvers {
		if _, err := f.Approve(ctx, w.actor(post), p.ID, i, ""); err != nil {
			return err
		}
	}
	return nil
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// wants is a standard as the form sends it.
func wants(item string, change ...string) url.Values {
	v := url.Values{
		"id": {db.NewID()}, "year": {"2017"}, "item": {item}, "evidence": {"有效证书"}, "way": {"fixed"}, "amount": {"3000"}, "budget": {"10000"},
		"line": {"商务促进财政专项资金"}, "docno": {"金商务〔2017〕演示9号"}, "from": {"2017-09-25"}, "to": {"2018-12-31"}, "days": {"5"},
	}
	for i := 0; i < len(change); i += 2 {
		v.Set(change[i], change[i+1])
	}
	return v
}

// standard brings a standard of a city into force.
func (w *world) standard(city string, v url.Values) string {
	w.t.Helper()
	got := w.As(city+"-city-clerk-1").Post("/subsidy/standards", v)
	if got.Status != http.StatusSeeOther {
		w.t.Fatalf("a standard: %d %s", got.Status, got.Body)
	}
	id := v.Get("id")
	w.must(w.decide(id, "send", city+"-city-clerk-1", nil, city+"-city-head-1", city+"-city-leader-1"))
	w.must(w.decide(id, "enact", city+"-payer-clerk-1", nil, city+"-payer-leader-1"))
	return id
}

// claims returns the claims of a city.
func (w *world) claims(city string) []flow.Case {
	w.t.Helper()
	cs, err := w.House.Flow.Cases(w.t.Context(), w.actor(city+"-city-clerk-1"), flow.Filter{Track: "claim"})
	w.must(err)
	return cs
}

// noticed brings claims through review and public notice, to where the payer
// may approve.
func (w *world) noticed(city string, ids ...string) string {
	w.t.Helper()
	clerk := city + "-city-clerk-1"
	for _, id := range ids {
		if w.Case(id).State == "due" {
			w.must(w.decide(id, "review", clerk, nil))
		}
	}
	list := db.NewID()
	w.must(w.slice.Draft(w.t.Context(), w.actor(clerk), list, ids))
	day := calendar.Day(w.Clock.Now())
	last, err := calendar.AddWorkdays(day, 5, false)
	w.must(err)
	w.must(w.decide(list, "publish", clerk, form.Answers{"title": "补助公示（演示）", "first": day.String(), "last": last.String()},
		city+"-city-head-1", city+"-city-leader-1"))
	w.Clock.Set(last.At(24, 0))
	_, err = w.House.Flow.Tick(w.t.Context())
	w.must(err)
	return list
}

func (w *world) approve(city, id string) error {
	w.t.Helper()
	return w.decide(id, "allow", city+"-payer-clerk-1", nil, city+"-payer-leader-1")
}

func closed(t *testing.T, what string, err error) {
	t.Helper()
	if fault.Of(err) != fault.Closed {
		t.Errorf("%s: %v; want it closed", what, err)
	}
}

// one reads one number.
func (w *world) one(query string, args ...any) (n int64) {
	w.t.Helper()
	w.must(w.DB.QueryRowContext(w.t.Context(), query, args...).Scan(&n))
	return n
}
