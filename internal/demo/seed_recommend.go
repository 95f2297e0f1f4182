package demo

import (
	"fmt"
	"strings"

	"qinglan/internal/calendar"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/org"
)

// notices brings the province's notice to the cities and Jinhua's to its
// counties; some have not signed yet.
func (w *world) notices() {
	w.at(25, 8, 30, 30)
	w.do("issue", func() error {
		_, err := w.notice.Issue(w.ctx, w.as("330000-province-clerk-1"), "zswlf72")
		return err
	})
	w.in(func() {
		for _, city := range org.Cities(w.f.Current().Since) {
			if city.Code == "330900" { // the island city has not opened it
				continue
			}
			a, id := w.as(city.Code+"-city-clerk-1"), "receipt-zswlf72-"+city.Code
			w.move(id, "sign", a, nil)
			if city.Code != "330800" && city.Code != "331100" {
				w.move(id, "relay", a, nil)
			}
		}
	})
	w.in(func() {
		for i, county := range w.receipts() {
			a := w.as(county.County + "-county-clerk-1")
			if i%7 == 4 || county.County == "330727" {
				continue
			}
			w.move(county.ID, "sign", a, nil)
			if i%3 != 2 {
				w.move(county.ID, "relay", a, nil)
			}
		}
	})
}

// receipts are those of the counties.
func (w *world) receipts() (out []flow.Case) {
	w.do("receipts", func() error {
		all, err := w.f.CasesIn(w.ctx, w.tx, everyone, flow.Filter{Track: "receipt"})
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
func (w *world) summaryID(city string, n int) string {
	return fmt.Sprintf("summary-%s-%s-%d", w.f.Current().Name, city, n)
}

// collect opens the n-th list of a city.
func (w *world) collect(city string, n int) string {
	id, a := w.summaryID(city, n), w.as(city+"-city-clerk-1")
	region, _ := org.RegionOf(city)
	w.open(a, flow.Opening{ID: id, Track: "summary", Party: a.Organ.ID, Name: region.Name, Unit: a.Organ.Name, City: city})
	return id
}

// choose opens a list and records whom the city chose and whom it left out.
// Everybody in the pool must be one of them.
func (w *world) choose(city string, n int, chosen, left []*person) (id string) {
	w.in(func() {
		id = w.collect(city, n)
		var list, out []form.Answers
		for _, p := range chosen {
			list = append(list, form.Answers{"case": p.app, "name": p.name})
		}
		for i, p := range left {
			out = append(out, form.Answers{"case": p.app, "name": p.name, "reason": turn(i, "同一单位、同一方向人选较多，本次择优列入其他两人。", "培训方向与本市产业结合不紧，建议补充实训成果后下次申报。")})
		}
		a := form.Answers{
			"basis":   "按“方向均衡、实战优先、向产业带倾斜”的原则，根据初审意见和授课业绩择优遴选。",
			"meeting": fmt.Sprintf("局长办公会纪要〔2017〕第%d次（演示）", 20+n), "held": calendar.Day(w.f.Now()).String(),
			"present": "演示·周局长、演示·吴副局长、演示·郑处长、演示·王纪检", "approver": "演示·周局长",
			"chosen": table(list...),
		}
		if len(out) > 0 {
			a["left"] = table(out...)
		}
		w.move(id, "choose", w.as(city+"-city-clerk-1"), a)
	})
	return id
}

// freeze makes 附件1 of a list final.
func (w *world) freeze(id, city string) {
	w.in(func() {
		var a form.Answers
		w.do("freeze "+id, func() (err error) {
			a, err = w.recommend.Frozen(w.ctx, w.tx, w.load(id))
			return err
		})
		w.move(id, "freeze", w.as(city+"-city-clerk-1"), a)
	})
}

// report freezes a list and brings it through the office; with fewer approvers
// than the office has, it waits for the next.
func (w *world) report(id, city string, approvers ...string) {
	w.freeze(id, city)
	for i := range approvers {
		approvers[i] = city + approvers[i]
	}
	w.chain(id, "report", city+"-city-clerk-1", nil, approvers...)
}

const head, leader = "-city-head-1", "-city-leader-1"

// recommended brings people of whatever city to the province, on the n-th list
// of each.
func (w *world) recommended(n int, people, left []*person) (lists []string) {
	w.pooled(append(append([]*person{}, people...), left...))
	for _, city := range cities(people) {
		id := w.choose(city, n, of(people, city), of(left, city))
		w.report(id, city, head, leader)
		lists = append(lists, id)
	}
	return lists
}

// cities returns the cities of people, each once, in order of appearance.
func cities(people []*person) (out []string) {
	for _, p := range people {
		if !strings.Contains(strings.Join(out, " "), p.city) {
			out = append(out, p.city)
		}
	}
	return out
}

func of(people []*person, city string) (out []*person) {
	for _, p := range people {
		if p.city == city {
			out = append(out, p)
		}
	}
	return out
}

const (
	clerk  = "330000-province-clerk-1"
	clerk2 = "330000-province-clerk-2"
)

// accept lets the province accept people.
func (w *world) accept(people []*person) {
	w.in(func() {
		for _, p := range people {
			w.move(p.app, "accept", w.as(turn(p.n, clerk, clerk2)), nil)
		}
	})
}

// refuse lets the province not accept people.
func (w *world) refuse(people []*person) {
	w.in(func() {
		for i, p := range people {
			w.move(p.app, "refuse", w.as(clerk), because(turn(i,
				"经与外省比对，本人已在外省同类项目中获得认证，不重复受理。", "附件1与个人情况表单位名称不一致，经市级确认属重复推荐。")))
		}
	})
}

// settle ends lists on which everybody has an answer.
func (w *world) settle(lists []string) {
	w.in(func() {
		for _, id := range lists {
			w.move(id, "tick-paper", w.as(clerk2), form.Answers{"copies": "2", "note": "一式两份，盖章齐全。"})
			w.move(id, "settle", w.as(clerk), nil)
		}
	})
}

// lists are the papers of cities that are still on their way.
func (w *world) lists() {
	w.at(27, 9, 0, 45)
	waits := w.castOf("330782", 3)
	w.pooled(waits)
	w.report(w.choose("330700", 3, waits, nil), "330700", head)
	more := w.castOf("330702", 2)
	w.pooled(more)
	w.report(w.choose("330700", 4, more, nil), "330700")
	for _, city := range []string{"331000", "330400"} {
		some := w.castIn(city, 3)
		w.pooled(some)
		w.choose(city, 1, some[:2], some[2:])
	}
	for _, city := range []string{"330600", "330300"} {
		some := w.castIn(city, 3)
		w.pooled(some[:2])
		w.forwarded(some[2:])
		w.in(func() { w.collect(city, len(w.summariesOf(city))+1) })
	}
}

// summariesOf returns the lists a city has.
func (w *world) summariesOf(city string) (out []flow.Case) {
	w.do("lists of "+city, func() (err error) {
		out, err = w.f.CasesIn(w.ctx, w.tx, everyone, flow.Filter{Edition: w.f.Current().Name, Track: "summary", City: city})
		return err
	})
	return out
}
