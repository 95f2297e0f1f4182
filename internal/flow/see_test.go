package flow

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"qinglan/internal/db"
	"qinglan/internal/db/dbtest"
	"qinglan/internal/edition"
	"qinglan/internal/edition/teacher2017"
	"qinglan/internal/fault"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/tally"
)

// A row is a case as the test has made it, with who is tied to it.
type row struct {
	id, edition, track, party, county, city, state string
	reach                                          int
	assigned                                       map[string]programme.Role
	conflict                                       map[string]bool
}

// may is the rule of visibility said once more, without SQL.
func may(a org.Actor, r row) bool {
	if a.Person == "" || r.conflict[a.Person] {
		return false
	}
	i := slices.IndexFunc(edition.All(), func(e *programme.Edition) bool { return e.Name == r.edition })
	t, _ := edition.All()[i].Track(r.track)
	for _, g := range t.Sights {
		if g.Role == a.Role && r.reach >= g.Reach && opens(g.By, a, r) {
			return true
		}
	}
	return false
}

func opens(by programme.Scope, a org.Actor, r row) bool {
	switch by {
	case programme.All:
		return true
	case programme.Own:
		return r.party == a.Person
	case programme.Office:
		return r.party == a.Organ.ID && a.Organ.ID != ""
	case programme.InCounty:
		return r.county == a.Organ.Region && a.Organ.Region != ""
	case programme.InCity:
		return r.city == a.Organ.Region && a.Organ.Region != ""
	case programme.Assigned:
		return r.assigned[a.Person] == a.Role
	}
	return false
}

// scatter makes cases of every track in random states, places and hands.
func scatter(w *world, r *rand.Rand, n int) []row {
	people := []string{"judge1", "judge2", "examiner1", "employer", "wang", "li", "yiwu", "jinhua-clerk", "province-clerk", "auditor", "supervisor", "association", "finance-leader"}
	parties := []string{"", "wang", "li", "zhao", "judge1", "judge2", "yiwu", "jinhua", "hangzhou", "wucheng", "association"}
	places := [][2]string{{"", ""}, {"330782", "330700"}, {"330702", "330700"}, {"330110", "330100"}, {"", "330700"}}
	any := func(from []string) string { return from[r.IntN(len(from))] }
	var names []string
	for _, e := range w.s.Editions() {
		names = append(names, e.Name)
	}
	var all []row
	for range n {
		t := teacher2017.Edition.Tracks[r.IntN(len(teacher2017.Edition.Tracks))]
		st := t.States[r.IntN(len(t.States))]
		place := places[r.IntN(len(places))]
		c := row{
			id: db.NewID(), edition: any(names), track: t.Name, party: any(parties), county: place[0], city: place[1], state: st.Name, reach: r.IntN(12),
			assigned: map[string]programme.Role{}, conflict: map[string]bool{},
		}
		for range r.IntN(4) {
			who := any(people)
			c.assigned[who] = w.actor(who).Role
			if r.IntN(3) == 0 { // in another role than the one they act in
				c.assigned[who] = programme.Employer
			}
		}
		if r.IntN(3) == 0 {
			c.conflict[any(people)] = true
		}
		all = append(all, c)
	}
	slices.SortFunc(all, func(a, b row) int { return cmpText(a.id, b.id) })
	return all
}

func cmpText(a, b string) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

func (w *world) keep(tx *db.Tx, c row) error {
	ctx := w.t.Context()
	_, err := tx.ExecContext(ctx, `
		INSERT INTO cases (id, edition, track, party, county, city, state, seq, reach, opened, since, head)
		VALUES ($1, $2, $3, $4, $5, $6, $7, 1, $8, 1, 1, '')`,
		c.id, c.edition, c.track, c.party, c.county, c.city, c.state, c.reach)
	if err == nil {
		at := tally.Place{Edition: c.edition, Track: c.track, State: c.state, Reach: c.reach, City: c.city, County: c.county}
		err = tally.Open(ctx, tx, c.id, at)
	}
	if err != nil {
		return err
	}
	for who, role := range c.assigned {
		if err := w.s.Assign(ctx, tx, c.id, who, role); err != nil {
			return err
		}
	}
	for who := range c.conflict {
		if err := w.s.Recuse(ctx, tx, c.id, who, "演示"); err != nil {
			return err
		}
	}
	return nil
}

// What SQL shows everybody is what the sights of the edition say, in lists,
// one by one, and in counts.
func TestSight(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		r := rand.New(rand.NewPCG(2017, 72))
		all := scatter(w, r, 300)
		w.tx(func(tx *db.Tx) error {
			for _, c := range all {
				if err := w.keep(tx, c); err != nil {
					return err
				}
			}
			return nil
		})
		w.actors["nowhere"] = org.Actor{Person: "nowhere", Role: programme.County} // no post behind it
		w.actors["wang-signed-out"] = org.Actor{Role: programme.Applicant}
		hidden, shown := 0, 0
		for name, a := range w.actors {
			for _, track := range append([]string{""}, trackNames()...) {
				var want []string
				for _, c := range all {
					if (track == "" || c.track == track) && may(a, c) {
						want = append(want, c.id)
					}
				}
				got, err := w.s.Cases(t.Context(), a, Filter{Track: track})
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(want, ids(got)); diff != "" {
					t.Errorf("%s lists %q (-want +got):\n%s", name, track, diff)
				}
				w.countsOf(t, name, Filter{Track: track}, got)
				shown += len(got)
			}
			for _, c := range all {
				_, err := w.s.Find(t.Context(), a, c.id)
				if may(a, c) != (err == nil) || (err != nil && fault.Of(err) != fault.Missing) {
					t.Errorf("%s finds %s %s: %v; want seen: %v", name, c.track, c.id, err, may(a, c))
				}
				if c.conflict[a.Person] {
					hidden++
				}
			}
		}
		if shown == 0 || hidden == 0 {
			t.Errorf("%d shown, %d hidden: the cases test nothing", shown, hidden)
		}
	})
}

// countsOf compares counts with the list: a number tells no more than the list.
func (w *world) countsOf(t *testing.T, name string, f Filter, list []Case) {
	t.Helper()
	want, got := map[string]int{}, map[string]int{}
	for _, c := range list {
		want[fmt.Sprint(c.City, c.County, " ", c.State)]++
	}
	counts, err := w.s.Counts(t.Context(), w.actor(name), f)
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range counts {
		got[fmt.Sprint(n.City, n.County, " ", n.State)] += n.N
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s counts %q (-list +counts):\n%s", name, f.Track, diff)
	}
}

func ids(cs []Case) (out []string) {
	for _, c := range cs {
		out = append(out, c.ID)
	}
	return out
}

func trackNames() (out []string) {
	for _, t := range teacher2017.Edition.Tracks {
		out = append(out, t.Name)
	}
	return out
}

// Filters narrow and never widen.
func TestFilter(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		a := w.application("at-county")
		b := w.application("draft")
		yiwu := w.actor("yiwu")
		for _, c := range []struct {
			f    Filter
			want []string
		}{
			{Filter{}, []string{a.ID}},
			{Filter{Party: "wang"}, []string{a.ID}},
			{Filter{Party: "li"}, nil},
			{Filter{City: "330700", County: "330782"}, []string{a.ID}},
			{Filter{County: "330702"}, nil},
			{Filter{States: []string{"at-county", "draft"}}, []string{a.ID}},
			{Filter{States: []string{"draft"}}, nil},
			{Filter{Track: "application", Turn: programme.County}, []string{a.ID}},
			{Filter{Track: "application", Turn: programme.City}, nil},
			{Filter{Track: "summary"}, nil},
			{Filter{Edition: "teacher1999"}, nil},
			{Filter{After: a.ID}, nil},
			{Filter{List: b.ID}, nil},
		} {
			got, err := w.s.Cases(t.Context(), yiwu, c.f)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, ids(got)); diff != "" {
				t.Errorf("%+v (-want +got):\n%s", c.f, diff)
			}
			w.countsOf(t, "yiwu", c.f, got)
		}
	})
}

// Who has a conflict with a case meets it nowhere: not on the list, not by its
// address, not among the drafts to approve.
func TestConflictHidesEverything(t *testing.T) {
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
		head := w.actor("province-head")
		waiting := func() int {
			list, err := w.s.WaitingFor(ctx, head)
			if err != nil {
				t.Fatal(err)
			}
			return len(list)
		}
		if _, _, err := w.s.Proposal(ctx, head, p.ID); err != nil || waiting() != 1 {
			t.Fatalf("before: %v, %d wait; want 1", err, waiting())
		}
		w.tx(func(tx *db.Tx) error { return w.s.Recuse(ctx, tx, c.ID, head.Person, "演示：亲属") })
		if n := waiting(); n != 0 {
			t.Errorf("%d wait for a recused head; want none", n)
		}
		_, _, err = w.s.Proposal(ctx, head, p.ID)
		is(t, "read the draft", err, fault.Missing)
		_, err = w.s.Approve(ctx, head, p.ID, 0, "")
		is(t, "approve", err, fault.Denied)
		is(t, "return", w.s.Return(ctx, head, p.ID, 0, "演示"), fault.Denied)
		is(t, "approve on paper", w.s.Offline(ctx, head, p.ID, 0, "", "scan"), fault.Denied)
		_, err = w.s.Find(ctx, head, c.ID)
		is(t, "find", err, fault.Missing)
		list, err := w.s.Cases(ctx, head, Filter{Track: "certificate"})
		if err != nil || len(list) != 0 {
			t.Errorf("%d listed (%v); want none", len(list), err)
		}
		if w.load(c.ID).State != "valid" {
			t.Error("the certificate has moved")
		}
	})
}
