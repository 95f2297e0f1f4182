// Package seed tells the story of a demonstration: who does what, in which
// order, until the morning on which the visitor comes.
package seed

import (
	"context"
	"fmt"

	"qinglan/internal/app"
	"qinglan/internal/demo/policy"
	"qinglan/internal/demo/road"
	"qinglan/internal/demo/world"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/org"
)

// Fill adds the fictitious cases to a program in which these posts are filled,
// and moves its clock: it lets the people of the demonstration act, from the day
// of the notice to the morning on which the visitor comes. Months are pressed
// into three days; whatever is decided is decided by whoever may, in the order
// of the notice.
func Fill(ctx context.Context, a *app.App, posts []org.Post) error {
	w := world.New(ctx, a, posts)
	road.Notices(w)
	road.Papers(w)
	policy.Institutions(w)
	policy.Mobilising(w)
	first, second, taught := selection(w)
	policy.Classes(w, taught)
	one, two := pioneers(w, first)
	w.At(25, 15, 30, 40)
	road.Lapsed(w, w.Cast(2))
	w.At(26, 8, 30, 4)
	passed := second.Take(29)
	road.Certify(w, passed)
	policy.Decide(w, passed[:23])
	w.Doubters = passed[23:27]
	objections(w, one, two)
	w.At(26, 11, 0, 8)
	once, thrice := road.Trainees(w, second)
	policy.Rechecks(w, thrice, w.Doubters[:2], w.Doubters[2:], once)
	policy.MeetingsOpen(w, passed[23:])
	p := &world.Deck{People: passed}
	w.At(26, 14, 0, 60)
	three, four := road.Public(w, p.Take(3), "2017-09-26", "2017-09-27"), road.Public(w, p.Take(3), "2017-09-26", "2017-09-27")
	verdicts(w)
	policy.Subsidies(w)
	w.At(26, 17, 0, 0)
	w.Tick()
	w.At(26, 17, 10, 6)
	next := &world.Deck{People: w.Cast(30)}
	road.Recommended(w, 2, next.People, nil)
	reveal(w, 4)
	policy.Completions(w)
	w.At(27, 0, 0, 0)
	w.Tick()
	w.At(27, 8, 40, 120)
	reveal(w, 8)
	certificates(w, one, two)
	road.Lists(w)
	road.Early(w)
	policy.Hundred(w, one.People)
	policy.LessonsGoOn(w)
	w.At(27, 17, 20, 10)
	hearings := hearings(w, next)
	w.At(27, 19, 30, 30)
	publicities2(w, p, four)
	policy.Matches(w, one, two)
	w.At(28, 0, 0, 0)
	w.Tick()
	today(w, three, hearings)
	policy.Purchases(w)
	policy.Payments(w)
	policy.RecommendHundred(w)
	return w.Err
}

// So many stand on the first 培育名单, whose register has 30 entries today, and
// on the second.
const (
	early  = 33
	listed = 63
)

// selection brings the first people through city, province and judges; it
// returns those of the first and of the second 培育名单, and of the second those
// who are trained in classes.
func selection(w *world.World) (first, second, taught *world.Deck) {
	w.At(25, 9, 0, 5)
	people := w.Cast(early + listed + 8 + 3 + 2 + policy.Students + 2 + 2)
	d := &world.Deck{People: people}
	first, second = &world.Deck{People: d.Take(early)}, &world.Deck{People: d.Take(listed)}
	drafts, weak, absent := d.Take(8), d.Take(3), d.Take(2)
	taught = &world.Deck{People: d.Take(policy.Students)}
	refused, left := d.Take(2), d.Take(2)
	lists := road.Recommended(w, 1, people[:len(people)-2], left)
	here := people[:len(people)-4]
	road.Accept(w, here)
	road.Refuse(w, refused)
	road.Settle(w, lists)
	w.At(25, 11, 0, 3)
	for i := 0; len(here) > 0; i++ {
		n := min(19, len(here))
		h := road.Sit(w, fmt.Sprintf("第%s场", world.Turn(i, "一", "二", "三", "四", "五", "六", "七", "八", "九")), "2017-09-25", world.Turn(i, "9:00", "13:30"), i, here[:n])
		for _, p := range weak {
			h.Weak[p.N] = true
		}
		road.Hold(w, h, within(absent, here[:n])...)
		here = here[n:]
	}
	w.At(25, 13, 0, 20)
	road.Shortlist(w, "2017年第一批", "浙商务联发〔2017〕演示1号", first.People, world.ProvinceHead, world.ProvinceLeader, world.Finance)
	road.Shortlist(w, "2017年第二批", "浙商务联发〔2017〕演示2号", append(second.People[:listed:listed], taught.People...), world.ProvinceHead, world.ProvinceLeader, world.Finance)
	for i, title := range []string{"2017年第三批", "2017年补充名单（一）", "2017年补充名单（二）", "2017年补充名单（三）"} {
		number := world.Turn(i, "浙商务联发〔2017〕演示3号", "浙商务联发〔2017〕演示4号", "浙商务联发〔2017〕演示5号", "")
		road.Shortlist(w, title, number, drafts[2*i:2*i+2], []string{world.ProvinceHead, world.ProvinceLeader}[:max(0, 2-i)]...)
	}
	w.Entries(people[:early+listed])
	return first, second, taught
}

// within returns those of some who are among people.
func within(some, people []*world.Person) (out []*world.Person) {
	for _, p := range people {
		for _, s := range some {
			if p == s {
				out = append(out, p)
			}
		}
	}
	return out
}

// pioneers are the first whose certification is published.
func pioneers(w *world.World, d *world.Deck) (one, two *world.Listed) {
	w.At(25, 13, 30, 10)
	policy.FormCommittee(w)
	w.At(25, 13, 40, 12)
	road.Certify(w, d.People)
	policy.Decide(w, d.People)
	w.At(25, 14, 45, 60)
	one = road.Public(w, d.Take(19), "2017-09-25", "2017-09-26")
	two = road.Public(w, d.Take(early-19), "2017-09-25", "2017-09-26")
	return one, two
}

// objections are made against three of them, and two that name nobody.
func objections(w *world.World, one, two *world.Listed) {
	w.At(26, 9, 30, 300)
	w.Wrong = []string{
		road.Take(w, one, one.People[18], "演示·何举实", "公示的现单位已于2016年底注销，本人现不在该单位任职。"),
		road.Take(w, two, two.People[11], "演示进修学院（虚构）", "所填授课经历中2015年的课程由我院另一位教师讲授。"),
	}
	w.Doubted = []string{
		road.Take(w, one, one.People[16], "演示·曹平", "认为其从事师资培训不满两年，请核查。"),
		road.Take(w, two, two.People[9], "演示·严询", "公示的培训方向与其任教课程不一致，请核查。"),
		road.Take(w, two, two.People[10], "演示·华问", "所填店铺的经营主体不是本人，请核查。"),
	}
	road.Lead(w, two, two.People[4], "听说这个人不怎么会讲课，建议取消。")
	road.Lead(w, one, one.People[2], "此人在群里卖课，不应列入名录。")
}

// verdicts uphold two of the objections.
func verdicts(w *world.World) {
	w.At(26, 15, 0, 300)
	for i, id := range w.Wrong {
		w.Chain(id, "uphold", world.Clerk, road.Decision(world.Turn(i,
			"经核实，所在单位已注销，本人任职情况与申报不符，异议成立，不予公布。",
			"经向两校教务部门核实，所填课程确非本人讲授，异议成立，不予公布。")), world.ProvinceHead, world.ProvinceLeader)
	}
}

// certificates announces the first two lists and, of the certificates, has one
// replaced and one revoked; a replacement and a supplement still wait.
func certificates(w *world.World, one, two *world.Listed) {
	w.At(27, 9, 0, 300)
	road.Announce(w, one, "浙商务联发〔2017〕演示6号", "公示期内收到署名异议2件：成立1件，核查中1件，其余人员无异议。", world.ProvinceHead, world.ProvinceLeader)
	road.Announce(w, two, "浙商务联发〔2017〕演示7号", "公示期内收到署名异议3件：成立1件，核查中2件，核查中的暂缓公布；其余人员无异议。", world.ProvinceHead, world.ProvinceLeader)
	for i, id := range w.Doubted {
		w.Chain(id, "dismiss", world.Clerk, road.Decision([]string{
			"经核查劳动合同和三个学期的课表，从事师资培训满两年四个月，异议不成立。",
			"经核查任课通知书和教材目录，所教课程属于公示的培训方向，异议不成立。",
			"经核查营业执照和平台登记信息，店铺由其任法定代表人的公司经营，异议不成立。",
		}[i]), world.ProvinceHead)
	}
	// One is announced later, one waits for the leader, one for the clerk.
	w.Chain(one.People[16].Entry, "announce-later", world.Clerk, nil, world.ProvinceHead, world.ProvinceLeader)
	w.Chain(two.People[9].Entry, "announce-later", world.Clerk, nil, world.ProvinceHead)
	p, q := one.People[4], one.People[9]
	w.Chain(certificate(w, p), "replace", world.Clerk, form.Answers{
		"name": p.Name, "unit": p.Unit, "reason": "单位名称少印“有限公司”，持证人申请更正。", "ground": "单位名称更正。",
	}, world.ProvinceHead)
	w.Chain(certificate(w, q), "revoke", world.Clerk, form.Answers{
		"reason": "公布后查实所交业绩证明系伪造，依规定撤销。", "ground": "提供虚假材料。",
	}, world.ProvinceHead, world.ProvinceLeader)
	w.Chain(certificate(w, one.People[7]), "replace", world.Clerk, form.Answers{
		"name": one.People[7].Name, "unit": "义乌网商职业培训学校（虚构）", "reason": "持证人调动工作，申请更正单位。",
	})
}

// certificate finds the certificate of a person.
func certificate(w *world.World, p *world.Person) (id string) {
	w.Do("certificate of "+p.Name, func() error {
		cs, err := w.Flow.CasesIn(w.Ctx, w.Flow.DB(), world.Everyone, flow.Filter{Track: "certificate", Parent: p.Entry})
		if err == nil && len(cs) == 0 {
			err = fmt.Errorf("%s has none", p.Name)
		}
		if err == nil {
			id = cs[0].ID
		}
		return err
	})
	return id
}
