package demo

import (
	"fmt"

	"qinglan/internal/db"
	"qinglan/internal/flow"
	"qinglan/internal/form"
)

const jinhua = "330700"

// promise opens a standard of a city.
func (w *world) promise(city, item, docno string, change form.Answers) string {
	a := form.Answers{
		"year": "2017", "item": item, "evidence": "有效证书", "way": "fixed", "amount": "3000.00", "budget": "300000.00",
		"line": "商务促进财政专项资金（演示）", "docno": docno, "from": "2017-09-25", "to": "2018-12-31", "days": "5",
	}
	for k, v := range change {
		a[k] = v
	}
	id := fmt.Sprintf("demo-standard-%02d", w.standards)
	w.standards++
	names := map[string]string{"lecturer-certified": "2017 讲师：认证通过", "lecturer-trained": "2017 讲师：完成集中培训", "institution-class": "2017 机构：完成办班"}
	w.in(func() {
		by := w.as(city + "-city-clerk-1")
		w.open(by, flow.Opening{ID: id, Track: "standard", Party: city, City: city, Name: names[item], Unit: docno, Answers: a})
	})
	return id
}

// sent is a standard that the city has sent to its finance office.
func (w *world) sent(city, item, docno string, change form.Answers) string {
	id := w.promise(city, item, docno, change)
	w.chain(id, "send", city+"-city-clerk-1", nil, city+"-city-head-1", city+"-city-leader-1")
	return id
}

// inForce is a standard that both offices have decided.
func (w *world) inForce(city, item, docno string, change form.Answers) string {
	id := w.sent(city, item, docno, change)
	w.chain(id, "enact", city+"-payer-clerk-1", nil, city+"-payer-leader-1")
	return id
}

// subsidies are the standards of some cities and what Jinhua owes for the
// training; cities without one promise nothing.
func (w *world) subsidies() {
	w.at(26, 16, 0, 8)
	trained := form.Answers{"amount": "800.00", "evidence": "结业登记", "days": "1", "budget": "60000.00"}
	for i := range 2 { // one that ended before the one in force
		id := w.inForce(turn(i, jinhua, "330200"), "lecturer-trained", fmt.Sprintf("演示财商〔2017〕%d号", i+1), form.Answers{"from": "2018-01-01", "days": "1", "amount": "500.00"})
		w.in(func() {
			w.move(id, "end", w.as(turn(i, jinhua, "330200")+"-city-clerk-1"), because("改按新的标准执行。"))
		})
	}
	w.inForce(jinhua, "lecturer-trained", "金商务联〔2017〕演示1号", trained)
	w.inForce(jinhua, "lecturer-certified", "金商务联〔2017〕演示2号", nil)
	w.inForce("330200", "lecturer-certified", "甬商务联〔2017〕演示1号", form.Answers{"way": "percent", "amount": "", "percent": "50", "cap": "2000.00", "evidence": "有效证书、培训费发票"})
	w.sent(jinhua, "institution-class", "金商务联〔2017〕演示3号", form.Answers{"amount": "20000.00", "evidence": "结业名单"})
	w.sent("330100", "lecturer-certified", "杭商务联〔2017〕演示1号", nil)
	w.promise(jinhua, "lecturer-certified", "金商务联〔2018〕演示稿", form.Answers{"year": "2018", "from": "2019-01-01", "to": "2019-12-31"})
	w.promise("330100", "lecturer-trained", "杭商务联〔2017〕演示稿", nil)
	for range 2 {
		id := w.promise(jinhua, "institution-class", "金商务联〔2017〕演示废稿", nil)
		w.in(func() { w.move(id, "drop", w.as(jinhua+"-city-clerk-1"), nil) })
	}
	w.owed = w.claims()
	w.at(26, 16, 20, 5)
	for _, id := range w.owed.take(2) {
		w.in(func() {
			w.move(id, "refuse", w.as(jinhua+"-city-clerk-1"), because("本人已在原单位报销培训费用，书面放弃。"))
		})
	}
	w.review(w.owed.ids[:min(25, len(w.owed.ids))])
	w.granted = w.owed.take(13)
	w.onNotice("2017年讲师培训补助公示（演示）", "2017-09-27", w.granted)
	w.onNotice("2017年讲师培训补助补充公示（演示）", "2017-09-27", w.owed.take(2))
	w.onNotice("2017年讲师培训补助第二批公示（演示）", "2017-10-11", w.owed.take(2))
	w.onNotice("2017年讲师培训补助第三批公示（演示）", "2017-10-12", w.owed.take(2))
	for i := range 4 {
		list := w.enlist(w.owed.take(1))
		if i < 2 {
			w.in(func() { w.move(list, "drop", w.as(jinhua+"-city-clerk-1"), nil) })
		}
	}
}

// A pile is cases that are dealt out to what happens to them.
type pile struct{ ids []string }

func (d *pile) take(n int) []string {
	n = min(n, len(d.ids))
	out := d.ids[:n:n]
	d.ids = d.ids[n:]
	return out
}

// claims are what Jinhua owes now.
func (w *world) claims() *pile {
	d := &pile{}
	w.do("claims", func() error {
		cs, err := w.f.CasesIn(w.ctx, w.f.DB(), everyone, flow.Filter{Track: "claim", City: jinhua, States: []string{"due"}})
		for _, c := range cs {
			d.ids = append(d.ids, c.ID)
		}
		if len(d.ids) < 30 && err == nil {
			err = fmt.Errorf("%d claims are too few to show", len(d.ids))
		}
		return err
	})
	return d
}

func (w *world) review(ids []string) {
	for _, id := range ids {
		w.in(func() { w.move(id, "review", w.as(jinhua+"-city-clerk-1"), nil) })
	}
}

// enlist drafts a public notice of claims.
func (w *world) enlist(ids []string) string {
	list := fmt.Sprintf("demo-grant-%02d", w.grants)
	w.grants++
	w.do("grant "+list, func() error { return w.subsidy.Draft(w.ctx, w.as(jinhua+"-city-clerk-1"), list, ids) })
	return list
}

func (w *world) onNotice(title, last string, ids []string) {
	w.chain(w.enlist(ids), "publish", jinhua+"-city-clerk-1", form.Answers{"title": title, "first": "2017-09-26", "last": last},
		jinhua+"-city-head-1", jinhua+"-city-leader-1")
}

// payments are made of what has been on public notice: some wait for the
// leader, for an account or for the payment, and of those paid the bank sends
// two back.
func (w *world) payments() {
	w.at(28, 8, 25, 6)
	const clerk, leader = jinhua + "-payer-clerk-1", jinhua + "-payer-leader-1"
	d := &pile{w.granted}
	d.take(2) // nothing is done yet
	w.chain(d.take(1)[0], "allow", clerk, nil)
	for _, id := range d.ids {
		w.chain(id, "allow", clerk, nil, leader)
	}
	d.take(3) // no account yet
	for i, id := range d.ids {
		w.account(id, i)
	}
	d.take(3) // not paid yet
	for i, id := range d.ids {
		w.chain(id, "pay", clerk, form.Answers{"paid": "2017-09-28", "voucher": fmt.Sprintf("演示-%04d", i+1), "tax": "0.00"}, leader)
	}
	w.in(func() {
		for _, id := range d.take(2) {
			w.move(id, "bounce", w.as(clerk), because("银行回单：账号与户名不符。"))
		}
	})
}

// account lets the holder of a claim say where it is paid to.
func (w *world) account(id string, n int) {
	w.do("account "+id, func() error {
		c, err := w.f.Load(w.ctx, w.f.DB(), id)
		if err != nil {
			return err
		}
		for _, p := range w.people {
			if p.id == c.Party {
				return w.subsidy.GiveAccount(w.ctx, c, p.self(), form.Answers{
					"holder": p.name, "bank": "演示银行（虚构）义乌支行", "account": fmt.Sprintf("00000000%04d", n+1),
				}, c.Seq)
			}
		}
		return db.ErrNone
	})
}
