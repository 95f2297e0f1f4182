package publicity_test

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"qinglan/internal/app/apptest"
	"qinglan/internal/calendar"
	"qinglan/internal/db"
	"qinglan/internal/form"
)

var good = []string{"72", "68.5", "75"}

const (
	clerk  = "330000-province-clerk-1"
	head   = "330000-province-head-1"
	leader = "330000-province-leader-1"
)

// passed returns two people who passed: one of each city.
func passed(p *apptest.Program) (a, b apptest.Candidate) {
	a = p.Candidate("测试·王青", "义乌某跨境公司（演示）", "330782", form.Answers{"phone": "0579-85990001", "mail": "qing@example.cn"})
	b = p.Candidate("测试·阿卜杜", "杭州某学院（演示）", "330108", nil)
	p.Train(a, b)
	p.Sit(good, a, b)
	p.Propose(a, b)
	return a, b
}

// drafted opens a list of candidates and returns its id.
func drafted(t *testing.T, p *apptest.Program, cs ...apptest.Candidate) string {
	t.Helper()
	id := db.NewID()
	v := url.Values{"id": {id}}
	for _, c := range cs {
		v.Add("entry", c.Entry)
	}
	for range 2 { // pressed twice
		took(t, "draft", p.As(clerk).Post("/publicities", v))
	}
	return id
}

func took(t *testing.T, what string, got apptest.Answer) {
	t.Helper()
	if got.Status != http.StatusSeeOther {
		t.Fatalf("%s: %d %s", what, got.Status, texts(got.Body))
	}
}

var tags = regexp.MustCompile(`(?s)<[^>]*>|\s+`)

func texts(body string) string {
	_, body, _ = strings.Cut(body, "<main")
	return tags.ReplaceAllString(body, " ")
}

func check(p *apptest.Program, id, title, body string) apptest.Answer {
	return p.As(clerk).Post("/publicities/"+id+"/check", url.Values{"seen": {p.Seen(id)}, "title": {title}, "body": {body}})
}

func publish(p *apptest.Program, id, first, last string) apptest.Answer {
	return p.As(clerk).Post("/publicities/"+id+"/publish", url.Values{"seen": {p.Seen(id)}, "first": {first}, "last": {last}})
}

// approve lets head and leader approve what waits for them.
func approve(t *testing.T, p *apptest.Program, posts ...string) {
	t.Helper()
	for i, post := range posts {
		b := p.As(post)
		m := regexp.MustCompile(`/approvals/([a-z2-7]+)`).FindStringSubmatch(b.Get("/desk").Body)
		if m == nil {
			t.Fatalf("%s: nothing to approve", post)
		}
		if got := b.Get("/approvals/" + m[1]); got.Status != http.StatusOK {
			t.Fatalf("%s reads: %d", post, got.Status)
		}
		took(t, post, b.Post("/approvals/"+m[1]+"/approve", url.Values{"step": {fmt.Sprint(i)}}))
	}
}

// running returns a list on public notice from 2017-09-28.
func running(t *testing.T, p *apptest.Program, cs ...apptest.Candidate) string {
	t.Helper()
	id := drafted(t, p, cs...)
	took(t, "check", check(p, id, "关于拟纳入人员的公示", "根据通知，现予公示。"))
	took(t, "publish", publish(p, id, "2017-09-28", "2017-10-11"))
	approve(t, p, head, leader)
	if got := p.Case(id).State; got != "running" {
		t.Fatalf("after the approvals: %s", got)
	}
	return id
}

func object(p *apptest.Program, list string, n int, id, person string) apptest.Answer {
	v := url.Values{"id": {id}, "person": {person}, "reason": {"所填经历与事实不符，请核查。"}}
	if person != "" {
		v.Set("phone", "0571-86880002")
	}
	return p.Stranger().Post(fmt.Sprintf("/publicity/%s/object/%d", list, n), v)
}

func move(t *testing.T, p *apptest.Program, id, name string, v url.Values) {
	t.Helper()
	if v == nil {
		v = url.Values{}
	}
	v.Set("seen", p.Seen(id))
	took(t, name, p.As(clerk).Post("/cases/"+id+"/moves/"+name, v))
}

func TestWalk(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		a, b := passed(p)
		list := running(t, p, a, b)
		page := p.Stranger().Get("/publicity/" + list)
		body := texts(page.Body)
		for _, want := range []string{"2017年9月28日至2017年10月11日24:00", "测试·王青", "义乌某跨境公司（演示）", "金华市", "亚马逊", "提出异议"} {
			if !strings.Contains(body, want) {
				t.Errorf("the public page lacks %q: %s", want, body)
			}
		}
		if i, j := strings.Index(body, "测试·阿卜杜"), strings.Index(body, "测试·王青"); i > j {
			t.Error("not in the order of regions")
		}
		objection := db.NewID()
		for range 2 { // pressed twice: one objection
			took(t, "object", object(p, list, 2, objection, "测试·张举报"))
		}
		move(t, p, objection, "take", nil)
		if x, y := p.Case(a.Entry).State, p.Case(b.Entry).State; x != "held" || y != "publicised" {
			t.Fatalf("after an objection to one: %s and %s", x, y)
		}
		if got := texts(p.Stranger().Get("/publicity/" + list).Body); strings.Contains(got, "暂缓") {
			t.Error("the public reads who is held")
		}
		if got := texts(p.As(clerk).Get("/cases/" + list).Body); !strings.Contains(got, "暂缓") {
			t.Error("the officer does not read who is held")
		}
		p.Clock.Set(calendar.Must("2017-10-11").At(24, 0).Add(-time.Second))
		if n, err := p.House.Flow.Tick(t.Context()); n != 0 || err != nil {
			t.Fatalf("ended a second early: %d %v", n, err)
		}
		p.Clock.Set(calendar.Must("2017-10-11").At(24, 0))
		if n, err := p.House.Flow.Tick(t.Context()); n != 1 || err != nil {
			t.Fatalf("did not end: %d %v", n, err)
		}
		took(t, "announce", p.As(clerk).Post("/publicities/"+list+"/announce", url.Values{"seen": {p.Seen(list)}, "note": {"公示期内受理异议1件。"}}))
		approve(t, p, head, leader)
		if x, y := p.Case(a.Entry).State, p.Case(b.Entry).State; x != "held" || y != "certified" {
			t.Fatalf("after the announcement: %s and %s", x, y)
		}
		out := p.Stranger().Get("/announcements/" + list)
		body = texts(out.Body)
		if !strings.Contains(body, "浙跨电师") {
			t.Error("the announcement lacks the number of the certificate")
		}
		if strings.Contains(body, "测试·王青") || !strings.Contains(body, "测试·阿卜杜") {
			t.Errorf("the announcement names who is held, or not who is certified: %s", body)
		}
		all, err := p.House.Flow.Checkpoints(t.Context(), p.DB)
		if err != nil || len(all) == 0 || !strings.Contains(body, all[len(all)-1].Digest) {
			t.Error("the announcement lacks the digest of the checkpoint")
		}
		p.Clock.Set(calendar.Must("2017-10-12").At(9, 0))
		took(t, "dismiss", p.As(clerk).Post("/cases/"+objection+"/moves/dismiss", url.Values{"seen": {p.Seen(objection)}, "decision": {"经核查，异议不成立。"}}))
		approve(t, p, head)
		if got := p.Case(a.Entry).State; got != "cleared" {
			t.Fatalf("after the dismissal: %s", got)
		}
		announceLater(t, p, list, objection, a)
		for _, path := range []string{"/publicity/" + list + "/list.pdf", "/publicity/" + list + "/list.xlsx", "/announcements/" + list + "/list.pdf", "/announcements/" + list + "/list.xlsx"} {
			if got := p.Stranger().Get(path); got.Status != http.StatusOK || len(got.Body) < 1000 {
				t.Errorf("%s: %d, %d bytes", path, got.Status, len(got.Body))
			}
		}
	})
}
