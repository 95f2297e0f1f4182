package demo

import (
	"fmt"

	"qinglan/internal/course"
	"qinglan/internal/flow"
	"qinglan/internal/form"
)

// A class is a class of the demonstration.
type class struct {
	id, city string
	people   []*person
	days     [3]string // one is enough for a class that is over
}

// students is how many are trained in classes.
const students = 19

// daysOf are the days of a class in each place of its life. A real one takes
// weeks; here months are pressed into three days.
var (
	over    = [3]string{"2017-09-25", "2017-09-26", "2017-09-26"}
	current = [3]string{"2017-09-27", "2017-09-28", "2017-09-29"}
	ahead   = [3]string{"2017-10-16", "2017-10-17", "2017-10-18"}
)

// classes lets both selected institutions open classes and the province permit
// and fill some of them.
func (w *world) classes(d *deck) {
	w.at(25, 13, 12, 1)
	w.entries(d.people)
	for i, city := range []string{"330700", "330100"} {
		w.idle(city)
		w.over = append(w.over, w.called(w.permitted(city, "第一期", over), d.take(3-i)), w.called(w.permitted(city, "第二期", over), d.take(2-i)))
		w.current = append(w.current, w.called(w.permitted(city, "第三期", current), d.take(4-2*i)))
		ready := w.permitted(city, "第四期", ahead)
		w.place(ready, d.take(1))
		w.in(func() { w.move(ready.id, "hand-over", w.as(clerk), nil) })
		w.place(w.permitted(city, "第五期", ahead), d.take(1-i))
		off := w.permitted(city, "第六期", ahead)
		w.in(func() {
			w.move(off.id, "cancel", w.as(clerk), form.Answers{"ground": turn(i, "实训场地检修，本期取消，学员改编下一期。", "报名方向与本期课程不符，本期取消。")})
		})
	}
	deferred := d.take(2)
	w.in(func() {
		for i, p := range deferred {
			w.move(p.entry, "defer", w.as(clerk2), form.Answers{
				"until": turn(i, "2018-03", "2018-05"), "reason": turn(i, "本人外派半年，申请明年春季参加。", "本人产假，申请明年参加。"),
			})
		}
	})
}

// idle opens the classes of an institution that nobody sits in yet: one that
// is being planned, one given up, and one before the province.
func (w *world) idle(city string) {
	w.opened(city, "冬季班（拟）", ahead)
	gone := w.opened(city, "周末班（未办）", ahead)
	asked := w.opened(city, "第七期", ahead)
	w.in(func() {
		w.move(gone.id, "withdraw", w.as(w.teacher(city)), nil)
		w.move(asked.id, "submit", w.as(w.teacher(city)), asked.plan())
	})
}

// teacher is who acts for the selected institution of a city.
func (w *world) teacher(city string) string { return city + "-institution-clerk-1" }

// opened opens a class.
func (w *world) opened(city, name string, days [3]string) *class {
	w.courses++
	k := &class{id: fmt.Sprintf("demo-class-%02d", w.courses), city: city, days: days}
	w.in(func() {
		a, title := w.as(w.teacher(city)), "跨境电商师资培训班（"+name+"）"
		w.open(a, flow.Opening{
			ID: k.id, Track: "class", Party: a.Organ.ID, Name: title, Unit: a.Organ.Name, City: city,
			Parent: "school-" + city + "-1", Answers: form.Answers{"title": title},
		})
	})
	return k
}

// permitted opens a class and brings it through the province's office.
func (w *world) permitted(city, name string, days [3]string) *class {
	k := w.opened(city, name, days)
	w.in(func() { w.move(k.id, "submit", w.as(w.teacher(city)), k.plan()) })
	w.chain(k.id, "permit", clerk, nil, provinceHead, provinceLeader)
	return k
}

// plan is twenty-four hours on the days of a class: two lessons a day, or three
// of a day and a half where the days are pressed.
func (k *class) plan() form.Answers {
	hours := []string{"4", "4", "4", "4", "4", "4"}
	from, to := []string{"8:30", "13:30", "8:30", "13:30", "8:30", "13:30"}, []string{"11:30", "16:30", "11:30", "16:30", "11:30", "16:30"}
	if k.days == over {
		from, to = []string{"14:00", "17:30", "8:00", "11:10", "14:20", "17:30"}, []string{"17:00", "20:30", "11:00", "14:10", "17:20", "20:30"}
	}
	subjects := []string{"平台规则与合规", "选品与店铺实操", "教学设计与试讲"}
	var lessons []form.Answers
	for i := range hours {
		lessons = append(lessons, form.Answers{
			"day": k.days[i/2], "from": from[i], "to": to[i], "hours": hours[i], "subject": subjects[i/2],
			"trainer": turn(i/2, "演示·阮师", "演示·封师"), "place": turn(i%2, "演示楼301教室", "演示楼实训中心"),
		})
	}
	return form.Answers{
		"capacity": turn(int(k.city[2]-'1'), "30", "20"), "directions": "amazon\naliexpress\nsite",
		"syllabus": table(
			form.Answers{"subject": subjects[0], "hours": "8", "trainer": "演示·阮师"},
			form.Answers{"subject": subjects[1], "hours": "8", "trainer": "演示·封师"},
			form.Answers{"subject": subjects[2], "hours": "8", "trainer": "演示·阮师"}),
		"lessons": table(lessons...), "note": "午餐由机构提供，住宿自理。",
	}
}

// place seats people in a class.
func (w *world) place(k *class, people []*person) {
	k.people = people
	w.in(func() {
		for _, p := range people {
			w.do("place "+p.name, func() error { return w.training.Place(w.ctx, w.tx, w.as(clerk), k.id, p.entry) })
		}
	})
}

// called seats people in a class, hands it over and lets the institution call
// them; all but the last answer.
func (w *world) called(k *class, people []*person) *class {
	w.place(k, people)
	w.in(func() {
		w.move(k.id, "hand-over", w.as(clerk), nil)
		w.move(k.id, "call", w.as(w.teacher(k.city)), form.Answers{"report": "首日上课前半小时，演示楼一楼大厅", "bring": "请自带笔记本电脑和本人身份证件。"})
		for i, p := range people {
			if i == 0 || i < len(people)-1 {
				w.move(p.entry, "reply", p.self(), form.Answers{"reply": turn(i, "attend", "attend", "leave"), "note": turn(i, "", "", "其中一次课已另行请假。")})
			}
		}
	})
	return k
}

// attend writes the attendance of a lesson: everybody present but those marked.
func (w *world) attend(k *class, n int, marks map[*person]string) {
	w.do(fmt.Sprintf("attend %s %d", k.id, n), func() error {
		byEntry := map[string]string{}
		var people []flow.Case
		for _, p := range k.people {
			byEntry[p.entry] = marks[p]
			people = append(people, flow.Case{ID: p.entry})
		}
		ans := course.Ticks(n, 0, people, func(c *flow.Case) string {
			if m := byEntry[c.ID]; m != "" {
				return m
			}
			return "present"
		})
		return w.training.Attend(w.ctx, w.as(w.teacher(k.city)), k.id, ans)
	})
}

// completions end the first classes: of each institution one list is confirmed
// and one waits for the province.
func (w *world) completions() {
	w.at(26, 20, 40, 20)
	for i, k := range w.over {
		for n := range 6 {
			marks := map[*person]string{}
			if i%2 == 0 && n < 3 && len(k.people) > 2 { // one falls short
				marks[k.people[2]] = "absent"
			}
			if n == 4 {
				marks[k.people[0]] = "late"
			}
			w.attend(k, n+1, marks)
		}
		w.do("sign "+k.id, func() error {
			c, err := w.f.Load(w.ctx, w.f.DB(), k.id)
			if err != nil {
				return err
			}
			ans, _, err := w.training.Completion(w.ctx, w.f.DB(), c)
			if err != nil {
				return err
			}
			ans["signer"], ans["title"] = "演示·何方", "校长"
			m, _ := c.Track.Move("sign")
			_, err = w.f.Move(w.ctx, c, m, w.as(w.teacher(k.city)), ans)
			return err
		})
		if i%2 == 0 {
			w.chain(k.id, "confirm", clerk, nil, provinceHead)
		}
	}
}

// lessonsGoOn writes what has been held of the classes that run on the morning
// of the visitor. In Jinhua's a leave was granted and one is asked for.
func (w *world) lessonsGoOn() {
	w.at(27, 17, 0, 10)
	jinhua := w.current[0]
	away, asking := jinhua.people[2], jinhua.people[1]
	w.in(func() {
		w.move(away.entry, "ask-leave", away.self(), form.Answers{"lesson": "4", "reason": "单位年度审计，28日下午须到场。"})
		w.move(asking.entry, "ask-leave", asking.self(), form.Answers{"lesson": "6", "reason": "29日下午返程车票已定，申请提前离开。"})
		w.do("grant", func() error {
			return w.training.Decide(w.ctx, w.tx, w.as(w.teacher("330700")), jinhua.id, away.entry, 4, true, "同意，请课后补看讲义。")
		})
	})
	for i, k := range w.current {
		for n := range 2 {
			marks := map[*person]string{}
			if n == 1 && len(k.people) > 3 {
				marks[k.people[3]], marks[k.people[0]] = "absent", "late"
			}
			if i == 0 || n == 0 { // Hangzhou's second lesson is not written yet
				w.attend(k, n+1, marks)
			}
		}
	}
}
