package flow

import (
	"testing"

	"qinglan/internal/db"
	"qinglan/internal/db/dbtest"
	"qinglan/internal/fault"
	"qinglan/internal/org"
)

// A county forwards by mistake. Once the city has opened the case the county
// can only ask for it back, once, with a reason; the city gives it back with
// one answer, and the journal says why.
func TestGiveBack(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		c := w.do(w.application("at-county"), "yiwu", "forward")
		county, city := w.actor("yiwu"), w.actor("jinhua-clerk")
		ask := func(a org.Actor, reason string, seen int64) fault.Kind {
			return fault.Of(w.s.AskBack(t.Context(), w.load(c.ID), a, reason, seen))
		}
		if got := ask(county, "材料漏看一页", c.Seq); got != fault.Invalid {
			t.Errorf("asking before it was opened = %v; want invalid: it can be taken back", got)
		}
		if err := w.s.Seen(t.Context(), c, city); err != nil {
			t.Fatal(err)
		}
		for _, x := range []struct {
			what   string
			who    org.Actor
			reason string
			seen   int64
			want   fault.Kind
		}{
			{"without a reason", county, " ", c.Seq, fault.Invalid},
			{"from an old page", county, "材料漏看一页", c.Seq - 1, fault.Stale},
			{"somebody else's move", w.actor("wang"), "材料漏看一页", c.Seq, fault.Denied},
			{"in order", county, "材料漏看一页", c.Seq, 0},
			{"twice", county, "材料漏看一页", c.Seq, fault.Stale},
		} {
			if got := ask(x.who, x.reason, x.seen); got != x.want {
				t.Errorf("ask %s = %v; want %v", x.what, got, x.want)
			}
		}
		answer := func(a org.Actor, yes bool, seen int64) fault.Kind {
			return fault.Of(w.s.AnswerBack(t.Context(), w.load(c.ID), a, yes, seen))
		}
		if got := answer(county, true, c.Seq); got != fault.Denied {
			t.Errorf("the county answers itself = %v; want denied", got)
		}
		if got := answer(city, true, c.Seq); got != 0 {
			t.Fatalf("the city gives it back = %v", got)
		}
		back := w.load(c.ID)
		last := w.journal(back)[back.Seq-1]
		if back.State != "at-county" || last.Move != GiveBack || last.Person != city.Person {
			t.Errorf("case at %s by %s of %s", back.State, last.Move, last.Person)
		}
		given, err := w.s.Given(t.Context(), d, c.ID, back.Seq)
		if err != nil || given["reason"] != "材料漏看一页" {
			t.Errorf("reason %q, %v", given["reason"], err)
		}
		w.sound()
	})
}

// The city may also say no; the case stays, and it is not asked again.
func TestKeep(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		c := w.do(w.application("at-county"), "yiwu", "forward")
		county, city := w.actor("yiwu"), w.actor("jinhua-clerk")
		if err := w.s.Seen(t.Context(), c, city); err != nil {
			t.Fatal(err)
		}
		if err := w.s.AskBack(t.Context(), c, county, "点错了", c.Seq); err != nil {
			t.Fatal(err)
		}
		if err := w.s.AnswerBack(t.Context(), c, city, false, c.Seq); err != nil {
			t.Fatal(err)
		}
		r, err := w.s.Recalled(t.Context(), d, c)
		if err != nil || r == nil || r.Refused.IsZero() {
			t.Errorf("request %+v, %v; want it refused", r, err)
		}
		if got := fault.Of(w.s.AnswerBack(t.Context(), c, city, true, c.Seq)); got != fault.Stale {
			t.Errorf("a second answer = %v; want stale", got)
		}
		if now := w.load(c.ID); now.State != "at-city" || now.Seq != c.Seq {
			t.Errorf("the case moved to %s", now.State)
		}
		w.sound()
	})
}
