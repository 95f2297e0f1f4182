package policy

import (
	"fmt"

	"qinglan/internal/db"
	"qinglan/internal/demo/world"
	"qinglan/internal/flow"
	"qinglan/internal/form"
)

const jinhua = "330700"

// promise opens a standard of a city.
func promise(w *world.World, city, item, docno string, change form.Answers) string {
	a := form.Answers{
		"year": "2017", "item": item, "evidence": "有效证书", "way": "fixed", "amount": "3000.00", "budget": "300000.00",
		"line": "商务促进财政专项资金（演示）", "docno": docno, "from": "2017-09-25", "to": "2018-12-31", "days": "5",
	}
	for k, v := range change {
		a[k] = v
	}
	id := fmt.Sprintf("demo-standard-%02d", w.Standards)
	w.Standards++
	names := map[string]string{"lecturer-certified": "2017 讲师：认证通过", "lecturer-trained": "2017 讲师：完成集中培训", "institution-class": "2017 机构：完成办班"}
	w.In(func() {
		by := w.As(city + "-city-clerk-1")
		w.Open(by, flow.Opening{ID: id, Track: "standard", Party: city, City: city, Name: names[item], Unit: docno, Answers: a})
	})
	return id
}

// sent is a standard that the city has sent to its finance office.
func sent(w *world.World, city, item, docno string, change form.Answers) string {
	id := promise(w, city, item, docno, change)
	w.Chain(id, "send", city+"-city-clerk-1", nil, city+"-city-head-1", city+"-city-leader-1")
	return id
}

// inForce is a standard that both offices have decided.
func inForce(w *world.World, city, item, docno string, change form.Answers) string {
	id := sent(w, city, item, docno, change)
	w.Chain(id, "enact", city+"-payer-clerk-1", nil, city+"-payer-leader-1")
	return id
}

// Subsidies are the standards of some cities and what Jinhua owes for the
// training; cities without one promise nothing.
func Subsidies(w *world.World) {
	w.At(26, 16, 0, 8)
	trained := form.Answers{"amount": "800.00", "evidence": "结业登记", "days": "1", "budget": "60000.00"}
	for i := range 2 { // one that ended before the one in force
		id := inForce(w, world.Turn(i, jinhua, "330200"), "lecturer-trained", fmt.Sprintf("演示财商〔2017〕%d号", i+1), form.Answers{"from": "2018-01-01", "days": "1", "amount": "500.00"})
		w.In(func() {
			w.Move(id, "end", w.As(world.Turn(i, jinhua, "330200")+"-city-clerk-1"), world.Because("改按新的标准执行。"))
		})
	}
	inForce(w, jinhua, "lecturer-trained", "金商务联〔2017〕演示1号", trained)
	inForce(w, jinhua, "lecturer-certified", "金商务联〔2017〕演示2号", nil)
	inForce(w, "330200", "lecturer-certified", "甬商务联〔2017〕演示1号", form.Answers{"way": "percent", "amount": "", "percent": "50", "cap": "2000.00", "evidence": "有效证书、培训费发票"})
	sent(w, jinhua, "institution-class", "金商务联〔2017〕演示3号", form.Answers{"amount": "20000.00", "evidence": "结业名单"})
	sent(w, "330100", "lecturer-certified", "杭商务联〔2017〕演示1号", nil)
	promise(w, jinhua, "lecturer-certified", "金商务联〔2018〕演示稿", form.Answers{"year": "2018", "from": "2019-01-01", "to": "2019-12-31"})
	promise(w, "330100", "lecturer-trained", "杭商务联〔2017〕演示稿", nil)
	for range 2 {
		id := promise(w, jinhua, "institution-class", "金商务联〔2017〕演示废稿", nil)
		w.In(func() { w.Move(id, "drop", w.As(jinhua+"-city-clerk-1"), nil) })
	}
	w.Owed = claims(w)
	w.At(26, 16, 20, 5)
	for _, id := range w.Owed.Take(2) {
		w.In(func() {
			w.Move(id, "refuse", w.As(jinhua+"-city-clerk-1"), world.Because("本人已在原单位报销培训费用，书面放弃。"))
		})
	}
	review(w, w.Owed.IDs[:min(25, len(w.Owed.IDs))])
	w.Granted = w.Owed.Take(13)
	onNotice(w, "2017年讲师培训补助公示（演示）", "2017-09-27", w.Granted)
	onNotice(w, "2017年讲师培训补助补充公示（演示）", "2017-09-27", w.Owed.Take(2))
	onNotice(w, "2017年讲师培训补助第二批公示（演示）", "2017-10-11", w.Owed.Take(2))
	onNotice(w, "2017年讲师培训补助第三批公示（演示）", "2017-10-12", w.Owed.Take(2))
	for i := range 4 {
		list := enlist(w, w.Owed.Take(1))
		if i < 2 {
			w.In(func() { w.Move(list, "drop", w.As(jinhua+"-city-clerk-1"), nil) })
		}
	}
}

// claims are what Jinhua owes now.
func claims(w *world.World) *world.Pile {
	d := &world.Pile{}
	w.Do("claims", func() error {
		cs, err := w.Flow.CasesIn(w.Ctx, w.Flow.DB(), world.Everyone, flow.Filter{Track: "claim", City: jinhua, States: []string{"due"}})
		for _, c := range cs {
			d.IDs = append(d.IDs, c.ID)
		}
		if len(d.IDs) < 30 && err == nil {
			err = fmt.Errorf("%d claims are too few to show", len(d.IDs))
		}
		return err
	})
	return d
}

func review(w *world.World, ids []string) {
	for _, id := range ids {
		w.In(func() { w.Move(id, "review", w.As(jinhua+"-city-clerk-1"), nil) })
	}
}

// enlist drafts a public notice of claims.
func enlist(w *world.World, ids []string) string {
	list := fmt.Sprintf("demo-grant-%02d", w.Grants)
	w.Grants++
	w.Do("grant "+list, func() error { return w.Subsidy.Draft(w.Ctx, w.As(jinhua+"-city-clerk-1"), list, ids) })
	return list
}

func onNotice(w *world.World, title, last string, ids []string) {
	w.Chain(enlist(w, ids), "publish", jinhua+"-city-clerk-1", form.Answers{"title": title, "first": "2017-09-26", "last": last},
		jinhua+"-city-head-1", jinhua+"-city-leader-1")
}

// Payments are made of what has been on public notice: some wait for the
// leader, for an account or for the payment, and of those paid the bank sends
// two back.
func Payments(w *world.World) {
	w.At(28, 8, 25, 6)
	const clerk, leader = jinhua + "-payer-clerk-1", jinhua + "-payer-leader-1"
	d := &world.Pile{IDs: w.Granted}
	d.Take(2) // nothing is done yet
	w.Chain(d.Take(1)[0], "allow", clerk, nil)
	for _, id := range d.IDs {
		w.Chain(id, "allow", clerk, nil, leader)
	}
	d.Take(3) // no account yet
	for i, id := range d.IDs {
		account(w, id, i)
	}
	d.Take(3) // not paid yet
	for i, id := range d.IDs {
		w.Chain(id, "pay", clerk, form.Answers{"paid": "2017-09-28", "voucher": fmt.Sprintf("演示-%04d", i+1), "tax": "0.00"}, leader)
	}
	w.In(func() {
		for _, id := range d.Take(2) {
			w.Move(id, "bounce", w.As(clerk), world.Because("银行回单：账号与户名不符。"))
		}
	})
}

// account lets the holder of a claim say where it is paid to.
func account(w *world.World, id string, n int) {
	w.Do("account "+id, func() error {
		c, err := w.Flow.Load(w.Ctx, w.Flow.DB(), id)
		if err != nil {
			return err
		}
		for _, p := range w.People {
			if p.ID == c.Party {
				return w.Subsidy.GiveAccount(w.Ctx, c, p.Self(), form.Answers{
					"holder": p.Name, "bank": "演示银行（虚构）义乌支行", "account": fmt.Sprintf("00000000%04d", n+1),
				}, c.Seq)
			}
		}
		return db.ErrNone
	})
}
