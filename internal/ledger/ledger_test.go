package ledger_test

import (
	"bytes"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"archive/zip"

	"qinglan/internal/app/apptest"
	"qinglan/internal/db"
)

const (
	yiwu     = "330782-county-clerk-1"
	pujiang  = "330726-county-clerk-1"
	jinhua   = "330700-city-clerk-1"
	hangzhou = "330100-city-clerk-1"
	province = "330000-province-clerk-1"
)

var dutyLink = regexp.MustCompile(`/duties/([0-9a-z-]+)`)

func organ(p *apptest.Program, post string) string { return p.Post(post).Organisation.ID }

func task(id, title, due string, owners ...string) url.Values {
	return url.Values{"id": {id}, "title": {title}, "about": {"见通知。"}, "due": {due}, "owner": owners}
}

func doing(act, version, text string) url.Values {
	return url.Values{"act": {act}, "version": {version}, "text": {text}}
}

func dutyOf(t *testing.T, b *apptest.Browser, title string) string {
	t.Helper()
	body := b.Get("/ledger").Body
	i := strings.Index(body, title)
	if i < 0 {
		t.Fatalf("no task %s", title)
	}
	start := strings.LastIndex(body[:i], "/duties/")
	return dutyLink.FindString(body[start:])
}

// A city gives a task; one county does it, one is urged, and nobody else knows.
func TestLedger(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		city, one, two := p.As(jinhua), p.As(yiwu), p.As(pujiang)
		id := db.NewID()
		apptest.Has(t, "nobody to do it", city.Post("/ledger", task(id, "报送摸底情况", "2017-10-10")), http.StatusUnprocessableEntity, "请至少选一个责任单位。", "报送摸底情况")
		apptest.Has(t, "in the past", city.Post("/ledger", task(id, "报送摸底情况", "2017-09-01", organ(p, yiwu))), http.StatusUnprocessableEntity, "办结时限已经过了。")
		apptest.Has(t, "an office elsewhere", city.Post("/ledger", task(id, "报送摸底情况", "2017-10-10", organ(p, yiwu), organ(p, hangzhou))), http.StatusUnprocessableEntity)
		good := task(id, "报送摸底情况", "2017-10-10", organ(p, yiwu), organ(p, pujiang))
		apptest.Has(t, "give", city.Post("/ledger", good), http.StatusSeeOther)
		apptest.Has(t, "pressed twice", city.Post("/ledger", good), http.StatusSeeOther)
		apptest.Has(t, "another's id", one.Post("/ledger", task(id, "别的任务", "2017-10-10", organ(p, yiwu))), http.StatusNotFound)
		path := dutyOf(t, one, "报送摸底情况")
		apptest.Has(t, "the desk", one.Get("/desk"), http.StatusOK, "工作台账")
		apptest.Has(t, "the duty", one.Get(path), http.StatusOK, "见通知。", "办结情况")
		for _, who := range []string{pujiang, hangzhou, province} {
			apptest.Has(t, who, p.As(who).Get(path), http.StatusNotFound)
			apptest.Has(t, who+" acts", p.As(who).Post(path+"/act", doing("done", "1", "x")), http.StatusNotFound)
		}
		apptest.Has(t, "the auditor", p.As("330000-auditor-clerk-1").Get(path), http.StatusOK, "报送摸底情况")
		apptest.Has(t, "the giver does not do it", city.Post(path+"/act", doing("done", "1", "x")), http.StatusForbidden)
		apptest.Has(t, "the owner does not urge itself", one.Post(path+"/act", doing("urge", "1", "x")), http.StatusForbidden)
		apptest.Has(t, "name", one.Post(path+"/act", doing("name", "1", "演示·金")), http.StatusSeeOther)
		apptest.Has(t, "no words", one.Post(path+"/act", doing("done", "2", "")), http.StatusUnprocessableEntity, "请填写这一项。")
		apptest.Has(t, "stale", one.Post(path+"/act", doing("done", "1", "已报送")), http.StatusConflict)
		if n := race(one, path, doing("note", "2", "名单过半。")); n[http.StatusSeeOther] != 1 || n[http.StatusConflict] != 7 {
			t.Errorf("eight at once: %v", n)
		}
		apptest.Has(t, "done", one.Post(path+"/act", doing("done", "3", "已报送")), http.StatusSeeOther)
		apptest.Has(t, "done twice", one.Post(path+"/act", doing("done", "4", "已报送")), http.StatusConflict)
		apptest.Has(t, "done", one.Get(path), http.StatusOK, "已办结", "演示·金", "已报送")
		other := dutyOf(t, two, "报送摸底情况")
		apptest.Has(t, "urge", city.Post(other+"/act", doing("urge", "1", "请于明日前报送。")), http.StatusSeeOther)
		apptest.Has(t, "urged", two.Get("/ledger"), http.StatusOK, "督办 1 次")
		apptest.Has(t, "urged, the words", two.Get(other), http.StatusOK, "请于明日前报送。")
		apptest.Has(t, "back", city.Post(path+"/act", doing("back", "4", "数字对不上。")), http.StatusSeeOther)
		apptest.Has(t, "not done any more", one.Get(path), http.StatusOK, "办理中", "数字对不上。")
	})
}

// race sends the same act eight times at once and counts the answers.
func race(b *apptest.Browser, path string, act url.Values) map[int]int {
	var wg sync.WaitGroup
	got := make([]int, 8)
	for i := range got {
		wg.Go(func() { got[i] = b.Post(path+"/act", act).Status })
	}
	wg.Wait()
	n := map[int]int{}
	for _, status := range got {
		n[status]++
	}
	return n
}

// The 通报 of a month says what stood at its end, whatever came after, and no
// title becomes a formula in its workbook.
func TestBulletin(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		city, one, two := p.As(jinhua), p.As(yiwu), p.As(pujiang)
		owners := []string{organ(p, yiwu), organ(p, pujiang)}
		apptest.Has(t, "one", city.Post("/ledger", task(db.NewID(), "=cmd()|calc", "2017-09-29", owners...)), http.StatusSeeOther)
		apptest.Has(t, "two", city.Post("/ledger", task(db.NewID(), "𠮷田·任务", "2017-10-20", owners...)), http.StatusSeeOther)
		path, late := dutyOf(t, one, "=cmd()|calc"), dutyOf(t, two, "=cmd()|calc")
		apptest.Has(t, "in time", one.Post(path+"/act", doing("done", "1", "已办")), http.StatusSeeOther)
		p.Clock.Set(time.Date(2017, 10, 9, 9, 0, 0, 0, time.FixedZone("", 8*3600)))
		september := city.Get("/ledger/bulletin?month=2017-09")
		apptest.Has(t, "September", september, http.StatusOK, "2017年9月工作通报", "已办结", "逾期未办", "2017-10-01 00:00:00")
		if strings.Contains(september.Body, "𠮷田·任务") {
			t.Error("September lists a task of October")
		}
		apptest.Has(t, "late", two.Post(late+"/act", doing("done", "1", "补办")), http.StatusSeeOther)
		apptest.Has(t, "sent back", city.Post(path+"/act", doing("back", "2", "重办")), http.StatusSeeOther)
		again := city.Get("/ledger/bulletin?month=2017-09")
		if table(again.Body) != table(september.Body) {
			t.Error("what was done later changed the bulletin of September")
		}
		apptest.Has(t, "October", city.Get("/ledger/bulletin"), http.StatusOK, "逾期办结", "办理中", "𠮷田·任务")
		apptest.Has(t, "no month", city.Get("/ledger/bulletin?month=x"), http.StatusNotFound)
		apptest.Has(t, "a county", one.Get("/ledger/bulletin"), http.StatusNotFound)
		apptest.Has(t, "the province", p.As(province).Get("/ledger/bulletin?city=330700"), http.StatusOK, "𠮷田·任务")
		got := city.Post("/ledger/bulletin/export", url.Values{"month": {"2017-10"}})
		apptest.Has(t, "export", got, http.StatusOK)
		book := unzip(t, got.Body)
		if !strings.Contains(book, "=cmd()|calc") || strings.Contains(book, "<f>") {
			t.Error("the title is not in the workbook as a text")
		}
		var n int
		if err := p.DB.QueryRowContext(t.Context(), `SELECT COUNT(*) FROM journal WHERE case_id = 'audit' AND move = 'export'`).Scan(&n); err != nil || n != 1 {
			t.Errorf("%d exports in the audit, %v", n, err)
		}
	})
}

func table(body string) string {
	_, rest, _ := strings.Cut(body, "<table")
	rest, _, _ = strings.Cut(rest, "</table")
	return rest
}

func unzip(t *testing.T, body string) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader([]byte(body)), int64(len(body)))
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	for _, f := range z.File {
		r, err := f.Open()
		if err == nil {
			_, err = io.Copy(&out, r)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return out.String()
}
