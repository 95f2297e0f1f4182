package demo

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"qinglan/internal/flow"
	"qinglan/internal/form"
	"qinglan/internal/org"
	"qinglan/internal/programme"
)

// A school is a fictitious institution and what becomes of it.
type school struct {
	id, fate string
	n        int
	region   org.Region
	self     org.Actor
}

// schoolsOf says what becomes of the institutions of each city, in the order
// of the cities' codes; the first is the one that a visitor may be. Where two
// are recommended the city's slate is reported, but in the eighth, where the
// province sends it back, and in the ninth, which is still considering.
var schoolsOf = [][]string{
	{"selected", "reserve", "draft"},
	{"ended", "assessed"},
	{"accepted", "reported", "withdrawn"},
	{"not-selected", "not-accepted", "withdrawn"},
	{"assessed", "reserve", "lapsed"},
	{"not-selected", "ended", "lapsed"},
	{"selected", "accepted", "draft", "at-county", "fix-county", "at-city", "fix-city"},
	{"reported", "not-accepted"},
	{"recommended", "recommended", "at-county", "fix-county", "at-city", "fix-city"},
	{"not-recommended"},
	{"not-recommended"},
}

// up are the fates of an institution that its city has recommended.
var up = map[string]bool{
	"recommended": true, "reported": true, "accepted": true, "assessed": true, "selected": true,
	"reserve": true, "not-selected": true, "not-accepted": true, "ended": true,
}

// institutions lets every city's institutions apply and takes each as far as it
// comes.
func (w *world) institutions() {
	w.at(25, 8, 42, 1)
	cities := org.Cities(w.f.Current().Since)
	var all []*school
	for i, city := range cities {
		for k, fate := range schoolsOf[i%len(schoolsOf)] {
			all = append(all, w.school(city, k, fate))
		}
	}
	w.sendSchools(all)
	w.collectSchools(all)
	for i, city := range cities {
		w.slateOf(i, city, all)
	}
	w.lateSchools(all)
	w.assessSchools(all)
	w.chooseSchools(all)
}

// school founds one; those after a city's first have an organisation of their own.
func (w *world) school(city org.Region, k int, fate string) *school {
	counties := org.Counties(city.Code, w.f.Current().Since)
	s := &school{fate: fate, n: k, region: counties[k%len(counties)], id: fmt.Sprintf("school-%s-%d", city.Code, k+1)}
	if k == 0 {
		s.self = w.as(city.Code + "-institution-clerk-1")
	} else {
		post := fmt.Sprintf("%s-institution-clerk-%d", city.Code, k+1)
		s.self = org.Actor{
			Person: "p-" + post, Name: "演示·" + givenName(post), Post: post, Role: programme.Institution, Rank: programme.Clerk,
			Organ: org.Organisation{
				ID: fmt.Sprintf("%s-institution-%d", city.Code, k+1), Role: programme.Institution, Region: city.Code,
				Name:    city.Name + "演示" + turn(k, "", "电商学院", "跨境培训中心", "商贸职业培训学校", "网商研习社", "外贸培训中心", "出海学堂"),
				Contact: "演示联系人", Phone: fmt.Sprintf("0571-2000%04d", k),
			},
		}
	}
	w.in(func() {
		w.do("found "+s.id, func() error {
			o := w.f.Orgs()
			if k > 0 {
				err := o.AddOrganisation(w.ctx, w.tx, s.self.Organ)
				if err == nil {
					err = o.AddPerson(w.ctx, w.tx, s.self.Person, s.self.Name, w.f.Now())
				}
				if err == nil {
					err = o.AddPost(w.ctx, w.tx, org.Post{
						ID: s.self.Post, Person: s.self.Person, Organisation: s.self.Organ, Role: programme.Institution, Rank: programme.Clerk, Title: "经办",
					})
				}
				if err != nil {
					return err
				}
			}
			_, err := w.institution.Enter(w.ctx, w.tx, s.self, s.id, uscc(city.Code, k+1), s.region, s.dossier())
			return err
		})
	})
	return s
}

// uscc makes a well-formed code that nobody has.
func uscc(city string, n int) string {
	const alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
	code, sum, weight := fmt.Sprintf("91%sMA0000%03d", city, n), 0, 1
	for i := range code {
		sum += strings.IndexByte(alphabet, code[i]) * weight
		weight = weight * 3 % 31
	}
	return code + alphabet[(31-sum%31)%31:][:1]
}

func (s *school) dossier() form.Answers {
	rows := func(list ...form.Answers) string {
		b, err := json.Marshal(list)
		if err != nil {
			panic(err) // strings always marshal
		}
		return string(b)
	}
	return form.Answers{
		"name": s.self.Organ.Name, "seat": s.region.Name + "演示路1号", "head": "演示·何方", "contact": s.self.Name, "phone": fmt.Sprintf("0571-2000%04d", s.n),
		"staff": fmt.Sprint(20 + 5*s.n), "trained": fmt.Sprint(800 + 120*s.n), "income": turn(s.n, "356.5", "1280.123456", "92", "640.08"),
		"scope": "跨境电商平台运营、外贸实务、电商师资培训", "about": "本机构为虚构演示。现有多媒体教室三间、实训机位八十个，近两年举办跨境电商培训二十期，学员满意度较高。",
		"directions": turn(s.n, "amazon\nsite", "aliexpress\nebay", "wish\nother"), "capacity": fmt.Sprint(50 + 10*s.n),
		"plan": "集中培训三天二十四学时：平台规则、选品、店铺实操、教学法；每天签到，结业测验。",
		"roster": rows(
			form.Answers{"name": "演示·阮师", "title": "高级讲师", "full": "full", "course": "亚马逊运营"},
			form.Answers{"name": "演示·封师", "title": "讲师", "full": "part", "course": "速卖通运营"}),
		"past": rows(form.Answers{"course": "跨境电商实操班", "from": "2016-09", "people": "45", "hours": "24", "liked": "96"}),
	}
}

// sendSchools puts the papers on every case and sends those that are not drafts.
func (w *world) sendSchools(all []*school) {
	for _, s := range all {
		if s.fate == "draft" {
			continue
		}
		for _, item := range []string{"licence", "roster", "past", "rooms"} {
			w.do("papers of "+s.id, func() error {
				c, err := w.f.Load(w.ctx, w.f.DB(), s.id)
				if err == nil {
					_, err = w.app.House.AddFile(w.ctx, c, s.self, item, item+".jpg", bytes.NewReader(scan))
				}
				return err
			})
		}
	}
	w.in(func() {
		for _, s := range all {
			if s.fate == "draft" {
				continue
			}
			w.move(s.id, "submit", s.self, s.dossier())
			if s.fate == "withdrawn" {
				w.move(s.id, "withdraw", s.self, nil)
			}
		}
	})
}

// collectSchools lets the counties forward or return.
func (w *world) collectSchools(all []*school) {
	w.in(func() {
		for _, s := range all {
			county := w.as(s.region.Code + "-county-clerk-1")
			switch {
			case s.fate == "fix-county" || s.fate == "lapsed":
				w.move(s.id, "return-county", county, faults(s.n))
				if s.fate == "lapsed" {
					w.do("shorten "+s.id, func() error { return w.f.SetDue(w.ctx, w.tx, *w.load(s.id), w.f.Now().AddDate(0, 0, 1)) })
				}
			case up[s.fate] || s.fate == "not-recommended":
				w.move(s.id, "forward", county, nil)
			}
		}
	})
}

// slateOf lets a city recommend, report, or write that it recommends none.
func (w *world) slateOf(i int, city org.Region, all []*school) {
	desk, office := city.Code+"-city-clerk-1", []string{city.Code + "-city-head-1", city.Code + "-city-leader-1"}
	rank := 0
	w.in(func() {
		for _, s := range all {
			if s.region.Parent != city.Code {
				continue
			}
			if up[s.fate] {
				rank++
				w.move(s.id, "recommend", w.as(desk), form.Answers{"opinion": "证照齐全、管理规范，同意推荐。", "rank": fmt.Sprint(rank)})
			}
			if s.fate == "not-recommended" {
				w.move(s.id, "not-recommend", w.as(desk), because("办学规模和场地尚不能保障集中培训。"))
			}
		}
	})
	if rank == 0 {
		var id string
		w.in(func() {
			w.do("begin slate", func() (err error) {
				id, err = w.institution.BeginSlate(w.ctx, w.tx, w.as(desk))
				return err
			})
		})
		w.chain(id, "none", desk, because("本市申报的机构办学规模和场地尚不能保障集中培训，经研究不推荐。"), office...)
		return
	}
	if i == 8 {
		return
	}
	id, ans, err := w.institution.Report(w.ctx, w.f.DB(), city.Code)
	if err != nil && w.err == nil {
		w.err = err
	}
	w.chain(id, "report", desk, ans, office...)
	if i == 7 {
		w.in(func() {
			w.move(id, "reopen", w.as(clerk), because("请补充一家有实训场地的机构，或说明理由。"))
		})
	}
}

// lateSchools are institutions that reach their city after it has reported.
func (w *world) lateSchools(all []*school) {
	w.in(func() {
		for _, s := range all {
			if s.fate != "at-city" && s.fate != "fix-city" {
				continue
			}
			w.move(s.id, "forward", w.as(s.region.Code+"-county-clerk-1"), nil)
			if s.fate == "fix-city" {
				w.move(s.id, "return-city", w.as(s.region.Parent+"-city-clerk-1"), faults(s.n))
			}
		}
	})
}

// worth is what the experts give each institution for its lecturers; the rest
// is 8, 15, 20, 12 and 4.
var worth = map[string]string{"selected": "23", "ended": "21", "reserve": "12", "assessed": "8.5", "not-selected": "0"}

// assessSchools lets the province accept and two judges mark.
func (w *world) assessSchools(all []*school) {
	next := 0
	ask := func(s *school) string {
		next++
		id := fmt.Sprintf("sheet-%s-%d", s.id, next)
		judge := fmt.Sprintf("330000-judge-clerk-%d", next%9+1)
		w.move(s.id, "appoint", w.as(clerk), form.Answers{"person": w.as(judge).Person, "sheet": id})
		return id
	}
	w.in(func() {
		for i, s := range all {
			if s.fate == "not-accepted" {
				w.move(s.id, "refuse", w.as(clerk), because("办学许可已过有效期。"))
			}
			if !up[s.fate] || s.fate == "recommended" || s.fate == "reported" || s.fate == "not-accepted" {
				continue
			}
			w.move(s.id, "accept", w.as(clerk), nil)
			if s.fate == "accepted" || i == 4 {
				w.decline(ask(s))
			}
			first, second := ask(s), ask(s)
			w.declareSheet(first)
			if s.fate == "accepted" {
				continue
			}
			w.declareSheet(second)
			for k, id := range []string{first, second} {
				w.lockSheet(id, worth[s.fate], k)
			}
			w.move(s.id, "assess", w.as(clerk), form.Answers{"gate": "pass", "evidence": "国家企业信用信息公示系统", "checked": "2017-09-25"})
		}
	})
}

// holder is the judge whose sheet a case is.
func (w *world) holder(id string) org.Actor {
	party := w.load(id).Party
	if len(party) < 2 {
		return org.Actor{}
	}
	return w.as(party[2:])
}

func (w *world) declareSheet(id string) { w.move(id, "declare", w.holder(id), nil) }

func (w *world) decline(id string) {
	w.move(id, "recuse", w.holder(id), form.Answers{"kind": "unit", "ground": "曾在该机构兼职授课。"})
}

func (w *world) lockSheet(id, lecturers string, k int) {
	w.move(id, "lock", w.holder(id), form.Answers{
		"rules": "8", "scale": turn(k, "15", "14.5"), "lecturers": lecturers, "record": turn(k, "20", "19"), "rooms": "12", "plan": "4",
		"visited": "2017-09-25", "place": "机构教学点", "remark": "", "feedback": "建议增加实训课时。",
	})
}

// chooseSchools decides twice about those that are assessed and drafts a third list.
func (w *world) chooseSchools(all []*school) {
	verdict := map[string]string{"selected": "select", "ended": "select", "reserve": "reserve", "not-selected": "not-select"}
	lists := []map[string]string{{}, {}, {}}
	seen := map[string]int{}
	for _, s := range all {
		if o := verdict[s.fate]; o != "" {
			lists[seen[s.fate]%2][s.id] = o
			seen[s.fate]++
		}
		if s.fate == "assessed" {
			lists[2][s.id] = "reserve"
		}
	}
	office := []string{"330000-province-head-1", "330000-province-leader-1"}
	for i, l := range lists {
		id := "selection-" + fmt.Sprint(i+1)
		w.in(func() {
			w.open(w.as(clerk), flow.Opening{ID: id, Track: "selection", Party: w.as(clerk).Organ.ID, Name: turn(i, "第一次", "第二次", "第三次")})
		})
		ans, err := w.choosing.Decision(w.ctx, w.f.DB(), l, "评估得分和各地培训需求。")
		if err != nil && w.err == nil {
			w.err = err
		}
		if i == 2 {
			w.chain(id, "issue", clerk, ans)
			break
		}
		w.chain(id, "issue", clerk, ans, office...)
	}
	for _, s := range all {
		if s.fate == "ended" {
			w.chain(s.id, "end", clerk, form.Answers{"reason": "机构教学场地调整，申请终止承训。", "day": "2017-09-25"}, office...)
		}
	}
}
