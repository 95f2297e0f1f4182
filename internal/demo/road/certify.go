package road

import (
	"fmt"
	"strings"

	"qinglan/internal/calendar"
	"qinglan/internal/demo/world"
	"qinglan/internal/flow"
	"qinglan/internal/form"
)

// train lets the province note who has completed the training.
func train(w *world.World, people []*world.Person) {
	w.In(func() {
		for _, p := range people {
			w.Move(p.Entry, "complete", w.As(world.Clerk2), form.Answers{
				"hours": fmt.Sprint(24 + p.N%3*4), "attendance": fmt.Sprint(88 + p.N%13), "institution": "演示跨境电商培训学院",
			})
		}
	})
}

// enrol lets people enrol, and the province confirm them.
func enrol(w *world.World, people []*world.Person, confirm bool) {
	w.In(func() {
		for _, p := range people {
			w.Move(p.Entry, "enrol", p.Self(), form.Answers{"directions": strings.Join(p.Directions[:min(2, len(p.Directions))], "\n")})
		}
	})
	attempts(w, people)
	if !confirm {
		return
	}
	w.In(func() {
		for _, p := range people {
			w.Move(p.Attempt, "confirm", w.As(world.Clerk2), form.Answers{"sitting": calendar.Day(w.Flow.Now()).String()})
		}
	})
}

// attempts finds the newest attempts of people.
func attempts(w *world.World, people []*world.Person) {
	w.Do("attempts", func() error {
		all, err := w.Flow.CasesIn(w.Ctx, w.Flow.DB(), world.Everyone, flow.Filter{Track: "attempt", States: []string{"enrolled"}})
		byEntry := map[string]string{}
		for _, c := range all {
			byEntry[c.Parent] = c.ID
		}
		for _, p := range people {
			p.Attempt = byEntry[p.Entry]
		}
		return err
	})
}

// result are the marks of a certification: who is weak falls short in practice.
func result(p *world.Person, weak bool) form.Answers {
	practice := 71 + p.N*5%22
	if weak {
		practice = 48 + p.N%9
	}
	return form.Answers{
		"theory": fmt.Sprint(72 + p.N*7%24), "practice": fmt.Sprintf("%d.5", practice), "defence": fmt.Sprint(74 + p.N*3%20),
	}
}

// enter lets the first examiner enter the marks of people, and the second the
// same.
func enter(w *world.World, people []*world.Person, weak, second bool) {
	w.In(func() {
		for _, p := range people {
			w.Move(p.Attempt, "enter", w.As(world.Turn(p.N, world.Examiner, world.Examiner2)), result(p, weak))
		}
		for _, p := range people {
			if second {
				w.Move(p.Attempt, "match", w.As(world.Turn(p.N, world.Examiner2, world.Examiner)), result(p, weak))
			}
		}
	})
}

// release lets the supervisor release the marks.
func release(w *world.World, people []*world.Person, move string) {
	w.In(func() {
		for _, p := range people {
			w.Move(p.Attempt, move, w.As(supervisor), nil)
		}
	})
}

// fail brings people through a chance that they do not use.
func fail(w *world.World, people []*world.Person) {
	enrol(w, people, true)
	enter(w, people, true, true)
	release(w, people, "fail")
}

// Certify brings people from the training to a pass.
func Certify(w *world.World, people []*world.Person) {
	train(w, people)
	enrol(w, people, true)
	enter(w, people, false, true)
	release(w, people, "pass")
}

// Trainees are the people who stand somewhere on the way from the training to
// the last mark; it returns those who failed once and those who failed for good.
func Trainees(w *world.World, d *world.Deck) (once, thrice []*world.Person) {
	d.Take(4) // wait for the training
	failed, ready, gone := d.Take(2), d.Take(3), d.Take(2)
	w.In(func() {
		for i, p := range failed {
			w.Move(p.Entry, "fail-training", w.As(world.Clerk2), form.Answers{
				"hours": fmt.Sprint(16 + 4*i), "attendance": fmt.Sprint(66 + 5*i), "institution": "演示跨境电商培训学院",
			})
		}
		for i, p := range gone {
			w.Move(p.Entry, "leave", p.Self(), world.Because(world.Turn(i, "工作调动到外省，不能参加后续认证。", "本人因健康原因申请退出。")))
		}
	})
	train(w, ready)
	candidates(w, d)
	return losers(w, d)
}

// candidates have enrolled and wait for something.
func candidates(w *world.World, d *world.Deck) {
	asked, sure, once, differ, twice := d.Take(2), d.Take(3), d.Take(2), d.Take(2), d.Take(4)
	rest := append(append(append(append([]*world.Person{}, sure...), once...), differ...), twice...)
	train(w, append(rest, asked...))
	enrol(w, asked, false)
	enrol(w, rest, true)
	enter(w, once, false, false)
	enter(w, differ, false, false)
	w.In(func() {
		for _, p := range differ {
			other := result(p, false)
			other["theory"] = fmt.Sprint(70 + p.N%5)
			w.Move(p.Attempt, "differ", w.As(world.Turn(p.N, world.Examiner2, world.Examiner)), other)
		}
	})
	enter(w, twice, false, true)
}

// losers have used a chance, or all of them; it returns those who took one in
// vain and those who took all.
func losers(w *world.World, d *world.Deck) (once, thrice []*world.Person) {
	once = d.Take(2)
	missed, cheated, excused := d.Take(2), d.Take(2), d.Take(2)
	thrice = d.Take(2)
	all := append(append(append(append(append([]*world.Person{}, once...), missed...), cheated...), excused...), thrice...)
	train(w, all)
	fail(w, once)
	enrol(w, append(append(append([]*world.Person{}, missed...), cheated...), excused...), true)
	w.In(func() {
		for i := range 2 {
			w.Move(missed[i].Attempt, "miss", w.As(world.Examiner), world.Because("开考三十分钟未到场，电话联系不上。"))
			w.Move(cheated[i].Attempt, "void", w.As(supervisor), world.Because(world.Turn(i, "考试期间使用手机查阅资料，监考记录在案。", "实践操作由他人代为登录店铺，现场核实。")))
			w.Move(excused[i].Attempt, "cancel", w.As(world.Clerk), world.Because(world.Turn(i, "考点停电，本次取消，不计次数。", "突发疾病就医，凭诊断证明取消本次。")))
		}
	})
	for range 3 {
		fail(w, thrice)
	}
	return once, thrice
}
