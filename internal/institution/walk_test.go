package institution_test

import (
	"bytes"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"qinglan/internal/app/apptest"
	"qinglan/internal/db"
	"qinglan/internal/flow"
)

const (
	school   = "330700-institution-clerk-1"
	county   = "330782-county-clerk-1"
	city     = "330700-city-clerk-1"
	province = "330000-province-clerk-1"
	judge    = "330000-judge-clerk-"
	aPDF     = "%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\nxref\n0 1\ntrailer<</Root 1 0 R>>\nstartxref\n42\n%%EOF\n"
)

// codes are well made and belong to nobody.
var codes = []string{"91330000MA2700001Q", "91330000MA2700002U"}

func filled(name string) url.Values {
	return url.Values{
		"name": {name}, "seat": {"义乌市演示路1号"}, "head": {"演示·何方"}, "contact": {"演示·何方"}, "phone": {"0579-23456789"},
		"staff": {"30"}, "trained": {"1200"}, "income": {"0123.450600"}, "scope": {"跨境电商培训"}, "about": {"演示机构。"},
		"directions": {"amazon", "site"}, "capacity": {"60"}, "plan": {"演示方案"},
		"roster.0.name": {"演示·甲"}, "roster.0.full": {"full"}, "past.0.course": {"演示班"}, "past.0.from": {"2016-05"}, "past.0.people": {"40"},
	}
}

func hidden(t testing.TB, body, name string) string {
	t.Helper()
	m := regexp.MustCompile(`name="` + name + `" value="([^"]*)"`).FindStringSubmatch(body)
	if m == nil {
		t.Fatalf("no field %s", name)
	}
	return m[1]
}

func upload(t testing.TB, b *apptest.Browser, path string) int {
	t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	part, err := w.CreateFormFile("file", "演示.pdf")
	if err == nil {
		_, err = part.Write([]byte(aPDF))
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	req, err := http.NewRequest(http.MethodPost, b.Base+path, &body)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", w.FormDataContentType())
	req.Header.Set("Sec-Fetch-Site", "same-origin")
	res, err := b.Client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	return res.StatusCode
}

func with(v url.Values, pairs ...string) url.Values {
	for i := 0; i+1 < len(pairs); i += 2 {
		v.Set(pairs[i], pairs[i+1])
	}
	return v
}

// applied founds an institution and sends its dossier; the id of its case.
func applied(t *testing.T, b *apptest.Browser, name, code string) string {
	t.Helper()
	apptest.Has(t, "found", b.Post("/institution/found", url.Values{"name": {name}, "uscc": {code}, "region": {"330782"}}), http.StatusSeeOther)
	id := db.NewID()
	apptest.Has(t, "begin", b.Post("/institution/open", url.Values{"id": {id}}), http.StatusSeeOther)
	page := apptest.Has(t, "space", b.Get("/institution"), http.StatusOK, "待主办方确认", "附4-二.2", "附4-二.5", "还缺")
	got := b.Post("/institution/submit", with(filled(name), "seen", hidden(t, page.Body, "seen"), "version", "0"))
	apptest.Has(t, "submit without papers", got, http.StatusUnprocessableEntity, "请上传这一项的文件。", `"123.450600"`)
	for _, item := range []string{"licence", "roster", "past", "rooms"} {
		if n := upload(t, b, "/cases/"+id+"/files/"+item); n != http.StatusSeeOther {
			t.Fatalf("upload %s: %d", item, n)
		}
	}
	if n := upload(t, b, "/cases/"+id+"/files/item2"); n != http.StatusForbidden {
		t.Errorf("an item nobody confirmed takes a file: %d", n)
	}
	got = b.Post("/institution/submit", with(filled(name), "seen", "1", "version", "0"))
	apptest.Has(t, "a page that was overtaken", got, http.StatusConflict, "为免覆盖")
	apptest.Has(t, "submit", b.Post("/institution/submit", with(filled(name), "seen", "1", "version", "1")), http.StatusSeeOther)
	return id
}

func state(t testing.TB, p *apptest.Program, id string) *flow.Case {
	t.Helper()
	c, err := p.House.Flow.Load(t.Context(), p.DB, id)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func move(t testing.TB, p *apptest.Program, b *apptest.Browser, id, name string, status int, pairs ...string) apptest.Answer {
	t.Helper()
	v := with(url.Values{"seen": {fmt.Sprint(state(t, p, id).Seq)}}, pairs...)
	return apptest.Has(t, name, b.Post("/cases/"+id+"/moves/"+name, v), status)
}

// approve lets the office of a post approve what waits.
func approve(t testing.TB, p *apptest.Program, id string, posts ...string) {
	t.Helper()
	for i, post := range posts {
		c := state(t, p, id)
		prop, err := p.House.Flow.Pending(t.Context(), p.DB, c)
		if err != nil || prop == nil {
			t.Fatalf("nothing waits at %s: %v", c.State, err)
		}
		apptest.Has(t, post, p.As(post).Post("/approvals/"+prop.ID+"/approve", url.Values{"step": {fmt.Sprint(i)}}), http.StatusSeeOther)
	}
}

func TestWalk(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		b := p.As(school)
		id := applied(t, b, "演示培训学校", codes[0])
		if c := state(t, p, id); c.State != "at-county" || !strings.HasPrefix(c.No, "JG2017-330782-") {
			t.Fatalf("submitted: %s %s", c.State, c.No)
		}
		apptest.Has(t, "another institution", p.As("330100-institution-clerk-1").Get("/cases/"+id), http.StatusNotFound)
		apptest.Has(t, "another county", p.As("330726-county-clerk-1").Get("/cases/"+id), http.StatusNotFound)
		apptest.Has(t, "the province, too early", p.As(province).Get("/cases/"+id), http.StatusNotFound)
		apptest.Has(t, "a judge", p.As(judge+"1").Get("/cases/"+id), http.StatusNotFound)

		move(t, p, p.As(county), id, "return-county", http.StatusSeeOther, "faults.0.field", "上年度培训人数", "faults.0.reason", "与清单不符")
		page := apptest.Has(t, "returned", b.Get("/institution"), http.StatusOK, "与清单不符")
		v := with(filled("演示培训学校"), "seen", hidden(t, page.Body, "seen"), "version", hidden(t, page.Body, "version"))
		apptest.Has(t, "resubmit", b.Post("/institution/submit", v), http.StatusSeeOther)
		move(t, p, p.As(county), id, "forward", http.StatusSeeOther)
		office := p.As(city)
		apptest.Has(t, "the city", office.Get("/slate"), http.StatusOK, "演示培训学校", "0 / 2")
		move(t, p, office, id, "recommend", http.StatusSeeOther, "opinion", "同意推荐。", "rank", "1")
		reported(t, p, office, id)
		assessed(t, p, id)
		selected(t, p, id)
		papers(t, p, b, id)
	})
}

// reported drafts the slate and lets the office approve it.
func reported(t *testing.T, p *apptest.Program, office *apptest.Browser, id string) {
	t.Helper()
	sl := "slate-teacher2017-330700"
	page := apptest.Has(t, "slate", office.Get("/slate"), http.StatusOK, "送审上报")
	v := url.Values{"seen": {"1"}, "digest": {"0"}}
	apptest.Has(t, "another list than was read", office.Post("/slate/report", v), http.StatusConflict)
	v.Set("digest", hidden(t, page.Body, "digest"))
	apptest.Has(t, "report", office.Post("/slate/report", v), http.StatusSeeOther)
	if c := state(t, p, id); c.State != "recommended" {
		t.Errorf("reported before the leaders approved: %s", c.State)
	}
	approve(t, p, sl, "330700-city-head-1", "330700-city-leader-1")
	if c := state(t, p, id); c.State != "reported" {
		t.Fatalf("after the chain: %s", c.State)
	}
}

func papers(t *testing.T, p *apptest.Program, b *apptest.Browser, id string) {
	t.Helper()
	for file, head := range map[string]string{"annex3.pdf": "%PDF", "annex3.xlsx": "PK", "letter.pdf": "%PDF"} {
		if got := apptest.Has(t, file, b.Get("/institutions/"+id+"/"+file), http.StatusOK); !strings.HasPrefix(got.Body, head) {
			t.Errorf("%s begins %q", file, got.Body[:8])
		}
	}
	var printed int
	err := p.DB.QueryRowContext(t.Context(), `SELECT COUNT(*) FROM prints WHERE case_id = $1 AND paper = '浙江省跨境电商培训机构基本情况表'`, id).Scan(&printed)
	if err != nil || printed != 1 {
		t.Errorf("%d prints of 附件3 are known, %v; want one", printed, err)
	}
	apptest.Has(t, "a judge prints", p.As(judge+"1").Get("/institutions/"+id+"/annex3.pdf"), http.StatusNotFound)
	apptest.Has(t, "no paper", b.Get("/institutions/"+id+"/else.pdf"), http.StatusNotFound)
}

// One institution to a code, and a person founds one.
func TestFoundOnce(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		applied(t, p.As(school), "演示培训学校", codes[0])
		again := url.Values{"uscc": {codes[0]}, "region": {"330106"}}
		other := p.As("330100-institution-clerk-1")
		apptest.Has(t, "the same code", other.Post("/institution/found", again), http.StatusUnprocessableEntity, "邀请链接")
		again.Set("uscc", "91330000MA2700001R")
		apptest.Has(t, "a wrong code", other.Post("/institution/found", again), http.StatusUnprocessableEntity, "校验位")
		apptest.Has(t, "an invitation", p.As(school).Post("/institution/invite", url.Values{"name": {"演示·乙"}}), http.StatusOK, "/join/")
		var n int
		if err := p.DB.QueryRowContext(t.Context(), `SELECT COUNT(*) FROM institutions WHERE uscc LIKE '%91330000%'`).Scan(&n); err != nil || n != 0 {
			t.Errorf("%d codes in clear (%v)", n, err)
		}
	})
}
