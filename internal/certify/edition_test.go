package certify_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"qinglan/internal/app/apptest"
)

// middling passes under the rules of 2017, whose line of practice is 60, and
// not under those of 2018, whose line is 65.
var middling = []string{"80", "62", "85"}

// An attempt is judged by the rules of the edition that was open at enrolment,
// and its page says which; the chances are those of the entry (rules/54).
func TestAttemptAcrossEditions(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		a := p.Candidate("测试·王青", "甲公司（演示）", "330782", nil)
		b := p.Candidate("测试·李蓝", "乙公司（演示）", "330782", nil)
		p.Train(a, b)
		p.Enrol(a) // registers in 2017, is marked in 2018
		if body := p.AsPerson(b.Person).Get("/cases/" + b.Entry).Body; strings.Contains(body, "系统默认 54") {
			t.Error("the page speaks of other editions before there is one")
		}
		p.Enter("teacher2018")
		p.Enrol(b)
		if got := p.Attempt(a.Entry).Edition.Name + " " + p.Attempt(b.Entry).Edition.Name; got != "teacher2017 teacher2018" {
			t.Fatalf("the attempts are of %s", got)
		}
		for _, c := range []apptest.Candidate{a, b} {
			for _, n := range []int{1, 2} {
				if got := p.Mark(n, c, middling...); got.Status != http.StatusSeeOther {
					t.Fatalf("mark: %d %s", got.Status, got.Body)
				}
			}
		}
		desk := p.As("330000-supervisor-clerk-1").Get("/certification?tab=marked").Body
		for _, want := range []string{"2017年第一批：每项不低于", "2018年第二批（演示）：每项不低于", "低于65"} {
			if !strings.Contains(desk, want) {
				t.Errorf("the desk does not say %q", want)
			}
		}
		if got := p.Release(a, b); got.Status != http.StatusSeeOther {
			t.Fatalf("release: %d %s", got.Status, got.Body)
		}
		if got := p.Case(a.Entry).State + " " + p.Case(b.Entry).State; got != "passed retake" {
			t.Fatalf("the same marks come to %s; want passed retake", got)
		}
		for c, want := range map[apptest.Candidate]string{a: "2017年第一批", b: "2018年第二批（演示）"} {
			body := p.AsPerson(c.Person).Get("/cases/" + p.Attempt(c.Entry).ID).Body
			if !strings.Contains(body, "报名时开放的批次是"+want) {
				t.Errorf("the page of %s does not name %s", c.Name, want)
			}
		}
		body := p.AsPerson(b.Person).Get("/cases/" + b.Entry).Body
		if !strings.Contains(body, "剩余 2/2 次") || !strings.Contains(body, "按2018年第二批（演示）的项目、权重和分数线评定") {
			t.Error("the entry does not tell the chances left and whose rules hold now")
		}
	})
}

// Three chances in all, counted once over three editions.
func TestChancesAcrossEditions(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		c := p.Candidate("测试·王青", "某公司（演示）", "330782", nil)
		p.Train(c)
		p.Sit(bad, c)
		p.Enter("teacher2018")
		p.Sit(bad, c)
		p.Enter("teacher2019")
		if got := p.Case(c.Entry).State; got != "retake" {
			t.Fatalf("after two editions: %s", got)
		}
		p.Sit(bad, c)
		if got := p.Case(c.Entry).State; got != "exhausted" {
			t.Fatalf("after three: %s", got)
		}
		got := p.AsPerson(c.Person).Post("/cases/"+c.Entry+"/moves/enrol", url.Values{"seen": {p.Seen(c.Entry)}, "directions": {"amazon"}})
		if got.Status != http.StatusConflict {
			t.Errorf("a fourth attempt: %d", got.Status)
		}
	})
}

// Without a class, training is measured by the edition of the entry, whenever
// it took place: 24 hours are enough for the list of 2017 and not for 2018's.
func TestHoursOfEntry(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		old := p.Candidate("测试·王青", "甲公司（演示）", "330782", nil)
		p.Enter("teacher2018")
		fresh := p.Candidate("测试·李蓝", "乙公司（演示）", "330782", nil)
		p.Train(old, fresh)
		if got := p.Case(old.Entry).State + " " + p.Case(fresh.Entry).State; got != "trained training-failed" {
			t.Errorf("24 hours come to %s; want trained training-failed", got)
		}
		if no := p.Case(fresh.Entry).No; !strings.HasPrefix(no, "P2018-") {
			t.Errorf("an entry of 2018 has the number %s", no)
		}
	})
}
