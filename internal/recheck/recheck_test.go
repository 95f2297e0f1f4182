package recheck_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"qinglan/internal/app/apptest"
	"qinglan/internal/calendar"
	"qinglan/internal/db"
)

const (
	first  = "330000-examiner-clerk-1"
	second = "330000-examiner-clerk-2"
)

// ask lets a candidate ask for their newest attempt to be rechecked.
func ask(p *apptest.Program, c apptest.Candidate) (id string, got apptest.Answer) {
	at := p.Attempt(c.Entry)
	id = db.NewID()
	return id, p.AsPerson(c.Person).Post("/certification/"+at.ID+"/recheck", url.Values{
		"seen": {p.Seen(at.ID)}, "id": {id}, "parts": {"practice"}, "reason": {"实践操作第三题漏计10分，请核对。"},
	})
}

func sat(p *apptest.Program, marks ...string) apptest.Candidate {
	c := p.Candidate("测试·王青", "某公司（演示）", "330782", nil)
	p.Train(c)
	p.Sit(marks, c)
	return c
}

// A sum put right by two examiners decides the attempt anew; the old one stays
// on the record, and the chance is still used.
func TestCorrectedSum(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		c := sat(p, "72", "58", "75")
		id, got := ask(p, c)
		if got.Status != http.StatusSeeOther {
			t.Fatalf("ask: %d %s", got.Status, got.Body)
		}
		if _, got := ask(p, c); got.Status != http.StatusGone {
			t.Errorf("asked twice: %d", got.Status)
		}
		// While it is open nobody enrols again.
		if got := p.AsPerson(c.Person).Post("/cases/"+c.Entry+"/moves/enrol", url.Values{"seen": {p.Seen(c.Entry)}, "directions": {"amazon"}}); got.Status != http.StatusGone {
			t.Errorf("enrol meanwhile: %d", got.Status)
		}
		check := func(post string, v url.Values) int {
			v.Set("seen", p.Seen(id))
			return p.As(post).Post("/rechecks/"+id+"/check", v).Status
		}
		if got := check(first, url.Values{"practice": {"168"}}); got != http.StatusUnprocessableEntity {
			t.Errorf("a mark above 100 and no words: %d", got)
		}
		if got := check(first, url.Values{"practice": {"68"}, "note": {"第三题漏计10分，应为68分。"}}); got != http.StatusSeeOther {
			t.Fatalf("check: %d", got)
		}
		confirm := func(post string) int {
			return p.As(post).Post("/rechecks/"+id+"/confirm", url.Values{"seen": {p.Seen(id)}}).Status
		}
		if got := confirm(first); got != http.StatusForbidden {
			t.Errorf("the same pair of eyes: %d", got)
		}
		if got := p.As(second).Post("/cases/"+id+"/moves/keep", url.Values{"seen": {p.Seen(id)}}).Status; got != http.StatusGone {
			t.Errorf("kept against what was found: %d", got)
		}
		if got := confirm(second); got != http.StatusSeeOther {
			t.Fatalf("confirm: %d", got)
		}
		at := p.Attempt(c.Entry)
		if at.State != "passed" || p.Case(c.Entry).State != "passed" || p.Case(id).State != "corrected" {
			t.Fatalf("attempt %s, entry %s, recheck %s", at.State, p.Case(c.Entry).State, p.Case(id).State)
		}
		body := p.AsPerson(c.Person).Get("/cases/" + at.ID).Body
		for _, want := range []string{"58.00分", "68.00分", "71.30分", "成绩已更正"} {
			if !strings.Contains(body, want) {
				t.Errorf("the candidate does not read %s", want)
			}
		}
		p.Sound(c)
	})
}

// A sum may also be put right downwards; then the entry goes back, or ends.
func TestCorrectedDownwards(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		c := sat(p, "72", "68", "75")
		id, _ := ask(p, c)
		p.As(first).Post("/rechecks/"+id+"/check", url.Values{"seen": {p.Seen(id)}, "practice": {"58"}, "note": {"误加10分。"}})
		if got := p.As(second).Post("/rechecks/"+id+"/confirm", url.Values{"seen": {p.Seen(id)}}); got.Status != http.StatusSeeOther {
			t.Fatalf("confirm: %d %s", got.Status, got.Body)
		}
		if got := p.Case(c.Entry).State; got != "retake" {
			t.Errorf("after the correction: %s", got)
		}
	})
}

// Once the committee has signed it is too late, and so is it after three days.
func TestTooLate(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		c := sat(p, "72", "68", "75")
		id, _ := ask(p, c)
		p.As(first).Post("/rechecks/"+id+"/check", url.Values{"seen": {p.Seen(id)}, "note": {"核对无误。"}})
		if got := p.As(second).Post("/rechecks/"+id+"/confirm", url.Values{"seen": {p.Seen(id)}}); got.Status != http.StatusSeeOther {
			t.Fatalf("keep: %d", got.Status)
		}
		if got := p.Case(id).State; got != "kept" {
			t.Errorf("what was right: %s", got)
		}
		// Released on Thursday 28 September: the weekend of 30 September was
		// worked on by the holiday notice, so the third working day is after it.
		d := sat(p, "72", "50", "75")
		until := p.AsPerson(d.Person).Get("/cases/" + p.Attempt(d.Entry).ID).Body
		if !strings.Contains(until, "前可以申请核对计分") {
			t.Error("the page does not say until when")
		}
		p.Clock.Set(calendar.Must("2017-10-20").At(9, 0))
		if _, got := ask(p, d); got.Status != http.StatusGone {
			t.Errorf("after the days: %d", got.Status)
		}
	})
}

// Nobody else asks, sees or answers.
func TestWhoMay(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		c := sat(p, "72", "50", "75")
		at := p.Attempt(c.Entry)
		other := p.Candidate("测试·他人", "某公司（演示）", "330782", nil)
		v := url.Values{"seen": {p.Seen(at.ID)}, "id": {db.NewID()}, "parts": {"theory"}, "reason": {"请核对。"}}
		if got := p.AsPerson(other.Person).Post("/certification/"+at.ID+"/recheck", v).Status; got != http.StatusNotFound {
			t.Errorf("somebody else: %d", got)
		}
		if got := p.As("330000-province-clerk-1").Post("/certification/"+at.ID+"/recheck", v).Status; got != http.StatusNotFound {
			t.Errorf("the province: %d", got)
		}
		id, _ := ask(p, c)
		for post, want := range map[string]int{"330000-province-clerk-1": 404, "330782-county-clerk-1": 404, "330000-supervisor-clerk-1": 404} {
			if got := p.As(post).Post("/rechecks/"+id+"/check", url.Values{"seen": {p.Seen(id)}}).Status; got != want {
				t.Errorf("%s checks: %d", post, got)
			}
		}
		if got := p.As("330782-county-clerk-1").Get("/cases/" + id).Status; got != http.StatusNotFound {
			t.Errorf("the county reads: %d", got)
		}
	})
}

// What a recheck has found is of the release alone until the second has seen
// it; a recusal of the attempt closes the recheck too.
func TestRecusedFromTheAttempt(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		c := p.Candidate("测试·王青", "某公司（演示）", "330782", nil)
		p.Train(c)
		p.Enrol(c)
		at := p.Attempt(c.Entry)
		err := p.DB.Tx(t.Context(), func(tx *db.Tx) error {
			return p.House.Flow.Recuse(t.Context(), tx, at.ID, "p-330000-examiner-clerk-3", "unit")
		})
		if err != nil {
			t.Fatal(err)
		}
		p.Mark(1, c, "72", "50", "75")
		p.Mark(2, c, "72", "50", "75")
		p.Release(c)
		id, got := ask(p, c)
		if got.Status != http.StatusSeeOther {
			t.Fatalf("ask: %d %s", got.Status, got.Body)
		}
		if got := p.As("330000-examiner-clerk-3").Get("/cases/" + id).Status; got != http.StatusNotFound {
			t.Errorf("who is recused reads the recheck: %d", got)
		}
	})
}

// Whose recheck keeps a list from being confirmed stands on the page of the
// meeting before anybody signs, and no longer once it is answered.
func TestMeetingNamesRecheck(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		c := sat(p, "72", "68", "75")
		id, got := ask(p, c)
		if got.Status != http.StatusSeeOther {
			t.Fatalf("ask: %d", got.Status)
		}
		meeting, desk := db.NewID(), p.As("330000-province-clerk-1")
		got = desk.Post("/committee/meetings", url.Values{
			"id": {meeting}, "title": {"认证委员会会议"}, "on": {"2017-09-28"}, "hour": {"14:00"}, "place": {"演示会议室"},
			"agenda": {"审议并签署拟认证名单。"}, "entry": {c.Entry},
		})
		if got.Status != http.StatusSeeOther {
			t.Fatalf("call: %d %s", got.Status, got.Body)
		}
		apptest.Has(t, "open", desk.Get("/cases/"+meeting), http.StatusOK, "名单中有人的查分还没有办结", `href="/cases/`+id+`"`, "测试·王青的查分：待复核")
		if got := p.As(first).Post("/rechecks/"+id+"/check", url.Values{"seen": {p.Seen(id)}, "note": {"计分无误。"}}); got.Status != http.StatusSeeOther {
			t.Fatalf("check: %d", got.Status)
		}
		apptest.Has(t, "checked once", desk.Get("/cases/"+meeting), http.StatusOK, "待第二人核对")
		if got := p.As(second).Post("/rechecks/"+id+"/confirm", url.Values{"seen": {p.Seen(id)}}); got.Status != http.StatusSeeOther {
			t.Fatalf("confirm: %d", got.Status)
		}
		if got := desk.Get("/cases/" + meeting); strings.Contains(got.Body, "查分还没有办结") {
			t.Error("a recheck that is answered is still named")
		}
	})
}
