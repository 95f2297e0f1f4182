package road

import (
	"fmt"

	"qinglan/internal/db"
	"qinglan/internal/demo/world"
	"qinglan/internal/flow"
	"qinglan/internal/form"
)

// Draft opens a publicity of people.
func Draft(w *world.World, people []*world.Person) *world.Listed {
	w.Publicities++
	l := &world.Listed{ID: fmt.Sprintf("demo-publicity-%02d", w.Publicities), People: people}
	w.Do("draft "+l.ID, func() error {
		var cs []flow.Case
		for _, p := range people {
			c, err := w.Flow.Load(w.Ctx, w.Flow.DB(), p.Entry)
			if err != nil {
				return err
			}
			cs = append(cs, *c)
		}
		return w.Publicity.Draft(w.Ctx, w.As(world.Clerk), l.ID, cs)
	})
	return l
}

// Check checks a list for what may not go out.
func Check(w *world.World, l *world.Listed) {
	w.In(func() {
		var ans form.Answers
		w.Do("read "+l.ID, func() (err error) {
			ans, err = w.Publicity.Checking(w.Ctx, w.Tx, w.Load(l.ID), w.As(world.Clerk))
			return err
		})
		w.Move(l.ID, "check", w.As(world.Clerk), ans)
	})
}

// Publish drafts the days of a list and lets the office approve them.
func Publish(w *world.World, l *world.Listed, first, last string, approvers ...string) {
	a := form.Answers{"first": first, "last": last}
	if last < "2017-10" {
		a["short"] = "演示数据，时间经过压缩。"
	}
	w.Chain(l.ID, "publish", world.Clerk, a, approvers...)
}

// Public brings a list to the public.
func Public(w *world.World, people []*world.Person, first, last string) *world.Listed {
	l := Draft(w, people)
	Check(w, l)
	Publish(w, l, first, last, world.ProvinceHead, world.ProvinceLeader)
	return l
}

// Announce lets the province announce a list.
func Announce(w *world.World, l *world.Listed, number, note string, approvers ...string) {
	w.Chain(l.ID, "announce", world.Clerk, form.Answers{"number": number, "note": note}, approvers...)
}

// Object lets somebody object to a person on a list; nobody named is a lead.
func Object(w *world.World, l *world.Listed, p *world.Person, person, reason string) string {
	id := db.NewID()
	a := form.Answers{"reason": reason}
	if person != "" {
		a["person"], a["phone"] = person, "0571-20009999"
		a["evidence"] = "可以向所在单位人事部门和授课班级核实。"
	}
	w.Do("object to "+p.Name, func() error { return w.Publicity.Object(w.Ctx, l.ID, p.Entry, id, a) })
	return id
}

// Take lets the province take an objection up.
func Take(w *world.World, l *world.Listed, p *world.Person, person, reason string) string {
	id := Object(w, l, p, person, reason)
	w.In(func() { w.Move(id, "take", w.As(world.Clerk), nil) })
	return id
}

// Lead turns an objection without a name into a lead.
func Lead(w *world.World, l *world.Listed, p *world.Person, reason string) {
	id := Object(w, l, p, "", reason)
	w.In(func() {
		w.Move(id, "lead", w.As(world.Clerk2), world.Because("未署名，反映内容不具体，转为线索留存。"))
	})
}

// Decision gives the words of a decision.
func Decision(text string) form.Answers { return form.Answers{"decision": text} }
