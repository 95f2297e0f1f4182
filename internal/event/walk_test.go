package event_test

import (
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
	yiwu   = "330782-county-clerk-1"
	jinhua = "330700-city-clerk-1"
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

func plan(more url.Values) url.Values {
	v := url.Values{
		"id": {db.NewID()}, "title": {"=cmd()|' 专题讲座"}, "direction": {"amazon"}, "on": {"2017-10-13"}, "part": {"pm"},
		"place": {"演示会议中心"}, "audience": {"本地企业"}, "about": {"讲物流。"},
	}
	for k, vs := range more {
		v[k] = vs
	}
	return v
}

func planned(t *testing.T, p *apptest.Program, post string, more url.Values) string {
	t.Helper()
	v := plan(more)
	for range 2 { // pressed twice
		took(t, "plan", p.As(post).Post("/events", v))
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

// asked invites a willing lecturer to an event.
func asked(t *testing.T, p *apptest.Program, event, name string) (apptest.Candidate, string) {
	t.Helper()
	c := p.Candidate(name, "演示单位", "330782", nil)
	took(t, "profile", p.AsPerson(c.Person).Post("/lecturer", url.Values{
		"seen": {"0"}, "willing": {"yes"}, "directions": {"amazon"}, "cities": {"330700"}, "days": {"1", "2", "3", "4", "5"}, "hours": {"8"}}))
	id := db.NewID()
	took(t, "invite", p.As(yiwu).Post("/lecturers/"+c.Person+"/invite", url.Values{
		"id": {id}, "event": {event}, "topic": {"跨境物流"}, "direction": {"amazon"}, "host": {"讲座"}, "place": {"演示会议中心"},
		"on": {"2017-10-13"}, "part": {"pm"}, "hours": {"2"}}))
	return c, id
}

// The road of an event: planned, a lecturer asked, announced, held.
func TestEvent(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		desk := p.As(yiwu)
		want(t, "a day that is past", desk.Post("/events", plan(url.Values{"on": {"2017-09-01"}})), 422)
		for _, leak := range []string{"报名 13812345678", "身份证 330782199001011234", "write to somebody@example.com"} {
			want(t, leak, desk.Post("/events", plan(url.Values{"about": {leak}})), 422)
		}
		want(t, "an applicant plans", p.AsPerson(p.Candidate("演示·甲", "演示单位", "330782", nil).Person).Post("/events", plan(nil)), 404)
		id := planned(t, p, yiwu, nil)
		if strings.Contains(p.Stranger().Get("/events").Body, "专题讲座") {
			t.Error("the public reads a plan")
		}
		c, lecture := asked(t, p, id, "演示·讲师")
		took(t, "announce", move(p, desk, id, "announce", nil))
		public := p.Stranger().Get("/events").Body
		if !strings.Contains(public, "=cmd()|&#39; 专题讲座") || strings.Contains(public, c.Name) {
			t.Errorf("the calendar is not what was planned, or names somebody: %.3000s", public)
		}
		if run := regexp.MustCompile(`\d{11,}`).FindString(regexp.MustCompile(`<[^>]*>`).ReplaceAllString(public, " ")); run != "" {
			t.Errorf("the calendar holds %q", run)
		}
		held := url.Values{"people": {"60"}, "note": {"到场企业二十家。"}}
		want(t, "held before its day", move(p, desk, id, "hold", held), http.StatusGone)
		took(t, "accept", move(p, p.AsPerson(c.Person), lecture, "accept", url.Values{"phone": {"19900000177"}}))
		p.Clock.Set(calendar.Must("2017-10-13").At(18, 0))
		want(t, "held while a lecturer's hours are open", move(p, desk, id, "hold", held), http.StatusGone)
		took(t, "hours", move(p, desk, lecture, "hold", url.Values{"hours": {"2"}, "people": {"60"}}))
		took(t, "held", move(p, desk, id, "hold", held))
		if got := p.As(jinhua).Get("/cases/" + id).Body; !strings.Contains(got, "课时待讲师确认") {
			t.Error("the city does not see how the lecturers stand")
		}
	})
}

// An event that is called off calls its lecturers off, and takes no new ones.
func TestCalledOff(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		id := planned(t, p, yiwu, nil)
		c, lecture := asked(t, p, id, "演示·讲师")
		took(t, "accept", move(p, p.AsPerson(c.Person), lecture, "accept", url.Values{"phone": {"19900000177"}}))
		took(t, "cancel", move(p, p.As(yiwu), id, "cancel", url.Values{"reason": {"场地检修。"}}))
		if got := p.Case(lecture).State; got != "withdrawn" {
			t.Errorf("the lecture of an event called off is %s", got)
		}
		want(t, "invite to it", p.As(yiwu).Post("/lecturers/"+c.Person+"/invite", url.Values{
			"id": {db.NewID()}, "event": {id}, "topic": {"跨境物流"}, "direction": {"amazon"}, "host": {"讲座"}, "place": {"演示会议中心"},
			"on": {"2017-10-13"}, "part": {"pm"}, "hours": {"2"}}), http.StatusGone)
		other := planned(t, p, jinhua, url.Values{"title": {"市里的讲座"}})
		want(t, "to an event of another office", p.As("330726-county-clerk-1").Get("/lecturers?event="+other), 404)
	})
}
