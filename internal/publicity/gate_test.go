package publicity_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"qinglan/internal/app/apptest"
	"qinglan/internal/calendar"
	"qinglan/internal/db"
	"qinglan/internal/form"
)

// No number of a person leaves the house, however it is typed.
func TestLeakGate(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		a := p.Candidate("测试·王青", "某公司（演示）", "330782", form.Answers{"phone": "0579-85990001", "mail": "qing@example.cn"})
		b := p.Candidate("测试·李蓝", "某学院 19900000001", "330108", nil)
		p.Train(a, b)
		p.Sit(good, a, b)
		p.Propose(a, b)
		list := drafted(t, p, a)
		for name, text := range map[string]string{
			"an identity number":            "联系王青 11010519491231002X。",
			"full-width":                    "联系王青１１０１０５１９４９１２３１００２Ｘ。",
			"18 digits without a check":     "编码 110105194912310021 备查",
			"a mobile":                      "电话 19900000001",
			"a full-width mobile":           "电话１９９０００００００１",
			"a mobile with spaces":          "电话 199 0000 0001",
			"a telephone that they gave":    "电话 0579-85990001",
			"a mail address that they gave": "邮箱 qing@example.cn",
		} {
			got := check(p, list, "公示", text)
			if got.Status != http.StatusUnprocessableEntity || !strings.Contains(got.Body, "不能公开的号码") {
				t.Errorf("%s: %d", name, got.Status)
			}
			if !strings.Contains(got.Body, "公示") || strings.Contains(texts(got.Body), "11010519491231002X") && name != "an identity number" {
				t.Errorf("%s: the page tells the number", name)
			}
		}
		if got := check(p, list, "公示 19900000001", "正文"); got.Status != http.StatusUnprocessableEntity {
			t.Errorf("in the title: %d", got.Status)
		}
		if got := check(p, drafted(t, p, b), "公示", "正文"); got.Status != http.StatusUnprocessableEntity {
			t.Errorf("in a cell of the list: %d", got.Status)
		}
		// Past the page, the guard says no.
		got := p.As(clerk).Post("/cases/"+list+"/moves/check", url.Values{"seen": {p.Seen(list)}, "title": {"公示"}, "body": {"电话 19900000001"}})
		if got.Status != http.StatusGone || p.Case(list).State != "drafting" {
			t.Errorf("past the page: %d", got.Status)
		}
		office := p.Post(clerk).Organisation.Phone
		took(t, "the office's own telephone", check(p, list, "公示", "联系电话："+office))
		got = p.As(clerk).Post("/publicities/"+list+"/publish", url.Values{"seen": {p.Seen(list)}, "first": {"2017-09-28"}, "last": {"2017-09-29"}, "short": {"请电 19900000001"}})
		if got.Status != http.StatusUnprocessableEntity {
			t.Errorf("in the reason: %d", got.Status)
		}
	})
}

func TestPeriod(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		a, _ := passed(p)
		list := drafted(t, p, a)
		took(t, "check", check(p, list, "公示", "正文"))
		if got := p.As(clerk).Get("/cases/" + list).Body; !strings.Contains(got, `value="2017-09-28"`) || !strings.Contains(got, `value="2017-10-11"`) {
			t.Error("the page does not propose five working days around the holiday")
		}
		for _, tt := range []struct{ first, last, want string }{
			{"2017-09-28", "2017-10-10", "不少于5个工作日"},
			{"2017-09-27", "2017-10-11", "首日已过"},
			{"2017-09-28", "2017-09-28", "须晚于首日"},
			{"2031-03-03", "2031-03-20", "请先载入2031年节假日安排"},
			{"2026-12-30", "2027-01-20", "请先载入2027年节假日安排"},
			{"", "2017-10-11", "请填写这一项"},
		} {
			got := publish(p, list, tt.first, tt.last)
			if got.Status != http.StatusUnprocessableEntity || !strings.Contains(got.Body, tt.want) {
				t.Errorf("%s to %s: %d, without %q", tt.first, tt.last, got.Status, tt.want)
			}
		}
		took(t, "publish", publish(p, list, "2017-09-28", "2017-10-11"))
		// The leaders took until the next day: the days are stale.
		p.Clock.Set(calendar.Must("2017-09-29").At(9, 0))
		b := p.As(head)
		id := strings.Split(strings.Split(b.Get("/desk").Body, "/approvals/")[1], `"`)[0]
		took(t, "head", b.Post("/approvals/"+id+"/approve", url.Values{"step": {"0"}}))
		if got := p.As(leader).Post("/approvals/"+id+"/approve", url.Values{"step": {"1"}}); got.Status != http.StatusGone || p.Case(list).State != "checked" {
			t.Errorf("published with a first day that has passed: %d", got.Status)
		}
	})
}

func TestObjections(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		a, b := passed(p)
		list := running(t, p, a, b)
		wrong := url.Values{"id": {db.NewID()}, "person": {"测试·张三"}, "reason": {"短"}}
		got := p.Stranger().Post("/publicity/"+list+"/object/1", wrong)
		if got.Status != http.StatusUnprocessableEntity || !strings.Contains(got.Body, "测试·张三") || !strings.Contains(got.Body, "须留联系电话") || !strings.Contains(got.Body, "至少 10 个字") {
			t.Errorf("a wrong form: %d", got.Status)
		}
		id := db.NewID()
		var wg sync.WaitGroup
		for range 3 {
			wg.Go(func() {
				if got := object(p, list, 2, id, "测试·张举报"); got.Status != http.StatusSeeOther {
					t.Errorf("pressed at once: %d %s", got.Status, texts(got.Body))
				}
			})
		}
		wg.Wait()
		var n int
		if err := p.DB.QueryRowContext(t.Context(), `SELECT COUNT(*) FROM objections WHERE list = $1`, list).Scan(&n); err != nil || n != 1 {
			t.Fatalf("%d objections of one press, %v", n, err)
		}
		receipt := p.Stranger().Get("/objections/" + id + "/receipt")
		if !strings.Contains(receipt.Body, "Y2017-0001") || !strings.Contains(receipt.Body, "2017-09-28 09:00:00") || strings.Contains(receipt.Body, "张举报") {
			t.Error("the receipt lacks number or time, or names who objects")
		}
		lead := db.NewID()
		took(t, "without a name", object(p, list, 1, lead, ""))
		if got := p.As(clerk).Post("/cases/"+lead+"/moves/take", url.Values{"seen": {p.Seen(lead)}}); got.Status != http.StatusGone {
			t.Errorf("an objection without a name was taken: %d", got.Status)
		}
		move(t, p, id, "take", nil)
		secret(t, p, list, id, a)
		// One second late.
		p.Clock.Set(calendar.Must("2017-10-11").At(24, 0).Add(-time.Second))
		took(t, "the last second", object(p, list, 1, db.NewID(), "测试·李四"))
		p.Clock.Set(calendar.Must("2017-10-11").At(24, 0))
		late := object(p, list, 1, db.NewID(), "测试·王五")
		if late.Status != http.StatusGone || !strings.Contains(late.Body, "10月11日") || !strings.Contains(late.Body, "24:00") {
			t.Errorf("one second late: %d", late.Status)
		}
		if got := p.Stranger().Get("/publicity/" + list + "/object/1").Status; got != http.StatusGone {
			t.Errorf("the form, late: %d", got)
		}
		if _, err := p.House.Flow.Tick(t.Context()); err != nil {
			t.Fatal(err)
		}
		v := url.Values{"seen": {p.Seen(list)}, "note": {"公示期内受理异议1件。"}}
		if got := p.As(clerk).Post("/publicities/"+list+"/announce", v); got.Status != http.StatusGone {
			t.Errorf("announced with objections unread: %d", got.Status)
		}
		took(t, "uphold", p.As(clerk).Post("/cases/"+id+"/moves/uphold", url.Values{"seen": {p.Seen(id)}, "decision": {"经核查，异议成立。"}}))
		approve(t, p, head, leader)
		if got := p.Case(a.Entry).State; got != "struck" {
			t.Errorf("after it was upheld: %s", got)
		}
	})
}

// secret holds that who objects is read by the province alone.
func secret(t *testing.T, p *apptest.Program, list, id string, a apptest.Candidate) {
	t.Helper()
	if got := p.As(clerk).Get("/cases/" + id); !strings.Contains(got.Body, "张举报") {
		t.Error("the handling officer does not read who objects")
	}
	for _, post := range []string{"330000-supervisor-clerk-1", "330000-auditor-clerk-1", "330782-county-clerk-1", "330700-city-clerk-1"} {
		b := p.As(post)
		for _, path := range []string{"/cases/" + id, "/cases/" + list, "/cases/" + a.Entry, "/publicities", "/desk"} {
			if strings.Contains(b.Get(path).Body, "张举报") {
				t.Errorf("%s reads on %s who objects", post, path)
			}
		}
	}
	person := p.AsPerson(a.Person)
	if strings.Contains(person.Get("/cases/"+a.Entry).Body, "张举报") || person.Get("/cases/"+id).Status != http.StatusNotFound {
		t.Error("the person objected to reads who objects")
	}
	auditor := p.As("330000-auditor-clerk-1")
	if got := auditor.Post("/objections/"+id+"/identity", nil); got.Status != http.StatusUnprocessableEntity {
		t.Errorf("the auditor without a reason: %d", got.Status)
	}
	if got := auditor.Post("/objections/"+id+"/identity", url.Values{"reason": {"核对受理是否及时"}}); !strings.Contains(got.Body, "张举报") {
		t.Errorf("the auditor with a reason: %d", got.Status)
	}
	logged, err := p.House.Flow.Logged(t.Context(), 10)
	if err != nil || len(logged) == 0 || logged[0].Move != "read-objector" {
		t.Error("the reading is not in the audit")
	}
}

// Two objections to one name: it is free when the last is dismissed.
func TestTwoObjectionsToOne(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		a, _ := passed(p)
		list := running(t, p, a)
		one, two := db.NewID(), db.NewID()
		for _, id := range []string{one, two} {
			took(t, "object", object(p, list, 1, id, "测试·张三"))
			move(t, p, id, "take", nil)
		}
		for i, id := range []string{one, two} {
			took(t, "dismiss", p.As(clerk).Post("/cases/"+id+"/moves/dismiss", url.Values{"seen": {p.Seen(id)}, "decision": {"经核查，异议不成立。"}}))
			approve(t, p, head)
			if got, want := p.Case(a.Entry).State, []string{"held", "cleared"}[i]; got != want {
				t.Errorf("after %d dismissed: %s; want %s", i+1, got, want)
			}
		}
	})
}

func TestWrongRoles(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		a, _ := passed(p)
		list := drafted(t, p, a)
		for _, tt := range []struct {
			post, path string
			want       int
		}{
			{"330700-city-clerk-1", "/publicities", 404},
			{"330700-city-clerk-1", "/cases/" + list, 404},
			{"330000-supervisor-clerk-1", "/publicities", 200},
		} {
			if got := p.As(tt.post).Get(tt.path).Status; got != tt.want {
				t.Errorf("%s %s: %d; want %d", tt.post, tt.path, got, tt.want)
			}
		}
		if got := p.As("330000-supervisor-clerk-1").Post("/publicities", url.Values{"id": {db.NewID()}, "entry": {a.Entry}}).Status; got != http.StatusNotFound {
			t.Errorf("a supervisor drafts: %d", got)
		}
		if got := p.As("330000-supervisor-clerk-1").Post("/publicities/"+list+"/check", url.Values{"seen": {p.Seen(list)}}).Status; got != http.StatusForbidden {
			t.Errorf("a supervisor checks: %d", got)
		}
		// What is not out does not exist for the public.
		for _, path := range []string{"/publicity/" + list, "/announcements/" + list, "/publicity/" + list + "/object/1", "/publicity/" + list + "/list.pdf", "/objections/" + list + "/receipt"} {
			if got := p.Stranger().Get(path).Status; got != http.StatusNotFound {
				t.Errorf("the public, %s: %d", path, got)
			}
		}
		// A name stands on one draft only.
		if got := p.As(clerk).Post("/publicities", url.Values{"id": {db.NewID()}, "entry": {a.Entry}}).Status; got != http.StatusConflict {
			t.Errorf("on a second draft: %d", got)
		}
	})
}

// The public page and the files hold the five columns and nothing else of a
// person; namesakes are told apart.
func TestWhitelist(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		a := p.Candidate("测试·王青", "甲公司（演示）", "330782", form.Answers{"phone": "0579-85990001", "mail": "qing@example.cn", "birth": "1980-02-03"})
		b := p.Candidate("测试·王青", "乙学院（演示）", "330108", nil)
		c := p.Candidate("=cmd()|'𠮷田·阿卜杜", "丙公司<b>（演示）", "330108", nil)
		p.Train(a, b, c)
		p.Sit(good, a, b, c)
		p.Propose(a, b, c)
		list := running(t, p, a, b, c)
		body := p.Stranger().Get("/publicity/" + list).Body
		for _, want := range []string{"甲公司（演示）", "乙学院（演示）", "金华市", "杭州市", "丙公司&lt;b&gt;（演示）", "排名不分先后"} {
			if !strings.Contains(body, want) {
				t.Errorf("the page lacks %q", want)
			}
		}
		at := p.Attempt(a.Entry)
		for _, secret := range []string{"85990001", "qing@example.cn", "1980", "71.5", "72.00", a.Entry, a.Person, at.ID, "P2017-"} {
			if strings.Contains(body, secret) {
				t.Errorf("the page tells %q", secret)
			}
		}
		for _, kind := range []string{"pdf", "xlsx"} {
			got := p.Stranger().Get(fmt.Sprintf("/publicity/%s/list.%s", list, kind))
			if got.Status != http.StatusOK || !strings.HasPrefix(got.Header.Get("Content-Disposition"), "attachment") {
				t.Errorf("%s: %d", kind, got.Status)
			}
		}
	})
}
