package committee_test

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"qinglan/internal/app/apptest"
	"qinglan/internal/calendar"
	"qinglan/internal/db"
)

const (
	clerk  = "330000-province-clerk-1"
	head   = "330000-province-head-1"
	leader = "330000-province-leader-1"
)

var (
	good       = []string{"72", "68.5", "75"}
	linkOf     = regexp.MustCompile(`/invitation/[a-z2-7.]+`)
	approvalOf = regexp.MustCompile(`/approvals/[a-z2-7]+`)
	joinOf     = regexp.MustCompile(`/join/[A-Za-z0-9_-]+`)
	digestOf   = regexp.MustCompile(`name="digest" value="([0-9a-f]{64})"`)
)

func took(t *testing.T, what string, got apptest.Answer) {
	t.Helper()
	if got.Status != http.StatusSeeOther {
		t.Fatalf("%s: %d %.3000s", what, got.Status, got.Body)
	}
}

// sent drafts an invitation to a platform, has it approved and returns its id
// and the link.
func sent(t *testing.T, p *apptest.Program, platform string) (id, link string) {
	t.Helper()
	id = db.NewID()
	desk := p.As(clerk)
	took(t, "draft", desk.Post("/committee/invitations", url.Values{"id": {id}, "platform": {platform}}))
	page := desk.Get("/cases/" + id).Body
	if !strings.Contains(page, "关于邀请参加跨境电商师资人才认证委员会的函") {
		t.Error("the letter is not drafted in the words of the edition")
	}
	took(t, "send", desk.Post("/invitations/"+id+"/send", url.Values{"seen": {p.Seen(id)}, "title": {"关于邀请参加认证委员会的函"}, "body": {"请推荐一名委员。"}}))
	if got := p.Case(id).State; got != "drafted" {
		t.Fatalf("sent before the chain: %s", got)
	}
	for i, post := range []string{head, leader} {
		b := p.As(post)
		path := approvalOf.FindString(b.Get("/desk").Body)
		took(t, "approve", b.Post(path+"/approve", url.Values{"step": {fmt.Sprint(i)}}))
	}
	link = linkOf.FindString(desk.Get("/cases/" + id).Body)
	if p.Case(id).State != "sent" || link == "" {
		t.Fatalf("after the chain: %s, link %q", p.Case(id).State, link)
	}
	return id, link
}

// nominee is a right answer of a platform.
func nominee(p *apptest.Program, id, name, employer, platform string) url.Values {
	return url.Values{
		"seen": {p.Seen(id)}, "do": {"accept"}, "contact": {"演示·平台联系人"}, "name": {name}, "employer": {employer},
		"title": {"商家运营负责人"}, "directions": {strings.ReplaceAll(platform, "own", "site")}, "since": {"2017-09-28"}, "until": {"2020-09-28"}, "secrecy": {"yes"},
	}
}

// member forms a seat and returns the invitation and the member's browser.
func member(t *testing.T, p *apptest.Program, platform, name, employer string) (id string, b *apptest.Browser) {
	t.Helper()
	id, link := sent(t, p, platform)
	contact := p.Stranger()
	took(t, "accept", contact.Post(link, nominee(p, id, name, employer, platform)))
	join := joinOf.FindString(contact.Post(link+"/sign-in", nil).Body)
	b = p.Stranger()
	took(t, "join", b.Post(join, nil))
	return id, b
}

// called calls a meeting about candidates.
func called(t *testing.T, p *apptest.Program, cs ...apptest.Candidate) string {
	t.Helper()
	return calledOn(t, p, "2017-09-28", cs...)
}

func calledOn(t *testing.T, p *apptest.Program, day string, cs ...apptest.Candidate) string {
	t.Helper()
	id := db.NewID()
	v := url.Values{"id": {id}, "title": {"认证委员会第一次会议"}, "on": {day}, "hour": {"14:00"}, "place": {"演示会议室"}, "agenda": {"审议并签署拟认证名单。"}}
	for _, c := range cs {
		v.Add("entry", c.Entry)
	}
	for range 2 { // pressed twice
		took(t, "call", p.As(clerk).Post("/committee/meetings", v))
	}
	return id
}

// convene notes who was there; chair leads.
func convene(p *apptest.Program, id, chair string, was map[string]string) apptest.Answer {
	v := url.Values{"seen": {p.Seen(id)}, "chair": {chair}}
	for seat, where := range was {
		v.Set("was."+seat, where)
	}
	return p.As(clerk).Post("/meetings/"+id+"/convene", v)
}

// sign lets a member sign what their page shows.
func sign(t *testing.T, b *apptest.Browser, id string, more url.Values) apptest.Answer {
	t.Helper()
	v := url.Values{"seen": {"1"}}
	if m := digestOf.FindStringSubmatch(b.Get("/cases/" + id).Body); m != nil {
		v.Set("digest", m[1])
	}
	for k, vs := range more {
		v[k] = vs
	}
	return b.Post("/meetings/"+id+"/sign", v)
}

func confirm(p *apptest.Program, id string) apptest.Answer {
	return p.As(clerk).Post("/meetings/"+id+"/close", url.Values{"seen": {p.Seen(id)}, "minutes": {"会议审议并签署了拟认证名单。"}})
}

// From the letters to the public notice: nobody comes there but from a list
// that the members present have signed.
func TestWalk(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		one, ann := member(t, p, "aliexpress", "演示·安委员", "速卖通（演示）")
		two, bob := member(t, p, "amazon", "演示·白委员", "亚马逊（演示）")
		three, _ := member(t, p, "ebay", "演示·陈委员", "eBay（演示）")
		if got := apptest.Has(t, "a member's desk", ann.Get("/committee"), http.StatusOK, "暂无委员", "演示·陈委员"); strings.Contains(got.Body, "未邀请") {
			t.Error("a member reads that a platform was never asked")
		}
		a := p.Candidate("测试·王青", "某公司（演示）", "330782", nil)
		b := p.Candidate("测试·李蓝", "亚马逊(演示)", "330108", nil) // of a member's own employer, typed otherwise
		p.Train(a, b)
		p.Sit(good, a, b)
		if got := p.As(clerk).Post("/publicities", url.Values{"id": {db.NewID()}, "entry": {a.Entry}}); got.Status != http.StatusConflict {
			t.Errorf("on public notice without the committee: %d", got.Status)
		}
		id := called(t, p, a, b)
		if got := convene(p, id, one, map[string]string{one: "present", two: "absent", three: "excused"}); got.Status != http.StatusGone || !strings.Contains(got.Body, "不足法定人数") {
			t.Errorf("one of three: %d", got.Status)
		}
		if got := convene(p, id, three, map[string]string{one: "present", two: "present", three: "absent"}); got.Status != http.StatusGone {
			t.Errorf("led by who is absent: %d", got.Status)
		}
		if got := convene(p, id, one, map[string]string{one: "present", two: "present"}); got.Status != http.StatusUnprocessableEntity {
			t.Errorf("one is not noted: %d", got.Status)
		}
		took(t, "convene", convene(p, id, one, map[string]string{one: "present", two: "present", three: "excused"}))
		if got := confirm(p, id); got.Status != http.StatusConflict {
			t.Errorf("confirmed without signatures: %d", got.Status)
		}
		took(t, "ann signs", sign(t, ann, id, nil))
		if got := p.Case(id).State; got != "convened" {
			t.Errorf("one of two has signed: %s", got)
		}
		if got := sign(t, ann, id, nil); got.Status != http.StatusGone {
			t.Errorf("signed twice: %d", got.Status)
		}
		if got := sign(t, p.As("330000-examiner-clerk-1"), id, nil); got.Status/100 != 4 {
			t.Errorf("an examiner who is no member signs: %d", got.Status)
		}
		if got := sign(t, bob, id, url.Values{"except": {b.Entry}, "note": {"不同意。"}}); got.Status != http.StatusForbidden {
			t.Errorf("an opinion on who they are recused from: %d", got.Status)
		}
		if got := sign(t, bob, id, url.Values{"digest": {strings.Repeat("0", 64)}}); got.Status != http.StatusConflict {
			t.Errorf("another list signed: %d", got.Status)
		}
		if got := ann.Get("/cases/" + id).Body; strings.Contains(got, "轮到您办理") || !strings.Contains(got, "等待其他委员签署") {
			t.Error("who has signed is not told that others are awaited")
		}
		took(t, "bob signs", sign(t, bob, id, nil))
		if got := p.Case(id).State; got != "agreed" {
			t.Errorf("both have signed: %s", got)
		}
		if got := ann.Get("/cases/" + id).Body; strings.Contains(got, "轮到您办理") {
			t.Error("it is still the turn of who has signed")
		}
		took(t, "confirm", confirm(p, id))
		for _, c := range []apptest.Candidate{a, b} {
			if got := p.Case(c.Entry).State; got != "proposed" {
				t.Errorf("on the signed list: %s", got)
			}
		}
		body := p.As(clerk).Get("/cases/" + id).Body
		for _, want := range []string{"2/2 人", "1/1 人", "回避：演示·白委员", "应到3人，实到2人，法定人数2人"} {
			if !strings.Contains(body, want) {
				t.Errorf("the meeting does not say %q", want)
			}
		}
		if got := p.As(clerk).Get("/meetings/" + id + "/minutes.pdf"); got.Status != http.StatusOK {
			t.Errorf("the minutes: %d", got.Status)
		}
		took(t, "publicity", p.As(clerk).Post("/publicities", url.Values{"id": {db.NewID()}, "entry": {a.Entry, b.Entry}}))
		p.Sound(a, b)
	})
}

// Too few agree: the person stays for another meeting, the rest goes on. A
// declared recusal takes the member out of the count.
func TestDissentAndRecusal(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		one, ann := member(t, p, "aliexpress", "演示·安委员", "速卖通（演示）")
		two, bob := member(t, p, "amazon", "演示·白委员", "亚马逊（演示）")
		three, cat := member(t, p, "wish", "演示·柴委员", "wish（演示）")
		a, b := p.Candidate("测试·王青", "某公司（演示）", "330782", nil), p.Candidate("测试·李蓝", "某学院（演示）", "330108", nil)
		p.Train(a, b)
		p.Sit(good, a, b)
		id := called(t, p, a, b)
		if got := p.As(clerk).Post("/committee/meetings", url.Values{"id": {db.NewID()}, "title": {"另一次"}, "on": {"2017-09-28"}, "hour": {"9:00"}, "place": {"演示"}, "agenda": {"审议。"}, "entry": {a.Entry}}); got.Status != http.StatusConflict {
			t.Errorf("on two meetings at once: %d", got.Status)
		}
		took(t, "convene", convene(p, id, one, map[string]string{one: "present", two: "present", three: "present"}))
		took(t, "recuse", cat.Post("/meetings/"+id+"/recuse", url.Values{"seen": {p.Seen(id)}, "entry": {a.Entry}, "ground": {"taught"}}))
		if got := ann.Post("/meetings/"+id+"/recuse", url.Values{"seen": {p.Seen(id)}, "entry": {"nobody"}, "ground": {"taught"}}); got.Status != http.StatusUnprocessableEntity {
			t.Errorf("recused from nobody: %d", got.Status)
		}
		took(t, "ann", sign(t, ann, id, nil))
		if got := sign(t, bob, id, url.Values{"except": {b.Entry}}); got.Status != http.StatusUnprocessableEntity {
			t.Errorf("against somebody without a reason: %d", got.Status)
		}
		took(t, "bob", sign(t, bob, id, url.Values{"except": {b.Entry}, "note": {"答辩记录与方向不符，建议复核。"}}))
		took(t, "cat", sign(t, cat, id, url.Values{"except": {b.Entry}, "note": {"同上。"}}))
		took(t, "confirm", confirm(p, id))
		if x, y := p.Case(a.Entry).State, p.Case(b.Entry).State; x != "proposed" || y != "passed" {
			t.Errorf("two of two who may: %s; one of three: %s", x, y)
		}
		if got := p.As(clerk).Get("/committee/meetings/new").Body; !strings.Contains(got, "测试·李蓝") || strings.Contains(got, "测试·王青") {
			t.Error("the next meeting does not find who was left out, or finds who was not")
		}
	})
}

// A platform declines, one does not answer, one leaves; each may be asked
// again, and who has left signs nothing.
func TestPlatformsComeAndGo(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		no, link := sent(t, p, "wish")
		contact := p.Stranger()
		if got := contact.Post(link, url.Values{"seen": {p.Seen(no)}, "do": {"decline"}}); got.Status != http.StatusUnprocessableEntity {
			t.Errorf("declined without a word: %d", got.Status)
		}
		took(t, "decline", contact.Post(link, url.Values{"seen": {p.Seen(no)}, "do": {"decline"}, "contact": {"演示·联系人"}, "reason": {"本年度没有合适人选。"}}))
		if got := contact.Post(link, nominee(p, no, "演示·晚", "某公司", "wish")); got.Status != http.StatusGone {
			t.Errorf("answered twice: %d", got.Status)
		}
		if got := contact.Get(guessed(link)); got.Status != http.StatusNotFound {
			t.Errorf("a link that was guessed: %d", got.Status)
		}
		slow, late := sent(t, p, "ebay")
		v := nominee(p, slow, "演示·久", "某公司", "ebay")
		v.Set("until", "2021-01-01")
		if got := contact.Post(late, v); got.Status != http.StatusUnprocessableEntity || !strings.Contains(got.Body, "任期不超过36个月") {
			t.Errorf("a term too long: %d", got.Status)
		}
		p.Clock.Set(calendar.Must("2017-10-23").At(9, 0))
		if _, err := p.House.Flow.Tick(t.Context()); err != nil {
			t.Fatal(err)
		}
		if got := p.Case(slow).State; got != "lapsed" {
			t.Errorf("without an answer: %s", got)
		}
		id, ann := member(t, p, "aliexpress", "演示·安委员", "速卖通（演示）")
		next, letter := sent(t, p, "aliexpress") // for the term after this one
		if got := p.As(clerk).Post("/committee/invitations", url.Values{"id": {db.NewID()}, "platform": {"aliexpress"}}); got.Status != http.StatusGone {
			t.Errorf("a second letter at once: %d", got.Status)
		}
		if got := contact.Post(letter, nominee(p, next, "演示·后任", "某公司", "aliexpress")); got.Status != http.StatusUnprocessableEntity || !strings.Contains(got.Body, "新的任期请从次日起") {
			t.Errorf("two members of one platform at once: %d", got.Status)
		}
		_, again := sent(t, p, "wish")
		if again == link {
			t.Error("the second invitation has the link of the first")
		}
		c := p.Candidate("测试·王青", "某公司（演示）", "330782", nil)
		p.Train(c)
		p.Sit(good, c)
		meeting := called(t, p, c)
		took(t, "convene", convene(p, meeting, id, map[string]string{id: "present"}))
		took(t, "leave", p.As(clerk).Post("/cases/"+id+"/moves/leave", url.Values{"seen": {p.Seen(id)}, "reason": {"平台来函退出。"}}))
		if got := sign(t, ann, meeting, nil); got.Status/100 != 4 && got.Location == "" {
			t.Errorf("who has left signs: %d", got.Status)
		}
		if got := p.Case(meeting).State; got != "convened" {
			t.Errorf("the meeting: %s", got)
		}
		took(t, "adjourn", p.As(clerk).Post("/cases/"+meeting+"/moves/adjourn", url.Values{"seen": {p.Seen(meeting)}, "reason": {"委员退出，另行召集。"}}))
	})
}

// guessed returns a link that differs from link in its last letter.
func guessed(link string) string {
	if strings.HasSuffix(link, "a") {
		return link[:len(link)-1] + "b"
	}
	return link[:len(link)-1] + "a"
}

// The link of a platform leads to its invitation and nowhere else, and shows
// the link of the member once.
func TestLinkOfThePlatform(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		id, link := sent(t, p, "amazon")
		contact := p.Stranger()
		if got := contact.Post(link+"/sign-in", nil); got.Status != http.StatusGone {
			t.Errorf("a link to sign in before anybody is named: %d", got.Status)
		}
		v := nominee(p, id, "演示·白委员", "亚马逊（演示）", "amazon")
		v.Del("secrecy")
		if got := contact.Post(link, v); got.Status != http.StatusUnprocessableEntity {
			t.Errorf("without the promise of secrecy: %d", got.Status)
		}
		took(t, "accept", contact.Post(link, nominee(p, id, "演示·白委员", "亚马逊（演示）", "amazon")))
		if got := contact.Post(link+"/sign-in", nil); got.Status != http.StatusOK || joinOf.FindString(got.Body) == "" {
			t.Errorf("the link to sign in: %d", got.Status)
		}
		if got := contact.Post(link+"/sign-in", nil); got.Status != http.StatusGone {
			t.Errorf("the link to sign in a second time: %d", got.Status)
		}
		for _, post := range []string{"330782-county-clerk-1", "330000-judge-clerk-1", "330000-association-clerk-1"} {
			if got := p.As(post).Get("/committee").Status; got != http.StatusNotFound {
				t.Errorf("%s reads the committee: %d", post, got)
			}
		}
		if got := p.As("330000-examiner-clerk-1").Post("/committee/invitations", url.Values{"platform": {"wish"}}).Status; got != http.StatusNotFound {
			t.Errorf("an examiner invites: %d", got)
		}
		if got := p.As(clerk).Post("/committee/invitations", url.Values{"id": {db.NewID()}, "platform": {"shopee"}}).Status; got != http.StatusUnprocessableEntity {
			t.Errorf("a platform that the edition does not name: %d", got)
		}
	})
}

// Nobody is noted as there before the day of the meeting, and the page says so
// instead of asking.
func TestNotBeforeItsDay(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		one, _ := member(t, p, "aliexpress", "演示·安委员", "速卖通（演示）")
		a := p.Candidate("测试·王青", "某公司（演示）", "330782", nil)
		p.Train(a)
		p.Sit(good, a)
		id := calledOn(t, p, "2037-01-01", a)
		if got := convene(p, id, one, map[string]string{one: "present"}); got.Status != http.StatusGone {
			t.Errorf("before its day: %d", got.Status)
		}
		if got := p.As(clerk).Get("/cases/" + id).Body; !strings.Contains(got, "开会当天在这里登记到会情况。") || strings.Contains(got, "/convene") {
			t.Error("the page asks who is there before the day")
		}
	})
}
