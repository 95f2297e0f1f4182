package demo

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"

	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/org"
)

// scan is a small picture that stands for every paper somebody photographs.
var scan = func() []byte {
	m := image.NewRGBA(image.Rect(0, 0, 48, 32))
	for i := range m.Pix {
		m.Pix[i] = 0xe8
	}
	for x := 6; x < 42; x++ {
		m.Set(x, 10, color.RGBA{0x40, 0x60, 0x80, 0xff})
		m.Set(x, 16, color.RGBA{0x40, 0x60, 0x80, 0xff})
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, nil); err != nil {
		panic(err) // into memory
	}
	return b.Bytes()
}()

// register makes accounts and drafts of people, filled in wholly or as far as
// they have come.
func (w *world) register(people []*person, whole bool) {
	w.in(func() {
		for _, p := range people {
			w.begin(p, whole)
		}
	})
}

func (w *world) begin(p *person, whole bool) {
	w.do("register "+p.name, func() error {
		if err := w.f.Orgs().AddPerson(w.ctx, w.tx, p.id, p.name, w.f.Now()); err != nil {
			return err
		}
		if err := w.app.House.Identity.PutMobile(w.ctx, w.tx, p.id, p.mobile()); err != nil {
			return err
		}
		c, err := w.f.OpenIn(w.ctx, w.tx, p.self(), flow.Opening{ID: p.app, Track: "application", Party: p.id, Name: p.name})
		if err != nil {
			return err
		}
		a, number := p.profile(), p.idno()
		if !whole {
			number = ""
			for _, k := range []string{"life", "jobs", "directions", "mail"}[p.n%3:] {
				delete(a, k)
			}
		}
		return w.apply.Fill(w.ctx, w.tx, c, p.self(), a, "resident_id", number)
	})
}

// papers puts the copy of the document that everybody must hand in on each
// draft. A file is durable before the next step, so it is the one thing that
// costs; nobody gets more than is asked.
func (w *world) papers(people []*person) {
	for _, p := range people {
		w.do("papers of "+p.name, func() error {
			c, err := w.f.Load(w.ctx, w.f.DB(), p.app)
			if err == nil {
				_, err = w.app.House.AddFile(w.ctx, c, p.self(), "id", "证件.jpg", bytes.NewReader(scan))
			}
			return err
		})
	}
}

// applyAll lets people register, fill in, hand in and send.
func (w *world) applyAll(people []*person) {
	w.register(people, true)
	w.papers(people)
	w.in(func() {
		for _, p := range people {
			w.send(p, p.profile())
		}
	})
}

func (w *world) send(p *person, a form.Answers) {
	w.do("send "+p.name, func() error {
		return w.apply.SendIn(w.ctx, w.tx, w.load(p.app), p.self(), a)
	})
}

// answer lets the employer of p answer by the link.
func (w *world) answer(p *person, move string, a form.Answers) {
	w.do(move+" "+p.name, func() error {
		return w.endorse.AnswerIn(w.ctx, w.tx, w.load(p.app), "演示经办人", move, a)
	})
}

func (w *world) county(p *person) org.Actor { return w.as(p.county + "-county-clerk-1") }

func (w *world) city(p *person) org.Actor {
	return w.as(p.city + turn(p.n, "-city-clerk-1", "-city-clerk-2"))
}

// endorsed brings people to the county.
func (w *world) endorsed(people []*person) {
	w.applyAll(people)
	w.in(func() {
		for _, p := range people {
			w.answer(p, "endorse", endorsement(p))
		}
	})
}

// forwarded brings people to the city; in a zone the city acts for one whose
// office has not signed in yet.
func (w *world) forwarded(people []*person) {
	w.endorsed(people)
	w.in(func() {
		for _, p := range people {
			a := w.county(p)
			if p.n%23 == 11 {
				a = w.city(p)
			}
			w.move(p.app, "forward", a, precheck(p))
		}
	})
}

// pooled brings people to where the city chooses.
func (w *world) pooled(people []*person) {
	w.forwarded(people)
	w.in(func() {
		for _, p := range people {
			w.move(p.app, "pass", w.city(p), review(p))
		}
	})
}

// early are the applications that come and stay before the city.
func (w *world) early() {
	w.at(27, 13, 30, 40)
	w.register(append(w.castOf("330782", 2), w.cast(3)...), false)
	asked := w.cast(4)
	w.applyAll(asked)
	w.in(func() {
		w.answer(asked[3], "employer-return", because("职务请按聘书填写“教学主管”，改后再发给我们。"))
	})
	refused := w.cast(2)
	w.applyAll(refused)
	w.in(func() {
		for i, p := range refused {
			w.answer(p, "employer-refuse", because(turn(i, "该同志劳动合同已于今年8月到期，不宜由本单位推荐。", "本单位已推荐同教研室两位教师，今年不再增加。")))
		}
	})
	w.countyCases()
	w.cityCases()
}

// countyCases are those whose last word so far is a county's.
func (w *world) countyCases() {
	w.at(27, 14, 30, 40)
	at, fix, not, gone := w.castOf("330782", 4), w.castOf("330702", 3), w.castOf("330781", 3), w.cast(2)
	zone := w.castOf("3307Z1", 2)
	all := append(append(append(append([]*person{}, at...), zone...), fix...), not...)
	w.endorsed(append(all, gone...))
	w.in(func() {
		for i, p := range fix {
			w.move(p.app, "return-county", w.county(p), faults(i))
		}
		for i, p := range not {
			w.move(p.app, "not-forward", w.county(p), because(turn(i,
				"社保缴纳地和授课地均不在本县，请向单位所在地申报。", "从事师资培训不满两年，不符合申报条件二.1。")))
		}
		w.move(not[2].app, "appeal", not[2].self(), because("授课地点在兰溪，合同和课表可以证明，请市级直接审核。"))
		for _, p := range gone {
			w.move(p.app, "withdraw", p.self(), nil)
		}
		again := fix[2].profile()
		again["life"] += "近两年为本地企业授课各60课时。"
		w.send(fix[2], again)
	})
}

// cityCases are those whose last word so far is the city's.
func (w *world) cityCases() {
	w.at(27, 16, 0, 40)
	at, fix, no, pool := w.cast(4), w.castOf("330782", 2), w.castOf("330702", 2), w.castOf("330782", 3)
	w.pooled(pool)
	rest := append(append(append([]*person{}, at...), fix...), no...)
	w.forwarded(rest)
	w.in(func() {
		for i, p := range fix {
			w.move(p.app, "return-city", w.city(p), faults(i+1))
		}
		for i, p := range no {
			w.move(p.app, "reject", w.city(p), because(turn(i,
				"提供的授课记录为企业内部例会，不属于师资培训经历。", "在职证明与单位意见所载入职时间不一致，经核实不满两年。")))
		}
	})
}

// lapsed are two who were asked to mend and did not: their days are made
// shorter, as all time here is.
func (w *world) lapsed(people []*person) {
	w.endorsed(people)
	w.in(func() {
		for i, p := range people {
			w.move(p.app, "return-county", w.county(p), faults(i))
			w.do("shorten "+p.name, func() error {
				return w.f.SetDue(w.ctx, w.tx, *w.load(p.app), w.f.Now().AddDate(0, 0, 1))
			})
		}
	})
}
