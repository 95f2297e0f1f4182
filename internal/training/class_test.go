package training_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"

	"qinglan/internal/app/apptest"
	"qinglan/internal/db"
	"qinglan/internal/form"
	"qinglan/internal/ident"
	"qinglan/internal/org"
)

// A class from its plan to the certification: one completes, one falls short.
func TestWalk(t *testing.T) {
	each(t, func(t *testing.T, s *school) {
		good := s.Candidate("测试·王青", "甲公司（演示）", "330782", form.Answers{})
		short := s.Candidate("测试·李蓝", "乙公司（演示）", "330702", form.Answers{})
		far := s.Candidate("测试·赵远", "丙公司（演示）", "330106", form.Answers{})
		id := s.open(3)
		desk := s.As(province)
		if got := desk.Get("/training"); !strings.Contains(got.Body, "同城，培训方向不同") || !strings.Contains(got.Body, "没有同城或同方向的空余名额") {
			t.Errorf("the proposal does not say why: %d", got.Status)
		}
		s.run(id, good, short, far)
		if got := s.place(s.open(3), good); got.Status != http.StatusConflict {
			t.Errorf("placed twice: %d", got.Status)
		}
		own := s.AsPerson(good.Person)
		if got := own.Get("/training/mine"); !strings.Contains(got.Body, "演示楼301") || !strings.Contains(got.Body, "首日8:00") {
			t.Errorf("the trainee does not read when and where: %d", got.Status)
		}
		s.must("reply", own.Post("/training/mine/"+good.Entry+"/reply", url.Values{"seen": {s.Seen(good.Entry)}, "reply": {"attend"}}))
		if got := own.Post("/training/mine/"+good.Entry+"/reply", url.Values{"seen": {s.Seen(good.Entry)}, "reply": {"cannot"}}); got.Status != http.StatusUnprocessableEntity {
			t.Errorf("cannot, without a reason: %d", got.Status)
		}
		s.must("defer", desk.Post("/cases/"+far.Entry+"/moves/defer", url.Values{"seen": {s.Seen(far.Entry)}, "until": {"2018-03"}, "reason": {"外派半年"}}))
		all := []apptest.Candidate{good, short}
		if got := s.tick(id, 1, 0, nil, all...); got.Status != http.StatusGone {
			t.Errorf("before it began: %d", got.Status)
		}
		s.on("2017-10-18", 17)
		for n := 1; n <= 6; n++ {
			marks := map[string]string{}
			if n < 3 {
				marks[short.Entry] = "absent"
			}
			if n == 4 {
				marks[good.Entry] = "late"
			}
			s.must("tick", s.tick(id, n, 0, marks, all...))
		}
		if got := s.As(teacher).Get("/classes/" + id); !strings.Contains(got.Body, "不能达标") || !strings.Contains(got.Body, "16/24") {
			t.Errorf("the class does not show who falls short")
		}
		s.finish(t, id)
		for c, want := range map[string]string{good.Entry: "trained", short.Entry: "training-failed", far.Entry: "deferred"} {
			if got := s.Case(c).State; got != want {
				t.Errorf("%s; want %s", got, want)
			}
		}
		given, err := s.House.Flow.Answers(t.Context(), s.DB, s.Case(good.Entry), "graduate")
		if err != nil || given["hours"] != "24" || given["attendance"] != "100" || given["institution"] == "" {
			t.Errorf("the result is %v %v", given, err)
		}
		s.must("retrain", desk.Post("/cases/"+short.Entry+"/moves/retrain", url.Values{"seen": {s.Seen(short.Entry)}}))
		s.must("place again", s.place("class-2", short))
	})
}

// finish lets the institution sign and the province confirm.
func (s *school) finish(t *testing.T, id string) {
	t.Helper()
	_, list, err := s.slice().Completion(t.Context(), s.DB, s.Case(id))
	if err != nil {
		t.Fatal(err)
	}
	ans, _, _ := s.slice().Completion(t.Context(), s.DB, s.Case(id))
	v := url.Values{"seen": {s.Seen(id)}, "digest": {ans["digest"]}, "signer": {"演示·负责人"}, "title": {"校长"}}
	stale := url.Values{"seen": {s.Seen(id)}, "digest": {"other"}, "signer": {"演示·负责人"}, "title": {"校长"}}
	if got := s.As(teacher).Post("/classes/"+id+"/sign", stale); got.Status != http.StatusConflict {
		t.Errorf("signed another list: %d", got.Status)
	}
	s.must("sign", s.As(teacher).Post("/classes/"+id+"/sign", v))
	for _, name := range []string{"completion.pdf", "completion.xlsx", "badges.pdf", "sign-in-1.pdf", "call.pdf", "attendance.pdf"} {
		if got := s.As(teacher).Get("/classes/" + id + "/print/" + name); got.Status != http.StatusOK || len(got.Body) < 1000 {
			t.Errorf("%s of %d people: %d", name, len(list), got.Status)
		}
	}
	s.must("confirm", s.As(province).Post("/cases/"+id+"/moves/confirm", url.Values{"seen": {s.Seen(id)}}))
	s.approve("330000-province-head-1", id)
	if got := s.Case(id).State; got != "completed" {
		t.Fatalf("after the confirmation: %s", got)
	}
}

// Racing placements fill a class exactly, and one person sits once.
func TestRacingSeats(t *testing.T) {
	each(t, func(t *testing.T, s *school) {
		const room, rush = 5, 16
		id, other := s.open(room), s.open(room)
		var people []apptest.Candidate
		for i := range rush {
			people = append(people, s.Candidate(fmt.Sprintf("测试·甲%c", '一'+rune(i)), "甲公司（演示）", "330782", nil))
		}
		desk := org.Holding(s.Post(province))
		var wg sync.WaitGroup
		try := func(class, entry string) {
			wg.Go(func() {
				_ = s.DB.Tx(t.Context(), func(tx *db.Tx) error { return s.slice().Place(t.Context(), tx, desk, class, entry) })
			})
		}
		for _, c := range people {
			try(id, c.Entry)
		}
		try(id, people[0].Entry)
		try(other, people[0].Entry)
		try(other, people[1].Entry)
		wg.Wait()
		count := func(query string, args ...any) (n int) {
			t.Helper()
			if err := s.DB.QueryRowContext(t.Context(), query, args...).Scan(&n); err != nil {
				t.Fatal(err)
			}
			return n
		}
		if n := count(`SELECT COUNT(*) FROM seats WHERE class = $1`, id); n != room {
			t.Errorf("%d sit in a class of %d", n, room)
		}
		if n := count(`SELECT taken FROM classes WHERE class = $1`, id); n != room {
			t.Errorf("%d taken of %d", n, room)
		}
		if n, m := count(`SELECT COUNT(*) FROM seats`), count(`SELECT COUNT(*) FROM journal WHERE move = 'place'`); n != m {
			t.Errorf("%d seats, %d moves", n, m)
		}
		if got := s.place(id, apptest.Candidate{Entry: s.Candidate("测试·晚来", "甲公司（演示）", "330782", nil).Entry}); got.Status != http.StatusGone {
			t.Errorf("one more than fits: %d", got.Status)
		}
	})
}

// A leave is asked, decided and, if granted, does not count as attended; a
// correction keeps what stood before.
func TestLeaveAndCorrection(t *testing.T) {
	each(t, func(t *testing.T, s *school) {
		a := s.Candidate("测试·王青", "甲公司（演示）", "330782", nil)
		b := s.Candidate("测试·李蓝", "乙公司（演示）", "330782", nil)
		id := s.open(2)
		s.run(id, a, b)
		own := s.AsPerson(a.Person)
		ask := func(lesson string) apptest.Answer {
			return own.Post("/training/mine/"+a.Entry+"/leave", url.Values{"seen": {s.Seen(a.Entry)}, "lesson": {lesson}, "reason": {"单位年检须到场"}})
		}
		s.must("ask", ask("1"))
		if got := ask("1"); got.Status != http.StatusConflict {
			t.Errorf("asked twice: %d", got.Status)
		}
		school := s.As(teacher)
		if got := school.Get("/classes/" + id); !strings.Contains(got.Body, "单位年检须到场") {
			t.Error("the institution does not read the reason")
		}
		if got := s.As("330782-county-clerk-1").Post("/classes/"+id+"/leave", url.Values{"entry": {a.Entry}, "lesson": {"1"}, "do": {"grant"}}); got.Status != http.StatusNotFound {
			t.Errorf("a county decides on leave: %d", got.Status)
		}
		s.on("2017-10-16", 12)
		both := []apptest.Candidate{a, b}
		if got := s.tick(id, 1, 0, map[string]string{a.Entry: "leave"}, both...); got.Status != http.StatusUnprocessableEntity {
			t.Errorf("leave that was not granted: %d", got.Status)
		}
		s.must("grant", school.Post("/classes/"+id+"/leave", url.Values{"entry": {a.Entry}, "lesson": {"1"}, "do": {"grant"}}))
		s.must("tick", s.tick(id, 1, 0, map[string]string{a.Entry: "leave", b.Entry: "absent"}, both...))
		if got := s.tick(id, 1, 0, nil, both...); got.Status != http.StatusConflict {
			t.Errorf("an outdated list: %d", got.Status)
		}
		if got := s.tick(id, 1, 1, map[string]string{a.Entry: "leave"}, both...); got.Status != http.StatusUnprocessableEntity {
			t.Errorf("a correction without a reason: %d", got.Status)
		}
		v := url.Values{"revision": {"1"}, "ground": {"签到表漏看一行"}, "m." + a.Entry: {"leave"}, "m." + b.Entry: {"present"}}
		s.must("correct", school.Post("/classes/"+id+"/lessons/1", v))
		got := school.Get("/classes/" + id + "/lessons/1")
		for _, want := range []string{"签到表漏看一行", "测试·李蓝：缺勤 → 到", "到0人，迟到0人，请假1人，缺勤1人", "到1人，迟到0人，请假1人，缺勤0人"} {
			if !strings.Contains(got.Body, want) {
				t.Errorf("the trail does not say %q", want)
			}
		}
		if got := own.Get("/training/mine"); !strings.Contains(got.Body, "0/24") {
			t.Error("leave was counted as attended")
		}
	})
}

// Whoever holds the link answers without signing in; the page says a masked name.
func TestReplyByLink(t *testing.T) {
	each(t, func(t *testing.T, s *school) {
		c := s.Candidate("测试·王青", "甲公司（演示）", "330782", nil)
		id := s.open(2)
		s.run(id, c)
		page := s.As(teacher).Get("/classes/" + id).Body
		_, after, ok := strings.Cut(page, "/class-reply/")
		if !ok {
			t.Fatal("the institution has no link to pass on")
		}
		token, _, _ := strings.Cut(after, `"`)
		b := s.Stranger()
		got := b.Get("/class-reply/" + token)
		if got.Status != http.StatusOK || strings.Contains(got.Body, "王青") || !strings.Contains(got.Body, ident.MaskName("测试·王青")+"的开班通知") || strings.Contains(got.Body, "甲公司") {
			t.Errorf("the page by link: %d", got.Status)
		}
		s.must("reply", b.Post("/class-reply/"+token, url.Values{"reply": {"cannot"}, "note": {"手术住院，明年春天可以"}}))
		if got := s.As(teacher).Get("/classes/" + id); !strings.Contains(got.Body, "不能参加") || !strings.Contains(got.Body, "手术住院") {
			t.Error("the institution does not read the reply")
		}
		if got := s.As("330700-city-clerk-1").Get("/classes/" + id); strings.Contains(got.Body, "手术住院") {
			t.Error("a city reads why somebody cannot come")
		}
		if got := s.As(teacher).Get("/classes/" + id + "/print/completion.pdf"); got.Status != http.StatusNotFound {
			t.Errorf("a list of who completed a class that is not taught: %d", got.Status)
		}
		s.must("release", s.As(province).Post("/classes/"+id+"/release", url.Values{"entry": {c.Entry}, "ground": {"本人住院"}}))
		if got := b.Get("/class-reply/" + token); got.Status != http.StatusGone {
			t.Errorf("the link of somebody who left: %d", got.Status)
		}
		if got := b.Get("/class-reply/nothing"); got.Status != http.StatusNotFound {
			t.Errorf("a link of nobody: %d", got.Status)
		}
		if got := s.place(id, c); got.Status != http.StatusSeeOther {
			t.Errorf("placed once more: %d", got.Status)
		}
	})
}

// A plan whose hours do not fit together comes back with every word kept.
func TestPlanIsChecked(t *testing.T) {
	each(t, func(t *testing.T, s *school) {
		b := s.As(teacher)
		s.must("open", b.Post("/classes", url.Values{"id": {"c1"}, "title": {"师资培训班"}}))
		v := plan(10)
		v.Set("seen", s.Seen("c1"))
		v.Set("syllabus.0.hours", "13")
		v.Set("lessons.1.from", "9:00")
		v.Set("lessons.2.to", "下午")
		v.Set("lessons.3.subject", "没有的课")
		v.Set("lessons.4.hours", "8")
		got := b.Post("/classes/c1/plan", v)
		if got.Status != http.StatusUnprocessableEntity {
			t.Fatalf("a plan that does not fit: %d", got.Status)
		}
		for _, want := range []string{"大纲为13学时", "与第1条的时间重叠", "请写成时:分", "教学大纲中没有这个课程", "一学时不少于45分钟", "演示楼301"} {
			if !strings.Contains(got.Body, want) {
				t.Errorf("the page does not say %q", want)
			}
		}
		if got := b.Post("/cases/c1/moves/submit", v); got.Status == http.StatusSeeOther {
			t.Error("sent past the page")
		}
		if got := s.As("330100-institution-clerk-1").Get("/classes/c1"); got.Status != http.StatusNotFound {
			t.Errorf("another institution: %d", got.Status)
		}
	})
}

// The result of who sits in a class comes from the class alone; who was taken
// out of it may have one written by hand. A class that is cancelled sends
// everybody back.
func TestSeatsAreFreed(t *testing.T) {
	each(t, func(t *testing.T, s *school) {
		a := s.Candidate("测试·王青", "甲公司（演示）", "330782", nil)
		b := s.Candidate("测试·李蓝", "乙公司（演示）", "330782", nil)
		id := s.open(2)
		s.run(id, a, b)
		v := url.Values{"t." + a.Entry + ".hours": {"24"}, "t." + a.Entry + ".attendance": {"100"}, "seen." + a.Entry: {s.Seen(a.Entry)}}
		if got := s.As(province).Post("/certification/training", v); got.Status != http.StatusGone || !strings.Contains(got.Body, "已编入培训班次") {
			t.Errorf("by list, of who sits in a class: %d", got.Status)
		}
		s.must("release", s.As(province).Post("/classes/"+id+"/release", url.Values{"entry": {a.Entry}, "ground": {"改在省外培训"}}))
		s.Train(a)
		if got := s.Case(a.Entry).State; got != "trained" {
			t.Fatalf("by list: %s", got)
		}
		s.must("cancel", s.As(province).Post("/cases/"+id+"/moves/cancel", url.Values{"seen": {s.Seen(id)}, "ground": {"场地停电检修"}}))
		var n int
		if err := s.DB.QueryRowContext(t.Context(), `SELECT COUNT(*) FROM seats`).Scan(&n); err != nil || n != 0 {
			t.Errorf("%d seats left, %v", n, err)
		}
		if err := s.House.Queue.Drain(t.Context()); err != nil {
			t.Fatal(err)
		}
		if got := s.AsPerson(b.Person).Get("/messages"); !strings.Contains(got.Body, "调出培训班次") {
			t.Errorf("the trainee is not told")
		}
		s.must("place", s.place(s.open(1), b))
	})
}

// A city and a county see how their own people stand, and nobody else's.
func TestProgressIsOwn(t *testing.T) {
	each(t, func(t *testing.T, s *school) {
		near := s.Candidate("测试·王青", "甲公司（演示）", "330782", nil)
		far := s.Candidate("测试·赵远", "丙公司（演示）", "330106", nil)
		id := s.open(2)
		s.run(id, near, far)
		for post, want := range map[string][2]bool{
			"330782-county-clerk-1": {true, false}, "330106-county-clerk-1": {false, true},
			"330700-city-clerk-1": {true, false}, "330100-city-clerk-1": {false, true}, province: {true, true},
		} {
			got := s.As(post).Get("/training?tab=people").Body
			if strings.Contains(got, "王青") != want[0] || strings.Contains(got, "赵远") != want[1] {
				t.Errorf("%s sees the wrong people", post)
			}
		}
		if got := s.As("330700-city-clerk-1").Get("/classes/" + id).Body; strings.Contains(got, "赵远") {
			t.Error("the city of the class reads another city's people")
		}
		if got := s.As("330782-county-clerk-1").Get("/classes/" + id).Status; got != http.StatusNotFound {
			t.Errorf("a county opens a class: %d", got)
		}
	})
}

// Whoever sits in a class is told so and not that they wait for the province;
// nobody is proposed for a class in which they could no longer complete; and
// what is not over is not signed.
func TestSeatedAndTooLate(t *testing.T) {
	each(t, func(t *testing.T, s *school) {
		one := s.Candidate("测试·王青", "甲公司（演示）", "330782", form.Answers{})
		later := s.Candidate("测试·李蓝", "乙公司（演示）", "330782", form.Answers{})
		own := s.AsPerson(one.Person)
		apptest.Has(t, "before", own.Get("/mine"), http.StatusOK, "等待集中培训安排。")
		id := s.open(3)
		s.run(id, one)
		apptest.Has(t, "placed", own.Get("/mine"), http.StatusOK, "已编班", "已编入")
		apptest.Lacks(t, "placed", own.Get("/mine"), "等待集中培训安排。")
		apptest.Has(t, "a class ahead", s.As(province).Get("/training"), http.StatusOK, "同城")
		s.on("2017-10-18", 9) // the last day: its first lesson has begun
		for n := 1; n <= 5; n++ {
			s.must("tick", s.tick(id, n, 0, nil, one))
		}
		apptest.Has(t, "attending", own.Get("/mine"), http.StatusOK, "培训中", "正在参加")
		apptest.Has(t, "a class that is nearly over", s.As(province).Get("/training"), http.StatusOK, later.Name, "没有同城或同方向的空余名额")
		s.on("2017-10-18", 14)
		s.must("tick", s.tick(id, 6, 0, nil, one))
		ans, _, err := s.slice().Completion(t.Context(), s.DB, s.Case(id))
		if err != nil {
			t.Fatal(err)
		}
		got := s.As(teacher).Post("/classes/"+id+"/sign", url.Values{"seen": {s.Seen(id)}, "digest": {ans["digest"]}, "signer": {"演示·负责人"}, "title": {"校长"}})
		apptest.Has(t, "signed during the last lesson", got, http.StatusGone, "结束后签报")
	})
}

// What is typed of a plan is there again on another day, half of it or wrong; two
// pages do not overwrite one another, and what was sent leaves no draft.
func TestPlanIsKept(t *testing.T) {
	each(t, func(t *testing.T, s *school) {
		b := s.As(teacher)
		s.must("open", b.Post("/classes", url.Values{"id": {"c1"}, "title": {"师资培训班"}}))
		half := url.Values{"seen": {s.Seen("c1")}, "version": {"0"}, "capacity": {"17"}, "lessons.0.place": {"演示楼909"}, "lessons.0.to": {"下午"}}
		if got := b.Post("/classes/c1/plan/draft", half); got.Status != http.StatusNoContent {
			t.Fatalf("kept: %d", got.Status)
		}
		if got := b.Get("/classes/c1"); !strings.Contains(got.Body, "演示楼909") || !strings.Contains(got.Body, `value="17"`) {
			t.Error("what was typed is gone")
		}
		if got := b.Post("/classes/c1/plan/draft", half); got.Status != http.StatusConflict {
			t.Errorf("over what another page saved: %d", got.Status)
		}
		if got := s.As("330100-institution-clerk-1").Post("/classes/c1/plan/draft", half); got.Status != http.StatusNotFound {
			t.Errorf("another institution: %d", got.Status)
		}
		v := plan(10)
		v.Set("seen", s.Seen("c1"))
		s.must("plan", b.Post("/classes/c1/plan", v))
		var left int
		if err := s.DB.QueryRowContext(t.Context(), `SELECT COUNT(*) FROM plan_drafts`).Scan(&left); err != nil || left != 0 {
			t.Errorf("%d drafts are left (%v)", left, err)
		}
	})
}
