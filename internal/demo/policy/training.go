package policy

import (
	"fmt"

	"qinglan/internal/course"
	"qinglan/internal/demo/world"
	"qinglan/internal/flow"
	"qinglan/internal/form"
)

// Students is how many are trained in classes.
const Students = 19

// daysOf are the days of a class in each place of its life. A real one takes
// weeks; here months are pressed into three days.
var (
	over    = [3]string{"2017-09-25", "2017-09-26", "2017-09-26"}
	current = [3]string{"2017-09-27", "2017-09-28", "2017-09-29"}
	ahead   = [3]string{"2017-10-16", "2017-10-17", "2017-10-18"}
)

// Classes lets both selected institutions open classes and the province permit
// and fill some of them.
func Classes(w *world.World, d *world.Deck) {
	w.At(25, 13, 12, 1)
	w.Entries(d.People)
	for i, city := range []string{"330700", "330100"} {
		idle(w, city)
		w.Over = append(w.Over, called(w, permitted(w, city, "第一期", over), d.Take(3-i)), called(w, permitted(w, city, "第二期", over), d.Take(2-i)))
		w.Current = append(w.Current, called(w, permitted(w, city, "第三期", current), d.Take(4-2*i)))
		ready := permitted(w, city, "第四期", ahead)
		place(w, ready, d.Take(1))
		w.In(func() { w.Move(ready.ID, "hand-over", w.As(world.Clerk), nil) })
		place(w, permitted(w, city, "第五期", ahead), d.Take(1-i))
		off := permitted(w, city, "第六期", ahead)
		w.In(func() {
			w.Move(off.ID, "cancel", w.As(world.Clerk), form.Answers{"ground": world.Turn(i, "实训场地检修，本期取消，学员改编下一期。", "报名方向与本期课程不符，本期取消。")})
		})
	}
	deferred := d.Take(2)
	w.In(func() {
		for i, p := range deferred {
			w.Move(p.Entry, "defer", w.As(world.Clerk2), form.Answers{
				"until": world.Turn(i, "2018-03", "2018-05"), "reason": world.Turn(i, "本人外派半年，申请明年春季参加。", "本人产假，申请明年参加。"),
			})
		}
	})
}

// idle opens the classes of an institution that nobody sits in yet: one that
// is being planned, one given up, and one before the province.
func idle(w *world.World, city string) {
	opened(w, city, "冬季班（拟）", ahead)
	gone := opened(w, city, "周末班（未办）", ahead)
	asked := opened(w, city, "第七期", ahead)
	w.In(func() {
		w.Move(gone.ID, "withdraw", w.As(teacher(w, city)), nil)
		w.Move(asked.ID, "submit", w.As(teacher(w, city)), plan(asked))
	})
}

// teacher is who acts for the selected institution of a city.
func teacher(w *world.World, city string) string { return city + "-institution-clerk-1" }

// opened opens a class.
func opened(w *world.World, city, name string, days [3]string) *world.Class {
	w.Courses++
	k := &world.Class{ID: fmt.Sprintf("demo-class-%02d", w.Courses), City: city, Days: days}
	w.In(func() {
		a, title := w.As(teacher(w, city)), "跨境电商师资培训班（"+name+"）"
		w.Open(a, flow.Opening{
			ID: k.ID, Track: "class", Party: a.Organ.ID, Name: title, Unit: a.Organ.Name, City: city,
			Parent: "school-" + city + "-1", Answers: form.Answers{"title": title},
		})
	})
	return k
}

// permitted opens a class and brings it through the province's office.
func permitted(w *world.World, city, name string, days [3]string) *world.Class {
	k := opened(w, city, name, days)
	w.In(func() { w.Move(k.ID, "submit", w.As(teacher(w, city)), plan(k)) })
	w.Chain(k.ID, "permit", world.Clerk, nil, world.ProvinceHead, world.ProvinceLeader)
	return k
}

// plan is twenty-four hours on the days of a class: two lessons a day, or three
// of a day and a half where the days are pressed.
func plan(k *world.Class) form.Answers {
	hours := []string{"4", "4", "4", "4", "4", "4"}
	from, to := []string{"8:30", "13:30", "8:30", "13:30", "8:30", "13:30"}, []string{"11:30", "16:30", "11:30", "16:30", "11:30", "16:30"}
	if k.Days == over {
		from, to = []string{"14:00", "17:30", "8:00", "11:10", "14:20", "17:30"}, []string{"17:00", "20:30", "11:00", "14:10", "17:20", "20:30"}
	}
	subjects := []string{"平台规则与合规", "选品与店铺实操", "教学设计与试讲"}
	var lessons []form.Answers
	for i := range hours {
		lessons = append(lessons, form.Answers{
			"day": k.Days[i/2], "from": from[i], "to": to[i], "hours": hours[i], "subject": subjects[i/2],
			"trainer": world.Turn(i/2, "演示·阮师", "演示·封师"), "place": world.Turn(i%2, "演示楼301教室", "演示楼实训中心"),
		})
	}
	return form.Answers{
		"capacity": world.Turn(int(k.City[2]-'1'), "30", "20"), "directions": "amazon\naliexpress\nsite",
		"syllabus": world.Table(
			form.Answers{"subject": subjects[0], "hours": "8", "trainer": "演示·阮师"},
			form.Answers{"subject": subjects[1], "hours": "8", "trainer": "演示·封师"},
			form.Answers{"subject": subjects[2], "hours": "8", "trainer": "演示·阮师"}),
		"lessons": world.Table(lessons...), "note": "午餐由机构提供，住宿自理。",
	}
}

// place seats people in a class.
func place(w *world.World, k *world.Class, people []*world.Person) {
	k.People = people
	w.In(func() {
		for _, p := range people {
			w.Do("place "+p.Name, func() error { return w.Training.Place(w.Ctx, w.Tx, w.As(world.Clerk), k.ID, p.Entry) })
		}
	})
}

// called seats people in a class, hands it over and lets the institution call
// them; all but the last answer.
func called(w *world.World, k *world.Class, people []*world.Person) *world.Class {
	place(w, k, people)
	w.In(func() {
		w.Move(k.ID, "hand-over", w.As(world.Clerk), nil)
		w.Move(k.ID, "call", w.As(teacher(w, k.City)), form.Answers{"report": "首日上课前半小时，演示楼一楼大厅", "bring": "请自带笔记本电脑和本人身份证件。"})
		for i, p := range people {
			if i == 0 || i < len(people)-1 {
				w.Move(p.Entry, "reply", p.Self(), form.Answers{"reply": world.Turn(i, "attend", "attend", "leave"), "note": world.Turn(i, "", "", "其中一次课已另行请假。")})
			}
		}
	})
	return k
}

// attend writes the attendance of a lesson: everybody present but those marked.
func attend(w *world.World, k *world.Class, n int, marks map[*world.Person]string) {
	w.Do(fmt.Sprintf("attend %s %d", k.ID, n), func() error {
		byEntry := map[string]string{}
		var people []flow.Case
		for _, p := range k.People {
			byEntry[p.Entry] = marks[p]
			people = append(people, flow.Case{ID: p.Entry})
		}
		ans := course.Ticks(n, 0, people, func(c *flow.Case) string {
			if m := byEntry[c.ID]; m != "" {
				return m
			}
			return "present"
		})
		return w.Training.Attend(w.Ctx, w.As(teacher(w, k.City)), k.ID, ans)
	})
}

// Completions end the first classes: of each institution one list is confirmed
// and one waits for the province.
func Completions(w *world.World) {
	w.At(26, 20, 40, 20)
	for i, k := range w.Over {
		for n := range 6 {
			marks := map[*world.Person]string{}
			if i%2 == 0 && n < 3 && len(k.People) > 2 { // one falls short
				marks[k.People[2]] = "absent"
			}
			if n == 4 {
				marks[k.People[0]] = "late"
			}
			attend(w, k, n+1, marks)
		}
		w.Do("sign "+k.ID, func() error {
			c, err := w.Flow.Load(w.Ctx, w.Flow.DB(), k.ID)
			if err != nil {
				return err
			}
			ans, _, err := w.Training.Completion(w.Ctx, w.Flow.DB(), c)
			if err != nil {
				return err
			}
			ans["signer"], ans["title"] = "演示·何方", "校长"
			m, _ := c.Track.Move("sign")
			_, err = w.Flow.Move(w.Ctx, c, m, w.As(teacher(w, k.City)), ans)
			return err
		})
		if i%2 == 0 {
			w.Chain(k.ID, "confirm", world.Clerk, nil, world.ProvinceHead)
		}
	}
}

// LessonsGoOn writes what has been held of the classes that run on the morning
// of the visitor. In Jinhua's a leave was granted and one is asked for.
func LessonsGoOn(w *world.World) {
	w.At(27, 17, 0, 10)
	jinhua := w.Current[0]
	away, asking := jinhua.People[2], jinhua.People[1]
	w.In(func() {
		w.Move(away.Entry, "ask-leave", away.Self(), form.Answers{"lesson": "4", "reason": "单位年度审计，28日下午须到场。"})
		w.Move(asking.Entry, "ask-leave", asking.Self(), form.Answers{"lesson": "6", "reason": "29日下午返程车票已定，申请提前离开。"})
		w.Do("grant", func() error {
			return w.Training.Decide(w.Ctx, w.Tx, w.As(teacher(w, "330700")), jinhua.ID, away.Entry, 4, true, "同意，请课后补看讲义。")
		})
	})
	for i, k := range w.Current {
		for n := range 2 {
			marks := map[*world.Person]string{}
			if n == 1 && len(k.People) > 3 {
				marks[k.People[3]], marks[k.People[0]] = "absent", "late"
			}
			if i == 0 || n == 0 { // Hangzhou's second lesson is not written yet
				attend(w, k, n+1, marks)
			}
		}
	}
}
