package demo

import (
	"fmt"
	"strings"

	"qinglan/internal/census"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/org"
)

// listOf is who should be told in a county: fictitious, as their numbers are.
func listOf(place string, n int) string {
	var b strings.Builder
	for i := range n {
		name, kind := fmt.Sprintf("%s演示职业学院%s", place, turn(i/4, "", "分院", "成教部")), "院校"
		switch i % 4 {
		case 1:
			name, kind = fmt.Sprintf("%s演示电商培训中心%s", place, turn(i/4, "", "二部", "三部")), "机构"
		case 2:
			name, kind = fmt.Sprintf("%s演示进出口公司%s", place, turn(i/4, "", "二部", "三部")), "企业"
		case 3:
			name, kind = "演示·"+givenName(fmt.Sprintf("%s-%d", place, i)), "讲师"
		}
		phone := fmt.Sprintf("199009%05d", i+17*len(place)) // right in form and nobody's
		if i%4 == 0 {
			phone = fmt.Sprintf("0579-2000%04d", i)
		}
		fmt.Fprintf(&b, "%s\t%s\t演示·%s\t%s\n", name, kind, givenName(fmt.Sprintf("联系%s-%d", place, i)), phone)
	}
	return b.String()
}

// mobilising lets the places name who does the work, survey and tell: Jinhua's
// counties with some gaps, some silent.
func (w *world) mobilising() {
	w.at(25, 10, 0, 1)
	for i, city := range org.Cities(w.f.Current().Since) {
		w.in(func() {
			if i%4 != 3 {
				w.body(city.Code+"-city-clerk-1", city)
			}
			for k, county := range org.Counties(city.Code, w.f.Current().Since) {
				w.surveyed(i+k, county)
			}
		})
	}
	w.in(w.tellYiwu)
	w.in(func() {
		for _, code := range []string{"330702", "330726", "330102", "330106"} {
			w.told(code, 5)
		}
	})
	w.ledgers()
}

func (w *world) body(post string, r org.Region) {
	w.do("body of "+r.Code, func() error {
		return w.mobilise.Name(w.ctx, w.tx, w.as(post), r.Code, form.Answers{
			"unit": r.Name + "电子商务促进中心（演示）", "person": "演示·" + givenName("主体"+r.Code), "phone": "0579-2000" + r.Code[2:4] + "77",
		})
	})
}

// surveyed takes the census of a county as far as it comes: every sixth begins
// none, and 磐安 has done nothing at all.
func (w *world) surveyed(n int, county org.Region) {
	fate := turn(n, "accepted", "at-city", "accepted", "draft", "fix", "")
	if county.Code == "330782" {
		fate = "accepted"
	}
	if fate == "" || county.Code == "330727" {
		return
	}
	self := w.as(county.Code + "-county-clerk-1")
	var c *flow.Case
	w.do("census of "+county.Code, func() (err error) {
		c, err = w.census.Begin(w.ctx, w.tx, self, county.Code)
		return err
	})
	if w.err != nil || fate == "draft" {
		return
	}
	w.body(self.Post, county)
	w.move(c.ID, "submit", self, census.Counted(w.f.Current(), 3+n%5))
	city := w.as(county.Parent + "-city-clerk-1")
	switch fate {
	case "accepted":
		w.move(c.ID, "accept", city, nil)
	case "fix":
		w.move(c.ID, "return", city, because("企业数与名录差得较多，请核对后再报。"))
	}
}

// told enters a list and tells the first of it.
func (w *world) told(county string, n int) (ids []string) {
	r, _ := org.RegionOf(county)
	self := w.as(county + "-county-clerk-1")
	w.do("list of "+county, func() (err error) {
		ids, err = w.mobilise.Enter(w.ctx, w.tx, self, county, listOf(strings.TrimRight(r.Name, "市县区"), n))
		return err
	})
	for i, id := range ids {
		way, words := turn(i, "phone", "wechat", "visit"), turn(i, "9:40 电话告知，本人接听", "", "上门送达通知，交给办公室")
		if i < n*2/3 {
			w.do("tell "+id, func() error { return w.mobilise.Tell(w.ctx, w.tx, self, id, way, words) })
		}
	}
	return ids
}

// tellYiwu has addressees at every step; two of them are silent by this
// morning.
func (w *world) tellYiwu() {
	w.yiwu = w.told("330782", 12)
	for i, id := range w.yiwu {
		if i < 6 {
			w.do("open "+id, func() error { return w.mobilise.Follow(w.ctx, w.tx, id) })
		}
	}
}

// came lets cases of 义乌 have begun by a link.
func (w *world) came() {
	w.in(func() {
		for i, state := range []string{"draft", "at-county", "at-city"} {
			w.do("came by a link", func() error {
				cs, err := w.f.CasesIn(w.ctx, w.tx, everyone, flow.Filter{Track: "application", County: "330782", States: []string{state}, Limit: 1})
				for _, c := range cs {
					err = w.mobilise.Came(w.ctx, w.tx, c.ID, w.yiwu[min(i, 1)*3])
				}
				return err
			})
		}
	})
}

// ledgers give tasks: some done in time, some late, some urged.
func (w *world) ledgers() {
	city := w.as("330700-city-clerk-1")
	var due, next []string
	w.in(func() {
		var counties []string
		for _, r := range org.Counties("330700", w.f.Current().Since) {
			counties = append(counties, r.Code)
		}
		w.do("give", func() (err error) {
			if due, err = w.ledger.Give(w.ctx, w.tx, city, "报送摸底情况", "按培训方向报讲师、机构、企业数，写明工作主体。", "2017-09-26", counties...); err != nil {
				return err
			}
			if next, err = w.ledger.Give(w.ctx, w.tx, city, "完成首轮告知", "动员名单上的对象逐个告知并登记。", "2017-10-13", counties...); err != nil {
				return err
			}
			_, err = w.ledger.Give(w.ctx, w.tx, w.as("330782-county-clerk-1"), "走访两所院校", "带上海报和申报条件。", "2017-09-30", "330782")
			return err
		})
		w.do("give the cities", func() error {
			var cities []string
			for _, r := range org.Cities(w.f.Current().Since) {
				cities = append(cities, r.Code)
			}
			_, err := w.ledger.Give(w.ctx, w.tx, w.as(clerk), "写明各级工作主体", "市、县两级都写明单位、联系人、电话。", "2017-10-11", cities...)
			return err
		})
	})
	w.at(26, 9, 10, 1)
	w.actAll(due[:min(5, len(due))], "done", "摸底表已报送。")
	w.at(27, 9, 10, 1)
	w.actAll(due[min(5, len(due)):min(7, len(due))], "done", "补报完毕。")
	w.in(func() {
		for _, id := range due[min(7, len(due)):min(9, len(due))] {
			w.do("urge", func() error {
				return w.ledger.Act(w.ctx, w.tx, city, id, "urge", "已过时限，请于明日下班前报送。")
			})
		}
	})
	w.actAll(next[:min(3, len(next))], "note", "名单上一半对象已电话告知。")
}

// actAll lets the owners of duties act.
func (w *world) actAll(ids []string, act, words string) {
	w.in(func() {
		for _, id := range ids {
			w.do(act, func() error {
				var region string
				if err := w.tx.QueryRowContext(w.ctx, `SELECT region FROM duties WHERE id = $1`, id).Scan(&region); err != nil {
					return err
				}
				return w.ledger.Act(w.ctx, w.tx, w.as(region+"-county-clerk-1"), id, act, words)
			})
		}
	})
}
