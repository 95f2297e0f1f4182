package demo

import (
	"fmt"
	"strings"

	"qinglan/internal/calendar"
	"qinglan/internal/flow"
	"qinglan/internal/form"
)

const (
	examiner  = "330000-examiner-clerk-1"
	examiner2 = "330000-examiner-clerk-2"
)

// entries finds the entries that a shortlist has opened for people.
func (w *world) entries(people []*person) {
	w.do("entries", func() error {
		all, err := w.f.CasesIn(w.ctx, w.f.DB(), everyone, flow.Filter{Track: "entry"})
		byApp := map[string]string{}
		for _, c := range all {
			byApp[c.Parent] = c.ID
		}
		for _, p := range people {
			p.entry = byApp[p.app]
		}
		return err
	})
}

// train lets the province note who has completed the training.
func (w *world) train(people []*person) {
	w.in(func() {
		for _, p := range people {
			w.move(p.entry, "complete", w.as(clerk2), form.Answers{
				"hours": fmt.Sprint(24 + p.n%3*4), "attendance": fmt.Sprint(88 + p.n%13), "institution": "演示跨境电商培训学院",
			})
		}
	})
}

// enrol lets people enrol, and the province confirm them.
func (w *world) enrol(people []*person, confirm bool) {
	w.in(func() {
		for _, p := range people {
			w.move(p.entry, "enrol", p.self(), form.Answers{"directions": strings.Join(p.directions[:min(2, len(p.directions))], "\n")})
		}
	})
	w.attempts(people)
	if !confirm {
		return
	}
	w.in(func() {
		for _, p := range people {
			w.move(p.attempt, "confirm", w.as(clerk2), form.Answers{"sitting": calendar.Day(w.f.Now()).String()})
		}
	})
}

// attempts finds the newest attempts of people.
func (w *world) attempts(people []*person) {
	w.do("attempts", func() error {
		all, err := w.f.CasesIn(w.ctx, w.f.DB(), everyone, flow.Filter{Track: "attempt", States: []string{"enrolled"}})
		byEntry := map[string]string{}
		for _, c := range all {
			byEntry[c.Parent] = c.ID
		}
		for _, p := range people {
			p.attempt = byEntry[p.entry]
		}
		return err
	})
}

// result are the marks of a certification: who is weak falls short in practice.
func (p *person) result(weak bool) form.Answers {
	practice := 71 + p.n*5%22
	if weak {
		practice = 48 + p.n%9
	}
	return form.Answers{
		"theory": fmt.Sprint(72 + p.n*7%24), "practice": fmt.Sprintf("%d.5", practice), "defence": fmt.Sprint(74 + p.n*3%20),
	}
}

// enter lets the first examiner enter the marks of people, and the second the
// same.
func (w *world) enter(people []*person, weak, second bool) {
	w.in(func() {
		for _, p := range people {
			w.move(p.attempt, "enter", w.as(turn(p.n, examiner, examiner2)), p.result(weak))
		}
		for _, p := range people {
			if second {
				w.move(p.attempt, "match", w.as(turn(p.n, examiner2, examiner)), p.result(weak))
			}
		}
	})
}

// release lets the supervisor release the marks.
func (w *world) release(people []*person, move string) {
	w.in(func() {
		for _, p := range people {
			w.move(p.attempt, move, w.as(supervisor), nil)
		}
	})
}

// fail brings people through a chance that they do not use.
func (w *world) fail(people []*person) {
	w.enrol(people, true)
	w.enter(people, true, true)
	w.release(people, "fail")
}

// certify brings people from the training to a pass.
func (w *world) certify(people []*person) {
	w.train(people)
	w.enrol(people, true)
	w.enter(people, false, true)
	w.release(people, "pass")
}

// trainees are the people who stand somewhere on the way from the training to
// the last mark.
func (w *world) trainees(d *deck) {
	d.take(4) // wait for the training
	failed, ready, gone := d.take(2), d.take(3), d.take(2)
	w.in(func() {
		for i, p := range failed {
			w.move(p.entry, "fail-training", w.as(clerk2), form.Answers{
				"hours": fmt.Sprint(16 + 4*i), "attendance": fmt.Sprint(66 + 5*i), "institution": "演示跨境电商培训学院",
			})
		}
		for i, p := range gone {
			w.move(p.entry, "leave", p.self(), because(turn(i, "工作调动到外省，不能参加后续认证。", "本人因健康原因申请退出。")))
		}
	})
	w.train(ready)
	w.candidates(d)
	w.losers(d)
}

// candidates have enrolled and wait for something.
func (w *world) candidates(d *deck) {
	asked, sure, once, differ, twice := d.take(2), d.take(3), d.take(2), d.take(2), d.take(4)
	rest := append(append(append(append([]*person{}, sure...), once...), differ...), twice...)
	w.train(append(rest, asked...))
	w.enrol(asked, false)
	w.enrol(rest, true)
	w.enter(once, false, false)
	w.enter(differ, false, false)
	w.in(func() {
		for _, p := range differ {
			other := p.result(false)
			other["theory"] = fmt.Sprint(70 + p.n%5)
			w.move(p.attempt, "differ", w.as(turn(p.n, examiner2, examiner)), other)
		}
	})
	w.enter(twice, false, true)
}

// losers have used a chance, or all of them.
func (w *world) losers(d *deck) {
	once, missed, cheated, excused, thrice := d.take(2), d.take(2), d.take(2), d.take(2), d.take(2)
	all := append(append(append(append(append([]*person{}, once...), missed...), cheated...), excused...), thrice...)
	w.train(all)
	w.fail(once)
	w.enrol(append(append(append([]*person{}, missed...), cheated...), excused...), true)
	w.in(func() {
		for i := range 2 {
			w.move(missed[i].attempt, "miss", w.as(examiner), because("开考三十分钟未到场，电话联系不上。"))
			w.move(cheated[i].attempt, "void", w.as(supervisor), because(turn(i, "考试期间使用手机查阅资料，监考记录在案。", "实践操作由他人代为登录店铺，现场核实。")))
			w.move(excused[i].attempt, "cancel", w.as(clerk), because(turn(i, "考点停电，本次取消，不计次数。", "突发疾病就医，凭诊断证明取消本次。")))
		}
	})
	for range 3 {
		w.fail(thrice)
	}
	w.rechecks(thrice, w.doubters[:2], w.doubters[2:], once)
}
