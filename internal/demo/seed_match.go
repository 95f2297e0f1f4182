package demo

import (
	"fmt"
	"slices"
	"strings"

	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/survey"
)

// Offices and a buyer that find lecturers.
const (
	yiwuClerk   = "330782-county-clerk-1"
	jinhuaClerk = "330700-city-clerk-1"
	jinhuaBuyer = "330700-buyer-clerk-1"
)

// matches lets lecturers say when they teach, and offices and a buyer find and
// invite them, hold events and ask firms what they need.
func (w *world) matches(lists ...*listed) {
	w.at(27, 21, 0, 3)
	ready := w.profiles(lists)
	w.lectures(ready)
	w.events(ready)
	w.surveys()
}

// profiles lets everybody with a certificate, and some who have none yet, fill
// in when they teach; it returns who is certified and willing.
func (w *world) profiles(lists []*listed) (ready []*person) {
	certified := map[string]bool{}
	w.do("certified", func() error {
		cs, err := w.f.CasesIn(w.ctx, w.f.DB(), everyone, flow.Filter{Track: "certificate", States: []string{"valid"}})
		for _, c := range cs {
			certified[c.Party] = true
		}
		return err
	})
	for _, l := range lists {
		for i, p := range l.people {
			if !certified[p.id] || i%6 == 5 { // every sixth has not come to it
				continue
			}
			answers := profileOf(p)
			if i%9 == 8 {
				answers = form.Answers{"willing": "no"}
			} else {
				ready = append(ready, p)
			}
			w.do("profile of "+p.name, func() error { return w.match.Keep(w.ctx, p.self(), answers, 0) })
		}
	}
	for i, p := range w.doubters { // on the 培育名单; what they know is older
		answers := profileOf(p)
		answers["proof"], answers["proof-day"] = "参加平台规则培训", turn(i, "2016-03-15", "2016-06-20")
		w.do("profile of "+p.name, func() error { return w.match.Keep(w.ctx, p.self(), answers, 0) })
	}
	return ready
}

func profileOf(p *person) form.Answers {
	return form.Answers{
		"willing": "yes", "directions": strings.Join(p.directions, "\n"), "cities": turn(p.n, p.city, "330700\n330100", p.city+"\n330700"),
		"days": turn(p.n, "1\n2\n3\n4\n5", "1\n2\n3\n4\n5\n6\n7", "3\n4\n5"), "hours": fmt.Sprint(8 + p.n%3*4),
		"proof": "参加平台最新规则培训", "proof-day": "2017-07-12",
	}
}

// lecture asks p to speak and returns the case.
func (w *world) lecture(by string, p *person, event, day, part string, n int) string {
	w.lectured++
	id := fmt.Sprintf("demo-lecture-%02d", w.lectured)
	w.do("invite "+p.name, func() error {
		return w.match.Invite(w.ctx, w.as(by), id, p.id, event, form.Answers{
			"topic":     turn(n, "跨境物流与海外仓", "平台规则与账号安全", "选品与定价", "店铺运营入门"),
			"direction": p.directions[0], "host": turn(n, "义乌市江滨跨境贸易有限公司（虚构）", "婺城双溪工业园企业（虚构）", "=SUM电子商务有限公司（虚构）"),
			"place": turn(n, "演示产业园报告厅", "演示会议中心"), "on": day, "part": part, "hours": fmt.Sprint(2 + n%2),
			"fee": "按当地标准",
		})
	})
	return id
}

// lectures are invitations in every state; each lecturer is asked for one time
// only.
func (w *world) lectures(ready []*person) {
	next := 0
	ask := func(day string, n int) (string, *person) {
		p, by := ready[next%len(ready)], turn(n, yiwuClerk, jinhuaClerk)
		if n == 2 && day == "2017-10-11" {
			by = jinhuaBuyer
		}
		next++
		return w.lecture(by, p, "", day, turn(next, "am", "pm"), n), p
	}
	yes := func(id string, p *person) {
		w.move(id, "accept", p.self(), form.Answers{"phone": "19900000188", "note": "请提前告知企业情况。"})
	}
	for n := range 3 {
		ask("2017-10-11", n)
	}
	for n := range 2 {
		id, p := ask("2017-10-12", n)
		w.in(func() { yes(id, p) })
		id, p = ask("2017-10-12", n)
		w.in(func() {
			w.move(id, "decline", p.self(), because(turn(n, "当天已有集中培训的课。", "近期出差，无法按时到场。")))
		})
		id, p = ask("2017-10-18", n)
		w.in(func() {
			if n == 0 {
				yes(id, p)
			}
			w.move(id, "withdraw", w.as(turn(n, yiwuClerk, jinhuaClerk)), because(turn(n, "企业改期。", "与另一场培训重复。")))
		})
		id, _ = ask("2017-10-19", n)
		w.in(func() { w.do("shorten "+id, func() error { return w.f.SetDue(w.ctx, w.tx, *w.load(id), w.f.Now()) }) })
	}
	w.tick()
	for n := range 6 { // today's: one to be noted, two to be confirmed, three counted
		id, p := ask("2017-09-27", n)
		w.in(func() {
			yes(id, p)
			if n == 0 {
				return
			}
			w.move(id, "hold", w.as(turn(n, yiwuClerk, jinhuaClerk)), form.Answers{"hours": fmt.Sprint(2 + n%2), "people": fmt.Sprint(30 + 5*n)})
			if n > 2 {
				w.move(id, "confirm", p.self(), nil)
			}
		})
	}
}

// events are two in every state; the ones that are announced have asked
// somebody.
func (w *world) events(ready []*person) {
	var ids []string
	for i, e := range []struct{ title, on string }{
		{"跨境电商政策宣讲会（演示）", "2017-10-20"}, {"平台卖家沙龙（演示）", "2017-10-25"},
		{"亚马逊专题讲座（演示）", "2017-10-13"}, {"速卖通大促备战讲座（演示）", "2017-10-16"},
		{"独立站公开课（演示）", "2017-09-27"}, {"外贸企业转型座谈（演示）", "2017-09-27"},
		{"eBay专题讲座（演示）", "2017-10-17"}, {"直播讲座（演示）", "2017-10-18"},
	} {
		id := fmt.Sprintf("demo-event-%02d", i+1)
		ids = append(ids, id)
		w.do("plan "+id, func() error {
			return w.event.Plan(w.ctx, w.as(turn(i, yiwuClerk, jinhuaClerk)), id, form.Answers{
				"title": e.title, "direction": turn(i, "other", "other", "amazon", "aliexpress", "site", "other", "ebay", "other"), "on": e.on, "part": turn(i, "am", "pm"),
				"place": turn(i, "义乌演示会展中心", "金华演示大厦三楼"), "audience": turn(i, "本地外贸企业", "平台卖家和创业者"),
				"about": "讲最新规则和实操案例，现场答疑。免费参加，座位有限。",
			})
		})
	}
	w.in(func() {
		for i, id := range ids[2:] {
			w.move(id, "announce", w.as(turn(i, yiwuClerk, jinhuaClerk)), nil)
		}
	})
	a := w.lecture(yiwuClerk, ready[len(ready)-1], ids[2], "2017-10-13", "am", 0)
	w.in(func() {
		w.move(a, "accept", ready[len(ready)-1].self(), form.Answers{"phone": "19900000189"})
		for i, id := range ids[4:6] {
			w.move(id, "hold", w.as(turn(i, yiwuClerk, jinhuaClerk)), form.Answers{"people": fmt.Sprint(60 + 20*i), "note": "到场企业踊跃，问题集中在物流和收款。"})
		}
		for i, id := range ids[6:] {
			w.move(id, "cancel", w.as(turn(i, yiwuClerk, jinhuaClerk)), because(turn(i, "场地检修。", "与平台活动时间冲突。")))
		}
	})
}

// surveys are two in every state. Of the twelve firms of the first that is over
// one alone wants wish.
func (w *world) surveys() {
	for i, s := range []struct {
		title, by string
		firms     int
		answer    int // of them; -1: it does not begin
	}{
		{"2017年冬季企业需求调研（演示）", jinhuaClerk, 4, -1}, {"义乌市小微企业需求调研（演示）", yiwuClerk, 0, -1},
		{"2017年秋季企业需求调研（演示）", jinhuaClerk, 10, 6}, {"义乌市外贸企业需求调研（演示）", yiwuClerk, 6, 2},
		{"2017年夏季企业需求调研（演示）", jinhuaClerk, 12, 12}, {"义乌市平台卖家需求调研（演示）", yiwuClerk, 8, 7},
		{"2017年重复调研（演示）", jinhuaClerk, 0, -1}, {"义乌市重复调研（演示）", yiwuClerk, 3, -1},
	} {
		id := fmt.Sprintf("demo-survey-%02d", i+1)
		w.do("plan "+id, func() error {
			return w.survey.Plan(w.ctx, w.as(s.by), id, form.Answers{"title": s.title, "until": "2017-10-13"})
		})
		w.askFirms(id, s.by, s.firms)
		if s.answer >= 0 {
			w.in(func() { w.move(id, "launch", w.as(s.by), nil) })
			w.answerFirms(id, s.answer)
		}
		w.in(func() {
			switch i / 2 {
			case 2:
				w.move(id, "close", w.as(s.by), nil)
			case 3:
				w.move(id, "cancel", w.as(s.by), nil)
			}
		})
	}
}

func (w *world) askFirms(id, by string, n int) {
	w.do("firms of "+id, func() error {
		c, err := w.f.Load(w.ctx, w.f.DB(), id)
		if err != nil {
			return err
		}
		var firms []survey.Firm
		for i := range n {
			f := survey.Firm{Name: turn(i, "江滨", "双溪", "兰荫", "望道", "婺江", "丝路") + turn(i/6, "贸易", "电商") + "有限公司（虚构）", Region: "330782"}
			if by == jinhuaClerk {
				f.Region = turn(i, "330782", "330702", "330726")
			}
			firms = append(firms, f)
		}
		_, err = w.survey.Ask(w.ctx, c, firms)
		return err
	})
}

// answerFirms lets the first n firms of a survey answer; the first asks to be
// called.
func (w *world) answerFirms(id string, n int) {
	w.do("answers of "+id, func() error {
		firms, err := w.survey.Firms(w.ctx, w.f.DB(), id)
		if err != nil {
			return err
		}
		for i, f := range firms[:min(n, len(firms))] {
			want := []string{"amazon"}
			if i%2 == 0 {
				want = append(want, "site")
			}
			if i == 0 {
				want = append(want, "wish")
			}
			slices.Sort(want)
			err := w.survey.Send(w.ctx, f, form.Answers{
				"trade": turn(i, "make", "trade", "shop"), "staff": turn(i, "few", "some"), "directions": strings.Join(want, "\n"),
				"people": fmt.Sprint(10 + 8*i), "base": turn(i, "new", "mixed"), "shape": turn(i, "visit", "class", "talk"),
				"when": turn(i, "month", "quarter"), "days": turn(i, "work", "weekend"), "hire": turn(i, "yes", "maybe", "yes"),
			})
			if err == nil && i == 0 {
				err = w.survey.Wish(w.ctx, f, form.Answers{"name": "演示·钱经理", "phone": "19900000166", "text": "想请讲师到厂里讲两次物流和收款。"})
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
}
