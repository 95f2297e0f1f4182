package training_test

import (
	"fmt"
	"net/http"
	"net/url"
	"testing"

	"qinglan/internal/app/apptest"
	"qinglan/internal/calendar"
	"qinglan/internal/db"
	"qinglan/internal/flow"
	"qinglan/internal/org"
	"qinglan/internal/programme"
	"qinglan/internal/training"
)

const (
	teacher  = "330700-institution-clerk-1"
	province = "330000-province-clerk-1"
)

// A school is a program with an institution that was selected.
type school struct {
	*apptest.Program
	t    *testing.T
	n    int
	inst string // the case by which an institution was selected last
}

func each(t *testing.T, f func(t *testing.T, s *school)) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		s := &school{Program: p, t: t}
		s.choose("330700-institution", "330700")
		f(t, s)
	})
}

// choose selects an institution without the years before it.
func (s *school) choose(organ, city string) {
	s.t.Helper()
	if _, ok := s.House.Flow.Current().Track("institution"); !ok {
		return
	}
	id := db.NewID()
	s.inst = id
	err := s.DB.Tx(s.t.Context(), func(tx *db.Tx) error {
		a := org.Actor{Person: "p-" + organ, Role: programme.Institution, Organ: org.Organisation{ID: organ, Region: city}}
		_, err := s.House.Flow.OpenIn(s.t.Context(), tx, a, flow.Opening{ID: id, Track: "institution", Party: organ, Name: organ, City: city})
		if err == nil {
			err = s.Put(s.t.Context(), tx, id, "selected", 9)
		}
		return err
	})
	if err != nil {
		s.t.Fatal(err)
	}
}

// slice is the part of the house that is tested.
func (s *school) slice() *training.Slice { return training.New(s.House) }

// must fails the test unless a form was taken.
func (s *school) must(what string, got apptest.Answer) apptest.Answer {
	s.t.Helper()
	if got.Status != http.StatusSeeOther {
		s.t.Fatalf("%s: %d %s", what, got.Status, got.Body)
	}
	return got
}

// plan is six lessons of four hours on three days of October.
func plan(capacity int) url.Values {
	return planOn(capacity, "2017-10-16", "2017-10-17", "2017-10-18")
}

// planOn is two lessons of four hours on each of these days.
func planOn(capacity int, days ...string) url.Values {
	half := fmt.Sprint(4 * len(days))
	v := url.Values{
		"capacity": {fmt.Sprint(capacity)}, "directions": {"amazon"},
		"syllabus.0.subject": {"平台规则"}, "syllabus.0.hours": {half}, "syllabus.0.trainer": {"演示·主讲甲"},
		"syllabus.1.subject": {"实操训练"}, "syllabus.1.hours": {half}, "syllabus.1.trainer": {"演示·主讲乙"},
	}
	for i := range 2 * len(days) {
		from, to, subject := "8:30", "11:30", "平台规则"
		if i%2 == 1 {
			from, to, subject = "13:30", "16:30", "实操训练"
		}
		for name, value := range map[string]string{
			"day": days[i/2], "from": from, "to": to, "subject": subject, "hours": "4", "trainer": "演示·主讲甲", "place": "演示楼301",
		} {
			v.Set(fmt.Sprintf("lessons.%d.%s", i, name), value)
		}
	}
	return v
}

// open opens a class with room and brings it to where people are placed.
func (s *school) open(capacity int) string { return s.openWith(plan(capacity)) }

func (s *school) openWith(v url.Values) string {
	s.t.Helper()
	s.n++
	id := fmt.Sprintf("class-%d", s.n)
	school, desk := s.As(teacher), s.As(province)
	s.must("open", school.Post("/classes", url.Values{"id": {id}, "title": {"师资培训班"}}))
	v.Set("seen", s.Seen(id))
	s.must("plan", school.Post("/classes/"+id+"/plan", v))
	s.must("permit", desk.Post("/cases/"+id+"/moves/permit", url.Values{"seen": {s.Seen(id)}}))
	for _, post := range []string{"330000-province-head-1", "330000-province-leader-1"} {
		s.approve(post, id)
	}
	if got := s.Case(id).State; got != "approved" {
		s.t.Fatalf("after the chain: %s", got)
	}
	return id
}

func (s *school) approve(post, id string) {
	s.t.Helper()
	p, err := s.House.Flow.Pending(s.t.Context(), s.DB, s.Case(id))
	if err != nil || p == nil {
		s.t.Fatalf("nothing to approve of %s: %v", id, err)
	}
	s.must("approve", s.As(post).Post("/approvals/"+p.ID+"/approve", url.Values{"step": {fmt.Sprint(p.Step)}}))
}

// place places people in a class by the page of the province.
func (s *school) place(id string, cs ...apptest.Candidate) apptest.Answer {
	v := url.Values{"to": {id}}
	for _, c := range cs {
		v.Add("place", c.Entry+":")
	}
	return s.As(province).Post("/training/place", v)
}

// run lets a class with people begin.
func (s *school) run(id string, cs ...apptest.Candidate) {
	s.t.Helper()
	s.must("place", s.place(id, cs...))
	s.must("hand over", s.As(province).Post("/cases/"+id+"/moves/hand-over", url.Values{"seen": {s.Seen(id)}}))
	s.must("call", s.As(teacher).Post("/cases/"+id+"/moves/call", url.Values{"seen": {s.Seen(id)}, "report": {"首日8:00，一楼大厅"}}))
}

// tick writes the attendance of a lesson: everybody present but those named.
func (s *school) tick(id string, n, revision int, marks map[string]string, cs ...apptest.Candidate) apptest.Answer {
	v := url.Values{"revision": {fmt.Sprint(revision)}}
	for _, c := range cs {
		mark := "present"
		if marks[c.Entry] != "" {
			mark = marks[c.Entry]
		}
		v.Set("m."+c.Entry, mark)
	}
	return s.As(teacher).Post(fmt.Sprintf("/classes/%s/lessons/%d", id, n), v)
}

func (s *school) on(day string, hour int) { s.Clock.Set(calendar.Must(day).At(hour, 0)) }
