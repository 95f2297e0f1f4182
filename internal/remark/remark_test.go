package remark_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"

	"qinglan/internal/app/apptest"
)

const (
	clerk     = "330700-city-clerk-1"
	colleague = "330700-city-clerk-2"
	county    = "330782-county-clerk-1"
	other     = "330300-city-clerk-1"
)

func called(id, outcome, note, follow string) url.Values {
	return url.Values{"id": {id}, "outcome": {outcome}, "who": {"本人"}, "note": {note}, "follow": {follow}}
}

// A call is noted once, read by the office alone, and what was said stands in no
// column that can be read.
func TestCall(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		c := p.Candidate("测试·王青", "某公司（演示）", "330782", nil)
		page := "/cases/" + c.Application
		b := p.As(clerk)
		for range 2 { // pressed twice
			apptest.Has(t, "note", b.Post(page+"/calls", called("r1", "reached", "周四前补营业执照=cmd()", "")), http.StatusSeeOther)
		}
		got := apptest.Has(t, "the page", b.Get(page), http.StatusOK, "接通", "周四前补营业执照=cmd()")
		if n := strings.Count(got.Body, "周四前补营业执照"); n != 1 {
			t.Errorf("noted %d times", n)
		}
		apptest.Has(t, "a colleague", p.As(colleague).Get(page), http.StatusOK, "周四前补营业执照")
		for who, b := range map[string]*apptest.Browser{"the county": p.As(county), "the person": p.AsPerson(c.Person), "an auditor": p.As("330000-auditor-clerk-1")} {
			if got := b.Get(page); got.Status != http.StatusOK || strings.Contains(got.Body, "周四前补营业执照") {
				t.Errorf("%s: %d, or reads what another office noted", who, got.Status)
			}
		}
		apptest.Has(t, "another city", p.As(other).Post(page+"/calls", called("r2", "reached", "看不到的", "")), http.StatusNotFound)
		apptest.Has(t, "the person", p.AsPerson(c.Person).Post(page+"/calls", called("r3", "reached", "本人", "")), http.StatusNotFound)
		apptest.Has(t, "without an outcome", b.Post(page+"/calls", called("r4", "", "说了很多", "")), http.StatusUnprocessableEntity, "说了很多")
		var clear, kept int
		row := p.DB.QueryRowContext(t.Context(), `SELECT COUNT(*), SUM(CASE WHEN body LIKE '%营业%' THEN 1 ELSE 0 END) FROM remarks`)
		if err := row.Scan(&kept, &clear); err != nil || kept != 1 || clear != 0 {
			t.Errorf("%d kept, %d can be read (%v)", kept, clear, err)
		}
	})
}

// A day to call again brings the case onto the list, and a later call takes it
// off, whichever of two colleagues makes it.
func TestCallAgain(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		c := p.Candidate("测试·王青", "某公司（演示）", "330782", nil)
		page := "/cases/" + c.Application
		b := p.As(clerk)
		apptest.Has(t, "missed", b.Post(page+"/calls", called("r1", "missed", "", "2017-09-28")), http.StatusSeeOther)
		apptest.Has(t, "due today", p.As(colleague).Get("/calls"), http.StatusOK, "测试·王青", "约定2017-09-28再打", "无人接听")
		apptest.Has(t, "tomorrow", b.Post(page+"/calls", called("r2", "missed", "", "2037-01-01")), http.StatusSeeOther)
		if got := b.Get("/calls"); strings.Contains(got.Body, "测试·王青") {
			t.Error("on the list before the day")
		}
		apptest.Has(t, "another office", p.As(other).Get("/calls"), http.StatusOK, "现在没有要打的电话")
	})
}

var answers = regexp.MustCompile(`action="(/opinions/[^"]+)"`)

// A colleague is asked, finds it on the desk, and answers once; nobody else
// answers for them.
func TestOpinion(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		c := p.Candidate("测试·王青", "某公司（演示）", "330782", nil)
		page := "/cases/" + c.Application
		ask := url.Values{"id": {"q1"}, "asked": {p.Post(colleague).Person}, "text": {"在职年限这样算对吗？"}}
		apptest.Has(t, "ask", p.As(clerk).Post(page+"/opinions", ask), http.StatusSeeOther)
		apptest.Has(t, "somebody outside", p.As(clerk).Post(page+"/opinions", url.Values{"id": {"q2"}, "asked": {p.Post(county).Person}, "text": {"在吗，请看一看。"}}), http.StatusUnprocessableEntity)
		apptest.Has(t, "the desk", p.As(colleague).Get("/desk"), http.StatusOK, "同事请您看 1 件", "在职年限这样算对吗？")
		if got := p.As(clerk).Get(page); answers.MatchString(got.Body) {
			t.Error("who asked is asked to answer")
		}
		action := answers.FindStringSubmatch(p.As(colleague).Get(page).Body)
		if action == nil {
			t.Fatal("the colleague finds no place to answer")
		}
		apptest.Has(t, "for another", p.As(clerk).Post(action[1], url.Values{"text": {"我替他答。"}}), http.StatusForbidden)
		apptest.Has(t, "from outside", p.As(other).Post(action[1], url.Values{"text": {"我来答。"}}), http.StatusNotFound)
		var done sync.WaitGroup
		for range 8 { // pressed many times at once
			done.Go(func() { p.As(colleague).Post(action[1], url.Values{"text": {"对，按月计算。"}}) })
		}
		done.Wait()
		got := apptest.Has(t, "the answer", p.As(clerk).Get(page), http.StatusOK, "对，按月计算。")
		if n := strings.Count(got.Body, "对，按月计算。"); n != 1 {
			t.Errorf("answered %d times", n)
		}
		if got := p.As(colleague).Get("/desk"); strings.Contains(got.Body, "同事请您看") {
			t.Error("still asked")
		}
	})
}
