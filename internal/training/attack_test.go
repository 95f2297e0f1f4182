package training_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"

	"qinglan/internal/app/apptest"
	"qinglan/internal/course"
	"qinglan/internal/fault"
	"qinglan/internal/flow"
	"qinglan/internal/org"
)

// Of many who write one lesson at once one is first and the rest are told so;
// two who write two lessons do not stand in each other's way.
func TestRacingTicks(t *testing.T) {
	each(t, func(t *testing.T, s *school) {
		a := s.Candidate("测试·王青", "甲公司（演示）", "330782", nil)
		b := s.Candidate("测试·李蓝", "乙公司（演示）", "330782", nil)
		id := s.open(2)
		s.run(id, a, b)
		s.on("2017-10-18", 17)
		desk, people := org.Holding(s.Post(teacher)), []flow.Case{*s.Case(a.Entry), *s.Case(b.Entry)}
		marks := []string{"present", "absent", "late"}
		write := func(lesson, i int) error {
			return s.slice().Attend(t.Context(), desk, id, course.Ticks(lesson, 0, people, func(*flow.Case) string { return marks[i%3] }))
		}
		var wg sync.WaitGroup
		errs := make([]error, 12)
		for i := range errs {
			wg.Go(func() { errs[i] = write(1, i) })
		}
		var two, three error
		wg.Go(func() { two = write(2, 0) })
		wg.Go(func() { three = write(3, 0) })
		wg.Wait()
		first := -1
		for i, err := range errs {
			switch {
			case err == nil && first < 0:
				first = i
			case err == nil:
				t.Errorf("%d and %d both wrote the lesson", first, i)
			case fault.Of(err) != fault.Stale:
				t.Errorf("%d: %v", i, err)
			}
		}
		if two != nil || three != nil {
			t.Errorf("other lessons: %v %v", two, three)
		}
		k, err := s.slice().Class(t.Context(), s.DB, s.Case(id))
		if err != nil || first < 0 {
			t.Fatalf("nobody wrote: %v", err)
		}
		for _, c := range people {
			if got := k.Marks[c.ID][1]; got != marks[first%3] {
				t.Errorf("%s is %q; who was first wrote %q", c.Name, got, marks[first%3])
			}
		}
		old := url.Values{"revision": {"0"}, "m." + a.Entry: {"present"}, "m." + b.Entry: {"present"}}
		if got := s.As(teacher).Post("/classes/"+id+"/lessons/1", old); got.Status != http.StatusConflict {
			t.Errorf("a page from before: %d", got.Status)
		}
		s.Sound(a, b, apptest.Candidate{Application: s.inst})
	})
}

// Whoever is of another institution finds nothing of a class, by any address.
func TestOtherInstitution(t *testing.T) {
	each(t, func(t *testing.T, s *school) {
		s.choose("330100-institution", "330100")
		c := s.Candidate("测试·王青", "甲公司（演示）", "330782", nil)
		id := s.open(2)
		s.run(id, c)
		s.on("2017-10-18", 17)
		other := s.As("330100-institution-clerk-1")
		for _, path := range []string{"", "/lessons/1", "/print/sign-in-1.pdf", "/print/badges.pdf", "/print/call.pdf"} {
			if got := other.Get("/classes/" + id + path); got.Status != http.StatusNotFound || strings.Contains(got.Body, "王青") {
				t.Errorf("GET %s: %d", path, got.Status)
			}
		}
		for path, v := range map[string]url.Values{
			"/plan": plan(3), "/lessons/1": {"revision": {"0"}, "m." + c.Entry: {"absent"}}, "/sign": {"signer": {"演示·别人"}, "title": {"校长"}},
			"/leave": {"entry": {c.Entry}, "lesson": {"1"}, "do": {"grant"}}, "/release": {"entry": {c.Entry}, "ground": {"没有理由"}},
		} {
			v.Set("seen", s.Seen(id))
			if got := other.Post("/classes/"+id+path, v); got.Status != http.StatusNotFound {
				t.Errorf("POST %s: %d", path, got.Status)
			}
		}
		none := s.As("330200-institution-clerk-1")
		if got := none.Post("/classes", url.Values{"id": {"c9"}, "title": {"未入选机构的班"}}); got.Status != http.StatusGone {
			t.Errorf("an institution that was not selected opens a class: %d", got.Status)
		}
		if got := other.Get("/classes"); strings.Contains(got.Body, id) {
			t.Error("it lists the class of another")
		}
		if got := s.AsPerson(c.Person).Post("/training/mine/"+s.Candidate("测试·李蓝", "乙公司（演示）", "330782", nil).Entry+"/reply", url.Values{"seen": {"0"}, "reply": {"attend"}}); got.Status != http.StatusNotFound {
			t.Errorf("somebody answers for another: %d", got.Status)
		}
	})
}

// A list is confirmed as it was signed or not at all: somebody who left since
// sends it back.
func TestConfirmedAsSigned(t *testing.T) {
	each(t, func(t *testing.T, s *school) {
		a := s.Candidate("测试·王青", "甲公司（演示）", "330782", nil)
		b := s.Candidate("测试·李蓝", "乙公司（演示）", "330782", nil)
		id := s.open(2)
		s.run(id, a, b)
		s.on("2017-10-18", 17)
		for n := 1; n <= 6; n++ {
			s.must("tick", s.tick(id, n, 0, nil, a, b))
		}
		ans, _, err := s.slice().Completion(t.Context(), s.DB, s.Case(id))
		if err != nil {
			t.Fatal(err)
		}
		sign := func(digest string) url.Values {
			return url.Values{"seen": {s.Seen(id)}, "digest": {digest}, "signer": {"演示·负责人"}, "title": {"校长"}}
		}
		s.must("sign", s.As(teacher).Post("/classes/"+id+"/sign", sign(ans["digest"])))
		s.must("leave", s.AsPerson(b.Person).Post("/cases/"+b.Entry+"/moves/leave", url.Values{"seen": {s.Seen(b.Entry)}, "reason": {"工作调动"}}))
		desk := s.As(province)
		desk.Post("/cases/"+id+"/moves/confirm", url.Values{"seen": {s.Seen(id)}})
		if p, err := s.House.Flow.Pending(t.Context(), s.DB, s.Case(id)); err == nil && p != nil {
			got := s.As("330000-province-head-1").Post("/approvals/"+p.ID+"/approve", url.Values{"step": {fmt.Sprint(p.Step)}})
			if got.Status == http.StatusSeeOther {
				t.Error("the head approved a list that was not signed")
			}
		}
		if got := s.Case(id).State; got != "signed" {
			t.Errorf("a list that was not signed took effect: %s", got)
		}
		if got := s.Case(a.Entry).State; got != "enrolled" {
			t.Errorf("%s of a list that was not confirmed", got)
		}
	})
}

// Rare characters and what a workbook would take for a formula survive every
// page and paper as they were written.
func TestNamesSurvive(t *testing.T) {
	each(t, func(t *testing.T, s *school) {
		rare := s.Candidate("𠮷田·阿卜杜", "䶮溪培训学校（演示）", "330782", nil)
		formula := s.Candidate("=cmd()", "=HYPERLINK(\"x\")（演示）", "330782", nil)
		id := s.open(2)
		s.run(id, rare, formula)
		s.on("2017-10-18", 17)
		for n := 1; n <= 6; n++ {
			s.must("tick", s.tick(id, n, 0, nil, rare, formula))
		}
		s.finish(t, id)
		if got := s.As(teacher).Get("/classes/" + id); !strings.Contains(got.Body, "𠮷田·阿卜杜") || !strings.Contains(got.Body, "=cmd()") {
			t.Error("a name is lost on the page")
		}
		book := unzip(t, s.As(teacher).Get("/classes/"+id+"/print/completion.xlsx").Body)
		if !strings.Contains(book, "𠮷田·阿卜杜") || !strings.Contains(book, "=cmd()") || strings.Contains(book, "<f>") {
			t.Error("the workbook lost a name or holds a formula")
		}
	})
}

func unzip(t *testing.T, file string) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader([]byte(file)), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(&all, r); err != nil {
			t.Fatal(err)
		}
		_ = r.Close()
	}
	return all.String()
}

// A class goes by the rules of its own edition, whatever edition put a person
// on the 培育名单 (rules/54).
func TestRulesOfTheClass(t *testing.T) {
	each(t, func(t *testing.T, s *school) {
		old := s.Candidate("测试·王青", "甲公司（演示）", "330782", nil)
		e := s.Enter("teacher2018")
		s.choose("330700-institution", "330700")
		days := []string{"2018-04-16", "2018-04-17", "2018-04-18", "2018-04-19"}
		b := s.As(teacher)
		s.must("open", b.Post("/classes", url.Values{"id": {"c0"}, "title": {"师资培训班"}}))
		short := planOn(5, days[:3]...)
		short.Set("seen", s.Seen("c0"))
		if got := b.Post("/classes/c0/plan", short); got.Status != http.StatusUnprocessableEntity || !strings.Contains(got.Body, "集中培训不少于32学时") {
			t.Errorf("24 hours in 2018: %d", got.Status)
		}
		id := s.openWith(planOn(5, days...))
		if got := s.Case(id).Edition; got != e {
			t.Fatalf("the class is of %s", got.Name)
		}
		fresh := s.Candidate("测试·李蓝", "乙公司（演示）", "330782", nil)
		s.run(id, old, fresh)
		s.on("2018-04-19", 17)
		for n := 1; n <= 8; n++ {
			marks := map[string]string{}
			if n == 1 {
				marks[old.Entry] = "absent" // 28 of 32: enough in 2017
			}
			s.must("tick", s.tick(id, n, 0, marks, old, fresh))
		}
		s.finish(t, id)
		for c, want := range map[string]string{old.Entry: "training-failed", fresh.Entry: "trained"} {
			if got := s.Case(c).State; got != want {
				t.Errorf("%s; want %s", got, want)
			}
		}
		if got := s.AsPerson(old.Person).Get("/training/mine"); !strings.Contains(got.Body, fmt.Sprintf("结业须满%d学时", 32)) {
			t.Error("the trainee reads another edition's rule")
		}
	})
}
