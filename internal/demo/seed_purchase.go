package demo

import (
	"fmt"

	"qinglan/internal/flow"
	"qinglan/internal/form"
)

const buyer = "330700-buyer-clerk-1"

// need opens a need of the buyer of Jinhua.
func (w *world) need(content string, change form.Answers) string {
	a := form.Answers{
		"warned": "yes", "content": content, "directions": "aliexpress\namazon", "budget": "20000.00", "catalogue": "outside", "limit": "below",
		"place": "义乌市演示培训中心", "from": "2017-11-06", "to": "2017-11-10",
	}
	for k, v := range change {
		a[k] = v
	}
	id := fmt.Sprintf("demo-purchase-%02d", w.needs)
	w.needs++
	w.in(func() {
		by := w.as(buyer)
		w.open(by, flow.Opening{ID: id, Track: "purchase", Party: by.Organ.ID, Name: content, Unit: by.Organ.Name, City: by.Organ.Region, Answers: a})
	})
	return id
}

// ordered is a need with its order.
func (w *world) ordered(content string, change form.Answers) string {
	return w.listed(w.need(content, change), "propose")
}

// listed makes the order of a need, to invite or only to know.
func (w *world) listed(id, move string) string {
	w.in(func() {
		var a form.Answers
		w.do("order of "+id, func() error {
			_, r, err := w.purchase.Propose(w.ctx, w.tx, w.load(id))
			a = r.Answers()
			return err
		})
		w.move(id, move, w.as(buyer), a)
	})
	return id
}

// ask invites the n-th of a proposal and takes the engagement along a road of
// moves: those of the lecturer are their own, the others the buyer's.
func (w *world) ask(purchase string, n int, road ...string) {
	w.do("invite for "+purchase, func() error {
		c, err := w.f.Load(w.ctx, w.f.DB(), purchase)
		if err != nil {
			return err
		}
		list, err := w.purchase.Proposals(w.ctx, c)
		if err == nil && n >= len(list) {
			err = fmt.Errorf("only %d are proposed", len(list))
		}
		if err != nil {
			return err
		}
		if err := w.purchase.Invite(w.ctx, w.as(buyer), c, list[n].Certificate); err != nil {
			return err
		}
		for _, step := range road {
			w.pass()
			if err := w.engage(purchase, list[n].Person, step); err != nil {
				return fmt.Errorf("%s: %w", step, err)
			}
		}
		return nil
	})
}

// said are the answers to the steps of an engagement.
var said = map[string]form.Answers{
	"accept": {"contact": "演示：请与本人单位培训部联系", "note": "每周二、四可以授课。"}, "decline": {"reason": "这一周已有课程安排。"},
	"engage": {"number": "演示购字〔2017〕1号", "signed": "2017-09-28", "amount": "8000.00", "hours": "12"}, "deliver": {"hours": "12", "last": "2017-09-28"},
	"rate": {"kept": "yes", "comment": "按计划完成，学员能独立上架商品。"}, "answer": {"kept": "yes", "comment": "场地和学员组织到位。"},
}

func (w *world) engage(purchase, person, step string) error {
	e, err := w.purchase.Engagement(w.ctx, purchase, person)
	if err != nil {
		return err
	}
	m, _ := e.Track.Move(step)
	for _, p := range w.people {
		if p.id == person && m.By[0] == "applicant" {
			_, err := w.f.Move(w.ctx, e, m, p.self(), said[step])
			return err
		}
	}
	return w.purchase.Do(w.ctx, w.as(buyer), e, step, said[step], e.Seq)
}

// above is a need that the law's own procedure decides.
var above = form.Answers{"catalogue": "inside", "limit": "above", "budget": "1200000.00"}

// purchases are the needs of a school, and lecturers on every step of the way.
func (w *world) purchases() {
	w.at(28, 8, 22, 1)
	w.need("跨境电商新手卖家培训（演示）", nil)
	w.need("外贸企业速卖通运营实训（演示）", above)
	for _, outcome := range []form.Answers{{"outcome": "listed"}, {"outcome": "other", "reason": "经磋商，成交供应商另派本单位教师授课。"}} {
		w.listed(w.need("全市跨境电商师资轮训（演示）", above), "inform")
		id := w.listed(w.need("高校跨境电商实训服务（演示）", above), "inform")
		outcome["number"] = "演示采〔2017〕9号"
		w.in(func() { w.move(id, "procure", w.as(buyer), outcome) })
	}
	a, b := w.ordered("中职教师平台规则研修（演示）", nil), w.ordered("村级电商服务站培训（演示）", form.Answers{"from": "2017-12-04", "to": "2017-12-08"})
	for i, road := range [][]string{{}, {"accept"}, {"decline"}, {"accept", "engage"}, {"accept", "engage", "deliver"}} {
		w.ask(a, i, road...)
		w.ask(b, i, road...)
	}
	c, d := w.ordered("跨境直播入门班（演示）", nil), w.ordered("独立站选品工作坊（演示）", nil)
	done := []string{"accept", "engage", "deliver", "confirm", "rate", "answer"}
	for i, n := range []int{4, 5, 6} {
		w.ask(c, i, done[:n]...)
		w.ask(d, i, done[:n]...)
	}
	w.ask(c, 3)
	w.ask(d, 3, "accept")
	for i := range 2 {
		x, y := w.ordered("小语种客服培训（演示）", nil), w.ordered("海外仓实务讲座（演示）", nil)
		w.in(func() {
			w.move(turn(i, c, d), "conclude", w.as(buyer), nil)
			w.move(x, "elsewhere", w.as(buyer), because("需要西班牙语授课，名录内讲师没有这一语种，另请高校教师。"))
			w.move(y, "cancel", w.as(buyer), because("学员人数不足，本期不办。"))
		})
	}
}
