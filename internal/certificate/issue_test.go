package certificate_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"qinglan/internal/fault"
	"qinglan/internal/form"
	"qinglan/internal/programme"
)

// An announcement issues one certificate whose facts stand in the journal.
func TestIssue(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		e := w.entry(wang)
		if err := w.announce(e); err != nil {
			t.Fatal(err)
		}
		all := w.certificates(e.ID)
		if len(all) != 1 {
			t.Fatalf("%d certificates; want 1", len(all))
		}
		c, a := all[0], w.facts(all[0])
		for k, want := range map[string]string{
			"name": wang.name, "unit": wang.unit, "directions": "速卖通\n亚马逊", "issued": "2017-12-08",
			"number": "浙跨电师〔2017〕0001号", "county": wang.county, "city": wang.city, "entry": e.ID, "replaces": "",
		} {
			if a[k] != want {
				t.Errorf("journal says %s = %q; want %q", k, a[k], want)
			}
		}
		if len(a["code"]) != 26 || c.No != a["number"] || c.Party != e.Party || c.State != "valid" {
			t.Errorf("code %q, no %q, party %q, state %q", a["code"], c.No, c.Party, c.State)
		}
		p, err := w.slice.Verified(t.Context(), strings.ToUpper(a["code"][:13]+" - "+a["code"][13:]))
		if err != nil || p.Name != wang.name || p.Word != "有效" {
			t.Errorf("Verified = %+v, %v", p, err)
		}
		w.sound()
	})
}

// Two who announce the same entry at once issue one certificate.
func TestIssueRaced(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		e := w.entry(wang)
		var wg sync.WaitGroup
		errs := make([]error, 2)
		for i := range errs {
			wg.Go(func() { errs[i] = w.announce(e) })
		}
		wg.Wait()
		if (errs[0] == nil) == (errs[1] == nil) || fault.Of(errors.Join(errs...)) != fault.Stale {
			t.Errorf("errors %v; want one Stale", errs)
		}
		if n := len(w.certificates(e.ID)); n != 1 {
			t.Errorf("%d certificates; want 1", n)
		}
	})
}

// Under eight writers no number is skipped and none is used twice.
func TestNumbersAreDense(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		const people = 24
		work := make(chan int, people)
		for i := range people {
			work <- i
		}
		close(work)
		entries := make([]string, people)
		var wg sync.WaitGroup
		for range 8 {
			wg.Go(func() {
				for i := range work {
					e := w.entry(person{fmt.Sprintf("演示·%c甲", '一'+rune(i)), "演示单位", "330782", "330700", "wish"})
					entries[i] = e.ID
					if err := w.announce(e); err != nil {
						t.Error(err)
					}
				}
			})
		}
		wg.Wait()
		var numbers, want, codes []string
		for i, e := range entries {
			a := w.facts(w.certificates(e)[0])
			numbers, codes = append(numbers, a["number"]), append(codes, a["code"])
			want = append(want, fmt.Sprintf("浙跨电师〔2017〕%04d号", i+1))
		}
		slices.Sort(numbers)
		slices.Sort(codes)
		if !slices.Equal(numbers, want) {
			t.Errorf("numbers %v", numbers)
		}
		if len(slices.Compact(codes)) != people {
			t.Error("a code was used twice")
		}
		w.sound()
	})
}

// The series starts anew each year of business time.
func TestNumbersByYear(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.certified(wang)
		w.later(40 * 24 * time.Hour)
		if n := w.facts(w.certified(wang))["number"]; n != "浙跨电师〔2018〕0001号" {
			t.Errorf("number %s", n)
		}
	})
}

// A wrong certificate is replaced by two people: new number, new code, the old
// one ended on the day. Then the new one is revoked by three.
func TestReplaceAndRevoke(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		old := w.certified(wang)
		before := w.facts(old)
		w.later(48 * time.Hour)
		w.decide(old, "replace", form.Answers{"name": "𠮷田·阿卜杜", "unit": "演示更正单位", "reason": "姓名录入有误，本人已书面申请"})
		all := w.certificates(old.Parent)
		if len(all) != 2 {
			t.Fatalf("%d certificates; want 2", len(all))
		}
		after := w.facts(all[1])
		if after["name"] != "𠮷田·阿卜杜" || after["unit"] != "演示更正单位" || after["replaces"] != old.ID ||
			after["number"] != "浙跨电师〔2017〕0002号" || after["code"] == before["code"] || after["directions"] != before["directions"] {
			t.Errorf("new certificate %v", after)
		}
		p, err := w.slice.Verified(t.Context(), before["code"])
		if err != nil || p.Word != "已换发" || p.Ended.String() != "2017-12-10" || p.Name != wang.name {
			t.Errorf("old one verified as %+v, %v", p, err)
		}
		w.later(24 * time.Hour)
		w.decide(all[1], "revoke", form.Answers{"reason": "经查申报材料不实，内情不公开", "ground": "申报材料不实"})
		p, err = w.slice.VerifiedPair(t.Context(), "浙跨电师[2017]0002", "𠮷田・阿卜杜")
		if err != nil || p.Word != "已撤销" || p.Ended.String() != "2017-12-11" || p.Ground != "申报材料不实" {
			t.Errorf("revoked one verified as %+v, %v", p, err)
		}
		w.sound()
	})
}

// What the public would read must not tell what it may not.
func TestGroundIsClean(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		c := w.certified(wang)
		m, _ := c.Track.Move("revoke")
		_, err := w.House.Flow.Move(t.Context(), c, m, w.clerk(), form.Answers{"reason": "x", "ground": "联系19900000001"})
		if fault.Of(err) != fault.Invalid {
			t.Errorf("a mobile number in the ground: %v; want Invalid", err)
		}
		m, _ = c.Track.Move("replace")
		_, err = w.House.Flow.Move(t.Context(), c, m, w.clerk(), form.Answers{"name": "演示\U0003134A", "unit": "演示", "reason": "x"})
		if err == nil || !strings.Contains(err.Error(), "U+3134A") {
			t.Errorf("a character that no font has: %v; want it named", err)
		}
	})
}

// A unit that holds a telephone number is not announced.
func TestIssueIsClean(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		e := w.entry(person{"演示·李青", "演示公司 19900000001", "330782", "330700", "wish"})
		if err := w.announce(e); fault.Of(err) != fault.Invalid {
			t.Errorf("announce: %v; want Invalid", err)
		}
		if n := len(w.certificates(e.ID)); n != 0 {
			t.Errorf("%d certificates; want none", n)
		}
		if n := w.facts(w.certified(wang))["number"]; n != "浙跨电师〔2017〕0001号" {
			t.Errorf("the next number is %s: one was lost", n)
		}
	})
}

// Nobody opens a certificate but by a list.
func TestNobodyOpensOne(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		for _, r := range programme.Roles {
			tr, _ := w.House.Flow.Current().Track("certificate")
			if slices.Contains(tr.Opens, r) {
				t.Errorf("%s opens certificates", r)
			}
		}
	})
}

// The witness finds every way to change the index behind the program's back.
func TestWitness(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		c := w.certified(wang)
		gone := w.certified(wang)
		w.decide(gone, "revoke", form.Answers{"reason": "x", "ground": "申报材料不实"})
		w.sound()
		for _, set := range []string{
			"name = '演示·李白'", "unit = '别处'", "directions = 'wish'", "number = '浙跨电师〔2017〕0009号'",
			"code = 'x'", "issuer = '别人'", "county = ''", "city = '330100'", "issued = issued + 86400000",
			"state = 'revoked'", "serial = 9", "ended = 5", "ground = 'x'", "replaced_by = 'x'", "replaces = 'x'",
		} {
			w.found(c.ID, set)
		}
		for _, set := range []string{"state = 'valid'", "ended = 0", "ground = ''", "replaced_by = 'x'"} {
			w.found(gone.ID, set)
		}
	})
}

// Deleting a row of the index and putting in one of one's own are found.
func TestWitnessRows(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		c, e := w.certified(wang), w.entry(wang)
		w.sql(`INSERT INTO certificates (case_id, entry, replaces, number, year, serial, code, name, unit, directions, issuer, county, city, issued, state)
			SELECT $1, $1, '', '浙跨电师〔2017〕0099号', 2017, 99, 'x', name, unit, directions, issuer, county, city, issued, state
			FROM certificates WHERE case_id = $2`, e.ID, c.ID)
		if len(w.findings()) == 0 {
			t.Error("a certificate made by hand is not found")
		}
		w.sql(`DELETE FROM certificates WHERE case_id = $1`, e.ID)
		w.sql(`DELETE FROM certificates WHERE case_id = $1`, c.ID)
		if len(w.findings()) == 0 {
			t.Error("a certificate deleted from the index is not found")
		}
	})
}

// found changes a row, wants it found, and changes it back.
func (w *world) found(id, set string) {
	w.t.Helper()
	const keep = `case_id, entry, replaces, number, year, serial, code, name, unit, directions, issuer, county, city, issued, state, ended, ground, replaced_by`
	w.sql(`CREATE TABLE kept AS SELECT ` + keep + ` FROM certificates`)
	w.sql(`UPDATE certificates SET `+set+` WHERE case_id = $1`, id)
	if len(w.findings()) == 0 {
		w.t.Errorf("%s is not found", set)
	}
	w.sql(`DELETE FROM certificates`)
	w.sql(`INSERT INTO certificates (` + keep + `) SELECT ` + keep + ` FROM kept`)
	w.sql(`DROP TABLE kept`)
}

func (w *world) findings() []string {
	w.t.Helper()
	r, err := w.Verify(w.t.Context(), nil)
	if err != nil {
		w.t.Fatal(err)
	}
	var out []string
	for _, f := range r.Findings {
		out = append(out, fmt.Sprintf("%+v", f))
	}
	return out
}

// sound wants the record and the index to agree.
func (w *world) sound() {
	w.t.Helper()
	if f := w.findings(); len(f) > 0 {
		w.t.Errorf("findings %v", f)
	}
}
