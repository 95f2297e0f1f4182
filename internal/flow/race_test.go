package flow

import (
	"fmt"
	"sync"
	"testing"

	"qinglan/internal/db"
	"qinglan/internal/db/dbtest"
	"qinglan/internal/fault"
	"qinglan/internal/form"
	"qinglan/internal/org"
	"qinglan/internal/record"
)

// race runs all at the same moment and returns what each came to.
func race(all ...func() error) []error {
	var ready, done sync.WaitGroup
	start := make(chan struct{})
	errs := make([]error, len(all))
	ready.Add(len(all))
	for i, f := range all {
		done.Go(func() {
			ready.Done()
			<-start
			errs[i] = f()
		})
	}
	ready.Wait()
	close(start)
	done.Wait()
	return errs
}

// one fails the test unless exactly one of errs is nil and the rest are of the
// kinds that late comers meet.
func one(t *testing.T, what string, errs []error, rest ...fault.Kind) {
	t.Helper()
	won := 0
	for _, err := range errs {
		if err == nil {
			won++
			continue
		}
		known := false
		for _, k := range rest {
			known = known || fault.Of(err) == k
		}
		if !known {
			t.Errorf("%s: %v; want %v", what, err, rest)
		}
	}
	if won != 1 {
		t.Errorf("%s: %d of %d went through; want 1", what, won, len(errs))
	}
}

const rounds = 20

// Four officers of one county press at once, two of them another button.
func TestMoveOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		for range rounds {
			c := w.application("at-county")
			moves := map[string]string{"yiwu": "forward", "yiwu2": "forward", "yiwu3": "return-county", "yiwu4": "not-forward"}
			var all []func() error
			for who, name := range moves {
				a := w.actor(who)
				mine, err := w.s.Find(t.Context(), a, c.ID)
				if err != nil {
					t.Fatal(err)
				}
				m, err := w.s.Step(mine, name, a, mine.Seq)
				if err != nil {
					t.Fatal(err)
				}
				all = append(all, func() error {
					_, err := w.s.Move(t.Context(), mine, m, a, answersTo(m))
					return err
				})
			}
			one(t, "four officers", race(all...), fault.Stale)
			after := w.load(c.ID)
			entries := w.journal(after)
			if last := entries[len(entries)-1]; after.Seq != c.Seq+1 || last.State != after.State || last.Move != moves[last.Person] {
				t.Errorf("case is %s at %d, journal ends with %s by %s to %s", after.State, after.Seq, last.Move, last.Person, last.State)
			}
		}
		// Each forwards, or returns, or not; no task was queued for who lost.
		if want := rounds * 3; len(w.tasks.list) != want {
			t.Errorf("%d tasks; want %d", len(w.tasks.list), want)
		}
		w.sound()
	})
}

// An officer opens a case. Meanwhile it is returned, corrected and submitted
// again: it is in the same state, with answers the officer never read.
func TestMoveUnread(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		c := w.application("at-county")
		a := w.actor("yiwu")
		read, err := w.s.Find(t.Context(), a, c.ID)
		if err != nil {
			t.Fatal(err)
		}
		w.do(c, "yiwu2", "return-county")
		now := w.do(c, "wang", "resubmit-county")
		if now.State != read.State {
			t.Fatalf("case is %s; want %s again", now.State, read.State)
		}
		m, err := w.s.Step(read, "forward", a, read.Seq)
		is(t, "Step with what was read", err, 0)
		_, err = w.s.Move(t.Context(), read, m, a, answersTo(m))
		is(t, "Move of a case unread", err, fault.Stale)
		_, err = w.s.Step(now, "forward", a, read.Seq)
		is(t, "Step with the number of the old page", err, fault.Stale)
		is(t, "Claim with the number of the old page", w.s.Claim(t.Context(), now, a, read.Seq, true), fault.Stale)
		is(t, "Undo with the number of the old page", w.s.Undo(t.Context(), now, w.actor("wang"), read.Seq), fault.Stale)
	})
}

// What a case does not allow is refused by Move too, not only by Step.
func TestMoveAsksStep(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		c := w.application("at-county")
		for who, want := range map[string]fault.Kind{"wang": fault.Denied, "wucheng": fault.Denied, "hangzhou-clerk": fault.Denied, "anybody": fault.Denied} {
			m, _ := c.Track.Move("forward")
			_, err := w.s.Move(t.Context(), w.load(c.ID), m, w.actor(who), answersTo(m))
			is(t, who+" forwards without asking", err, want)
		}
		m, _ := c.Track.Move("pass")
		_, err := w.s.Move(t.Context(), w.load(c.ID), m, w.actor("jinhua-clerk"), answersTo(m))
		is(t, "pass what is not there yet", err, fault.Stale)
	})
}

// A page opens its case under an id of its own, so pressing twice opens one.
func TestOpenOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		ctx, wang := t.Context(), w.actor("wang")
		for range rounds {
			o := Opening{ID: db.NewID(), Track: "application", Party: "wang", Answers: form.Answers{"name": "演示·王"}}
			press := func() error {
				c, err := w.s.Open(ctx, wang, o)
				if err == nil && (c.ID != o.ID || c.State != "draft" || c.Seq != 1) {
					err = fmt.Errorf("opened %s in %s at %d", c.ID, c.State, c.Seq)
				}
				return err
			}
			for _, err := range race(press, press, press) {
				is(t, "open once more", err, 0)
			}
			if n := len(w.journal(w.load(o.ID))); n != 1 {
				t.Errorf("%d rows; want 1", n)
			}
		}
		mine := Opening{ID: db.NewID(), Track: "application", Party: "wang"}
		_, err := w.s.Open(ctx, wang, mine)
		is(t, "open", err, 0)
		_, err = w.s.Open(ctx, w.actor("li"), Opening{ID: mine.ID, Track: "application", Party: "li"})
		is(t, "open under another's id", err, fault.Missing)
		_, err = w.s.Open(ctx, wang, Opening{ID: mine.ID, Track: "application", Party: "li"})
		is(t, "open another under the same id", err, fault.Stale)
		_, err = w.s.Open(ctx, w.actor("jinhua-clerk"), Opening{ID: db.NewID(), Track: "application", Party: "wang"})
		is(t, "open what is not theirs to open", err, fault.Denied)
		w.sound()
	})
}

// Somebody signed out sees no case, yet an objection pressed twice is one.
func TestOpenSignedOut(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		o := Opening{ID: db.NewID(), Track: "objection", Answers: form.Answers{"about": "演示"}}
		for range 2 {
			c, err := w.s.Open(t.Context(), w.actor("anybody"), o)
			is(t, "object", err, 0)
			if err == nil && c.State != "received" {
				t.Errorf("objection is %s", c.State)
			}
		}
		_, err := w.s.Find(t.Context(), w.actor("anybody"), o.ID)
		is(t, "find it signed out", err, fault.Missing)
	})
}

// An id comes from a page: one that could stand for something else is refused.
func TestOpenForgedID(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		for _, id := range []string{"", "audit", "a b", "a\nb 1 x", "A", "案", string(make([]byte, 65))} {
			_, err := w.s.Open(t.Context(), w.actor("wang"), Opening{ID: id, Track: "application", Party: "wang"})
			is(t, fmt.Sprintf("open %q", id), err, fault.Invalid)
		}
		_, err := w.s.Open(t.Context(), w.actor("wang"), Opening{ID: db.NewID(), Track: "application", Edition: "teacher1999", Party: "wang"})
		is(t, "open in an edition that is not there", err, fault.Invalid)
	})
}

// Two people of one rank approve the same step at once.
func TestApproveOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		ctx := t.Context()
		second := w.actor("province-head")
		second.Person, second.Name = "province-head2", "演示·province-head2"
		for range rounds {
			c, err := w.open("certificate", "wang")
			if err != nil {
				t.Fatal(err)
			}
			c = w.do(c, "province-clerk", "replace") // one step: the head
			p, err := w.s.Pending(ctx, d, c)
			if err != nil || p == nil {
				t.Fatal(p, err)
			}
			approve := func(a org.Actor) func() error {
				return func() error { _, err := w.s.Approve(ctx, a, p.ID, p.Step, ""); return err }
			}
			giveBack := func() error { return w.s.Return(ctx, second, p.ID, p.Step, "演示") }
			one(t, "two heads", race(approve(w.actor("province-head")), approve(second), giveBack), fault.Stale)
			given, err := w.s.Approvals(ctx, d, p.ID)
			if err != nil || len(given) != 1 {
				t.Errorf("%d approvals (%v); want 1", len(given), err)
			}
			if now := w.load(c.ID); (given[0].Decision == "approved") != (now.State == "replaced") {
				t.Errorf("%s, and the certificate is %s", given[0].Decision, now.State)
			}
		}
		w.sound()
	})
}

// Two clerks of an office draft at once: one draft waits.
func TestProposeOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		for range rounds {
			c, err := w.open("certificate", "wang")
			if err != nil {
				t.Fatal(err)
			}
			draft := func(who, move string) func() error {
				return func() error { _, err := w.try(c, who, move); return err }
			}
			one(t, "two drafts", race(draft("province-clerk", "revoke"), draft("province-clerk2", "replace")), fault.Stale)
		}
	})
}

// A move is taken back while the next level makes theirs: one of the two.
func TestUndoRacesMove(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		ctx := t.Context()
		for range rounds {
			c := w.application("at-city")
			mine, theirs := w.load(c.ID), w.load(c.ID)
			m, _ := c.Track.Move("pass")
			errs := race(
				func() error { return w.s.Undo(ctx, mine, w.actor("yiwu"), c.Seq) },
				func() error {
					_, err := w.s.Move(ctx, theirs, m, w.actor("jinhua-clerk"), answersTo(m))
					return err
				})
			one(t, "undo and pass", errs, fault.Stale)
			want := map[bool]string{true: "at-county", false: "pooled"}[errs[0] == nil]
			if now := w.load(c.ID); now.State != want || now.Seq != c.Seq+1 {
				t.Errorf("case is %s at %d; want %s at %d", now.State, now.Seq, want, c.Seq+1)
			}
		}
		w.sound()
	})
}

// A move is either opened by the next level or taken back, never both.
func TestUndoRacesOpening(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		ctx := t.Context()
		for range rounds {
			c := w.application("at-city")
			mine, theirs := w.load(c.ID), w.load(c.ID)
			errs := race(
				func() error { return w.s.Undo(ctx, mine, w.actor("yiwu"), c.Seq) },
				func() error { return w.s.Seen(ctx, theirs, w.actor("jinhua-clerk")) })
			is(t, "open the page", errs[1], 0)
			var opened int
			const count = `SELECT COUNT(*) FROM openings WHERE case_id = $1 AND seq = $2`
			if err := d.QueryRowContext(ctx, count, c.ID, c.Seq).Scan(&opened); err != nil {
				t.Fatal(err)
			}
			if undone := errs[0] == nil; undone == (opened > 0) {
				t.Errorf("taken back: %v, opened: %v", undone, opened > 0)
			}
			if errs[0] != nil {
				is(t, "undo what was opened", errs[0], fault.Closed)
			}
		}
	})
}

// Four officers take up one case: one has it, and another only by taking over.
func TestClaimOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		ctx := t.Context()
		for range rounds {
			c := w.application("at-county")
			claim := func(who string, over bool) func() error {
				return func() error { return w.s.Claim(ctx, w.load(c.ID), w.actor(who), c.Seq, over) }
			}
			one(t, "claim", race(claim("yiwu", false), claim("yiwu2", false), claim("yiwu3", false), claim("yiwu4", false)), fault.Stale)
			has := w.load(c.ID).ClaimedBy
			is(t, "claim again", claim(has, false)(), 0)
			is(t, "take over", claim("yiwu2", true)(), 0)
			if got := w.load(c.ID).ClaimedBy; got != "yiwu2" {
				t.Errorf("claimed by %s", got)
			}
			is(t, "claim from another county", claim("wucheng", true)(), fault.Denied)
			if now := w.do(c, "yiwu", "forward"); now.ClaimedBy != "" {
				t.Errorf("claimed by %s after the move", now.ClaimedBy)
			}
		}
	})
}

// The clock and a person meet at the last moment: one of them moves the case.
func TestTickRacesMove(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		ctx := t.Context()
		for range rounds {
			w.set(monday)
			c := w.do(w.application("at-county"), "yiwu", "return-county")
			w.set(c.Due)
			m, _ := c.Track.Move("resubmit-county")
			mine := w.load(c.ID)
			n := 0
			errs := race(
				func() error { _, err := w.s.Move(ctx, mine, m, w.actor("wang"), answersTo(m)); return err },
				func() (err error) { n, err = w.s.Tick(ctx); return err })
			is(t, "tick", errs[1], 0)
			want := map[bool]string{true: "at-county", false: "lapsed"}[errs[0] == nil]
			if now := w.load(c.ID); now.State != want || (n == 1) == (errs[0] == nil) {
				t.Errorf("case is %s, the clock moved %d, the move: %v", now.State, n, errs[0])
			}
		}
		w.sound()
	})
}

// What many log at once stands in one chain.
func TestLogInOneChain(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		var all []func() error
		for i := range rounds {
			all = append(all, func() error {
				return w.s.Log(t.Context(), nil, w.actor("auditor"), "read", fmt.Sprint("case ", i), form.Answers{"why": "演示"})
			})
		}
		for _, err := range race(all...) {
			is(t, "log", err, 0)
		}
		list, err := w.s.Logged(t.Context(), 1000)
		if err != nil || len(list) != rounds || list[0].Seq != rounds {
			t.Errorf("%d rows (%v); want %d, the newest first", len(list), err, rounds)
		}
		if _, err := w.s.Find(t.Context(), w.actor("auditor"), record.Audit); fault.Of(err) != fault.Missing {
			t.Errorf("the audit found as a case: %v", err)
		}
		w.sound()
	})
}
