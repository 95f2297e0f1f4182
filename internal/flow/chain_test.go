package flow

import (
	"testing"

	"qinglan/internal/db"
	"qinglan/internal/db/dbtest"
	"qinglan/internal/fault"
)

// An approval on paper needs its scan and an officer of the same organ; the
// journal then says so.
func TestOffline(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		ctx := t.Context()
		c, err := w.open("certificate", "wang")
		if err != nil {
			t.Fatal(err)
		}
		w.do(c, "province-clerk", "revoke")
		p, err := w.s.Pending(ctx, d, c)
		if err != nil || p == nil {
			t.Fatal(p, err)
		}
		is(t, "without a scan", w.s.Offline(ctx, w.actor("province-clerk"), p.ID, 0, "", ""), fault.Invalid)
		is(t, "by another organ", w.s.Offline(ctx, w.actor("finance-leader"), p.ID, 0, "", "scan"), fault.Denied)
		is(t, "return without a reason", w.s.Return(ctx, w.actor("province-head"), p.ID, 0, ""), fault.Invalid)
		is(t, "on paper", w.s.Offline(ctx, w.actor("province-clerk"), p.ID, 0, "", "scan"), 0)
		is(t, "once more", w.s.Offline(ctx, w.actor("province-clerk"), p.ID, 0, "", "scan"), fault.Stale)
		now := w.load(c.ID)
		if now.State != "revoked" {
			t.Errorf("certificate is %s", now.State)
		}
		entries := w.journal(now)
		if last := entries[len(entries)-1]; last.Person != "province-clerk" || last.Organ != "province" {
			t.Errorf("last row by %s of %s", last.Person, last.Organ)
		}
		w.sound()
	})
}

// A draft is void when the case moves otherwise, and the guards are asked both
// when it is drafted and when it takes effect.
func TestProposalGuards(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		ctx := t.Context()
		c, err := w.open("summary", "jinhua")
		if err != nil {
			t.Fatal(err)
		}
		c = w.do(c, "jinhua-clerk", "choose")
		c = w.do(c, "jinhua-clerk", "freeze")
		late := fault.New(fault.Closed, "表单无法读取。")
		w.refuse["before-city-deadline"] = late
		_, err = w.try(c, "jinhua-clerk", "report")
		is(t, "draft too late", err, fault.Closed)
		delete(w.refuse, "before-city-deadline")
		c = w.do(c, "jinhua-clerk", "report")
		p, err := w.s.Pending(ctx, d, c)
		if err != nil || p == nil {
			t.Fatal(p, err)
		}
		_, err = w.s.Approve(ctx, w.actor("jinhua-head"), p.ID, 0, "")
		is(t, "head", err, 0)
		w.refuse["before-city-deadline"] = late
		_, err = w.s.Approve(ctx, w.actor("jinhua-leader"), p.ID, 1, "")
		is(t, "leader, too late", err, fault.Closed)
		if given, err := w.s.Approvals(ctx, d, p.ID); err != nil || len(given) != 1 {
			t.Errorf("%d approvals (%v); want 1: the last one was undone with the move", len(given), err)
		}
		_, err = w.s.Approve(ctx, w.actor("jinhua-leader"), p.ID, 0, "")
		is(t, "the step before", err, fault.Stale)
		w.do(c, "jinhua-clerk", "reopen")
		delete(w.refuse, "before-city-deadline")
		_, err = w.s.Approve(ctx, w.actor("jinhua-leader"), p.ID, 1, "")
		is(t, "leader, after the case moved", err, fault.Stale)
		if p, err := w.s.Pending(ctx, d, w.load(c.ID)); p != nil || err != nil {
			t.Errorf("pending %v (%v); want none", p, err)
		}
		_, _, err = w.s.Proposal(ctx, w.actor("hangzhou-clerk"), p.ID)
		is(t, "another city reads the draft", err, fault.Missing)
		w.sound()
	})
}

// Nobody takes two steps of one decision, whatever posts they hold: a head who
// drafts does not check the draft, and who checked it does not sign it.
func TestNobodyTwice(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		ctx := t.Context()
		head, acting := w.actor("province-head"), w.actor("province-leader")
		acting.Person = head.Person // the head stands in for the leader
		draft := func(who string) *Proposal {
			c, err := w.open("certificate", "wang")
			if err != nil {
				t.Fatal(err)
			}
			c = w.do(c, who, "revoke")
			p, err := w.s.Pending(ctx, d, c)
			if err != nil || p == nil {
				t.Fatal(p, err)
			}
			return p
		}
		p := draft("province-head")
		_, err := w.s.Approve(ctx, head, p.ID, 0, "")
		is(t, "the drafter checks", err, fault.Denied)

		p = draft("province-clerk")
		_, err = w.s.Approve(ctx, head, p.ID, 0, "")
		is(t, "the head checks", err, 0)
		_, err = w.s.Approve(ctx, acting, p.ID, 1, "")
		is(t, "the head signs too", err, fault.Denied)
		done, err := w.s.Approve(ctx, w.actor("province-leader"), p.ID, 1, "")
		if err != nil || !done || w.load(p.Case).State != "revoked" {
			t.Errorf("the leader signs: %v (%v)", done, err)
		}
	})
}
