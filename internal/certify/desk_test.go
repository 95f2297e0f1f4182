package certify_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"

	"qinglan/internal/app/apptest"
)

// The second examiner reads nothing of the first entry, wherever they look.
func TestSecondEntryIsBlind(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		c := p.Candidate("测试·王青", "某公司（演示）", "330782", nil)
		p.Train(c)
		p.Enrol(c)
		marks := []string{"61.37", "72.41", "83.59"}
		if got := p.Mark(1, c, marks...); got.Status != http.StatusSeeOther {
			t.Fatalf("first entry: %d", got.Status)
		}
		at := p.Attempt(c.Entry)
		for _, post := range []string{"330000-examiner-clerk-1", "330000-examiner-clerk-2", "330000-province-clerk-1"} {
			b := p.As(post)
			for _, path := range []string{"/certification", "/certification?tab=sitting", "/certification/marks", "/certification/" + at.ID, "/cases/" + at.ID, "/cases/" + c.Entry, "/cases?track=attempt", "/desk"} {
				hides(t, post, path, b.Get(path).Body, marks)
			}
		}
		hides(t, "the candidate", "/cases/…", p.AsPerson(c.Person).Get("/cases/"+at.ID).Body, marks)
		if got := p.Mark(1, c, marks...); got.Status != http.StatusForbidden {
			t.Errorf("the same examiner entered twice: %d", got.Status)
		}
		if got := p.Mark(2, c, "61.37", "72.41", "83.58"); got.Status != http.StatusSeeOther {
			t.Fatalf("a second entry that differs: %d", got.Status)
		}
		if got := p.Case(at.ID).State; got != "differs" {
			t.Fatalf("after two that differ: %s", got)
		}
		for _, n := range []int{2, 1} { // both again
			if got := p.Mark(n, c, marks...); got.Status != http.StatusSeeOther {
				t.Fatalf("again: %d", got.Status)
			}
		}
		if got := p.Case(at.ID).State; got != "marked" {
			t.Fatalf("after two that agree: %s", got)
		}
		hides(t, "the candidate before release", "/cases/…", p.AsPerson(c.Person).Get("/cases/"+at.ID).Body, marks)
	})
}

func hides(t *testing.T, who, path, body string, marks []string) {
	t.Helper()
	for _, m := range marks {
		if strings.Contains(body, m) {
			t.Errorf("%s reads %s on %s", who, m, path)
		}
	}
}

// Nobody says whether two entries agree, or who passes, but the rule.
func TestServerDecides(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		c := p.Candidate("测试·王青", "某公司（演示）", "330782", nil)
		p.Train(c)
		p.Enrol(c)
		p.Mark(1, c, bad...)
		at := p.Attempt(c.Entry)
		claim := url.Values{"seen": {fmt.Sprint(at.Seq)}}
		for i, part := range at.Edition.Parts {
			claim.Set(part.Name, good[i])
		}
		if got := p.As("330000-examiner-clerk-2").Post("/cases/"+at.ID+"/moves/match", claim); got.Status != http.StatusGone {
			t.Errorf("a match of marks that differ: %d", got.Status)
		}
		p.Mark(2, c, bad...)
		if got := p.As("330000-supervisor-clerk-1").Post("/cases/"+at.ID+"/moves/pass", url.Values{"seen": {p.Seen(at.ID)}}); got.Status != http.StatusGone {
			t.Errorf("a pass against the rule: %d", got.Status)
		}
	})
}

// One wrong row stores nothing, and all that is wrong is told at once.
func TestTrainingAllOrNothing(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		a := p.Candidate("测试·王青", "甲公司（演示）", "330782", nil)
		b := p.Candidate("测试·王青", "乙公司（演示）", "330108", nil)
		c := p.Candidate("𠮷田·=cmd()", "丙公司（演示）", "330108", nil)
		desk := p.As("330000-province-clerk-1")
		v := url.Values{"pasted": {"姓名\t学时\t出勤率\n测试·王青\t24\t90%\n没有此人\t24\t90\n𠮷田·=cmd()\t二十\t120"}}
		for _, x := range []apptest.Candidate{a, b, c} {
			v.Set("seen."+x.Entry, p.Seen(x.Entry))
		}
		got := desk.Post("/certification/training", v)
		if got.Status != http.StatusUnprocessableEntity {
			t.Fatalf("wrong rows: %d", got.Status)
		}
		for _, want := range []string{"第2行", "第3行", "请填写整数", "不能大于 100", "没有此人"} {
			if !strings.Contains(got.Body, want) {
				t.Errorf("the page does not say %q", want)
			}
		}
		if p.Case(c.Entry).State != "enrolled" {
			t.Error("something was stored")
		}
		v.Set("pasted", "测试·王青 甲公司（演示） 24 80%\n测试·王青 乙公司（演示） 24学时 79\n𠮷田·=cmd(),30,100")
		if got := desk.Post("/certification/training", v); got.Status != http.StatusSeeOther {
			t.Fatalf("right rows: %d %s", got.Status, got.Body)
		}
		for id, want := range map[string]string{a.Entry: "trained", b.Entry: "training-failed", c.Entry: "trained"} {
			if got := p.Case(id).State; got != want {
				t.Errorf("%s; want %s", got, want)
			}
		}
		if got := desk.Post("/certification/training", v); got.Status == http.StatusSeeOther {
			t.Error("pressed twice, taken twice")
		}
		low := url.Values{"seen": {p.Seen(b.Entry)}, "hours": {"1"}, "attendance": {"1"}}
		if got := desk.Post("/cases/"+b.Entry+"/moves/complete", low); got.Status == http.StatusSeeOther {
			t.Error("completed without hours")
		}
	})
}

func TestWrongRoles(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		c := p.Candidate("测试·王青", "某公司（演示）", "330782", nil)
		p.Train(c)
		p.Enrol(c)
		at := p.Attempt(c.Entry)
		for _, tt := range []struct {
			post, method, path string
			want               int
		}{
			{"330782-county-clerk-1", "GET", "/certification", 404},
			{"330700-city-clerk-1", "GET", "/certification/" + at.ID, 404},
			{"330000-judge-clerk-1", "GET", "/certification", 404},
			{"330000-province-clerk-1", "GET", "/certification/marks", 404},
			{"330000-province-clerk-1", "POST", "/certification/marks", 404},
			{"330000-examiner-clerk-1", "POST", "/certification/release", 404},
			{"330000-examiner-clerk-1", "POST", "/certification/training", 404},
			{"330000-supervisor-clerk-1", "POST", "/certification/confirm", 404},
			{"330000-examiner-clerk-1", "GET", "/cases/" + c.Application, 404},
			{"330000-examiner-clerk-1", "POST", "/cases/" + at.ID + "/moves/cancel", 403},
			{"330000-supervisor-clerk-1", "POST", "/cases/" + at.ID + "/moves/enter", 403},
			{"330782-county-clerk-1", "GET", "/cases/" + at.ID, 404},
		} {
			b := p.As(tt.post)
			got := b.Get
			if tt.method == "POST" {
				got = func(path string) apptest.Answer {
					return b.Post(path, url.Values{"seen": {p.Seen(at.ID)}, "case": {at.ID + ":" + p.Seen(at.ID)}})
				}
			}
			if s := got(tt.path).Status; s != tt.want {
				t.Errorf("%s %s %s: %d; want %d", tt.post, tt.method, tt.path, s, tt.want)
			}
		}
		if got := p.Stranger().Get("/certification"); got.Status != http.StatusSeeOther {
			t.Errorf("a stranger: %d", got.Status)
		}
		other := p.Candidate("测试·他人", "某公司（演示）", "330782", nil)
		if got := p.AsPerson(other.Person).Get("/cases/" + at.ID).Status; got != http.StatusNotFound {
			t.Errorf("another candidate: %d", got)
		}
	})
}

// Two presses at once make one attempt.
func TestEnrolTwiceAtOnce(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		c := p.Candidate("测试·王青", "某公司（演示）", "330782", nil)
		p.Train(c)
		v := url.Values{"seen": {p.Seen(c.Entry)}, "directions": {"amazon"}}
		one, two := p.AsPerson(c.Person), p.AsPerson(c.Person)
		var wg sync.WaitGroup
		for _, b := range []*apptest.Browser{one, two} {
			wg.Go(func() { b.Post("/cases/"+c.Entry+"/moves/enrol", v) })
		}
		wg.Wait()
		var n int
		if err := p.DB.QueryRowContext(t.Context(), `SELECT COUNT(*) FROM chances WHERE entry = $1`, c.Entry).Scan(&n); err != nil || n != 1 {
			t.Errorf("%d attempts, %v", n, err)
		}
	})
}

// An examiner of the candidate's own employer neither marks nor sees them.
func TestOwnEmployerIsRecused(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		c := p.Candidate("测试·王青", p.Post("330000-examiner-clerk-1").Organisation.Name, "330782", nil)
		p.Train(c)
		p.Enrol(c)
		if got := p.As("330000-examiner-clerk-1").Get("/cases/" + p.Attempt(c.Entry).ID).Status; got != http.StatusNotFound {
			t.Errorf("an examiner of the same employer: %d", got)
		}
	})
}
