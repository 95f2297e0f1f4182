package publicity_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"qinglan/internal/app/apptest"
	"qinglan/internal/calendar"
	"qinglan/internal/db"
)

// announceLater announces a of a list that is announced: the office finds where,
// two people approve it, and the public reads when.
func announceLater(t *testing.T, p *apptest.Program, list, objection string, a apptest.Candidate) {
	t.Helper()
	public := func() string { return texts(p.Stranger().Get("/announcements/" + list).Body) }
	if got := public(); strings.Contains(got, "补充公布") || !strings.Contains(got, "现在没有正在核查的异议") || !strings.Contains(got, "2017年10月12日，1件异议经核查不成立") || !strings.Contains(got, "公示期内受理异议1件") {
		t.Errorf("the public, before the supplement: %s", got)
	}
	if got := p.As(clerk).Get("/cases/" + objection).Body; !strings.Contains(got, "/cases/"+list+"#later") {
		t.Error("the objection does not lead on")
	}
	if got := texts(p.As(clerk).Get("/publicities").Body); !strings.Contains(got, "待补充公布") || !strings.Contains(got, "异议不成立待公布") {
		t.Error("the office's page lacks who is to be announced later")
	}
	if got := p.As(clerk).Get("/desk").Body; !strings.Contains(got, "/publicities#later") {
		t.Error("the desk does not count who is to be announced later")
	}
	if got := p.As(clerk).Get("/cases/" + list).Body; !strings.Contains(got, "/cases/"+a.Entry+"/moves/announce-later") {
		t.Error("the list lacks the button")
	}
	if got := p.As("330000-supervisor-clerk-1").Get("/cases/" + list).Body; strings.Contains(got, "announce-later") {
		t.Error("the supervisor has the button")
	}
	p.Clock.Set(calendar.Must("2017-10-13").At(9, 0))
	move(t, p, a.Entry, "announce-later", nil)
	if got := p.Case(a.Entry).State; got != "cleared" {
		t.Fatalf("one press of the clerk: %s", got)
	}
	if got := public(); strings.Contains(got, "测试·王青") {
		t.Error("published before it was approved")
	}
	if got := texts(p.As(clerk).Get("/cases/" + list).Body); !strings.Contains(got, "待补充公布") || !strings.Contains(got, "本单位内部审批中") {
		t.Error("the list does not say that it is being approved")
	}
	if got := texts(p.As(clerk).Get("/cases/" + objection).Body); !strings.Contains(got, "正在本单位内部审批") {
		t.Error("the objection does not say that it is being approved")
	}
	approve(t, p, head, leader)
	if got := p.Case(a.Entry).State; got != "certified" {
		t.Fatalf("two approvals: %s", got)
	}
	for _, want := range []string{"补充公布（2017年10月13日）", "2017年10月13日，补充公布1人", "测试·王青", "公示期内受理异议1件"} {
		if got := public(); !strings.Contains(got, want) {
			t.Errorf("the announcement lacks %q: %s", want, got)
		}
	}
	if got := texts(p.As(clerk).Get("/publicities").Body); strings.Contains(got, "待补充公布") {
		t.Error("still to be announced")
	}
}

// Nobody is announced before their list, and nobody above reads such a draft.
func TestLaterThanTheList(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		a, b := passed(p)
		list := running(t, p, a, b)
		id := db.NewID()
		took(t, "object", object(p, list, 2, id, "测试·张三"))
		move(t, p, id, "take", nil)
		move(t, p, id, "dismiss", url.Values{"decision": {"经核查，异议不成立。"}})
		approve(t, p, head)
		if got := p.As(clerk).Post("/cases/"+a.Entry+"/moves/announce-later", url.Values{"seen": {p.Seen(a.Entry)}}); got.Status != http.StatusGone {
			t.Errorf("announced before the list: %d", got.Status)
		}
		if got := p.As(clerk).Get("/cases/" + list).Body; strings.Contains(got, "announce-later") {
			t.Error("the list offers it before it is announced")
		}
		if got := texts(p.As(clerk).Get("/cases/" + id).Body); !strings.Contains(got, "名单公布时，此人一并公布") {
			t.Error("the objection does not say what follows")
		}
	})
}

// The receipt tells its holder when and how it was decided, and the answer; the
// office's own opinion and who objects it does not.
func TestReceiptTells(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		a, _ := passed(p)
		list := running(t, p, a)
		id, lead := db.NewID(), db.NewID()
		took(t, "object", object(p, list, 1, id, "测试·张举报"))
		took(t, "object", object(p, list, 1, lead, ""))
		read := func(id string) string { return texts(p.Stranger().Get("/objections/" + id + "/receipt").Body) }
		if got := read(id); !strings.Contains(got, "2017-09-28 09:00:00") || !strings.Contains(got, "待受理") || strings.Contains(got, "受理时间") {
			t.Errorf("received: %s", got)
		}
		p.Clock.Set(calendar.Must("2017-09-28").At(10, 0))
		move(t, p, id, "take", nil)
		if got := read(id); !strings.Contains(got, "2017-09-28 10:00:00") || !strings.Contains(got, "核查中") || !strings.Contains(got, "办理期限") {
			t.Errorf("taken: %s", got)
		}
		move(t, p, id, "dismiss", url.Values{"decision": {"经核查，任职属实，异议不成立。"}})
		if got := read(id); strings.Contains(got, "任职属实") || strings.Contains(got, "办结时间") {
			t.Errorf("told before it was approved: %s", got)
		}
		p.Clock.Set(calendar.Must("2017-09-28").At(11, 0).Add(time.Second))
		approve(t, p, head)
		for _, want := range []string{"2017-09-28 10:00:00", "2017-09-28 11:00:01", "异议不成立", "任职属实", "给您的答复"} {
			if got := read(id); !strings.Contains(got, want) {
				t.Errorf("decided, lacks %q: %s", want, got)
			}
		}
		if got := read(id); strings.Contains(got, "张举报") || strings.Contains(got, "86880002") {
			t.Error("the receipt names who objects")
		}
		move(t, p, lead, "lead", url.Values{"reason": {"未署名，留存备查。"}})
		if got := read(lead); !strings.Contains(got, "转为线索") || !strings.Contains(got, "办结时间") || strings.Contains(got, "留存备查") {
			t.Errorf("a lead: %s", got)
		}
	})
}

// An objection carries no number of a person; what was typed is kept.
func TestObjectionNumbers(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		a, _ := passed(p)
		list := running(t, p, a)
		for _, tt := range []struct {
			name, reason, evidence string
			want                   int
		}{
			{"an identity number", "其证件号码为 11010519491231002X，与公示不符。", "", 422},
			{"a mobile", "所填经历与事实不符，请核查。", "可以问 199 0000 0001", 422},
			{"neither", "所填经历与事实不符，见2017年第110105号通报。", "网店编号 1234567890", 303},
		} {
			v := url.Values{"id": {db.NewID()}, "person": {"测试·张三"}, "phone": {"19900000002"}, "reason": {tt.reason}, "evidence": {tt.evidence}}
			got := p.Stranger().Post("/publicity/"+list+"/object/1", v)
			if got.Status != tt.want {
				t.Errorf("%s: %d; want %d", tt.name, got.Status, tt.want)
			}
			if tt.want == 422 && (!strings.Contains(got.Body, "这里有证件号码或手机号码") || !strings.Contains(got.Body, tt.reason)) {
				t.Errorf("%s: no complaint, or what was typed is lost", tt.name)
			}
		}
	})
}
