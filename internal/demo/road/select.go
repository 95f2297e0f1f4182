package road

import (
	"fmt"

	"qinglan/internal/demo/world"
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

// A Hearing is one session of the first selection.
type Hearing struct {
	id, title string
	people    []*world.Person
	judges    []int        // of the panel; the first is chief
	Weak      map[int]bool // by number: who fails
}

// Sit opens a session with its roster.
func Sit(w *world.World, title, day, hour string, first int, people []*world.Person) *Hearing {
	h := &Hearing{id: fmt.Sprintf("demo-session-%d", w.Sessions+1), title: title, people: people, Weak: map[int]bool{}}
	w.Sessions++
	for i := range 5 {
		h.judges = append(h.judges, first+i)
	}
	w.In(func() {
		a := w.As(secretary)
		w.Open(a, flow.Opening{ID: h.id, Track: "session", Party: a.Organ.ID, Name: title, Answers: form.Answers{
			"title": title, "day": day, "hour": hour, "place": "演示培训中心二楼报告厅",
		}})
		for i, p := range people {
			w.Do("roster "+p.Name, func() error {
				return w.Flow.PutMember(w.Ctx, w.Tx, flow.Member{List: h.id, Case: p.App, Pos: i + 1})
			})
		}
	})
	return h
}

// Draw draws the order.
func Draw(w *world.World, h *Hearing) {
	w.In(func() {
		a := w.As(secretary)
		var ans form.Answers
		w.Do("draw "+h.id, func() (err error) {
			ans, err = w.Judging.Lots(w.Ctx, w.Tx, w.Load(h.id), a, w.As(supervisor).Name,
				[2]string{"抽取人口令·" + h.title + "·青出于蓝而胜于蓝", "监督人口令·" + h.title + "·公平公正公开透明"})
			return err
		})
		w.Move(h.id, "draw", a, ans)
	})
}

// Appoint seats the panel.
func Appoint(w *world.World, h *Hearing) {
	var rows []form.Answers
	for _, j := range h.judges {
		a := w.As(judgeAt(j))
		rows = append(rows, form.Answers{"person": a.Person, "name": a.Name, "unit": judgeUnits[j%len(judgeUnits)]})
	}
	w.In(func() {
		w.Move(h.id, "appoint", w.As(secretary), form.Answers{"judges": world.Table(rows...), "chief": rows[0]["person"]})
	})
}

// Declare lets so many of the panel say that nothing stands against them; one
// of them knows the first candidate and stands aside.
func Declare(w *world.World, h *Hearing, judges int, aside bool) {
	w.In(func() {
		for _, sh := range sheets(w, h) {
			seat := h.seat(w, sh)
			if seat >= judges {
				continue
			}
			if aside && seat == 3 && sh.Lot == 1 {
				w.Move(sh.Case, "recuse", w.As(judgeAt(h.judges[seat])), form.Answers{"kind": "roster", "ground": "曾受聘为该单位兼职讲师。"})
				continue
			}
			w.Move(sh.Case, "declare", w.As(judgeAt(h.judges[seat])), nil)
		}
	})
}

func sheets(w *world.World, h *Hearing) (out []sitting.Sheet) {
	w.Do("sheets of "+h.id, func() (err error) {
		out, err = w.Judging.SheetsOf(w.Ctx, w.Tx, h.id)
		return err
	})
	return out
}

// seat returns where on the panel the judge of a sheet sits.
func (h *Hearing) seat(w *world.World, sh sitting.Sheet) int {
	for i, j := range h.judges {
		if w.As(judgeAt(j)).Person == sh.Judge {
			return i
		}
	}
	return len(h.judges)
}

// Start begins a session in which all have declared.
func Start(w *world.World, h *Hearing) {
	w.In(func() { w.Move(h.id, "start", w.As(secretary), nil) })
}

// Mark lets the panel lock the sheets that pick takes.
func Mark(w *world.World, h *Hearing, pick func(seat, lot int) bool) {
	w.In(func() {
		for _, sh := range sheets(w, h) {
			seat := h.seat(w, sh)
			if sh.State == "open" && pick(seat, sh.Lot) {
				w.Move(sh.Case, "lock", w.As(judgeAt(h.judges[seat])), marks(w, h, sh, seat))
			}
		}
	})
}

// All picks every sheet to be marked.
func All(int, int) bool { return true }

// marks are what a judge gives: people differ, judges a little.
func marks(w *world.World, h *Hearing, sh sitting.Sheet, seat int) form.Answers {
	n := 0
	for _, p := range h.people {
		if p.App == sh.Application {
			n = p.N
		}
	}
	share := 74 + (n*7)%16 + (seat*3+n)%7 // percent of each criterion
	if h.Weak[n] {
		share = 48 + (seat+n)%6
	}
	a := form.Answers{"way": "online"}
	for i, c := range sitting.RulesOf(w.Flow.Current()).Rubric.Criteria {
		half := int(c.Max) * (share + (i+seat)%3 - 1) / 100 / 50
		a[c.Name] = halves(half)
	}
	a["feedback"] = world.Turn(n+seat, "案例真实，数据有出处，建议再压缩平台介绍部分。", "课程结构清楚，互动自然；课件字号可再大一些。",
		"对平台规则熟悉，建议增加可以当堂练习的环节。", "表达流畅，时间控制好。")
	if h.Weak[n] {
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

// Count adds up and lets those sign who do.
func Count(w *world.World, h *Hearing, signers ...string) {
	w.In(func() {
		w.Move(h.id, "count", w.As(secretary), nil)
		for _, s := range signers {
			a := map[string]org.Actor{
				"scorer": w.As(secretary), "checker": w.As(secretary2), "supervisor": w.As(supervisor), "chief": w.As(judgeAt(h.judges[0])),
			}[s]
			sign(w, h, "sign-"+s, a)
		}
	})
}

func sign(w *world.World, h *Hearing, move string, a org.Actor) {
	w.Do(move+" "+h.id, func() error {
		c, err := w.Flow.Load(w.Ctx, w.Tx, h.id)
		if err != nil {
			return err
		}
		ans, err := w.Judging.Signing(w.Ctx, w.Tx, c, a)
		if err != nil {
			return err
		}
		m, _ := c.Track.Move(move)
		_, err = w.Flow.MoveIn(w.Ctx, w.Tx, *c, m, a, ans)
		return err
	})
}

// Hold brings a session to its release.
func Hold(w *world.World, h *Hearing, absent ...*world.Person) {
	Draw(w, h)
	w.In(func() {
		for _, p := range absent {
			w.Do("absent "+p.Name, func() error {
				return w.Judging.MissIn(w.Ctx, w.Tx, w.Load(h.id), w.As(secretary), p.App)
			})
		}
	})
	Appoint(w, h)
	Declare(w, h, 5, len(h.people) > 8)
	Start(w, h)
	Mark(w, h, All)
	Count(w, h, "scorer", "checker", "supervisor", "chief")
	w.In(func() { w.Move(h.id, "release", w.As(secretary), nil) })
}

// Shortlist drafts a list of people and brings it through the province's office
// and the department of finance, as far as there are approvers.
func Shortlist(w *world.World, title, number string, people []*world.Person, approvers ...string) string {
	id := fmt.Sprintf("demo-shortlist-%d", w.Shortlists+1)
	w.Shortlists++
	w.In(func() {
		a := w.As(world.Clerk)
		w.Open(a, flow.Opening{ID: id, Track: "shortlist", Party: a.Organ.ID, Name: title, Answers: form.Answers{"title": title}})
		for i, p := range people {
			w.Do("shortlist "+p.Name, func() error {
				return w.Flow.PutMember(w.Ctx, w.Tx, flow.Member{List: id, Case: p.App, Pos: i + 1})
			})
		}
	})
	if number == "" {
		return id
	}
	var ans form.Answers
	w.Do("names of "+id, func() (err error) {
		c, err := w.Flow.Load(w.Ctx, w.Flow.DB(), id)
		if err == nil {
			ans, err = w.Shortlist.Issuing(w.Ctx, w.Flow.DB(), c, number)
		}
		return err
	})
	w.Chain(id, "issue", world.Clerk, ans, approvers...)
	return id
}
