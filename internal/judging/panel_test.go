package judging_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"qinglan/internal/app/apptest"
	"qinglan/internal/db"
	"qinglan/internal/org"
	"qinglan/internal/programme"
)

// Who may sit, and how many.
func TestPanel(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		s := newStage(t, p, 1)
		s.open()
		s.draw()
		first := s.Post(judgeAt(1)).Person
		for _, c := range []struct {
			name string
			v    func() url.Values
			say  string
		}{
			{"four", func() url.Values { return s.panel(4) }, ""},
			{"six", func() url.Values { return s.panel(6) }, "现为6名"},
			{"no chief", func() url.Values { v := s.panel(5); v.Del("chief"); return v }, ""},
			{"chief from outside", func() url.Values { v := s.panel(5); v.Set("chief", s.Post(judgeAt(9)).Person); return v }, "组长"},
			{"one employer", func() url.Values { v := s.panel(5); v.Set("unit."+first, "演示 学院2"); return v }, "同一单位"},
		} {
			got := s.post(secretary, "/sessions/"+s.session+"/panel", c.v(), http.StatusUnprocessableEntity)
			if !strings.Contains(text(got.Body), c.say) {
				t.Errorf("%s: %s", c.name, text(got.Body))
			}
		}
		s.also(first, "330000-association", programme.Association)
		s.refused("主办、承办或监督人员")
		if _, err := s.DB.Writer().ExecContext(t.Context(), `UPDATE posts SET ended = 1 WHERE id = 'also'`); err != nil {
			t.Fatal(err)
		}
		s.appoint(7)
		if n := len(s.sheets()); n != 7 {
			t.Errorf("%d sheets; want 7", n)
		}
	})
}

// also gives a person a second post.
func (s *stage) also(person, organ string, role programme.Role) {
	s.t.Helper()
	ctx := s.t.Context()
	s.do(s.DB.Tx(ctx, func(tx *db.Tx) error {
		return s.House.Flow.Orgs().AddPost(ctx, tx, org.Post{
			ID: "also", Person: person, Organisation: org.Organisation{ID: organ}, Role: role, Rank: programme.Clerk,
		})
	}))
}

func (s *stage) refused(say string) {
	s.t.Helper()
	got := s.post(secretary, "/sessions/"+s.session+"/panel", s.panel(5), http.StatusUnprocessableEntity)
	if !strings.Contains(text(got.Body), say) {
		s.t.Errorf("want %q: %s", say, text(got.Body))
	}
}

func (s *stage) sheets() (ids []string) {
	s.t.Helper()
	ids, err := db.All(s.t.Context(), s.DB, db.Cell[string], `SELECT case_id FROM sheets WHERE session = $1 ORDER BY case_id`, s.session)
	s.do(err)
	return ids
}

// Nobody judges who applies.
func TestApplicantJudges(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		s := newStage(t, p, 1)
		s.open()
		s.draw()
		// the applicant of the only candidate has the post of a judge as well
		s.also("person1", "330000-experts", programme.Judge)
		v := s.panel(4)
		v.Add("judge", "person1")
		v.Set("unit.person1", "别处")
		got := s.post(secretary, "/sessions/"+s.session+"/panel", v, http.StatusUnprocessableEntity)
		if !strings.Contains(text(got.Body), "本人是申报人") {
			t.Errorf("an applicant may judge: %s", text(got.Body))
		}
	})
}

// A draw needs a roster and two different secrets.
func TestDraw(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		s := newStage(t, p, 2)
		s.open()
		at := "/sessions/" + s.session
		v := url.Values{"seen": {"1"}, "drawer": {secretA}, "witness": {secretA}, "supervisor": {"演示·监督"}, "record": {"{}"}}
		s.post(secretary, at+"/draw", v, http.StatusUnprocessableEntity)
		v.Set("witness", "太短")
		s.post(secretary, at+"/draw", v, http.StatusUnprocessableEntity)
		// by the common way, with a record of one's own making
		v.Set("witness", secretB)
		s.post(secretary, "/cases/"+s.session+"/moves/draw", v, http.StatusConflict)
		// a second session may not take the same people
		s.post(secretary, "/sessions", url.Values{"id": {"other"}, "title": {"第二场"}, "day": {"2017-11-09"}, "place": {"别处"}}, http.StatusSeeOther)
		s.post(secretary, "/sessions/other/roster", url.Values{"pick": s.apps}, http.StatusSeeOther)
		s.post(secretary, "/sessions/other/draw", url.Values{"seen": {"1"}, "drawer": {secretA}, "witness": {secretB}, "supervisor": {"演示·监督"}}, http.StatusGone)
		s.draw()
		s.post(secretary, at+"/draw", v, http.StatusConflict)
		s.post(secretary, "/sessions", url.Values{"id": {"third"}, "title": {""}, "day": {"明天"}}, http.StatusUnprocessableEntity)
	})
}
