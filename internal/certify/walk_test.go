package certify_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"qinglan/internal/app/apptest"
)

var (
	good = []string{"72", "68.5", "75"}
	bad  = []string{"59.99", "100", "100"}
)

func TestWalk(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		c := p.Candidate("测试·王青", "某跨境公司（演示）", "330782", nil)
		p.Train(c)
		if got := p.Case(c.Entry).State; got != "trained" {
			t.Fatalf("after the training: %s", got)
		}
		own := p.AsPerson(c.Person)
		if got := own.Get("/cases/" + c.Entry); !strings.Contains(got.Body, "剩余 2/2 次") || !strings.Contains(got.Body, "可保留2次再进行认证的资格") {
			t.Errorf("the entry page does not tell the chances: %d", got.Status)
		}
		p.Sit(bad, c)
		if got := p.Case(c.Entry).State; got != "retake" {
			t.Fatalf("after a failed attempt: %s", got)
		}
		p.Sit(good, c)
		if got := p.Case(c.Entry).State; got != "passed" {
			t.Fatalf("after a passed attempt: %s", got)
		}
		got := own.Get("/cases/" + p.Attempt(c.Entry).ID)
		for _, want := range []string{"91.60分", "72.00分", "100.00分（占40%", "沿用2017年9月28日的成绩"} {
			if !strings.Contains(got.Body, want) {
				t.Errorf("the candidate does not read %s", want)
			}
		}
	})
}

func TestThreeChances(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		c := p.Candidate("测试·李蓝", "某学院（演示）", "330108", nil)
		p.Train(c)
		p.Sit(bad, c) // one
		p.Enrol(c)
		end(t, p, "330000-examiner-clerk-1", c, "miss") // two
		if got := p.Case(c.Entry).State; got != "retake" {
			t.Fatalf("after two: %s", got)
		}
		p.Enrol(c)
		end(t, p, "330000-province-clerk-1", c, "cancel") // does not count
		if got := p.Case(c.Entry).State; got != "trained" {
			t.Fatalf("after a cancelled one: %s", got)
		}
		if got := p.AsPerson(c.Person).Get("/cases/" + c.Entry); !strings.Contains(got.Body, "剩余 1/2 次") {
			t.Error("a cancelled attempt was counted, or another was not")
		}
		p.Sit(bad, c) // three
		if got := p.Case(c.Entry).State; got != "exhausted" {
			t.Fatalf("after three: %s", got)
		}
		got := p.AsPerson(c.Person).Post("/cases/"+c.Entry+"/moves/enrol", url.Values{"seen": {p.Seen(c.Entry)}, "directions": {"amazon"}})
		if got.Status != http.StatusConflict {
			t.Errorf("a fourth attempt: %d", got.Status)
		}
	})
}

func end(t *testing.T, p *apptest.Program, post string, c apptest.Candidate, move string) {
	t.Helper()
	at := p.Attempt(c.Entry)
	got := p.As(post).Post("/cases/"+at.ID+"/moves/"+move, url.Values{"seen": {fmt.Sprint(at.Seq)}, "reason": {"试验的理由"}})
	if got.Status != http.StatusSeeOther {
		t.Fatalf("%s: %d %s", move, got.Status, got.Body)
	}
}
