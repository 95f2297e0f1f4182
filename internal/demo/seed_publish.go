package demo

import (
	"fmt"

	"qinglan/internal/db"
	"qinglan/internal/flow"
	"qinglan/internal/form"
)

// A listed is a list on its way to the public.
type listed struct {
	id     string
	people []*person
}

// draft opens a publicity of people.
func (w *world) draft(people []*person) *listed {
	w.publicities++
	l := &listed{fmt.Sprintf("demo-publicity-%02d", w.publicities), people}
	w.do("draft "+l.id, func() error {
		var cs []flow.Case
		for _, p := range people {
			c, err := w.f.Load(w.ctx, w.f.DB(), p.entry)
			if err != nil {
				return err
			}
			cs = append(cs, *c)
		}
		return w.publicity.Draft(w.ctx, w.as(clerk), l.id, cs)
	})
	return l
}

// check checks a list for what may not go out.
func (w *world) check(l *listed) {
	w.in(func() {
		var ans form.Answers
		w.do("read "+l.id, func() (err error) {
			ans, err = w.publicity.Checking(w.ctx, w.tx, w.load(l.id), w.as(clerk))
			return err
		})
		w.move(l.id, "check", w.as(clerk), ans)
	})
}

// publish drafts the days of a list and lets the office approve them.
func (w *world) publish(l *listed, first, last string, approvers ...string) {
	a := form.Answers{"first": first, "last": last}
	if last < "2017-10" {
		a["short"] = "演示数据，时间经过压缩。"
	}
	w.chain(l.id, "publish", clerk, a, approvers...)
}

// public brings a list to the public.
func (w *world) public(people []*person, first, last string) *listed {
	l := w.draft(people)
	w.check(l)
	w.publish(l, first, last, provinceHead, provinceLeader)
	return l
}

// announce lets the province announce a list.
func (w *world) announce(l *listed, number, note string, approvers ...string) {
	w.chain(l.id, "announce", clerk, form.Answers{"number": number, "note": note}, approvers...)
}

// object lets somebody object to a person on a list; nobody named is a lead.
func (w *world) object(l *listed, p *person, person, reason string) string {
	id := db.NewID()
	a := form.Answers{"reason": reason}
	if person != "" {
		a["person"], a["phone"] = person, "0571-20009999"
		a["evidence"] = "可以向所在单位人事部门和授课班级核实。"
	}
	w.do("object to "+p.name, func() error { return w.publicity.Object(w.ctx, l.id, p.entry, id, a) })
	return id
}

// take lets the province take an objection up.
func (w *world) take(l *listed, p *person, person, reason string) string {
	id := w.object(l, p, person, reason)
	w.in(func() { w.move(id, "take", w.as(clerk), nil) })
	return id
}

// lead turns an objection without a name into a lead.
func (w *world) lead(l *listed, p *person, reason string) {
	id := w.object(l, p, "", reason)
	w.in(func() {
		w.move(id, "lead", w.as(clerk2), because("未署名，反映内容不具体，转为线索留存。"))
	})
}

func decision(text string) form.Answers { return form.Answers{"decision": text} }
