package demo

import (
	"fmt"

	"qinglan/internal/flow"
	"qinglan/internal/form"
)

// A deck is people who are dealt out to what happens to them.
type deck struct{ people []*person }

func (d *deck) take(n int) []*person {
	out := d.people[:n:n]
	d.people = d.people[n:]
	return out
}

// play lets the people of the demonstration act, from the day of the notice to
// the morning on which the visitor comes. Months are pressed into three days;
// whatever is decided is decided by whoever may, in the order of the notice.
func (w *world) play() {
	w.notices()
	w.institutions()
	w.mobilising()
	first, second, taught := w.selection()
	w.classes(taught)
	one, two := w.pioneers(first)
	w.at(25, 15, 30, 40)
	w.lapsed(w.cast(2))
	w.at(26, 8, 30, 4)
	passed := second.take(27)
	w.certify(passed)
	w.decide(passed[:23])
	w.doubters = passed[23:27]
	w.objections(one, two)
	w.at(26, 11, 0, 8)
	w.trainees(second)
	w.meetingsOpen(passed[23:27])
	p := &deck{passed}
	w.at(26, 14, 0, 60)
	three, four := w.public(p.take(3), "2017-09-26", "2017-09-27"), w.public(p.take(3), "2017-09-26", "2017-09-27")
	w.verdicts()
	w.subsidies()
	w.at(26, 17, 0, 0)
	w.tick()
	w.at(26, 17, 10, 6)
	next := &deck{w.cast(30)}
	w.recommended(2, next.people, nil)
	w.reveal(4)
	w.completions()
	w.at(27, 0, 0, 0)
	w.tick()
	w.at(27, 8, 40, 120)
	w.reveal(8)
	w.certificates(one, two)
	w.lists()
	w.early()
	w.hundred(one.people)
	w.lessonsGoOn()
	w.at(27, 17, 20, 10)
	hearings := w.hearings(next)
	w.at(27, 19, 30, 30)
	w.publicities2(p, four)
	w.matches(one, two)
	w.at(28, 0, 0, 0)
	w.tick()
	w.today(three, hearings)
	w.purchases()
	w.payments()
	w.recommendHundred()
}

// selection brings the first people through city, province and judges; it
// returns those of the first and of the second 培育名单, and of the second those
// who are trained in classes.
func (w *world) selection() (first, second, taught *deck) {
	w.at(25, 9, 0, 5)
	people := w.cast(31 + 61 + 8 + 3 + 2 + students + 2 + 2)
	d := &deck{people}
	first, second = &deck{d.take(31)}, &deck{d.take(61)}
	drafts, weak, absent := d.take(8), d.take(3), d.take(2)
	taught = &deck{d.take(students)}
	refused, left := d.take(2), d.take(2)
	lists := w.recommended(1, people[:len(people)-2], left)
	here := people[:len(people)-4]
	w.accept(here)
	w.refuse(refused)
	w.settle(lists)
	w.at(25, 11, 0, 3)
	for i := 0; len(here) > 0; i++ {
		n := min(18, len(here))
		h := w.sit(fmt.Sprintf("第%s场", turn(i, "一", "二", "三", "四", "五", "六", "七", "八", "九")), "2017-09-25", turn(i, "9:00", "13:30"), i, here[:n])
		for _, p := range weak {
			h.weak[p.n] = true
		}
		w.hold(h, within(absent, here[:n])...)
		here = here[n:]
	}
	w.at(25, 13, 0, 20)
	w.shortlist("2017年第一批", "浙商务联发〔2017〕演示1号", first.people, provinceHead, provinceLeader, finance)
	w.shortlist("2017年第二批", "浙商务联发〔2017〕演示2号", append(second.people[:61:61], taught.people...), provinceHead, provinceLeader, finance)
	for i, title := range []string{"2017年第三批", "2017年补充名单（一）", "2017年补充名单（二）", "2017年补充名单（三）"} {
		number := turn(i, "浙商务联发〔2017〕演示3号", "浙商务联发〔2017〕演示4号", "浙商务联发〔2017〕演示5号", "")
		w.shortlist(title, number, drafts[2*i:2*i+2], []string{provinceHead, provinceLeader}[:max(0, 2-i)]...)
	}
	w.entries(people[:31+61])
	return first, second, taught
}

// within returns those of some who are among people.
func within(some, people []*person) (out []*person) {
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
func (w *world) pioneers(d *deck) (one, two *listed) {
	w.at(25, 13, 30, 10)
	w.formCommittee()
	w.at(25, 13, 40, 12)
	w.certify(d.people)
	w.decide(d.people)
	w.at(25, 14, 45, 60)
	one = w.public(d.take(19), "2017-09-25", "2017-09-26")
	two = w.public(d.take(12), "2017-09-25", "2017-09-26")
	return one, two
}

// objections are made against three of them, and two that name nobody.
func (w *world) objections(one, two *listed) {
	w.at(26, 9, 30, 300)
	w.wrong = []string{
		w.take(one, one.people[18], "演示·何举实", "公示的现单位已于2016年底注销，本人现不在该单位任职。"),
		w.take(two, two.people[11], "演示进修学院（虚构）", "所填授课经历中2015年的课程由我院另一位教师讲授。"),
	}
	w.doubted = w.take(one, one.people[16], "演示·曹平", "认为其从事师资培训不满两年，请核查。")
	w.lead(two, two.people[4], "听说这个人不怎么会讲课，建议取消。")
	w.lead(one, one.people[2], "此人在群里卖课，不应列入名录。")
}

// verdicts uphold two of the objections.
func (w *world) verdicts() {
	w.at(26, 15, 0, 300)
	for i, id := range w.wrong {
		w.chain(id, "uphold", clerk, decision(turn(i,
			"经核实，所在单位已注销，本人任职情况与申报不符，异议成立，不予公布。",
			"经向两校教务部门核实，所填课程确非本人讲授，异议成立，不予公布。")), provinceHead, provinceLeader)
	}
}

// certificates announces the first two lists and, of the certificates, has one
// replaced and one revoked; two more such decisions wait.
func (w *world) certificates(one, two *listed) {
	w.at(27, 9, 0, 300)
	w.announce(one, "浙商务联发〔2017〕演示6号", "公示期内收到署名异议2件：成立1件，核查中1件，其余人员无异议。", provinceHead, provinceLeader)
	w.announce(two, "浙商务联发〔2017〕演示7号", "公示期内收到署名异议1件，经核查成立；其余人员无异议。", provinceHead, provinceLeader)
	w.chain(w.doubted, "dismiss", clerk, decision("经核查劳动合同和三个学期的课表，从事师资培训满两年四个月，异议不成立。"), provinceHead)
	w.in(func() { w.move(one.people[16].entry, "announce-later", w.as(clerk), nil) })
	p, q := one.people[4], one.people[9]
	w.chain(w.certificate(p), "replace", clerk, form.Answers{
		"name": p.name, "unit": p.unit, "reason": "单位名称少印“有限公司”，持证人申请更正。", "ground": "单位名称更正。",
	}, provinceHead)
	w.chain(w.certificate(q), "revoke", clerk, form.Answers{
		"reason": "公布后查实所交业绩证明系伪造，依规定撤销。", "ground": "提供虚假材料。",
	}, provinceHead, provinceLeader)
	w.chain(w.certificate(one.people[7]), "replace", clerk, form.Answers{
		"name": one.people[7].name, "unit": "义乌网商职业培训学校（虚构）", "reason": "持证人调动工作，申请更正单位。",
	})
}

// certificate finds the certificate of a person.
func (w *world) certificate(p *person) (id string) {
	w.do("certificate of "+p.name, func() error {
		cs, err := w.f.CasesIn(w.ctx, w.f.DB(), everyone, flow.Filter{Track: "certificate", Parent: p.entry})
		if err == nil && len(cs) == 0 {
			err = fmt.Errorf("%s has none", p.name)
		}
		if err == nil {
			id = cs[0].ID
		}
		return err
	})
	return id
}
