package policy

import (
	"fmt"
	"strings"

	"qinglan/internal/census"
	"qinglan/internal/demo/world"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/org"
)

// listOf is who should be told in a county: fictitious, as their numbers are.
func listOf(place string, n int) string {
	var b strings.Builder
	for i := range n {
		name, kind := fmt.Sprintf("%s演示职业学院%s", place, world.Turn(i/4, "", "分院", "成教部")), "院校"
		switch i % 4 {
		case 1:
			name, kind = fmt.Sprintf("%s演示电商培训中心%s", place, world.Turn(i/4, "", "二部", "三部")), "机构"
		case 2:
			name, kind = fmt.Sprintf("%s演示进出口公司%s", place, world.Turn(i/4, "", "二部", "三部")), "企业"
		case 3:
			name, kind = "演示·"+world.GivenName(fmt.Sprintf("%s-%d", place, i)), "讲师"
		}
		phone := fmt.Sprintf("199009%05d", i+17*len(place)) // right in form and nobody's
		if i%4 == 0 {
			phone = fmt.Sprintf("0579-2000%04d", i)
		}
		fmt.Fprintf(&b, "%s\t%s\t演示·%s\t%s\n", name, kind, world.GivenName(fmt.Sprintf("联系%s-%d", place, i)), phone)
	}
	return b.String()
}

// Mobilising lets the places name who does the work, survey and tell: Jinhua's
// counties with some gaps, some silent.
func Mobilising(w *world.World) {
	w.At(25, 10, 0, 1)
	for i, city := range org.Cities(w.Flow.Current().Since) {
		w.In(func() {
			if i%4 != 3 {
				body(w, city.Code+"-city-clerk-1", city)
			}
			for k, county := range org.Counties(city.Code, w.Flow.Current().Since) {
				surveyed(w, i+k, county)
			}
		})
	}
	w.In(func() { tellYiwu(w) })
	w.In(func() {
		for _, code := range []string{"330702", "330726", "330102", "330106"} {
			told(w, code, 5)
		}
	})
	ledgers(w)
}

func body(w *world.World, post string, r org.Region) {
	w.Do("body of "+r.Code, func() error {
		return w.Mobilise.Name(w.Ctx, w.Tx, w.As(post), r.Code, form.Answers{
			"unit": r.Name + "电子商务促进中心（演示）", "person": "演示·" + world.GivenName("主体"+r.Code), "phone": "0579-2000" + r.Code[2:4] + "77",
		})
	})
}

// surveyed takes the census of a county as far as it comes: every sixth begins
// none, and 磐安 has done nothing at all.
func surveyed(w *world.World, n int, county org.Region) {
	fate := world.Turn(n, "accepted", "at-city", "accepted", "draft", "fix", "")
	if county.Code == "330782" {
		fate = "accepted"
	}
	if fate == "" || county.Code == "330727" {
		return
	}
	self := w.As(county.Code + "-county-clerk-1")
	var c *flow.Case
	w.Do("census of "+county.Code, func() (err error) {
		c, err = w.Census.Begin(w.Ctx, w.Tx, self, county.Code)
		return err
	})
	if w.Err != nil || fate == "draft" {
		return
	}
	body(w, self.Post, county)
	w.Move(c.ID, "submit", self, census.Counted(w.Flow.Current(), 3+n%5))
	city := w.As(county.Parent + "-city-clerk-1")
	switch fate {
	case "accepted":
		w.Move(c.ID, "accept", city, nil)
	case "fix":
		w.Move(c.ID, "return", city, world.Because("企业数与名录差得较多，请核对后再报。"))
	}
}

// told enters a list and tells the first of it.
func told(w *world.World, county string, n int) (ids []string) {
	r, _ := org.RegionOf(county)
	self := w.As(county + "-county-clerk-1")
	w.Do("list of "+county, func() (err error) {
		ids, err = w.Mobilise.Enter(w.Ctx, w.Tx, self, county, listOf(strings.TrimRight(r.Name, "市县区"), n))
		return err
	})
	for i, id := range ids {
		way, words := world.Turn(i, "phone", "wechat", "visit"), world.Turn(i, "9:40 电话告知，本人接听", "", "上门送达通知，交给办公室")
		if i < n*2/3 {
			w.Do("tell "+id, func() error { return w.Mobilise.Tell(w.Ctx, w.Tx, self, id, way, words) })
		}
	}
	return ids
}

// tellYiwu has addressees at every step; two of them are silent by this
// morning.
func tellYiwu(w *world.World) {
	w.Yiwu = told(w, "330782", 12)
	for i, id := range w.Yiwu {
		if i < 6 {
			w.Do("open "+id, func() error { return w.Mobilise.Follow(w.Ctx, w.Tx, id) })
		}
	}
}

// Came lets cases of 义乌 have begun by a link.
func Came(w *world.World) {
	w.In(func() {
		for i, state := range []string{"draft", "at-county", "at-city"} {
			w.Do("came by a link", func() error {
				cs, err := w.Flow.CasesIn(w.Ctx, w.Tx, world.Everyone, flow.Filter{Track: "application", County: "330782", States: []string{state}, Limit: 1})
				for _, c := range cs {
					err = w.Mobilise.Came(w.Ctx, w.Tx, c.ID, w.Yiwu[min(i, 1)*3])
				}
				return err
			})
		}
	})
}

// ledgers give tasks: some done in time, some late, some urged.
func ledgers(w *world.World) {
	city := w.As("330700-city-clerk-1")
	var due, next []string
	w.In(func() {
		var counties []string
		for _, r := range org.Counties("330700", w.Flow.Current().Since) {
			counties = append(counties, r.Code)
		}
		w.Do("give", func() (err error) {
			if due, err = w.Ledger.Give(w.Ctx, w.Tx, city, "报送摸底情况", "按培训方向报讲师、机构、企业数，写明工作主体。", "2017-09-26", counties...); err != nil {
				return err
			}
			if next, err = w.Ledger.Give(w.Ctx, w.Tx, city, "完成首轮告知", "动员名单上的对象逐个告知并登记。", "2017-10-13", counties...); err != nil {
				return err
			}
			_, err = w.Ledger.Give(w.Ctx, w.Tx, w.As("330782-county-clerk-1"), "走访两所院校", "带上海报和申报条件。", "2017-09-30", "330782")
			return err
		})
		w.Do("give the cities", func() error {
			var cities []string
			for _, r := range org.Cities(w.Flow.Current().Since) {
				cities = append(cities, r.Code)
			}
			_, err := w.Ledger.Give(w.Ctx, w.Tx, w.As(world.Clerk), "写明各级工作主体", "市、县两级都写明单位、联系人、电话。", "2017-10-11", cities...)
			return err
		})
	})
	w.At(26, 9, 10, 1)
	actAll(w, due[:min(5, len(due))], "done", "摸底表已报送。")
	w.At(27, 9, 10, 1)
	actAll(w, due[min(5, len(due)):min(7, len(due))], "done", "补报完毕。")
	w.In(func() {
		for _, id := range due[min(7, len(due)):min(9, len(due))] {
			w.Do("urge", func() error {
				return w.Ledger.Act(w.Ctx, w.Tx, city, id, "urge", "已过时限，请于明日下班前报送。")
			})
		}
	})
	actAll(w, next[:min(3, len(next))], "note", "名单上一半对象已电话告知。")
}

// actAll lets the owners of duties act.
func actAll(w *world.World, ids []string, act, words string) {
	w.In(func() {
		for _, id := range ids {
			w.Do(act, func() error {
				var region string
				if err := w.Tx.QueryRowContext(w.Ctx, `SELECT region FROM duties WHERE id = $1`, id).Scan(&region); err != nil {
					return err
				}
				return w.Ledger.Act(w.Ctx, w.Tx, w.As(region+"-county-clerk-1"), id, act, words)
			})
		}
	})
}
