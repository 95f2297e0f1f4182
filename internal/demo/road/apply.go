package road

import (
	"bytes"

	"qinglan/internal/demo/world"
	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/org"
)

// register makes accounts and drafts of people, filled in wholly or as far as
// they have come.
func register(w *world.World, people []*world.Person, whole bool) {
	w.In(func() {
		for _, p := range people {
			begin(w, p, whole)
		}
	})
}

func begin(w *world.World, p *world.Person, whole bool) {
	w.Do("register "+p.Name, func() error {
		if err := w.Flow.Orgs().AddPerson(w.Ctx, w.Tx, p.ID, p.Name, w.Flow.Now()); err != nil {
			return err
		}
		if err := w.App.House.Identity.PutMobile(w.Ctx, w.Tx, p.ID, p.Mobile()); err != nil {
			return err
		}
		c, err := w.Flow.OpenIn(w.Ctx, w.Tx, p.Self(), flow.Opening{ID: p.App, Track: "application", Party: p.ID, Name: p.Name})
		if err != nil {
			return err
		}
		a, number := p.Profile(), p.IDNumber()
		if !whole {
			number = ""
			for _, k := range []string{"life", "jobs", "directions", "mail"}[p.N%3:] {
				delete(a, k)
			}
		}
		return w.Apply.Fill(w.Ctx, w.Tx, c, p.Self(), a, "resident_id", number)
	})
}

// papers puts the copy of the document that everybody must hand in on each
// draft. A file is durable before the next step, so it is the one thing that
// costs; nobody gets more than is asked.
func papers(w *world.World, people []*world.Person) {
	for _, p := range people {
		w.Do("papers of "+p.Name, func() error {
			c, err := w.Flow.Load(w.Ctx, w.Flow.DB(), p.App)
			if err == nil {
				_, err = w.App.House.AddFile(w.Ctx, c, p.Self(), "id", "证件.jpg", bytes.NewReader(world.Scan))
			}
			return err
		})
	}
}

// applyAll lets people register, fill in, hand in and send.
func applyAll(w *world.World, people []*world.Person) {
	register(w, people, true)
	papers(w, people)
	w.In(func() {
		for _, p := range people {
			send(w, p, p.Profile())
		}
	})
}

func send(w *world.World, p *world.Person, a form.Answers) {
	w.Do("send "+p.Name, func() error {
		return w.Apply.SendIn(w.Ctx, w.Tx, w.Load(p.App), p.Self(), a)
	})
}

// answer lets the employer of p answer by the link.
func answer(w *world.World, p *world.Person, move string, a form.Answers) {
	w.Do(move+" "+p.Name, func() error {
		return w.Endorse.AnswerIn(w.Ctx, w.Tx, w.Load(p.App), "演示经办人", move, a)
	})
}

func county(w *world.World, p *world.Person) org.Actor { return w.As(p.County + "-county-clerk-1") }

func city(w *world.World, p *world.Person) org.Actor {
	return w.As(p.City + world.Turn(p.N, "-city-clerk-1", "-city-clerk-2"))
}

// endorsed brings people to the county.
func endorsed(w *world.World, people []*world.Person) {
	applyAll(w, people)
	w.In(func() {
		for _, p := range people {
			answer(w, p, "endorse", world.Endorsement(p))
		}
	})
}

// forwarded brings people to the city; in a zone the city acts for one whose
// office has not signed in yet.
func forwarded(w *world.World, people []*world.Person) {
	endorsed(w, people)
	w.In(func() {
		for _, p := range people {
			a := county(w, p)
			if p.N%23 == 11 {
				a = city(w, p)
			}
			w.Move(p.App, "forward", a, world.Precheck(p))
		}
	})
}

// pooled brings people to where the city chooses.
func pooled(w *world.World, people []*world.Person) {
	forwarded(w, people)
	w.In(func() {
		for _, p := range people {
			w.Move(p.App, "pass", city(w, p), world.Review(p))
		}
	})
}

// Early are the applications that come and stay before the city.
func Early(w *world.World) {
	w.At(27, 13, 30, 40)
	register(w, append(w.CastOf("330782", 2), w.Cast(3)...), false)
	asked := w.Cast(4)
	applyAll(w, asked)
	w.In(func() {
		answer(w, asked[3], "employer-return", world.Because("职务请按聘书填写“教学主管”，改后再发给我们。"))
	})
	refused := w.Cast(2)
	applyAll(w, refused)
	w.In(func() {
		for i, p := range refused {
			answer(w, p, "employer-refuse", world.Because(world.Turn(i, "该同志劳动合同已于今年8月到期，不宜由本单位推荐。", "本单位已推荐同教研室两位教师，今年不再增加。")))
		}
	})
	countyCases(w)
	cityCases(w)
}

// countyCases are those whose last word so far is a county's.
func countyCases(w *world.World) {
	w.At(27, 14, 30, 40)
	at, fix, not, gone := w.CastOf("330782", 4), w.CastOf("330702", 3), w.CastOf("330781", 3), w.Cast(2)
	zone := w.CastOf("3307Z1", 2)
	all := append(append(append(append([]*world.Person{}, at...), zone...), fix...), not...)
	endorsed(w, append(all, gone...))
	w.In(func() {
		for i, p := range fix {
			w.Move(p.App, "return-county", county(w, p), world.Faults(i))
		}
		for i, p := range not {
			w.Move(p.App, "not-forward", county(w, p), world.Because(world.Turn(i,
				"社保缴纳地和授课地均不在本县，请向单位所在地申报。", "从事师资培训不满两年，不符合申报条件二.1。")))
		}
		w.Move(not[2].App, "appeal", not[2].Self(), world.Because("授课地点在兰溪，合同和课表可以证明，请市级直接审核。"))
		for _, p := range gone {
			w.Move(p.App, "withdraw", p.Self(), nil)
		}
		again := fix[2].Profile()
		again["life"] += "近两年为本地企业授课各60课时。"
		send(w, fix[2], again)
	})
}

// cityCases are those whose last word so far is the city's.
func cityCases(w *world.World) {
	w.At(27, 16, 0, 40)
	at, fix, no, pool := w.Cast(4), w.CastOf("330782", 2), w.CastOf("330702", 2), w.CastOf("330782", 3)
	pooled(w, pool)
	rest := append(append(append([]*world.Person{}, at...), fix...), no...)
	forwarded(w, rest)
	w.In(func() {
		for i, p := range fix {
			w.Move(p.App, "return-city", city(w, p), world.Faults(i+1))
		}
		for i, p := range no {
			w.Move(p.App, "reject", city(w, p), world.Because(world.Turn(i,
				"提供的授课记录为企业内部例会，不属于师资培训经历。", "在职证明与单位意见所载入职时间不一致，经核实不满两年。")))
		}
	})
}

// Lapsed are two who were asked to mend and did not: their days are made
// shorter, as all time here is.
func Lapsed(w *world.World, people []*world.Person) {
	endorsed(w, people)
	w.In(func() {
		for i, p := range people {
			w.Move(p.App, "return-county", county(w, p), world.Faults(i))
			w.Do("shorten "+p.Name, func() error {
				return w.Flow.SetDue(w.Ctx, w.Tx, *w.Load(p.App), w.Flow.Now().AddDate(0, 0, 1))
			})
		}
	})
}
