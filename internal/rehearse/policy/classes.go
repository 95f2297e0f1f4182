package policy

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"qinglan/internal/rehearse/play"
	"qinglan/internal/rehearse/screen"
)

// seats is how many a class of the rehearsal takes.
const seats = 8

// lesson returns the day of lesson n, as the first edition counts days.
func lesson(n int) string { return fmt.Sprintf("2017-12-%02d", 4+(n-1)/2) }

// A class is the class of a rehearsal; short falls short of the hours, away
// asks for leave, ill cannot come.
type class struct {
	id               string
	people           []*play.Person
	short, away, ill *play.Person
}

// Classes lets a selected institution hold a class from its plan to the list
// that it signs; who sat in none is trained elsewhere (see road.Train).
func Classes(_ context.Context, p *play.Play) error {
	if err := p.Clock("2017-11-27 09:00:00"); err != nil {
		return err
	}
	k := &class{}
	for _, step := range []func(*play.Play, *class) error{planClass, placeInClass, answerCall, holdClass, endClass, waitForNext} {
		if err := step(p, k); err != nil {
			return err
		}
	}
	p.Taught = slices.DeleteFunc(k.people, func(one *play.Person) bool { return one == k.short || one == k.ill })
	p.Count("taught", len(p.Taught))
	p.Count("trained", len(p.Taught))
	return nil
}

// planClass lets the institution write a plan, once with hours that do not fit,
// and the province's office permit it.
func planClass(p *play.Play, k *class) error {
	b := p.Schools[0].Screen
	page, err := b.Get("/classes")
	if err != nil {
		return err
	}
	if page, err = b.Press(page, "/classes", url.Values{"title": {"演练师资培训班"}}); err != nil {
		return err
	}
	k.id = screen.LastPart(page.Path)
	v := url.Values{
		"capacity": {fmt.Sprint(seats)}, "directions": {"aliexpress", "amazon"},
		"syllabus.0.subject": {"平台规则"}, "syllabus.0.hours": {fmt.Sprint(p.Season.Hours - 4)}, "syllabus.0.trainer": {"演练·主讲"},
	}
	for i := range p.Season.Lessons() {
		at := [][2]string{{"8:30", "11:30"}, {"13:30", "16:30"}}[i%2]
		for name, value := range map[string]string{
			"day": p.Season.Day(lesson(i + 1)), "from": at[0], "to": at[1], "subject": "平台规则", "hours": "4", "trainer": "演练·主讲", "place": "演练楼301",
		} {
			v.Set(fmt.Sprintf("lessons.%d.%s", i, name), value)
		}
	}
	if page, err = b.Press(page, "/plan", v); err != nil {
		return err
	}
	p.Want(page, 422, "a plan of too few hours")
	if page, err = b.Press(page, "/plan", url.Values{"syllabus.0.hours": {fmt.Sprint(4 * p.Season.Lessons())}}); err != nil {
		return err
	}
	p.Want(page, 200, "send a plan")
	if page, err = p.Schools[1].Screen.Get("/classes/" + k.id); err != nil {
		return err
	}
	p.Want(page, 404, "another institution opens the class")
	if _, err := p.Move("330000-province-clerk-1", k.id, "permit", nil); err != nil {
		return err
	}
	for _, post := range []string{"330000-province-head-1", "330000-province-leader-1"} {
		if err := p.Approve(post, false); err != nil {
			return err
		}
	}
	p.Count("classes", 1)
	return nil
}

// placeInClass lets the province place people of Jinhua: one too many is
// refused whole.
func placeInClass(p *play.Play, k *class) error {
	b, err := p.At("330000-province-clerk-1")
	if err != nil {
		return err
	}
	page, err := b.Get("/training?tab=waiting&city=330700&class=" + k.id)
	if err != nil {
		return err
	}
	var picks []string
	for row := range page.All("tr") {
		pick := screen.OptionsIn(row, "place")
		if len(pick) == 0 || len(k.people) > seats {
			continue
		}
		for _, one := range p.Listed() {
			if strings.Contains(screen.Text(row), one.Name) && one.City == "330700" {
				one.Entry, _, _ = strings.Cut(pick[0], ":")
				k.people, picks = append(k.people, one), append(picks, pick[0])
			}
		}
	}
	if len(picks) != seats+1 {
		return fmt.Errorf("%d people of Jinhua wait for a class: %.300s", len(picks), page.Text())
	}
	over, err := b.Press(page, "/training/place", url.Values{"place": picks, "to": {k.id}})
	if err != nil {
		return err
	}
	p.Want(over, 410, "one more than the class takes")
	k.people = k.people[:seats]
	if page, err = b.Press(page, "/training/place", url.Values{"place": picks[:seats], "to": {k.id}}); err != nil {
		return err
	}
	p.Want(page, 200, "place people in a class")
	k.short, k.away, k.ill = k.people[seats-1], k.people[0], k.people[seats-2]
	if _, err = p.Move("330000-province-clerk-1", k.id, "hand-over", nil); err != nil {
		return err
	}
	_, err = p.MoveAs(p.Schools[0].Screen, k.id, "call", url.Values{"report": {"12月4日8:00，演练楼一楼"}, "bring": {"笔记本电脑"}})
	return err
}

// answerCall lets everybody read when and where and answer; one cannot come
// and is taken out, one asks for leave from a lesson.
func answerCall(p *play.Play, k *class) error {
	for _, one := range k.people {
		page, err := one.Screen.Get("/training/mine")
		if err != nil {
			return err
		}
		if !page.Says("演练楼301") {
			p.Fault("%s does not read where the class is: %.300s", one.Name, page.Text())
		}
		v := url.Values{"reply": {"attend"}}
		if one == k.ill {
			v = url.Values{"reply": {"cannot"}, "note": {"手术住院，明年春天可以参加。"}}
		}
		if page, err = one.Screen.Press(page, one.Entry+"/reply", v); err != nil {
			return err
		}
		p.Want(page, 200, "answer a call")
		if one == k.away {
			if page, err = one.Screen.Press(page, one.Entry+"/leave", url.Values{"lesson": {"2"}, "reason": {"单位年检须到场"}}); err != nil {
				return err
			}
			p.Want(page, 200, "ask for leave")
		}
	}
	page, err := p.Schools[0].Screen.Get("/classes/" + k.id)
	if err != nil {
		return err
	}
	if !page.Says("不能参加") || !page.Says("单位年检须到场") {
		p.Fault("the institution does not read the replies: %.300s", page.Text())
	}
	if page, err = p.Schools[0].Screen.Press(page, "/leave", url.Values{"do": {"grant"}}); err != nil {
		return err
	}
	p.Want(page, 200, "grant a leave")
	_, err = p.Move("330000-province-clerk-1", k.ill.Entry, "defer", url.Values{"until": {p.Season.Year("2017-12-04") + "-12"}, "reason": {"手术住院。"}})
	return err
}

// holdClass ticks the lessons; who ticks an outdated list is refused.
func holdClass(p *play.Play, k *class) error {
	b := p.Schools[0].Screen
	page, err := b.Get("/classes/" + k.id + "/lessons/1")
	if err != nil {
		return err
	}
	if page.Has("/lessons/1") && page.Says("登记考勤：") {
		p.Fault("a lesson that has not begun may be ticked")
	}
	if err := p.Clock(lesson(p.Season.Lessons()) + " 17:00:00"); err != nil {
		return err
	}
	for n := 1; n <= p.Season.Lessons(); n++ {
		at := fmt.Sprintf("/lessons/%d", n)
		if page, err = b.Get("/classes/" + k.id + at); err != nil {
			return err
		}
		v := url.Values{}
		if n <= 3 {
			v.Set("m."+k.short.Entry, "absent")
		}
		if n == 5 {
			v.Set("m."+k.people[1].Entry, "late")
		}
		done, err := b.Press(page, at, v)
		if err != nil {
			return err
		}
		p.Want(done, 200, "tick a lesson")
		if n == 1 {
			if done, err = b.Press(page, at, v); err != nil {
				return err
			}
			p.Want(done, 409, "tick an outdated list")
		}
		p.Count("lessons", 1)
	}
	return nil
}

// endClass lets the institution sign the list and the province confirm it.
func endClass(p *play.Play, k *class) error {
	b := p.Schools[0].Screen
	page, err := b.Get("/classes/" + k.id)
	if err != nil {
		return err
	}
	if page, err = b.Press(page, "/sign", url.Values{"signer": {"演练甲"}, "title": {"校长"}}); err != nil {
		return err
	}
	p.Want(page, 200, "sign a completion list")
	for _, name := range []string{"sign-in-1.pdf", "badges.pdf", "call.pdf", "attendance.pdf", "completion.pdf", "completion.xlsx"} {
		if page, err = b.Get("/classes/" + k.id + "/print/" + name); err != nil {
			return err
		}
		p.Want(page, 200, name)
	}
	if _, err := p.Move("330000-province-clerk-1", k.id, "confirm", nil); err != nil {
		return err
	}
	if err := p.Approve("330000-province-head-1", false); err != nil {
		return err
	}
	for _, one := range k.people {
		want := "可认证"
		switch one {
		case k.short:
			want = "培训未合格"
		case k.ill:
			want = "缓训"
		}
		page, err := one.Screen.Get("/cases/" + one.Entry)
		if err != nil {
			return err
		}
		if !page.Says(want) {
			p.Fault("after the class %s should be %s: %.300s", one.Name, want, page.Text())
		}
	}
	return nil
}

// waitForNext lets who fell short wait for a later training; both who wait come back
// and are trained with those who sat in no class.
func waitForNext(p *play.Play, k *class) error {
	const office = "330000-province-clerk-1"
	if _, err := p.Move(office, k.short.Entry, "retrain", nil); err != nil {
		return err
	}
	if _, err := p.Move(office, k.short.Entry, "defer", url.Values{"until": {p.Season.Year("2017-12-04") + "-12"}, "reason": {"年底店铺旺季，申请下月再训。"}}); err != nil {
		return err
	}
	p.Count("deferred", 2)
	for _, one := range []*play.Person{k.short, k.ill} {
		if _, err := p.MoveAs(one.Screen, one.Entry, "resume", nil); err != nil {
			return err
		}
	}
	return nil
}
