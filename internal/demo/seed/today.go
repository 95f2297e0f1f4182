package seed

import (
	"qinglan/internal/demo/policy"
	"qinglan/internal/demo/road"
	"qinglan/internal/demo/world"
)

// hearings are the sessions that are being prepared, drawn, declared, marked
// and counted; of the people on the lists of the province some wait still.
func hearings(w *world.World, d *world.Deck) (out []*road.Hearing) {
	d.Take(4) // wait for the province
	back := d.Take(1)
	road.Accept(w, d.People)
	w.In(func() {
		w.Move(back[0].App, "return-province", w.As(world.Clerk), world.Because("单位意见未加盖公章，请市级补正后重新上报。"))
	})
	titles := []string{"第八场", "第九场", "第十场", "第十一场", "第十二场", "第十三场", "第十四场", "第十五场", "第十六场", "第十七场"}
	sizes := []int{2, 2, 2, 2, 3, 2, 4, 2, 2, 2}
	for i, n := range sizes {
		h := road.Sit(w, titles[i], world.Turn(i/2, "2017-10-12", "2017-10-11", "2017-09-29", "2017-09-28", "2017-09-27"), world.Turn(i, "9:00", "13:30"), 2*i, d.Take(n))
		out = append(out, h)
		if i >= 2 {
			road.Draw(w, h)
		}
		if i >= 4 {
			road.Appoint(w, h)
		}
		switch {
		case i >= 6:
			road.Declare(w, h, 5, i == 6)
		case i == 4:
			road.Declare(w, h, 3, true)
		}
	}
	for i, h := range out[8:] {
		road.Start(w, h)
		road.Mark(w, h, road.All)
		road.Count(w, h, []string{"scorer", "checker", "supervisor"}[:2+i]...)
	}
	return out
}

// publicities2 are the lists that are on public notice, checked, or drafted.
func publicities2(w *world.World, p *world.Deck, four *world.Listed) {
	road.Take(w, four, four.People[1], "演示·魏直言", "公示单位与其社保缴纳单位不一致，请核查。")
	five := road.Public(w, p.Take(7), "2017-09-27", "2017-10-10")
	running(w, five)
	for range 2 {
		l := road.Draft(w, p.Take(1))
		w.In(func() { w.Move(l.ID, "drop", w.As(world.Clerk), nil) })
		p.People = append(p.People, l.People...)
	}
	seven, eight := road.Draft(w, p.Take(2)), road.Draft(w, p.Take(2))
	road.Check(w, seven)
	road.Check(w, eight)
	road.Draft(w, p.Take(1))
	road.Draft(w, p.Take(1))
	w.Six = p.Take(2)
}

// running is what happens while a list is on public notice.
func running(w *world.World, l *world.Listed) {
	x := road.Take(w, l, l.People[1], "演示·孔明理", "其店铺业绩截图中的店铺名称与所在企业不符。")
	for i, n := range []int{3, 4} {
		y := road.Take(w, l, l.People[n], world.Turn(i, "演示·姜实", "演示外贸协会（虚构）"), world.Turn(i, "认为其授课时间有重复计算。", "反映其教材抄袭他人课件。"))
		w.Chain(y, "dismiss", world.Clerk2, road.Decision(world.Turn(i, "经核对课表原件，授课时间没有重复，异议不成立。", "经比对，教材由其本人参与编写，有出版合同为证，异议不成立。")), world.ProvinceHead)
	}
	w.Chain(x, "uphold", world.Clerk, road.Decision("经核实，截图店铺系他人所有，业绩不属本人，异议成立。"))
	road.Object(w, l, l.People[5], "演示·谢问", "公示的培训方向与其实际授课方向不一致，请核实。")
}

// today is the morning on which the visitor comes.
func today(w *world.World, three *world.Listed, hearings []*road.Hearing) {
	w.At(28, 8, 0, 15)
	road.Announce(w, three, "浙商务联发〔2017〕演示8号", "公示期内未收到异议。", world.ProvinceHead)
	six := road.Public(w, w.Six, "2017-09-28", "2017-10-11")
	road.Object(w, six, six.People[0], "", "匿名反映：此人学历造假。")
	for i, l := range []*world.Listed{{ID: "demo-publicity-08"}, {ID: "demo-publicity-09"}} {
		road.Publish(w, l, "2017-09-28", "2017-10-11", []string{world.ProvinceHead}[:i]...)
	}
	w.At(28, 8, 20, 10)
	for i, h := range hearings[6:8] {
		road.Start(w, h)
		road.Mark(w, h, func(seat, lot int) bool { return i == 1 && seat < 2 || i == 0 && (lot <= 2 && seat != 4) })
	}
	reveal(w, 0)
	road.Covers(w)
	road.Reaches(w)
	road.Scanned(w)
	policy.Came(w)
	road.Keyed(w)
}

// reveal reads some documents in clear, which the audit remembers.
func reveal(w *world.World, from int) {
	for i, p := range w.People[from : from+2] {
		w.Do("reveal", func() error {
			by := w.As(world.Turn(i, "330700-city-clerk-1", world.Clerk))
			_, err := w.App.House.Identity.Reveal(w.Ctx, p.ID, by, world.Turn(from+i, "群众反映重复申报，核对证件号码。", "制发证书前核对持证人身份。", "与社保系统比对任职记录。"))
			return err
		})
	}
}
