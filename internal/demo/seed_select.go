package demo

import (
	"fmt"

	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/org"
	"qinglan/internal/sitting"
)

const (
	secretary  = "330000-association-clerk-1"
	secretary2 = "330000-association-clerk-2"
	supervisor = "330000-supervisor-clerk-1"
)

// judgeUnits are where the judges work, no two at one place.
var judgeUnits = []string{
	"演示大学国际商务学院", "演示跨境电商研究中心", "演示外贸综合服务平台", "演示商业职业技术学院", "演示跨境物流集团",
	"演示知识产权服务所", "演示数字贸易协会", "演示直播基地", "演示经济学院",
}

func judgeAt(i int) string { return fmt.Sprintf("330000-judge-clerk-%d", i%len(judgeUnits)+1) }

// A hearing is one session of the first selection.
type hearing struct {
	id, title string
	people    []*person
	judges    []int        // of the panel; the first is chief
	weak      map[int]bool // by number: who fails
}

// sit opens a session with its roster.
func (w *world) sit(title, day, hour string, first int, people []*person) *hearing {
	h := &hearing{id: fmt.Sprintf("demo-session-%d", w.sessions+1), title: title, people: people, weak: map[int]bool{}}
	w.sessions++
	for i := range 5 {
		h.judges = append(h.judges, first+i)
	}
	w.in(func() {
		a := w.as(secretary)
		w.open(a, flow.Opening{ID: h.id, Track: "session", Party: a.Organ.ID, Name: title, Answers: form.Answers{
			"title": title, "day": day, "hour": hour, "place": "演示培训中心二楼报告厅",
		}})
		for i, p := range people {
			w.do("roster "+p.name, func() error {
				return w.f.PutMember(w.ctx, w.tx, flow.Member{List: h.id, Case: p.app, Pos: i + 1})
			})
		}
	})
	return h
}

// draw draws the order.
func (w *world) draw(h *hearing) {
	w.in(func() {
		a := w.as(secretary)
		var ans form.Answers
		w.do("draw "+h.id, func() (err error) {
			ans, err = w.judging.Lots(w.ctx, w.tx, w.load(h.id), a, w.as(supervisor).Name,
				[2]string{"抽取人口令·" + h.title + "·青出于蓝而胜于蓝", "监督人口令·" + h.title + "·公平公正公开透明"})
			return err
		})
		w.move(h.id, "draw", a, ans)
	})
}

// appoint seats the panel.
func (w *world) appoint(h *hearing) {
	var rows []form.Answers
	for _, j := range h.judges {
		a := w.as(judgeAt(j))
		rows = append(rows, form.Answers{"person": a.Person, "name": a.Name, "unit": judgeUnits[j%len(judgeUnits)]})
	}
	w.in(func() {
		w.move(h.id, "appoint", w.as(secretary), form.Answers{"judges": table(rows...), "chief": rows[0]["person"]})
	})
}

// declare lets so many of the panel say that nothing stands against them; one
// of them knows the first candidate and stands aside.
func (w *world) declare(h *hearing, judges int, aside bool) {
	w.in(func() {
		for _, sh := range w.sheets(h) {
			seat := h.seat(w, sh)
			if seat >= judges {
				continue
			}
			if aside && seat == 3 && sh.Lot == 1 {
				w.move(sh.Case, "recuse", w.as(judgeAt(h.judges[seat])), form.Answers{"kind": "roster", "ground": "曾受聘为该单位兼职讲师。"})
				continue
			}
			w.move(sh.Case, "declare", w.as(judgeAt(h.judges[seat])), nil)
		}
	})
}

func (w *world) sheets(h *hearing) (out []sitting.Sheet) {
	w.do("sheets of "+h.id, func() (err error) {
		out, err = w.judging.SheetsOf(w.ctx, w.tx, h.id)
		return err
	})
	return out
}

// seat returns where on the panel the judge of a sheet sits.
func (h *hearing) seat(w *world, sh sitting.Sheet) int {
	for i, j := range h.judges {
		if w.as(judgeAt(j)).Person == sh.Judge {
			return i
		}
	}
	return len(h.judges)
}

// start begins a session in which all have declared.
func (w *world) start(h *hearing) {
	w.in(func() { w.move(h.id, "start", w.as(secretary), nil) })
}

// mark lets the panel lock the sheets that pick takes.
func (w *world) mark(h *hearing, pick func(seat, lot int) bool) {
	w.in(func() {
		for _, sh := range w.sheets(h) {
			seat := h.seat(w, sh)
			if sh.State == "open" && pick(seat, sh.Lot) {
				w.move(sh.Case, "lock", w.as(judgeAt(h.judges[seat])), w.marks(h, sh, seat))
			}
		}
	})
}

func all(int, int) bool { return true }

// marks are what a judge gives: people differ, judges a little.
func (w *world) marks(h *hearing, sh sitting.Sheet, seat int) form.Answers {
	n := 0
	for _, p := range h.people {
		if p.app == sh.Application {
			n = p.n
		}
	}
	share := 74 + (n*7)%16 + (seat*3+n)%7 // percent of each criterion
	if h.weak[n] {
		share = 48 + (seat+n)%6
	}
	a := form.Answers{"way": "online"}
	for i, c := range sitting.RulesOf(w.f.Current()).Rubric.Criteria {
		half := int(c.Max) * (share + (i+seat)%3 - 1) / 100 / 50
		a[c.Name] = halves(half)
	}
	a["feedback"] = turn(n+seat, "案例真实，数据有出处，建议再压缩平台介绍部分。", "课程结构清楚，互动自然；课件字号可再大一些。",
		"对平台规则熟悉，建议增加可以当堂练习的环节。", "表达流畅，时间控制好。")
	if h.weak[n] {
		a["remark"] = "案例来源说不清楚，多处规则已经过时。"
		a["feedback"] = "请更新平台规则内容，并准备本人可核实的店铺案例。"
	}
	return a
}

// halves writes a number of half points.
func halves(n int) string {
	if n%2 == 0 {
		return fmt.Sprint(n / 2)
	}
	return fmt.Sprintf("%d.5", n/2)
}

// count adds up and lets those sign who do.
func (w *world) count(h *hearing, signers ...string) {
	w.in(func() {
		w.move(h.id, "count", w.as(secretary), nil)
		for _, s := range signers {
			a := map[string]org.Actor{
				"scorer": w.as(secretary), "checker": w.as(secretary2), "supervisor": w.as(supervisor), "chief": w.as(judgeAt(h.judges[0])),
			}[s]
			w.sign(h, "sign-"+s, a)
		}
	})
}

func (w *world) sign(h *hearing, move string, a org.Actor) {
	w.do(move+" "+h.id, func() error {
		c, err := w.f.Load(w.ctx, w.tx, h.id)
		if err != nil {
			return err
		}
		ans, err := w.judging.Signing(w.ctx, w.tx, c, a)
		if err != nil {
			return err
		}
		m, _ := c.Track.Move(move)
		_, err = w.f.MoveIn(w.ctx, w.tx, *c, m, a, ans)
		return err
	})
}

// hold brings a session to its release.
func (w *world) hold(h *hearing, absent ...*person) {
	w.draw(h)
	w.in(func() {
		for _, p := range absent {
			w.do("absent "+p.name, func() error {
				return w.judging.MissIn(w.ctx, w.tx, w.load(h.id), w.as(secretary), p.app)
			})
		}
	})
	w.appoint(h)
	w.declare(h, 5, len(h.people) > 8)
	w.start(h)
	w.mark(h, all)
	w.count(h, "scorer", "checker", "supervisor", "chief")
	w.in(func() { w.move(h.id, "release", w.as(secretary), nil) })
}

// shortlist drafts a list of people and brings it through the province's office
// and the department of finance, as far as there are approvers.
func (w *world) shortlist(title, number string, people []*person, approvers ...string) string {
	id := fmt.Sprintf("demo-shortlist-%d", w.shortlists+1)
	w.shortlists++
	w.in(func() {
		a := w.as(clerk)
		w.open(a, flow.Opening{ID: id, Track: "shortlist", Party: a.Organ.ID, Name: title, Answers: form.Answers{"title": title}})
		for i, p := range people {
			w.do("shortlist "+p.name, func() error {
				return w.f.PutMember(w.ctx, w.tx, flow.Member{List: id, Case: p.app, Pos: i + 1})
			})
		}
	})
	if number == "" {
		return id
	}
	var ans form.Answers
	w.do("names of "+id, func() (err error) {
		c, err := w.f.Load(w.ctx, w.f.DB(), id)
		if err == nil {
			ans, err = w.names.Issuing(w.ctx, w.f.DB(), c, number)
		}
		return err
	})
	w.chain(id, "issue", clerk, ans, approvers...)
	return id
}

const (
	provinceHead   = "330000-province-head-1"
	provinceLeader = "330000-province-leader-1"
	finance        = "330000-finance-leader-1"
)
