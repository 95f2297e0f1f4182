package institution_test

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"qinglan/internal/app/apptest"
	"qinglan/internal/db"
)

// assessed appoints two judges who mark without seeing each other.
func assessed(t *testing.T, p *apptest.Program, id string) {
	t.Helper()
	office := p.As(province)
	move(t, p, office, id, "accept", http.StatusSeeOther)
	var sheets []string
	for _, n := range []string{"1", "2", "3"} {
		sheet := db.NewID()
		v := url.Values{"seen": {fmt.Sprint(state(t, p, id).Seq)}, "person": {"p-" + judge + n}, "sheet": {sheet}}
		got := office.Post("/institutions/"+id+"/appoint", v)
		if n == "3" {
			apptest.Has(t, "a third", got, http.StatusGone, "已经指派齐")
			break
		}
		apptest.Has(t, "appoint", got, http.StatusSeeOther)
		sheets = append(sheets, sheet)
	}
	first, second := p.As(judge+"1"), p.As(judge+"2")
	apptest.Has(t, "before the declaration", first.Get("/cases/"+id), http.StatusNotFound)
	apptest.Has(t, "whom it is about", first.Get("/cases/"+sheets[0]), http.StatusOK, "师资名册（请看是否有应当回避的关系）")
	move(t, p, first, sheets[0], "declare", http.StatusSeeOther)
	page := apptest.Has(t, "after it", first.Get("/cases/"+id), http.StatusOK, "演示方案")
	if strings.Contains(page.Body, "23456789") {
		t.Error("the judge reads a telephone number")
	}
	file := regexp.MustCompile(`/files/([a-z0-9]+)"`).FindStringSubmatch(page.Body)
	if file == nil {
		t.Fatal("the judge finds no file")
	}
	if err := p.House.Queue.Drain(t.Context()); err != nil { // it has passed its check
		t.Fatal(err)
	}
	apptest.Has(t, "a file", first.Get("/files/"+file[1]), http.StatusOK)
	apptest.Has(t, "a file, the other", second.Get("/files/"+file[1]), http.StatusNotFound)
	mark(t, first, sheets[0], "8")
	apptest.Has(t, "the other's sheet", second.Get("/cases/"+sheets[0]), http.StatusNotFound)
	for _, post := range []string{province, city, school, "330000-auditor-clerk-1"} {
		apptest.Has(t, post, p.As(post).Get("/cases/"+sheets[0]), http.StatusNotFound)
	}
	if body := office.Get("/selection").Body + office.Get("/cases/"+id).Body; strings.Contains(body, "48.50") {
		t.Error("the province reads a mark before both are locked")
	}
	gate := []string{"gate", "pass", "evidence", "信用公示系统", "checked", "2017-10-30"}
	move(t, p, office, id, "assess", http.StatusGone, gate...)
	move(t, p, second, sheets[1], "declare", http.StatusSeeOther)
	mark(t, second, sheets[1], "20.5")
	move(t, p, office, id, "assess", http.StatusSeeOther, gate...)
	apptest.Has(t, "both marks", office.Get("/cases/"+id), http.StatusOK, "48.50", "73.50", "61.00")
}

// mark locks a sheet with so much for the lecturers; the rest is 8, 12.5, 10,
// 5 and 5, or 9.5, 16, 12.5, 10 and 5 with more.
func mark(t *testing.T, b *apptest.Browser, sheet, lecturers string) {
	t.Helper()
	v := url.Values{"seen": {"2"}, "rules": {"8"}, "scale": {"12.5"}, "record": {"10"}, "rooms": {"5"}, "plan": {"5"}, "lecturers": {lecturers}}
	if lecturers != "8" {
		v.Set("rules", "9.5")
		v.Set("scale", "16")
		v.Set("record", "12.5")
		v.Set("rooms", "10")
	}
	w := url.Values{"seen": {"2"}, "rules": {"10.5"}, "scale": {"12.3"}}
	apptest.Has(t, "marks beyond the rubric", b.Post("/assessments/"+sheet, w), http.StatusUnprocessableEntity, "不能大于 10。", "分数以 0.5 分为一档。", "12.3")
	apptest.Has(t, "lock", b.Post("/assessments/"+sheet, v), http.StatusSeeOther)
}

func selected(t *testing.T, p *apptest.Program, id string) {
	t.Helper()
	office := p.As(province)
	page := apptest.Has(t, "ranking", office.Get("/selection"), http.StatusOK, "61.00", "合格")
	sel := hidden(t, page.Body, "id")
	v := url.Values{"id": {sel}, "outcome." + id: {"select"}, "basis": {"评估得分"}, "number": {"浙商务函〔2017〕1号（演示）"}}
	apptest.Has(t, "issue", office.Post("/selection", v), http.StatusSeeOther)
	approve(t, p, sel, "330000-province-head-1", "330000-province-leader-1")
	if c := state(t, p, id); c.State != "selected" {
		t.Fatalf("after the selection: %s", c.State)
	}
	got := apptest.Has(t, "everybody", p.Stranger().Get("/institutions"), http.StatusOK, "演示培训学校", "金华市", "亚马逊")
	for _, secret := range []string{"23456789", codes[0], "61.00", "演示·何方"} {
		if strings.Contains(got.Body, secret) {
			t.Errorf("the public list holds %s", secret)
		}
	}
}
