package match_test

import (
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"

	"qinglan/internal/app/apptest"
	"qinglan/internal/calendar"
	"qinglan/internal/db"
	"qinglan/internal/flow"
	"qinglan/internal/org"
	"qinglan/internal/programme"
)

const (
	yiwu    = "330782-county-clerk-1"
	pujiang = "330726-county-clerk-1"
	jinhua  = "330700-city-clerk-1"
	buyer   = "330700-buyer-clerk-1"
	phone   = "19900000188"
)

func took(t *testing.T, what string, got apptest.Answer) {
	t.Helper()
	if got.Status != http.StatusSeeOther {
		t.Fatalf("%s: %d %.2000s", what, got.Status, got.Body)
	}
}

func want(t *testing.T, what string, got apptest.Answer, status int) {
	t.Helper()
	if got.Status != status {
		t.Errorf("%s: %d; want %d: %.600s", what, got.Status, status, got.Body)
	}
}

// profile is a lecturer of amazon in Jinhua who is free on working days.
func profile(more url.Values) url.Values {
	v := url.Values{
		"seen": {"0"}, "willing": {"yes"}, "directions": {"amazon"}, "cities": {"330700"}, "days": {"1", "2", "3", "4", "5"},
		"hours": {"8"}, "proof": {"亚马逊规则培训"}, "proof-day": {"2017-06-01"},
	}
	for k, vs := range more {
		v[k] = vs
	}
	return v
}

// lecturer is somebody of the 师资库 with a profile.
func lecturer(t *testing.T, p *apptest.Program, name string, more url.Values) apptest.Candidate {
	t.Helper()
	c := p.Candidate(name, "演示单位", "330782", nil)
	took(t, "profile of "+name, p.AsPerson(c.Person).Post("/lecturer", profile(more)))
	return c
}

// certify gives somebody a certificate without the road to it.
func certify(t *testing.T, p *apptest.Program, c apptest.Candidate) {
	t.Helper()
	err := p.DB.Tx(t.Context(), func(tx *db.Tx) error {
		_, err := p.House.Flow.OpenIn(t.Context(), tx, org.Actor{Person: "p-list", Role: programme.List}, flow.Opening{
			ID: db.NewID(), Track: "certificate", Party: c.Person, Name: c.Name, County: "330782", City: "330700", Parent: c.Entry,
		})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// ask is a right invitation for Friday 13 October 2017.
func ask(more url.Values) url.Values {
	v := url.Values{
		"id": {db.NewID()}, "topic": {"跨境物流"}, "direction": {"amazon"}, "host": {"演示贸易公司"}, "place": {"演示厅"},
		"on": {"2017-10-13"}, "part": {"am"}, "hours": {"3"},
	}
	for k, vs := range more {
		v[k] = vs
	}
	return v
}

func invited(t *testing.T, p *apptest.Program, post string, c apptest.Candidate, more url.Values) string {
	t.Helper()
	v := ask(more)
	for range 2 { // pressed twice
		took(t, "invite", p.As(post).Post("/lecturers/"+c.Person+"/invite", v))
	}
	return v.Get("id")
}

func move(p *apptest.Program, b *apptest.Browser, id, name string, v url.Values) apptest.Answer {
	if v == nil {
		v = url.Values{}
	}
	v.Set("seen", p.Seen(id))
	return b.Post("/cases/"+id+"/moves/"+name, v)
}

// The road of an invitation: found, asked, accepted, held, disputed, confirmed.
func TestInvitation(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		c := lecturer(t, p, "𠮷田·阿卜杜", nil)
		desk, self := p.As(yiwu), p.AsPerson(c.Person)
		page := desk.Get("/lecturers?direction=amazon&city=330700&on=2017-10-13&part=am").Body
		if !strings.Contains(page, c.Name) || !strings.Contains(page, "近12个月受邀0次") {
			t.Fatalf("not found, or not why: %.3000s", page)
		}
		for _, q := range []string{"?direction=ebay", "?city=330100", "?on=2017-10-14"} {
			got := desk.Get("/lecturers" + q).Body
			found := strings.Contains(got, c.Name)
			if home := q == "?city=330100"; found && !home || home && found {
				t.Errorf("found by %s", q)
			}
		}
		want(t, "on a day that is not offered", desk.Post("/lecturers/"+c.Person+"/invite", ask(url.Values{"on": {"2017-10-14"}})), 422)
		want(t, "on a day that is past", desk.Post("/lecturers/"+c.Person+"/invite", ask(url.Values{"on": {"2017-09-01"}})), 422)
		early := desk.Post("/lecturers/"+c.Person+"/invite", ask(url.Values{"on": {"2017-10-11"}}))
		apptest.Has(t, "before the reply is due", early, 422, "期限到2017年10月11日24:00，授课须在那以后", `value="2017-10-11"`, "跨境物流")
		id := invited(t, p, yiwu, c, nil)
		if got := desk.Post("/lecturers/"+c.Person+"/invite", ask(nil)); got.Status != http.StatusGone {
			t.Errorf("a second invitation for the same time: %d", got.Status)
		}
		want(t, "the next county", p.As(pujiang).Get("/cases/"+id), 404)
		want(t, "note hours before the reply", move(p, desk, id, "hold", url.Values{"hours": {"3"}, "people": {"40"}}), 409)
		want(t, "accept without a telephone", move(p, self, id, "accept", nil), 422)
		if strings.Contains(desk.Get("/cases/"+id).Body, phone) {
			t.Error("a telephone before the reply")
		}
		took(t, "accept", move(p, self, id, "accept", url.Values{"phone": {phone}}))
		if !strings.Contains(desk.Get("/cases/"+id).Body, "讲师已应邀，电话 "+phone) {
			t.Error("no telephone after the reply")
		}
		if strings.Contains(p.As(jinhua).Get("/cases/"+id).Body, phone) {
			t.Error("another office reads the telephone")
		}
		if got := desk.Get("/lecturers?on=2017-10-13&part=am").Body; strings.Contains(got, c.Name) {
			t.Error("found at a time that is taken")
		}
		hours := url.Values{"hours": {"3"}, "people": {"40"}}
		want(t, "hours before the day", move(p, desk, id, "hold", hours), http.StatusGone)
		p.Clock.Set(calendar.Must("2017-10-13").At(17, 0))
		took(t, "hours", move(p, desk, id, "hold", hours))
		want(t, "the inviter confirms", move(p, desk, id, "confirm", nil), 403)
		took(t, "dispute", move(p, self, id, "dispute", url.Values{"reason": {"实际两课时。"}}))
		took(t, "hours again", move(p, desk, id, "hold", url.Values{"hours": {"2"}, "people": {"40"}}))
		took(t, "confirm", move(p, self, id, "confirm", nil))
		if got := desk.Get("/lecturers/"+c.Person).Body + desk.Get("/lecturers").Body; !strings.Contains(got, "已确认2课时") || !strings.Contains(got, "近12个月受邀1次") {
			t.Errorf("hours or turns not counted: %.3000s", got)
		}
	})
}

// Whoever declines says why and is free; the same time may be asked for again.
func TestDecline(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		c := lecturer(t, p, "演示·阮退", nil)
		self := p.AsPerson(c.Person)
		id := invited(t, p, yiwu, c, nil)
		want(t, "without a reason", move(p, self, id, "decline", nil), 422)
		took(t, "decline", move(p, self, id, "decline", url.Values{"reason": {"当天另有课程。"}}))
		if !strings.Contains(p.As(yiwu).Get("/cases/"+id).Body, "当天另有课程。") {
			t.Error("the inviter does not read the reason")
		}
		again := invited(t, p, yiwu, c, nil)
		took(t, "accept", move(p, self, again, "accept", url.Values{"phone": {phone}}))
		took(t, "withdraw", move(p, p.As(yiwu), again, "withdraw", url.Values{"reason": {"企业改期。"}}))
		if strings.Contains(p.As(yiwu).Get("/cases/"+again).Body, phone) {
			t.Error("the telephone stays after the invitation is withdrawn")
		}
		third := invited(t, p, jinhua, c, nil)
		took(t, "the time is free again", move(p, self, third, "accept", url.Values{"phone": {phone}}))
		late := invited(t, p, yiwu, c, url.Values{"part": {"pm"}, "on": {"2017-10-20"}})
		p.Clock.Set(calendar.Must("2017-10-17").At(9, 0))
		if _, err := p.House.Flow.Tick(t.Context()); err != nil || p.Case(late).State != "lapsed" {
			t.Errorf("after the time to reply: %s, %v", p.Case(late).State, err)
		}
	})
}

// Two places ask for the same time: however the two yes are pressed, one holds.
func TestTwoPlacesAtOnce(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		c := lecturer(t, p, "演示·阮忙", nil)
		ids := []string{invited(t, p, yiwu, c, nil), invited(t, p, jinhua, c, nil)}
		seen := []string{p.Seen(ids[0]), p.Seen(ids[1])}
		got := make([]int, 2)
		var wg sync.WaitGroup
		for i, id := range ids {
			b := p.AsPerson(c.Person)
			wg.Go(func() {
				got[i] = b.Post("/cases/"+id+"/moves/accept", url.Values{"seen": {seen[i]}, "phone": {phone}}).Status
			})
		}
		wg.Wait()
		if got[0]+got[1] != http.StatusSeeOther+http.StatusGone {
			t.Errorf("two yes for one time: %v; want one 303 and one 410", got)
		}
	})
}

// A buyer finds whom it may invite, and acts on its own invitations alone.
func TestBuyer(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		plain, sure, shy := lecturer(t, p, "演示·未证", nil), lecturer(t, p, "演示·已证", nil), lecturer(t, p, "演示·不愿", url.Values{"willing": {"no"}})
		certify(t, p, sure)
		certify(t, p, shy)
		b := p.As(buyer)
		page := b.Get("/lecturers?who=all").Body
		if !strings.Contains(page, sure.Name) || strings.Contains(page, plain.Name) || strings.Contains(page, shy.Name) {
			t.Errorf("a buyer finds the wrong people: %.3000s", page)
		}
		if got := p.As(yiwu).Get("/lecturers?who=all").Body; !strings.Contains(got, plain.Name) || !strings.Contains(got, shy.Name) {
			t.Error("an office does not see the whole 师资库")
		}
		for _, c := range []apptest.Candidate{plain, shy} {
			want(t, "invite "+c.Name, b.Post("/lecturers/"+c.Person+"/invite", ask(nil)), 404)
		}
		want(t, "an office invites who is not willing", p.As(yiwu).Post("/lecturers/"+shy.Person+"/invite", ask(url.Values{"part": {"eve"}})), 422)
		id := invited(t, p, buyer, sure, nil)
		took(t, "accept", move(p, p.AsPerson(sure.Person), id, "accept", url.Values{"phone": {phone}}))
		if !strings.Contains(b.Get("/cases/"+id).Body, phone) {
			t.Error("the buyer does not read the telephone it was given")
		}
		want(t, "another buyer", p.As("330100-buyer-clerk-1").Get("/cases/"+id), 404)
		want(t, "the city", p.As(jinhua).Get("/cases/"+id), 404)
		took(t, "the buyer withdraws", move(p, b, id, "withdraw", url.Values{"reason": {"项目取消。"}}))
	})
}

// A profile is kept over the version that was read, and by the lecturer alone.
func TestProfile(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		c := lecturer(t, p, "演示·阮改", nil)
		self := p.AsPerson(c.Person)
		want(t, "over a version that is gone", self.Post("/lecturer", profile(nil)), 409)
		took(t, "over the version read", self.Post("/lecturer", profile(url.Values{"seen": {"1"}, "proof-day": {"2016-01-05"}})))
		want(t, "over it again", self.Post("/lecturer", profile(url.Values{"seen": {"1"}})), 409)
		if got := p.As(yiwu).Get("/lecturers").Body; !strings.Contains(got, "待更新") {
			t.Error("knowledge of twenty months ago is not shown as stale")
		}
		want(t, "a proof of tomorrow", self.Post("/lecturer", profile(url.Values{"seen": {"2"}, "proof-day": {"2020-01-05"}})), 422)
		want(t, "an office keeps it", p.As(yiwu).Post("/lecturer", profile(nil)), 404)
		want(t, "a stranger searches", p.Stranger().Get("/lecturers"), http.StatusSeeOther)
	})
}
