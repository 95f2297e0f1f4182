// Package road lets the people of a demonstration go from the first notice to
// the register, and stand everywhere on the way.
package road

import (
	"fmt"
	"strings"

	"qinglan/internal/calendar"
	"qinglan/internal/demo/world"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/org"
)

// Notices brings the province's notice to the cities and Jinhua's to its
// counties; some have not signed yet.
func Notices(w *world.World) {
	w.At(25, 8, 30, 30)
	w.Do("issue", func() error {
		_, err := w.Notice.Issue(w.Ctx, w.As("330000-province-clerk-1"), "zswlf72")
		return err
	})
	w.In(func() {
		for _, city := range org.Cities(w.Flow.Current().Since) {
			if city.Code == "330900" { // the island city has not opened it
				continue
			}
			a, id := w.As(city.Code+"-city-clerk-1"), "receipt-zswlf72-"+city.Code
			w.Move(id, "sign", a, nil)
			if city.Code != "330800" && city.Code != "331100" && !forwards(city.Code) {
				w.Move(id, "relay", a, nil)
			}
		}
	})
	handOn(w)
	w.In(func() {
		for i, county := range receipts(w) {
			a := w.As(county.County + "-county-clerk-1")
			if i%7 == 4 || county.County == "330727" {
				continue
			}
			w.Move(county.ID, "sign", a, nil)
			if i%3 != 2 {
				w.Move(county.ID, "relay", a, nil)
			}
		}
	})
}

// receipts are those of the counties.
func receipts(w *world.World) (out []flow.Case) {
	w.Do("receipts", func() error {
		all, err := w.Flow.CasesIn(w.Ctx, w.Tx, world.Everyone, flow.Filter{Track: "receipt"})
		for _, c := range all {
			if c.County != "" {
				out = append(out, c)
			}
		}
		return err
	})
	return out
}

// summaryID is what a city's n-th list is called.
func summaryID(w *world.World, city string, n int) string {
	return fmt.Sprintf("summary-%s-%s-%d", w.Flow.Current().Name, city, n)
}

// collect opens the n-th list of a city.
func collect(w *world.World, city string, n int) string {
	id, a := summaryID(w, city, n), w.As(city+"-city-clerk-1")
	region, _ := org.RegionOf(city)
	w.Open(a, flow.Opening{ID: id, Track: "summary", Party: a.Organ.ID, Name: region.Name, Unit: a.Organ.Name, City: city})
	return id
}

// choose opens a list and records whom the city chose and whom it left out.
// Everybody in the pool must be one of them.
func choose(w *world.World, city string, n int, chosen, left []*world.Person) (id string) {
	w.In(func() {
		id = collect(w, city, n)
		var list, out []form.Answers
		for _, p := range chosen {
			list = append(list, form.Answers{"case": p.App, "name": p.Name})
		}
		for i, p := range left {
			out = append(out, form.Answers{"case": p.App, "name": p.Name, "reason": world.Turn(i, "同一单位、同一方向人选较多，本次择优列入其他两人。", "培训方向与本市产业结合不紧，建议补充实训成果后下次申报。")})
		}
		a := form.Answers{
			"basis":   "按“方向均衡、实战优先、向产业带倾斜”的原则，根据初审意见和授课业绩择优遴选。",
			"meeting": fmt.Sprintf("局长办公会纪要〔2017〕第%d次（演示）", 20+n), "held": calendar.Day(w.Flow.Now()).String(),
			"present": "演示·周局长、演示·吴副局长、演示·郑处长、演示·王纪检", "approver": "演示·周局长",
			"chosen": world.Table(list...),
		}
		if len(out) > 0 {
			a["left"] = world.Table(out...)
		}
		w.Move(id, "choose", w.As(city+"-city-clerk-1"), a)
	})
	return id
}

// freeze makes 附件1 of a list final.
func freeze(w *world.World, id, city string) {
	w.In(func() {
		var a form.Answers
		w.Do("freeze "+id, func() (err error) {
			a, err = w.Recommend.Frozen(w.Ctx, w.Tx, w.Load(id))
			return err
		})
		w.Move(id, "freeze", w.As(city+"-city-clerk-1"), a)
	})
}

// report freezes a list and brings it through the office; with fewer approvers
// than the office has, it waits for the next.
func report(w *world.World, id, city string, approvers ...string) {
	freeze(w, id, city)
	for i := range approvers {
		approvers[i] = city + approvers[i]
	}
	w.Chain(id, "report", city+"-city-clerk-1", nil, approvers...)
}

const head, leader = "-city-head-1", "-city-leader-1"

// Recommended brings people of whatever city to the province, on the n-th list
// of each.
func Recommended(w *world.World, n int, people, left []*world.Person) (lists []string) {
	pooled(w, append(append([]*world.Person{}, people...), left...))
	for _, city := range cities(people) {
		id := choose(w, city, n, of(people, city), of(left, city))
		report(w, id, city, head, leader)
		lists = append(lists, id)
	}
	return lists
}

// cities returns the cities of people, each once, in order of appearance.
func cities(people []*world.Person) (out []string) {
	for _, p := range people {
		if !strings.Contains(strings.Join(out, " "), p.City) {
			out = append(out, p.City)
		}
	}
	return out
}

func of(people []*world.Person, city string) (out []*world.Person) {
	for _, p := range people {
		if p.City == city {
			out = append(out, p)
		}
	}
	return out
}

// Accept lets the province accept people.
func Accept(w *world.World, people []*world.Person) {
	w.In(func() {
		for _, p := range people {
			w.Move(p.App, "accept", w.As(world.Turn(p.N, world.Clerk, world.Clerk2)), nil)
		}
	})
}

// Refuse lets the province not accept people.
func Refuse(w *world.World, people []*world.Person) {
	w.In(func() {
		for i, p := range people {
			w.Move(p.App, "refuse", w.As(world.Clerk), world.Because(world.Turn(i,
				"经与外省比对，本人已在外省同类项目中获得认证，不重复受理。", "附件1与个人情况表单位名称不一致，经市级确认属重复推荐。")))
		}
	})
}

// Settle ends lists on which everybody has an answer.
func Settle(w *world.World, lists []string) {
	w.In(func() {
		for _, id := range lists {
			w.Move(id, "tick-paper", w.As(world.Clerk2), form.Answers{"copies": "2", "note": "一式两份，盖章齐全。"})
			w.Move(id, "settle", w.As(world.Clerk), nil)
		}
	})
}

// Lists are the papers of cities that are still on their way.
func Lists(w *world.World) {
	w.At(27, 9, 0, 45)
	waits := w.CastOf("330782", 3)
	pooled(w, waits)
	report(w, choose(w, "330700", 3, waits, nil), "330700", head)
	more := w.CastOf("330702", 2)
	pooled(w, more)
	report(w, choose(w, "330700", 4, more, nil), "330700")
	for _, city := range []string{"331000", "330400"} {
		some := w.CastIn(city, 3)
		pooled(w, some)
		choose(w, city, 1, some[:2], some[2:])
	}
	for _, city := range []string{"330600", "330300"} {
		some := w.CastIn(city, 3)
		pooled(w, some[:2])
		forwarded(w, some[2:])
		w.In(func() { collect(w, city, len(summariesOf(w, city))+1) })
	}
}

// summariesOf returns the lists a city has.
func summariesOf(w *world.World, city string) (out []flow.Case) {
	w.Do("lists of "+city, func() (err error) {
		out, err = w.Flow.CasesIn(w.Ctx, w.Tx, world.Everyone, flow.Filter{Edition: w.Flow.Current().Name, Track: "summary", City: city})
		return err
	})
	return out
}
