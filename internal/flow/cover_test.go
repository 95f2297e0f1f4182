package flow

import (
	"encoding/json"
	"strings"
	"testing"

	"qinglan/internal/calendar"
	"qinglan/internal/db"
	"qinglan/internal/db/dbtest"
	"qinglan/internal/fault"
	"qinglan/internal/org"
	"qinglan/internal/programme"
)

var today = calendar.Day(monday)

// hire adds somebody to an office of the world.
func (w *world) hire(name string, like string, rank programme.Rank) {
	w.t.Helper()
	model := w.actor(like)
	p := org.Post{ID: "post-" + name, Person: name, Name: "演示·" + name, Organisation: model.Organ, Role: model.Role, Rank: rank}
	w.tx(func(tx *db.Tx) error {
		if err := w.s.Orgs().AddPerson(w.t.Context(), tx, p.Person, p.Name, monday); err != nil {
			return err
		}
		return w.s.Orgs().AddPost(w.t.Context(), tx, p)
	})
	w.actors[name] = org.Holding(p)
}

// cover lets deputy stand in for away, today and tomorrow.
func (w *world) cover(by, away, deputy string) (org.Cover, error) {
	return w.coverOn(by, away, deputy, today, today.AddDays(1))
}

func (w *world) coverOn(by, away, deputy string, first, last calendar.Date) (org.Cover, error) {
	k := org.Cover{ID: db.NewID(), Reason: "leave", Post: org.Post{ID: "post-" + away}, Deputy: org.Post{ID: "post-" + deputy}}
	return w.s.Cover(w.t.Context(), w.actor(by), k, first, last)
}

// covered is a cover that must come about.
func (w *world) covered(away, deputy string) org.Cover {
	w.t.Helper()
	k, err := w.cover(away, away, deputy)
	if err != nil {
		w.t.Fatalf("%s stands in for %s: %v", deputy, away, err)
	}
	return k
}

// claim lets somebody claim a case.
func (w *world) claim(c *Case, who string) {
	w.t.Helper()
	if err := w.s.Claim(w.t.Context(), c, w.actor(who), c.Seq, true); err != nil {
		w.t.Fatal(err)
	}
}

// chainIn returns the chain of the last row of a case.
func (w *world) chainIn(c *Case) (chain []Approval) {
	w.t.Helper()
	entries := w.journal(c)
	if last := entries[len(entries)-1]; last.Chain != "" {
		if err := json.Unmarshal([]byte(last.Chain), &chain); err != nil {
			w.t.Fatal(err)
		}
	}
	return chain
}

// says writes a chain as "decision person(for)".
func says(chain []Approval) string {
	var parts []string
	for _, g := range chain {
		part := g.Decision + " " + g.Person
		if g.For != "" {
			part += "(" + g.For + ")"
		}
		parts = append(parts, part)
	}
	return strings.Join(parts, ", ")
}

// What somebody on leave has claimed is done by their deputy with both names in
// the row that the hash covers; anybody else, and the deputy before, after and
// without the cover, act in their own name alone.
func TestCoverOfClaim(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		forward := func(who string) string {
			c := w.application("at-county")
			w.claim(c, "yiwu2")
			return says(w.chainIn(w.do(c, who, "forward")))
		}
		if got := forward("yiwu"); got != "" {
			t.Errorf("without a cover the row says %q", got)
		}
		k := w.covered("yiwu2", "yiwu")
		for who, want := range map[string]string{"yiwu": "made yiwu(yiwu2)", "yiwu2": "", "yiwu3": ""} {
			if got := forward(who); got != want {
				t.Errorf("%s: the row says %q; want %q", who, got, want)
			}
		}
		c := w.application("at-county")
		if got := says(w.chainIn(w.do(c, "yiwu", "forward"))); got != "" {
			t.Errorf("of what nobody claimed the row says %q", got)
		}
		w.set(today.AddDays(1).At(23, 59))
		if got := forward("yiwu"); got != "made yiwu(yiwu2)" {
			t.Errorf("in the last minute the row says %q", got)
		}
		w.set(today.AddDays(2).At(0, 0))
		if got := forward("yiwu"); got != "" {
			t.Errorf("after the last day the row says %q", got)
		}
		w.set(today.AddDays(-1).At(23, 59))
		if got := forward("yiwu"); got != "" {
			t.Errorf("before the first day the row says %q", got)
		}
		w.set(monday)
		is(t, "end early", w.s.EndCover(t.Context(), w.actor("yiwu2"), k.ID), 0)
		if got := forward("yiwu"); got != "" {
			t.Errorf("after it was ended the row says %q", got)
		}
		acts, err := w.s.Orgs().CoverActs(t.Context(), d, k.ID)
		if err != nil || len(acts) != 2 || acts[0].Move != "forward" || acts[0].Act != "made" {
			t.Errorf("done for yiwu2: %v (%v); want two", acts, err)
		}
		w.sound()
	})
}

// A move of who is on leave that their deputy takes back names both, too.
func TestCoverOfUndo(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		c := w.do(w.application("at-county"), "yiwu2", "forward")
		w.covered("yiwu2", "yiwu")
		if err := w.s.Undo(t.Context(), c, w.actor("yiwu"), c.Seq); err != nil {
			t.Fatal(err)
		}
		if got := says(w.chainIn(c)); got != "made yiwu(yiwu2)" {
			t.Errorf("the row says %q", got)
		}
		w.sound()
	})
}

// revoking lets somebody draft the revocation of a new certificate.
func (w *world) revoking(who string) *Proposal {
	w.t.Helper()
	c, err := w.open("certificate", "wang")
	if err != nil {
		w.t.Fatal(err)
	}
	if holder, claimed := strings.CutPrefix(who, "for "); claimed {
		who, holder, _ = strings.Cut(holder, "=")
		w.sql(`UPDATE cases SET claimed_by = $1 WHERE id = $2`, holder, c.ID)
	}
	c = w.do(c, who, "revoke")
	p, err := w.s.Pending(w.t.Context(), w.d, c)
	if err != nil || p == nil {
		w.t.Fatal(p, err)
	}
	return p
}

func (w *world) approve(who string, p *Proposal, step int) error {
	_, err := w.s.Approve(w.t.Context(), w.actor(who), p.ID, step, "")
	return err
}

// A step that waits for the rank of somebody on leave is their deputy's, in
// both names; who took it for them takes no other one.
func TestCoverOfStep(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.hire("province-leader2", "province-leader", programme.Leader)
		p := w.revoking("province-clerk")
		is(t, "a leader in a head's place without a cover", w.approve("province-leader", p, 0), fault.Denied)
		k := w.covered("province-head", "province-leader")
		is(t, "a leader who does not stand in", w.approve("province-leader2", p, 0), fault.Denied)
		waiting, err := w.s.WaitingFor(t.Context(), w.actor("province-leader"))
		if err != nil || len(waiting) != 1 || waiting[0].Cover.Post.Person != "province-head" {
			t.Fatalf("waiting: %v (%v)", waiting, err)
		}
		is(t, "the deputy", w.approve("province-leader", p, 0), 0)
		is(t, "the deputy once more, as leader", w.approve("province-leader", p, 1), fault.Denied)
		is(t, "another leader", w.approve("province-leader2", p, 1), 0)
		c := w.load(p.Case)
		want := "drafted province-clerk, approved province-leader(province-head), approved province-leader2"
		if got := says(w.chainIn(c)); got != want || c.State != "revoked" {
			t.Errorf("%s, the row says %q; want %q", c.State, got, want)
		}
		acts, err := w.s.Orgs().CoverActs(t.Context(), d, k.ID)
		if err != nil || len(acts) != 1 || acts[0].Act != "approved" || acts[0].Case != p.Case {
			t.Errorf("done for the head: %v (%v)", acts, err)
		}

		p = w.revoking("province-clerk")
		w.set(today.AddDays(2).At(0, 0))
		is(t, "after the last day", w.approve("province-leader", p, 0), fault.Denied)
		w.sound()
	})
}

// No person takes two steps of one decision through a cover either: neither
// who stands in nor who is stood in for.
func TestCoverNobodyTwice(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.hire("province-head2", "province-head", programme.Head)
		w.hire("province-leader2", "province-leader", programme.Leader)
		both := func(person, post string) {
			a := w.actor(post)
			a.Person = person
			w.actors[person+" as "+post] = a
		}

		k := w.covered("province-clerk", "province-head")
		p := w.revoking("for province-head=province-clerk")
		if p.Person != "province-head" || p.For != "province-clerk" {
			t.Fatalf("drafted by %s for %s", p.Person, p.For)
		}
		is(t, "the head approves what they drafted for the clerk", w.approve("province-head", p, 0), fault.Denied)
		both("province-clerk", "province-head2")
		is(t, "the clerk approves what was drafted for them", w.approve("province-clerk as province-head2", p, 0), fault.Denied)
		is(t, "another head", w.approve("province-head2", p, 0), 0)
		is(t, "end", w.s.EndCover(t.Context(), w.actor("province-clerk"), k.ID), 0)

		w.covered("province-head", "province-head2")
		p = w.revoking("province-head2")
		is(t, "the drafter approves for the head", w.approve("province-head2", p, 0), fault.Denied)
		p = w.revoking("province-head")
		is(t, "a head in their own name", w.approve("province-head2", p, 0), 0)
		if given, err := w.s.Approvals(t.Context(), d, p.ID); err != nil || says(given) != "approved province-head2" {
			t.Errorf("given: %s (%v); not for the one who drafted it", says(given), err)
		}
		p = w.revoking("province-clerk")
		is(t, "a head for a head", w.approve("province-head2", p, 0), 0)
		both("province-head", "province-leader")
		is(t, "who was stood in for, as leader", w.approve("province-head as province-leader", p, 1), fault.Denied)
		is(t, "the leader", w.approve("province-leader2", p, 1), 0)
		if got := says(w.chainIn(w.load(p.Case))); got != "drafted province-clerk, approved province-head2(province-head), approved province-leader2" {
			t.Errorf("the row says %q", got)
		}
		w.sound()
	})
}

// Who may arrange a cover, of whom, by whom and when.
func TestCoverRules(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.hire("jinhua-clerk2", "jinhua-clerk", programme.Clerk)
		day := today.AddDays(10)
		for _, x := range []struct {
			what, by, away, deputy string
			first, last            calendar.Date
			want                   fault.Kind
		}{
			{"oneself", "yiwu", "yiwu", "yiwu", day, day, fault.Invalid},
			{"another office", "yiwu", "yiwu", "wucheng", day, day, fault.Invalid},
			{"a lower rank", "province-head", "province-head", "province-clerk", day, day, fault.Invalid},
			{"a higher rank", "province-clerk", "province-clerk", "province-leader", day, day, 0},
			{"a colleague by a clerk", "yiwu", "yiwu2", "yiwu3", day, day, fault.Denied},
			{"a colleague of another office", "province-head", "jinhua-clerk", "jinhua-clerk2", day, day, fault.Denied},
			{"a colleague by the head", "jinhua-head", "jinhua-clerk", "jinhua-clerk2", day, day, 0},
			{"a judge", "judge1", "judge1", "judge2", day, day, fault.Denied},
			{"backwards", "yiwu", "yiwu", "yiwu2", day, day.AddDays(-1), fault.Invalid},
			{"the past", "yiwu", "yiwu", "yiwu2", today.AddDays(-2), today.AddDays(-1), fault.Invalid},
			{"today, one day", "yiwu", "yiwu", "yiwu2", today, today, 0},
			{"a second deputy", "yiwu", "yiwu", "yiwu3", today, day, fault.Invalid},
			{"a deputy who is away", "yiwu3", "yiwu3", "yiwu", today, day, fault.Invalid},
			{"away while standing in", "yiwu2", "yiwu2", "yiwu3", today, day, fault.Invalid},
			{"the day after", "yiwu2", "yiwu2", "yiwu3", today.AddDays(1), day, 0},
			{"nobody", "yiwu", "nobody", "yiwu2", day, day, fault.Missing},
		} {
			_, err := w.coverOn(x.by, x.away, x.deputy, x.first, x.last)
			is(t, x.what, err, x.want)
		}
		w.sound()
	})
}

// Who may end a cover, and only once.
func TestCoverEnd(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		ctx := t.Context()
		k := w.covered("yiwu", "yiwu2")
		is(t, "another office", w.s.EndCover(ctx, w.actor("wucheng"), k.ID), fault.Missing)
		is(t, "a colleague", w.s.EndCover(ctx, w.actor("yiwu3"), k.ID), fault.Denied)
		is(t, "the deputy", w.s.EndCover(ctx, w.actor("yiwu2"), k.ID), 0)
		is(t, "once more", w.s.EndCover(ctx, w.actor("yiwu"), k.ID), fault.Stale)
		is(t, "nothing", w.s.EndCover(ctx, w.actor("yiwu"), "nothing"), fault.Missing)
		k = w.covered("province-clerk", "province-clerk2")
		is(t, "the head", w.s.EndCover(ctx, w.actor("province-head"), k.ID), 0)
		k = w.covered("yiwu", "yiwu3")
		w.set(today.AddDays(2).At(0, 0))
		is(t, "after the last day", w.s.EndCover(ctx, w.actor("yiwu"), k.ID), fault.Stale)
	})
}

// Whoever's post has ended stands in for nobody, and nobody for them.
func TestCoverOfEndedPost(t *testing.T) {
	for _, leaver := range []string{"yiwu", "yiwu2"} {
		dbtest.Each(t, func(t *testing.T, d *db.DB) {
			w := newWorld(t, d)
			w.covered("yiwu2", "yiwu")
			w.tx(func(tx *db.Tx) error { return w.s.Orgs().EndPost(t.Context(), tx, "post-"+leaver, monday) })
			if k, err := w.s.Orgs().Covering(t.Context(), d, w.actor("yiwu"), monday); err != nil || len(k) > 0 {
				t.Errorf("%s left; yiwu stands in for %v (%v)", leaver, k, err)
			}
		})
	}
}

// Two who arrange covers of one person at once do not both succeed, nor do two
// who would stand in for each other.
func TestCoverRace(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.hire("jinhua-leader2", "jinhua-leader", programme.Leader)
		for i := range rounds {
			first := today.AddDays(20 + i)
			set := func(away, deputy string) func() error {
				return func() error { _, err := w.coverOn(away, away, deputy, first, first); return err }
			}
			one(t, "two deputies", race(set("yiwu", "yiwu2"), set("yiwu", "yiwu3")), fault.Invalid)
			one(t, "for each other", race(set("jinhua-head", "jinhua-leader"), set("jinhua-leader", "jinhua-leader2")), fault.Invalid)
			one(t, "each for the other", race(set("province-clerk", "province-clerk2"), set("province-clerk2", "province-clerk")), fault.Invalid)
		}
	})
}

// A cover that is being ended gives nothing to whoever reads it before the end
// is committed. On SQLite the one writer proves it, on PostgreSQL the row.
func TestCoverEndsFirst(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		ctx := t.Context()
		k := w.covered("province-head", "province-leader")
		p := w.revoking("province-clerk")
		ended, approved := make(chan struct{}), make(chan error, 1)
		go func() {
			<-ended
			approved <- w.approve("province-leader", p, 0)
		}()
		w.tx(func(tx *db.Tx) error {
			if _, err := w.s.Orgs().EndCover(ctx, tx, w.actor("province-head"), k.ID, monday); err != nil {
				return err
			}
			close(ended)
			dbtest.AwaitLock(t, d, func() bool { return len(approved) > 0 })
			return nil
		})
		if err := <-approved; fault.Of(err) != fault.Stale && fault.Of(err) != fault.Denied {
			t.Errorf("approved under a cover that was ended: %v", err)
		}
		if given, err := w.s.Approvals(ctx, d, p.ID); err != nil || len(given) > 0 {
			t.Errorf("given: %v (%v)", given, err)
		}
	})
}
