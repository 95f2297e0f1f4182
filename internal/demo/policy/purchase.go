package policy

import (
	"fmt"

	"qinglan/internal/demo/world"
	"qinglan/internal/flow"
	"qinglan/internal/form"
)

const buyer = "330700-buyer-clerk-1"

// need opens a need of the buyer of Jinhua.
func need(w *world.World, content string, change form.Answers) string {
	a := form.Answers{
		"warned": "yes", "content": content, "directions": "aliexpress\namazon", "budget": "20000.00", "catalogue": "outside", "limit": "below",
		"place": "义乌市演示培训中心", "from": "2017-11-06", "to": "2017-11-10",
	}
	for k, v := range change {
		a[k] = v
	}
	id := fmt.Sprintf("demo-purchase-%02d", w.Needs)
	w.Needs++
	w.In(func() {
		by := w.As(buyer)
		w.Open(by, flow.Opening{ID: id, Track: "purchase", Party: by.Organ.ID, Name: content, Unit: by.Organ.Name, City: by.Organ.Region, Answers: a})
	})
	return id
}

// ordered is a need with its order.
func ordered(w *world.World, content string, change form.Answers) string {
	return listed(w, need(w, content, change), "propose")
}

// listed makes the order of a need, to invite or only to know.
func listed(w *world.World, id, move string) string {
	w.In(func() {
		var a form.Answers
		w.Do("order of "+id, func() error {
			_, r, err := w.Purchase.Propose(w.Ctx, w.Tx, w.Load(id))
			a = r.Answers()
			return err
		})
		w.Move(id, move, w.As(buyer), a)
	})
	return id
}

// ask invites the n-th of a proposal and takes the engagement along a road of
// moves: those of the lecturer are their own, the others the buyer's.
func ask(w *world.World, purchase string, n int, road ...string) {
	w.Do("invite for "+purchase, func() error {
		c, err := w.Flow.Load(w.Ctx, w.Flow.DB(), purchase)
		if err != nil {
			return err
		}
		list, err := w.Purchase.Proposals(w.Ctx, c)
		if err == nil && n >= len(list) {
			err = fmt.Errorf("only %d are proposed", len(list))
		}
		if err != nil {
			return err
		}
		if err := w.Purchase.Invite(w.Ctx, w.As(buyer), c, list[n].Certificate); err != nil {
			return err
		}
		for _, step := range road {
			w.Pass()
			if err := engage(w, purchase, list[n].Person, step); err != nil {
				return fmt.Errorf("%s: %w", step, err)
			}
		}
		return nil
	})
}

// said are the answers to the steps of an engagement.
var said = map[string]form.Answers{
	"accept": {"contact": "演示：请与本人单位培训部联系", "note": "每周二、四可以授课。"}, "decline": {"reason": "这一周已有课程安排。"},
	"engage": {"number": "演示购字〔2017〕1号", "signed": "2017-09-28", "amount": "6000.00", "hours": "12"}, "deliver": {"hours": "12", "last": "2017-09-28"},
	"rate": {"kept": "yes", "comment": "按计划完成，学员能独立上架商品。"}, "answer": {"kept": "yes", "comment": "场地和学员组织到位。"},
}

func engage(w *world.World, purchase, person, step string) error {
	e, err := w.Purchase.Engagement(w.Ctx, purchase, person)
	if err != nil {
		return err
	}
	m, _ := e.Track.Move(step)
	for _, p := range w.People {
		if p.ID == person && m.By[0] == "applicant" {
			_, err := w.Flow.Move(w.Ctx, e, m, p.Self(), said[step])
			return err
		}
	}
	return w.Purchase.Do(w.Ctx, w.As(buyer), e, step, said[step], e.Seq)
}

// above is a need that the law's own procedure decides.
var above = form.Answers{"catalogue": "inside", "limit": "above", "budget": "1200000.00"}

// Purchases are the needs of a school, and lecturers on every step of the way.
func Purchases(w *world.World) {
	w.At(28, 8, 22, 1)
	need(w, "跨境电商新手卖家培训（演示）", nil)
	need(w, "外贸企业速卖通运营实训（演示）", above)
	for _, outcome := range []form.Answers{{"outcome": "listed"}, {"outcome": "other", "reason": "经磋商，成交供应商另派本单位教师授课。"}} {
		listed(w, need(w, "全市跨境电商师资轮训（演示）", above), "inform")
		id := listed(w, need(w, "高校跨境电商实训服务（演示）", above), "inform")
		outcome["number"] = "演示采〔2017〕9号"
		w.In(func() { w.Move(id, "procure", w.As(buyer), outcome) })
	}
	a, b := ordered(w, "中职教师平台规则研修（演示）", nil), ordered(w, "村级电商服务站培训（演示）", form.Answers{"from": "2017-12-04", "to": "2017-12-08"})
	for i, road := range [][]string{{}, {"accept"}, {"decline"}, {"accept", "engage"}, {"accept", "engage", "deliver"}} {
		ask(w, a, i, road...)
		ask(w, b, i, road...)
	}
	c, d := ordered(w, "跨境直播入门班（演示）", nil), ordered(w, "独立站选品工作坊（演示）", nil)
	done := []string{"accept", "engage", "deliver", "confirm", "rate", "answer"}
	for i, n := range []int{4, 5, 6} {
		ask(w, c, i, done[:n]...)
		ask(w, d, i, done[:n]...)
	}
	ask(w, c, 3)
	ask(w, d, 3, "accept")
	for i := range 2 {
		x, y := ordered(w, "小语种客服培训（演示）", nil), ordered(w, "海外仓实务讲座（演示）", nil)
		w.In(func() {
			w.Move(world.Turn(i, c, d), "conclude", w.As(buyer), nil)
			w.Move(x, "elsewhere", w.As(buyer), world.Because("需要西班牙语授课，名录内讲师没有这一语种，另请高校教师。"))
			w.Move(y, "cancel", w.As(buyer), world.Because("学员人数不足，本期不办。"))
		})
	}
}
