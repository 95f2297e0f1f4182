package demo

// hearings are the sessions that are being prepared, drawn, declared, marked
// and counted; of the people on the lists of the province some wait still.
func (w *world) hearings(d *deck) (out []*hearing) {
	d.take(4) // wait for the province
	back := d.take(1)
	w.accept(d.people)
	w.in(func() {
		w.move(back[0].app, "return-province", w.as(clerk), because("单位意见未加盖公章，请市级补正后重新上报。"))
	})
	titles := []string{"第八场", "第九场", "第十场", "第十一场", "第十二场", "第十三场", "第十四场", "第十五场", "第十六场", "第十七场"}
	sizes := []int{2, 2, 2, 2, 3, 2, 4, 2, 2, 2}
	for i, n := range sizes {
		h := w.sit(titles[i], turn(i/2, "2017-10-12", "2017-10-11", "2017-09-29", "2017-09-28", "2017-09-27"), turn(i, "9:00", "13:30"), 2*i, d.take(n))
		out = append(out, h)
		if i >= 2 {
			w.draw(h)
		}
		if i >= 4 {
			w.appoint(h)
		}
		switch {
		case i >= 6:
			w.declare(h, 5, i == 6)
		case i == 4:
			w.declare(h, 3, true)
		}
	}
	for i, h := range out[8:] {
		w.start(h)
		w.mark(h, all)
		w.count(h, []string{"scorer", "checker", "supervisor"}[:2+i]...)
	}
	return out
}

// publicities2 are the lists that are on public notice, checked, or drafted.
func (w *world) publicities2(p *deck, four *listed) {
	w.take(four, four.people[1], "演示·魏直言", "公示单位与其社保缴纳单位不一致，请核查。")
	five := w.public(p.take(7), "2017-09-27", "2017-10-10")
	w.running(five)
	for range 2 {
		l := w.draft(p.take(1))
		w.in(func() { w.move(l.id, "drop", w.as(clerk), nil) })
		p.people = append(p.people, l.people...)
	}
	seven, eight := w.draft(p.take(2)), w.draft(p.take(2))
	w.check(seven)
	w.check(eight)
	w.draft(p.take(1))
	w.draft(p.take(1))
	w.six = p.take(2)
}

// running is what happens while a list is on public notice.
func (w *world) running(l *listed) {
	x := w.take(l, l.people[1], "演示·孔明理", "其店铺业绩截图中的店铺名称与所在企业不符。")
	for i, n := range []int{3, 4} {
		y := w.take(l, l.people[n], turn(i, "演示·姜实", "演示外贸协会（虚构）"), turn(i, "认为其授课时间有重复计算。", "反映其教材抄袭他人课件。"))
		w.chain(y, "dismiss", clerk2, decision(turn(i, "经核对课表原件，授课时间没有重复，异议不成立。", "经比对，教材由其本人参与编写，有出版合同为证，异议不成立。")), provinceHead)
	}
	w.chain(x, "uphold", clerk, decision("经核实，截图店铺系他人所有，业绩不属本人，异议成立。"))
	w.object(l, l.people[5], "演示·谢问", "公示的培训方向与其实际授课方向不一致，请核实。")
}

// today is the morning on which the visitor comes.
func (w *world) today(three *listed, hearings []*hearing) {
	w.at(28, 8, 0, 15)
	w.announce(three, "浙商务联发〔2017〕演示8号", "公示期内未收到异议。", provinceHead)
	six := w.public(w.six, "2017-09-28", "2017-10-11")
	w.object(six, six.people[0], "", "匿名反映：此人学历造假。")
	for i, l := range []*listed{{id: "demo-publicity-08"}, {id: "demo-publicity-09"}} {
		w.publish(l, "2017-09-28", "2017-10-11", []string{provinceHead}[:i]...)
	}
	w.at(28, 8, 20, 10)
	for i, h := range hearings[6:8] {
		w.start(h)
		w.mark(h, func(seat, lot int) bool { return i == 1 && seat < 2 || i == 0 && (lot <= 2 && seat != 4) })
	}
	w.reveal(0)
	w.covers()
	w.came()
}

// reveal reads some documents in clear, which the audit remembers.
func (w *world) reveal(from int) {
	for i, p := range w.people[from : from+2] {
		w.do("reveal", func() error {
			by := w.as(turn(i, "330700-city-clerk-1", clerk))
			_, err := w.app.House.Identity.Reveal(w.ctx, p.id, by, turn(from+i, "群众反映重复申报，核对证件号码。", "制发证书前核对持证人身份。", "与社保系统比对任职记录。"))
			return err
		})
	}
}
