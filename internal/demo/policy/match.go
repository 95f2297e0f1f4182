package policy

import (
	"fmt"
	"slices"
	"strings"

	"qinglan/internal/demo/world"
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

// Matches lets lecturers say when they teach, and offices and a buyer find and
// invite them, hold events and ask firms what they need.
func Matches(w *world.World, lists ...*world.Listed) {
	w.At(27, 21, 0, 3)
	ready := profiles(w, lists)
	lectures(w, ready)
	events(w, ready)
	surveys(w)
}

// profiles lets everybody with a certificate, and some who have none yet, fill
// in when they teach; it returns who is certified and willing.
func profiles(w *world.World, lists []*world.Listed) (ready []*world.Person) {
	certified := map[string]bool{}
	w.Do("certified", func() error {
		cs, err := w.Flow.CasesIn(w.Ctx, w.Flow.DB(), world.Everyone, flow.Filter{Track: "certificate", States: []string{"valid"}})
		for _, c := range cs {
			certified[c.Party] = true
		}
		return err
	})
	for _, l := range lists {
		for i, p := range l.People {
			if !certified[p.ID] || i%6 == 5 { // every sixth has not come to it
				continue
			}
			answers := profileOf(p)
			if i%9 == 8 {
				answers = form.Answers{"willing": "no"}
			} else {
				ready = append(ready, p)
			}
			w.Do("profile of "+p.Name, func() error { return w.Match.Keep(w.Ctx, p.Self(), answers, 0) })
		}
	}
	for i, p := range w.Doubters { // on the 培育名单; what they know is older
		answers := profileOf(p)
		answers["proof"], answers["proof-day"] = "参加平台规则培训", world.Turn(i, "2016-03-15", "2016-06-20")
		w.Do("profile of "+p.Name, func() error { return w.Match.Keep(w.Ctx, p.Self(), answers, 0) })
	}
	return ready
}

func profileOf(p *world.Person) form.Answers {
	return form.Answers{
		"willing": "yes", "directions": strings.Join(p.Directions, "\n"), "cities": world.Turn(p.N, p.City, "330700\n330100", p.City+"\n330700"),
		"days": world.Turn(p.N, "1\n2\n3\n4\n5", "1\n2\n3\n4\n5\n6\n7", "3\n4\n5"), "hours": fmt.Sprint(8 + p.N%3*4),
		"proof": "参加平台最新规则培训", "proof-day": "2017-07-12",
	}
}

// lecture asks p to speak and returns the case.
func lecture(w *world.World, by string, p *world.Person, event, day, part string, n int) string {
	w.Lectured++
	id := fmt.Sprintf("demo-lecture-%02d", w.Lectured)
	w.Do("invite "+p.Name, func() error {
		return w.Match.Invite(w.Ctx, w.As(by), id, p.ID, event, form.Answers{
			"topic":     world.Turn(n, "跨境物流与海外仓", "平台规则与账号安全", "选品与定价", "店铺运营入门"),
			"direction": p.Directions[0], "host": world.Turn(n, "义乌市江滨跨境贸易有限公司（虚构）", "婺城双溪工业园企业（虚构）", "=SUM电子商务有限公司（虚构）"),
			"place": world.Turn(n, "演示产业园报告厅", "演示会议中心"), "on": day, "part": part, "hours": fmt.Sprint(2 + n%2),
			"fee": "按当地标准",
		})
	})
	return id
}

// lectures are invitations in every state; each lecturer is asked for one time
// only.
func lectures(w *world.World, ready []*world.Person) {
	next := 0
	ask := func(day string, n int) (string, *world.Person) {
		p, by := ready[next%len(ready)], world.Turn(n, yiwuClerk, jinhuaClerk)
		if n == 2 && day == "2017-10-11" {
			by = jinhuaBuyer
		}
		next++
		return lecture(w, by, p, "", day, world.Turn(next, "am", "pm"), n), p
	}
	yes := func(id string, p *world.Person) {
		w.Move(id, "accept", p.Self(), form.Answers{"phone": "19900000188", "note": "请提前告知企业情况。"})
	}
	for n := range 3 {
		ask("2017-10-11", n)
	}
	for n := range 2 {
		id, p := ask("2017-10-12", n)
		w.In(func() { yes(id, p) })
		id, p = ask("2017-10-12", n)
		w.In(func() {
			w.Move(id, "decline", p.Self(), world.Because(world.Turn(n, "当天已有集中培训的课。", "近期出差，无法按时到场。")))
		})
		id, p = ask("2017-10-18", n)
		w.In(func() {
			if n == 0 {
				yes(id, p)
			}
			w.Move(id, "withdraw", w.As(world.Turn(n, yiwuClerk, jinhuaClerk)), world.Because(world.Turn(n, "企业改期。", "与另一场培训重复。")))
		})
		id, _ = ask("2017-10-19", n)
		w.In(func() {
			w.Do("shorten "+id, func() error { return w.Flow.SetDue(w.Ctx, w.Tx, *w.Load(id), w.Flow.Now()) })
		})
	}
	w.Tick()
	for n := range 6 { // today's: one to be noted, two to be confirmed, three counted
		id, p := ask("2017-09-27", n)
		w.In(func() {
			yes(id, p)
			if n == 0 {
				return
			}
			w.Move(id, "hold", w.As(world.Turn(n, yiwuClerk, jinhuaClerk)), form.Answers{"hours": fmt.Sprint(2 + n%2), "people": fmt.Sprint(30 + 5*n)})
			if n > 2 {
				w.Move(id, "confirm", p.Self(), nil)
			}
		})
	}
}

// events are two in every state; the ones that are announced have asked
// somebody.
func events(w *world.World, ready []*world.Person) {
	var ids []string
	for i, e := range []struct{ title, on string }{
		{"跨境电商政策宣讲会（演示）", "2017-10-20"}, {"平台卖家沙龙（演示）", "2017-10-25"},
		{"亚马逊专题讲座（演示）", "2017-10-13"}, {"速卖通大促备战讲座（演示）", "2017-10-16"},
		{"独立站公开课（演示）", "2017-09-27"}, {"外贸企业转型座谈（演示）", "2017-09-27"},
		{"eBay专题讲座（演示）", "2017-10-17"}, {"直播讲座（演示）", "2017-10-18"},
	} {
		id := fmt.Sprintf("demo-event-%02d", i+1)
		ids = append(ids, id)
		w.Do("plan "+id, func() error {
			return w.Event.Plan(w.Ctx, w.As(world.Turn(i, yiwuClerk, jinhuaClerk)), id, form.Answers{
				"title": e.title, "direction": world.Turn(i, "other", "other", "amazon", "aliexpress", "site", "other", "ebay", "other"), "on": e.on, "part": world.Turn(i, "am", "pm"),
				"place": world.Turn(i, "义乌演示会展中心", "金华演示大厦三楼"), "audience": world.Turn(i, "本地外贸企业", "平台卖家和创业者"),
				"about": "讲最新规则和实操案例，现场答疑。免费参加，座位有限。",
			})
		})
	}
	w.In(func() {
		for i, id := range ids[2:] {
			w.Move(id, "announce", w.As(world.Turn(i, yiwuClerk, jinhuaClerk)), nil)
		}
	})
	a := lecture(w, yiwuClerk, ready[len(ready)-1], ids[2], "2017-10-13", "am", 0)
	w.In(func() {
		w.Move(a, "accept", ready[len(ready)-1].Self(), form.Answers{"phone": "19900000189"})
		for i, id := range ids[4:6] {
			w.Move(id, "hold", w.As(world.Turn(i, yiwuClerk, jinhuaClerk)), form.Answers{"people": fmt.Sprint(60 + 20*i), "note": "到场企业踊跃，问题集中在物流和收款。"})
		}
		for i, id := range ids[6:] {
			w.Move(id, "cancel", w.As(world.Turn(i, yiwuClerk, jinhuaClerk)), world.Because(world.Turn(i, "场地检修。", "与平台活动时间冲突。")))
		}
	})
}

// surveys are two in every state. Of the twelve firms of the first that is over
// one alone wants wish.
func surveys(w *world.World) {
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
		w.Do("plan "+id, func() error {
			return w.Survey.Plan(w.Ctx, w.As(s.by), id, form.Answers{"title": s.title, "until": "2017-10-13"})
		})
		askFirms(w, id, s.by, s.firms)
		if s.answer >= 0 {
			w.In(func() { w.Move(id, "launch", w.As(s.by), nil) })
			answerFirms(w, id, s.answer)
		}
		w.In(func() {
			switch i / 2 {
			case 2:
				w.Move(id, "close", w.As(s.by), nil)
			case 3:
				w.Move(id, "cancel", w.As(s.by), nil)
			}
		})
	}
}

func askFirms(w *world.World, id, by string, n int) {
	w.Do("firms of "+id, func() error {
		c, err := w.Flow.Load(w.Ctx, w.Flow.DB(), id)
		if err != nil {
			return err
		}
		var firms []survey.Firm
		for i := range n {
			f := survey.Firm{Name: world.Turn(i, "江滨", "双溪", "兰荫", "望道", "婺江", "丝路") + world.Turn(i/6, "贸易", "电商") + "有限公司（虚构）", Region: "330782"}
			if by == jinhuaClerk {
				f.Region = world.Turn(i, "330782", "330702", "330726")
			}
			firms = append(firms, f)
		}
		_, err = w.Survey.Ask(w.Ctx, c, firms)
		return err
	})
}

// answerFirms lets the first n firms of a survey answer; the first asks to be
// called.
func answerFirms(w *world.World, id string, n int) {
	w.Do("answers of "+id, func() error {
		firms, err := w.Survey.Firms(w.Ctx, w.Flow.DB(), id)
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
			err := w.Survey.Send(w.Ctx, f, form.Answers{
				"trade": world.Turn(i, "make", "trade", "shop"), "staff": world.Turn(i, "few", "some"), "directions": strings.Join(want, "\n"),
				"people": fmt.Sprint(10 + 8*i), "base": world.Turn(i, "new", "mixed"), "shape": world.Turn(i, "visit", "class", "talk"),
				"when": world.Turn(i, "month", "quarter"), "days": world.Turn(i, "work", "weekend"), "hire": world.Turn(i, "yes", "maybe", "yes"),
			})
			if err == nil && i == 0 {
				err = w.Survey.Wish(w.Ctx, f, form.Answers{"name": "演示·钱经理", "phone": "19900000166", "text": "想请讲师到厂里讲两次物流和收款。"})
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
}
